"""The title: what the page calls this article, agreed between the places that say so.

No single place is right: JSON-LD, og:title, <title> and the heading each carry the site's name, a section's name or a
social-media wording on some portals. Their agreement decides.
"""

import re
from collections.abc import Iterable, Sequence

from crawler.extraction.blocks import Block
from crawler.extraction.dates import LONGEST, looks_dated
from crawler.extraction.structured import Structured, text_of
from crawler.extraction.text import fold, key, opening, words
from crawler.extraction.vocabulary import HEADINGS, is_title_name

LONGEST_HEADING = 400
"""Characters from which on a text over the body is no heading."""
LONGEST_TITLE = 1_000
"""Characters a title may have; what is longer is cut."""
_SEPARATOR = re.compile(r"\s+[|\-–—»«›•·~]+\s+|\s*(?:::|\|\||｜|\|)\s*|[：]|\s--\s|(?<=[a-zA-Z\d?!.])--(?=\w)")
_SIGNS = frozenset("|-–—»«›•·~:｜：")
"""Of these each separator has one in it."""
_SITE = re.compile(
    r"(?:trang chủ|home(?: ?page)?$|cổng (?:thông tin|ttđt)|trang (?:thông tin|tin)|website\b|portal\b)", re.IGNORECASE
)
_TELLING = 12
"""Letters that two titles share only by saying the same."""
_SHORTEST = 11
"""Characters of a title that its place alone tells."""
_SECTION_WORDS = 3
"""Hardly a headline has so few."""
_KICKER = re.compile(r"(?::| [-–|/]|\|) ?$")


def choose_title(said: Structured, headings: Sequence[str], above: Sequence[str]) -> str:
    """Return the title of the article, "" when no place gives one.

    Args:
        said: the page's own metadata.
        headings: texts of its h1 elements.
        above: heading-like texts over the body, likeliest first.
    """
    sites = _site_names(said)
    headings = [text[:LONGEST_TITLE] for text in headings[:10]]
    known = [(key(text), text) for text in (*headings, *above)]
    shown = {short for short, _ in known if len(short) > _TELLING}
    linked = _without_site(text_of(said.article.get("headline"))[:LONGEST_TITLE], sites, shown)
    social = _without_site(
        fold(said.first("og:title", "twitter:title", "dc.title", "dcterms.title"))[:LONGEST_TITLE], sites, shown
    )
    tab = _without_site(said.title[:LONGEST_TITLE], sites, shown, fronts=True)
    head = _heading(headings, above, known, (linked, social, tab), sites)
    if not linked and not social:
        return _from_page(head, tab, headings)
    named = len(social) < len(fold(said.first("og:title", "twitter:title")))
    return _agreed(linked, social, head, tab, template=named)


def _agreed(linked: str, social: str, head: str, tab: str, *, template: bool) -> str:
    if not linked or not social:
        only = linked or social
        return _shorter(only, head) if head and key(head) != key(only) else (only if not head else _same(only, head))
    keys = [key(text) for text in (linked, social, head, tab)]
    a, b, h, t = keys
    if a == b:
        return linked
    if a.endswith(b) and _KICKER.search(linked[: len(linked) - len(social)]):
        return social
    if b.endswith(a) and _KICKER.search(social[: len(social) - len(linked)]):
        return linked
    if h == b:
        return linked if t == a else social
    if h == a and t == a:
        return linked if template else social  # everything else copies one wording; og:title was written for itself
    return linked if a in (h, t) or t != b else social


def _same(text: str, head: str) -> str:
    """Of two spellings of one title, the one with spaces and typographic quotes as printed."""
    return text if len(text.split()) >= len(head.split()) else head


def _shorter(text: str, head: str) -> str:
    """Metadata against heading: without the kicker both carry in front."""
    tail = _common_tail(text, head)
    if len(tail) > 15 and len(tail) < min(len(text), len(head)) and _KICKER.search(text[: len(text) - len(tail)]):
        return tail
    return text


def _common_tail(one: str, other: str) -> str:
    length = 0
    for a, b in zip(reversed(one), reversed(other), strict=False):
        if a != b:
            break
        length += 1
    tail = one[len(one) - length :]
    return tail.lstrip() if length else ""


def _site_names(said: Structured) -> set[str]:
    names = {
        said.first("og:site_name", "og:site:name"),
        said.first("application-name"),
        said.first("apple-mobile-web-app-title"),
    }
    publisher = said.article.get("publisher")
    names.add(text_of(publisher))
    return {key(name) for name in names if name}


def _without_site(text: str, sites: set[str], shown: set[str], *, fronts: bool = False) -> str:
    """Cut the site's and the section's name off a title; `shown` are the headings of the page, in the form of `key`.

    >>> _without_site("Xã Mây họp giao ban - Tin tức - Sở Mẫu", set(), {"xãmâyhọpgiaoban"})
    'Xã Mây họp giao ban'
    >>> _without_site("Giá xăng - dầu giảm mạnh từ chiều nay", set(), set())
    'Giá xăng - dầu giảm mạnh từ chiều nay'
    """
    if not text:
        return ""
    whole = key(text)
    if whole in shown:
        return text
    cuts = [] if _SIGNS.isdisjoint(text) else [match.span() for match in _SEPARATOR.finditer(text)]
    if not cuts:
        return text if whole not in sites else ""
    pieces = [text[:start].strip() for start, _ in cuts] + ([text[end:].strip() for _, end in cuts] if fronts else [])
    agreed = [piece for piece in pieces if key(piece) in shown]
    return max(agreed, key=len) if agreed else _between_sites(text, cuts, sites)


def _between_sites(text: str, cuts: Sequence[tuple[int, int]], sites: set[str]) -> str:
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)]
    pieces = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    first, last = 0, len(pieces)
    while last - first > 1 and _is_site(pieces[last - 1], sites, pieces[first]):
        last -= 1
    while last - first > 1 and (key(pieces[first]) in sites or not pieces[first].strip()):
        first += 1
    return text[starts[first] : ends[last - 1]].strip()


def _is_site(piece: str, sites: set[str], before: str) -> bool:
    short = key(piece)
    if not short or short in sites or any(short in site or site in short for site in sites if len(site) > 3):
        return True
    if piece.islower() and "." not in piece:
        return False
    return len(piece.split()) <= 4 and len(before.split()) > len(piece.split()) + 1


def _heading(
    headings: Sequence[str],
    above: Sequence[str],
    known: Sequence[tuple[str, str]],
    said: Sequence[str],
    sites: set[str],
) -> str:
    """The heading the metadata agrees with, else the likeliest text over the body, else the only h1."""
    keys = [key(text) for text in said if text]
    known = [(short, text) for short, text in known if short not in sites and not _SITE.match(text)] or known
    for short, text in known:
        if short and short in keys:
            return text
    for short, text in known:
        if len(short) > _TELLING and any(short in other or other in short for other in keys if len(other) > _TELLING):
            return text
    if above:
        return above[0]
    named = [text for text in headings if key(text) not in sites]
    return named[0] if len(named) == 1 else ""


def _from_page(head: str, tab: str, headings: Sequence[str]) -> str:
    if not head:
        return tab or (headings[0] if headings else "")
    if tab and key(tab) == key(head):
        return _same(tab, head)
    return head


def titles_above(blocks: list[Block], body: Block, tab: str = "") -> list[str]:
    """Texts from a little above the body to its first prose that may be its heading, likeliest first.

    Headings and boxes called titles; what <title> begins with; and the line at a date slot, where nothing else is.

    Args:
        blocks: of the page.
        body: the one chosen.
        tab: text of <title>, where the page's metadata names no headline.
    """
    near = _blocks_above(blocks, _first_prose(blocks, body))
    single = [block.tag for block in blocks].count("h1") == 1
    found: list[tuple[int, str]] = []
    for distance, block in enumerate(near, 1):
        if not 8 < block.own < LONGEST_HEADING:
            continue
        score = _likelihood(block, single=single) - distance
        opens_tab = _SHORTEST < block.own <= len(tab)
        if score > 0 or opens_tab:
            text = opening(block.element, LONGEST_HEADING)
            if opens_tab and tab.startswith(text) and not block.linked and (block.tag != "h1" or text != tab):
                score += 20  # an h1 that is all of <title> may be the site's name
            if score > 0 and 8 < len(text) < LONGEST_HEADING:
                found.append((score, text))
    found.sort(key=lambda pair: -pair[0])
    return [text for _, text in found[:6]] or _beside_date(near)


def _blocks_above(blocks: list[Block], first: int) -> list[Block]:
    """The nearest blocks with words above the first prose, nearest first."""
    return [block for block in blocks[1:first] if block.own][:-26:-1]


def _beside_date(near: Sequence[Block]) -> list[str]:
    """The line over a date slot; the one under it where that is a section's name or nothing."""
    for at, slot in enumerate(near):
        if slot.own > LONGEST or not looks_dated(words(slot.element)):
            continue
        over = _headline(near[at + 1 :][:1])
        return over or _headline(reversed(near[max(0, at - 1) : at]))
    return []


def _headline(blocks: Iterable[Block]) -> list[str]:
    """The text of a block that may be a headline: some words, no link, no sentence."""
    texts = [words(block.element) for block in blocks if _SHORTEST < block.own < 400 and block.linked * 2 < block.own]
    return [text for text in texts if len(text.split()) > _SECTION_WORDS and text[-1] not in ".:;"]


def _first_prose(blocks: list[Block], body: Block) -> int:
    for index in range(body.index, body.last + 1):
        block = blocks[index]
        if block.own - block.linked > 120 and not (block.tag in HEADINGS or is_title_name(block.names)):
            return index
    return min(body.index + 1, len(blocks) - 1)


_RANKS = {"h1": 16, "h2": 16, "h3": 8}


def _likelihood(block: Block, *, single: bool) -> int:
    score = _RANKS.get(block.tag, 0) + 8 * (single and block.tag == "h1")
    if block.names and is_title_name(block.names):
        score += 18
    if score and block.linked * 2 > block.own:
        score -= 12
    return score
