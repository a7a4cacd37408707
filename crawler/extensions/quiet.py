"""What the log leaves out: every item in full, which at DEBUG would be the whole harvest."""

from typing import Any

from scrapy.logformatter import LogFormatter, LogFormatterResult


class QuietFormatter(LogFormatter):
    """Names items instead of printing them."""

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
