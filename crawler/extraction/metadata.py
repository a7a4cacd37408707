"""The smaller fields of an unknown page: section, keywords, lead, views, the lines over the title."""

import re
from collections.abc import Sequence

from crawler.extraction.blocks import Block
from crawler.extraction.dates import looks_dated
from crawler.extraction.structured import Structured, text_of
from crawler.extraction.text import fold, key, words
from crawler.extraction.vocabulary import HEADINGS, Hint, words_of

_VIEWS = re.compile(
    r"(?:lượt xem|lượt đọc|số lần xem|đã xem|đã đọc|view count|views?|xem)\s*[:：]?\s*\d[\d.,]*", re.IGNORECASE
)
_VIEWS_AFTER = re.compile(r"\d[\d.,]*\s*(?:lượt xem|lượt đọc|views\b)", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_HOME = re.compile(
    r"(?:trang chủ|trang nhất|home(?: ?page)?|trangchu|start(?:seite)?|accueil|inicio|início|portada)\W*", re.IGNORECASE
)
_CRUMB_WORDS = frozenset(("breadcrumb", "breadcrumbs", "crumb", "crumbs", "chuyenmuc", "duongdan", "bread"))


def section_of(said: Structured, blocks: Sequence[Block], title: str) -> str | None:
    """Return the category: structured data, else the last breadcrumb that is neither the home page nor the title."""
    named = text_of(said.article.get("articleSection")) or fold(
        said.first("article:section", "og:section", "cxenseparse:section")
    )
    if named:
        return named
    return _last(said.crumbs, title) or _last(_crumbs(blocks), title)


def _last(crumbs: Sequence[str], title: str) -> str | None:
    own = key(title)
    for name in reversed(crumbs):
        if name and key(name) != own and not _HOME.fullmatch(name) and len(name) < 80:
            return name
    return None


def _crumbs(blocks: Sequence[Block]) -> list[str]:
    called = " ".join([block.names for block in blocks])
    if "chuyenmuc" not in called and "crumb" not in called.lower():
        return []
    for block in blocks:
        named = block.names and ("crumb" in block.names.lower() or "chuyenmuc" in block.names)
        if named and not _CRUMB_WORDS.isdisjoint(words_of(block.names)):
            names = [words(link) for link in block.element.iter("a")]
            if names:
                return names
    return []


def keywords_of(said: Structured) -> list[str]:
    """Tags as the page lists them."""
    listed = said.article.get("keywords") or said.tags or said.first("news_keywords", "keywords")
    names = listed if isinstance(listed, list) else str(listed).split(",")
    return list(dict.fromkeys(name for name in map(text_of, names) if name))[:50]


def lead_of(said: Structured, blocks: list[Block], body: Block, start: int) -> Block | None:
    """Return the standfirst: the block between title and prose that is named so, or stands over the body and says what
    the page's description says.
    """
    described = key(said.first("og:description", "description", "twitter:description"))[:60]
    for block in blocks[start : body.index + 12]:
        if block.last > block.index or not 40 < block.own < 1500 or block.linked * 3 > block.own or block.tag == "h1":
            continue
        outside = block.index < body.index and len(described) > 30
        if _is_lead(block) or (outside and key(words(block.element)).startswith(described)):
            prose = sum(b.own - b.linked for b in blocks[max(block.index, body.index) + 1 : body.last + 1])
            return block if prose > 2 * block.own else None
        if block.index > body.index and block.own > 120:
            return None
    return None


def _is_lead(block: Block) -> bool:
    return block.hint == Hint.LEAD or (
        block.parent is not None and block.parent.hint == Hint.LEAD and block.tag not in HEADINGS
    )


def views_in(texts: Sequence[str]) -> str | None:
    """Return the slot that holds a counter of views.

    >>> views_in(["12/3/2020 - Lượt xem: 1.204"])
    'Lượt xem: 1.204'
    >>> views_in(["Ngày 12 - 03 - 2020 Lượt xem: 400 100%"])
    'Lượt xem: 400'
    """
    for text in texts:
        lower = text.lower()
        counts = "xem" in lower or "đọc" in lower or "view" in lower
        found = (_VIEWS.search(text) or _VIEWS_AFTER.search(text)) if counts and _DIGIT.search(text) else None
        if found:
            return found[0]
    return None


def before_title(blocks: Sequence[Block], title_at: int) -> list[str]:
    """Short lines over the title that look like a clock."""
    short = [b for b in blocks[1:title_at] if 8 <= b.own <= 100 and b.linked * 2 < b.own]
    return [text for text in (words(block.element) for block in short[:40]) if looks_dated(text)]
