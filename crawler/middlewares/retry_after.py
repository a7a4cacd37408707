"""Failed downloads are asked again: not at once, not for ever, and when the server says when, exactly then.
A host that says "too often" is asked half as often from then on.

Takes the place of Scrapy's `RetryMiddleware`, which asks three times within 30 ms and does not read `Retry-After`.

Settings (with Scrapy's names where it has one): `DOWNLOADER_MIDDLEWARES = {RetryMiddleware: None,
RetryAfterMiddleware: 550}`, `RETRY_TIMES` (2 retries; after a 5xx of a host that answers otherwise, 6),
`RETRY_HTTP_CODES` (500, 502, 504, 522, 524, 408), `RETRY_EXCEPTIONS`, `RETRY_PRIORITY_ADJUST` (-100: retries come at
the end of the run), `RETRY_DELAY` (5 s before the first retry, doubled before the next), `RETRY_AFTER_CAP` (300 s: a
longer wait is for another run), `RETRY_AFTER_TIMES` (5 waits an address).
"""

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final, Self

from OpenSSL import SSL
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response
from scrapy.utils.misc import load_object
from twisted.internet.error import ConnectionClosed

from crawler.incidents import incident_log
from crawler.middlewares.hosts import NOT_BEFORE, Host, host_book, in_seconds
from crawler.middlewares.inflation import TornBody
from crawler.middlewares.integrity import TORN
from crawler.middlewares.refusals import Postponed, TornPage
from crawler.middlewares.robots_rules import MAX_CRAWL_DELAY
from crawler.middlewares.scope import ROBOTS_KEY

_MORE_TIMES: Final = 4
"""Further retries after a 5xx of a host that answers other pages: of answers that fail one in three, 1 of 2,000."""
_MOST_DOUBLINGS: Final = 2
_LIMITED: Final = frozenset({429, 503})
_CLASSES: Final[tuple[tuple[type[Exception], str], ...]] = (
    (DownloadTimeoutError, "timeout"),
    (CannotResolveHostError, "dns"),
    (DownloadConnectionRefusedError, "connection"),
    (ResponseDataLossError, "torn"),
    (DownloadCancelledError, "too_big"),
    (TornBody, "torn"),
)


def retry_after_seconds(value: str, now: datetime) -> float | None:
    """How long a `Retry-After` header asks to wait; None when it says nothing usable.

    A date counts to the end of its second: it has no fractions, and a request half a second early is early.

    >>> noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    >>> retry_after_seconds("7", noon), retry_after_seconds("Mon, 02 Mar 2026 12:00:05 GMT", noon)
    (7.0, 6.0)
    >>> retry_after_seconds("soon", noon) is None, retry_after_seconds("-5", noon) is None
    (True, True)
    """
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:12])
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds() + 1)


def failure_class(error: BaseException) -> str:
    """The incident class of a failed download: timeout, dns, connection, tls, torn, too_big, protocol."""
    for kind, class_ in _CLASSES:
        if isinstance(error, kind):
            return class_
    reasons = [r.value for r in getattr(error.__cause__, "reasons", ())] or [error.__cause__ or error]
    if any(isinstance(reason, SSL.Error) for reason in reasons):
        return "tls"
    if any(isinstance(reason, ConnectionClosed) for reason in reasons):
        return "connection"
    return "protocol"


class RetryAfterMiddleware:
    """Retries, spaced; the whole host waits when the server asks for it; every giving-up is an incident."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self._hosts = host_book(crawler)
        self._incidents = incident_log(crawler)
        self._codes = {int(code) for code in settings.getlist("RETRY_HTTP_CODES")}
        self._exceptions = tuple(
            load_object(item) if isinstance(item, str) else item for item in settings.getlist("RETRY_EXCEPTIONS")
        )
        self._times = settings.getint("RETRY_TIMES")
        self._priority = settings.getint("RETRY_PRIORITY_ADJUST")
        self._delay = settings.getfloat("RETRY_DELAY", 5.0)
        self._cap = settings.getfloat("RETRY_AFTER_CAP", 300.0)
        self._waits = settings.getint("RETRY_AFTER_TIMES", 5)
        self._jitter: Callable[[], float] = random.random

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """The response, or the request to ask again. Raises: TornPage, Postponed."""
        if request.meta.get("dont_retry"):
            return response
        why = request.meta.get(TORN)
        if why is not None:
            again = self._again(request, "torn", why)
            if again is None:
                raise TornPage("torn", why)
            return again
        if response.status in _LIMITED:
            return self._limited(request, response)
        if response.status in self._codes:
            return self._again(request, f"http_{response.status}", "") or response
        if response.status == 200:
            host = self._hosts.of(request.url)
            host.rate_limits = host.long_waits = 0
        return response

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """The request to ask again, or None: the failure stands and is recorded."""
        if isinstance(exception, IgnoreRequest):
            return None
        class_ = failure_class(exception)
        if isinstance(exception, self._exceptions) and not request.meta.get("dont_retry"):
            return self._again(request, class_, str(exception))
        self._incidents.record(request.url, class_, str(exception))
        return None

    def _again(self, request: Request, class_: str, detail: str) -> Request | None:
        tried = request.meta.get("retry_times", 0) + 1
        living = class_.startswith("http_5") and self._hosts.of(request.url).last_good
        times = self._times + (_MORE_TIMES if living else 0)
        if tried > request.meta.get("max_retry_times", times):
            self._incidents.record(request.url, class_, f"{detail} (tried {tried} times)".strip())
            return None
        wait = self._delay * 2 ** min(tried - 1, _MOST_DOUBLINGS) * (1 + self._jitter() / 2)
        return self._copy(request, time.time() + wait, retry_times=tried)

    def _copy(self, request: Request, not_before: float, **meta: int) -> Request:
        again: Request = request.copy()
        again.dont_filter = True
        again.priority = request.priority + self._priority
        again.meta.pop(TORN, None)
        again.meta.update(meta)
        again.meta[NOT_BEFORE] = not_before
        return again

    def _limited(self, request: Request, response: Response) -> Request | Response:
        host = self._hosts.of(request.url)
        header = (response.headers.get("Retry-After") or b"").decode("latin-1")
        asked = retry_after_seconds(header, datetime.now(UTC))
        if asked is None and ROBOTS_KEY in request.meta:
            return self._again(request, f"http_{response.status}", "") or response
        host.rate_limits += 1
        waited = request.meta.get("retry_after_times", 0) + 1
        wait = self._back_off(host) if asked is None else asked
        if wait > self._cap or waited > self._waits:
            raise self._too_long(request, host, wait)
        host.crawl_delay = min(max(2 * host.crawl_delay, self._delay / 10), MAX_CRAWL_DELAY)  # it was too often
        self._hosts.pause(host, wait)
        return self._copy(request, time.time() + wait, retry_after_times=waited)

    def _back_off(self, host: Host) -> float:
        return self._delay * 2.0 ** min(host.rate_limits - 1, 10) * (1 + self._jitter() / 2)

    def _too_long(self, request: Request, host: Host, wait: float) -> Postponed:
        """One such answer may concern one page, so the host rests and one more is asked; a second one stops the
        host.
        """
        next_try = in_seconds(max(wait, self._cap))
        host.long_waits += 1
        if host.long_waits > 1:
            self._hosts.stop(host, request.url, "rate_limited", f"asks to wait {wait:.0f} s", next_try)
        else:
            self._incidents.record(request.url, "rate_limited", f"asks to wait {wait:.0f} s", next_try)
            self._hosts.pause(host, min(60.0, self._cap))
        return self._hosts.postpone(request, "rate_limited", next_try)
