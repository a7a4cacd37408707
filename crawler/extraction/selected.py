"""What a CMS family's selectors find on a page.

A search costs a walk over the whole tree, and most of a family's selectors name a class that a given page has not got:
one walk for all classes of the page saves most of the others.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from typing import NamedTuple

from cssselect import HTMLTranslator
from lxml import etree
from lxml.html import HtmlElement

from crawler.extraction.pruning import empty
from crawler.extraction.selectors import Selectors
from crawler.extraction.surroundings import attachments_in
from crawler.extraction.text import words
from items import Attachment, Image, RawDate

_NEGATED = re.compile(r":not\([^)]*\)")
_CLASS = re.compile(r"\.([A-Za-z][\w-]*)(?![\w\\-])")
_VALUE = re.compile(r"#([A-Za-z][\w-]*)(?![\w\\-])|='([^'&]+)'")
_classes = etree.XPath("descendant::*/@class", smart_strings=False, regexp=False)


class _Path(NamedTuple):
    find: etree.XPath
    classes: frozenset[str]
    """Classes the page has where the path finds anything."""
    values: tuple[bytes, ...]
    """Ids and values of attributes, likewise."""


_Compiled = tuple[_Path, ...]


@cache
def compiled(selectors: Selectors) -> dict[str, _Compiled]:
    """Compile the CSS of each field, once per Selectors."""
    return {one.name: tuple(map(_path, getattr(selectors, one.name))) for one in fields(selectors)}


def _path(css: str) -> _Path:
    """Compile one selector.

    >>> _path("#bai time.ngay:not(.cu)").classes, _path("#bai time.ngay:not(.cu)").values
    (frozenset({'ngay'}), (b'bai',))
    """
    xpath = HTMLTranslator().css_to_xpath(css, prefix="descendant::")
    asked = _NEGATED.sub("", css) if "," not in css else ""
    values = tuple((ident or value).encode() for ident, value in _VALUE.findall(asked))
    classes = frozenset(_CLASS.findall(_VALUE.sub("", asked)))
    return _Path(etree.XPath(xpath, smart_strings=False, regexp=False), classes, values)


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


def select(root: HtmlElement, selectors: Selectors, url: str, markup: bytes) -> Selected:
    """Read a page by selectors. Fields standing inside the body are taken out of it.

    Args:
        root: of the page.
        selectors: where its family keeps the fields.
        url: the page's address, the base of links.
        markup: the bytes the tree was made of.
    """
    classes = frozenset(" ".join(_classes(root)).split())
    paths = {name: _possible(some, classes, markup) for name, some in compiled(selectors).items()}
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
    removed = (element for find in paths["remove"] for place in body or [root] for element in find(place))
    _empty(body, [*inside, *removed])
    return found


def _possible(paths: _Compiled, classes: frozenset[str], markup: bytes) -> list[etree.XPath]:
    """The paths that may find something on a page of these classes."""
    return [p.find for p in paths if p.classes <= classes and all(value in markup for value in p.values)]


def _body(root: HtmlElement, paths: Sequence[etree.XPath]) -> list[HtmlElement]:
    """Elements of the first selector that finds any with something in them, none inside another."""
    for path in paths:
        elements = [element for element in path(root) if not _is_empty(element)]
        if elements:
            known = set(elements)
            return [element for element in elements if known.isdisjoint(element.iterancestors())]
    return []


def _is_empty(element: HtmlElement) -> bool:
    return next(element.iter("img", "a"), None) is None and not words(element)


def _hits(root: HtmlElement, paths: Sequence[etree.XPath]) -> list[HtmlElement]:
    for path in paths:
        elements: list[HtmlElement] = path(root)
        said = [element for element in elements if element.get("content") or element.get("datetime") or words(element)]
        if said:
            return said if len(said) == len(elements) else [e for e in elements if e in said or e.get("href")]
    return []


def _all(root: HtmlElement, paths: Sequence[etree.XPath], inside: list[HtmlElement]) -> list[str]:
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
