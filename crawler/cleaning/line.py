"""Line: one line of an article on its way from markup to paragraphs."""

from dataclasses import dataclass

PARAGRAPH, HEADING, ITEM, ROW, QUOTE, CAPTION, IMAGE = (
    "paragraph",
    "heading",
    "item",
    "row",
    "quote",
    "caption",
    "image",
)


@dataclass(slots=True)
class Line:
    """One visual line: the text between two line breaks of the page, or one line of a dump.

    Lines are the common form of HTML bodies and text dumps; every cleaning rule takes and returns lists of them.
    """

    text: str
    """Its words, inline markup gone, white space folded."""
    kind: str = PARAGRAPH
    """paragraph | heading | item | row | quote | caption (figcaption) | image (text is then its address)."""
    centred: bool = False
    """Centred by attribute, class or style."""
    right: bool = False
    """Right-aligned by attribute, class or style (bylines)."""
    emphasis: str = ""
    """"bold", "italic" or "" when all of its words share it."""
    after_image: bool = False
    """The nearest thing above it in the body is a picture (with nothing but blank lines between)."""
    alt: str | None = None
    """Alternative text, for an image line."""
    in_table: bool = False
    """It stands in a table cell that also holds a picture (layout tables: caption cells)."""
    block: int = 0
    """Number of the block element it came from; lines of one <p> split by <br> share it. -1 for dumps."""
    linked: bool = False
    """All of its words are links (items of related lists, "Xem chi tiết tại đây")."""
