"""Pages made of parts: which are read, and that reading them gives what reading the whole page gives."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extraction.extract import extract
from crawler.extraction.parts import Parts, article_parts
from crawler.extraction.selectors import Selectors
from items import Page

PARTS = Parts(b'<div class="portlet', (b"full-content", b"duong-dan"))
SELECTORS = Selectors(
    title=("div.full-content-title",),
    body=("div.full-content div.text",),
    published=("div.full-content span.when",),
    section=("div.duong-dan span",),
)
HEAD = "<html><head><title>Sở Mẫu</title></head><body><div id='khung'><h1>Sở Mẫu</h1>"
MENU = '<div class="portlet menu"><ul><li><a href="/a">Tin tức</a></li></ul></div>'
WAY = '<div class="portlet way"><div class="duong-dan"><a href="/">Trang chủ</a> <span>Việc làng</span></div></div>'
ADS = '<div class="portlet ads"><p>Xem thêm <a href="/b">đường dây nóng</a></p></div>'
ARTICLE = (
    '<div class="portlet bai"><div class="full-content"><div class="full-content-title">Sửa cầu Mây Bạc</div>'
    '<span class="when">04/03/2021 | 8:00</span><div class="text"><p>Xã họp bàn chuyện sửa cầu.</p>{}<p>Gỗ do xã lo.</p></div>'
    "</div></div>"
)


def kept(*parts: str) -> str | None:
    found = article_parts((HEAD + "".join(parts)).encode(), PARTS)
    return found.decode() if found is not None else None


def test_what_stands_before_the_parts_and_the_article_s_parts_are_kept_in_order():
    article = ARTICLE.format("")
    assert kept(MENU, WAY, ADS, article, ADS) == HEAD + WAY + article
    assert kept(MENU, article, ADS, WAY) == HEAD + article + WAY
    assert kept(article) == HEAD + article


@pytest.mark.parametrize("inside", [1, 2, 5])
def test_a_part_that_holds_others_is_kept_with_them(inside):
    article = ARTICLE.format(ADS * inside)
    assert kept(MENU, article, ADS) == HEAD + article


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param([MENU, ADS], id="no article"),
        pytest.param([WAY, MENU], id="nothing but the way to it"),
        pytest.param([], id="no parts"),
        pytest.param([ARTICLE.format(""), ADS, ARTICLE.format("")], id="two articles"),
        pytest.param([WAY, ARTICLE.format(""), WAY], id="two ways"),
    ],
)
def test_where_it_cannot_be_told_the_whole_page_is_read(parts):
    assert kept(*parts) is None


def read(markup: str, parts: Parts | None):
    raw = extract(Page(url="https://so.example/a-1.html", body=markup.encode()), SELECTORS, platform="mau", parts=parts)
    text = ["".join(element.itertext()) for element in raw.body]
    return raw.title, raw.section, [date.text for date in raw.dates], text, raw.flags


@settings(deadline=None)
@given(st.permutations([MENU, WAY, ADS, MENU, ADS]), st.integers(0, 5), st.integers(0, 2))
def test_reading_the_parts_gives_what_reading_the_page_gives(parts, at, inside):
    markup = HEAD + "".join([*parts[:at], ARTICLE.format(ADS * inside), *parts[at:]]) + "</div></body></html>"
    assert read(markup, PARTS) == read(markup, None)
    assert read(markup, PARTS)[1] == "Việc làng"


def test_a_field_in_another_part_makes_the_whole_page_be_read():
    undated = ARTICLE.format("").replace("when", "other").replace("04/03/2021 | 8:00", "")
    when = '<div class="portlet ngay"><span class="date">Ngày đăng: 05/03/2021</span></div>'
    markup = HEAD + MENU + when + undated
    assert read(markup, PARTS) == read(markup, None)
    assert read(markup, PARTS)[2] == ["Ngày đăng: 05/03/2021"]


def test_an_article_cut_off_inside_a_tag_does_not_run_into_the_next_part():
    broken = ARTICLE.format("").replace("<p>Gỗ do xã lo.</p></div></div></div>", '<p style="color:</div></div></div>')
    markup = HEAD + WAY + broken + ADS + "</div></body></html>"
    assert "đường dây nóng" not in read(markup, PARTS)[3][0]
    assert "sửa cầu" in read(markup, PARTS)[3][0]
