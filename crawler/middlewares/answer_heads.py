"""Headers without end get an end: nothing in Twisted or Scrapy counts what comes before the body.

A server that sends header lines, continued lines or `100 Continue` as fast as it can fills the memory until the time
limit: 300 MB in six seconds on this side of a loopback.

Setting: `DOWNLOAD_HANDLERS["http"] = "crawler.middlewares.answer_heads.CappedHandler"`; that for https builds on it.
"""

from typing import Any, Final

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from scrapy.crawler import Crawler
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS

MOST_BYTES: Final = 2**20
"""Before a body, half a second of parsing. Real answers have under 10 KB; fifty thousand lines of nonsense fit."""


class EndlessHead(Exception):  # noqa: N818 - a finding about the answer
    """More than `MOST_BYTES` came and no body began."""


class _CappedProtocol(_LenientHTTP11ClientProtocol):
    """One connection; counts what each of its answers says before the body."""

    _before_body = 0

    def request(self, request: Any) -> Any:
        """Begin to count again."""
        self._before_body = 0
        return super().request(request)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        """Pass on, or close."""
        if self._parser is not None and self._parser.state in {STATUS, HEADER}:
            self._before_body += len(data)
        if self._before_body <= MOST_BYTES:
            super().dataReceived(data)  # type: ignore[no-untyped-call]
        elif self.transport is not None:
            self.transport.abortConnection()

    def connectionLost(self, reason: Any = None) -> None:  # noqa: N802 - Twisted's name
        """Tell why."""
        if self._before_body > MOST_BYTES:
            reason = Failure(EndlessHead(f"over {MOST_BYTES} bytes of headers"))  # type: ignore[no-untyped-call]
        super().connectionLost(reason)  # type: ignore[no-untyped-call]


class _CappedFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: Any) -> _CappedProtocol:  # noqa: ARG002, N802 - Twisted's name
        return _CappedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class CappedHandler(HTTP11DownloadHandler):
    """Scrapy's handler for http with connections that count."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _CappedFactory  # noqa: SLF001 - as the handler itself does
