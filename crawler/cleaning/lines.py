"""Markup or dump text -> lines: where a browser would break them, inline tags joined.

The tree is walked once, in document order; every element costs a few looks, whatever its tag.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from lxml.html import HtmlElement, document_fromstring

from crawler.cleaning.line import CAPTION, HEADING, IMAGE, ITEM, PARAGRAPH, QUOTE, Line
from crawler.cleaning.links import attachment, embedded_document, picture
from crawler.cleaning.tables import Table
from crawler.cleaning.vocabulary import phrases
from items import Attachment

TYPED_MARKUP = re.compile(r"</?(?:p|div|span|br|strong|table|td)\b[^<>]*>", re.IGNORECASE)
"""A body that is an HTML string escaped once more shows these in its text."""
HIDDEN = re.compile(r"display *: *none")
HIDDEN_TEXT = 300
"""Hidden text of this size that is most of the body is the body (a page that unhides its text by script)."""
SIDE = re.compile(r"text-align:\s*(\w+)", re.IGNORECASE)
CENTRED_CLASS = "center"
RIGHT_CLASSES = ("text-right", "rteright", "align-right")
CAPTION_CLASSES = ("caption", "imgdesc", "img-desc", "image-desc", "chuthich", "chu-thich")

UNSEEN, SILENT, INLINE, OPEN, BREAK, BOLD, ITALIC, LINK, PICTURE, CELL, ROW, TABLE, OTHER = range(13)
BLOCKS = phrases(
    """p|div|section|article|main|header|footer|aside|nav|address|center|dl|dt|dd|ul|ol|fieldset|form|figure|details|summary
    |pre|hgroup|caption|body|html|noframes|marquee|hr"""
)
KINDS = {
    **dict.fromkeys(BLOCKS, PARAGRAPH),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), HEADING),
    "li": ITEM,
    "blockquote": QUOTE,
    "figcaption": CAPTION,
    "legend": CAPTION,
}


class _Actions(dict[str, int]):
    """Tag -> what the element does to the line. Unknown ones break it, but those of an editor's name space (`o:p`).
    Comments and instructions, whose tag is a function, are not seen.
    """

    def __missing__(self, tag: object) -> int:
        if not isinstance(tag, str):
            return UNSEEN
        return INLINE if ":" in tag else OTHER


ACTIONS = _Actions(
    {
        **dict.fromkeys(KINDS, OPEN),
        **dict.fromkeys(
            phrases(
                """span|font|u|tt|small|big|sub|sup|label|abbr|acronym|cite|code|ins|mark|s|strike|time|data|bdo|bdi|nobr|q|var
            |kbd|samp|dfn|wbr|meta|link|base|colgroup|col|source|track|tbody|thead|tfoot|input|area|param|option|del|dir
            |blink"""
            ),
            INLINE,
        ),
        **dict.fromkeys(
            phrases(
                """script|style|noscript|template|select|textarea|button|object|video|audio|svg|canvas|map|title|head|iframe
            |embed|xml"""
            ),
            SILENT,
        ),
        **dict.fromkeys(("b", "strong"), BOLD),
        **dict.fromkeys(("i", "em"), ITALIC),
        "br": BREAK,
        "img": PICTURE,
        "td": CELL,
        "th": CELL,
        "a": LINK,
        "tr": ROW,
        "table": TABLE,
    }
)
"""What an element does to the line it stands in, by its tag: inline ones nothing, silent ones hold no text."""


@dataclass(slots=True)
class Body:
    """What one walk over the body gives."""

    lines: list[Line] = field(default_factory=list)
    """In order; pictures are lines of kind `image`."""
    attachments: list[Attachment] = field(default_factory=list)
    """Documents linked or embedded, in order, once each."""


def read_body(elements: Sequence[HtmlElement], base_url: str | None = None) -> Body:
    """Walk body elements once. `base_url` resolves the addresses of pictures and documents.

    >>> from lxml.html import fromstring
    >>> markup = "<div><p>Xã <b>Mây</b> họp<br>Chiều nghỉ</p><a href='/kh.pdf'>Kế hoạch</a></div>"
    >>> body = read_body([fromstring(markup)])
    >>> [line.text for line in body.lines]
    ['Xã Mây họp', 'Chiều nghỉ', 'Kế hoạch']
    >>> body.attachments[0].media_type
    'application/pdf'
    """
    walk = _walked(elements, base_url)
    typed = "\n".join(line.text for line in walk.lines if "<" in line.text)
    if typed and len(TYPED_MARKUP.findall(typed)) > 1:
        text = "\n".join(line.text for line in walk.lines if line.kind != IMAGE)
        walk = _walked([document_fromstring(f"<div>{text}</div>")], base_url)
    return Body(_after_images(walk.lines), _once(walk.attachments))


def lines_of(elements: Sequence[HtmlElement], base_url: str | None = None) -> list[Line]:
    """Return the lines of body elements (see `read_body`).

    >>> from lxml.html import fromstring
    >>> [line.text for line in lines_of([fromstring("<table><tr><td>Xã<td>Hộ<tr><td>Mây<td>120</table>")])]
    ['Xã | Hộ', 'Mây | 120']
    """
    return read_body(elements, base_url).lines


def lines_of_text(text: str) -> list[Line]:
    r"""Return the non-blank lines of a dump, white space folded, table residue (`|` at either end) gone.

    >>> [line.text for line in lines_of_text("Một  dòng \n \n| hai |")]
    ['Một dòng', 'hai']
    """
    if text.count("<") > 3 and len(TYPED_MARKUP.findall(text)) > 3:
        return lines_of([document_fromstring(f"<div>{text}</div>")])
    folded = (" ".join(line.split()).strip("|").strip() for line in text.splitlines())
    return [Line(line, block=-1) for line in folded if line and line != "![]()"]


def _walked(elements: Sequence[HtmlElement], base_url: str | None) -> "_Walk":
    """Walk the elements, what is hidden left out unless it is most of the body."""
    walk = _Walk(base_url)
    for element in elements:
        walk.read(element)
    if walk.hidden:
        hidden = sum(len(text) for element in walk.hidden for text in element.itertext())
        if hidden >= HIDDEN_TEXT and hidden > sum(len(line.text) for line in walk.lines):
            walk = _Walk(base_url, shows_hidden=True)
            for element in elements:
                walk.read(element)
    return walk


def _after_images(lines: list[Line]) -> list[Line]:
    """Mark the lines that stand right under a picture."""
    below = False
    for line in lines:
        if line.kind == IMAGE:
            below = True
        elif below:
            line.after_image, below = True, False
    return lines


def _once(attachments: Iterable[Attachment]) -> list[Attachment]:
    found: dict[str, Attachment] = {}
    for each in attachments:
        if each.url not in found or not found[each.url].label:
            found[each.url] = each
    return list(found.values())


class _Place(NamedTuple):
    """What an element's attributes say of its block."""

    side: str
    """centre | right | other | "" when they say nothing."""
    is_caption: bool


@lru_cache(4096)
def _place(align: str | None, style: str | None, classes: str | None) -> _Place:
    """Read a block's side and kind off its attributes; pages repeat a few of them."""
    names = classes.lower() if classes else ""
    sides = {align.lower()} if align else set()
    if style and "align" in style.lower():
        sides.update(side.lower() for side in SIDE.findall(style))
    if "center" in sides or CENTRED_CLASS in names:
        side = "centre"
    elif "right" in sides or any(map(names.__contains__, RIGHT_CLASSES)):
        side = "right"
    else:
        side = "other" if sides else ""
    return _Place(side, any(map(names.__contains__, CAPTION_CLASSES)))


class _Walk:
    """State of one pass over the body."""

    def __init__(self, base_url: str | None, *, shows_hidden: bool = False) -> None:
        self.base_url = base_url
        self.shows_hidden = shows_hidden
        self.hidden: list[HtmlElement] = []
        self.lines: list[Line] = []
        self.attachments: list[Attachment] = []
        self.out = self.lines
        self.tables: list[Table] = []
        self.words: list[str] = []
        self.pending: list[Line] = []
        self.blocks: list[tuple[str, bool, bool]] = [(PARAGRAPH, False, False)]
        self.block = 0
        self.bold = self.italic = 0
        self.all_bold = self.all_italic = self.all_linked = True
        self.linked = False
        self.label: list[str] | None = None
        self.pre = False

    def read(self, root: HtmlElement) -> None:
        """Walk one element. The way up is kept in a list, for a page may nest its tags deeper than Python its calls."""
        around: list[tuple[HtmlElement, int, Iterator[HtmlElement]]] = []
        nodes = iter((root,))
        while True:
            node = next(nodes, None)
            if node is not None:
                action = self.enter(node, is_root=not around)
                if action >= INLINE and len(node):
                    around.append((node, action, nodes))
                    nodes = iter(node[:])  # a slice: its elements are made in one go
                    continue
            elif around:
                node, action, nodes = around.pop()
            else:
                break
            if action > INLINE:
                self.close(action)
            if around and (tail := node.tail):
                self.say(tail)
        self.end_line()

    def enter(self, node: HtmlElement, *, is_root: bool) -> int:
        """Begin an element and say its first words; return what it does to the line."""
        tag: str = node.tag  # type: ignore[assignment] # a comment's is no string: see the table
        action = ACTIONS[tag]
        style = node.get(b"style")  # bytes: no encoding of the name, a third of the cost
        if style and "none" in style and not is_root and self.hides(node, style):
            action = SILENT
        if action == OPEN:
            self.end_line()
            self.open_block(node, tag, style)
        elif action > OPEN:
            self.open(node, action)
        elif action < INLINE:
            if action == SILENT:
                self.embedded(node)
            return action
        if text := node.text:
            self.say(text)
        return action

    def say(self, text: str) -> None:
        """Add words to the line."""
        if text.isspace():
            if self.words:
                self.words.append(" ")
            return
        if self.pre and "\n" in text:
            *whole, text = text.split("\n")
            for line in whole:
                self.words.append(line)
                self.end_line()
        if not self.bold:
            self.all_bold = False
        if not self.italic:
            self.all_italic = False
        if not self.linked:
            self.all_linked = False
        if self.label is not None:
            self.label.append(text)
        self.words.append(text)

    def hides(self, node: HtmlElement, style: str) -> bool:
        """Say whether an element's style hides it, and remember that."""
        if self.shows_hidden or not HIDDEN.search(style):
            return False
        self.hidden.append(node)
        return True

    def open(self, node: HtmlElement, action: int) -> None:
        """Begin an element that is no block."""
        if action == BOLD:
            self.bold += 1
        elif action == ITALIC:
            self.italic += 1
        elif action == LINK:
            self.open_link(node)
        elif action == PICTURE:
            self.image(node)
        else:
            self.end_line()
            if action in (CELL, ROW, TABLE):
                self.open_in_table(action)

    def close(self, action: int) -> None:
        """End an element."""
        if action == OPEN:
            self.end_line()
            self.close_block()
        elif action == BOLD:
            self.bold -= 1
        elif action == ITALIC:
            self.italic -= 1
        elif action == LINK:
            self.close_link()
        elif action == OTHER:
            self.end_line()
        elif action in (CELL, ROW, TABLE):
            self.end_line()
            self.close_in_table(action)

    def open_block(self, node: HtmlElement, tag: str, style: str | None) -> None:
        """Begin a block; it inherits kind and place from the block around it."""
        self.block += 1
        kind, centred, right = self.blocks[-1]
        own = KINDS[tag]
        if own is not PARAGRAPH:
            kind = own
        align, classes = node.get(b"align"), node.get(b"class")
        if style or align or classes:
            side, is_caption = _place(align, style, classes)
            if side:
                centred, right = side == "centre", side == "right"
            if is_caption:
                kind = CAPTION
        if tag == "center":
            centred = True
        elif tag == "pre":
            self.pre = True
        self.blocks.append((kind, centred, right))

    def close_block(self) -> None:
        """End a block."""
        self.block += 1
        self.pre = False
        if len(self.blocks) > 1:
            self.blocks.pop()

    def open_link(self, node: HtmlElement) -> None:
        """Begin a link; one to a document is kept."""
        self.linked = True
        found = attachment(node, self.base_url)
        if found is not None:
            self.attachments.append(found)
            self.label = []

    def close_link(self) -> None:
        """End a link; its words label the document."""
        self.linked = False
        if self.label is not None:
            last = self.attachments[-1]
            self.attachments[-1] = Attachment(last.url, " ".join("".join(self.label).split()) or None, last.media_type)
            self.label = None

    def embedded(self, node: HtmlElement) -> None:
        """Pass over an element without text; a document shown in it is kept."""
        if self.words:
            self.words.append(" ")
        found = embedded_document(node, self.base_url)
        if found is not None:
            self.attachments.append(found)

    def image(self, node: HtmlElement) -> None:
        """Put a picture before the words that follow it and after the line it interrupts."""
        found = picture(node, self.base_url)
        if found is None:
            return
        line = Line(found.url, IMAGE, alt=found.alt, block=self.block)
        if any(not word.isspace() for word in self.words):
            self.pending.append(line)
        else:
            self.out.append(line)

    def open_in_table(self, action: int) -> None:
        """Begin a table, a row or a cell."""
        self.block += 1
        if action == TABLE:
            self.tables.append(Table(self.out))
            self.blocks.append((PARAGRAPH, False, False))
        elif not self.tables:
            return
        elif action == CELL:
            self.out = self.tables[-1].cell()
        else:
            self.tables[-1].row()

    def close_in_table(self, action: int) -> None:
        """End a table, a row or a cell."""
        self.block += 1
        if not self.tables or action == ROW:
            return
        if action == CELL:
            self.out = self.tables[-1].outside
            return
        table = self.tables.pop()
        self.out = table.outside
        self.out += table.lines()
        if len(self.blocks) > 1:
            self.blocks.pop()

    def end_line(self) -> None:
        """Close the line, if it has words, with what is known of it."""
        if self.words:
            text = (self.words[0] if len(self.words) == 1 else "".join(self.words)).strip()
            if "  " in text or not text.isprintable():
                text = " ".join(text.split())
            if text:
                kind, centred, right = self.blocks[-1]
                emphasis = "bold" if self.all_bold else "italic" if self.all_italic else ""
                self.out.append(
                    Line(text, kind, centred, right, emphasis, False, None, False, self.block, self.all_linked)
                )
            self.words = []
            self.all_bold = self.all_italic = self.all_linked = True
        if self.pending:
            self.out += self.pending
            self.pending = []
