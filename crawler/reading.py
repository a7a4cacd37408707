"""Page -> Article: extract, then clean. Pure: no clock, disk, network or settings."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from crawler.cleaning.boilerplate import Removed
from crawler.cleaning.bounds import bounded
from crawler.cleaning.clean import clean
from crawler.cleaning.dumps import read_dump as dump_of
from crawler.extraction.decoding import decode
from crawler.extraction.detect import quick_family
from crawler.extraction.errors import NotAnArticle
from crawler.extraction.extract import extract
from crawler.extraction.families import FAMILIES, Family
from crawler.extraction.selectors import Selectors
from crawler.extraction.verdict import refuse_messages
from items import Article, Page, RawArticle

__all__ = ["RULES_VERSION", "NotAnArticle", "Portal", "Removed", "raw_article", "read_article", "read_dump"]

RULES_VERSION = "2026-11-29.3"
"""Version of the reading rules, kept on each stored article; raise it when readings change."""


@dataclass(frozen=True, slots=True)
class Portal:
    """What reading wants to know of the portal a page comes from."""

    name: str | None = None
    family: str | None = None
    """CMS family; None asks the page."""
    agency: str | None = None
    province: str | None = None
    selectors: Selectors | None = None
    """The family's, or how this portal differs."""


def read_article(
    page: Page, portal: Portal | None = None, *, removed: list[Removed] | None = None, generic: bool = False
) -> Article:
    """Read the article a page holds.

    Args:
        page: bytes and address; `fetched_at` is the base of relative dates.
        portal: where it comes from. None: the CMS family is detected from the page.
        removed: if given, what cleaning removed is appended, by class and position.
        generic: read without any family's selectors (benchmarks, comparisons).

    Returns:
        The article in normal form; `published` is None when the page does not say.

    Raises:
        NotAnArticle: section page, error page, login wall, captcha, empty, not HTML, hostile markup.

    >>> html = "<title>Họp giao ban - Sở Mẫu</title><h1>Họp giao ban</h1><p>" + "Sáng nay, Sở Mẫu họp giao ban. " * 9
    >>> read_article(Page(url="https://so.example/a.html", body=html.encode())).title
    'Họp giao ban'
    """
    with _collector_paused():
        return _read(page, portal or Portal(), removed, generic=generic)


def _read(page: Page, portal: Portal, removed: list[Removed] | None, *, generic: bool) -> Article:
    raw = raw_article(page, portal, generic=generic)
    doubts = (*page.notes, *(["markup_cut"] if "thinned" in raw.fixes else []))
    if doubts or page.listed:
        listed = (page.listed,) if page.listed else ()
        raw = replace(raw, flags=(*raw.flags, *doubts), dates=(*raw.dates, *listed))
    article = clean(
        raw,
        portal=portal.name,
        agency=portal.agency,
        province=portal.province,
        fetched_at=page.fetched_at,
        explain=removed,
    )
    matter = bool(article.images or article.attachments)
    refuse_messages(article.text, matter=matter)
    if not (article.text or matter or article.published or article.updated):
        raise NotAnArticle("empty", "a title and nothing else, not even a day")
    return bounded(article)


def read_dump(page: Page, portal: Portal | None = None, *, removed: list[Removed] | None = None) -> Article:
    """Read a text dump: an article's words with its page's furniture around them, markup gone.

    Raises:
        NotAnArticle: empty or not text.
    """
    portal = portal or Portal()
    text = decode(page).data.decode("utf-8")
    if not any(map(str.isalpha, text)):
        raise NotAnArticle("empty", "the dump holds no words")
    raw = dump_of(text, url=page.url or None, explain=removed)
    article = clean(
        raw,
        portal=portal.name,
        agency=portal.agency,
        province=portal.province,
        fetched_at=page.fetched_at,
        explain=removed,
    )
    if not article.text:
        raise NotAnArticle("empty", "nothing but a title and furniture")
    return article


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep the garbage collector out of a reading: a page makes no cycles worth looking for, and every look goes over
    all of a large page's records again, which made it cost more than its size.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def raw_article(page: Page, portal: Portal | None = None, *, generic: bool = False) -> RawArticle:
    """Return the portal's own words as `read_article` has them before cleaning.

    Raises:
        NotAnArticle: as `read_article`, but for what only cleaning tells (a message of the template, a title alone).
    """
    portal = portal or Portal()
    family = _family(page, portal, generic=generic)
    selectors = portal.selectors or family.selectors
    parts = family.parts if selectors is family.selectors else None
    return extract(page, selectors, platform=family.name, parts=parts)


def _family(page: Page, portal: Portal, *, generic: bool) -> Family:
    if generic:
        return FAMILIES["generic"]
    return FAMILIES[portal.family] if portal.family else quick_family(page)
