"""What goes from inside a body, and what must stay."""

import pytest

from crawler.extraction.extract import extract
from items import Page

LINES = [
    "The village board met on Monday to talk about the old bridge over the Mist river, which had lost nine planks.",
    "Its keeper, who has walked it every night for thirty years, told the board that a cart would go through by spring.",
    "A vote on the money was put off until the frost is over, but stone will be brought from the quarry before that.",
    "Neighbours on the far bank, who go round by the ford, had asked for this since the flood took the lower crossing.",
    "The board will meet again on the first day of the fair, and the plan will hang in the hall for all to read.",
]
PROSE = [f"<p>{line}</p>" for line in LINES]

STORIES = [
    "Keeper walks the bridge for the thirtieth year",
    "Keeper asks the board for nine planks of good oak",
    "MORE",
]
UNFOLDED = f"<span><a href='/k'>Ann Sample</a><span>{''.join(f'<a href=/{n}>{story}</a> ' for n, story in enumerate(STORIES))}</span></span>"


def read(inside: list[str]):
    page = f"<title>Bridge</title><body><h1>The bridge over the Mist river</h1><div class='post'>{''.join(inside)}</div></body>"
    return extract(Page(url="https://paper.example/bridge", body=page.encode())).body[0]


def shown(element) -> str:
    for caption in list(element.iter("figcaption")):
        caption.clear(keep_tail=True)
    return " ".join(element.text_content().split())


GONE = [
    ("share box", 2, "<div class='share-bar'>Pass it on to somebody</div>", "Pass it on"),
    (
        "related box",
        2,
        "<div class='related-posts'><p>An older tale of the ferry, told in full here.</p></div>",
        "older tale",
    ),
    ("read also", 2, "<p>Read also: <a href='/ford'>How the ford was lost in a night</a></p>", "ford was lost"),
    ("linked line", 2, "<p><a href='/ford'>How the ford was lost in a night of rain</a></p>", "ford was lost"),
    ("advert mark", 2, "<p>Advertisement</p>", "Advertisement"),
    (
        "teaser card",
        2,
        "<div><h4><a href='/mill'>The mill turns again</a></h4><p>A short word on the mill.</p></div>",
        "mill",
    ),
    (
        "link list",
        2,
        "<ul><li><a href='/1'>First other tale</a></li><li><a href='/2'>Second other tale</a></li></ul>",
        "other tale",
    ),
    ("hidden box", 2, "<div style='display: none'>Nobody sees this line of text</div>", "Nobody sees"),
    ("pull quote", 3, f"<div class='pull'>{LINES[1]}</div>", None),
    ("date line", 0, "<div class='post-date'>14 March 2019, 08:20</div>", "March"),
    ("byline", 0, "<div>By Ann Sample</div>", "Sample"),
    ("title again", 0, "<h2>The Bridge over the Mist River</h2>", "Bridge over"),
    ("comments", 5, "<h3>Comments</h3><p>Well said, all of it.</p>", "Well said"),
    ("more stories", 5, "<h3>More stories from the valley</h3><ul><li><a href='/1'>One</a></li></ul>", "valley"),
    ("note", 5, "<p>Follow us on the town board, or sign up for the weekly sheet.</p>", "weekly sheet"),
    (
        "stories side by side",
        2,
        "<p><a href='/1'>The mill turns again after a year</a> [<b>TOLD</b>]|<a href='/2'>A ferry is lost in the fog</a></p>",
        "ferry",
    ),
    ("shouted pointer", 2, "<p>SOMA NA HIYO: <a href='/1'>The mill turns again after a year</a></p>", "SOMA"),
    ("consent", 2, "<p>To view this content you must first agree to cookies of the Mist Post service.</p>", "agree"),
    (
        "consent in one click",
        2,
        "<p>Mist Post videos: Ein Klick für den Datenschutz, dann läuft das Bild.</p>",
        "Klick",
    ),
    ("tags", 5, "<p>Tags: <a href='/t1'>bridges</a>, <a href='/t2'>carpentry</a></p>", "carpentry"),
    ("when it was put up", 5, "<p>First published: Tuesday, March 14, 2019 08:38 AM</p>", "published"),
    ("rules for comments", 5, "<p>All comments are moderated by the board before they are shown.</p>", "moderated"),
    ("note over a credit", 5, "<p>Follow us on the town board.</p><p>Image source: Ann Sample</p>", "town board"),
    (
        "what unfolds under a name",
        2,
        f"<p>The keeper, {UNFOLDED} of the far bank, spoke last of all.</p>",
        "good oak",
    ),
    (
        "loose links",
        2,
        "Kept under <a href='/t1'>bridges and fords</a>, <b><a href='/t2'>carpentry</a></b>",
        "carpentry",
    ),
    ("editor's leftovers", 2, "<p>&lt;span style='x'&gt;&lt;/span&gt;</p>", "span"),
]


@pytest.mark.parametrize(("where", "markup", "words"), [case[1:] for case in GONE], ids=[case[0] for case in GONE])
def test_furniture_goes(where, markup, words):
    found = shown(read([*PROSE[:where], markup, *PROSE[where:]]))
    assert words is None or words not in found
    assert [found.count(line) for line in LINES] == [1] * 5


KEPT = [
    ("a name something unfolds under", f"<p>The keeper, {UNFOLDED} of the far bank, spoke last of all.</p>", "Ann Sample of the far bank"),
    ("an address given as such", "<p><a href='https://mist.example/plan'>https://mist.example/plan-of-the-bridge</a></p>", "plan-of-the-bridge"),
    ("a sentence with published", "<p>Published in 1911, the tale of the bridge was read by every child of the valley.</p>", "1911"),
    ("an abbreviation before a link", "<p>ASEAN <a href='/asean'>met in the hall by the river this week</a></p>", "ASEAN met"),
    ("a sentence of two links", "<p>The board has <a href='/1'>told the mill to pay its share of it</a> and <a href='/2'>told the parish to bring stone</a> before the frost is over.</p>", "before the frost"),
    ("a sentence on rights", "<p>The mill keeps all rights reserved to it by the deed of 1911, and the ford too.</p>", "deed of 1911"),
    ("no click", "<p>The poster in the hall said: Kein Klick für den Datenschutz, and nobody knew why.</p>", "nobody knew"),
    ("subheading", "<h3>Thirty years of nights</h3>", "Thirty years of nights"),
    ("list", "<ul><li>nine planks of oak</li><li>two carts of stone</li></ul>", "nine planks of oak"),
    ("table", "<table><tr><td>planks</td><td>nine</td></tr><tr><td>nails</td><td>ninety</td></tr></table>", "ninety"),
    ("preformatted", "<pre>oak 9\nelm 4</pre>", "elm 4"),
    ("quoted post", "<blockquote class='social-embed'><p>Saw it sway last night.</p> <a href='https://x.example/1'>a walker</a></blockquote>", "Saw it sway"),
    ("framed post", "<div class='social'><blockquote><p>Saw it sway last night, and went round.</p></blockquote></div>", "Saw it sway"),
    ("a prose line about sharing", "<p>Share of the cost falls to the mill, they said, and the rest to the parish chest.</p>", "Share of the cost"),
    ("a sentence with related", "<p>Related to this is the question of the toll, which was raised long after dark.</p>", "question of the toll"),
    ("a linked document", "<p><a href='/papers/plan.pdf'>The plan of the bridge as drawn last autumn</a></p>", "plan of the bridge"),
    ("equal cells", "<table><tr><td>a plank of the best oak from the upper wood there is</td></tr><tr><td>a plank of the best oak from the upper wood there is</td></tr></table>", "best oak"),
    ("a paragraph with a bad class", f"<p class='sponsored'>{LINES[0].replace('Monday', 'Sunday')} And so they did, to the last man.</p>", "met on Sunday"),
]  # fmt: skip


@pytest.mark.parametrize(("markup", "words"), [case[1:] for case in KEPT], ids=[case[0] for case in KEPT])
def test_content_stays(markup, words):
    found = shown(read([*PROSE[:2], markup, *PROSE[2:]]))
    assert words in found
    assert [found.count(line) for line in LINES] == [1] * 5


def test_equal_cells_are_both_kept():
    markup = next(case[1] for case in KEPT if case[0] == "equal cells")
    assert shown(read([*PROSE[:2], markup, *PROSE[2:]])).count("best oak") == 2


@pytest.mark.parametrize(
    "markup",
    [
        "<figure><img src='b.jpg'><figcaption>The bridge at dusk</figcaption></figure>",
        "<figure><img src='b.jpg'><span>The bridge at dusk</span></figure>",
        "<div><img src='b.jpg'><p>The bridge at dusk</p></div>",
        "<div><img src='b.jpg'></div><p class='wp-caption-text'>The bridge at dusk</p>",
    ],
)
def test_words_of_a_picture_are_marked_as_its_caption(markup):
    body = read([*PROSE[:2], markup, *PROSE[2:]])
    captions = [" ".join(caption.text_content().split()) for caption in body.iter("figcaption")]
    assert captions == ["The bridge at dusk"]
    assert next(body.iter("img")).get("src") == "b.jpg"


def test_the_words_after_a_dropped_box_do_not_run_into_those_before():
    body = read([*PROSE[:4], f"<div>{LINES[4]}<div class='ad-slot'>Buy</div>The end of it.</div>"])
    inner = next(element for element in body.iter("div") if element.get("class") is None)
    assert [child.tag for child in inner] == ["div"]
    assert inner[0].tail == "The end of it."
