"""No half page passes: every body that arrives is whole, or it is marked torn and asked for again.

Takes the place of Scrapy's `HttpCompressionMiddleware` (whose request side it keeps): the body is inflated once, with
its end mark and checksum looked at and the output capped, and everything outside sees plain bytes.

Settings: `DOWNLOADER_MIDDLEWARES = {HttpCompressionMiddleware: None, IntegrityMiddleware: 590}`, `DOWNLOAD_MAXSIZE`
(8 MiB), `DOWNLOAD_FAIL_ON_DATALOSS = True` (bodies shorter than their Content-Length or chunks never arrive here).
"""

from typing import Final
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import Response, TextResponse
from scrapy.responsetypes import responsetypes

from crawler.incidents import incident_log
from crawler.middlewares.inflation import GZIP_MAGIC, TooBig, TornBody, inflated, layers
from crawler.middlewares.refusals import Refusal, RefusedBody, TornPage
from crawler.middlewares.scope import ROBOTS_KEY

TORN: Final = "torn"
"""`request.meta` key: why this answer is no whole page. The retry middleware reads it."""
SUSPECT: Final = "suspect"
"""`response.flags` begin with it when the page was accepted with a doubt (`suspect:no_closing_html`)."""
_TAIL: Final = 4096


class IntegrityMiddleware(HttpCompressionMiddleware):
    """Inflates, and judges whether the body is whole.

    Torn: a stream cut or garbled, 206 that nobody asked for. For another run: empty 200, 304 that nobody asked for.
    Refused: more than `DOWNLOAD_MAXSIZE`.
    Doubtful, kept and flagged: HTML that opens `<html` and never closes it (a Content-Length too small looks like
    this).
    """

    def __init__(self, *, crawler: Crawler) -> None:
        super().__init__(crawler=crawler)
        self._incidents = incident_log(crawler)
        self._limit = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Raises: RefusedBody, TornPage."""
        if request.method == "HEAD":
            return response
        request.meta.pop(TORN, None)
        if response.status == 206 and "Range" not in request.headers:
            return self._torn(request, response, "206 without a Range request")
        try:
            response = self._plain(request, response)
        except TornBody as tear:
            return self._torn(request, response, str(tear))
        except TooBig as excess:
            raise self._refusal(RefusedBody, request, "too_big", str(excess)) from excess
        if response.status == 200 and not response.body.strip() and ROBOTS_KEY not in request.meta:
            raise self._refusal(TornPage, request, "empty", "no content")
        if response.status == 304 and not ({b"If-None-Match", b"If-Modified-Since"} & set(request.headers)):
            raise self._refusal(TornPage, request, "protocol", "304 to an unconditional request")
        return self._with_doubt(response)

    def _torn(self, request: Request, response: Response, why: str) -> Response:
        request.meta[TORN] = why
        return response

    def _refusal(self, kind: type[Refusal], request: Request, class_: str, detail: str) -> Refusal:
        self._incidents.record(request.url, class_, detail)
        return kind(class_, detail)

    def _plain(self, request: Request, response: Response) -> Response:
        encodings = layers(value.decode("latin-1") for value in response.headers.getlist("Content-Encoding"))
        limit = request.meta.get("download_maxsize", self._limit)
        body = inflated(response.body, encodings, limit)
        if body.startswith(GZIP_MAGIC) and _is_text(response):  # undeclared, or compressed twice and declared once
            body = inflated(body, ["gzip"], limit)
        if body is response.body and not encodings:
            return response
        response.headers.pop("Content-Encoding", None)
        kind = responsetypes.from_args(headers=response.headers, url=response.url, body=body)
        if issubclass(kind, TextResponse):
            return response.replace(cls=kind, body=body, encoding=None)
        return response.replace(cls=kind, body=body)

    def _with_doubt(self, response: Response) -> Response:
        body = response.body
        if response.status == 200 and b"<html" in body[:2048].lower() and b"</html" not in body[-_TAIL:].lower():
            response.flags.append(f"{SUSPECT}:no_closing_html")
        return response


def _is_text(response: Response) -> bool:
    """Whether a body that begins like gzip was meant to be read as text, not kept as an archive."""
    media = (response.headers.get("Content-Type") or b"").partition(b";")[0].strip().lower()
    path = urlsplit(response.url).path
    return (
        not media
        or media.startswith(b"text/")
        or media.endswith((b"xml", b"json"))
        or path.endswith((".xml.gz", "/robots.txt"))
    )
