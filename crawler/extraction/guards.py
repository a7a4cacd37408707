"""What must not reach the parser: markup built to stop it.

libxml2 compares every attribute of a start tag with those before it: 50,000 attributes in one tag cost seconds,
100,000 a minute, and no time limit of ours can interrupt it. So tags are counted in the bytes of large pages first; a
page of 96 KiB has no room for an attack of more than a second.
"""

import re
from collections import Counter

from crawler.extraction.errors import NotAnArticle

LARGE = 96 * 1024
"""Bytes from which a page's tags are looked at."""
MOST_COMPARISONS = 400_000_000
"""Squares of the attributes of all tags, together: half a second. The most met in one tag is 413."""
_LONG_TAG = 800
_FEW = 100
"""Attributes a tag may have however long it is: most long tags hold one long value."""

_TAG = re.compile(rb"""<[a-zA-Z](?:[^<>"'=]++|=\s*+"[^"]*+"|=\s*+'[^']*+'|["'=<])*+""")
_ATTRIBUTE = re.compile(rb"[\s/]++[^\s/]")
_QUOTED = re.compile(rb""""[^"]*+"|'[^']*+'""")
_TAG_START = re.compile(rb"<[a-zA-Z]")
_REST_OF_TAG = re.compile(rb"""(?:[^>"'=]++|=\s*+"[^"]*+"|=\s*+'[^']*+'|=(?!\s*+["'])|["'])*+>""")
_ALL_BLANK = 100
"""Blanks before a quote that are not looked behind."""

DEEPEST_BOX = 200
"""Boxes in boxes that are kept where a page has more of them than the parser goes along with (2,048)."""
MOST_TAGS = 100_000
LONGEST_RUN = 400_000
"""Bytes without a tag: twice the longest article met."""
_LAST_TAGS = 20_000
_ANY_TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9:-]*+)[^>]*+>?")
_NO_BOX = frozenset(
    b"p a h1 h2 h3 h4 h5 h6 title option img br hr input meta link area base col embed param source track wbr".split()
)
"""Tags that hold the words themselves, hold nothing, or are closed by the parser: they stay wherever they stand."""


def check_markup(markup: bytes) -> None:
    """Raise NotAnArticle (`hostile_markup`) for start tags with more attributes than a parser should be given.

    Linear: samples of a page tell that it has no such tag, and only where they do not are all tags counted.

    >>> check_markup(b"<p " + b" ".join(b"a%d=1" % n for n in range(30_000)) + b">")
    Traceback (most recent call last):
    crawler.extraction.errors.NotAnArticle: hostile_markup: a start tag with 30000 attributes
    """
    if len(markup) <= LARGE or not _may_have_long_tag(markup):
        return
    comparisons = 0
    for tag in _TAG.finditer(markup):
        if tag.end() - tag.start() > _LONG_TAG:
            attributes = _attributes(tag[0])
            comparisons += attributes * attributes
            if comparisons > MOST_COMPARISONS:
                raise NotAnArticle("hostile_markup", f"a start tag with {attributes} attributes")


def _may_have_long_tag(markup: bytes) -> bool:
    """Whether tags may be so long that their attributes together are too many: n bytes in tags of t bytes, three at
    least to an attribute, are n t / 9 squares.

    A sample is what stands behind a `>`, every quarter of such a length. There the page is between tags, and then the
    next one must end soon, or within a quoted value, and then the tag around it must.

    >>> _may_have_long_tag(b"<p class=x>Tin</p>" * 9_000)
    False
    >>> _may_have_long_tag(b"<p " + b" a='>'" * 30_000 + b">")
    True
    """
    reach = max(_LONG_TAG, 4 * MOST_COMPARISONS // len(markup))
    ends_soon, double, single = _REST_OF_TAG.match, _Value(b'"'), _Value(b"'")
    looked_at = before = at = 0
    tag = -1
    while True:
        if tag < at:
            found = _TAG_START.search(markup, at)
            tag = found.start() if found else len(markup)
            if not ends_soon(markup, tag, tag + reach) and (long_tag := _TAG.match(markup, tag)):
                looked_at += len(long_tag[0])
                if looked_at > len(markup) or _attributes(long_tag[0]) > _FEW:
                    return True
        for value in (double, single):
            end = value.end_around(markup, before, at)
            if end and not ends_soon(markup, end, end + reach):
                return True
        before = at
        at = (markup.rfind(b">", at, at + reach // 2) + 1) or (markup.find(b">", at + reach // 2) + 1)
        if not at:
            return False


class _Value:
    """The value in quotes of one sign around a place, asked of places that only grow: no byte is searched twice."""

    __slots__ = ("_closing", "_opened", "_quote")

    def __init__(self, quote: bytes) -> None:
        self._quote = quote
        self._opened = False
        self._closing = 0

    def end_around(self, markup: bytes, before: int, at: int) -> int:
        """Return where the value around `at` ends, 0 when there is none; `before` is the place asked last."""
        last = markup.rfind(self._quote, before, at)
        if last >= 0:
            self._opened = _opens_value(markup, last)
        if not self._opened:
            return 0
        if self._closing <= at:
            self._closing = markup.find(self._quote, at) + 1 or len(markup) + 1
        return self._closing if self._closing <= len(markup) else 0


def _opens_value(markup: bytes, quote: int) -> bool:
    """Whether the last quote before a place opened the value of an attribute: then the place is in it."""
    if quote < 1 or markup[quote - 1] not in b"= \t\n\r\f":
        return False
    blank = markup[max(0, quote - _ALL_BLANK) : quote].rstrip()
    return not blank or blank.endswith(b"=")


def _attributes(tag: bytes) -> int:
    """How many attributes a start tag has, which blanks, slashes or quotes may part."""
    bare = _QUOTED.sub(b"", tag)
    return max(sum(1 for _ in _ATTRIBUTE.finditer(bare)), bare.count(b"="))


def flattened(markup: bytes) -> bytes:
    """Take out the boxes that stand in more than 200 others, with their end tags; every word stays.

    For the page the parser gave up: behind a hundred thousand open boxes an article may still follow. Linear.

    >>> flat = flattened(b"<div>" * 5000 + b"<p>Tin</p>" + b"</div>" * 5000 + b"<p>Sau</p>")
    >>> flat.count(b"<div>"), flat.count(b"</div>"), flat.endswith(b"</div><p>Sau</p>")
    (200, 200, True)
    """
    pieces: list[bytes] = []
    kept: list[bytes] = []
    left_out: Counter[bytes] = Counter()
    at = 0
    for tag in _ANY_TAG.finditer(markup):
        name = tag[2].lower()
        if name in _NO_BOX or _stays(name, kept, left_out, is_end=bool(tag[1])):
            continue
        pieces.append(markup[at : tag.start()])
        at = tag.end()
    return b" ".join([*pieces, markup[at:]])


def thinned(markup: bytes) -> bytes:
    """Leave out the middle of a page with more tags than can be read in time, and of a run of text (or of a picture
    written into its tag) that is longer than any article; beginnings and ends stay.

    The largest page of two portals has 3,300 elements, 6,500 tags; at 20 microseconds a line, 150,000 take two seconds.

    >>> thin = thinned(b"<h1>Tin</h1>" + b"<p>x" * 500_000 + b"<p>het")
    >>> thin.count(b"<") == MOST_TAGS, thin[:12], thin[-6:]
    (True, b'<h1>Tin</h1>', b'<p>het')
    """
    if _has_long_run(markup):
        markup = b"<".join(_cut(run) if len(run) > LONGEST_RUN else run for run in markup.split(b"<"))
    if markup.count(b"<") <= MOST_TAGS:
        return markup
    *first, rest = markup.split(b"<", MOST_TAGS - _LAST_TAGS + 1)
    last = rest.rsplit(b"<", _LAST_TAGS)[1:]
    return b"<".join([*first, *last])


def _has_long_run(markup: bytes) -> bool:
    at = 0
    while len(markup) - at > LONGEST_RUN:
        at = markup.rfind(b"<", at, at + LONGEST_RUN + 1) + 1
        if not at:
            return True
    return False


def _cut(run: bytes) -> bytes:
    first, last = run[: LONGEST_RUN * 3 // 4], run[-LONGEST_RUN // 10 :]
    return first.decode("utf-8", "ignore").encode() + b" " + last.decode("utf-8", "ignore").encode()


def _stays(name: bytes, kept: list[bytes], left_out: Counter[bytes], *, is_end: bool) -> bool:
    """Whether this tag of a box stays; keeps account of the boxes that are open."""
    if not is_end:
        if len(kept) < DEEPEST_BOX:
            kept.append(name)
            return True
        left_out[name] += 1
        return False
    if left_out[name]:
        left_out[name] -= 1
        return False
    if name in kept:
        while kept.pop() != name:
            pass
        return True
    return False
