"""A host that only fails is left alone: five failures in a row, a rest, one look, and then it is given up for this run.

Failures are 403, 429, 5xx and timeouts. The look is at an address that answered before; where it answers again, the
host lives and only the part of it with the shape that failed is given up (or nothing, when the failures had nothing in
common).

Settings: `DOWNLOADER_MIDDLEWARES[CircuitBreakerMiddleware] = 640`, `BREAKER_FAILURES` (5), `BREAKER_PAUSE` (60 s),
`BREAKER_NEXT_TRY` (3600 s: when a host given up may be tried again).
"""

import logging
import time
from collections import Counter, deque
from typing import Final, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, DownloadConnectionRefusedError, DownloadTimeoutError
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.middlewares.hosts import PROBE, Host, guard_download, host_book, in_seconds
from crawler.middlewares.scope import ROBOTS_KEY
from crawler.middlewares.shapes import address_shape

logger = logging.getLogger(__name__)

_DEAD: Final = (DownloadTimeoutError, DownloadConnectionRefusedError, CannotResolveHostError)
_LOOKS: Final = 3  # good looks in a row between nothing but failures: what answers is not what we came for


class FailureStreak:
    """The addresses of one host that failed since it last answered well, each once however often it is tried.

    >>> streak = FailureStreak(limit=3)
    >>> [streak.add(f"https://so.example/tin-{n}.html") for n in (1, 2, 3)]
    [False, False, True]
    >>> streak.common_shape()
    'so.example/tin-N.html'
    """

    def __init__(self, limit: int) -> None:
        self._shapes: deque[str] = deque(maxlen=limit)
        self._limit = limit
        self._failed: set[str] = set()
        self.looks = 0
        """How often the host was looked at since it last answered well."""
        self.is_last_chance = False
        """The host rested and never answered well before: its next failure ends it."""

    def add(self, url: str) -> bool:
        """Note a failure; whether the limit is reached."""
        if url in self._failed:
            return False
        self._failed.add(url)
        self._shapes.append(address_shape(url))
        return len(self._shapes) == self._limit

    def clear(self) -> None:
        """The host answered."""
        self._shapes.clear()
        self._failed.clear()
        self.looks = 0
        self.is_last_chance = False

    def forget(self) -> None:
        """Begin to count again; the looks stay counted, and who has failed before."""
        self._shapes.clear()

    def common_shape(self) -> str:
        """The shape nearly all of the failures have; empty when they have none in common."""
        shape, number = Counter(self._shapes).most_common(1)[0]
        return shape if number >= self._limit - 1 else ""


class CircuitBreakerMiddleware:
    """Counts failures in a row by host; pauses, looks once, and gives the host or its failing part up."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._hosts = host_book(crawler)
        self._limit = crawler.settings.getint("BREAKER_FAILURES", 5)
        self._pause = crawler.settings.getfloat("BREAKER_PAUSE", 60.0)
        self._rest = crawler.settings.getfloat("BREAKER_NEXT_TRY", 3600.0)
        self._streaks: dict[str, FailureStreak] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Response:
        """Counts; returns the response as it came."""
        if ROBOTS_KEY in request.meta or PROBE in request.meta:
            return response
        host = self._hosts.of(request.url)
        if is_failure(response):
            await self._failed(host, request)
            return response
        self._streak(host).clear()
        if response.status == 200:
            host.last_good = host.last_good or request.url
        return response

    async def process_exception(self, request: Request, exception: Exception) -> None:
        """Counts timeouts, refused connections and names without an address."""
        if isinstance(exception, _DEAD) and ROBOTS_KEY not in request.meta and PROBE not in request.meta:
            await self._failed(self._hosts.of(request.url), request)

    def _streak(self, host: Host) -> FailureStreak:
        return self._streaks.setdefault(host.name, FailureStreak(self._limit))

    async def _failed(self, host: Host, request: Request) -> None:
        streak = self._streak(host)
        if host.stopped:
            return
        if streak.is_last_chance:
            self._give_up(host, request.url, "fails after a rest too")
        elif streak.add(request.url):
            await self._rest_and_look(host, streak, request)

    def _give_up(self, host: Host, url: str, detail: str) -> None:
        self._hosts.stop(host, url, "host_down", detail, in_seconds(self._rest))

    async def _rest_and_look(self, host: Host, streak: FailureStreak, request: Request) -> None:
        self._hosts.pause(host, self._pause)
        if not host.last_good:
            streak.is_last_chance = True
            streak.forget()
            return
        streak.looks += 1
        self._hosts.pause(host, self._pause + 600)  # nobody else goes before the look has been taken
        answers = await self._answers(host, request)
        self._hosts.resume(host)
        shape = streak.common_shape()
        streak.forget()
        if not answers or streak.looks >= _LOOKS:
            self._give_up(host, request.url, "its other pages fail too" if not answers else "nothing but failures")
        elif shape:
            self._hosts.stop_shape(host, request.url, shape, in_seconds(self._rest))

    async def _answers(self, host: Host, request: Request) -> bool:
        """Whether, after the rest, the address that answered before answers again."""
        meta = {PROBE: True, "dont_retry": True, "dont_obey_robotstxt": True, "download_slot": f"look at {host.name}"}
        look = Request(host.last_good, meta=meta, dont_filter=True, callback=NO_CALLBACK)
        await self._hosts.wait_until(request, time.time() + self._pause)
        try:
            response = await guard_download(self._crawler, look)
        except Exception as error:  # noqa: BLE001 - whatever it is, the host does not answer
            logger.info("%s does not answer: %s", host.name, error)
            return False
        return response.status == 200


def is_failure(response: Response) -> bool:
    """Whether an answer counts against the host: 403, 429, 5xx; not one that says when to come back."""
    if response.status in {429, 503} and response.headers.get("Retry-After"):
        return False
    return response.status in {403, 429} or response.status >= 500
