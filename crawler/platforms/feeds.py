"""Feeds and sitemaps: article addresses a portal lists for machines."""

import gzip
import io
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

SITEMAP_LIMIT = 50_000  # addresses in one sitemap, by the protocol
_INFLATED_LIMIT = 16 * 2**20


@dataclass(frozen=True, slots=True)
class Listed:
    """One address listed for machines."""

    url: str
    date: str | None = None
    """pubDate / updated / lastmod / news:publication_date, as printed."""
    title: str | None = None


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
    (Listed(url='https://so.example/a.html', date='x', title=None),)
    >>> read_listing(b"<urlset><url><loc> https://so.example/b </loc></url></urlset>").pages[0].url
    'https://so.example/b'
    """
    root = _parse(_inflated(body))
    if root is None:
        return Listing(())
    pages: list[Listed] = []
    sitemaps: list[Listed] = []
    for element in root.iter():
        kind = _name(element)
        if kind in ("item", "entry", "url", "sitemap"):
            listed = _listed(element)
            if listed is not None:
                (sitemaps if kind == "sitemap" else pages).append(listed)
        if len(pages) >= SITEMAP_LIMIT:
            break
    return Listing(tuple(pages), tuple(sitemaps))


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
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


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
    url = date = title = None
    for child in element.iter():
        name, text = _name(child), (child.text or "").strip()
        if name == "loc" or (name == "link" and not url):
            url = text or child.get("href") or url
        elif name == "title" and not title:
            title = text or None
        elif name in ("pubdate", "publication_date", "published") or (
            name in ("lastmod", "updated", "date") and not date
        ):
            date = text or date
    return Listed(str(url).strip(), date, title) if url else None
