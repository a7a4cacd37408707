"""Markup or dump text -> lines: where a browser would break them, inline tags joined.

The body is serialised once by libxml2 (as XML, so every tag is `<[^>]*>` and every `<` of the text is escaped) and the
tag stream is walked in Python: a third of the cost of touching every node through lxml's proxies.
"""

import re
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement, document_fromstring

from crawler.cleaning.line import CAPTION, HEADING, IMAGE, ITEM, PARAGRAPH, QUOTE, Line
from crawler.cleaning.links import attachment, embedded_documents, picture
from crawler.cleaning.tables import Table
from crawler.cleaning.vocabulary import phrases
from items import Attachment

DROPPED = re.compile(
    r"</?(?:span|font|u|tt|small|big|sub|sup|label|abbr|acronym|cite|code|ins|mark|s|strike|time|data|bdo|bdi|nobr"
    r"|q|var|kbd|samp"
    r"|dfn|wbr|meta|link|base|colgroup|col|source|track|tbody|thead|tfoot|[a-zA-Z0-9]+:[a-zA-Z0-9_.-]+)(?:\s[^>]*)?/?>"
    r"|<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>"
    r"|<(script|style|noscript|template|select|textarea|button|object|video|audio|svg|canvas|map|title|head|iframe|xml)"
    r"\b[^>]*?(?:/>|>.*?</\1>)",
    re.DOTALL,
)
"""Inline tags that say nothing here, comments, and elements whose content is not text of the article."""
INLINE_OTHERS = frozenset({"input", "area", "param", "option", "del", "embed", "dir", "blink"})
TAG = re.compile(r"<([^>]*)>")
ESCAPED_MARKUP = re.compile(r"&lt;/?(?:p|div|span|br|strong|table|td)\b", re.IGNORECASE)
TYPED_MARKUP = re.compile(r"</?(?:p|div|span|br|strong|table|td)\b[^<>]*>", re.IGNORECASE)
HIDDEN = "contains(translate(@style,' ',''),'display:none')"
HIDDEN_TEXT = 300
"""Hidden markup of this size that is most of the body is the body."""
CENTRED = re.compile(r"""text-align:\s*center|align="center"|class="[^"]*(?:center|rteCenter)""", re.IGNORECASE)
RIGHT = re.compile(
    r"""text-align:\s*right|align="right"|class="[^"]*(?:text-right|rteright|align-right)""", re.IGNORECASE
)
CAPTION_CLASS = re.compile(r"""class="[^"]*(?:caption|imgdesc|img-desc|image-desc|chuthich|chu-thich)""", re.IGNORECASE)

(
    OPEN,
    CLOSE,
    BREAK,
    BOLD,
    PLAIN,
    ITALIC,
    UPRIGHT,
    LINK,
    LINK_END,
    PICTURE,
    CELL,
    CELL_END,
    ROW_OPEN,
    TABLE,
    TABLE_END,
    OTHER,
) = range(16)
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
ACTIONS = {
    **dict.fromkeys(KINDS, OPEN),
    **{f"/{name}": CLOSE for name in KINDS},
    **dict.fromkeys(("b", "strong"), BOLD),
    **dict.fromkeys(("/b", "/strong"), PLAIN),
    **dict.fromkeys(("i", "em"), ITALIC),
    **dict.fromkeys(("/i", "/em"), UPRIGHT),
    **dict.fromkeys(("br", "br/", "tr/", "/tr"), BREAK),
    **dict.fromkeys(("img", "img/"), PICTURE),
    **dict.fromkeys(("td", "th"), CELL),
    **dict.fromkeys(("/td", "/th"), CELL_END),
    "a": LINK,
    "/a": LINK_END,
    "tr": ROW_OPEN,
    "table": TABLE,
    "/table": TABLE_END,
}
"""What to do at a tag, by its name."""
VOID = frozenset({BREAK, PICTURE, OTHER})


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
    r"""Return the non-blank lines of a dump, white space folded, table residue (`|` at either end) gone.

    >>> [line.text for line in lines_of_text("Một  dòng \n \n| hai |")]
    ['Một dòng', 'hai']
    """
    if text.count("<") > 3 and len(TYPED_MARKUP.findall(text)) > 3:
        return lines_of([document_fromstring(f"<div>{text}</div>")])
    folded = (" ".join(line.split()).strip("|").strip() for line in text.splitlines())
    return [Line(line, block=-1) for line in folded if line and line != "![]()"]


def _markup(element: HtmlElement) -> str:
    """Serialise one element, hidden parts left out, a body that is an escaped HTML string parsed once more."""
    markup = etree.tostring(element, encoding="unicode", with_tail=False)
    if "&lt;" in markup and len(ESCAPED_MARKUP.findall(DROPPED.sub("", markup))) > 1:
        bare = deepcopy(element)
        etree.strip_elements(bare, "script", "style", "noscript", with_tail=False)
        inner = etree.tostring(bare, encoding="unicode", method="text", with_tail=False)
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
    return kept if len(kept) * 2 > len(markup) or len(markup) - len(kept) < HIDDEN_TEXT else markup


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
        self.linked = False
        self.label: list[str] | None = None
        self.pre = False

    def read(self, markup: str) -> None:
        """Walk one serialised element. The order of the tests is that of how common the tags are."""
        if "<iframe" in markup or "<embed" in markup or "<object" in markup:
            self.attachments += embedded_documents(markup, self.base_url)
        parts = TAG.split(DROPPED.sub(_space_or_nothing, markup))
        if parts[0]:
            self.say(parts[0])
        act, actions = self.act, ACTIONS
        for tag, text in zip(parts[1::2], parts[2::2], strict=True):
            action = actions.get(tag)
            if action is None:
                action = actions.get(tag.partition(" ")[0], OTHER)
                if tag[-1] == "/" and action not in VOID:
                    self.self_closed(tag)
                    action = -1
            if action == CLOSE:
                if self.words or self.pending:
                    self.end_line()
                self.close_block()
            elif action == OPEN:
                if self.words or self.pending:
                    self.end_line()
                self.open_block(tag)
            elif action >= 0:
                act(action, tag)
            if text and not text.isspace():
                self.say(text)
            elif text and self.words:
                self.words.append(" ")
        self.end_line()

    def say(self, text: str) -> None:
        """Add words to the line."""
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
        if not self.linked:
            self.all_linked = False
        if self.label is not None:
            self.label.append(text)
        self.words.append(text)

    def act(self, action: int, tag: str) -> None:
        """Act on one tag that is not a plain block's."""
        if action == BREAK:
            self.end_line()
        elif action == BOLD:
            self.bold += 1
        elif action == PLAIN:
            self.bold -= 1
        elif action == ITALIC:
            self.italic += 1
        elif action == UPRIGHT:
            self.italic -= 1
        elif action == LINK:
            self.open_link(tag)
        elif action == LINK_END:
            self.close_link()
        elif action == PICTURE:
            self.image(tag)
        elif action == OTHER:
            if tag.partition(" ")[0].strip("/") not in INLINE_OTHERS:
                self.end_line()
        else:
            self.end_line()
            self.table_tag(action)

    def self_closed(self, tag: str) -> None:
        """Handle `<p class="x"/>`: an empty element, opened and closed by one tag."""
        name = tag.rstrip("/").partition(" ")[0]
        for each in (tag.rstrip("/"), f"/{name}"):
            action = ACTIONS.get(each, ACTIONS.get(name, OTHER))
            if action in (OPEN, CLOSE):
                self.end_line()
                self.open_block(each) if action == OPEN else self.close_block()
            elif action != OTHER:
                self.act(action, each)

    def open_block(self, tag: str) -> None:
        """Begin a block; it inherits kind and place from the block around it."""
        self.block += 1
        name = tag.partition(" ")[0]
        kind, centred, right = self.blocks[-1]
        own = KINDS[name]
        if own is not PARAGRAPH:
            kind = own
        if name is not tag and len(name) < len(tag):
            kind, centred, right = self.placed(tag, kind, centred=centred, right=right)
        elif name == "center":
            centred = True
        elif name == "pre":
            self.pre = True
        self.blocks.append((kind, centred, right))

    def placed(self, tag: str, kind: str, *, centred: bool, right: bool) -> tuple[str, bool, bool]:
        """Read a block's kind and place off its attributes."""
        if "align" in tag or "enter" in tag or "ight" in tag:
            if CENTRED.search(tag):
                centred, right = True, False
            elif RIGHT.search(tag):
                centred, right = False, True
            elif "text-align" in tag or "align=" in tag:
                centred = right = False
        if ("aption" in tag or "desc" in tag or "thich" in tag) and CAPTION_CLASS.search(tag):
            kind = CAPTION
        return kind, centred, right

    def close_block(self) -> None:
        """End a block."""
        self.block += 1
        self.pre = False
        if len(self.blocks) > 1:
            self.blocks.pop()

    def open_link(self, tag: str) -> None:
        """Begin a link; one to a document is kept."""
        self.linked = True
        found = attachment(tag, self.base_url)
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

    def image(self, tag: str) -> None:
        """Put a picture before the words that follow it and after the line it interrupts."""
        found = picture(tag, self.base_url)
        if found is None:
            return
        line = Line(found.url, IMAGE, alt=found.alt, block=self.block)
        if any(not word.isspace() for word in self.words):
            self.pending.append(line)
        else:
            self.out.append(line)

    def table_tag(self, action: int) -> None:
        """Open and close cells, rows, tables."""
        self.block += 1
        if action == TABLE:
            self.tables.append(Table(self.out))
            self.blocks.append((PARAGRAPH, False, False))
        elif not self.tables:
            return
        elif action == CELL:
            self.out = self.tables[-1].cell()
        elif action == CELL_END:
            self.out = self.tables[-1].outside
        elif action == ROW_OPEN:
            self.tables[-1].row()
        else:
            table = self.tables.pop()
            self.out = table.outside
            self.out += table.lines()
            if len(self.blocks) > 1:
                self.blocks.pop()

    def end_line(self) -> None:
        """Close the line, if it has words, with what is known of it."""
        if self.words:
            text = "".join(self.words)
            text = text.strip(" ") if text.isprintable() and "  " not in text else " ".join(text.split())
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


def _space_or_nothing(found: re.Match[str]) -> str:
    """An inline tag joins the words around it; silent content parts them."""
    return "" if found[1] is None and found[0][1] not in "!?" else " "
