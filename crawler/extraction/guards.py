"""What must not reach the parser: pages that are no markup, too big, or built to stop it.

libxml2 compares every attribute of a start tag with those before it: 50,000 attributes in one tag cost seconds, 100,000
a minute, and no time limit of ours can interrupt it. So such a tag is looked for in the bytes first. The look itself must
cost next to nothing: two counts in C for an ordinary page.
"""

import re

from crawler.extraction.errors import NotAnArticle

LARGEST = 8 * 1024 * 1024
"""Bytes of markup parsed at most. The largest article page met held 2 MiB."""
LONGEST_TAG = 64 * 1024
MOST_ATTRIBUTES = 2_000
MANY_EQUALS = 20_000
"""Equals signs on a page that make counting attributes worth its cost."""

_TAG = re.compile(rb"""<[a-zA-Z](?:[^<>"'=]++|=\s*+"[^"]*+"|=\s*+'[^']*+'|["'=<])*+""")
_QUOTED = re.compile(rb""""[^"]*+"|'[^']*+'""")
_BINARY = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"{\\rtf")


def check_bytes(body: bytes) -> None:
    """Raise NotAnArticle for an answer that is not markup we read: `empty`, `too_big`, `not_html`.

    >>> check_bytes(b"%PDF-1.7 ...")
    Traceback (most recent call last):
    crawler.extraction.errors.NotAnArticle: not_html: starts like a PDF, an archive or a picture
    """
    if len(body) > LARGEST:
        raise NotAnArticle("too_big", f"{len(body)} bytes, {LARGEST} are read")
    if body.startswith(_BINARY):
        raise NotAnArticle("not_html", "starts like a PDF, an archive or a picture")
    if not body or body.isspace():
        raise NotAnArticle("empty", "no bytes")


def check_markup(markup: bytes) -> None:
    """Raise NotAnArticle (`hostile_markup`) for a start tag with more attributes than a parser should be given.

    Linear, and close to free on ordinary pages.

    >>> check_markup(b"<p " + b" ".join(b"a%d=1" % n for n in range(30_000)) + b">")
    Traceback (most recent call last):
    crawler.extraction.errors.NotAnArticle: hostile_markup: a start tag with over 2000 attributes
    """
    if len(markup) <= LONGEST_TAG or (markup.count(b"=") < MANY_EQUALS and not _has_long_gap(markup)):
        return
    for match in _TAG.finditer(markup):
        if match.end() - match.start() > 2 * MOST_ATTRIBUTES:
            bare = _QUOTED.sub(b"", match[0])
            if len(bare.split()) > MOST_ATTRIBUTES or bare.count(b"=") > MOST_ATTRIBUTES:
                raise NotAnArticle("hostile_markup", f"a start tag with over {MOST_ATTRIBUTES} attributes")


def _has_long_gap(markup: bytes) -> bool:
    """Whether two `>` stand further apart than a start tag should be long: a few searches in C."""
    at, end = 0, len(markup)
    while at + LONGEST_TAG < end:
        found = markup.rfind(b">", at, at + LONGEST_TAG)
        if found < 0:
            return True
        at = found + 1
    return False
