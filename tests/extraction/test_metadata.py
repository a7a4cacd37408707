"""Dates, authors and the smaller fields, from every place a page may keep them - and from none it should not."""

import json

import pytest

from crawler.extraction.dates import looks_dated
from crawler.extraction.extract import extract
from crawler.extraction.selectors import Selectors
from crawler.extraction.structured import nodes_of
from items import Page

PROSE = (
    "<p>The board met on Monday to talk about the old bridge over the river, which had lost nine of its planks in 1998.</p>"
    "<p>Its keeper told the board that a cart would go through by spring, and asked for stone from the quarry, as before.</p>"
)


def read(*, head="", over="", inside=PROSE, under="", url="https://paper.example/bridge-1.html"):
    page = (
        f"<html lang='en'><head><title>Bridge</title>{head}</head><body><div class='page'><h1>The bridge over the Mist</h1>"
        f"{over}<div class='story-text'>{inside}</div>{under}</div></body></html>"
    )
    return extract(Page(url=url, body=page.encode()))


def linked(**node) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **node})}</script>'


DATES = [
    ("json-ld", {"head": linked(datePublished="2021-03-04T08:00:00+07:00")}, ("2021-03-04T08:00:00+07:00", "jsonld", "published")),
    ("json-ld change", {"head": linked(dateModified="2021-03-05")}, ("2021-03-05", "jsonld", "updated")),
    ("open graph", {"head": '<meta property="article:published_time" content="2021-03-04">'}, ("2021-03-04", "meta", "published")),
    ("malformed by a template", {"head": '<meta property="article:published_time" content="2024-03-27+0708:42:00">'}, ("2024-03-27+0708:42:00", "meta", "published")),
    ("dublin core", {"head": '<meta name="DC.date.issued" content="2021-03-04">'}, ("2021-03-04", "meta", "published")),
    ("time element", {"over": '<time datetime="2021-03-04T08:00">four days ago</time>'}, ("2021-03-04T08:00", "visible", "published")),
    ("time updated", {"over": '<time class="updated" datetime="2021-03-06">x</time>'}, ("2021-03-06", "visible", "updated")),
    ("slot", {"over": '<div class="post-date">Ngày đăng 04/03/2021 | 12:00 AM | Lượt xem: 31</div>'}, ("Ngày đăng 04/03/2021 | 12:00 AM | Lượt xem: 31", "visible", "published")),
    ("slot without a class", {"over": "<div>(04.03.2021 16:32)</div>"}, ("(04.03.2021 16:32)", "visible", "published")),
    ("slot with spaces", {"over": "<div>thứ năm, 04 03 2021 08:10</div>"}, ("thứ năm, 04 03 2021 08:10", "visible", "published")),
    ("label says change", {"over": "<div>Cập nhật lúc 10:15, 05/03/2021</div>"}, ("Cập nhật lúc 10:15, 05/03/2021", "visible", "updated")),
    ("month by name", {"over": "<div>4 March 2021</div>"}, ("4 March 2021", "visible", "published")),
]  # fmt: skip


@pytest.mark.parametrize(("places", "expected"), [case[1:] for case in DATES], ids=[case[0] for case in DATES])
def test_the_first_date_is_the_best_places(places, expected):
    first = read(**places).dates[0]
    assert (first.text, first.origin, first.role) == expected


UNDATED = [
    ("footer", {"under": "<footer>Copyright 2019. Licence of 12/03/2018</footer>"}),
    ("footer box", {"under": "<div class='footer'><p>Licence no 5, given on 12/03/2018</p></div>"}),
    ("related list", {"under": "<ul><li><a href='/a'>An older tale of the ferry</a> <span class='date'>(12/03/2018)</span></li></ul>"}),
    ("comments", {"under": "<div class='comments'><p>Ann</p><time datetime='2018-03-12'>12 March 2018</time></div>"}),
    ("caption", {"inside": f"<figure><img src='b.jpg'><figcaption>The flood, 12 March 2018</figcaption></figure>{PROSE}"}),
    ("prose", {"inside": f"<p>It fell on 12 March 2018, when the river rose by night and took the piers with it.</p>{PROSE}"}),
    ("a sentence over the body", {"over": "<div>The flood that took the lower crossing of the river came on 12/03/2018 at night</div>"}),
    ("telephone", {"over": "<div>Call 024 3736 7115 or 20.19.18.17</div>"}),
    ("class of the theme", {"over": "<div class='theme-2018-03-12'>Valley</div>"}),
]  # fmt: skip


@pytest.mark.parametrize("places", [case[1] for case in UNDATED], ids=[case[0] for case in UNDATED])
def test_no_date_is_taken_from_elsewhere(places):
    assert list(read(**places, url="https://paper.example/2018/03/12/bridge").dates) == []


def test_a_clock_over_the_title_is_kept_apart():
    page = f"<body><div>Thứ Ba, 29/09/2020 23:33 Chiều</div>{'<p>mục</p>' * 70}<h1>Cầu Mây Bạc</h1><div>{PROSE}</div></body>"
    raw = extract(Page(url="", body=page.encode()))
    assert list(raw.before_title) == ["Thứ Ba, 29/09/2020 23:33 Chiều"]
    assert list(raw.dates) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("16/11/2020", True),
        ("2020年11月16日 10:13", True),
        ("Published: Mon, 16 November 2020", True),
        ("5 giờ trước", True),
        ("Số 16/KH-UBND", False),
        ("1,204 views", False),
        ("", False),
        ("x" * 200 + " 16/11/2020", False),
    ],
)
def test_what_looks_like_a_date_slot(text, expected):
    assert looks_dated(text) is expected


AUTHORS = [
    ("json-ld objects", {"head": linked(author=[{"@type": "Person", "name": "Ann Sample"}, {"name": "Bo Muster"}])}, ["Ann Sample", "Bo Muster"]),
    ("json-ld text", {"head": linked(author="Ann Sample")}, ["Ann Sample"]),
    ("meta", {"head": '<meta name="author" content="Ann Sample">'}, ["Ann Sample"]),
    ("meta is an address", {"head": '<meta property="article:author" content="https://social.example/ann">', "over": "<p>By Ann Sample</p>"}, ["By Ann Sample"]),
    ("meta is a mail address", {"head": '<meta name="author" content="a.sample@valley-sheet.example">', "over": "<p>By Ann Sample</p>"}, ["By Ann Sample"]),
    ("meta is a number", {"head": '<meta name="author" content="105092">'}, []),
    ("twitter label", {"head": '<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Ann Sample">'}, ["Ann Sample"]),
    ("publisher gives way to a byline", {"head": '<meta property="og:site_name" content="Valley Sheet"><meta name="author" content="Valley Sheet">', "over": "<p>By Ann Sample</p>"}, ["By Ann Sample"]),
    ("publisher stays without one", {"head": '<meta property="og:site_name" content="Valley Sheet"><meta name="author" content="Valley Sheet">'}, ["Valley Sheet"]),
    ("link", {"over": "<p>Text: <a rel='author' href='/staff/ann'>Ann Sample</a></p>"}, ["Ann Sample"]),
    ("class", {"over": "<div><span class='author-name'>Ann Sample</span></div>"}, ["Ann Sample"]),
    ("slug beside the name", {"head": linked(author=["Ann Sample", "ann-sample"])}, ["Ann Sample"]),
    ("none", {}, []),
]  # fmt: skip


@pytest.mark.parametrize(("places", "expected"), [case[1:] for case in AUTHORS], ids=[case[0] for case in AUTHORS])
def test_authors(places, expected):
    assert list(read(**places).authors) == expected


@pytest.mark.parametrize(
    ("script", "headline"),
    [
        ('{"@type": "NewsArticle", "headline": "a\nb"}', "a\nb"),
        ('{"@graph": [{"@type": "WebSite"}, {"@type": "NewsArticle", "headline": "x"}]}', "x"),
        ('[{"headline": "x",},]', "x"),
        ('/* note */ {"headline": "x"};', "x"),
        ('<!-- {"headline": "x"} -->', "x"),
        ('{"headline": "x", "datePublished": "2021" "broken"', "x"),
    ],
)
def test_json_ld_is_read_as_template_authors_write_it(script, headline):
    assert headline in [node.get("headline") for node in nodes_of(script)]


def test_authors_that_selectors_do_not_find_are_those_of_json_ld():
    page = f"<h1>The bridge</h1><div class='ngay'>14/03/2019</div>{PROSE}"
    person = linked(author={"@type": "Person", "name": "Ann Sample"}, publisher={"name": "Mist Post"})
    house = linked(author={"name": "Mist Post"}, publisher={"name": "Mist Post"})
    family = Selectors(title=("h1",), body=("p",), published=("div.ngay",))
    found = [extract(Page(url="", body=f"{head}{page}".encode()), family).authors for head in (person, house)]
    assert found == [["Ann Sample"], []]


@pytest.mark.parametrize("script", ["", "no json", "[" * 9_000, '{"a":' * 9_000, "[1, 2]", '"x"', "{"])
def test_json_ld_that_is_none_gives_nothing(script):
    assert [node for node in nodes_of(script) if node.get("headline")] == []


def test_the_smaller_fields():
    raw = read(
        head='<link rel="canonical" href="/story/9"><meta property="article:tag" content="bridges"><meta property="article:tag" content="Mist">'
        '<meta name="description" content="A bridge that lost nine planks will be mended by spring, says the board.">',
        over="<div class='breadcrumb'><a href='/'>Home</a><a href='/valley'>Valley news</a></div>"
        "<div>Lượt xem: 1.204</div><p>A bridge that lost nine planks will be mended by spring, says the board.</p>",
        under="<div class='attachments'><a href='/files/plan.pdf'>The plan</a> <a href='/about'>About</a></div>",
    )
    assert raw.canonical_url == "https://paper.example/story/9"
    assert list(raw.keywords) == ["bridges", "Mist"]
    assert raw.section == "Valley news"
    assert raw.views == "Lượt xem: 1.204"
    assert raw.lead == "A bridge that lost nine planks will be mended by spring, says the board."
    assert raw.language == "en"
    assert [(file.url, file.label) for file in raw.attachments] == [
        ("https://paper.example/files/plan.pdf", "The plan")
    ]


@pytest.mark.parametrize(
    "menu",
    [
        "<nav class='breadcrumb'><a href='/'>Home</a> / <a href='/valley'>Valley news</a></nav>",
        "<nav aria-label='Breadcrumb'><ol><li><a href='/'>Home</a></li><li><a href='/valley'>Valley news</a></li></ol></nav>",
        "<nav><ol class='breadcrumbs'><li><a href='/'>Home</a></li><li><a href='/valley'>Valley news</a></li></ol></nav>",
    ],
)
def test_the_section_is_read_from_a_menu_that_is_the_way_to_the_page(menu):
    raw = read(over=f"<nav><a href='/sport'>Sport</a></nav>{menu}")
    assert raw.section == "Valley news"
    assert not any("Valley news" in (element.text_content() or "") for element in raw.body)


def test_a_lead_picture_stands_before_the_body():
    raw = read(
        over="<figure><img data-src='/b.jpg' alt='Bridge'><figcaption>At dusk</figcaption></figure><img src='/logo.png'>"
    )
    assert [(image.url, image.alt, image.caption) for image in raw.images] == [
        ("https://paper.example/b.jpg", "Bridge", "At dusk")
    ]


def test_text_is_plain_strings():
    raw = read(over="<div class='post-date'>04/03/2021</div><p>By Ann Sample</p>")
    assert {type(text) for text in (raw.title, raw.dates[0].text, *raw.authors)} == {str}
