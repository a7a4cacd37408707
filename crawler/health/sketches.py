"""A page's build in a few numbers: which class names its markup uses, and the words of its `<title>`."""

import re
from collections.abc import Collection, Iterable
from html import unescape
from typing import Final
from zlib import crc32

_NAMES: Final = re.compile(rb"\s(?:class|id)\s*=\s*[\"']([^\"'<>]{1,200})")
_TITLE: Final = re.compile(rb"<title[^>]{0,100}>([^<]{1,400})", re.IGNORECASE)
_NUMBERS: Final = re.compile(rb"\d+")
_KEPT: Final = 48
_LOOKED_AT: Final = 1 << 18  # bytes of a page


def build_of(body: bytes) -> list[int]:
    """Return the sketch of a page's build: the 48 smallest hashes of its class names and ids, digits left out.

    >>> build_of(b'<div class="news-12 list"><p id="x7">') == build_of(b'<p id="x8"><i class="list news-3">')
    True
    """
    names: set[bytes] = set()
    for value in _NAMES.findall(body[:_LOOKED_AT]):
        names.update(_NUMBERS.sub(b"", value).split())
    return sorted({crc32(name) for name in names})[:_KEPT]


def likeness(one: Collection[int], other: Collection[int]) -> float:
    """Return how alike two builds are: 0 nothing in common, 1 the same (Jaccard, estimated from the sketches).

    >>> likeness([1, 2, 3, 4], [1, 2, 3, 9]), likeness([], [])
    (0.6, 1.0)
    """
    both = set(sorted(set(one) | set(other))[:_KEPT])
    return len(both & set(one) & set(other)) / len(both) if both else 1.0


def nearest(build: Collection[int], others: Iterable[Collection[int]]) -> float | None:
    """Return the likeness of the most alike of some builds; None when there is nothing to compare."""
    known = [likeness(build, other) for other in others if other]
    return max(known) if known and build else None


def title_words(body: bytes) -> list[str]:
    """Return the words of a page's title, in lower case.

    >>> title_words("<title>Thông báo - Sở Mẫu</title>".encode())
    ['báo', 'mẫu', 'sở', 'thông']
    """
    found = _TITLE.search(body[:_LOOKED_AT])
    words = unescape(found[1].decode("utf-8", "replace")).lower() if found else ""
    return sorted(set(re.findall(r"\w{2,}", words)))[:30]
