"""The shape of an address: what stays when its numbers, words of a title and session marks are taken out.

Pages that one template makes share a shape, so a trap (a calendar without end) or a dead part of a site (every article
403) shows as many addresses of one shape.
"""

import re
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

_DIGITS: Final = re.compile(r"\d+")
_TOKEN: Final = re.compile(r"[0-9a-f]{16,}|[0-9a-f]{8}-[0-9a-f-]{27}")
_SLUG_WORDS: Final = 5  # a title in an address has more words than the name of a page or folder


@lru_cache(maxsize=4096)  # several guards ask about the same address within moments
def address_shape(url: str) -> str:
    """Host and path with digits as `N`, long hexadecimal marks as `H`, title words as `*`; the query by its names.

    >>> address_shape("https://so.example/tin/so-mau-hop-giao-ban-thang-3-184.html?page=2&sid=9f8e7d6c5b4a39281706")
    'so.example/tin/*.html?page&sid'
    >>> address_shape("https://so.example/lich/2026/03;jsessionid=0A1B2C3D4E5F60718293")
    'so.example/lich/N/N'
    """
    parts = urlsplit(url)
    path = parts.path.lower().partition(";")[0]
    segments = [_segment_shape(segment) for segment in path.split("/")]
    names = sorted({pair.partition("=")[0] for pair in parts.query.split("&") if pair})
    query = "?" + "&".join(_DIGITS.sub("N", name) for name in names) if names else ""
    return f"{parts.hostname or ''}{'/'.join(segments)}{query}"


def _segment_shape(segment: str) -> str:
    stem, dot, ending = segment.rpartition(".")
    stem, dot, ending = (stem, dot, ending) if stem and len(ending) <= 5 else (segment, "", "")
    if stem.count("-") + stem.count("_") >= _SLUG_WORDS - 1 or len(stem) > 60:
        stem = "*"
    else:
        stem = _DIGITS.sub("N", _TOKEN.sub("H", stem))
    return f"{stem}{dot}{_DIGITS.sub('N', ending)}"
