"""What belongs to the article and stands outside its body: the lead picture, the box of documents."""

import re
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from crawler.addresses import absolute
from crawler.documents import is_document, points_at_document
from crawler.extraction.blocks import Block
from crawler.extraction.text import words
from crawler.extraction.vocabulary import FURNITURE, Hint, words_of
from items import Attachment, Image

_SOURCES = ("data-src", "data-original", "data-lazy-src", "src")
_ICON = re.compile(r"logo|icon|avatar|sprite|blank|spacer|pixel|banner|loading|share|print|\.svg|^data:")
_SMALL = re.compile(r"\d{1,2}(?:px)?")
_FILES = frozenset(
    ("attach", "attachment", "attachments", "dinhkem", "download", "downloads", "file", "files", "tailieu")
)
_FILES_LABEL = re.compile(
    r"(?:các )?(?:tệp|file|tập tin|tài liệu|văn bản)(?: tin)?\s*(?:đính kèm|kèm theo)|attach(?:ment|ed)"
    r"|downloads?\b|tải về",
    re.IGNORECASE,
)
LONGEST_POINTER = 100
"""Characters of it. Words that lead somewhere as a whole are a button's, or another story's."""
MOST_IMAGES = 3
REACH = 60
"""Blocks after the body in which its documents may be listed."""


def attachments_in(box: HtmlElement, url: str) -> Iterator[Attachment]:
    """Links of a box of documents."""
    for link in box.iter("a"):
        href = (link.get("href") or "").strip()
        if href and not href.lower().startswith(("#", "javascript:", "mailto:")):
            yield Attachment(absolute(href, url), words(link) or None)


def attachments_after(blocks: Sequence[Block], body: Block, url: str) -> list[Attachment]:
    """Documents listed under the body by a box that calls itself so, or after a line that does."""
    found: list[Attachment] = []
    for block in blocks[body.last + 1 : body.last + 1 + REACH]:
        if block.hint in FURNITURE:
            break
        if block.last - block.index > 30 or not (block.own or block.names):
            continue
        if _calls_itself_files(block):
            box = block if block.linked or block.last > block.index else block.parent
            links = attachments_in(box.element, url) if box is not None else ()
            found.extend(link for link in links if is_document(link.url))
    return list(dict.fromkeys(found))


def pointers_after(blocks: Sequence[Block], body: Block) -> list[HtmlElement]:
    """The line right under a body that says where its document is: "Xem chi tiết tại đây"."""
    under = blocks[body.last + 1 : body.last + 2]
    return [
        block.element
        for block in under
        if block.linked < block.own < LONGEST_POINTER and points_at_document(words(block.element))
    ]


def _calls_itself_files(block: Block) -> bool:
    if any(not _FILES.isdisjoint(words_of(name)) for name in block.names.split()):
        return True
    return 0 < block.own < 80 and _FILES_LABEL.match(words(block.element)) is not None


def images_before(blocks: Sequence[Block], first: int, body: Block, url: str) -> list[Image]:
    """The first pictures between title and body."""
    found: dict[Image, None] = {}
    for block in blocks[first : body.index]:
        if block.images and block.last < body.index and block.hint not in FURNITURE and block.hint != Hint.META:
            for element in block.element.iter("img"):
                if image := _image(element, url):
                    found[image] = None
                if len(found) == MOST_IMAGES:
                    return list(found)
    return list(found)


def _image(element: HtmlElement, url: str) -> Image | None:
    source = next((value for name in _SOURCES if (value := (element.get(name) or "").strip())), "")
    if not source or _ICON.search(source.lower()) or _SMALL.fullmatch(element.get("width") or ""):
        return None
    figure = next(element.iterancestors("figure"), None)
    caption = next(iter(figure.iter("figcaption")), None) if figure is not None else None
    return Image(
        absolute(source, url),
        alt=" ".join((element.get("alt") or "").split()) or None,
        caption=(words(caption) or None) if caption is not None else None,
    )
