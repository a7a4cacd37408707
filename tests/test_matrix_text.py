"""Charsets, content types and hostile documents: what reaches the reading, and what comes out. One test a row."""

import re
import unicodedata
from pathlib import Path

import pytest

from tests.hostile_crawl import crawl
from tests.invented_pages import article, listing, tokens
from tests.misbehaving_server import MisbehavingServer, answer

pytestmark = pytest.mark.xdist_group("text")
KNOWN = "tại trụ sở cơ quan"


def sent(encoding: str, content_type: str, meta: str = "", *, bom: bytes = b""):
    def fault(hit):
        text = article(hit.host.removesuffix(".test"))
        text = text.replace('<meta charset="utf-8">', f'<meta charset="{meta}">' if meta else "")
        return [answer(bom + text.encode(encoding, "xmlcharrefreplace"), Content_Type=content_type)]

    return fault


def cp1258(text: str) -> bytes:
    """Windows-1258 keeps tone marks apart from their vowels."""
    marks = "\u0300\u0301\u0303\u0309\u0323"
    apart = "".join(
        unicodedata.normalize("NFC", "".join(c for c in pieces if c not in marks))
        + "".join(c for c in pieces if c in marks)
        for pieces in (unicodedata.normalize("NFD", letter) for letter in text)
    )
    return apart.encode("cp1258", "xmlcharrefreplace")


def double(hit):
    wrong = article(hit.host.removesuffix(".test")).encode().decode("cp1252", "replace")
    return [answer(wrong)]


def page(hit) -> str:
    return article(hit.host.removesuffix(".test"))


def inside(insert: str | bytes):
    """The page with something put between two of its paragraphs."""

    def fault(hit):
        extra = insert.encode() if isinstance(insert, str) else insert
        return [answer(page(hit).encode().replace(b"<p>S\xc3\xa1ng", extra + b"<p>S\xc3\xa1ng", 1))]

    return fault


def before(insert: str):
    return lambda hit: [answer(page(hit).replace('<div class="content">', insert + '<div class="content">'))]


HTML = "text/html"
READABLE = {
    "charset-wrong-header": sent("utf-8", "text/html; charset=iso-8859-1"),
    "charset-header-vs-meta": sent("utf-8", "text/html; charset=windows-1252", "utf-8"),
    "charset-wrong-meta": sent("utf-8", HTML, "iso-8859-1"),
    "charset-none": sent("utf-8", HTML),
    "charset-unknown": sent("utf-8", "text/html; charset=x-none-such"),
    "charset-cp1258": lambda hit: [
        answer(cp1258(page(hit).replace("utf-8", "windows-1258")), Content_Type="text/html; charset=windows-1258")
    ],
    "charset-cp1258-undeclared": lambda hit: [
        answer(cp1258(page(hit).replace('<meta charset="utf-8">', "")), Content_Type=HTML)
    ],
    "charset-utf16-bom": sent("utf-16", HTML),
    "charset-utf16-nobom": sent("utf-16-le", "text/html; charset=utf-16"),
    "charset-utf8-bom": sent("utf-8", HTML, bom=b"\xef\xbb\xbf"),
    "charset-nfd": lambda hit: [answer(unicodedata.normalize("NFD", page(hit)))],
    "html-as-octet": lambda hit: [answer(page(hit), Content_Type="application/octet-stream")],
    "html-as-plain": lambda hit: [answer(page(hit), Content_Type="text/plain; charset=utf-8")],
    "dup-content-type": lambda hit: [
        answer(page(hit), Content_Type="text/html\r\nContent-Type: text/plain; charset=utf-8")
    ],
    "no-content-type": lambda hit: [answer(page(hit), Content_Type="")],
    "deep-200k": lambda hit: [answer(page(hit).replace("</body>", "<div>" * 200_000 + "</body>"))],
    "deep-inline": inside("<p>" + "<b><i>" * 100_000 + "sâu</p>"),
    "deep-tables": inside("<table><tr><td>x" * 5_000 + "</td></tr></table>" * 5_000),
    "deep-before": before("<div>" * 200_000),
    "deep-before-200": before("<div>" * 200),
    "big-text-node": inside("<p>" + "chữ " * 1_000_000 + "</p>"),
    "long-title": lambda hit: [answer(re.sub("<(title|h1)>", r"\g<0>" + "Rất dài " * 50_000, page(hit)))],
    "deep-after": inside("<span>" * 300 + "sâu" + "</span>" * 300),
    "long-attr": inside(f'<p title="{"a" * 300_000}">Có thuộc tính dài.</p>'),
    "many-siblings": inside("<i></i>" * 50_000 + "<p>a</p>" * 150_000),
    "unclosed": inside("<p>Không đóng <b>thẻ"),
    "controls": inside("<p>Chuông \x07, thoát \x1b[2J, hết \x0c và \x01.</p>"),
    "invalid-utf8": inside(b"<p>Sai \xff\xfe\xe1\xbb m\xe3.</p>"),
    "nul": inside(b"<p>Kh\xc3\xb4ng \x00 c\xc3\xb3.</p>"),
}
REFUSED = {
    "binary-as-html": lambda _: [answer(bytes(range(256)) * 300)],
    "pdf-as-html": lambda _: [answer(b"%PDF-1.7\n" + bytes(2000))],
    "zip-as-html": lambda _: [answer(b"PK\x03\x04" + bytes(2000))],
    "json-as-html": lambda _: [answer('{"title": "Hội nghị", "text": "Sáng nay"}')],
    "charset-utf7": lambda _: [
        answer("+ADw-script+AD4-alert(1)+ADw-/script+AD4-", Content_Type="text/html; charset=utf-7")
    ],
}
MONSTERS = {
    "attrs": lambda _: [answer("<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x")],
    "attrs-bare": lambda _: [answer("<p " + " ".join(f"a{n}" for n in range(100_000)) + ">x")],
}
ANYTHING = {
    "many-links": before("".join(f'<a href="/l{n}">l</a>' for n in range(100_000))),
    "entity-bomb": lambda _: [
        answer('<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">' + "".join(
            f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)) + "]><l>&j;</l>", Content_Type="text/xml")
    ],
    "xxe": lambda _: [
        answer('<?xml version="1.0"?><!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/hostname">]><l>&x;</l>', Content_Type="text/xml")
    ],
    "xxe-canary": lambda _: [
        answer('<?xml version="1.0"?><!DOCTYPE l [<!ENTITY x SYSTEM "http://127.0.0.2:1/canary">]><rss><item><title>&x;</title></item></rss>', Content_Type="text/xml")
    ],
    "rss-bomb": lambda _: [
        answer('<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">' + "".join(
            f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)) + "]><rss><item><title>&j;</title></item></rss>", Content_Type="application/rss+xml")
    ],
    "charset-double": double,
    "report": lambda _: [answer("<html><title>Lỗi 404</title><p>Không tìm thấy tệp tin.</p></html>", Content_Type="application/pdf")],
}  # fmt: skip
PRINTED = '<span class="date">Thứ hai, 02/03/2026 08:15</span>'
DATES = {
    "date-future": lambda hit: [answer(page(hit).replace("02/03/2026", "02/03/2099"))],
    "date-past": lambda hit: [answer(page(hit).replace("02/03/2026 08:15", "01/01/1970 07:00"))],
    "date-none": lambda hit: [answer(page(hit).replace(PRINTED, ""), Date="Mon, 02 Mar 2026 01:15:00 GMT")],
    "date-in-names": lambda hit: [
        answer(page(hit).replace(PRINTED, "").replace("detail", "new-layout-2026").replace("gioi-thieu", "x?n=1995"))
    ],
}
LISTS = {
    "list": lambda _: [answer(listing([f"/tin-{n}.html?n=1995" for n in range(30)]))],
    "template-changed": lambda _: [
        answer(
            "<!DOCTYPE html><html><title>Sở Mẫu</title><body><div id=root></div><script src=/2026.js></script></body></html>"
        )
    ],
}
FAULTS = READABLE | REFUSED | MONSTERS | ANYTHING | DATES | LISTS


@pytest.fixture(scope="module")
def web():
    def serve(hit):
        if hit.path == "/robots.txt":
            return [answer("", "404 Not Found")]
        return FAULTS[hit.host.removesuffix(".test")](hit)

    with MisbehavingServer({"*": serve}) as server:
        hosts = [f"{name}.test" for name in FAULTS]
        told = crawl({
            "urls": [server.url(host, "/tin-1.html") for host in hosts], "allowed": hosts,
            "hosts": dict.fromkeys(hosts, "127.0.0.1"), "settings": {"DOWNLOAD_TIMEOUT": 10},
        })  # fmt: skip
        yield Web(told)


class Web:
    def __init__(self, told):
        self.told = told

    def page(self, name):
        return next((page for page in self.told["pages"] if f"//{name}.test:" in page["url"]), None)

    def incidents(self, name):
        return [class_ for url, class_, *_ in self.told["incidents"] if f"//{name}.test:" in url]


@pytest.mark.parametrize("name", READABLE)
def test_C1_C2_C3_C5_C8_H2_H3_H4_readable_pages_arrive_whole_in_clean_letters(web, name):
    page = web.page(name)
    assert set(page["tokens"]) == set(tokens(name))
    assert KNOWN in page["text"]
    assert unicodedata.is_normalized("NFC", page["text"])
    assert not [letter for letter in page["text"] if ord(letter) < 32 and letter not in "\n\t"]
    if name != "invalid-utf8":
        assert "\N{REPLACEMENT CHARACTER}" not in page["text"]


def test_C4_double_encoding_is_repaired_and_said_so(web):
    page = web.page("charset-double")
    assert KNOWN in page["text"]
    assert "mojibake" in page["fixes"]


def test_C7_an_error_page_is_no_document(web):
    assert web.page("report") is None
    assert web.incidents("report") == ["blocked:soft_404"]


@pytest.mark.parametrize("name", REFUSED)
def test_C6_what_is_no_page_is_an_incident(web, name):
    assert web.incidents(name) == ["not_html"]
    assert web.page(name) is None


@pytest.mark.parametrize("name", MONSTERS)
def test_H1_a_tag_with_too_many_attributes_never_meets_the_parser(web, name):
    assert web.incidents(name) == ["hostile_markup"]
    assert web.page(name) is None


@pytest.mark.parametrize(
    ("name", "repair"),
    [("deep-200k", "thinned"), ("deep-inline", "thinned"), ("deep-before", "thinned"), ("deep-tables", "flattened")],
)
def test_H2_H3_what_was_nested_without_end_is_said(web, name, repair):
    assert repair in web.page(name)["fixes"]


def test_H4_a_long_title_is_cut_and_a_row_stays_under_two_megabytes(web):
    assert len(web.page("long-title")["title"]) <= 1_000
    assert "title_cut" in web.page("long-title")["doubts"]
    for name in ("big-text-node", "many-siblings"):
        assert len(web.page(name)["text"].encode()) < 2 * 2**20
        assert "markup_cut" in web.page(name)["doubts"]


@pytest.mark.parametrize("name", ["entity-bomb", "rss-bomb", "xxe", "xxe-canary"])
def test_H7_entities_are_not_expanded(web, name):
    page = web.page(name)
    said = (page and page["text"]) or ""
    assert len(said) < 1000
    assert Path("/etc/hostname").read_text().strip() not in said


@pytest.mark.parametrize("name", DATES)
def test_H10_no_date_is_believed_that_the_page_does_not_give(web, name):
    assert set(web.page(name)["tokens"]) == set(tokens(name))
    assert web.page(name)["published"] is None
    assert web.page("html-as-plain")["published"] == "2026-03-02T08:15:00+07:00"


@pytest.mark.parametrize("name", LISTS)
def test_H10_a_list_or_an_empty_template_is_no_article(web, name):
    assert web.page(name) is None or web.page(name)["text"] is None


def test_H_loop_and_memory_stay_free(web):
    assert web.told["longest_block"] <= 2
    assert web.told["rss_mb"] <= 300
