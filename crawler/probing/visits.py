"""Fetching single pages in order, with the guards and the politeness of a crawl."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from scrapy import Request
from scrapy.crawler import Crawler

from crawler.middlewares.tls_words import TLS
from items import Page

_OK = 200


@dataclass(frozen=True, slots=True)
class Visit:
    """What came of asking for one address."""

    asked: str
    page: Page
    """Empty body when nothing came."""
    status: int = 0
    """HTTP status; 0 when no answer came."""
    reason: str = ""
    """Why no answer came."""
    tls: str = ""
    """What was wrong with the certificate; empty when it was right or there was none."""

    @property
    def answered(self) -> bool:
        """Whether a page came."""
        return self.status == _OK and bool(self.page.body)


Fetch = Callable[[str], Awaitable[Visit]]


def fetching(crawler: Crawler) -> Fetch:
    """Return what fetches pages through a running crawl's downloader: robots.txt, pauses and guards hold."""

    async def fetch(url: str) -> Visit:
        assert crawler.engine is not None
        nothing = Visit(url, Page(url=url, body=b""))
        try:
            response = await crawler.engine.download_async(Request(url, dont_filter=True, meta={"kind": "section"}))
        except Exception as error:  # noqa: BLE001 - whatever the network or a guard raises becomes words in a report
            return replace(nothing, reason=str(getattr(error, "reason", "")) or f"{type(error).__name__}: {error}")
        headers = {
            name.decode("latin-1"): values[-1].decode("latin-1") for name, values in response.headers.items() if values
        }
        page = Page(response.url, response.body, headers, datetime.now(UTC).replace(microsecond=0))
        return Visit(url, page, response.status, tls=str(response.meta.get(TLS, "")))

    return fetch
