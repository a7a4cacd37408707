"""Words of an element, at C speed."""

from lxml import etree
from lxml.html import HtmlElement

_QUOTES = str.maketrans("‘’‚‛“”„‟«»‹›–—‐‑\u00a0", "''''\"\"\"\"\"\"''---- ", "\u00ad\u200b")
_string = etree.XPath("string()", smart_strings=False, regexp=False)


def fold(text: str) -> str:
    """Fold white space.

    >>> fold(" Xã\\n Mây ")
    'Xã Mây'
    """
    return " ".join(text.split())


def words(element: HtmlElement) -> str:
    """All text of an element, white space folded, as a plain string."""
    return " ".join(_string(element).split())


def key(text: str) -> str:
    """Form for comparing titles: case, quotes, dashes and spaces do not matter.

    >>> key("‘Xã Mây’ họp") == key("'XÃ  MÂY' HỌP")
    True
    """
    return "".join(text.translate(_QUOTES).casefold().split())
