"""Whatever the bytes, reading gives an article or says why not: no other exception, in time, in memory."""

import gc
import time
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.demo_cases import demo_cases
from crawler.reading import NotAnArticle, read_article, read_dump
from items import Article, Page
from tests.invented_pages import article

WHOLE = article("goc").encode()
PIECES = st.sampled_from(
    [b"<p>", b"</div>", b"<table><tr>", b"<!--", b"-->", b"<![CDATA[", b"<script>", b"</script", b"<h1>", b"&#", b"&#xD800;",
     b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"<title>", b"<svg><p>", b"<a href='", b'<img src=x alt="', b"ng\xc3\xa0y 31/02/",
     b'<script type="application/ld+json">{"datePublished": ', b"<frameset>", b"<base href=", b"\xf0\x9f\x98\x80", b"<!DOCTYPE"]
)  # fmt: skip


@st.composite
def broken_pages(draw):
    """An article page with pieces put in, taken out, doubled and cut."""
    body = WHOLE
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(body)))
        end = min(len(body), at + draw(st.integers(0, 400)))
        body = draw(
            st.sampled_from(
                [
                    body[:at] + draw(PIECES) * draw(st.integers(1, 30)) + body[at:],
                    body[:at] + body[end:],
                    body[:end] + body[at:],
                    body[:at],
                    body[:at] + draw(st.binary(max_size=40)) + body[end:],
                ]
            )
        )
    return body


def read(body: bytes, content_type: str = "text/html") -> Article | None:
    begun = time.process_time()
    try:
        found = read_article(
            Page(url="https://so.example/tin-1.html", body=body, headers={"Content-Type": content_type})
        )
    except NotAnArticle:
        found = None
    assert time.process_time() - begun < 2
    return found


@given(
    broken_pages(), st.sampled_from(["text/html", "text/html; charset=utf-16", "text/html; charset=windows-1258", "x"])
)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_H5_broken_pages_are_read_or_declined(body, content_type):
    found = read(body, content_type)
    assert found is None or isinstance(found, Article)


@given(st.binary(max_size=2000))
@settings(max_examples=100, deadline=None)
def test_H5_any_bytes_are_read_or_declined(body):
    found = read(body)
    assert found is None or isinstance(found, Article)


@pytest.mark.parametrize(
    "piece",
    [b"<p>a", b"<div>", b"<a href=x>", b"<br>", b"&nbsp;", b"<!--", b"<td>", b"(", b"<p>Ng\xc3\xa0y ", b"1/1/", b" ", b"\n", b"-",
     b"<h1>", b"http://a.", b"<b><i>", b"TTXVN ", b"\xc3\x81", b"o\xcc\x81\xcc\x80", b"0", b'"', b"' ", b"<img>", b"[", b"...",
     b"<li><a>", b"Theo ", b"<script>", b"<style>", b"A. ", b"/", b"<span>\xc2\xa0</span>"],
)  # fmt: skip
def test_H5_a_hundred_kilobytes_of_one_thing_take_no_time(piece):
    middle = piece * (100_000 // len(piece))
    read(WHOLE.replace(b"<p>M", middle + b"<p>M", 1))
    read(middle)


@pytest.mark.parametrize(
    "piece",
    ["Tin\n", "Tin ", "-", "(", " ", "1/1/", "12/06/2021 ", "12/06/2021 08:30 ", "12/06/2021\n", "Ngày đăng ", "Thứ Hai, ",
     "In bài viết ", "admin admin\n", "Xã. ", "Ảnh: Lý\n", "| ", "date 2020-01 ", "Á", "http://a."],
)  # fmt: skip
def test_H5_a_hundred_kilobytes_of_one_thing_in_a_dump_take_no_time(piece):
    begun = time.process_time()
    with suppress(NotAnArticle):
        read_dump(Page(url="", body=(piece * (100_000 // len(piece))).encode()))
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    "swallowed",
    [WHOLE.replace(b"</title>", b""), WHOLE.replace(b"<h1>", b"<textarea>"), WHOLE.replace(b"<h1>", b"<!-- ")],
    ids=["in the title", "in a field", "in a comment"],
)
def test_H4_a_page_whose_words_are_swallowed_is_no_article_without_words(swallowed):
    with pytest.raises(NotAnArticle):
        read_article(Page(url="https://so.example/tin-1.html", body=swallowed))


@pytest.mark.parametrize("address", ["http://[hong", "https://so.example:cong/a", "//", "http://]/", "../[a"])
def test_addresses_a_page_names_may_be_none(address):
    """They stand in its head, beside an author whose name may be the publisher's."""
    prose = "<p>Sáng nay, Sở Mẫu họp giao ban, bàn về ba việc lớn của quý, trong đó có việc sửa cầu.</p>" * 5
    head = f"<link rel=canonical href='{address}'><meta property=og:url content='{address}'><meta name=author content=hong>"
    page = f"{head}<h1>Sở Mẫu họp giao ban quý</h1>{prose}<a href='{address}'>Xem</a><img src='{address}'>"
    assert (
        read_article(Page(url="https://so.example/tin-1.html", body=page.encode())).title == "Sở Mẫu họp giao ban quý"
    )


def test_reading_leaves_nothing_to_the_garbage_collector():
    """No reading makes a cycle, so that a page's tree is freed at once, and a crawl need not look for cycles."""
    pages = [Page(case.url, case.body) for case in demo_cases()]

    def read_all():
        for page in pages:
            for generic in (False, True):
                try:
                    read_article(page, generic=generic)
                except NotAnArticle:
                    continue

    read_all()  # what is remembered is remembered by now
    gc.collect()
    gc.disable()
    try:
        read_all()
        assert gc.collect() == 0
    finally:
        gc.enable()


@pytest.mark.parametrize("was_on", [True, False])
def test_the_garbage_collector_is_left_as_it_was(was_on):
    assert gc.isenabled()
    try:
        if not was_on:
            gc.disable()
        read_article(Page(url="https://so.example/tin-1.html", body=WHOLE))
        assert gc.isenabled() is was_on
        with pytest.raises(NotAnArticle):
            read_article(Page(url="https://so.example/tin-1.html", body=b"%PDF-"))
        assert gc.isenabled() is was_on
    finally:
        gc.enable()
