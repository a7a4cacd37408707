"""The body of an unknown page: where its prose stands, and what inside is not the article."""

from itertools import accumulate

from lxml.html import HtmlElement

from crawler.extraction.blocks import Block
from crawler.extraction.vocabulary import FURNITURE_TAGS, HEADINGS, Hint


def worth_of(block: Block) -> int:
    """How much a block speaks for its surroundings being an article: prose counts for, link lists against."""
    own = block.own
    if not own:
        return 0
    linked = block.linked
    plain = own - linked
    if linked > plain:
        return -min(own, 40) - 20
    tag = block.tag
    if tag in HEADINGS:
        return 0
    if plain < 30:
        return 0 if tag == "p" else -10
    return min(plain - linked, 1500)


def choose(blocks: list[Block]) -> Block:
    worths = _worths(blocks)
    sums = [0, *accumulate(worths)]
    best, most = blocks[0], 0
    for block in blocks:
        total = sums[block.last + 1] - sums[block.index]
        if total >= most:
            best, most = block, total
    return best


def _worths(blocks: list[Block]) -> list[int]:
    """Worth of each block, nothing inside furniture counting for."""
    worths = [worth_of(block) for block in blocks]
    muted = [*worths]
    index, count = 1, len(blocks)
    while index < count:
        block = blocks[index]
        if block.hint is Hint.FURNITURE or block.hint is Hint.COMMENTS or block.tag in FURNITURE_TAGS:
            end = block.last + 1
            muted[index:end] = [min(worth, 0) for worth in worths[index:end]]
            index = end
        else:
            index += 1
    kept = sum(worth for worth in muted if worth > 0)
    every = sum(worth for worth in worths if worth > 0)
    return muted if kept * 6 >= every else worths
