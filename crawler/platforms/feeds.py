"""Feeds and sitemaps: article addresses a portal lists for machines."""

import codecs
import gzip
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from crawler.dates.url_dates import VIETNAM

SITEMAP_LIMIT = 50_000  # addresses in one sitemap, by the protocol
_INFLATED_LIMIT = 16 * 2**20
_FEW = 9  # addresses of a sitemap that may well have changed at one moment
_ROOT = re.compile(rb"<\?xml|<!DOCTYPE|<(?:\w+:)?(?:rss|feed|rdf|urlset|sitemapindex)\b", re.IGNORECASE)
"""Where a listing begins: a server's warnings may stand before it."""
_ENTRY = re.compile(rb"<(?:item|entry|url|sitemap)[\s>]", re.IGNORECASE)
_OTHER_ENCODING = re.compile(rb"encoding\s*=\s*[\"'](?!utf-?8)", re.IGNORECASE)
_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32)])
_AMPERSAND = re.compile(rb"<!\[CDATA\[.*?\]\]>|&(?:(amp|lt|gt|quot|apos);|(?!#?\w{1,12};))", re.DOTALL)
_NUMBERED = {b"amp": b"&#38;", b"lt": b"&#60;", b"gt": b"&#62;", b"quot": b"&#34;", b"apos": b"&#39;", None: b"&#38;"}
"""A parser that goes on after an error loses bare ampersands and named characters, but no numbered ones."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One address listed for machines."""

    url: str
    date: str | None = None
    """Publication as printed: pubDate, published, news:publication_date."""
    title: str | None = None
    changed: str | None = None
    """Last change as printed: updated, lastmod."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a feed or sitemap lists."""

    pages: tuple[Listed, ...]
    sitemaps: tuple[Listed, ...] = ()
    """Further sitemaps, of a sitemap index."""


def read_listing(body: bytes) -> Listing:
    """Read an RSS, Atom or RDF feed, a sitemap, a news sitemap or a sitemap index, gzipped or not, malformed or not.

    Entities are never expanded and nothing is fetched. Unreadable bytes list nothing.

    >>> listing = read_listing(b"<rss><item><link>https://so.example/a.html</link><pubDate>x</pubDate></item></rss>")
    >>> listing.pages
    (Listed(url='https://so.example/a.html', date='x', title=None, changed=None),)
    >>> read_listing(b"<urlset><url><loc> https://so.example/b </loc></url></urlset>").pages[0].url
    'https://so.example/b'
    """
    body = _inflated(body)
    listing = _listing(_parse(body))
    entries = min(len(_ENTRY.findall(body)), SITEMAP_LIMIT)
    if len(listing.pages) + len(listing.sitemaps) < entries:  # an end tag too many ends XML, but not a page
        by_html = _listing(_parse_as_page(body))
        return max(by_html, listing, key=lambda each: len(each.pages) + len(each.sitemaps))
    return listing


def _listing(root: etree._Element | None) -> Listing:
    pages: list[Listed] = []
    sitemaps: list[Listed] = []
    for element in root.iter() if root is not None else ():
        kind = _name(element)
        if kind in ("item", "entry", "url", "sitemap"):
            listed = _listed(element)
            if listed is not None:
                (sitemaps if kind == "sitemap" else pages).append(listed)
        if len(pages) >= SITEMAP_LIMIT:
            break
    return Listing(tuple(pages), tuple(sitemaps))


def changes_of(pages: Sequence[Listed]) -> dict[str, int]:
    """Return when a sitemap says that its pages last changed: address -> seconds since 1970.

    A day without a time counts to its end. A sitemap that gives most of its pages one and the same moment tells when it
    was made, and nothing of them.

    >>> changes_of([Listed("https://so.example/a", changed="2020-01-01T07:00:00+07:00"), Listed("https://so.example/b")])
    {'https://so.example/a': 1577836800}
    """
    stamps = Counter(page.changed for page in pages if page.changed)
    if len(pages) > _FEW and max(stamps.values(), default=0) * 2 > len(pages):
        return {}
    moments = ((page.url, _seconds(page.changed)) for page in pages)
    return {url: moment for url, moment in moments if moment is not None}


def _seconds(changed: str | None) -> int | None:
    try:
        stamp = (changed or "").strip()
        moment = datetime.fromisoformat(stamp)
    except ValueError:
        return None
    day = timedelta(days=len(stamp) == len("2020-01-31"))
    return int(((moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)) + day).timestamp())


def declared_feeds(root: HtmlElement) -> list[str]:
    """Return the addresses of the feeds of articles a page declares, as written.

    >>> from lxml import html
    >>> declared_feeds(html.document_fromstring('<link rel="alternate" type="application/rss+xml" href="/rss/"><p>x'))
    ['/rss/']
    """
    found = []
    for link in root.iter("link"):
        kind, href = (link.get("type") or "").lower(), (link.get("href") or "").strip()
        alternate = "alternate" in (link.get("rel") or "").lower().split()
        if href and alternate and ("rss" in kind or "atom" in kind) and "comment" not in href.lower():
            found.append(href)
    return list(dict.fromkeys(found))


def looks_like_listing(body: bytes) -> bool:
    """Say whether bytes begin like a feed or a sitemap.

    >>> looks_like_listing(b'<?xml version="1.0"?><rss version="2.0">'), looks_like_listing(b"<html><body>")
    (True, False)
    """
    head = body[:600].lower()
    return body[:2] == b"\x1f\x8b" or any(
        mark in head for mark in (b"<rss", b"<feed", b"<urlset", b"<sitemapindex", b"<rdf")
    )


def _parse(body: bytes) -> etree._Element | None:
    body, encoding = _as_utf8(body)
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, encoding=encoding
    )
    start = _ROOT.search(body)
    try:
        return etree.fromstring(_AMPERSAND.sub(_numbered, body[start.start() if start else 0 :]), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _parse_as_page(body: bytes) -> etree._Element | None:
    try:
        return etree.fromstring(_as_utf8(body)[0], etree.HTMLParser(encoding="utf-8", no_network=True))
    except (etree.XMLSyntaxError, etree.ParserError, ValueError):
        return None


def _as_utf8(body: bytes) -> tuple[bytes, str | None]:
    """UTF-8 is UTF-8 whatever it declares; torn letters cost themselves; other encodings are the parser's business."""
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or body[:8].count(0) > 2:
        return body, None
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        if _OTHER_ENCODING.search(body[:200]):
            return body, None
        body = body.decode("utf-8", "replace").encode()
    return body.translate(None, _CONTROLS), "utf-8"


def _numbered(found: re.Match[bytes]) -> bytes:
    return found[0] if found[0].startswith(b"<") else _NUMBERED[found[1]]


def _inflated(body: bytes) -> bytes:
    if body[:2] != b"\x1f\x8b":
        return body.lstrip()
    try:
        return gzip.GzipFile(fileobj=io.BytesIO(body)).read(_INFLATED_LIMIT)
    except (OSError, EOFError):
        return b""


def _name(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _listed(element: etree._Element) -> Listed | None:
    url = named = date = title = changed = None
    for child in element.iter():
        name, text = _name(child), (child.text or "").strip()
        if name == "loc" or (name == "link" and not url):
            url = text or child.get("href") or _address(child.tail) or url
        elif name in ("guid", "id") and not url:
            named = named or _address(text)
        elif name == "title" and not title:
            title = text or None
        elif name in ("pubdate", "publication_date", "published") or (name == "date" and not date):
            date = text or date
        elif name in ("lastmod", "updated"):
            changed = text or changed
    url = str(url or named or "").strip()
    return Listed(url, date, title, changed) if url and _is_whole(url) else None


def _is_whole(url: str) -> bool:
    try:
        return bool(urlsplit(url).hostname)
    except ValueError:  # "http://[bad"
        return False


def _address(text: str | None) -> str | None:
    """Return the address a text is, where no link gives one: a `<guid>`, or what follows an empty `<link/>`."""
    return text.strip() if text and text.strip().startswith(("http://", "https://")) else None
