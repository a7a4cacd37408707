"""The body of an unknown page: where its prose stands, and what inside is not the article."""

from itertools import accumulate

from lxml.html import HtmlElement

from crawler.extraction.blocks import Block
from crawler.extraction.text import words
from crawler.extraction.vocabulary import (
    FURNITURE,
    FURNITURE_TAGS,
    HEADINGS,
    Hint,
    is_document,
    is_title_name,
    words_of,
)


_BOX_WORDS = frozenset("portlet widget box module sidebar logo site page popup menu".split())

SHORT = 200
"""Worth of prose below which a page may be a notice of one line and a document."""


def worth_of(block: Block, scale: int = 1) -> int:
    """How much a block speaks for its surroundings being an article: prose counts for, link lists against."""
    own = block.own * scale
    if not own:
        return 0
    linked = block.linked * scale
    plain = own - linked
    if linked > plain:
        return -min(own, 40) - 20
    tag = block.tag
    if tag in HEADINGS or (block.names and own < 300 and is_title_name(block.names)):
        return 0
    if plain < 30:
        return 0 if tag == "p" else -10
    return min(plain - linked, 1500)


def choose(blocks: list[Block], tab: str = "", *, dense: bool = False) -> Block:
    """Return the block that holds the body.

    Args:
        blocks: of the page.
        tab: text of <title>, a help with notices of one line.
        dense: the script says in one character what others say in three (Chinese, Japanese, Korean).
    """
    strict, lenient = _worths(blocks, 3 if dense else 1)
    best, most = _richest(blocks, strict)
    other, more = _richest(blocks, lenient)
    if more > 6 * max(most, SHORT):
        return other
    if most < SHORT:
        return _notice(blocks, tab) or (best if most else other)
    return _first_article(blocks, _with_siblings(blocks, best))


def _with_siblings(blocks: list[Block], body: Block) -> Block:
    """A single paragraph is seldom a body: take its box when that is mostly text."""
    around = body.parent
    if body.last > body.index or around is None or around.parent is None:
        return body
    inside = blocks[around.index : around.last + 1]
    own, linked = sum(block.own for block in inside), sum(block.linked for block in inside)
    return around if linked * 2 < own < 6 * body.own else body


def _first_article(blocks: list[Block], body: Block) -> Block:
    """Of several whole articles on one page (endless scrolling), the first."""
    inside = blocks[body.index : body.last + 1]
    articles = [b for b in inside if b.tag == "article" and any(c.tag == "h1" for c in blocks[b.index : b.last + 1])]
    whole = [b for b in articles if not any(a.index < b.index <= a.last for a in articles)]
    return whole[0] if len(whole) > 1 else body


def _richest(blocks: list[Block], worths: list[int]) -> tuple[Block, int]:
    """The smallest block with the greatest sum of worth."""
    sums = [0, *accumulate(worths)]
    best, most = blocks[0], 0
    for block in blocks:
        total = sums[block.last + 1] - sums[block.index]
        if total >= most:
            best, most = block, total
    return best, most


def _notice(blocks: list[Block], tab: str) -> Block | None:
    """Return the body of a very short notice: no prose tells it, but its place does - right under the title."""
    dated = [block.index for block in blocks if block.hint is Hint.META and 0 < block.own < 120]
    titles = [(_title_score(block, dated, tab), block.index, block) for block in blocks if _is_title(block)]
    if not titles:
        return None
    title = max(titles)[2]
    first = next((block for block in blocks[title.last + 1 :] if _opens_notice(block)), None)
    if first is None:
        return None
    body = first
    while body.parent is not None and not (body.parent.index <= title.index <= body.parent.last):
        body = body.parent
    return body


def _title_score(block: Block, dated: list[int], tab: str) -> int:
    score = 3 * any(abs(block.index - index) < 9 for index in dated) + min(block.own, 120) // 30
    if tab and block.own > 11 and words(block.element) in tab:
        score += 2
    return score - 2 * (not _BOX_WORDS.isdisjoint(words_of(block.names)))


def _is_title(block: Block) -> bool:
    if not 12 <= block.own <= 400 or block.linked * 2 > block.own or _is_muted(block):
        return False
    return bool(block.names and is_title_name(block.names)) or block.tag in ("h1", "h2")


def _opens_notice(block: Block) -> bool:
    if not block.own and not block.images:
        return False
    if block.hint is Hint.META or block.tag in HEADINGS or is_title_name(block.names):
        return False
    if block.linked * 2 > block.own:
        return any(is_document(link.get("href") or "") for link in block.element.iter("a"))
    return not _is_muted(block)


def _is_muted(block: Block | None) -> bool:
    while block is not None:
        if is_furniture(block):
            return True
        block = block.parent
    return False


def _worths(blocks: list[Block], scale: int) -> tuple[list[int], list[int]]:
    """Worth of each block; nothing inside furniture counts for.

    In the second list only the site's own furniture is silenced. Class names such as `paywall` or `widget` are also given
    to boxes that hold the article: in the first list, such a box is silenced unless it holds most of the prose.
    """
    worths = [worth_of(block, scale) for block in blocks]
    for block, before in zip(blocks[1:], blocks, strict=False):
        if block.own == before.own > 40 and block.parent is before.parent:
            worths[block.index] = 0  # a scrolling line keeps several copies of itself
    prose = [0, *accumulate(max(worth, 0) for worth in worths)]
    strict, lenient = [*worths], worths
    total = prose[-1]
    index, count = 1, len(blocks)
    soft: list[Block] = []
    bodies = [b for b in blocks if b.hint is Hint.BODY and (prose[b.last + 1] - prose[b.index]) * 3 > total]
    while index < count:
        block = blocks[index]
        end = block.last + 1
        if is_furniture(block):
            share = prose[end] - prose[index]
            wraps = block.tag in ("article", "main") or block.last - index > count * 0.6
            if any(index < body.index < end for body in bodies):
                pass
            elif block.hint is Hint.FURNITURE:
                soft.append(block)
            elif not (wraps and share * 2 > total):
                silenced = [min(worth, 0) for worth in worths[index:end]]
                strict[index:end] = lenient[index:end] = silenced
                total -= share
                index = end
                continue
        index += 1
    for block in soft:
        index, end = block.index, block.last + 1
        if (prose[end] - prose[index]) * 2 <= max(total, 1000):
            strict[index:end] = [min(worth, 0) for worth in strict[index:end]]
    return strict, lenient


def is_furniture(block: Block) -> bool:
    if block.tag == "form":  # ASP.NET wraps the whole page in one
        return block.last - block.index < 60
    if block.hint is Hint.FURNITURE and block.tag == "p" and block.own > 150 and block.linked * 3 < block.own:
        return False  # a paragraph of prose, whatever its class
    return block.hint in FURNITURE or block.tag in FURNITURE_TAGS
