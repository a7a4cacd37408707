"""The demo portals: what they serve holds together, and what is said to be true of them is on the pages."""

import re
import unicodedata
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import etree, html

from crawler.demo import Site, home, legacy, list_addresses, portal, portals, truth
from crawler.demo.addresses import other_paths, print_path
from crawler.demo.legacy import to_tcvn3, to_windows_1258
from crawler.demo.records import NO_BREAK, said, written
from crawler.extraction.families import FAMILIES

every_family = pytest.mark.parametrize("family", portals())
# The bytes of a TCVN3 page are letters of a font; what they mean was checked once against glibc's TCVN5712-1.
TCVN3 = str.maketrans({chr(code): letter for letter, code in legacy._TCVN3.items()})


def _path(url):
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _tree(answer):
    """Parse as a browser would: by the header, except that it would need an ABC font for TCVN3."""
    charset = answer.headers["Content-Type"].partition("charset=")[2]
    text = answer.body.decode(charset)
    if charset == "iso-8859-1":
        text = text.translate(TCVN3)
    return html.document_fromstring(
        unicodedata.normalize("NFC", text).encode(), parser=html.HTMLParser(encoding="utf-8")
    )


def _words(tree):
    for box in tree.xpath("//script"):
        box.drop_tree()
    return " ".join(tree.text_content().split())


def _links(answer, url):
    base = f"http://{urlsplit(url).netloc}"
    return [link for link in (urljoin(url, a) for a in _tree(answer).xpath("//a/@href")) if link.startswith(base)]


def _walk(family):
    """Follow every link from the front page; return address -> answer of what was found."""
    site, queue, found = Site(family), [home(portal(family))], {}
    while queue:
        url = queue.pop().partition("#")[0]
        path = _path(url)
        if url in found or "/uploads/" in url:
            continue
        try:
            found[url] = site[path or "/"]
        except KeyError:
            continue
        if "html" in found[url].headers["Content-Type"]:
            queue += _links(found[url], url)
    return found


def test_a_portal_of_each_of_the_many_families():
    assert len(portals()) >= 14
    assert set(portals()) <= set(FAMILIES)


@every_family
def test_it_has_news_notices_and_several_pages_of_a_section(family):
    articles = portal(family).articles
    assert 8 <= len(articles) <= 12
    assert len({article.number for article in articles}) == len(articles)
    assert any(block.kind == "file" for article in articles for block in article.blocks)
    assert sum(bool(block.caption) for article in articles for block in article.blocks) >= 3
    assert any(article.lead for article in articles)


def test_every_trap_is_set_somewhere():
    blocks = [block for p in portals().values() for article in p.articles for block in article.blocks]
    assert {block.kind for block in blocks} == {"text", "heading", "image", "table", "file"}
    assert any(written(block.text) != block.text for block in blocks)
    assert any(NO_BREAK in block.text for block in blocks)
    assert any(block.text.endswith("./.") for block in blocks)
    assert {p.encoding for p in portals().values() if p.legacy} == {"tcvn3", "windows-1258", "nfd"}
    assert any(not article.has_time for p in portals().values() for article in p.articles)


@every_family
def test_every_article_is_reached_by_following_links(family):
    found = _walk(family)
    assert {expected.url for expected in truth(family)} <= set(found)


@every_family
def test_sections_lead_to_each_of_their_pages(family):
    site, mine = Site(family), portal(family)
    for address in list_addresses(mine).values():
        assert site[_path(address)].status == 200
    found = _walk(family)
    news = list_addresses(mine)["Tin tức - Sự kiện"]
    pages = [
        url
        for url in found
        if url != news and re.search(r"(?:cur|page|pagenumber|start|trang|pgr)[-/=]?\d+", url, re.IGNORECASE)
    ]
    assert pages, "a pager that leads somewhere"


@every_family
def test_what_is_true_is_on_the_page(family):
    site = Site(family)
    for expected in truth(family):
        words = _words(_tree(site[_path(expected.url)]))
        assert expected.title in words
        for said_words in (*expected.captions, *expected.authors, expected.lead or "", expected.dateline or ""):
            assert said_words in words
        for paragraph in expected.paragraphs:
            for cell in paragraph.split(" | "):
                assert cell.replace(" ", "") in words.replace(" ", ""), paragraph


@every_family
def test_addresses_of_pictures_and_documents_answer(family):
    site = Site(family)
    for expected in truth(family):
        page = site[_path(expected.url)]
        named = set(_tree(page).xpath("//img/@src | //a/@href"))
        for url in (*expected.images, *(url for url, _ in expected.attachments)):
            assert _path(url) in named
            assert "html" not in site[_path(url)].headers["Content-Type"]


@every_family
def test_pages_carry_furniture_that_is_no_part_of_the_truth(family):
    site = Site(family)
    furniture = ("Thống kê truy cập", "Giấy phép số")
    for expected in truth(family):
        words = _words(_tree(site[_path(expected.url)]))
        assert all(words.count(line) >= 1 for line in furniture)
        assert not any(line in paragraph for line in furniture for paragraph in expected.paragraphs)


@pytest.mark.parametrize("family", ["liferay6", "nukeviet", "drupal", "joomla"])
def test_other_views_show_the_same_article(family):
    site, mine = Site(family), portal(family)
    for article, expected in zip(mine.articles, truth(family), strict=True):
        views = [*other_paths(mine, article), print_path(mine, article)]
        assert len(views) >= 1
        for path in views:
            assert expected.title in _words(_tree(site[path]))


@pytest.mark.parametrize("family", ["nukeviet", "wordpress", "onecms"])
def test_sitemaps_name_every_article(family):
    site, mine = Site(family), portal(family)
    [listed] = etree.fromstring(site[mine.sitemap].body).xpath("//*[local-name()='loc']/text()")
    named = etree.fromstring(site[_path(listed)].body).xpath("//*[local-name()='loc']/text()")
    assert set(named) == {expected.url for expected in truth(family)}
    assert mine.sitemap.encode() in site["/robots.txt"].body


@pytest.mark.parametrize("family", ["nukeviet", "nukeviet_egov", "drupal", "wordpress"])
def test_feeds_name_every_article(family):
    named = etree.fromstring(Site(family)[portal(family).feed].body).xpath("//item/link/text()")
    assert set(named) == {expected.url for expected in truth(family)}


def test_a_feed_a_section_and_american_dates():
    feed = etree.fromstring(Site("vccorp")["/chuyen-doi-so.rss"].body)
    mine = [article for article in portal("vccorp").articles if article.section == "chuyen-doi-so"]
    first = mine[0].published
    assert len(feed.xpath("//item")) == len(mine)
    assert feed.xpath("string(//item/pubDate)").startswith(f"{first.month}/{first.day}/{first.year} ")


@every_family
def test_forms_are_pages_too(family):
    assert b"<form" in Site(family)["/lien-he"].body
    assert b"password" in Site(family)["/dang-nhap"].body


def test_a_strange_path_is_not_answered():
    with pytest.raises(KeyError):
        Site("drupal")["/vi/node/1"]


def test_queries_are_known_in_any_order():
    site = Site("liferay6")
    pager = next(path for path in site if "_101_cur=2" in path)
    path, _, query = pager.partition("?")
    turned = path + "?" + "&".join(reversed(query.split("&")))
    assert site[turned].body == site[pager].body
    assert site[turned].body != site[path].body


def test_events_and_dates_move_with_the_portal():
    same = [a for family in ("joomla", "vhv") for a in portal(family).articles if a.key == "nuoc-sach"]
    assert same[0].published != same[1].published
    for article in same:
        assert f"{article.event.day}/{article.event.month}" in article.blocks[0].text


@pytest.mark.parametrize(
    ("words", "ours"),
    [
        ("năm.‿Tham dự", "năm. Tham dự"),
        ("đóng‿góp␣60 triệu", "đóng góp 60 triệu"),
        ("xong./.", "xong."),
        ("TP.HCM có 1.284 trạm", "TP.HCM có 1.284 trạm"),
        ("và/hoặc", "và/hoặc"),
    ],
)
def test_said(words, ours):
    assert said(words) == ours


@pytest.mark.parametrize("words", ["Hội nghị tổng kết", "ĐƯỜNG Ở Đà Nẵng", "quỳnh quý khuỷu", "Số 12/GP: 40%"])
def test_windows_1258_comes_back(words):
    assert unicodedata.normalize("NFC", to_windows_1258(words).decode("windows-1258")) == words


def test_tcvn3_keeps_small_letters_and_loses_the_case_of_toned_capitals():
    assert to_tcvn3("ưu tiên Đặng").decode("latin-1").translate(TCVN3) == "ưu tiên Đặng"
    assert to_tcvn3("Ủy ban") == to_tcvn3("ủy ban")
