"""The boxes of a page by the CSS that finds them, with the lines of text each holds."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from crawler.documents import is_document
from crawler.extraction.document import parse
from crawler.extraction.errors import NotAnArticle
from crawler.extraction.text import key
from crawler.extraction.vocabulary import NEVER_TEXT
from items import Page

_MOST_BOXES = 6_000  # a portal's page has 300 to 3,000 elements
_NAME = re.compile(r"[A-Za-z_][\w-]*")
_NUMBERED = re.compile(r"\d{3}")
_HASHED = re.compile(r"([A-Za-z_-]{4,}?)[0-9A-Fa-f]{16,}")
_STATES = frozenset(("active", "current", "selected", "open", "first", "last", "odd", "even", "clearfix"))
_DEEPEST_PATH = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One run of text between tags."""

    text: str
    """White space folded."""
    linked: bool
    """It stands in a link to another page; links to documents do not count."""


@dataclass(slots=True, eq=False)
class Box:
    """One element and the run of lines inside it."""

    element: HtmlElement
    css: tuple[str, ...]
    """Selectors that find it, the most particular last."""
    first: int
    """Number of its first line."""
    last: int = 0
    """Number of the line after its last."""
    in_link: bool = False


@dataclass(slots=True)
class PageBoxes:
    """One page, ready to be compared with others of its portal."""

    url: str
    lines: list[Line] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    by_css: dict[str, list[Box]] = field(default_factory=lambda: defaultdict(list))

    def text(self, box: Box) -> str:
        """Return the words of a box.

        >>> page = boxes_of(Page(url="", body=b"<div class='tin'><b>Xin</b> chao</div>"))
        >>> page.text(page.by_css["div.tin"][0])
        'Xin chao'
        """
        return " ".join(line.text for line in self.lines[box.first : box.last])

    def first_box(self, css: str) -> Box | None:
        """Return the first box with text that a selector finds, None when it finds none."""
        return next((box for box in self.by_css.get(css, ()) if box.last > box.first), None)


def boxes_of(page: Page) -> PageBoxes | None:
    """Return a page's boxes; None when it holds no markup.

    >>> page = boxes_of(Page(url="", body=b"<div id='tin'><h1 class='ten lon'>A</h1><p>B</p></div>"))
    >>> sorted(page.by_css)
    ['div#tin', 'div#tin > p', 'div#tin h1.ten.lon', 'h1.ten.lon']
    """
    try:
        root = parse(page).root
    except NotAnArticle:
        return None
    etree.strip_elements(root, *NEVER_TEXT, with_tail=False)
    found = PageBoxes(page.url)
    top = root.find("body")
    if top is not None:
        _walk(top, found)
    return found


def _walk(top: HtmlElement, page: PageBoxes) -> None:
    stack: list[Box] = []
    for event, element in etree.iterwalk(top, events=("start", "end")):
        if event == "start":
            if len(page.boxes) >= _MOST_BOXES:
                return
            box = Box(element, _selectors(element, stack), len(page.lines), in_link=_in_page_link(element, stack))
            stack.append(box)
            page.boxes.append(box)
            _add(page, element.text, linked=box.in_link)
        else:
            box = stack.pop()
            box.last = len(page.lines)
            for css in box.css:
                page.by_css[css].append(box)
            _add(page, element.tail if stack else None, linked=bool(stack) and stack[-1].in_link)
    for found in page.by_css.values():
        found.sort(key=lambda box: box.first)


def _add(page: PageBoxes, text: str | None, *, linked: bool) -> None:
    folded = " ".join(text.split()) if text else ""
    if folded:
        page.lines.append(Line(folded, linked))


def _in_page_link(element: HtmlElement, stack: list[Box]) -> bool:
    if stack and stack[-1].in_link:
        return True
    return element.tag == "a" and not is_document(element.get("href") or "")


def _selectors(element: HtmlElement, stack: list[Box]) -> tuple[str, ...]:
    own = _own(element)
    around = [css for box in reversed(stack[-8:]) for css in box.css[:1] if " " not in css][:3]
    if own:
        return (*own, *(f"{outer} {own[0]}" for outer in around))
    path = _path(element, stack)
    return (path,) if path else ()


def _own(element: HtmlElement) -> list[str]:
    """Selectors of the element alone: by its id, by its classes; numbers and hashes are left out."""
    tag = str(element.tag)
    found = []
    ident = element.get("id") or ""
    if _NAME.fullmatch(ident) and not _NUMBERED.search(ident):
        found.append(f"{tag}#{ident}")
    names = (element.get("class") or "").split()
    if names and (hashed := _HASHED.fullmatch(names[0])):
        found.append(f"{tag}[class^='{hashed[1]}']")
    kept = [n for n in names if _NAME.fullmatch(n) and not _NUMBERED.search(n) and n not in _STATES][:3]
    if kept:
        found.append(f"{tag}." + ".".join(kept))
    return found


def _path(element: HtmlElement, stack: list[Box]) -> str:
    """Steps from the nearest box with a name: old templates name little."""
    steps = [_step(element)]
    for box in reversed(stack[-_DEEPEST_PATH:]):
        named = _own(box.element)
        if named:
            return " > ".join([named[0], *reversed(steps)])
        steps.append(_step(box.element))
    return ""


def _step(element: HtmlElement) -> str:
    tag = str(element.tag)
    before = len(list(element.itersiblings(tag, preceding=True)))
    alone = before == 0 and next(element.itersiblings(tag), None) is None
    return tag if alone else f"{tag}:nth-of-type({before + 1})"


def same_words(one: str, other: str) -> bool:
    """Say whether two texts have the same words; case, quotes and spaces do not matter.

    >>> same_words("HỌP giao ban", "Họp giao  ban")
    True
    """
    return key(one) == key(other)
