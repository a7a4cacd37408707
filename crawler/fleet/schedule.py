"""For ever: crawl each portal when it is due, never two of one at a time, and stop cleanly."""

import logging
import time
from collections.abc import Callable, Iterable
from typing import Protocol

from crawler.fleet.crawls import Crawl, Fleet
from crawler.fleet.plan import Due

logger = logging.getLogger(__name__)

_AGAIN = 900.0  # seconds before a crawl that left no trace in the ledger is tried again
_LOOK_AGAIN = 3600.0  # seconds after which dues are computed anew, whatever happened
_LONGEST_NAP = 60.0
_SHORTEST_NAP = 1.0


class Clock(Protocol):
    """Time, and waiting for it. The simulation has a fast one."""

    def now(self) -> float:
        """Return seconds since 1970."""

    def sleep(self, seconds: float) -> None:
        """Wait."""


class SystemClock:
    """The machine's clock. `wait(seconds)` may return early: when somebody wants us to stop."""

    def __init__(self, wait: Callable[[float], object] = time.sleep) -> None:
        self._wait = wait

    def now(self) -> float:
        """Return seconds since 1970."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        self._wait(seconds)


class Schedule:
    """Starts what is due. All it must remember is in the store, so it may be stopped and started at any time.

    Args:
        portals: Names.
        due_of: Computes when a portal is due, from the store.
        fleet: Starts and watches the crawls.
        ended: Called for each crawl that has ended.
        clock: Time.
    """

    def __init__(
        self,
        portals: Iterable[str],
        due_of: Callable[[str], Due],
        fleet: Fleet,
        ended: Callable[[Crawl], None],
        clock: Clock | None = None,
    ) -> None:
        self.clock = clock or SystemClock()
        self._due_of = due_of
        self._fleet = fleet
        self._ended = ended
        self._at = {portal: due_of(portal).at for portal in portals}
        self._computed_at = self.clock.now()

    def run(self, stopping: Callable[[], bool]) -> None:
        """Go on until told to stop; then stop what is running and wait for it."""
        while not stopping():
            self.tick()
            self.clock.sleep(self.nap())
        for crawl in self._fleet.stop():
            logger.info("%s was stopped; its next crawl goes on", crawl.portal)

    def tick(self) -> None:
        """Look after what has ended, start what is due."""
        for crawl in self._fleet.ended():
            self._ended(crawl)
            self._compute(crawl.portal, since=crawl.began)
            hours = (self._at[crawl.portal] - self.clock.now()) / 3600
            logger.info("%s: next crawl in %.1f h", crawl.portal, max(0.0, hours))
        now = self.clock.now()
        if now - self._computed_at > _LOOK_AGAIN:
            self._computed_at = now
            for portal in self._at:
                self._compute(portal, since=None)
        for portal, at in sorted(self._at.items(), key=lambda item: item[1]):
            if at <= now and self._fleet.has_room() and portal not in self._fleet.running:
                self._begin(portal, now)

    def nap(self) -> float:
        """Return how many seconds nothing can happen: a crawl that runs may end any moment."""
        if self._fleet.running:
            return _SHORTEST_NAP
        soonest = min(self._at.values(), default=0.0) - self.clock.now()
        return min(_LONGEST_NAP, max(_SHORTEST_NAP, soonest))

    def _begin(self, portal: str, now: float) -> None:
        due = self._due_of(portal)  # somebody may have crawled it meanwhile
        if due.at > now:
            self._at[portal] = due.at
            return
        logger.info("%s is due", portal)
        self._fleet.begin(portal)

    def _compute(self, portal: str, since: float | None) -> None:
        due = self._due_of(portal)
        left_no_trace = since is not None and (due.last is None or due.last < int(since) - 1)
        self._at[portal] = max(due.at, self.clock.now() + _AGAIN if left_no_trace else 0.0)
