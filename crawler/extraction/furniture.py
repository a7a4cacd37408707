"""Furniture inside the body: what the template put there and the author did not write."""

from __future__ import annotations

from itertools import accumulate


from lxml.html import HtmlElement

from crawler.extraction.blocks import Block
from crawler.extraction.text import words
from crawler.extraction.vocabulary import (
    DOCUMENT_SUFFIXES,
    FURNITURE_TAGS,
    HEADINGS,
    LISTS,
    Hint,
    is_cut,
    is_label,
)


_BOXES = LISTS | {"div", "section", "table", "article", "tr", "center"}


class Pruning:
    """The blocks of one body on their way out."""

    def __init__(self, blocks: list[Block], body: Block) -> None:
        self.body = body
        self.run = blocks[body.index : body.last + 1]
        self.start = body.index
        self.own = [0, *accumulate(b.own for b in self.run)]
        self.linked = [0, *accumulate(b.linked for b in self.run)]
        self.total = self.own[-1] - self.linked[-1]
        self.gone = bytearray(len(self.run))

    def end(self, block: Block) -> int:
        return block.last - self.start + 1

    def chars(self, block: Block) -> tuple[int, int]:
        index, end = block.index - self.start, block.last - self.start + 1
        return self.own[end] - self.own[index], self.linked[end] - self.linked[index]

    def drop(self, block: Block) -> int:
        end = self.end(block)
        for i in range(block.index - self.start, end):
            self.gone[i] = 1
        remove(block.element)
        return end


def prune(blocks: list[Block], body: Block, title: str = "") -> None:
    """Take furniture out of the tree under `body`."""
    pruning = Pruning(blocks, body)
    _drop_boxes(pruning)
    _drop_lines(pruning, title)


def _drop_boxes(pruning: Pruning) -> None:
    run = pruning.run
    index = 1
    while index < len(run):
        block = run[index]
        chars, links = pruning.chars(block)
        if block.tag == "figure":
            index = _caption(pruning, block, chars - links)
        elif _is_box(block, chars, links, pruning.total):
            index = pruning.drop(block)
        else:
            index += 1


def _caption(pruning: Pruning, block: Block, plain: int) -> int:
    """Mark the words in a figure as its caption; tables and quotes in figures are content."""
    end = pruning.end(block)
    if plain > 600 or any(
        b.tag in ("table", "blockquote", "pre", "p") and b.own > 250
        for b in pruning.run[block.index - pruning.start : end]
    ):
        return block.index - pruning.start + 1
    for inner in pruning.run[block.index - pruning.start : end]:
        if inner.own:
            inner.element.tag = "figcaption"
            pruning.gone[inner.index - pruning.start] = 1
    return end


def _is_box(block: Block, chars: int, links: int, total: int) -> bool:
    if not chars:
        return False
    plain = chars - links
    if plain * 3 >= total:
        return False
    hint = block.hint
    if hint is Hint.FURNITURE or hint is Hint.COMMENTS or block.tag in FURNITURE_TAGS:
        return block.tag != "blockquote"
    if hint is Hint.META and chars < 300:
        return True
    if links > plain and block.tag in _BOXES:
        return not _has_document(block.element)
    return _is_hidden(block.element)


def _is_hidden(element: HtmlElement) -> bool:
    style = element.get("style")
    if style and "none" in style and "display:none" in style.replace(" ", "").lower():
        return True
    return element.get("hidden") is not None


def _has_document(element: HtmlElement) -> bool:
    return any((link.get("href") or "").lower().endswith(DOCUMENT_SUFFIXES) for link in element.iter("a"))


def _drop_lines(pruning: Pruning, title: str) -> None:
    run, gone = pruning.run, pruning.gone
    lines = [(i, b) for i, b in enumerate(run) if b.own and not gone[i]]
    _drop_head(pruning, lines, title)
    for i, block in lines:
        if gone[i] or i == 0:
            continue
        if block.hint is Hint.CAPTION and block.own < 400:
            block.element.tag = "figcaption"
            gone[i] = 1
        elif block.own <= 250 or block.linked:
            text = words(block.element) if block.own < 400 else ""
            if is_label(text, block.linked * 10 > block.own * 4):
                pruning.drop(block)
            elif (
                block.linked * 10 > block.own * 9
                and pruning.total > 600
                and block.tag in ("p", "div", *HEADINGS)
                and not _has_document(block.element)
            ):
                pruning.drop(block)
    _drop_tail(pruning, [(i, b) for i, b in lines if not gone[i]])


def _drop_head(pruning: Pruning, lines: list[tuple[int, Block]], title: str) -> None:
    """Drop the title and what stands above it."""
    before = 0
    for n, (i, block) in enumerate(lines[:40]):
        if block.tag == "h1" or (title and block.own < 400 and block.tag != "p" and words(block.element) == title):
            if before * 5 < pruning.total:
                for j, other in lines[: n + 1]:
                    if j and not pruning.gone[j]:
                        pruning.drop(other)
            break
        if block.own > 80 and block.tag != "h2":
            before += block.own - block.linked


def _drop_tail(pruning: Pruning, lines: list[tuple[int, Block]]) -> None:
    """Cut from a heading such as "Related stories" on, when little prose follows; drop headings nothing follows."""
    rest = 0
    for n in range(len(lines) - 1, -1, -1):
        i, block = lines[n]
        if i == 0:
            break
        if block.own < 80 and is_cut(words(block.element)):
            if rest * 4 < pruning.total:
                for j, other in lines[n:]:
                    if not pruning.gone[j]:
                        pruning.drop(other)
                rest = 0
                continue
        elif block.tag in HEADINGS and not rest:
            pruning.drop(block)
        rest += block.own - block.linked


def remove(element: HtmlElement) -> None:
    """Take an element out, its tail text stays."""
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
