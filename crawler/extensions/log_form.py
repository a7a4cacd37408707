"""The form of log lines: control characters always escaped; one JSON object a line with `-s LOG_JSON=1`."""

import json
import logging
from datetime import UTC, datetime
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler

from crawler.incidents import printable

_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "spider", "crawler", "engine"}


class LogFormExtension:
    """Gives every handler of the root logger a formatter that no page can forge a line through.

    Settings: `EXTENSIONS[LogFormExtension] = -1`, `LOG_JSON` (False), `LOG_FORMAT`, `LOG_DATEFORMAT`.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        portal = getattr(crawler.spidercls, "name", "") or ""
        safe = EscapedFormatter(settings.get("LOG_FORMAT"), settings.get("LOG_DATEFORMAT"))
        self._form: logging.Formatter = JsonFormatter(portal) if settings.getbool("LOG_JSON") else safe
        self.give()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler)
        crawler.signals.connect(extension.give, signals.spider_opened)  # Scrapy makes its handlers anew until then
        return extension

    def give(self) -> None:
        """Put the formatter into every handler there is."""
        for handler in logging.getLogger().handlers:
            handler.setFormatter(self._form)


class EscapedFormatter(logging.Formatter):
    r"""Plain lines: a message is one line, whatever a page put into it; tracebacks keep theirs, indented.

    >>> record = logging.makeLogRecord({"msg": "Dropped %s", "args": ("x\n2026 ERROR giả\x1b[2J",)})
    >>> EscapedFormatter("%(message)s").format(record)
    'Dropped x\\n2026 ERROR giả\\x1b[2J'
    """

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        """Return the line without the traceback."""
        record.message = printable(record.message)
        return super().formatMessage(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's name
        """Return a traceback whose every line is escaped and indented: none looks like a line of the log."""
        return "\n".join("  " + printable(line) for line in super().formatException(ei).split("\n"))


class JsonFormatter(logging.Formatter):
    r"""One object a line: at, level, logger, portal, message, error, and whatever the caller gave as `extra`.

    >>> record = logging.makeLogRecord({"msg": "ba\ntin", "created": 0.0, "pages": 3})
    >>> JsonFormatter("so_mau").format(record)[-53:]
    '"portal": "so_mau", "message": "ba\\ntin", "pages": 3}'
    """

    def __init__(self, portal: str = "") -> None:
        super().__init__()
        self._portal = portal

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as JSON."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {"at": at, "level": record.levelname, "logger": record.name, "portal": self._portal}
        line["message"] = record.getMessage()
        line |= {name: value for name, value in vars(record).items() if name not in _OWN and _is_plain(value)}
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False).replace("\x7f", "\\u007f").translate(_C1)


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int | float | bool)


_UNSEEN = (*range(0x80, 0xA0), 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_C1 = {code: f"\\u{code:04x}" for code in _UNSEEN}
