"""The headline an address spells: most systems write a page's title into its address, without accents.

An address knows nothing of class names, so it finds the title where no markup tells it: portals whose <title> is one
constant, whose headline is a `div`, whose only h1 is a section's name.
"""

import re
from collections.abc import Sequence
from typing import Final
from unicodedata import normalize
from urllib.parse import unquote, urlsplit

from crawler.extraction.blocks import Block
from crawler.extraction.text import words
from crawler.extraction.vocabulary import HEADINGS, is_title_name

_FEWEST: Final = 5
"""Words below which an address spells a section's name rather than a headline."""
_SUFFIX: Final = re.compile(r"\.(?:html?|aspx?|php|jsp|vnp|epi|chn|tpo|ldo|bbg|dot|cms|htx|s?htm)$")
_NUMBERS: Final = re.compile(r"(?:[a-z]{0,4}\d{3,}[a-z\d]*|[a-z]\d+|[a-f\d]*\d[a-f\d]{7,})")
"""What is no word: article and page numbers, years, hashes."""
_SHORTEST: Final = 9
"""Letters that two headlines share only by saying the same."""
_TOGETHER: Final = 12
"""Blocks from a section's name to the headline under it."""
_SIGNS: Final = re.compile(r"[^a-z0-9]+")
_MARKS: Final = re.compile(r"[\u0300-\u036f]+")


def spelled(url: str) -> str:
    """Return the letters and digits of the headline an address spells, "" when it spells none.

    >>> spelled("https://so.example/tin-tuc/-/view_content/752935-xa-may-mo-hoi-cop--1.html")
    'xamaymohoicop'
    >>> spelled("https://so.example/tin-noi-bat"), spelled("https://so.example/?id=17")
    ('', '')
    """
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        return ""
    for folder in reversed(path.lower().split("/")):
        found = _SIGNS.split(_unaccented(_SUFFIX.sub("", folder)))
        while found and (not found[0] or _NUMBERS.fullmatch(found[0])):
            del found[0]
        while found and (not found[-1] or _NUMBERS.fullmatch(found[-1]) or found[-1].isdigit()):
            del found[-1]
        if len(found) >= _FEWEST and sum(map(str.isalpha, found)) >= _FEWEST:
            return plain("".join(found))
    return ""


def plain(text: str) -> str:
    """Return a text as addresses spell it: lower case letters and digits, no accents, no number in front.

    >>> plain("2012: Đắk R’lấp 92,76 % tốt nghiệp")
    'dakrlap9276totnghiep'
    """
    return _SIGNS.sub("", _unaccented(text.lower())).lstrip("0123456789")


def _unaccented(lowered: str) -> str:
    bare = normalize("NFD", lowered.replace("đ", "d").replace("ð", "d"))
    return bare if bare.isascii() else _MARKS.sub("", bare)


def is_spelled(text: str, slug: str) -> bool:
    """Say whether an address spells this headline: from its first word on, nearly to the end of the shorter one.

    >>> is_spelled("Xã Mây mở hội COP 21", spelled("/xa-may-mo-hoi-cop"))
    True
    >>> is_spelled("Xã Mây", spelled("/xa-may-mo-hoi-cop")), is_spelled("Hội xã Mây mở", spelled("/xa-may-mo-hoi"))
    (False, False)
    """
    own = plain(text)
    alike = next(
        (at for at, (one, other) in enumerate(zip(own, slug, strict=False)) if one != other), min(len(own), len(slug))
    )
    return alike >= _SHORTEST and alike * 10 >= len(slug) * 7 and alike * 2 >= len(own)


def headlines_spelled(blocks: Sequence[Block], slug: str) -> list[Block]:
    """Return the blocks that say what the address spells and lead nowhere else, in document order."""
    if not slug:
        return []
    return [
        block
        for block in blocks
        if len(slug) <= 2 * block.own < 6 * len(slug)
        and block.linked * 2 <= block.own
        and len(text := words(block.element)) < 3 * len(slug)
        and is_spelled(text, slug)
    ]


def likeliest(headlines: Sequence[Block]) -> Block | None:
    """Return the last that is called a title, else the last of those together at the top: a section may be named like
    its article, and a list beside it name the article once more.
    """
    named = [block for block in headlines if block.tag in HEADINGS or is_title_name(block.names)]
    together = [block for block in headlines if block.index <= headlines[0].index + _TOGETHER]
    return next(reversed(named or together), None)
