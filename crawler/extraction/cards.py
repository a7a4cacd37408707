"""Whether the few words a page gave are a card's: the summary of another page, under the headline that leads there.

A list of one or two stories has as little text as a short notice. What tells them apart is what stands over the text:
the notice's title, or a headline that is a link to somewhere else.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from html import escape, unescape
from itertools import islice
from urllib.parse import urljoin, urlsplit

from crawler.documents import is_document
from crawler.extraction.blocks import Block
from crawler.extraction.dates import looks_dated
from crawler.extraction.phrases import is_cut
from crawler.extraction.structured import Structured
from crawler.extraction.text import key, words
from crawler.extraction.vocabulary import HEADINGS, Hint, is_title_name

HEADLINE = 25
"""Characters a headline has at least; the names of sections and tools are shorter."""
SENTENCE = 60
"""Characters no section's name has."""
SAID = 12
"""Characters below which a block says nothing: a label, a number, an arrow."""
BRIEF = 60
"""Characters of a text that may as well be a side box's."""
FAR = 1000
"""Bytes between a link's beginning and its words: classes, scripts, a picture."""
_HREF = re.compile(rb"""\bhref\s*=\s*["']?([^"'\s>]{1,2000})""", re.IGNORECASE)
HOLDS = 40
"""Blocks inside a headline at most. Where nothing is closed, each box holds all that follow: to ask every one for its
words would cost the square of the page."""
WRAPS = 200
"""Elements a link around a headline holds at most."""
NEAR = 12
"""Blocks between a headline and its summary: picture, date, counters."""


def lists_others(url: str, said: Structured, blocks: Sequence[Block], body: Block | None, title: str) -> bool:
    """Whether what stands under the title, or right over the text, is a headline that leads to another page.

    Args:
        url: of the page.
        said: its structured data; a headline that <title> repeats is the page's own.
        blocks: of the page, before anything is taken out of them.
        body: the block chosen as the body.
        title: as chosen.
    """
    own = key(f"{said.title} {said.first('og:title')}")
    leads = partial(_leads, own=own, url=url)
    heading = _block_of(title, blocks)
    if heading is not None and leads(heading):
        text = _text_of(blocks, body, heading)
        return text is None or any(_is_like(block, heading) and leads(block) for block in blocks)
    if heading is not None and heading.own >= SENTENCE and key(title) in own:
        return False
    if body is None and heading is None:
        return not _shows_title(own, blocks) and any(map(leads, blocks))
    text = _text_of(blocks, body, heading)
    if text is None and heading is None:
        return not _shows_title(own, blocks)
    if heading is not None:
        over = next((block for block in blocks[heading.last + 1 :] if _says(block) or _shows(block)), None)
    else:
        over = next(_upwards(blocks, text), None) if text is not None else None
    if over is None or not leads(over) or (heading is not None and _ends(blocks[heading.last + 1 : over.index])):
        return False
    return text is None or _is_summary(text, next(filter(leads, _upwards(blocks, text)), over), heading)


def _leads(block: Block, own: str, url: str) -> bool:
    """Whether it is a headline that leads to another page."""
    return _is_headline(block) and key(words(block.element)) not in own and _leads_away(block, url)


def only_linked(markup: bytes, url: str, title: str) -> bool:
    """Whether a title stands on a page only as a link to another: a selector took the first headline of a list.

    >>> page = "<title>Tin</title><h3><a href='/hop-xa'>Xã họp</a></h3>".encode()
    >>> only_linked(page, "https://so.example/tin", "Xã họp")
    True
    >>> only_linked(page + "<h1>Xã họp</h1>".encode(), "https://so.example/tin", "Xã họp")
    False
    """
    shown = escape(title, quote=False).encode()
    place = first = markup.find(shown)
    while place >= 0 and _in_link_away(markup[max(0, place - FAR) : place], url):
        place = markup.find(shown, place + len(shown))
    return first >= 0 > place


def _in_link_away(before: bytes, url: str) -> bool:
    opened = before.rfind(b"<a ")
    if opened < 0 or b"</a" in before[opened:]:
        return False
    href = _HREF.search(before, opened)
    return href is not None and _is_elsewhere(unescape(href[1].decode()), url)


def headlines(blocks: Iterable[Block], url: str) -> int:
    """Count the headlines on a page that lead to another."""
    return sum(_is_headline(block) and _leads_away(block, url) for block in blocks)


def _is_headline(block: Block) -> bool:
    if block.last - block.index > HOLDS:
        return False
    return block.own >= HEADLINE and block.linked * 10 >= block.own * 7


def _leads_away(block: Block, url: str) -> bool:
    link = next((link for link in block.element.iter("a") if words(link)), None)
    if link is None:
        link = next(block.element.iterancestors("a"), None)
        if link is not None and next(islice(link.iter(), WRAPS, None), None) is not None:
            return False  # a link nobody closed: it holds more than this headline
    if link is None or not _is_elsewhere(link.get("href") or "", url):
        return False
    before, _, _ = words(block.element).partition(words(link))
    return not any(map(str.isalpha, before))  # words before it: a sentence that links something


def _is_elsewhere(href: str, url: str) -> bool:
    """Whether an address is another page's, not a document, a script or a place on this one."""
    if not href.strip() or href.startswith("#") or is_document(href):
        return False
    try:
        there, here = urlsplit(urljoin(url, href.strip())), urlsplit(url)
    except ValueError:
        return False
    return there.scheme in ("", "http", "https") and (there.path, there.query) != (here.path, here.query)


def _block_of(title: str, blocks: Sequence[Block]) -> Block | None:
    """The block that shows the title, a heading before others."""
    wanted = key(title)
    near = range(len(title) - 4, len(title) + 40)
    shown = [block for block in blocks if block.own in near and key(words(block.element)) == wanted]
    named = (block for block in shown if block.tag in HEADINGS or is_title_name(block.names))
    return next(named, shown[0] if shown else None)


def _shows_title(own: str, blocks: Sequence[Block]) -> bool:
    """Whether a page shows a headline of its own, as <title> has it."""
    return any(
        HEADLINE <= block.own < 400 and not block.linked and key(words(block.element)) in own
        for block in blocks
        if block.own <= len(own) * 2
    )


def _text_of(blocks: Sequence[Block], body: Block | None, heading: Block | None) -> Block | None:
    """The first of the body's words, under the heading that shows the title."""
    above = heading.last if heading is not None else -1
    return next((b for b in _saying(blocks, body) if b.index > above and b.own - b.linked >= SAID), None)


def _is_summary(text: Block, headline: Block, heading: Block | None) -> bool:
    """Whether a text belongs to a headline over it: an article may have a few bare links over its first paragraph.

    It does when their common box is not the one that shows the page's title too.
    """
    if text.own - text.linked < BRIEF:
        return True
    box = text
    while box.parent is not None and not box.index <= headline.index <= box.last:
        box = box.parent
    return heading is None or not box.index <= heading.index <= box.last


def _saying(blocks: Sequence[Block], body: Block | None) -> Iterable[Block]:
    return (block for block in blocks[body.index : body.last + 1] if _says(block)) if body is not None else ()


def _upwards(blocks: Sequence[Block], text: Block) -> Iterator[Block]:
    return (block for block in reversed(blocks[max(0, text.index - NEAR) : text.index]) if _says(block))


def _says(block: Block) -> bool:
    """Whether a block has words of its own that are neither a date nor a label."""
    if block.own < SAID or block.closed:
        return False
    if _is_headline(block):
        return True
    if block.hint == Hint.META:
        return False
    if block.last > block.index and block.own < BRIEF:
        return False  # loose words between boxes
    return block.own > 80 or not looks_dated(words(block.element))


def _shows(block: Block) -> bool:
    """Whether a block holds a notice's picture or document; a card's picture is a link."""
    if block.closed or not (block.images or block.linked):
        return False
    if any(is_document(link.get("href") or "") for link in block.element.iter("a")):
        return True
    return any(next(picture.iterancestors("a"), None) is None for picture in block.element.iter("img"))


def _ends(between: Sequence[Block]) -> bool:
    """Whether a label such as "Other news" stands between a title and headlines: it ends an article without words."""
    labels = (block for block in between if 0 < block.own < 80 and not block.linked)
    return any(block.hint == Hint.FURNITURE or is_cut(words(block.element)) for block in labels)


def _is_like(block: Block, other: Block) -> bool:
    return block is not other and (block.tag, block.names) == (other.tag, other.names)
