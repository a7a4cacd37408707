"""What the log leaves out: every item in full, which at DEBUG would be the whole harvest."""

import logging
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from scrapy.logformatter import LogFormatter, LogFormatterResult


class QuietFormatter(LogFormatter):
    """Names items instead of printing them, and words a line for every page only where `LOG_LEVEL` shows it."""

    def __init__(self, *, each_page: bool = True) -> None:
        self._each_page = each_page

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        shown = crawler.settings.get("LOG_LEVEL")
        return cls(each_page=shown in (None, "NOTSET", "DEBUG") or shown == logging.DEBUG)

    def crawled(self, request: Request, response: Response, spider: Any = None) -> LogFormatterResult | None:  # type: ignore[override]
        """Name the page, unless nobody would see it."""
        return super().crawled(request, response, spider) if self._each_page else None

    def scraped(self, item: Any, response: Any, spider: Any = None) -> LogFormatterResult | None:  # type: ignore[override]  # noqa: ARG002
        """Say nothing: the store and the report tell what was kept."""
        return None

    def dropped(self, item: Any, exception: BaseException, response: Any, spider: Any = None) -> LogFormatterResult:  # noqa: ARG002
        """Name the item that was dropped, not its content."""
        address = getattr(item, "request_url", None) or type(item).__name__
        return {
            "level": 20,
            "msg": "Dropped %(item)s: %(exception)s",
            "args": {"item": address, "exception": exception},
        }
