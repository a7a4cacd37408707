"""Furniture that comes in lines: labels, pointers to other stories, and what gathers at the two ends of a body."""

from lxml.html import HtmlElement

from crawler.extraction.authors import begins_byline
from crawler.extraction.blocks import Block
from crawler.extraction.boxes import has_document
from crawler.extraction.dates import looks_dated
from crawler.extraction.phrases import (
    CONSENT_OPENING,
    LONGEST_CONSENT,
    is_consent,
    is_cut,
    is_label,
    is_note,
    is_shouted_label,
)
from crawler.extraction.pruning import Pruning, empty
from crawler.extraction.text import key, opening, words
from crawler.extraction.vocabulary import HEADINGS, Hint, is_title_name

_TITLES = HEADINGS | {"dt"}
_REPEATING = frozenset(("td", "th", "li", "dt", "dd"))
"""Cells and items may say the same again; paragraphs do so only as pull quotes."""

LONG = 400
"""Characters from which a line is neither a repetition nor, without links, a label."""


def drop_head(pruning: Pruning, title: str) -> None:
    """Drop the title and all that stands over it."""
    if len(title) < 8:
        return
    before = 0
    lines = pruning.lines()
    for n, block in enumerate(lines[:60]):
        little = before * 5 < pruning.prose
        named = block.own < 500 and (block.tag in _TITLES or (block.names and is_title_name(block.names)))
        if named or (little and len(title) <= block.own < 2 * len(title)):
            same = key(pruning.text(block)) == title
            if (same and (little or pruning.prose - before > 400)) or (block.tag == "h1" and little):
                for other in lines[: n + 1]:
                    pruning.drop_line(other)
            if same:
                return
        before += block.own - block.linked


def drop_lines(pruning: Pruning, keywords: str) -> None:
    """Drop labels, pointers, repeated lines and, before the first prose, date and byline slots; mark captions."""
    quoted = bytearray(len(pruning.run))
    for block in pruning.run:
        if block.tag == "blockquote":
            quoted[block.index - pruning.start : pruning.next(block)] = b"\x01" * (block.last - block.index + 1)
    prose = False
    seen: set[str] = set()
    for block in pruning.lines():
        own = block.own
        text = pruning.text(block) if own < LONG or block.linked else ""
        if 40 < own < LONG and block.last == block.index and block.tag not in _REPEATING:
            if text in seen:
                pruning.drop_line(block)
                continue
            seen.add(text)
        prose = prose or own - block.linked > 120
        if not prose and own < 80 and (looks_dated(text) or begins_byline(text)):
            if not has_document(block.element):
                pruning.drop_line(block)
            continue
        if quoted[block.index - pruning.start]:
            continue
        if block.hint == Hint.CAPTION and own < 500:
            pruning.caption(block)
        elif own <= 250 or (block.linked and own < 600):
            if block.tag in HEADINGS and is_cut(text):
                continue  # what it opens goes with it
            if _is_furniture_line(block, text, pruning) or (keywords and _is_all(text, keywords)):
                pruning.drop_line(block)
        elif block.tag == "h1" or (own < LONGEST_CONSENT and _asks_consent(block, text)):
            pruning.drop_line(block)


def _asks_consent(block: Block, text: str) -> bool:
    """Whether a line stands in place of an embedded post; its text is "" where it was not read, for it is long."""
    if text:
        return is_consent(text)
    return is_consent(opening(block.element, CONSENT_OPENING)) and is_consent(words(block.element))


def _is_all(text: str, form: str) -> bool:
    """Whether a form for comparing is a line's; hardly one begins alike."""
    return form.startswith(key(text[:9])) and key(text) == form


def _is_furniture_line(block: Block, text: str, pruning: Pruning) -> bool:
    if text.startswith(("&lt;", "&amp;lt;", "<")) and text.endswith((">", ";")):
        return True  # markup escaped twice by an editor
    if is_label(text, linked=block.linked * 10 > block.own * 3) or is_consent(text):
        return True
    if block.own < 90 and block.tag != "p" and looks_dated(text) and sum(map(str.isalpha, text)) < 30:
        return True
    return block.linked > 0 and _leads_elsewhere(block, text, pruning)


def _leads_elsewhere(block: Block, text: str, pruning: Pruning) -> bool:
    """Whether a line is hardly anything but links to other stories."""
    if block.linked * 2 > block.own > POINTER and _is_shouted_pointer(block, text):
        return True
    if block.tag == "p" and block.own > 60 and block.linked * 10 > block.own * 8 and _is_list_of_pointers(block):
        return True
    if text.startswith(("http://", "https://", "www.")):
        return False  # an address given as such: a source, not a headline
    if block.linked * 10 > block.own * 9 and pruning.prose > 400 and block.tag in ("p", "div", "h4", "h5", "h6"):
        return block.own > 20 and not has_document(block.element)
    return False


POINTER = 25
"""Characters of a headline; a name or a term that is linked has fewer."""


def _is_list_of_pointers(block: Block) -> bool:
    """Whether a line is headlines side by side, with marks or a label between them."""
    links = [words(link) for link in block.element.iter("a")]
    return len(links) > 1 and all(len(link) >= POINTER for link in links) and not has_document(block.element)


def _is_shouted_pointer(block: Block, text: str) -> bool:
    """Whether a line is a label in capitals and a headline."""
    link = next((found for found in map(words, block.element.iter("a")) if len(found) >= POINTER), "")
    return bool(link) and text.endswith(link) and is_shouted_label(text[: -len(link)].strip())


def drop_unfolded(pruning: Pruning) -> None:
    """Drop what unfolds under a name inside a sentence: a run of links in a box, with nothing between them."""
    for block in pruning.lines():
        if UNFOLDED < block.own < LONGEST_PARAGRAPH and block.linked * 2 > block.own:
            boxes = [inner for inner in block.element.iter("span", "small", "b", "i") if _is_run_of_links(inner)]
            for box in boxes:
                if not any(other in boxes for other in box.iterdescendants("span", "small", "b", "i")):
                    _shorten(block, box)


UNFOLDED = 150
"""Characters of a paragraph that may hide a list of links."""
LONGEST_PARAGRAPH = 3000


def _is_run_of_links(inner: HtmlElement) -> bool:
    links = list(inner.iter("a"))
    if len(links) < 3 or any(not link.get("href") for link in links):
        return False
    return len(key(words(inner))) == sum(len(key(words(link))) for link in links)


def _shorten(block: Block, box: HtmlElement) -> None:
    chars = len(words(box))
    block.own, block.linked = max(0, block.own - chars), max(0, block.linked - chars)
    empty(box)


def drop_unsaid(pruning: Pruning, said: str) -> None:
    """Drop paragraphs the page's own structured body does not have, when it has most of what stands here."""
    lines = [block for block in pruning.lines() if block.own > 25]
    known = {block.index: key((pruning.text(block) or words(block.element))[:200])[:50] in said for block in lines}
    matched = sum(block.own for block in lines if known[block.index])
    if matched * 10 < max(len(said), sum(block.own for block in lines)) * 7:
        return
    first = next((block.index for block in lines if known[block.index]), 0)
    for block in lines:
        if not known[block.index] and block.tag in ("p", "div") and block.index > first:
            pruning.drop_line(block)


def drop_tail(pruning: Pruning) -> None:
    """Cut from a heading such as "Related stories" on when little prose follows; drop notes to the reader and headings
    that nothing follows.
    """
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
            rest += block.own - block.linked if not short or rest or not _is_credit(text) else 0


def _is_credit(text: str) -> bool:
    """Whether a last line names who a picture is from: a note to the reader may stand over it."""
    return text.lower().startswith(
        ("image source", "image credit", "photo credit", "featured image", "image:", "photo:")
    )


def _is_link_item(block: Block, pruning: Pruning) -> bool:
    """Whether a list item at the very end points elsewhere."""
    return (
        block.tag == "li"
        and block.linked * 10 > block.own * 4
        and pruning.prose > 800
        and not has_document(block.element)
    )
