"""Patterns of a portal in words a person can check: paging, dates, charset, pages drawn by scripts."""

import re
from collections import Counter
from collections.abc import Iterable

from crawler.extraction.decoding import decode
from crawler.extraction.errors import NotAnArticle
from crawler.platforms.feeds import looks_like_listing
from crawler.platforms.links import Link
from crawler.platforms.pagers import is_next_page, page_number_at
from items import Page

_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_HEAD = 4_096  # bytes in which a page declares itself
_ASKS_FOR_SCRIPTS = re.compile(
    rb"<noscript>[^<]{0,200}(?:enable|b\xe1\xba\xadt) javascript"
    rb"|<div id=[\"'](?:root|app|__next|__nuxt)[\"']>\s*</div>",
    re.IGNORECASE,
)
_TAG = re.compile(rb"<(?:!doctype html|html|head|body|div|table|p|a)\b", re.IGNORECASE)
_FEW_WORDS = 300
_NEXT_WORDS = frozenset(("2", "3", "›", "»", ">", ">>", "sau", "tiếp", "tiếp theo", "trang sau", "next"))


def pager_pattern(links: Iterable[Link]) -> str | None:
    """Return how the portal numbers the pages of a list: the commonest address of a further page, its number masked.

    >>> pager_pattern(Link(f"https://so.example/tin/page/{page}/", str(page)) for page in (2, 3))
    'https://so.example/tin/page/{page}/'
    """
    masked = Counter(page_number_at(link.url)[0] for link in links if is_next_page(link.url, link.words))
    return masked.most_common(1)[0][0] if masked else None


def unknown_pagers(links: Iterable[Link]) -> list[str]:
    """Return links that are called like further pages but do not look like them: a pager nobody knows yet."""
    return [link.url for link in links if link.words.strip().lower() in _NEXT_WORDS and not is_next_page(link.url)]


def date_pattern(printed: Iterable[str]) -> str | None:
    """Return how dates are printed: the commonest form, digits masked.

    >>> date_pattern(["10/10/2014 | 9:05 AM", "18/08/2017 | 2:43 PM", "2019-05-01"])
    '99/99/9999 | 9:99 AM'
    """
    masked = Counter(re.sub(r"\bPM\b", "AM", re.sub(r"\d", "9", words)) for words in printed if words)
    return masked.most_common(1)[0][0] if masked else None


def charset_of(page: Page) -> tuple[str, tuple[str, ...]]:
    """Return the charset a page declares (its header before its markup) and what decoding had to mend.

    >>> charset_of(Page(url="", body=b'<meta charset="utf-8"><p>Xin chao</p>'))
    ('utf-8', ())
    """
    said = " ".join(value for name, value in page.headers.items() if name.lower() == "content-type")
    found = _CHARSET.search(said) or _CHARSET.search(page.body[:_HEAD].decode("latin-1"))
    try:
        fixes = decode(page).fixes
    except NotAnArticle as refusal:
        fixes = (refusal.reason,)
    return (found[1].lower() if found else "none"), fixes


def is_html(page: Page) -> bool:
    """Say whether a page is HTML: neither called something else by its server, nor a feed, nor without a tag.

    >>> [is_html(Page("", body)) for body in (b"<!DOCTYPE html><p>Tin", b"User-agent: *", b"<rss><p></rss>")]
    [True, False, False]
    """
    said = next((value for name, value in page.headers.items() if name.lower() == "content-type"), "html")
    return "html" in said.lower() and bool(_TAG.search(page.body)) and not looks_like_listing(page.body)


def needs_browser(page: Page, words: int, links: int) -> bool:
    """Say whether a page seems to be drawn by scripts: almost no words or links of its own, and it says so."""
    empty = words < _FEW_WORDS and links < 5 and b"<script" in page.body.lower()
    return empty and (bool(_ASKS_FOR_SCRIPTS.search(page.body)) or links == 0)
