"""The title by agreement. `ld` JSON-LD headline, `og` og:title, `tab` <title>, `h1`, `site` og:site_name."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction import title
from crawler.extraction.extract import extract
from crawler.extraction.title import LONGEST_TITLE, key
from items import Page

PROSE = (
    "<p>The board met on Monday to talk about the old bridge over the river, which had lost nine of its planks.</p>" * 1
)
PROSE += "<p>Its keeper told the board that a cart would go through by spring, and asked for stone from the quarry.</p>"


def title_of(*, ld="", og="", tab="", h1="", site="", over="", headings="") -> str:
    head = f"<title>{tab}</title>"
    head += f'<meta property="og:title" content="{og}">' if og else ""
    head += f'<meta property="og:site_name" content="{site}">' if site else ""
    if ld:
        node = {"@type": "NewsArticle", "headline": ld}
        head += f'<script type="application/ld+json">{json.dumps(node)}</script>'
    body = headings + (f"<h1>{h1}</h1>" if h1 else "") + over + f"<div class='text'>{PROSE}</div>"
    page = f"<html><head>{head}</head><body>{body}</body></html>"
    return extract(Page(url="https://paper.example/bridge-1.html", body=page.encode())).title


BRIDGE = "Old bridge over the Mist to be mended"

CASES = [
    ("site name after a bar", {"tab": f"{BRIDGE} | Valley Sheet", "h1": BRIDGE}, BRIDGE),
    ("section and site", {"tab": f"{BRIDGE} - News - Valley Sheet", "og": f"{BRIDGE} - Valley Sheet"}, BRIDGE),
    ("site name first", {"tab": f"Valley Sheet :: {BRIDGE}", "site": "Valley Sheet"}, BRIDGE),
    ("full-width colon", {"og": "霧川の古い橋を春までに修理へ：谷新聞", "ld": "霧川の古い橋を春までに修理へ"}, "霧川の古い橋を春までに修理へ"),
    ("headline over social wording", {"ld": BRIDGE, "h1": BRIDGE, "og": "You will not believe this bridge | Valley Sheet"}, BRIDGE),
    ("social wording as heading", {"ld": "Bridge mended at last after many years", "h1": BRIDGE, "og": BRIDGE}, BRIDGE),
    ("kicker before the headline", {"ld": f"Valley: {BRIDGE}", "h1": f"Valley: {BRIDGE}", "og": BRIDGE}, BRIDGE),
    ("entities", {"ld": "Planks &amp; stone for the bridge", "og": "Planks &amp;amp; stone"}, "Planks & stone for the bridge"),
    ("h1 is the section", {"tab": BRIDGE, "headings": "<h1>News of the week</h1>", "over": f"<h2>{BRIDGE}</h2>"}, BRIDGE),
    ("h1 is the site", {"site": "Valley Sheet", "tab": "Valley Sheet", "headings": "<h1>Valley Sheet</h1>", "over": f"<h2 class='title'>{BRIDGE}</h2>"}, BRIDGE),
    ("<title> is one for the whole site", {"tab": "Trang chủ - Sở Mẫu", "over": f"<p class='Title'>{BRIDGE}</p>"}, BRIDGE),
    ("several h1, a title box", {"headings": "<h1>Menu of the day</h1><h1>Weather</h1>", "over": f"<div class='post-title'>{BRIDGE}</div>"}, BRIDGE),
    ("only <title>", {"tab": BRIDGE}, BRIDGE),
]  # fmt: skip


@pytest.mark.parametrize(("places", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_title_is_what_the_places_agree_on(places, expected):
    assert title_of(**places) == expected


@pytest.mark.parametrize(
    "title",
    [
        "Giá xăng - dầu giảm mạnh từ chiều mai trên cả vùng",
        "Planks, stone – and a vote put off",
        "Anna Muster: »The bridge will hold«",
        "2 | The second winter without a bridge over the Mist",
    ],
)
def test_dashes_and_bars_inside_a_title_stay(title):
    assert title_of(tab=title, h1=title) == title
    assert title_of(tab=title, og=title, ld=title) == title


def test_an_endless_title_is_cut_and_marked():
    page = f"<title>{'bridge - ' * 60_000}</title><div>{PROSE}</div>"
    raw = extract(Page(url="", body=page.encode()))
    assert len(raw.title) <= LONGEST_TITLE


@pytest.mark.parametrize(
    ("one", "other"), [("“Ván” & đá", '"VÁN"  & đá'), ("Cầu – mới", "cầu - mới"), ("a\u00adb", "AB")]
)
def test_titles_are_compared_without_case_quotes_dashes_and_spaces(one, other):
    assert key(one) == key(other)
    assert key("cầu") != key("cau")


@given(st.from_regex(title._SEPARATOR, fullmatch=True))
def test_no_separator_is_passed_by_for_its_signs(separator):
    assert not title._SIGNS.isdisjoint(separator)
