"""What a crawl knows of each host it asks: when it may be asked again, and whether it has been given up for this run.

Several guards learn this (rate limits, failures, block pages, robots.txt) and one obeys it
(`crawler.middlewares.politeness`), so it lies between them.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.incidents import incident_log
from crawler.middlewares.refusals import Postponed
from crawler.middlewares.shapes import address_shape

logger = logging.getLogger(__name__)

REQUEST_POSTPONED: Final = object()
"""Scrapy signal with `request=`, `reason=`, `next_try=` (datetime or None) and `spider=`: the address was not asked, or
not to the end, in this run and stays pending; whoever keeps the frontier listens to it."""
NOT_BEFORE: Final = "not_before"
"""`request.meta` key: the request is not sent before this time (seconds since the epoch)."""
PROBE: Final = "host_probe"
"""`request.meta` key of a look whether a failing host answers again: it alone does not wait for the host to rest."""
_STEP: Final = 0.5  # seconds between two looks whether the crawl is closing, so that a stop never waits for a wait


@dataclass(slots=True)
class Host:
    """One host of the crawl. Times are seconds since the epoch."""

    name: str
    open_at: float = 0.0
    """No request leaves before this."""
    stopped: str = ""
    """The incident class that ended the asking for this run; empty while it goes on."""
    next_try: datetime | None = None
    crawl_delay: float = 0.0
    """Seconds between requests that its robots.txt asks for, or that its rate limits have taught; 0: neither."""
    last_good: str = ""
    """An address that answered 200, to see whether the host still lives."""
    rate_limits: int = 0
    """Rate-limit answers since the last good one."""
    long_waits: int = 0
    """Those among them that asked for more than this run can wait."""
    stopped_shapes: set[str] = field(default_factory=set)
    """Address shapes given up for this run, while the rest of the host answers."""


class HostBook:
    """All hosts of one crawl."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._hosts: dict[str, Host] = {}
        groups = crawler.settings.getdict("HOST_GROUPS")
        self._group_of = {host: group for group, hosts in groups.items() for host in hosts}

    def of(self, url: str) -> Host:
        """The host of an address."""
        name = (urlsplit(url).hostname or "").rstrip(".")
        host = self._hosts.get(name)
        if host is None:
            host = self._hosts[name] = Host(name)
        return host

    def slot(self, host: Host) -> str:
        """The downloader slot of a host: its own, or that of the group of `HOST_GROUPS` it shares a server with."""
        return str(self._group_of.get(host.name, host.name))

    def pause(self, host: Host, seconds: float) -> None:
        """No request to the host, nor to its group, for so long; requests waiting in Scrapy's slot wait too."""
        until = time.time() + seconds
        slot = self.slot(host)
        for other in self._hosts.values():
            if self.slot(other) == slot:
                other.open_at = max(other.open_at, until)
        host.open_at = max(host.open_at, until)
        _hold_slot(self._crawler, slot, seconds)

    def resume(self, host: Host) -> None:
        """The host and its group may be asked again now."""
        slot = self.slot(host)
        for other in self._hosts.values():
            if self.slot(other) == slot:
                other.open_at = 0.0
        _hold_slot(self._crawler, slot, None)

    def stop(self, host: Host, url: str, class_: str, detail: str = "", next_try: datetime | None = None) -> None:
        """Give the host up for this run: one incident; what is still to be asked of it is postponed."""
        if host.stopped:
            return
        host.stopped, host.next_try = class_, next_try
        incident_log(self._crawler).record(url, class_, detail, next_try)
        self._drop_queued(host, lambda _: True)
        logger.warning("%s is not asked any more in this run: %s %s", host.name, class_, detail)

    def stop_shape(self, host: Host, url: str, shape: str, next_try: datetime) -> None:
        """Give up, for this run, the part of the host whose addresses have this shape."""
        host.stopped_shapes.add(shape)
        host.next_try = next_try
        incident_log(self._crawler).record(url, "host_down", f"all of {shape} fails", next_try)
        self._drop_queued(host, lambda request: address_shape(request.url) == shape)

    def _drop_queued(self, host: Host, is_meant: Callable[[Request], bool]) -> None:
        """Postpone what already queues in Scrapy's slot, where no middleware sees it any more."""
        downloader: Any = getattr(self._crawler.engine, "downloader", None)
        slot = downloader and downloader.slots.get(self.slot(host))
        for request, waiting in list(slot.queue) if slot else ():
            if self.of(request.url) is host and is_meant(request):
                slot.queue.remove((request, waiting))
                refusal = self.postpone(request, host.stopped or "host_down", host.next_try)
                waiting.errback(Failure(refusal))  # type: ignore[no-untyped-call]

    def stopped(self) -> dict[str, str]:
        """The hosts given up, each with its incident class."""
        return {host.name: host.stopped for host in self._hosts.values() if host.stopped}

    def postpone(self, request: Request, reason: str, next_try: datetime | None = None) -> Postponed:
        """The exception to raise for a request that stays pending; the keeper of the frontier is told."""
        self._crawler.signals.send_catch_log(
            REQUEST_POSTPONED, request=request, reason=reason, next_try=next_try, spider=self._crawler.spider
        )
        if self._crawler.stats is not None:
            self._crawler.stats.inc_value(f"postponed/{reason}")
        return Postponed(reason, next_try=next_try)

    async def wait_until(self, request: Request, moment: float) -> None:
        """Sleep until `moment` (epoch seconds). Raises: Postponed, as soon as the crawl is being closed."""
        while (left := moment - time.time()) > 0:
            if is_closing(self._crawler):
                raise self.postpone(request, "closing")
            await asyncio.sleep(min(left, _STEP))


_books: WeakKeyDictionary[Crawler, HostBook] = WeakKeyDictionary()


def host_book(crawler: Crawler) -> HostBook:
    """The one `HostBook` of this crawl, made when first asked for."""
    book = _books.get(crawler)
    if book is None:
        book = _books[crawler] = HostBook(crawler)
    return book


async def guard_download(crawler: Crawler, request: Request) -> Response:
    """The answer to a request of a guard's own, past the spider and the frontier."""
    return await crawler.engine.download_async(request)  # type: ignore[union-attr,unused-ignore]


def in_seconds(seconds: float) -> datetime:
    """The instant so many seconds from now, in UTC; at most a year away, whatever a server asks for."""
    return datetime.now(UTC) + timedelta(seconds=min(seconds, 366 * 86_400))


def is_closing(crawler: Crawler) -> bool:
    """Whether the crawl has been told to stop (a signal, a limit) and only waits for what is in flight."""
    engine = crawler.engine
    slot = getattr(engine, "_slot", None)  # Scrapy tells nobody when a close begins
    return not crawler.crawling or (slot is not None and slot.closing is not None)


def _hold_slot(crawler: Crawler, name: str, seconds: float | None) -> None:
    """Make Scrapy's slot believe that its last request leaves `seconds` from now: the queue behind it waits.

    None: the last request left just now.
    """
    downloader: Any = getattr(crawler.engine, "downloader", None)  # none before the spider opens
    slot = downloader and downloader.slots.get(name)
    if not slot:
        return
    now = time.monotonic()
    slot.delay = slot.delay or 0.001  # a slot without delay does not look at the clock
    slot.lastseen = now if seconds is None else max(slot.lastseen, now + seconds)
    if slot.latercall:  # set for the old time; the queue sets it anew
        slot.latercall.cancel()
        slot.latercall = None
        downloader._process_queue(slot)  # noqa: SLF001 - what the slot's own timer calls
