"""Whether another publisher answers at a portal's address: an expired domain sold on, a server that shows a neighbour.

Pure. A page says whose it is in its head (`rel=canonical`, `og:url`); portals say their own name there, a merged one
its successor's, one that reprints the newspaper's. So only a page that names a foreign site *and* is not in Vietnamese
or calls itself goods is somebody else's. What else is in Vietnamese, or names nobody, shows in the lists of the run
(`crawler.health`): a newspaper that took a name over and one that merged with its portal look the same.
"""

import re
from collections.abc import Iterator
from typing import Final
from unicodedata import normalize
from urllib.parse import urlsplit

from crawler.middlewares.fingerprints import visible_text

_HEAD: Final = 20_000
_OWN_ADDRESS: Final = re.compile(
    rb"<(?:link|meta)\b(?=[^<>]{0,300}?\b(?:rel\s*=\s*[\"']?canonical|property\s*=\s*[\"']?og:url))"
    rb"[^<>]{0,300}?\b(?:href|content)\s*=\s*[\"']?(https?://[^\"'\s<>]{1,300})[\"'\s>]",
    re.IGNORECASE,
)
_GOODS: Final = re.compile(
    rb"<meta\b(?=[^<>]{0,300}?\bog:type)[^<>]{0,300}?\bcontent\s*=\s*[\"']?(?:og:)?product\b"
    rb"|\"@type\"\s*:\s*\[?\s*\"(?:https?://schema\.org/)?Product\"",
    re.IGNORECASE,
)
_TELLING: Final = (b"canonical", b"og:url")
_SECOND_LEVELS: Final = frozenset(
    {"com", "net", "org", "edu", "gov", "info", "co", "ac", "int", "health", "pro", "name"}
)
_ENOUGH: Final = 200  # letters from which a language shows
_VIETNAMESE: Final = 0.05
"""Share of letters with marks: a quarter in Vietnamese, one in a thousand in English, a few of a hundred in French."""


def is_other_publisher(body: bytes, url: str) -> bool:
    """Whether the page names a foreign site as its own address and is not in Vietnamese, or sells something.

    >>> page = b'<link rel="canonical" href="https://knives.example/best"><p>' + b"We tested forty knives. " * 20
    >>> is_other_publisher(page, "https://so.example.gov.vn/tin-1.html")
    True
    >>> is_other_publisher(page, "https://www.knives.example/best"), is_other_publisher(b"<p>Tin</p>", "https://so.example/")
    (False, False)
    """
    named = {_site(_host(found)) for tag in _telling_tags(body[:_HEAD]) for found in _OWN_ADDRESS.findall(tag)} - {""}
    if not named:
        return False
    own = _site(urlsplit(url).hostname or "")
    is_foreign = own not in named and "gov.vn" not in named
    return is_foreign and (bool(_GOODS.search(body)) or not _is_vietnamese(body))


def _telling_tags(head: bytes) -> Iterator[bytes]:
    """The tags around the words that name an address: looking at every tag of a head takes ten times as long."""
    for word in _TELLING:
        at = head.find(word)
        while at >= 0:
            begin, end = head.rfind(b"<", 0, at), head.find(b">", at)
            if begin >= 0 and end > 0:
                yield head[begin : end + 1]
            at = head.find(word, at + 1)


def _host(address: bytes) -> str:
    try:
        return urlsplit(address.decode("ascii", "ignore")).hostname or ""
    except ValueError:
        return ""


def _site(host: str) -> str:
    """The name one owner has under whatever ending; all of `.gov.vn` is one owner here, for portals move about in it.

    >>> [_site(host) for host in ("www.so.tinh.gov.vn", "a.bao.com.vn", "www.bao.vn", "knives.example")]
    ['gov.vn', 'bao', 'bao', 'knives']
    """
    labels = host.lower().rstrip(".").split(".")
    if labels[-2:] == ["gov", "vn"]:
        return "gov.vn"
    return (labels[-3:] if len(labels) > 2 and labels[-2] in _SECOND_LEVELS else labels[-2:])[0]


def _is_vietnamese(body: bytes) -> bool:
    """Whether the words may be Vietnamese; too few to tell may be."""
    letters = [letter for letter in visible_text(body) if letter.isalpha()]
    marked = sum(letter in "đĐ" or len(normalize("NFD", letter)) > 1 for letter in letters)
    return len(letters) < _ENOUGH or marked > _VIETNAMESE * len(letters)
