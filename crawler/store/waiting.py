"""The requests a crawl keeps ready, and how many more wait in the table.

Requests are handed out by priority, then first in, first out. A limited number is kept in memory; once it is full,
what is found goes to the table alone ("spilled") and comes back when there is room, still in order: while anything is
spilled, only a request of higher priority than all of that may go before it.
"""

import heapq
import itertools
from typing import Any

IN_MEMORY = 1000
"""Requests kept ready."""
LOAD = 500
"""Rows fetched from the table at a time."""


class Waiting:
    """The waiting requests of one crawl.

    >>> waiting = Waiting()
    >>> for priority, name in ((0, "bài 1"), (20, "mục"), (0, "bài 2")):
    ...     waiting.push(hash(name), priority, name)
    >>> len(waiting)
    3
    >>> [waiting.pop()[1] for _ in range(3)]
    ['mục', 'bài 1', 'bài 2']
    """

    def __init__(self) -> None:
        self._heap: list[tuple[int, int, int, Any]] = []
        self._order = itertools.count()
        self._keys: set[int] = set()
        self._spilled = 0
        self._best = 0  # highest priority among the spilled
        self._loading = 0  # rows that were spilled when the next ones were asked for

    def __contains__(self, key: int) -> bool:
        return key in self._keys

    def __len__(self) -> int:
        return len(self._heap) + self._spilled + self._loading

    def spilled(self, number: int, best: int) -> None:
        """Note how many rows wait in the table as the crawl begins, and their highest priority."""
        self._spilled, self._best = number, best

    def takes(self, priority: int) -> bool:
        """Whether a new request may be kept ready; if not, it counts as spilled."""
        if priority > self._best if self._spilled else len(self._heap) < IN_MEMORY:
            return True
        self._best = max(self._best, priority) if self._spilled else priority
        self._spilled += 1
        return False

    def one_more(self) -> None:
        """Note a row that became pending in the table behind our back."""
        if not self._spilled:
            self._best = -1  # whatever is found meanwhile may go first
        self._spilled += 1

    def push(self, key: int, priority: int, request: Any) -> None:
        """Keep a request ready."""
        self._keys.add(key)
        heapq.heappush(self._heap, (-priority, next(self._order), key, request))

    def pop(self) -> tuple[int, Any] | None:
        """Take the next request and its key; None when none is ready."""
        if not self._heap:
            return None
        _, _, key, request = heapq.heappop(self._heap)
        self._keys.discard(key)
        return key, request

    def wants_more(self) -> bool:
        """Whether rows should be fetched from the table now; if so, they count as being fetched."""
        if not self._spilled or self._loading or len(self._heap) >= IN_MEMORY // 10:
            return False
        self._loading, self._spilled = self._spilled, 0
        return True

    def loaded(self, rows: int, last: int) -> None:
        """Note that so many rows came, and the priority of the last. Fewer than asked for means there are no more."""
        waited, self._loading = self._loading, 0
        if rows == LOAD:
            self._best = max(self._best, last) if self._spilled else last
            self._spilled += max(1, waited - rows)

    def not_loaded(self) -> None:
        """Note that fetching failed: they still wait."""
        self._spilled += self._loading
        self._loading = 0
