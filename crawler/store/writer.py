"""The one writer of a crawl: a thread that turns a queue of operations into transactions.

The event loop only ever puts operations into the queue, so a slow disk or a locked database never stops it. Operations
are committed in the order they came, so whatever closes a page is never committed before what the page gave.
"""

import logging
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from crawler.store.errors import StoreError
from crawler.store.store import Store

logger = logging.getLogger(__name__)

Operation = Callable[[Store], Any]
"""Writes something; runs in the writer's thread, inside a transaction. It may run twice, of which one time counts."""
Then = Callable[[Any], None] | None
"""Wants the result of an operation, or the exception that kept it from being written."""
Results = list[tuple[Then, Any]]
_BATCH = 64  # operations a transaction; 50 a commit cost nothing measurable, one a commit a tenth of a crawl
_LINGER = 0.25  # seconds an operation may wait for company
PATIENCE = 60.0  # seconds a locked database is waited for before the crawl is stopped
_BUSY = 1.0  # seconds of one attempt; the thread may be asked to stop between two
_TRANSIENT = frozenset([sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED])


class Writer:
    """Owns the writing connection of a crawl.

    Args:
        store: An open store; from here on only the writer's thread uses it.
        committed: Called in the writer's thread after each commit, with the results of its operations.
        failed: Called once, in the writer's thread, when nothing more can be stored (disk full, locked for a minute,
            damaged file). What was not committed stays to do; later operations are refused.
        patience: Seconds a locked database is waited for.
    """

    def __init__(
        self,
        store: Store,
        committed: Callable[[Results], None],
        failed: Callable[[StoreError], None],
        *,
        patience: float = PATIENCE,
        linger: float = _LINGER,
    ) -> None:
        self._store = store
        self._committed = committed
        self._failed = failed
        self._patience = patience
        self._linger = linger
        self._queue: deque[tuple[Operation, Then]] = deque()
        self._changed = threading.Condition()
        self._hurry = False
        self._closing = False
        self._running = 0
        self.failure: StoreError | None = None
        """Why nothing more is stored; None while all is well."""
        self.cpu_seconds = 0.0
        """CPU time of the writer's thread so far: what storing costs a crawl."""
        self._thread = threading.Thread(target=self._work, name="store-writer", daemon=True)
        self._thread.start()

    def submit(self, operation: Operation, then: Then = None) -> bool:
        """Queue an operation; False when the writer has failed or is closed."""
        with self._changed:
            if self.failure is not None or self._closing:
                return False
            self._queue.append((operation, then))
            if len(self._queue) == _BATCH:  # fewer are found when the thread next looks: waking it costs a page's tenth
                self._changed.notify_all()
            return True

    def hurry(self) -> None:
        """Commit what is queued without waiting for more."""
        if self._hurry:
            return
        with self._changed:
            self._hurry = True
            self._changed.notify_all()

    def waiting(self) -> int:
        """Count the operations not yet committed."""
        return len(self._queue) + self._running

    def flush(self, timeout: float | None = None) -> bool:
        """Block until everything queued so far is committed; False after a failure or the timeout (seconds)."""
        with self._changed:
            self._hurry = True
            self._changed.notify_all()
            self._changed.wait_for(lambda: not self.waiting() or self.failure is not None, timeout)
            return not self.waiting() and self.failure is None

    def close(self) -> None:
        """Commit what is queued, close the file and end the thread. Blocks; call it outside the event loop."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join()

    def _work(self) -> None:
        while True:
            batch = self._next_batch()
            if not batch:
                break
            try:
                results = self._commit_patiently(batch)
            except StoreError as error:
                self._give_up(error)
                break
            finally:
                self.cpu_seconds = time.thread_time()
            with self._changed:
                self._running = 0
                self._changed.notify_all()
            self._committed(results)
        self._store.close()

    def _next_batch(self) -> list[tuple[Operation, Then]]:
        with self._changed:
            while not self._changed.wait_for(self._is_time, self._linger) and not self._queue:
                pass
            self._running = min(_BATCH, len(self._queue))  # first: `waiting` is asked without the lock
            batch = [self._queue.popleft() for _ in range(self._running)]
            if not self._queue:
                self._hurry = False
            return batch

    def _is_time(self) -> bool:
        """Whether to commit without waiting for company, or to end."""
        return self._closing or len(self._queue) >= _BATCH or (self._hurry and bool(self._queue))

    def _commit_patiently(self, batch: list[tuple[Operation, Then]]) -> Results:
        until = time.monotonic() + self._patience
        while True:
            try:
                return self._commit(batch)
            except sqlite3.Error as error:
                if _code(error) not in _TRANSIENT:
                    raise _explained(self._store, error) from error
                if time.monotonic() > until:
                    raise StoreError(
                        f"{self._store.path} was locked by another process for {self._patience:.0f} s",
                        "end that process and start the crawl again; nothing is lost",
                    ) from error
                time.sleep(0.05)

    def _commit(self, batch: list[tuple[Operation, Then]]) -> Results:
        try:
            with self._store.transaction():
                return [(then, operation(self._store)) for operation, then in batch]
        except Exception as error:
            if _is_of_the_file(error):
                raise
            logger.exception("An operation failed; the %d of its transaction are tried one by one", len(batch))
            return self._commit_one_by_one(batch)

    def _commit_one_by_one(self, batch: list[tuple[Operation, Then]]) -> Results:
        """One operation that cannot be written must not take the others with it."""
        results: Results = []
        for operation, then in batch:
            try:
                with self._store.transaction():
                    results.append((then, operation(self._store)))
            except Exception as error:
                if _is_of_the_file(error):
                    raise
                logger.exception("Could not be stored and stays to do: %r", operation)
                results.append((then, error))
        return results

    def _give_up(self, error: StoreError) -> None:
        logger.error("Nothing more can be stored: %s", error)
        with self._changed:
            self.failure = error
            self._queue.clear()
            self._running = 0
            self._changed.notify_all()
        self._failed(error)


def _code(error: sqlite3.Error) -> int:
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _is_of_the_file(error: Exception) -> bool:
    """Whether an error says that the file cannot be written, rather than that one row is wrong."""
    if isinstance(error, (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.DataError)):
        return False
    return isinstance(error, (sqlite3.DatabaseError, StoreError))


def _explained(store: Store, error: sqlite3.Error) -> StoreError:
    if _code(error) in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}:
        return StoreError(f"{store.path} cannot grow ({error})", "free some space and start the crawl again")
    return StoreError(f"{store.path} cannot be written ({error})", "run scrapy verify, or restore a backup")
