"""One pass over the tree: its text, block by block, with how much of it is links.

libxml2 has parsed; what costs from here on is every element Python touches. This pass touches each once and keeps plain
numbers, so that everything after it (body, furniture, verdict) is arithmetic on a few hundred records.
"""

from lxml.html import HtmlElement

from crawler.extraction.vocabulary import BLOCKS, Hint, hint_of


class Block:
    """A block element and the text that stands directly in it (inline children included)."""

    __slots__ = ("element", "hint", "images", "index", "last", "linked", "names", "own", "parent", "tag")

    def __init__(self, element: HtmlElement, tag: str, parent: "Block | None", index: int) -> None:
        self.element = element
        self.tag = tag
        self.parent = parent
        self.index = index
        self.last = index
        """Index of the last block inside it: a block's subtree is the run `index..last`."""
        self.own = 0
        """Characters of its own text."""
        self.linked = 0
        """Those of them inside links."""
        self.names = ""
        """Its classes and id."""
        self.hint = Hint.NONE
        self.images = 0


class Outline:
    """The blocks of a tree in document order, the first being <body> itself, and the elements later steps ask for."""

    __slots__ = ("blocks", "marked", "times")

    def __init__(self, blocks: list[Block]) -> None:
        self.blocks = blocks
        self.times: list[tuple[HtmlElement, Block]] = []
        """<time> elements with the block they stand in."""
        self.marked: list[tuple[HtmlElement, Block]] = []
        """Inline elements whose class says date, author or section, with their block."""


def outline_of(body: HtmlElement) -> Outline:
    """Walk a tree once.

    >>> from crawler.extraction.document import parse_markup
    >>> outline = outline_of(parse_markup(b"<div><p>Long <a href='/'>text</a></p></div>").find("body"))
    >>> [(block.tag, block.own, block.linked) for block in outline.blocks]
    [('body', 0, 0), ('div', 0, 0), ('p', 8, 4)]
    """
    first = Block(body, "body", None, 0)
    blocks = [first]
    outline = Outline(blocks)
    owner = {body: first}
    links: set[HtmlElement] = set()
    text = body.text
    if text:
        first.own = len(text.strip())
    for element in body.iterdescendants():
        parent = element.getparent()
        home = owner[parent]
        tag = element.tag
        inside = parent in links
        tail = element.tail
        if tail:
            tail = tail.strip()
            if tail:
                home.own += len(tail)
                if inside:
                    home.linked += len(tail)
        if tag in BLOCKS or "-" in tag:
            block = Block(element, tag, home, len(blocks))
            blocks.append(block)
            names = element.get("class")
            name = element.get("id")
            if names or name:
                block.names = f"{names or ''} {name or ''}"
                block.hint = hint_of(block.names)
        else:
            block = home
            if tag == "a":
                inside = True
            elif tag == "img":
                home.images += 1
            elif tag == "time":
                outline.times.append((element, home))
            elif tag == "span":
                names = element.get("class")
                if names and hint_of(names) is Hint.META:
                    outline.marked.append((element, home))
        owner[element] = block
        if inside:
            links.add(element)
        text = element.text
        if text:
            text = text.strip()
            if text:
                block.own += len(text)
                if inside:
                    block.linked += len(text)
    for block in reversed(blocks):
        home_of = block.parent
        if home_of is not None and block.last > home_of.last:
            home_of.last = block.last
    return outline
