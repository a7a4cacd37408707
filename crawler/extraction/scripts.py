"""Bytes -> bytes without what is never read: scripts, styles, comments, drawings, menus.

On today's pages they are three quarters of the bytes. Searching for their ends costs a tenth of parsing them, and
decoding, parsing and every walk over the tree then have that much less to do. What is written unusually (upper case,
no end) is left for the parser.
"""

import re

_OPENING = re.compile(rb"<(?:s(?:cript|tyle|vg)|noscript|!--)")
_OPENING_OR_MENU = re.compile(rb"<(?:s(?:cript|tyle|vg|elect\b)|n(?:oscript|av\b)|!--|footer\b|aside\b|button\b)")
_ENDS = {
    b"<script": b"</script",
    b"<style": b"</style",
    b"<svg": b"</svg",
    b"<noscript": b"</noscript",
    b"<!--": b"-->",
    **{b"<" + name: b"</" + name for name in (b"nav", b"footer", b"aside", b"select", b"button")},
}
_HOLDS = {
    b"<" + name: re.compile(rb"<(?:script|h1|article|main|%s)\b" % name)
    for name in (b"nav", b"footer", b"aside", b"select", b"button")
}
"""What leaves a box to the parser: a script, whose strings may look like its end; what is read, so that it was not
closed where it ends; another of its name. The way to a page (breadcrumb) is a menu whose last words are its section.
"""
_NEAR = 2_000
"""Bytes within which a tag that opened is closed."""
_QUOTES = b"\"'="
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_GZIP = b"\x1f\x8b"


def without_scripts(body: bytes, *, menus: bool = True) -> bytes:
    """Cut scripts (JSON-LD ones stay), styles, comments, inline drawings and <noscript> out of a page; without `menus`
    also the boxes where no article is: <nav>, <footer>, <aside>, form controls.

    Bytes that are not ASCII-compatible markup (UTF-16, gzip) are returned as they are.

    >>> without_scripts(b"<p>a<script>let x = '<p>';</script>b<!-- c --></p>")
    b'<p>ab</p>'
    >>> without_scripts(b"<nav>Menu</nav><p>Tin</p>", menus=False)
    b'<p>Tin</p>'
    >>> without_scripts(b"<script type='application/ld+json'>{}</script>")
    b"<script type='application/ld+json'>{}</script>"
    >>> without_scripts(b'<a title="<script">x</a><!-- never closed'), without_scripts(b"a<!-->b")
    (b'<a title="<script">x</a><!-- never closed', b'ab')
    """
    if body.startswith((*_UTF16, _GZIP)) or b"\0" in body[:64]:
        return body
    view, pieces = memoryview(body), list[memoryview]()
    ends: dict[bytes, int] = {}  # the next end of each kind; -1: none of its kind ends from here on
    at = 0
    find, search = body.find, (_OPENING if menus else _OPENING_OR_MENU).search
    found = search(body)
    while found is not None:
        start, inside = found.span()
        opening = found[0]
        end = ends.get(opening, 0)
        if 0 <= end < start + 2:
            end = ends[opening] = find(_ENDS[opening], start + 2)
        close = find(b">", end, end + _NEAR) if end > 0 else -1
        if close < 0 or body[start - 1] in _QUOTES:
            found = search(body, inside)
        elif opening == b"<script" and _is_linked_data(body, inside):
            found = search(body, close)
        elif opening in _HOLDS and (_HOLDS[opening].search(body, inside, end) or _is_way(body, opening, inside, end)):
            found = search(body, inside)
        else:
            pieces.append(view[at:start])
            at = close + 1
            found = search(body, at)
    pieces.append(view[at:])
    return b"".join(pieces)


def _is_way(body: bytes, opening: bytes, inside: int, end: int) -> bool:
    return opening == b"<nav" and (body.find(b"crumb", inside, end) > 0 or body.find(b"Crumb", inside, end) > 0)


def _is_linked_data(body: bytes, inside: int) -> bool:
    return body.find(b"ld+json", inside, body.find(b">", inside, inside + _NEAR)) > 0
