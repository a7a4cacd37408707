"""What must not reach a parser: bytes that are no page, and markup that would stop the whole crawl while it is parsed.

Parsing happens on the event loop, where no timeout can end it; so the bytes are looked at first
(`crawler.extraction.guards`, the same checks `read_article` makes).

Setting: `DOWNLOADER_MIDDLEWARES[PreParseMiddleware] = 585` (just outside decompression).
"""

from typing import Final, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.extraction.errors import NotAnArticle
from crawler.extraction.guards import check_markup
from crawler.incidents import incident_log
from crawler.middlewares.integrity import TORN
from crawler.middlewares.refusals import RefusedBody
from crawler.middlewares.scope import ROBOTS_KEY

_LOOKED_AT: Final = 4096
_PAGES: Final = frozenset({"article", "section"})
_OTHER_FILES: Final = (
    b"%PDF",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"{\\rtf",
)
_TEXT_CONTROLS: Final = bytes([*range(9), 11, *range(14, 27), *range(28, 32)])  # not tab, line ends, form feed, ESC


class PreParseMiddleware:
    """Refuses pages that are no markup (`not_html`), too big, or hostile (`hostile_markup`), each an incident."""

    def __init__(self, crawler: Crawler) -> None:
        self._incidents = incident_log(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Raises: RefusedBody. Attachments and robots.txt pass: nothing here parses them."""
        kind = request.meta.get("kind", "article")
        if response.status != 200 or kind == "attachment" or {ROBOTS_KEY, TORN} & request.meta.keys():
            return response
        try:
            check_markup(response.body)
            if kind in _PAGES:
                check_is_page(response.body, (response.headers.get("Content-Type") or b"").lower())
        except NotAnArticle as verdict:
            self._incidents.record(response.url, verdict.reason, verdict.detail)
            raise RefusedBody(verdict.reason, verdict.detail) from verdict
        return response


def check_is_page(body: bytes, content_type: bytes = b"text/html") -> None:
    """Raise NotAnArticle (`not_html`) for bytes that call themselves a page and are none.

    >>> check_is_page(b'{"items": [1, 2]}')
    Traceback (most recent call last):
    crawler.extraction.errors.NotAnArticle: not_html: JSON as text/html
    >>> check_is_page(b'{"items": [1, 2]}', b"application/json")
    >>> check_is_page("<p>Tin tức</p>".encode("utf-16"))
    """
    start = body[:_LOOKED_AT]
    if start.startswith(_OTHER_FILES):
        raise NotAnArticle("not_html", "a PDF, an archive or a picture")
    is_wide = start.startswith((b"\xff\xfe", b"\xfe\xff")) or start[:64].count(0) >= 24  # UTF-16, two bytes a letter
    if not is_wide and len(start) - len(start.translate(None, _TEXT_CONTROLS)) > len(start) // 20:
        raise NotAnArticle("not_html", "binary")
    if b"+ADw-" in start:
        raise NotAnArticle("not_html", "UTF-7, which no browser reads")
    if b"html" in content_type and start.lstrip()[:1] in {b"{", b"["} and b"<" not in start[:200]:
        raise NotAnArticle("not_html", "JSON as text/html")
