"""A Scrapy scheduler whose queue is the frontier in the store: what is not committed is not done.

Scrapy's own disk queue writes its index only when it is closed, so a killed crawl loses the rest of the site for ever.
Here a link is a row from the moment it is found, a page is done only in the transaction that keeps what it gave, and
the next run starts where the last commit was.
"""

import json
import logging
import sqlite3
import time
from typing import Any, Self

from scrapy import Request, Spider
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler
from scrapy.utils.defer import deferred_from_coro
from twisted.internet.defer import Deferred

from crawler.store import ledger
from crawler.store.ends import UntoldEnds
from crawler.store.frontier import LEASE_SECONDS, LISTINGS, PENDING, Found, Known, Leased
from crawler.store.identity import address_key
from crawler.store.lock import PortalLock
from crawler.store.requests import ask_for_changes, found_of, identify, key_of, origin_url, request_of
from crawler.store.session import HandedOut, Session
from crawler.store.settling import OTHER_ADDRESS, UNLISTED
from crawler.store.store import Store
from crawler.store.waiting import LOAD, Waiting

logger = logging.getLogger(__name__)

_RECHECKS = 500  # articles looked at again in one run, at most
_TALLIED = (
    "store/", "incident/", "item_scraped", "response_received", "finish_reason", "downloader/", "spider_exceptions/",
    "observed", "versions", "seconds",
)  # fmt: skip


class FrontierScheduler(BaseScheduler):
    """Scrapy's scheduler interface over the store's frontier.

    Order: priority, then first in, first out. Whatever is handed out, being read or read but not yet committed counts
    against `CONCURRENT_REQUESTS`, so a killed crawl fetches at most that many pages again.

    Settings: `STORE_PATH`, `CONCURRENT_REQUESTS`, `RECHECKS_PER_RUN` (500). Spider attributes read, all optional:
    `recheck` ("all" looks at every stored article again, "none" at none), `arguments` (a mapping that tells sweeps
    apart), `wants` (says of a request whether it still serves the run; what does not stays in the table for the next
    one), `walked` (gives the lists that were read as far as needed, with their newest day). Spider attributes set:
    `is_news`, `incremental`, and `walks.known_until` where the spider has walks.

    Raises:
        StoreError: In `from_crawler`, when the database cannot be used.
        AlreadyRunning: In `open`, when another process is crawling the portal into the same database.
    """

    def __init__(self, crawler: Crawler, session: Session) -> None:
        self._crawler = crawler
        self._session = session
        self._limit = max(1, crawler.settings.getint("CONCURRENT_REQUESTS"))
        self._waiting = Waiting()
        self._fresh: set[int] = set()  # keys whose rows are not committed yet
        self._noted: set[int] = set()  # addresses of articles queued under their identity
        self._run: ledger.Run | None = None
        self._rechecks = 0
        self._known_until: dict[str, str] = {}  # address of a list -> newest day up to which it is known whole
        self._packed_arguments = "{}"

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the scheduler of a crawl; opens the store."""
        return cls(crawler, Session.of(crawler))

    def open(self, spider: Spider) -> Deferred[None]:
        """Take the portal's lock, open a run, and make pending what is due. The event loop goes on meanwhile."""
        self._spider = spider
        self._portal = spider.name
        self._lock = PortalLock(self._session.path, spider.name)
        self._lock.acquire()
        self._packed_arguments = json.dumps(arguments_of(spider), ensure_ascii=False, sort_keys=True, default=str)
        self._session.listen(self._committed)
        for event in (OTHER_ADDRESS, UNLISTED):
            self._session.on_event(event, self._waiting.one_more)
        self._ends = UntoldEnds(self._session, self._portal)
        self._ends.listen(self._crawler)
        return deferred_from_coro(self._open(spider))

    async def _open(self, spider: Spider) -> None:
        self._session.writer.submit(self._begin)
        if not await self._session.flush(timeout=90.0):
            self._lock.release()
            raise self._session.writer.failure or TimeoutError("the store did not answer for 90 s")
        assert self._run is not None
        self._session.run = self._run.number
        for name, value in (("incremental", self._run.again), ("is_news", self.is_news)):
            setattr(spider, name, value)
        if hasattr(spider, "walks"):
            spider.walks.known_until = self._known_until.get

    def close(self, reason: str) -> Deferred[None]:
        """Commit what is queued, close the run and the store. The event loop goes on meanwhile."""
        return deferred_from_coro(self._close(reason))

    async def _close(self, reason: str) -> None:
        await self._session.flush()
        stats = self._crawler.stats
        if stats is not None:
            stats.set_value("store/cpu_seconds", round(self._session.writer.cpu_seconds, 3))
        tally = {name: value for name, value in (stats.get_stats() if stats else {}).items() if _is_tally(name)}
        run, walked = self._run, getattr(self._spider, "walked", None)
        lists = list(walked()) if walked is not None and reason == "finished" else []

        def finish(store: Store) -> None:
            store.frontier.release(self._portal)
            store.frontier.read_until(self._portal, lists)
            if run is not None:
                ledger.finish_run(store.connection, run, reason, tally, int(time.time()))

        self._session.submit(finish)
        await self._session.close()
        self._lock.release()

    def _begin(self, store: Store) -> None:
        now = int(time.time())
        store.frontier.release(self._portal)
        self._run = ledger.begin_run(store.connection, self._portal, json.loads(self._packed_arguments), now)
        recheck = getattr(self._spider, "recheck", None)
        store.frontier.wake_window(self._portal, self._run.arguments)
        self._known_until = store.frontier.known_until(self._portal)
        resumed = self._run.round != self._run.number
        self._rechecks = 0 if recheck == "none" else self._crawler.settings.getint("RECHECKS_PER_RUN", _RECHECKS)
        store.frontier.wake(self._portal, now, limit=self._rechecks, everything=recheck == "all" and not resumed)
        store.settling.looks_left = self._rechecks
        pending, best = store.frontier.pending(self._portal)
        self._waiting.spilled(pending, best or 0)

    # --- in -----------------------------------------------------------------------------------------------------

    def enqueue_request(self, request: Request) -> bool:
        """Queue a request unless its address is known and not due; True when it was queued."""
        if self._session.closed or self._session.writer.failure is not None:
            return False
        identify(request)
        key = key_of(self._portal, request)
        if key in self._session.handed_out:
            return self._enqueue_again(key, request)
        if key in self._waiting or key in self._fresh:
            self._note_address(key, request)
            return False
        if request.meta.get("kind") == "article" and not request.dont_filter:
            if self._exists(key) and not self._has_changed(key, request):  # if due, it became pending as the run began
                self._note_address(key, request)
                return False
        else:
            known = self._known(key)
            if known is not None and not self._is_due(known, request):
                return False
            ask_for_changes(request, known)
        self._enqueue_new(key, request)
        return True

    def _has_changed(self, key: int, request: Request) -> bool:
        """Whether a sitemap says that a stored article changed since it was last looked at; a run believes so many."""
        changed_at = request.meta.get("_changed_at")
        if changed_at is None or not self._rechecks:
            return False
        known = self._known(key)
        if known is None or known.article is None or known.state == PENDING or (known.done_at or 0) >= changed_at:
            return False
        self._rechecks -= 1
        ask_for_changes(request, known)
        return True

    def _exists(self, key: int) -> bool:
        """Whether an address was ever seen, without ever waiting; see `_known`."""
        try:
            return self._session.reader.frontier.exists(key)
        except sqlite3.Error as error:
            logger.warning("An address could not be looked up and counts as new: %s", error)
            return False

    def _known(self, key: int) -> Known | None:
        """Look an address up without ever waiting; one that cannot be looked up counts as new, which loses nothing."""
        try:
            return self._session.reader.frontier.known(key)
        except sqlite3.Error as error:
            logger.warning("An address could not be looked up and counts as new: %s", error)
            return None

    def is_news(self, key: str) -> bool:
        """Say whether an article is unread or first seen in this run, by its address or the portal's own number."""
        number = address_key(self._portal, key, None if "://" in key else key)
        if number in self._fresh:
            return True
        known = self._known(number)
        if known is None or (known.state == PENDING and known.article is None):  # one to be looked at again is read
            return True
        assert self._run is not None
        return known.seen_at >= self._run.began_at  # two lists show it: it is news to both, whichever is read first

    def _enqueue_new(self, key: int, request: Request) -> None:
        found = found_of(self._portal, request, self._spider)
        now = int(time.time())
        in_memory = found is None or self._waiting.takes(request.priority)
        if in_memory:
            self._waiting.push(key, request.priority, request)
        if request.meta.get("identity") is not None:
            self._noted.add(address_key(self._portal, request.url))
        if found is not None:
            self._fresh.add(key)
            self._session.submit(_adding(self._portal, found, now, now + LEASE_SECONDS if in_memory else None))

    def _enqueue_again(self, key: int, request: Request) -> bool:
        """A request the engine has already had: tried again after a failure, or redirected."""
        redirected = bool(request.meta.get("redirect_urls"))
        target = address_key(self._portal, request.url, self._identity_at(request))
        if not request.dont_filter and not redirected:
            self._note_address(key, request)
            return False  # found once more while it is being fetched
        moved = redirected and target != key and request.meta.get("kind") not in LISTINGS
        if moved and self._identity_at(request) != request.meta.get("identity"):
            self._close_redirect(key, origin_url(request), request.url, target)
            return self.enqueue_request(_on_its_own(request, self._identity_at(request)))
        if moved and (self._is_elsewhere(key, target) or target in self._waiting or target in self._fresh):
            self._close_redirect(key, origin_url(request), request.url, target)
            return False
        self._waiting.push(key, request.priority, request)
        return True

    def _is_elsewhere(self, key: int, target: int) -> bool:
        """Whether an address is known otherwise than as another one of this very row: that is read here or nowhere."""
        try:
            frontier = self._session.reader.frontier
            return frontier.exists(target) and not frontier.is_only_another_address(target, key)
        except sqlite3.Error as error:
            logger.warning("An address could not be looked up and counts as new: %s", error)
            return False

    def _identity_at(self, request: Request) -> str | None:
        """What the portal calls the article at a request's address: a redirect may lead to another article."""
        named = getattr(self._spider, "identity", None)
        found: str | None = named(request.url) if named is not None else None
        return found or request.meta.get("identity")

    def _note_address(self, key: int, request: Request) -> None:
        """Keep another address of an article whose identity is known from its link."""
        address = address_key(self._portal, request.url)
        if "identity" not in request.meta or address in self._noted or request.method != "GET":
            return
        self._noted.add(address)
        if not self._exists(address):
            portal, url, now = self._portal, request.url, int(time.time())
            self._session.submit(lambda store: store.settling.another_address(portal, key, url, now), self._noted_one)

    def _noted_one(self, event: Any) -> None:
        if event == OTHER_ADDRESS:
            self._waiting.one_more()

    def _close_redirect(self, key: int, url: str, target: str, target_key: int) -> None:
        portal = self._portal
        self._session.end(
            key,
            lambda store, run, now: store.settling.redirect(
                portal, key, url, target=target, target_key=target_key, run=run, now=now
            ),
        )

    def _is_due(self, known: Known, request: Request) -> bool:
        assert self._run is not None
        if known.state == PENDING:
            return False  # it is in the table and comes from there
        done_this_round = known.run is not None and known.run >= self._run.round
        if done_this_round:
            return False
        return request.dont_filter or (known.kind in LISTINGS and self._is_worth_reading(known, request))

    def _is_worth_reading(self, known: Known, request: Request) -> bool:
        """A listing met on another page waits until it is likely to bring news.

        Those a crawl begins with never do, nor does the page after one that brought news.
        """
        begins = request.meta.get("found_on") is None or request.meta.get("_needed")
        everything = getattr(self._spider, "recheck", None) == "all"
        return begins or everything or known.next_at is None or known.next_at <= time.time()

    # --- out ----------------------------------------------------------------------------------------------------

    def __len__(self) -> int:
        """How many requests wait, in memory and in the table."""
        return len(self._waiting)

    def has_pending_requests(self) -> bool:
        """Whether there is something to fetch, or something uncommitted that may yet make something pending."""
        if self._session.closed or self._session.writer.failure is not None:
            return False
        return bool(self._waiting or self._session.unsettled)

    def next_request(self) -> Request | None:
        """Give the next request; None when there is none, or while too much is waiting to be committed."""
        if self._session.closed or self._session.writer.failure is not None:
            return None
        if self._waiting.wants_more():
            self._load()
        if self._uncommitted() >= self._limit:
            if 2 * self._session.unsettled >= self._limit:  # fewer wait for company: half the places still work
                self._session.writer.hurry()
            return None
        taken = self._waiting.pop()
        while taken is not None and not self._wanted(taken[1]):
            taken = self._waiting.pop()
        if taken is None:
            return None
        key, request = taken
        kind, identity = request.meta.get("kind", "article"), request.meta.get("identity")
        self._session.handed_out[key] = HandedOut(origin_url(request), kind, identity)
        return request  # type: ignore[no-any-return]

    def _wanted(self, request: Request) -> bool:
        wants = getattr(self._spider, "wants", None)
        return wants is None or bool(wants(request))

    def _uncommitted(self) -> int:
        """Count the pages that would be fetched again if the process were killed now."""
        engine = self._crawler.engine
        assert engine is not None
        scraping = engine.scraper.slot
        active = len(engine.downloader.active) + (len(scraping.active) if scraping else 0)
        return active + self._session.unsettled

    def _load(self) -> None:
        now, portal = int(time.time()), self._portal
        self._session.submit(lambda store: store.frontier.lease(portal, LOAD, now), self._take)
        self._session.writer.hurry()

    def _take(self, rows: list[Leased] | Exception) -> None:
        """Rows fetched from the table, in the event loop."""
        if isinstance(rows, Exception):
            self._waiting.not_loaded()
            return
        self._waiting.loaded(len(rows), rows[-1].priority if rows else 0)
        for row in rows:
            if row.key not in self._waiting and row.key not in self._session.handed_out:
                self._waiting.push(row.key, row.priority, request_of(row, self._spider))

    def _committed(self) -> None:
        """In the event loop, after each commit."""
        if not self._session.writer.waiting():
            self._fresh.clear()
        self._session.wake_engine()


def arguments_of(spider: Spider) -> dict[str, Any]:
    """Give what was asked of a spider: runs asked for the same continue each other."""
    given = getattr(spider, "arguments", None)
    if given is not None:
        return dict(given)
    names = ("since", "until", "sample", "url", "file", "recheck")
    return {name: value for name in names if (value := getattr(spider, name, None)) is not None}


def _on_its_own(request: Request, identity: str | None) -> Request:
    """The request of the article a redirect leads to, no longer that of the article it came from."""
    meta = {name: value for name, value in request.meta.items() if not name.startswith(("redirect_", "retry_"))}
    return request.replace(dont_filter=False, meta={**meta, "identity": identity, "address": request.url})


def _adding(portal: str, found: Found, now: int, lease_until: int | None) -> Any:
    return lambda store: store.frontier.add(portal, found, now, lease_until)


def _is_tally(name: str) -> bool:
    return name.startswith(_TALLIED)
