"""Furniture inside the body: what the template put there and the author did not write.

Three looks, from coarse to fine: boxes (class, links, hidden), lines (labels, captions, pointers to other stories), and
the two ends of the body, where titles, bylines, related stories and notes to the reader gather.
"""

from itertools import accumulate

from lxml.html import HtmlElement

from crawler.extraction.authors import begins_byline
from crawler.extraction.blocks import Block
from crawler.extraction.body import is_furniture
from crawler.extraction.dates import looks_dated
from crawler.extraction.text import fold, key, words
from crawler.extraction.vocabulary import (
    HEADINGS,
    LISTS,
    Hint,
    is_cut,
    is_document,
    is_label,
    is_note,
    is_title_name,
)

_BOXES = LISTS | {"div", "section", "table", "article", "tr", "center"}
_REPEATING = frozenset(("td", "th", "li", "dt", "dd"))
"""Cells and items may say the same again; paragraphs do so only as pull quotes."""
_CARDS = frozenset(("div", "article", "section", "li", "td"))


class Pruning:
    """The blocks of one body on their way out."""

    def __init__(self, blocks: list[Block], body: Block) -> None:
        self.start = body.index
        self.run = blocks[body.index : body.last + 1]
        self._own = [0, *accumulate(block.own for block in self.run)]
        self._linked = [0, *accumulate(block.linked for block in self.run)]
        self.prose = self._own[-1] - self._linked[-1]
        """Characters of the body outside links."""
        self.gone = bytearray(len(self.run))
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
        remove(block.element)

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
        return [block for block, gone in zip(self.run[1:], self.gone[1:], strict=True) if block.own and not gone]

    def text(self, block: Block) -> str:
        """Words of a short block, read once."""
        text = self._texts.get(block.index)
        if text is None:
            text = self._texts[block.index] = (
                words(block.element) if block.own < 600 and block.last - block.index < 3 else ""
            )
        return text


def prune(blocks: list[Block], body: Block, title: str = "", said: str = "", keywords: str = "") -> None:
    """Take furniture out of the tree under `body`.

    Args:
        blocks: of the whole page.
        body: the one that holds the body.
        title: of the article; it and what stands over it go.
        said: the body as the page's structured data gives it, "" if it does not.
        keywords: the page's keywords; a line that repeats them goes.
    """
    pruning = Pruning(blocks, body)
    _drop_boxes(pruning)
    _drop_head(pruning, key(title))
    _drop_lines(pruning, key(keywords))
    if said:
        _drop_unsaid(pruning, key(said))
    _drop_tail(pruning)


def _drop_boxes(pruning: Pruning) -> None:
    run = pruning.run
    index = 1
    while index < len(run):
        block = run[index]
        chars, links = pruning.chars(block)
        plain = chars - links
        if block.closed:
            pruning.drop(block)
            index += 1
        elif not chars:
            index += 1
        elif plain * 3 >= pruning.prose:
            if pruning.prose - plain > 400 and _is_hidden(block.element) and _is_copy(block, pruning):
                pruning.drop(block)
                index = pruning.next(block)
            else:
                index += 1
        elif _is_box(block, chars, links, pruning):
            pruning.drop(block)
            index = pruning.next(block)
        elif _is_caption_box(block, plain, links, pruning):
            pruning.caption(block)
            index = pruning.next(block)
        else:
            index += 1


def _is_box(block: Block, chars: int, links: int, pruning: Pruning) -> bool:
    plain = chars - links
    if block.tag == "blockquote":
        return False
    if is_furniture(block):
        return not _holds_quote(block, chars, pruning)
    if block.hint is Hint.META and chars < 300:
        return True
    if links > plain and block.tag in _BOXES:
        return not _has_document(block.element) and not _holds_quote(block, chars, pruning)
    if block.tag in _CARDS and plain < 450 and block.last > block.index and _is_teaser(block, pruning):
        return True
    return _is_hidden(block.element)


def _holds_quote(block: Block, chars: int, pruning: Pruning) -> bool:
    """Whether a box is the frame of a quoted post."""
    if block.hint is Hint.COMMENTS:
        return False
    return any(inner.tag == "blockquote" and pruning.chars(inner)[0] * 2 > chars for inner in pruning.inside(block))


def _is_teaser(block: Block, pruning: Pruning) -> bool:
    """Whether a small box is another story's: a linked heading over a line or two."""
    for inner in pruning.inside(block):
        if inner.own > 0:
            return inner.tag in HEADINGS and inner.linked * 10 > inner.own * 8 and inner is not block
    return False


def _is_caption_box(block: Block, plain: int, links: int, pruning: Pruning) -> bool:
    """Whether a box is a picture with a line or two under it."""
    if block.tag == "figure":
        return plain < 700 and all(
            b.tag not in ("table", "blockquote", "pre") and b.own < 500 for b in pruning.inside(block)
        )
    if block.hint is Hint.CAPTION:
        return plain < 500
    if plain > 350 or links * 2 > plain or block.tag not in ("div", "table", "center", "dl", "section"):
        return False
    inside = pruning.inside(block)
    if any(b.tag in HEADINGS or b.tag in LISTS or b.own > 250 or b.hint is Hint.LEAD for b in inside):
        return False
    return any(b.images for b in inside) and sum(b.own > 0 for b in inside) <= 3


def _is_hidden(element: HtmlElement) -> bool:
    style = element.get("style")
    if style and "none" in style and "display:none" in style.replace(" ", "").lower():
        return True
    return element.get("hidden") is not None


def _is_copy(block: Block, pruning: Pruning) -> bool:
    """Whether a hidden box repeats, for machines, prose that stands before it."""
    prose = [key(words(b.element)) for b in pruning.inside(block) if b.own > 80]
    before = key("".join(words(b.element) for b in pruning.run[1 : block.index - pruning.start] if b.own))
    return any(text[:60] in before for text in prose)


def _has_document(element: HtmlElement) -> bool:
    return any(is_document(link.get("href") or "") for link in element.iter("a"))


def _drop_head(pruning: Pruning, title: str) -> None:
    """Drop the title and all that stands over it."""
    if len(title) < 8:
        return
    before = 0
    lines = pruning.lines()
    for n, block in enumerate(lines[:60]):
        little = before * 5 < pruning.prose
        if block.own < 500 and (block.tag in HEADINGS or block.tag == "dt" or is_title_name(block.names)):
            same = key(pruning.text(block)) == title
            if (same and (little or pruning.prose - before > 400)) or (block.tag == "h1" and little):
                for other in lines[: n + 1]:
                    pruning.drop_line(other)
            if same or block.tag == "h1":
                return
        before += block.own - block.linked


def _drop_lines(pruning: Pruning, keywords: str) -> None:
    quotes = [block for block in pruning.run if block.tag == "blockquote"]
    prose = False
    seen: set[str] = set()
    for block in pruning.lines():
        if 40 < block.own < 400 and block.last == block.index and block.tag not in _REPEATING:
            text = pruning.text(block)
            if text in seen:
                pruning.drop_line(block)
                continue
            seen.add(text)
        prose = prose or block.own - block.linked > 120
        if not prose and block.own < 80 and (looks_dated(pruning.text(block)) or begins_byline(pruning.text(block))):
            pruning.drop_line(block)
            continue
        if any(quote.index <= block.index <= quote.last for quote in quotes):
            continue
        if block.hint is Hint.CAPTION and block.own < 500:
            pruning.caption(block)
        elif block.own <= 250 or (block.linked and block.own < 600):
            text = pruning.text(block)
            if _is_furniture_line(block, text, pruning) or (keywords and key(text) == keywords):
                pruning.drop_line(block)
        elif block.tag == "h1":
            pruning.drop_line(block)


def _is_furniture_line(block: Block, text: str, pruning: Pruning) -> bool:
    if text.startswith(("&lt;", "&amp;lt;", "</")):
        return True  # markup escaped twice by an editor
    if is_label(text, linked=block.linked * 10 > block.own * 3):
        return True
    if block.own < 90 and block.tag != "p" and looks_dated(text) and sum(map(str.isalpha, text)) < 30:
        return True
    if block.linked * 10 > block.own * 9 and pruning.prose > 800 and block.tag in ("p", "div", "h4", "h5", "h6"):
        return block.own > 20 and not _has_document(block.element)
    return False


def _drop_unsaid(pruning: Pruning, said: str) -> None:
    """Drop paragraphs the page's own structured body does not have, when it has most of what stands here."""
    lines = [block for block in pruning.lines() if block.own > 25]
    known = {block.index: key(words(block.element))[:50] in said for block in lines}
    matched = sum(block.own for block in lines if known[block.index])
    if matched * 10 < max(len(said), sum(block.own for block in lines)) * 7:
        return
    first = next((block.index for block in lines if known[block.index]), 0)
    for block in lines:
        if not known[block.index] and block.tag in ("p", "div") and block.index > first:
            pruning.drop_line(block)


def _drop_tail(pruning: Pruning) -> None:
    """Cut from a heading such as "Related stories" on when little prose follows; drop notes to the reader and headings
    that nothing follows."""
    lines = pruning.lines()
    rest = 0
    kept = len(lines)
    for n in range(len(lines) - 1, -1, -1):
        if rest * 4 >= pruning.prose:
            break
        block = lines[n]
        short = block.own < 80
        text = pruning.text(block) if short or (not rest and block.own < 500) else ""
        if short and is_cut(text):
            for other in lines[n:kept]:
                pruning.drop_line(other)
            rest, kept = 0, n
        elif not rest and (block.tag in HEADINGS or (text and is_note(text)) or _is_link_item(block, pruning)):
            pruning.drop_line(block)
            kept = n
        else:
            rest += block.own - block.linked


def _is_link_item(block: Block, pruning: Pruning) -> bool:
    """Whether a list item at the very end points elsewhere."""
    return (
        block.tag == "li"
        and block.linked * 10 > block.own * 4
        and pruning.prose > 800
        and not _has_document(block.element)
    )


def remove(element: HtmlElement) -> None:
    """Take an element out of its tree; the text after it stays."""
    parent = element.getparent()
    if parent is None:
        return
    tail = element.tail
    if tail:
        previous = element.getprevious()
        if previous is not None:
            previous.tail = (previous.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    parent.remove(element)
