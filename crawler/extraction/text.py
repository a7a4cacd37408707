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


def fold(text: str) -> str:
    r"""Fold white space.

    >>> fold(" Xã\n Mây ")
    'Xã Mây'
    """
    return " ".join(text.split())


def _text(element: HtmlElement) -> str:
    return etree.tostring(element, method="text", encoding="unicode", with_tail=False)  # a third of XPath's string()


def words(element: HtmlElement) -> str:
    """All text of an element, white space folded, as a plain string."""
    text = _text(element)
    return text.strip() if text.isprintable() and "  " not in text else " ".join(text.split())


def opening(element: HtmlElement, enough: int) -> str:
    """The first words of an element, all of them if they are fewer than `enough` characters.

    >>> from lxml.html import fromstring
    >>> opening(fromstring("<p>Xã  Mây <b>họp</b> giao ban</p>"), 30), opening(fromstring("<p>Xã Mây họp</p>"), 3)
    ('Xã Mây họp giao ban', 'Xã Mây')
    """
    text = _text(element)
    begun = fold(text[: 2 * enough])
    return begun if len(begun) >= enough else fold(text)


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
