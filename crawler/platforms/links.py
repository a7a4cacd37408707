"""The links of a page: absolute, on this site, once each, with the words and the date that stand beside them."""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from crawler.extraction.text import words as words_of

LINK_LIMIT = 2_000  # a real section page has under 300; more is a trap or an attack
_TITLE_LETTERS, _TITLE_WORDS = 30, 6
"""From how many a link's words may be an article's title: menu entries and pagers are shorter."""
_NOT_PAGES = (
    ".jpg",
    ".jpeg",
    ".png",
    ".gif",
    ".svg",
    ".webp",
    ".ico",
    ".css",
    ".js",
    ".mp3",
    ".mp4",
    ".avi",
    ".wmv",
    ".flv",
    ".pdf",
    ".doc",
    ".docx",
    ".xls",
    ".xlsx",
    ".ppt",
    ".pptx",
    ".zip",
    ".rar",
    ".7z",
    ".rtf",
    ".odt",
    ".xml",
    ".rss",
)
_TIME = r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?(?:AM|PM|SA|CH)\b)?"
_DATE = re.compile(
    rf"(?:\b{_TIME}[\s|,-]{{1,3}})?"
    r"\b(?:\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|\d{4}-\d{2}-\d{2})\b"
    rf"(?:[\s|,-]{{1,3}}{_TIME})?"
)
_PRIVATE_WORDS = (
    "/dang-nhap",
    "/login",
    "/logout",
    "c/portal/login",
    "/dang-ky",
    "/wp-admin",
    "/user/",
    "action=login",
)


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a page."""

    url: str
    """Absolute, without fragment."""
    words: str
    """Its text, folded."""
    date: str | None = None
    """The day, and the time beside it, printed in the same list item ("22/05/2021 | 07:15 AM"), as printed."""


def reads_like_title(words: str) -> bool:
    """Say whether a link's words are as long as an article's title.

    >>> reads_like_title("Sở Mẫu họp giao ban tháng ba năm nay"), reads_like_title("Cuối cùng →")
    (True, False)
    """
    return len(words) >= _TITLE_LETTERS and len(words.split()) >= _TITLE_WORDS


def page_links(
    root: HtmlElement, base_url: str, hosts: frozenset[str], known: Container[str] = frozenset()
) -> list[Link]:
    """Return the links of a page that lead to pages of these hosts, at most LINK_LIMIT, once each.

    Links with `rel=nofollow`, to documents, media and login pages are left out. The longest text of several links to
    one address is kept (a picture link says nothing). Of addresses that are `known`, only the address is told: menus
    repeat on every page.

    >>> from lxml import html
    >>> root = html.fromstring('<li>05/03/2019 <a href="tin-1.html#x">Họp giao ban</a></li>')
    >>> page_links(root, "https://so.example/tin/", frozenset({"so.example"}))
    [Link(url='https://so.example/tin/tin-1.html', words='Họp giao ban', date='05/03/2019')]
    """
    base = joined(base_url, str(root.xpath("string(//base/@href)")).strip()) or base_url
    folder = _folder(base)
    found: dict[str, tuple[HtmlElement | None, str]] = {}
    for anchor in root.iter("a"):
        href = (anchor.get("href") or "").strip()
        if not href or href[0] == "#" or href[:11].lower() == "javascript:" or "nofollow" in (anchor.get("rel") or ""):
            continue
        url = _resolved(base if href[0] == "?" else folder, href, hosts)
        if not url:
            continue
        if url in known:
            found.setdefault(url, (None, ""))
            continue
        words = words_of(anchor) or " ".join((anchor.get("title") or "").split())
        if url not in found:
            if len(found) >= LINK_LIMIT:
                break
            found[url] = (anchor, words)
        elif len(words) > len(found[url][1]):
            found[url] = (anchor, words)
    return [
        Link(url, words[:500], _date_beside(anchor) if anchor is not None else None)
        for url, (anchor, words) in found.items()
    ]


def joined(base: str, href: str) -> str:
    """Return the absolute address a link leads to, "" when it is none.

    >>> joined("https://so.example/tin/", "1.html"), joined("https://so.example/", "http://[bad/")
    ('https://so.example/tin/1.html', '')
    """
    try:
        url = urljoin(base, href)
        return url if urlsplit(url).hostname else ""
    except ValueError:
        return ""


def _folder(base: str) -> str:
    """What relative addresses start from: menus resolve alike on all pages of a folder, so one memory serves them."""
    plain = base.partition("?")[0]
    return plain[: plain.rfind("/") + 1] if plain.count("/") > 2 else plain


@lru_cache(maxsize=8192)
def _resolved(base: str, href: str, hosts: frozenset[str]) -> str:
    """Return the absolute address, or "" when it is no page of these hosts."""
    try:
        url = urljoin(base, href).partition("#")[0]
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:  # "http://[broken": not an address
        return ""
    if parts.scheme not in ("http", "https") or host not in hosts:
        return ""
    path = parts.path.lower()
    if path.endswith(_NOT_PAGES) or any(word in path for word in _PRIVATE_WORDS):
        return ""
    return url


def _date_beside(anchor: HtmlElement) -> str | None:
    """Look for a day in the smallest block around the link that holds one, while it holds no other list item."""
    for block in _around(anchor):
        text = _text_of(block)
        if text is None:
            return None
        dates = _DATE.findall(text)
        if dates:
            return str(dates[0]) if len(set(dates)) == 1 else None
    return None


def _text_of(block: HtmlElement) -> str | None:
    """Return the words of a block, None when it is more than one entry of a list: then it is not read to its end."""
    pieces: list[str] = []
    length = 0
    for piece in block.itertext():
        pieces.append(piece)
        length += len(piece) + 1
        if length > 1_500 or len(pieces) > 400:
            return None
    return " ".join(pieces)


def _around(anchor: HtmlElement) -> Iterator[HtmlElement]:
    block: HtmlElement | None = anchor
    for _ in range(4):
        if block is None or block.tag in ("body", "table", "ul", "ol"):
            return
        yield block
        block = block.getparent()
