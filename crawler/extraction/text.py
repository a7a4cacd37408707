"""Words of an element, at C speed."""

from lxml import etree
from lxml.html import HtmlElement

_ALIKE = {
    "‘": "'",
    "’": "'",
    "‚": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "«": '"',
    "»": '"',
    "–": "-",
    "—": "-",
    "\u00ad": "",
    "\u200b": "",
}
_string = etree.XPath("string()", smart_strings=False, regexp=False)


def fold(text: str) -> str:
    r"""Fold white space.

    >>> fold(" Xã\n Mây ")
    'Xã Mây'
    """
    return " ".join(text.split())


def words(element: HtmlElement) -> str:
    """All text of an element, white space folded, as a plain string."""
    text = _string(element)
    return text.strip() if text.isprintable() and "  " not in text else " ".join(text.split())


def key(text: str) -> str:
    """Form for comparing titles: case, quotes, dashes and spaces do not matter.

    >>> key("‘Xã Mây’ họp") == key("'XÃ  MÂY' HỌP")
    True
    """
    plain = "".join(text.casefold().split())
    if not plain.isascii():
        for sign, other in _ALIKE.items():
            if sign in plain:
                plain = plain.replace(sign, other)
    return plain
