"""Furniture that comes in boxes: by class, by links, by being hidden, by being a picture's frame."""

from lxml.html import HtmlElement

from crawler.documents import is_document
from crawler.extraction.blocks import Block
from crawler.extraction.body import is_furniture
from crawler.extraction.pruning import Pruning, empty
from crawler.extraction.text import key, words
from crawler.extraction.vocabulary import FURNITURE_TAGS, HEADINGS, LISTS, Hint

_BOXES = LISTS | {"div", "section", "table", "article", "tr", "center"}
_INLINE = frozenset(("a", "span", "b", "strong", "i", "em", "small", "font"))
_FRAMES = FURNITURE_TAGS | {"figure"}
_CARDS = frozenset(("div", "article", "section", "li", "td"))


def drop_boxes(pruning: Pruning) -> None:
    """Drop boxes that are furniture, mark those that are a picture with its caption."""
    run = pruning.run
    _drop_loose_links(run[0], pruning)
    index = 1
    while index < len(run):
        block = run[index]
        if _is_plain_line(block):
            index += 1
            continue
        chars, links = pruning.chars(block)
        plain = chars - links
        if block.closed:
            pruning.drop(block)
            index += 1
        elif not chars:
            index += 1
        elif plain * 3 >= pruning.prose:
            if _is_hidden(block.element) and _is_copy(block, pruning):
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


def _is_plain_line(block: Block) -> bool:
    """Whether nothing can make a box of a block: no class that says so, nothing in it, no links for a list, shown."""
    if block.hint or block.last > block.index or block.tag in _FRAMES:
        return False
    if block.tag != "p" and (block.linked or block.images):
        return False
    return not block.own or not _is_hidden(block.element)


def _drop_loose_links(body: Block, pruning: Pruning) -> None:
    """Drop what stands in the body's own box between its paragraphs when it is links: tags, ways to share."""
    if not body.linked * 2 > body.own < 500 or body.own * 2 > pruning.prose or has_document(body.element):
        return
    for child in body.element:
        if child.tag in _INLINE and next(child.iter("img", "p", "div"), None) is None:
            empty(child)
        child.tail = None


def _is_box(block: Block, chars: int, links: int, pruning: Pruning) -> bool:
    plain = chars - links
    if block.tag == "blockquote":
        return False
    if is_furniture(block):
        return not _holds_quote(block, chars, pruning)
    if block.hint == Hint.META and chars < 300:
        return True
    if links > plain and block.tag in _BOXES:
        return not has_document(block.element) and not _holds_quote(block, chars, pruning)
    if block.tag in _CARDS and plain < 450 and block.last > block.index and _is_teaser(block, pruning):
        return True
    return _is_hidden(block.element)


def _holds_quote(block: Block, chars: int, pruning: Pruning) -> bool:
    """Whether a box is the frame of a quoted post."""
    if block.hint == Hint.COMMENTS:
        return False
    return any(inner.tag == "blockquote" and pruning.chars(inner)[0] * 2 > chars for inner in pruning.inside(block))


def _is_teaser(block: Block, pruning: Pruning) -> bool:
    """Whether a small box is another story's: a linked heading over a line or two."""
    if block.own > 60:
        return False
    first = next((inner for inner in pruning.inside(block)[1:] if inner.own), None)
    return first is not None and first.tag in HEADINGS and first.linked * 10 > first.own * 8


def _is_caption_box(block: Block, plain: int, links: int, pruning: Pruning) -> bool:
    """Whether a box is a picture with a line or two under it."""
    if block.tag == "figure":
        return plain < 700 and all(
            b.tag not in ("table", "blockquote", "pre") and b.own < 500 for b in pruning.inside(block)
        )
    if block.hint == Hint.CAPTION:
        return plain < 500
    if plain > 350 or links * 2 > plain or block.tag not in ("div", "table", "center", "dl", "section"):
        return False
    inside = pruning.inside(block)
    if any(b.tag in HEADINGS or b.tag in LISTS or b.own > 250 or b.hint == Hint.LEAD for b in inside):
        return False
    return any(b.images for b in inside) and sum(b.own > 0 for b in inside) <= 3


def _is_hidden(element: HtmlElement) -> bool:
    style = element.get(b"style")
    if style and "none" in style and "display:none" in style.replace(" ", "").lower():
        return True
    return element.get(b"hidden") is not None


def _is_copy(block: Block, pruning: Pruning) -> bool:
    """Whether a hidden box repeats, for machines, prose that stands before it."""
    prose = [key(words(b.element)) for b in pruning.inside(block) if b.own > 80]
    before = key("".join(words(b.element) for b in pruning.run[1 : block.index - pruning.start] if b.own))
    return any(text[:60] in before for text in prose)


def has_document(element: HtmlElement) -> bool:
    """Whether an element links a document."""
    return any(is_document(link.get("href") or "") for link in element.iter("a"))
