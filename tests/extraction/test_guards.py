"""Bytes that would stop a parser, and bytes that only look so."""

import pytest

from crawler.extraction.document import parse
from crawler.extraction.errors import NotAnArticle
from crawler.extraction.guards import LONGEST_RUN, check_markup, thinned
from crawler.extraction.scripts import without_scripts
from items import Page


@pytest.mark.parametrize(
    "attribute",
    [b'a%d="1"', b"a%d=1", b"a%d", b'a%d=">"', b"a%d='<b>'"],
    ids=["quoted", "bare values", "no values", "with > inside", "with tags inside"],
)
@pytest.mark.parametrize(
    "between", [b" ", b"/", b"\n", b" x='>' ", b' y="<i>" '], ids=["blank", "slash", "line", ">", "tag"]
)
def test_H1_a_tag_of_many_attributes_never_reaches_the_parser(attribute, between):
    attributes = between.join(attribute % n for n in range(40_000))
    with pytest.raises(NotAnArticle, match="hostile_markup"):
        check_markup(b"<p>1 < 2</p><div " + attributes + b">after</div>")


@pytest.mark.parametrize("furniture", [b'<p class=\'a\' title="b">It\'s a "text"</p>', b"<!-- > -->", b"a > b = 'c' "])
@pytest.mark.parametrize("quote", [b'"', b"'"])
@pytest.mark.parametrize("value", [b">", b">" * 400, b"<a b=c>", b"x > y " * 2_000])
def test_H1_the_tag_is_found_wherever_it_stands_and_whatever_its_values_hold(furniture, quote, value):
    attributes = b" ".join(b"a%d=" % n + (quote + value + quote if n % 60 == 0 else b"1") for n in range(21_000))
    with pytest.raises(NotAnArticle, match="hostile_markup"):
        check_markup(furniture * 2_000 + b"<div " + attributes + b">" + furniture * 2_000)


def test_H1_many_tags_of_many_attributes_cost_no_more_than_one():
    tag = b"<div " + b" ".join(b"a%d=1" % n for n in range(1_999)) + b">x</div>"
    with pytest.raises(NotAnArticle, match="hostile_markup"):
        check_markup(tag * 400)
    check_markup(tag * 10)


@pytest.mark.parametrize(
    "markup",
    [
        b"<p data-x='" + b"word " * 40_000 + b"'>",
        b"<img src='data:image/png;base64," + b"QUJD" * 40_000 + b"'>",
        b"<p>" + b"a = b; " * 40_000 + b"</p>",
        b"<p data-x='" + b'<a href="x">word</a> ' * 40_000 + b"'>" + b"<p>x" * 20_000,
        b"<p>" + b"1 < 2 " * 40_000,
        b"<p class='a' id='b'>text</p>" * 20_000,
        b"<" * 200_000,
        b"",
    ],
    ids=[
        "one long attribute",
        "picture in an attribute",
        "a long text",
        "markup in an attribute",
        "less-than signs",
        "many small tags",
        "<<<",
        "empty",
    ],
)
def test_big_but_harmless_markup_passes(markup):
    check_markup(markup)


def test_bytes_over_the_cap_are_declined_before_anything_else():
    with pytest.raises(NotAnArticle, match="too_big"):
        parse(Page(url="", body=b"<p>x" * 3_000_000))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"a<script>b</script>c<style>d</style>e", b"ace"),
        (b"a<script src='x'></script >b", b"ab"),
        (b"a<!-- <script> -->b</p><script>c</script>", b"ab</p>"),
        (b"a<svg><path d='1'/></svg>b<noscript><img></noscript>c", b"abc"),
        (b"<!--[if IE]><p>old</p><![endif]-->b", b"b"),
        (b"<!--[if !IE]><!-->a<!--<![endif]-->b", b"ab"),
        # left for the parser
        (b"a<SCRIPT>b</SCRIPT>", b"a<SCRIPT>b</SCRIPT>"),
        (b"a<script>never closed <p>b", b"a<script>never closed <p>b"),
        (b'<p title="<script>">a</p><p>b</p>', b'<p title="<script>">a</p><p>b</p>'),
        (
            b'<script type="application/ld+json">{"a": 1}</script>',
            b'<script type="application/ld+json">{"a": 1}</script>',
        ),
        (b"\xff\xfe<\x00s\x00c\x00", b"\xff\xfe<\x00s\x00c\x00"),
        (b"", b""),
    ],
)
def test_scripts_go_before_parsing(body, expected):
    assert without_scripts(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"a<nav class='x'><a href='/'>b</a></nav>c<aside>d</aside ><select><option>e</select>f", b"acf"),
        # left for the parser
        (b"a<nav>b<nav>c</nav>d</nav>", b"a<nav>bd</nav>"),
        (b"<aside>never closed<h1>a</h1><aside>b</aside>", b"<aside>never closed<h1>a</h1>"),
        (b"<footer><h1>a</h1></footer><navy>b</navy>", b"<footer><h1>a</h1></footer><navy>b</navy>"),
        (b"<nav>a<script>'</nav>'</script></nav>", b"<nav>a</nav>"),
        (
            b'<footer><script type="application/ld+json">{"a": "<aside>"}</script></footer><aside>b</aside>',
            b'<footer><script type="application/ld+json">{"a": "<aside>"}</script></footer>',
        ),
    ],
)
def test_menus_go_where_no_link_is_asked_for(body, expected):
    assert without_scripts(body, menus=False) == expected


def test_menus_stay_for_those_who_follow_links():
    assert without_scripts(b"<p>a</p><nav>b</nav>") == b"<p>a</p><nav>b</nav>"


@pytest.mark.parametrize(
    "piece", [b"<script>", b"<!--", b"<svg", b"<script", b"<style>x</style>", b"<nav>", b"<p></nav>"]
)
def test_scripts_without_end_cost_no_more_than_their_length(piece):
    assert len(without_scripts(piece * 200_000 + b"</nav>", menus=False)) <= len(piece) * 200_000 + 6


@pytest.mark.parametrize("before", [b"", b"<p>x</p>", b"<p>" + b"x" * (LONGEST_RUN - 100) + b"</p>"])
def test_only_a_run_longer_than_any_article_is_cut(before):
    longest, over = (before + b"<p" + b"y" * length + b"<p>Sau</p>" for length in (LONGEST_RUN - 1, LONGEST_RUN))
    assert thinned(longest) is longest
    assert len(thinned(over)) < len(over)
    assert thinned(over).endswith(b"<p>Sau</p>")
