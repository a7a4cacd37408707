"""How gently a host is asked: the one guard that obeys what the others have learnt of it.

One connection a host, seconds apart (`CONCURRENT_REQUESTS_PER_DOMAIN`, `DOWNLOAD_DELAY`, Scrapy's own slots); waits
asked for by servers; the Crawl-delay of robots.txt; hosts given up for this run; departments that share one server
counted as one; and, for servers that are busy by day, only at night.

Settings: `DOWNLOADER_MIDDLEWARES[PolitenessMiddleware] = 870`, `HOST_GROUPS` (`{"name": ["host", ...]}`, default none),
`CRAWL_HOURS` (`"22:00-05:00"`, Vietnam time; default empty: any hour).
"""

from datetime import UTC, datetime, time, timedelta, timezone
from time import time as now
from typing import Final, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import create_looping_call
from twisted.python.failure import Failure

from crawler.incidents import incident_log
from crawler.middlewares.hosts import NOT_BEFORE, PROBE, Host, host_book, is_closing
from crawler.middlewares.shapes import address_shape

VIETNAM: Final = timezone(timedelta(hours=7))
"""UTC+7 the year round, without summer time since 1975."""

_LEAST_DELAY: Final = 0.001  # a slot without any delay starts all that queues at once, whatever its concurrency


def hours_of(text: str) -> tuple[time, time] | None:
    """The hours of a setting such as `CRAWL_HOURS`; None for an empty one.

    Raises:
        ValueError: not two times of day.

    >>> hours_of("22:00-05:30")
    (datetime.time(22, 0), datetime.time(5, 30))
    """
    if not text.strip():
        return None
    start, _, end = text.partition("-")
    return time.fromisoformat(start.strip()), time.fromisoformat(end.strip())


def next_opening(moment: datetime, hours: tuple[time, time]) -> datetime | None:
    """When crawling may begin, None when it may now; `moment` is any aware instant, the answer is in Vietnam time.

    >>> night = hours_of("22:00-05:00")
    >>> next_opening(datetime(2026, 3, 2, 20, tzinfo=UTC), night) is None  # 03:00 in Vietnam
    True
    >>> next_opening(datetime(2026, 3, 2, 5, tzinfo=UTC), night).isoformat()
    '2026-03-02T22:00:00+07:00'
    """
    start, end = hours
    local = moment.astimezone(VIETNAM)
    clock = local.time()
    is_open = start <= clock < end if start < end else clock >= start or clock < end
    if is_open:
        return None
    opening = datetime.combine(local.date(), start, VIETNAM)
    return opening if opening > local else opening + timedelta(days=1)


class PolitenessMiddleware:
    """Holds a request until its host may be asked; ends it when that is not in this run."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._hosts = host_book(crawler)
        self._hours = hours_of(crawler.settings.get("CRAWL_HOURS") or "")
        self._told_hours = False
        self._watch = create_looping_call(self._let_go)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware._begin, signals.spider_opened)
        crawler.signals.connect(middleware._end, signals.spider_closed)
        return middleware

    def _begin(self) -> None:
        self._watch.start(0.5, now=False)

    def _end(self) -> None:
        if self._watch.running:
            self._watch.stop()

    async def process_request(self, request: Request) -> None:
        """Raises: Postponed."""
        host = self._hosts.of(request.url)
        request.meta.setdefault("download_slot", self._hosts.slot(host))
        self._refuse_stopped(request, host)
        self._refuse_outside_hours(request)
        if PROBE not in request.meta:
            await self._wait(request, host)
        self._keep_delay(request, host)

    async def _wait(self, request: Request, host: Host) -> None:
        """Until the host is open; what is learnt meanwhile may move that moment, either way."""
        while (moment := max(host.open_at, request.meta.get(NOT_BEFORE, 0.0))) > now():
            await self._hosts.wait_until(request, min(moment, now() + 0.5))
            self._refuse_stopped(request, host)

    def _refuse_stopped(self, request: Request, host: Host) -> None:
        if host.stopped:
            raise self._hosts.postpone(request, host.stopped, host.next_try)
        if host.stopped_shapes and address_shape(request.url) in host.stopped_shapes:
            raise self._hosts.postpone(request, "host_down", host.next_try)

    def _refuse_outside_hours(self, request: Request) -> None:
        opening = next_opening(datetime.now(UTC), self._hours) if self._hours else None
        if opening is None:
            return
        if not self._told_hours:
            self._told_hours = True
            incident_log(self._crawler).record(request.url, "outside_hours", "", opening)
        raise self._hosts.postpone(request, "outside_hours", opening)

    def _keep_delay(self, request: Request, host: Host) -> None:
        """Scrapy forgets a slot after a minute and AutoThrottle may shorten its delay, so this is said every time."""
        engine = self._crawler.engine
        slot = engine.downloader.slots.get(request.meta["download_slot"]) if engine else None
        if slot is not None:
            slot.delay = max(slot.delay, host.crawl_delay, _LEAST_DELAY)
        if host.crawl_delay:
            request.meta["autothrottle_dont_adjust_delay"] = True
            if slot is not None:
                slot.jitter = 0.0

    def _let_go(self) -> None:
        """When the crawl closes, what queues in Scrapy's slots is not downloaded first: a stop takes seconds."""
        if self._crawler.engine is None or not is_closing(self._crawler):
            return
        for slot in self._crawler.engine.downloader.slots.values():
            while slot.queue:
                request, waiting = slot.queue.popleft()
                waiting.errback(Failure(self._hosts.postpone(request, "closing")))  # type: ignore[no-untyped-call]
