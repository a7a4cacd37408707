"""Taking blocks out of a body, and what is known of those still in it."""

from itertools import accumulate

from lxml.html import HtmlElement

from crawler.extraction.blocks import Block
from crawler.extraction.text import words


class Pruning:
    """The blocks of one body on their way out."""

    def __init__(self, blocks: list[Block], body: Block) -> None:
        self.start = body.index
        self.run = blocks[body.index : body.last + 1]
        self._own = [0, *accumulate([block.own for block in self.run])]
        self._linked = [0, *accumulate([block.linked for block in self.run])]
        self.prose = self._own[-1] - self._linked[-1]
        """Characters of the body outside links."""
        self.gone = bytearray(len(self.run))
        self._lines = [block for block in self.run[1:] if block.own]
        self._texts: dict[int, str] = {}

    def chars(self, block: Block) -> tuple[int, int]:
        """Characters in a block's whole subtree, and those of them in links."""
        index, end = block.index - self.start, block.last - self.start + 1
        return self._own[end] - self._own[index], self._linked[end] - self._linked[index]

    def inside(self, block: Block) -> list[Block]:
        """The blocks of a subtree, itself first."""
        return self.run[block.index - self.start : block.last - self.start + 1]

    def next(self, block: Block) -> int:
        """Position in the run of the first block after a subtree."""
        return block.last - self.start + 1

    def drop(self, block: Block) -> None:
        """Take a block with all it holds out of the tree."""
        end = block.last - self.start + 1
        self.gone[block.index - self.start : end] = b"\x01" * (end - block.index + self.start)
        empty(block.element)

    def drop_line(self, block: Block) -> None:
        """Take a block's own words out; what it holds besides stays unless it is little."""
        chars, _ = self.chars(block)
        if chars - block.own <= block.own:
            self.drop(block)
            return
        self.gone[block.index - self.start] = 1
        element = block.element
        element.text = None
        for child in element:
            child.tail = None

    def caption(self, block: Block) -> None:
        """Mark the words of a subtree as a picture's caption."""
        for inner in self.inside(block):
            if inner.own:
                inner.element.tag = "figcaption"
            self.gone[inner.index - self.start] = 1

    def lines(self) -> list[Block]:
        """Blocks with text of their own that are still there, the body's own element excepted."""
        start, gone = self.start, self.gone
        return [block for block in self._lines if not gone[block.index - start] and block.own]

    def text(self, block: Block) -> str:
        """Words of a short block, read once."""
        text = self._texts.get(block.index)
        if text is None:
            text = self._texts[block.index] = (
                words(block.element) if block.own < 600 and block.last - block.index < 3 else ""
            )
        return text


def empty(element: HtmlElement) -> None:
    """Take an element's content out of its tree. The element stays, empty: it still parts the words around it.

    >>> from lxml.html import fromstring, tostring
    >>> box = fromstring("<div>one<p class='ad'>Buy</p>two</div>")
    >>> empty(box[0])
    >>> tostring(box)
    b'<div>one<p></p>two</div>'
    """
    element.clear(keep_tail=True)
