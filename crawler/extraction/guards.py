"""What must not reach the parser: markup built to stop it.

libxml2 compares every attribute of a start tag with those before it: 50,000 attributes in one tag cost seconds,
100,000 a minute, and no time limit of ours can interrupt it. So such a tag is looked for in the bytes first. The
look itself must cost next to nothing: two counts in C for an ordinary page.
"""

import re

from crawler.extraction.errors import NotAnArticle

LONGEST_TAG = 64 * 1024
"""Bytes between two `>` from which a start tag is looked at closely."""
MOST_ATTRIBUTES = 2_000
_STRIDE = 64 * 1024
_SAMPLE = 8 * 1024
_DENSE = 2_500
"""Equals signs in the samples that make counting every tag's attributes worth its cost: 20,000 on the page."""

_TAG = re.compile(rb"""<[a-zA-Z](?:[^<>"'=]++|=\s*+"[^"]*+"|=\s*+'[^']*+'|["'=<])*+""")
_QUOTED = re.compile(rb""""[^"]*+"|'[^']*+'""")


def check_markup(markup: bytes) -> None:
    """Raise NotAnArticle (`hostile_markup`) for a start tag with more attributes than a parser should be given.

    Linear, and close to free on ordinary pages: a few searches and counts in C.

    >>> check_markup(b"<p " + b" ".join(b"a%d=1" % n for n in range(30_000)) + b">")
    Traceback (most recent call last):
    crawler.extraction.errors.NotAnArticle: hostile_markup: a start tag with over 2000 attributes
    """
    if len(markup) <= LONGEST_TAG:
        return
    if sum(markup.count(b"=", at, at + _SAMPLE) for at in range(0, len(markup), _STRIDE)) > _DENSE:
        for match in _TAG.finditer(markup):
            _check_tag(match[0])
    at, end = 0, len(markup)
    while at + LONGEST_TAG < end:
        found = markup.rfind(b">", at, at + LONGEST_TAG)
        if found < 0:  # no tag ends here: a long text or script, or a long start tag
            opened = markup.find(b"<", at)
            tag = _TAG.match(markup, opened) if 0 <= opened < at + LONGEST_TAG else None
            if tag is not None:
                _check_tag(tag[0])
            found = markup.find(b">", at)
            if found < 0:
                return
        at = found + 1


def _check_tag(tag: bytes) -> None:
    if len(tag) > 2 * MOST_ATTRIBUTES:
        bare = _QUOTED.sub(b"", tag)
        if len(bare.split()) > MOST_ATTRIBUTES or bare.count(b"=") > MOST_ATTRIBUTES:
            raise NotAnArticle("hostile_markup", f"a start tag with over {MOST_ATTRIBUTES} attributes")
