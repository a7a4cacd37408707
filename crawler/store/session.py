"""The store of a running crawl: one writer that scheduler and pipelines share, and one reader for quick look-ups."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from scrapy.crawler import Crawler
from scrapy.utils.asyncio import is_asyncio_available

from crawler.store.errors import StoreError
from crawler.store.identity import address_key
from crawler.store.outcomes import Outcome
from crawler.store.store import Store
from crawler.store.writer import PATIENCE, Operation, Results, Writer

_sessions: "WeakKeyDictionary[Crawler, Session]" = WeakKeyDictionary()
_ALIVE_EVERY = 30  # seconds between signs of life in the ledger of runs
_READER_BUSY = 0.2  # seconds; a reader is never kept waiting by our writer, and the event loop must not be by others


Ending = Callable[[Store, int | None, int], str]
"""Writes the end of a request, given the run's number and the time; returns what happened."""


class HandedOut(NamedTuple):
    """A request the engine has and the ledger waits for."""

    url: str
    kind: str
    identity: str | None


class Session:
    """What a crawl needs of the store. Made on first use, shared by everything that belongs to one crawler."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self.path = Path(crawler.settings["STORE_PATH"])
        self._listeners: list[Callable[[], None]] = []
        self._on_event: dict[Any, Callable[[], None]] = {}
        self._in_loop = _loop_caller()
        patience = crawler.settings.getfloat("STORE_PATIENCE", PATIENCE)
        self.writer = Writer(Store.open(self.path, busy_seconds=1.0), self._committed, self._failed, patience=patience)
        self.reader = Store.open(self.path, readonly=True, busy_seconds=_READER_BUSY)
        self.run: int | None = None
        """Number of the run in the ledger, once the scheduler has opened one."""
        self.handed_out: dict[int, HandedOut] = {}
        """By key, what the engine was given and no outcome has come for."""
        self.unsettled = 0
        """Outcomes queued and not yet committed."""
        self.closed = False
        self._alive_at = 0

    @classmethod
    def of(cls, crawler: Crawler) -> "Session":
        """Give the store of a crawl.

        Raises:
            StoreError: The database cannot be used.
        """
        if crawler not in _sessions or _sessions[crawler].closed:
            _sessions[crawler] = cls(crawler)
        return _sessions[crawler]

    def submit(self, operation: Operation, then: Callable[[Any], None] | None = None) -> bool:
        """Queue something to be written; `then` gets its result in the event loop, after the commit."""
        return self.writer.submit(operation, then)

    def settle(self, portal: str, outcome: Outcome) -> bool:
        """Queue the end of a request; the ledger, the article and its page are written together."""
        key = address_key(portal, outcome.request_url, outcome.identity)
        return self.end(key, lambda store, run, now: store.settling.settle(portal, outcome, run, now))

    def end(self, key: int, ending: Ending) -> bool:
        """Queue what ends the request of a row; the crawl does not count as done before it is committed."""
        run, now = self.run, int(time.time())
        self.handed_out.pop(key, None)
        alive = run is not None and now >= self._alive_at + _ALIVE_EVERY
        if alive:
            self._alive_at = now

        def write(store: Store) -> str:
            if alive:
                store.connection.execute("UPDATE runs SET alive_at = ? WHERE id = ?", (now, run))
            return ending(store, run, now)

        queued = self.submit(write, self._settled)
        self.unsettled += queued
        return queued

    def _settled(self, event: Any) -> None:
        self.unsettled -= 1
        if self._crawler.stats is not None:
            name = event if isinstance(event, str) else "not_stored"
            self._crawler.stats.inc_value(f"store/{name}")
        if event in self._on_event:
            self._on_event[event]()

    def on_event(self, event: str, call: Callable[[], None]) -> None:
        """Have a function called in the event loop whenever an outcome had this effect; see `Settling.settle`."""
        self._on_event[event] = call

    def wake_engine(self) -> None:
        """Have the engine ask the scheduler again."""
        engine = self._crawler.engine
        slot = getattr(engine, "_slot", None)  # Scrapy offers no other way but its 5 s heartbeat
        if engine is not None and engine.scraper.slot and slot is not None and slot.closing is None:  # once it is open
            slot.nextcall.schedule()

    def listen(self, committed: Callable[[], None]) -> None:
        """Have a function called in the event loop after each commit."""
        self._listeners.append(committed)

    async def flush(self, timeout: float | None = None) -> bool:  # noqa: ASYNC109 - a thread waits, which none can cancel
        """Commit what is queued, without stopping the event loop; False when the store has failed or not answered."""
        if not is_asyncio_available():
            return self.writer.flush(timeout)
        done = await asyncio.to_thread(self.writer.flush, timeout)
        await asyncio.sleep(0)  # the results of the commit stand in the loop's queue before this
        return done

    async def close(self) -> None:
        """Commit what is queued and close the file, without stopping the event loop."""
        if self.closed:
            return
        self.closed = True
        self.reader.close()  # first: the last connection to close folds the log into the file, and this one may not
        if is_asyncio_available():
            await asyncio.to_thread(self.writer.close)
        else:
            self.writer.close()

    def _committed(self, results: Results) -> None:
        self._in_loop(lambda: self._tell(results))

    def _tell(self, results: Results) -> None:
        for then, result in results:
            if then is not None:
                then(result)
        for listener in self._listeners:
            listener()

    def _failed(self, error: StoreError) -> None:
        self._in_loop(lambda: self._stop(error))

    def _stop(self, error: StoreError) -> None:
        if self._crawler.stats is not None:
            self._crawler.stats.set_value("store/failure", str(error))
        engine = self._crawler.engine
        if engine is not None and engine.spider is not None:
            closing = engine.close_spider_async(reason="storage")
            if is_asyncio_available():
                task = asyncio.ensure_future(closing)
                self._closing_task = task  # a task nobody holds may be collected before it ends
            else:
                from twisted.internet.defer import Deferred  # only without asyncio

                Deferred.fromCoroutine(closing)


def _loop_caller() -> Callable[[Callable[[], None]], Any]:
    """Give a function that runs another one in the event loop, callable from any thread."""
    if is_asyncio_available():
        return asyncio.get_event_loop().call_soon_threadsafe
    from twisted.internet import reactor  # importing it installs one

    return reactor.callFromThread  # type: ignore[no-any-return]
