"""Pages made of parts that stand by themselves, and those of them where the article is: the others are not parsed.

Liferay builds a page of portlets. Sitemaps, link lists and adverts are portlets of their own, two fifths of a page.
"""

from collections.abc import Sequence
from typing import NamedTuple


class Parts(NamedTuple):
    """How a family's pages are made of parts."""

    begin: bytes
    """How each part begins: a <div>."""
    hold: Sequence[bytes]
    """What stands in the parts where the family's fields are; the first is the article's own."""


def article_parts(body: bytes, parts: Parts) -> bytes | None:
    """Return what stands before a page's first part, and the parts with the article's fields, in order.

    None where that cannot be told: no such part, or what tells it stands in several. A part whose <div>s are not closed
    where the next begins holds that one too.

    >>> page = b"<h1>So</h1><div id=p1>menu</div><div id=p2><p class=text>Tin</p></div><div id=p3>ads</div>"
    >>> article_parts(page, Parts(b"<div id=p", (b"class=text", b"class=way")))
    b'<h1>So</h1><div id=p2><p class=text>Tin</p></div>'
    >>> article_parts(page.replace(b"ads", b"<p class=text>"), Parts(b"<div id=p", (b"class=text",)))
    """
    first = body.find(parts.begin)
    places = [body.find(mark, first) for mark in parts.hold]
    if first < 0 or places[0] < 0:
        return None
    kept, at = [body[:first]], first
    for place, mark in sorted(zip(places, parts.hold, strict=True)):
        if place >= at:
            start = body.rfind(parts.begin, at, place)
            at = _end(body, start, parts.begin)
            kept.append(body[start:at])
        if place >= 0 and body.find(mark, at) >= 0:
            return None
    return b"".join(kept)


def _end(body: bytes, start: int, begin: bytes) -> int:
    """Where the next part begins after one, and all that it holds, is closed."""
    open_boxes = 0
    while True:
        end = body.find(begin, start + 1) % (len(body) + 1)
        open_boxes += body.count(b"<div", start, end) - body.count(b"</div", start, end)
        if open_boxes <= 0 or end == len(body):
            return end
        start = end
