"""Saved pages with what is read from each beside it: the proof that a portal class works.

`tests/pages/<portal>/<slug>.html` and `<slug>.json`: an article, the reason why there is none, or the links of a
section page. Only `scrapy capture` and `scrapy addportal` write them; one test reads them all.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lxml import etree, html

from crawler.platforms.links import page_links
from crawler.platforms.pagers import is_next_page
from crawler.reading import NotAnArticle, Portal, read_article
from items import Page

_TITLE_LENGTH = 30
"""Words of a link from which it may be a title, where addresses do not tell."""
_USELESS = (
    "script[not(contains(@type, 'ld+json'))]",
    "style",
    "noscript",
    "svg",
    "template",
    "link[@rel='stylesheet']",
)
_DATA_URI = re.compile(r"data:[^\"')\s]{200,}")


@dataclass(frozen=True, slots=True)
class SavedPage:
    """One saved page and what is expected of it."""

    html: Path
    expectation: Path

    @property
    def portal(self) -> str:
        """Name of the portal it is saved for."""
        return self.html.parent.name

    def expected(self) -> dict[str, Any]:
        """Return the expected record: an article's fields; or its url with `not_an_article`, or with `links`."""
        record: dict[str, Any] = json.loads(self.expectation.read_text(encoding="utf-8"))
        return record


def saved_pages(folder: Path) -> Iterator[SavedPage]:
    """Yield every saved page under a folder, by portal and name."""
    for path in sorted(folder.glob("*/*.html")):
        yield SavedPage(path, path.with_suffix(".json"))


def reading_of(body: bytes, url: str, portal: Portal | None) -> dict[str, Any]:
    """Return what is read from a page today, in the form of an expectation."""
    try:
        record = asdict(read_article(Page(url=url, body=body), portal))
    except NotAnArticle as refusal:
        return {"url": url, "not_an_article": refusal.reason}
    return {name: value for name, value in record.items() if name != "fetched_at"}


def links_of(body: bytes, url: str, article_url: str | None) -> dict[str, Any]:
    """Return what a section page leads to, in the form of an expectation.

    Args:
        body: the page.
        url: its address; links to other hosts do not count.
        article_url: what article addresses of the portal match; None takes links with the words of a title.

    >>> body = b'<a href="/tin/hop-12.html">Hop</a><a href="/tin/page/2/">2</a><a href="/lien-he">Lien he</a>'
    >>> found = links_of(body, "https://so.example/tin/", r"-[0-9]+.html$")
    >>> found["links"], found["next_pages"]
    (['https://so.example/tin/hop-12.html'], ['https://so.example/tin/page/2/'])
    """
    try:
        root = html.document_fromstring(body, parser=html.HTMLParser(encoding="utf-8"))
    except (ValueError, etree.ParserError):
        return {"url": url, "links": [], "next_pages": []}
    links = page_links(root, url, frozenset({urlsplit(url).hostname or ""}))
    pattern = re.compile(article_url, re.IGNORECASE) if article_url else None
    turned = [link.url for link in links if is_next_page(link.url, link.words)]
    articles = [
        link.url
        for link in links
        if (pattern.search(link.url) if pattern else len(link.words) >= _TITLE_LENGTH and link.url not in turned)
    ]
    return {"url": url, "links": articles, "next_pages": turned}


def save_section(folder: Path, portal_name: str, body: bytes, url: str, article_url: str | None) -> SavedPage:
    """Save a section page with the links found on it; return both paths."""
    target = folder / portal_name / f"{slug_of(url)}.html"
    target.parent.mkdir(parents=True, exist_ok=True)
    kept = slimmed(body)
    target.write_bytes(kept)
    page = SavedPage(target, target.with_suffix(".json"))
    expect(page, links_of(kept, url, article_url))
    return page


def found_today(page: SavedPage, portal: Portal | None, article_url: str | None) -> dict[str, Any]:
    """Return what today's rules find on a saved page, in the form of its expectation."""
    expected = page.expected()
    body, url = page.html.read_bytes(), expected.get("url") or ""
    return links_of(body, url, article_url) if "links" in expected else reading_of(body, url, portal)


def save(folder: Path, portal_name: str, body: bytes, url: str, portal: Portal | None) -> SavedPage:
    """Save a page without what reading never uses, with its reading beside it; return both paths.

    The reading is made from the saved form, so the pair is true by itself.
    """
    target = folder / portal_name / f"{slug_of(url)}.html"
    target.parent.mkdir(parents=True, exist_ok=True)
    kept = slimmed(body)
    target.write_bytes(kept)
    page = SavedPage(target, target.with_suffix(".json"))
    expect(page, reading_of(kept, url, portal))
    return page


def expect(page: SavedPage, record: dict[str, Any]) -> None:
    """Write an expectation."""
    page.expectation.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def differences(expected: dict[str, Any], found: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return the fields that differ: expected, found.

    >>> differences({"title": "Họp", "views": 3}, {"title": "Họp", "views": 4})
    {'views': (3, 4)}
    """
    names = [*expected, *(name for name in found if name not in expected)]
    return {name: (expected.get(name), found.get(name)) for name in names if expected.get(name) != found.get(name)}


def slug_of(url: str) -> str:
    """Return a short file name for an address.

    >>> slug_of("https://so.example/tin/hop-giao-ban-123.html?x=1")
    'hop-giao-ban-123'
    """
    parts = urlsplit(url)
    last = [part for part in parts.path.split("/") if part][-1:] or [parts.hostname or "page"]
    name = re.sub(r"\.(html?|aspx|php)$", "", last[0]) + ("-" + parts.query if "id=" in parts.query.lower() else "")
    return re.sub(r"[^A-Za-z0-9-]+", "-", name).strip("-")[:80].lower() or "page"


def slimmed(body: bytes) -> bytes:
    """Return a page without scripts, styles and inlined pictures; unchanged if it is not UTF-8 (its bytes matter).

    >>> slimmed(b"<html><head><script>var a;</script></head><body><p>Tin</p></body></html>")
    b'<html><head></head><body><p>Tin</p></body></html>'
    """
    try:
        body.decode("utf-8")
        root = html.document_fromstring(body, parser=html.HTMLParser(encoding="utf-8"))
    except (UnicodeDecodeError, ValueError, etree.ParserError):
        return body
    for path in _USELESS:
        for element in root.xpath(f"//{path}"):
            element.drop_tree()
    doctype = (
        root.getroottree().docinfo.doctype if b"<!doctype" in body[:200].lower() else None
    )  # else lxml makes one up
    text = html.tostring(root, encoding="unicode", doctype=doctype)
    return _DATA_URI.sub("data:,", text).encode("utf-8")
