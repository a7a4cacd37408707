"""The body of an unknown page: where its prose stands, and what inside is not the article."""

from collections.abc import Sequence
from itertools import accumulate

from crawler.documents import is_document
from crawler.extraction.blocks import Block
from crawler.extraction.dates import LONGEST, looks_dated
from crawler.extraction.phrases import LONGEST_IMPRINT, is_imprint, speaks_of_portal
from crawler.extraction.slugs import likeliest
from crawler.extraction.text import words
from crawler.extraction.vocabulary import (
    FURNITURE,
    FURNITURE_TAGS,
    HEADINGS,
    Hint,
    is_title_name,
    words_of,
)

_BOX_WORDS = frozenset(["portlet", "widget", "box", "module", "sidebar", "logo", "site", "page", "popup", "menu"])

SHORT = 200
"""Worth of prose below which a page may be a notice of one line and a document."""


def worth_of(block: Block, scale: int = 1) -> int:
    """How much a block speaks for its surroundings being an article: prose counts for, link lists against."""
    own = block.own * scale
    linked = block.linked * scale
    plain = own - linked
    if linked > plain:
        return -min(own, 40) - 20
    tag = block.tag
    if (plain < 60 and (plain >= 30 or tag == "p")) or tag in HEADINGS:
        return 0
    if own < 300 and block.names and is_title_name(block.names):
        return 0
    return min(plain - linked, 1500) if plain >= 60 else -10


def choose(
    blocks: list[Block], tab: str = "", *, headlines: Sequence[Block] = (), dense: bool = False
) -> tuple[Block | None, Block | None]:
    """Return the block that holds the body, and the title of a notice found by its title.

    The body is None when nothing on the page reads like one.

    Args:
        blocks: of the page.
        tab: text of <title>, a help with notices of one line.
        headlines: the blocks that show what the address spells.
        dense: the script says in one character what others say in three (Chinese, Japanese, Korean).
    """
    strict, lenient = _worths(blocks, 3 if dense else 1)
    best, most = _richest_speaking(blocks, headlines, strict, lenient)
    other, more = (best, most) if lenient is strict else _richest(blocks, lenient)
    if more > 6 * max(most, SHORT):
        return other, None
    if most < SHORT:
        return _notice(blocks, tab, likeliest(headlines)) or (
            (other if more >= SHORT else best if most else None),
            None,
        )
    return _narrowed(blocks, strict, _first_article(blocks, strict, _with_siblings(blocks, best))), None


NAMED_SHARE, ANY_SHARE = 0.7, 0.97


def _narrowed(blocks: list[Block], worths: list[int], body: Block) -> Block:
    """Step into the box that holds nearly all of the prose: what little the outer box adds is its head and foot."""
    sums = [0, *accumulate([worth * (worth > 0) for worth in worths[body.index : body.last + 1]])]
    most = sums[-1]
    start = body.index
    for block in blocks[body.index + 1 : body.last + 1]:
        if block.last > block.index:
            share = sums[block.last + 1 - start] - sums[block.index - start]
            if share > most * (NAMED_SHARE if block.hint == Hint.BODY else ANY_SHARE):
                body = block
    return body


def _with_siblings(blocks: list[Block], body: Block) -> Block:
    """A single paragraph is seldom a body: take its box when that is mostly text. A page of few lines is a box too."""
    around = body.parent
    if body.last > body.index or around is None:
        return body
    inside = blocks[around.index : around.last + 1]
    if around.parent is None and len(inside) > MOST_LINES:
        return body
    own, linked = sum(block.own for block in inside), sum(block.linked for block in inside)
    return around if linked * 2 < own < 6 * body.own else body


def _first_article(blocks: list[Block], worths: list[int], body: Block) -> Block:
    """Of several whole articles on one page (endless scrolling), the first."""
    inside = blocks[body.index : body.last + 1]
    articles = [block for block in inside if block.tag == "article" and block is not body]
    if len(articles) < 2:
        return body
    prose = sum(worth for worth in worths[body.index : body.last + 1] if worth > 0)
    whole = [
        block
        for block in articles
        if any(inner.tag == "h1" for inner in blocks[block.index : block.last + 1])
        and sum(worth for worth in worths[block.index : block.last + 1] if worth > 0) * 6 > prose
    ]
    first = whole[0] if whole else body
    return first if any(block.index > first.last for block in whole) else body


def _richest(blocks: list[Block], worths: list[int]) -> tuple[Block, int]:
    """The smallest block with the greatest sum of worth."""
    sums = [0, *accumulate(worths)]
    most = 0
    best = blocks[0]
    for block in blocks:
        total = sums[block.last + 1] - sums[block.index]
        if total >= most:
            best, most = block, total
    return best, most


def _richest_speaking(
    blocks: list[Block], headlines: Sequence[Block], worths: list[int], lenient: list[int]
) -> tuple[Block, int]:
    """The richest block, with the portal's imprint, and what little stands above the headline, made to count for
    nothing (in place): beside a notice of one line they are the longest prose of the page.
    """
    best, most = _richest(blocks, worths)
    for _ in range(4):
        if not 0 < most < LONGEST_IMPRINT:
            break
        above = bool(headlines) and best.last < headlines[0].index
        other = best if above else _imprint_in(blocks[best.index : best.last + 1])
        if other is None:
            break
        for each in (worths, lenient):
            each[other.index : other.last + 1] = [min(0, worth) for worth in each[other.index : other.last + 1]]
        best, most = _richest(blocks, worths)
    return best, most


def _imprint_in(run: list[Block]) -> Block | None:
    """The outermost block of a subtree that is hardly anything but the portal's imprint."""
    if not is_imprint(words(run[0].element)):
        return None
    start = run[0].index
    for block in run:
        lines = [words(each.element) for each in run[block.index - start : block.last - start + 1] if each.own]
        mine = sum(len(line) for line in lines if speaks_of_portal(line))
        if mine * 5 > 3 * sum(map(len, lines)) and is_imprint(words(block.element)):
            return block
    return None


def _notice(blocks: list[Block], tab: str, headline: Block | None) -> tuple[Block, Block] | None:
    """Return body and title of a very short notice: no prose tells it, but its place does - right under the title."""
    title = headline or _likeliest_title(blocks, tab)
    if title is None:
        return None
    cards = {index for block in blocks if is_story(block) for index in _card_of(blocks, block)}
    after = (block for block in blocks[title.last + 1 :] if block.index not in cards)
    first = next((block for block in after if _opens_notice(block)), None)
    if first is None:
        return None
    body = first
    while body.parent is not None and not (body.parent.index <= title.index <= body.parent.last):
        body = body.parent
    return _with_further_lines(blocks, body), title


def _likeliest_title(blocks: list[Block], tab: str) -> Block | None:
    dated = [block.index for block in blocks if block.hint == Hint.META and 0 < block.own < 120][:50]
    titles = [(_title_score(block, dated, tab), block.index, block) for block in blocks if _is_title(block)]
    return max(titles)[2] if titles else None


def _with_further_lines(blocks: list[Block], body: Block) -> Block:
    """Where title and lines share a box, all its lines are the notice's, unless the box leads elsewhere."""
    around = body.parent
    if around is None:
        return body
    after = blocks[body.index : around.last + 1]
    own, linked = sum(block.own for block in after), sum(block.linked for block in after)
    return around if own > body.own and linked * 4 < own and len(after) <= MOST_LINES else body


MOST_LINES = 40
"""Blocks of a notice's box; a page has hundreds."""


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
    if block.hint == Hint.META or block.tag in HEADINGS or is_title_name(block.names):
        return False
    if block.linked * 2 > block.own:
        return any(is_document(link.get("href") or "") for link in block.element.iter("a"))
    return not _is_muted(block) and not (0 < block.own <= LONGEST and looks_dated(words(block.element)))


def _is_muted(block: Block | None) -> bool:
    while block is not None:
        if is_furniture(block):
            return True
        block = block.parent
    return False


def _worths(blocks: list[Block], scale: int) -> tuple[list[int], list[int]]:
    """Worth of each block; nothing inside furniture counts for.

    In the second list only the site's own furniture is silenced. Class names such as `widget` or `promo` are also given
    to boxes that hold the article: in the first list, such a box is silenced unless it holds most of the prose.
    """
    lenient = [0] * len(blocks)
    saying = [block for block in blocks if block.own]
    for block in saying:
        if block.own <= REPEATED or not _repeats(block, blocks[block.index - 1]):
            lenient[block.index] = worth_of(block, scale)
    for block in saying:
        if block.linked and block.tag in HEADINGS and is_story(block):
            for index in _card_of(blocks, block):
                lenient[index] = min(lenient[index], 0)
    prose = [0, *accumulate([worth * (worth > 0) for worth in lenient])]
    total = prose[-1]
    called = [
        block
        for block in blocks
        if (block.names or block.tag in FURNITURE_TAGS) and prose[block.last + 1] > prose[block.index]
    ]
    named = [block for block in called if block.hint == Hint.BODY]
    furniture = [block for block in called if block.hint != Hint.BODY and is_furniture(block)]
    named = [body for body in named[:50] if (prose[body.last + 1] - prose[body.index]) * 3 > total]
    soft: list[Block] = []
    done = 0
    for block in furniture:
        index, end = block.index, block.last + 1
        share = prose[end] - prose[index]
        if not share or index < done or any(index < body.index < end for body in named):
            continue
        if block.hint == Hint.FURNITURE:
            soft.append(block)
            continue
        wraps = block.tag in ("article", "main") or end - index > len(blocks) * 0.6
        if not (wraps and share * 2 > total):
            lenient[index:end] = [worth * (worth < 0) for worth in lenient[index:end]]
            total -= share
            done = end
    strict = [*lenient] if soft else lenient
    for block in soft:
        index, end = block.index, block.last + 1
        if (prose[end] - prose[index]) * 2 <= max(total, 1000):
            strict[index:end] = [worth * (worth < 0) for worth in strict[index:end]]
    return strict, lenient


CARD = 450
"""Characters of prose a card of another story holds at most."""


def _card_of(blocks: list[Block], heading: Block) -> range:
    """The run of blocks that is another story's card: a linked heading with a line or two; empty when it is none."""
    card = heading.parent
    if card is not None and card.last == heading.index:
        card = card.parent
    if card is None or card.last - card.index > 20:
        return range(0)
    inside = blocks[card.index : card.last + 1]
    small = sum(block.own - block.linked for block in inside) < CARD
    return range(card.index, card.last + 1) if small else range(0)


def is_story(block: Block) -> bool:
    """Whether a block is a heading that leads to another story."""
    return block.tag in HEADINGS and block.own > 11 and block.linked * 10 > block.own * 8


REPEATED = 40
"""Characters from which on a line that says the same as the one before is a copy of it."""


def _repeats(block: Block, before: Block) -> bool:
    """Whether a block says what its neighbour says: a scrolling line keeps several copies of itself."""
    if not (block.own == before.own and block.parent is before.parent and block is not before):
        return False
    return words(block.element) == words(before.element)


def is_furniture(block: Block) -> bool:
    """Whether a block is furniture by its tag or by what its class calls it."""
    hint, tag = block.hint, block.tag
    if tag in FURNITURE_TAGS:
        return tag != "form" or block.last - block.index < 60  # ASP.NET wraps the whole page in one
    if hint not in FURNITURE:
        return False
    # a paragraph of prose is none, whatever its class
    return not (hint == Hint.FURNITURE and tag == "p" and block.own > 120 and block.linked * 3 < block.own)
