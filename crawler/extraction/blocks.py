"""One walk over the tree: its text, block by block, with how much of it is links.

libxml2 has parsed; what costs from here on is every element Python touches. The walk touches each once, keeps plain
numbers, and does not enter what is furniture by its very name, so that everything after it (body, furniture,
verdict) is arithmetic on a few hundred records.
"""

from lxml.html import HtmlElement

from crawler.extraction.text import words
from crawler.extraction.vocabulary import BLOCKS, Hint, hint_of, may_be_closed

DEEPEST = 400
"""Levels of nesting walked; below them text counts for the block it stands in."""
_NOTED = frozenset(("img", "time", "span"))
_CLOSED = frozenset((Hint.CHROME, Hint.COMMENTS))


class _Hint:
    """What a block's names suggest, told when first asked: most blocks hold no prose and are never asked."""

    def __get__(self, block: "Block", owner: type) -> str:
        block.hint = hint = hint_of(block.names) if block.names else Hint.NONE
        return hint


class Block:
    """A block element and the text that stands directly in it (inline children included)."""

    # Class-level defaults instead of slots: most blocks hold nothing of their own, and a walk makes hundreds.
    linked = 0
    """Characters of its own text inside links."""
    names = ""
    """Its classes and id."""
    hint = _Hint()
    images = 0
    closed = False
    """Whether the walk did not enter it: furniture by name, with no article in it."""

    def __init__(self, element: HtmlElement, tag: str, parent: "Block | None", index: int, own: int) -> None:
        self.element = element
        self.tag = tag
        self.parent = parent
        self.index = index
        self.last = index
        """Index of the last block inside it: a block's subtree is the run `index..last`."""
        self.own = own
        """Characters of its own text."""


Noted = tuple[HtmlElement, Block, int]
"""An inline element, the block whose text it is, the index of the last block that opened before it."""


class Outline:
    """The blocks of a tree in document order, the first being <body> itself, and the elements later steps ask for."""

    __slots__ = ("blocks", "cut", "marked", "times")

    def __init__(self, body: HtmlElement) -> None:
        self.blocks = [Block(body, "body", None, 0, len((body.text or "").strip()))]
        self.cut = False
        """Whether the tree is deeper than was walked."""
        self.times: list[Noted] = []
        """<time> elements."""
        self.marked: list[Noted] = []
        """Inline elements whose class says date, author or section."""


def outline_of(body: HtmlElement) -> Outline:
    """Walk a tree once.

    >>> from crawler.extraction.document import parse_markup
    >>> outline = outline_of(parse_markup(b"<div><p>Long <a href='/'>text</a></p></div>").find("body"))
    >>> [(block.tag, block.own, block.linked) for block in outline.blocks]
    [('body', 0, 0), ('div', 0, 0), ('p', 8, 4)]
    """
    outline = Outline(body)
    first = outline.blocks[0]
    _walk(body, first, False, 0, outline)
    first.last = len(outline.blocks) - 1
    return outline


def _walk(element: HtmlElement, block: Block, linked: bool, depth: int, outline: Outline) -> None:
    blocks = outline.blocks
    own = in_links = 0
    depth += 1
    for child in element[:]:  # a slice: its elements are made in one go
        tag: str = child.tag  # type: ignore[assignment] # comments and instructions are not in the tree
        text = child.text
        length = len(text.strip()) if text else 0
        if tag in BLOCKS or "-" in tag:
            inner = Block(child, tag, block, len(blocks), length)
            blocks.append(inner)
            if linked:
                inner.linked = length
            holds = len(child)
            names, ident = child.get(b"class"), child.get(b"id")  # bytes: no encoding of the name, a third of the cost
            if names or ident:
                inner.names = names = f"{names or ''} {ident or ''}"
            if holds:
                if (
                    names
                    and may_be_closed(names)
                    and inner.hint in _CLOSED
                    and tag != "article"
                    and next(child.iter("article", "main", "h1"), None) is None
                ):
                    inner.closed = True
                elif depth < DEEPEST:
                    _walk(child, inner, linked, depth, outline)
                    inner.last = len(blocks) - 1
                else:
                    inner.own = len(words(child))
                    outline.cut = True
        else:
            own += length
            link = linked or tag == "a"
            if link:
                in_links += length
            if tag in _NOTED:
                _note(child, tag, block, outline)
            if len(child):
                if depth < DEEPEST:
                    _walk(child, block, link, depth, outline)
                else:
                    own += len(words(child)) - length
                    outline.cut = True
        tail = child.tail
        if tail:
            length = len(tail.strip())
            own += length
            if linked:
                in_links += length
    block.own += own
    if in_links:
        block.linked += in_links


def _note(element: HtmlElement, tag: str, block: Block, outline: Outline) -> None:
    if tag == "img":
        block.images += 1
    elif tag == "time":
        outline.times.append((element, block, len(outline.blocks) - 1))
    else:
        names = element.get("class")
        if names and hint_of(names) == Hint.META:
            outline.marked.append((element, block, len(outline.blocks) - 1))
