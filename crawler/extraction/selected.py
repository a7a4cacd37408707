"""What a CMS family's selectors find on a page.

A search costs a walk over the whole tree. One walk notes the elements of every class the family names, and most
selectors begin at one of these, or name a class that the page has not got.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from itertools import islice
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
_FIRST = re.compile(r"[a-z\d]*\.([A-Za-z][\w-]*)(?![\w\\-])")
_BOXES = re.compile(r"(?:[a-z\d]*[.#][A-Za-z][\w-]* )*[a-z\d]*\.[A-Za-z][\w-]*")
_BOX = re.compile(r"([a-z\d]*)([.#])([\w-]+)")
_CLASS = re.compile(r"\.([A-Za-z][\w-]*)(?![\w\\-])")
_CLASSED = re.compile(r"(?<![^ >+~])([a-z][a-z\d]*|)[^ .>+~]*\.[A-Za-z]")
MOST = 20_000
"""Elements of one class that are looked at: six times those of the largest page of two portals."""
KEPT, LONGEST = 2_048, 200
"""Class attributes remembered, and the characters of one that is."""
_VALUE = re.compile(r"#([A-Za-z][\w-]*)(?![\w\\-])|='([^'&]+)'")


def _xpath(path: str) -> etree.XPath:
    return etree.XPath(path, smart_strings=False, regexp=False)


class _Path(NamedTuple):
    find: etree.XPath
    boxes: tuple[tuple[str, str, str], ...]
    """Where a selector names boxes in boxes and no more: tag or "", sign and name of each, from the inmost: it has ten
    elements around it where the outer one holds hundreds.
    """
    first: str
    """The class of the elements it is asked of, "" for the root."""
    classes: frozenset[str]
    """Classes the page has where the path finds anything."""
    tags: frozenset[str]
    """Tags of the elements of these classes; "" for any."""
    values: tuple[bytes, ...]
    """Ids and values of attributes the page has, likewise; asked where it would take a search."""


_Paths = Mapping[str, tuple[_Path, ...]]


class _Asked(dict[str, tuple[str, ...]]):
    """The classes of an element -> those a family asks for; remembered, for a portal's pages repeat a few hundred."""

    def __init__(self, classes: frozenset[str]) -> None:
        super().__init__()
        self._classes = classes

    def __missing__(self, names: str) -> tuple[str, ...]:
        if len(self) > KEPT:
            self.clear()
        asked = tuple(self._classes.intersection(names.split()))
        if len(names) < LONGEST:
            self[names] = asked
        return asked


@cache
def compiled(selectors: Selectors) -> tuple[_Paths, _Asked, tuple[str, ...]]:
    """Compile the CSS of each field, once per Selectors; list the classes named, and the tags that may have them (none:
    any tag may).
    """
    paths = {one.name: tuple(map(_path, getattr(selectors, one.name))) for one in fields(selectors)}
    every = [path for some in paths.values() for path in some]
    tags = sorted({tag for path in every for tag in path.tags})
    return paths, _Asked(frozenset(name for path in every for name in path.classes)), () if "" in tags else tuple(tags)


def _path(css: str) -> _Path:
    """Compile one selector.

    >>> path = _path("div.bai time.ngay:not(.cu)")
    >>> path.first, sorted(path.classes), sorted(path.tags), path.find.path[:12]
    ('bai', ['bai', 'ngay'], ['div', 'time'], 'self::div[@c')
    >>> _path("div.bai time.ngay").first
    'ngay'
    >>> _path("#bai b").values
    (b'bai',)
    """
    asked = _NEGATED.sub("", css) if "," not in css else ""
    values = tuple((ident or value).encode() for ident, value in _VALUE.findall(asked))
    bare = _VALUE.sub("", asked)
    boxes = tuple(_BOX.findall(css))[::-1] if _BOXES.fullmatch(css) else ()
    begins = _FIRST.match(asked)
    return _Path(
        _xpath(HTMLTranslator().css_to_xpath(css, prefix="self::" if begins else "descendant::")),
        boxes,
        boxes[0][2] if boxes else begins[1] if begins else "",
        frozenset(_CLASS.findall(bare)),
        frozenset(_CLASSED.findall(bare)),
        values,
    )


class _Page(NamedTuple):
    root: HtmlElement
    markup: bytes
    classed: Mapping[str, Mapping[HtmlElement, None]]
    """Elements by class, of the classes asked for, in the order of the page."""

    def find(self, path: _Path, within: Sequence[HtmlElement] = ()) -> list[HtmlElement]:
        """Elements a path finds, in the order of the page; where it would take a search, only `within` some."""
        if path.boxes:
            elements = islice(self.classed.get(path.first, ()), MOST)
            return [element for element in elements if self._stands(element, path.boxes)]
        if not path.classes <= self.classed.keys():
            return []
        if not path.first and not all(value in self.markup for value in path.values):
            return []
        starts: Iterable[HtmlElement] = self.classed[path.first] if path.first else within or (self.root,)
        return list(dict.fromkeys(found for start in starts for found in path.find(start)))

    def _stands(self, element: HtmlElement, boxes: Sequence[tuple[str, str, str]]) -> bool:
        """Whether an element of the first box's class has its tag and stands in the others."""
        if boxes[0][0] not in ("", element.tag):
            return False
        for tag, sign, name in boxes[1:]:
            known = self.classed.get(name, ()) if sign == "." else ()
            around = element.iterancestors(tag or None)
            box = next((box for box in around if box in known or (sign == "#" and box.get("id") == name)), None)
            if box is None:
                return False
            element = box
        return True


def _noted(root: HtmlElement, asked: _Asked, tags: tuple[str, ...]) -> Mapping[str, Mapping[HtmlElement, None]]:
    noted: dict[str, dict[HtmlElement, None]] = {}
    for element in root.iter(*tags):
        names = element.get(b"class")  # bytes: no encoding of the name
        if names:
            for name in asked[names]:
                noted.setdefault(name, {})[element] = None
    return noted


@dataclass(slots=True)
class Selected:
    """Fields the selectors gave; what they did not find is empty and left to the generic reading."""

    title: str = ""
    lead: str = ""
    body: list[HtmlElement] = field(default_factory=list)
    around: list[HtmlElement] = field(default_factory=list)
    """Boxes that hold the body and other things; the first is it."""
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
    paths, classes, tags = compiled(selectors)
    if not any(paths.values()):
        return Selected()
    page = _Page(root, markup, _noted(root, classes, tags))
    body, around = _body(page, paths["body"]), _body(page, paths["around"])
    found = Selected(body=body, around=around)
    inside: list[HtmlElement] = []
    found.title, found.lead = _first(page, paths["title"], inside), _first(page, paths["lead"], inside)
    for name, role in (("published", "published"), ("updated", "updated")):
        for element, text in _hits(page, paths[name]):
            inside.append(element)
            found.dates.extend(_dates(element, text, role))
    found.source_name = _first(page, paths["source_name"], inside)
    found.views, found.section = _first(page, paths["views"], inside), _first(page, paths["section"], inside)
    found.authors = _all(page, paths["authors"], inside)
    found.keywords = _all(page, paths["keywords"], inside)
    found.attachments = [link for box, _ in _hits(page, paths["attachments"]) for link in attachments_in(box, url)]
    boxes = body or around
    _empty(boxes, [*inside, *(element for path in paths["remove"] for element in page.find(path, boxes))])
    return found


def _body(page: _Page, paths: Sequence[_Path]) -> list[HtmlElement]:
    """Elements of the first selector that finds any with something in them, none inside another."""
    for path in paths:
        elements = [element for element in page.find(path) if not _is_empty(element)]
        if elements:
            known = set(elements)
            return [element for element in elements if known.isdisjoint(element.iterancestors())]
    return []


def _is_empty(element: HtmlElement) -> bool:
    return next(element.iter("img", "a"), None) is None and all(map(str.isspace, element.itertext()))


def _hits(page: _Page, paths: Sequence[_Path]) -> list[tuple[HtmlElement, str]]:
    """Elements of the first selector that finds any that say something, each with its words."""
    for path in paths:
        found = [(element, words(element)) for element in page.find(path)]
        if any(_says(*hit) for hit in found):
            return [hit for hit in found if _says(*hit) or hit[0].get("href")]
    return []


def _says(element: HtmlElement, text: str) -> bool:
    return bool(text or element.get("content") or element.get("datetime"))


def _first(page: _Page, paths: Sequence[_Path], inside: list[HtmlElement]) -> str:
    hits = _hits(page, paths)[:1]
    inside.extend(element for element, _ in hits)
    return hits[0][1] if hits else ""


def _all(page: _Page, paths: Sequence[_Path], inside: list[HtmlElement]) -> list[str]:
    hits = _hits(page, paths)
    inside.extend(element for element, _ in hits)
    return [text for _, text in hits if text]


def _dates(element: HtmlElement, said: str, role: str) -> Iterator[RawDate]:
    for text in (element.get("datetime"), element.get("content"), said):
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
