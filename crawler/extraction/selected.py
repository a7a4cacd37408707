"""What a CMS family's selectors find on a page."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from functools import cache

from cssselect import HTMLTranslator
from lxml import etree
from lxml.html import HtmlElement

from crawler.extraction.pruning import empty
from crawler.extraction.selectors import Selectors
from crawler.extraction.surroundings import attachments_in
from crawler.extraction.text import words
from items import Attachment, Image, RawDate

_Compiled = tuple[etree.XPath, ...]


@cache
def compiled(selectors: Selectors) -> dict[str, _Compiled]:
    """Compile the CSS of each field, once per Selectors."""
    to_xpath = HTMLTranslator().css_to_xpath
    return {
        one.name: tuple(
            etree.XPath(to_xpath(css, prefix="descendant::"), smart_strings=False, regexp=False)
            for css in getattr(selectors, one.name)
        )
        for one in fields(selectors)
    }


@dataclass(slots=True)
class Selected:
    """Fields the selectors gave; what they did not find is empty and left to the generic reading."""

    title: str = ""
    lead: str = ""
    body: list[HtmlElement] = field(default_factory=list)
    dates: list[RawDate] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    source_name: str = ""
    section: str = ""
    views: str = ""
    keywords: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    clock: list[str] = field(default_factory=list)
    """Lines over the title that look like the page's clock."""
    flags: list[str] = field(default_factory=list)


def select(root: HtmlElement, selectors: Selectors, url: str) -> Selected:
    """Read a page by selectors. Fields standing inside the body are taken out of it."""
    paths = compiled(selectors)
    body = _body(root, paths["body"])
    found = Selected(body=body)
    inside: list[HtmlElement] = []

    def text(name: str) -> str:
        elements = _hits(root, paths[name])
        inside.extend(elements[:1])
        return words(elements[0]) if elements else ""

    found.title, found.lead = text("title"), text("lead")
    for name, role in (("published", "published"), ("updated", "updated")):
        hits = _hits(root, paths[name])
        inside.extend(hits)
        found.dates.extend(date for element in hits for date in _dates(element, role))
    found.source_name, found.views, found.section = text("source_name"), text("views"), text("section")
    found.authors = _all(root, paths["authors"], inside)
    found.keywords = _all(root, paths["keywords"], inside)
    found.attachments = [link for box in _hits(root, paths["attachments"]) for link in attachments_in(box, url)]
    _empty(body, [*inside, *(element for path in paths["remove"] for element in path(root))])
    return found


def _body(root: HtmlElement, paths: _Compiled) -> list[HtmlElement]:
    """Elements of the first selector that finds any with something in them, none inside another."""
    for path in paths:
        elements = [element for element in path(root) if not _is_empty(element)]
        if elements:
            known = set(elements)
            return [element for element in elements if known.isdisjoint(element.iterancestors())]
    return []


def _is_empty(element: HtmlElement) -> bool:
    return not words(element) and next(element.iter("img", "a"), None) is None


def _hits(root: HtmlElement, paths: _Compiled) -> list[HtmlElement]:
    for path in paths:
        elements: list[HtmlElement] = path(root)
        if any(words(element) or element.get("content") or element.get("datetime") for element in elements):
            return [e for e in elements if words(e) or e.get("content") or e.get("datetime") or e.get("href")]
    return []


def _all(root: HtmlElement, paths: _Compiled, inside: list[HtmlElement]) -> list[str]:
    elements = _hits(root, paths)
    inside.extend(elements)
    return [text for text in map(words, elements) if text]


def _dates(element: HtmlElement, role: str) -> Iterator[RawDate]:
    for text in (element.get("datetime"), element.get("content"), words(element)):
        if text and any(map(str.isdigit, text)):
            yield RawDate(" ".join(text.split()), "visible", role)


def _empty(body: list[HtmlElement], elements: list[HtmlElement]) -> None:
    """Take elements out of the body; an element the body stands in stays."""
    kept = set(body)
    for part in body:
        kept.update(part.iterancestors())
    for element in elements:
        if element not in kept:
            empty(element)
