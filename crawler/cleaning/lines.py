"""Markup or dump text -> lines: where a browser would break them, inline tags joined.

The body is serialised once by libxml2 (as XML, so every tag is `<[^>]*>` and every `<` of the text is escaped) and the
tag stream is walked in Python: a third of the cost of touching every node through lxml's proxies.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement, document_fromstring

from crawler.cleaning.line import CAPTION, HEADING, IMAGE, ITEM, PARAGRAPH, QUOTE, Line
from crawler.cleaning.links import attachment, embedded_documents, picture
from crawler.cleaning.tables import Table
from items import Attachment

INLINE = re.compile(
    r"</?(?:span|font|u|tt|small|big|sub|sup|label|abbr|acronym|cite|code|ins|mark|s|strike|time|data|bdo|bdi|nobr|q|var"
    r"|kbd|samp|dfn|wbr|meta|link|base|colgroup|col|source|track|tbody|thead|tfoot|[a-zA-Z0-9]+:[a-zA-Z0-9_.-]+)(?:\s[^>]*)?/?>"
)
SILENT = re.compile(
    r"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>"
    r"|<(script|style|noscript|template|select|textarea|button|object|video|audio|svg|canvas|map|title|head|iframe|xml)"
    r"\b[^>]*?(?:/>|>.*?</\1>)",
    re.DOTALL,
)
SILENT_MARKS = ("<!", "<?", "<s", "<n", "<t", "<b", "<o", "<v", "<a", "<c", "<m", "<h", "<i", "<x")
TAG = re.compile(r"<([^>]*)>")
ESCAPED_MARKUP = re.compile(r"&lt;/?(?:p|div|span|br|strong|table|td)\b", re.IGNORECASE)
TYPED_MARKUP = re.compile(r"</?(?:p|div|span|br|strong|table|td)\b[^<>]*>", re.IGNORECASE)
HIDDEN = "contains(translate(@style,' ',''),'display:none')"
CENTRED = re.compile(r"""text-align:\s*center|align="center"|class="[^"]*(?:center|rteCenter)""", re.IGNORECASE)
RIGHT = re.compile(r"""text-align:\s*right|align="right"|class="[^"]*(?:text-right|rteright|align-right)""", re.IGNORECASE)
CAPTION_CLASS = re.compile(r"""class="[^"]*(?:caption|imgdesc|img-desc|image-desc|chuthich|chu-thich)""", re.IGNORECASE)

BLOCKS = dict.fromkeys(
    "p div section article main header footer aside nav address center dl dt dd ul ol fieldset form figure details "
    "summary pre hgroup caption body html noframes blink marquee hr".split(),
    PARAGRAPH,
)
KINDS = {
    **BLOCKS,
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), HEADING),
    "li": ITEM,
    "blockquote": QUOTE,
    "figcaption": CAPTION,
    "legend": CAPTION,
}
BOLD = frozenset({"b", "strong"})
ITALIC = frozenset({"i", "em"})
CELLS = frozenset({"td", "th"})


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
    >>> body = read_body([fromstring("<div><p>Xã <b>Mây</b> họp<br>Chiều nghỉ</p><a href='/kh.pdf'>Kế hoạch</a></div>")])
    >>> [line.text for line in body.lines]
    ['Xã Mây họp', 'Chiều nghỉ', 'Kế hoạch']
    >>> body.attachments[0].media_type
    'application/pdf'
    """
    walk = _Walk(base_url)
    for element in elements:
        walk.read(_markup(element))
    return Body(_after_images(walk.lines), _once(walk.attachments))


def lines_of(elements: Sequence[HtmlElement], base_url: str | None = None) -> list[Line]:
    """Return the lines of body elements (see `read_body`).

    >>> from lxml.html import fromstring
    >>> [line.text for line in lines_of([fromstring("<table><tr><td>Xã<td>Hộ<tr><td>Mây<td>120</table>")])]
    ['Xã | Hộ', 'Mây | 120']
    """
    return read_body(elements, base_url).lines


def lines_of_text(text: str) -> list[Line]:
    """Return the non-blank lines of a dump, white space folded, table residue (`|` at either end) gone.

    >>> [line.text for line in lines_of_text("Một  dòng\u00a0 \n\u00a0\n| hai |")]
    ['Một dòng', 'hai']
    """
    if text.count("<") > 3 and len(TYPED_MARKUP.findall(text)) > 3:
        return lines_of([document_fromstring(f"<div>{text}</div>")])
    folded = (" ".join(line.split()).strip("|").strip() for line in text.splitlines())
    return [Line(line, block=-1) for line in folded if line and line != "![]()"]


def _markup(element: HtmlElement) -> str:
    """Serialise one element, hidden parts left out, a body that is an escaped HTML string parsed once more."""
    markup = etree.tostring(element, encoding="unicode", with_tail=False)
    if "&lt;" in markup and len(ESCAPED_MARKUP.findall(markup)) > 1:
        inner = etree.tostring(element, encoding="unicode", method="text", with_tail=False)
        markup = etree.tostring(document_fromstring(f"<div>{inner}</div>"), encoding="unicode")
    if "display" in markup and "none" in markup:
        markup = _without_hidden(element, markup)
    return markup


def _without_hidden(element: HtmlElement, markup: str) -> str:
    """Leave out `display:none` parts, unless they are most of the body (a page that unhides its text by script)."""
    hidden = element.xpath(f".//*[{HIDDEN}][not(ancestor::*[{HIDDEN}])]")
    if not hidden:
        return markup
    kept = markup
    for part in hidden:
        kept = kept.replace(etree.tostring(part, encoding="unicode", with_tail=False), " ", 1)
    return kept if len(kept) * 2 > len(markup) else markup


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


class _Walk:
    """State of one pass over the tag stream."""

    def __init__(self, base_url: str | None) -> None:
        self.base_url = base_url
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
        self.link: str | None = None
        self.label: list[str] | None = None
        self.pre = False

    def read(self, markup: str) -> None:
        """Walk one serialised element."""
        if "<iframe" in markup or "<embed" in markup or "<object" in markup:
            self.attachments += embedded_documents(markup, self.base_url)
        parts = TAG.split(INLINE.sub("", SILENT.sub(" ", markup)))
        if parts[0]:
            self.say(parts[0])
        for position in range(1, len(parts), 2):
            self.tag(parts[position])
            text = parts[position + 1]
            if text:
                self.say(text)
        self.end_line()

    def say(self, text: str) -> None:
        """Add words to the line."""
        if text.isspace():
            self.words.append(" ")
            return
        if "&" in text:
            text = text.replace("&#13;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        if self.pre and "\n" in text:
            *whole, text = text.split("\n")
            for line in whole:
                self.words.append(line)
                self.end_line()
        if not self.bold:
            self.all_bold = False
        if not self.italic:
            self.all_italic = False
        if self.link is None:
            self.all_linked = False
        if self.label is not None:
            self.label.append(text)
        self.words.append(text)

    def tag(self, tag: str) -> None:
        """Act on one tag (`p class="x"`, `/p`, `br/`)."""
        name = tag.split(None, 1)[0].rstrip("/") if tag[-1:] == "/" else tag.split(None, 1)[0]
        closing = name[0] == "/"
        if closing:
            name = name[1:]
        if name == "br":
            self.end_line()
        elif name in KINDS:
            self.close_block() if closing else self.open_block(name, tag)
        elif name in BOLD:
            self.bold += -1 if closing else 1
        elif name in ITALIC:
            self.italic += -1 if closing else 1
        elif name == "a":
            self.close_link() if closing else self.open_link(tag)
        elif name == "img":
            self.image(tag)
        else:
            self.table_tag(name, tag, closing=closing)
        if tag[-1:] == "/":
            self.undo_self_closed(name)

    def undo_self_closed(self, name: str) -> None:
        """`<p/>`: an empty element of the serialisation, opened and closed by one tag."""
        if name in KINDS or name in BOLD or name in ITALIC or name == "a" or name in CELLS or name in {"tr", "table"}:
            self.tag("/" + name)

    def open_block(self, name: str, tag: str) -> None:
        self.end_line()
        self.block += 1
        kind, centred, right = self.blocks[-1]
        own = KINDS[name]
        if own is not PARAGRAPH:
            kind = own
        if len(tag) > len(name):
            if "enter" in tag and CENTRED.search(tag):
                centred, right = True, False
            elif "ight" in tag and RIGHT.search(tag):
                centred, right = False, True
            elif "text-align" in tag or "align=" in tag:
                centred = right = False
            if ("aption" in tag or "desc" in tag or "thich" in tag) and CAPTION_CLASS.search(tag):
                kind = CAPTION
        elif name == "center":
            centred = True
        elif name == "pre":
            self.pre = True
        self.blocks.append((kind, centred, right))

    def close_block(self) -> None:
        self.end_line()
        self.block += 1
        self.pre = False
        if len(self.blocks) > 1:
            self.blocks.pop()

    def open_link(self, tag: str) -> None:
        self.link = tag
        found = attachment(tag, self.base_url)
        if found is not None:
            self.attachments.append(found)
            self.label = []

    def close_link(self) -> None:
        self.link = None
        if self.label is not None:
            last = self.attachments[-1]
            self.attachments[-1] = Attachment(last.url, " ".join("".join(self.label).split()) or None, last.media_type)
            self.label = None

    def image(self, tag: str) -> None:
        """A picture stands before the words that follow it and after the line it interrupts."""
        found = picture(tag, self.base_url)
        if found is None:
            return
        line = Line(found.url, IMAGE, alt=found.alt, block=self.block)
        if any(not word.isspace() for word in self.words):
            self.pending.append(line)
        else:
            self.out.append(line)

    def table_tag(self, name: str, tag: str, *, closing: bool) -> None:
        if name in CELLS:
            self.end_line()
            self.block += 1
            if self.tables:
                self.out = self.tables[-1].outside if closing else self.tables[-1].cell()
        elif name == "tr":
            self.end_line()
            if not closing and self.tables:
                self.tables[-1].row()
        elif name == "table":
            self.end_line()
            self.close_table() if closing else self.open_table()
        elif name[:1].isalpha() and len(name) > 1 and name not in {"input", "area", "param", "option", "o", "st1"}:
            self.end_line()

    def open_table(self) -> None:
        self.tables.append(Table(self.out))
        self.blocks.append((PARAGRAPH, False, False))

    def close_table(self) -> None:
        if not self.tables:
            return
        table = self.tables.pop()
        self.out = table.outside
        self.out += table.lines()
        if len(self.blocks) > 1:
            self.blocks.pop()

    def end_line(self) -> None:
        """Close the line, if it has words, with what is known of it."""
        words = self.words
        if words:
            text = " ".join("".join(words).split())
            if text:
                kind, centred, right = self.blocks[-1]
                emphasis = "bold" if self.all_bold else "italic" if self.all_italic else ""
                self.out.append(
                    Line(text, kind, centred, right, emphasis, block=self.block, linked=self.all_linked)
                )
            self.words = []
            self.all_bold = self.all_italic = self.all_linked = True
        if self.pending:
            self.out += self.pending
            self.pending = []
