"""What the store holds of a portal at the end of a run, in a few numbers: is its archive whole?"""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import Any, Final, Self

from crawler.store.health_rows import address_counts, month_counts, newest_numbers

_SPAN_OF: Final = 30  # articles
_SPANS: Final = 12
_NO_SUCH_PAGE: Final = frozenset({"http_404", "http_410"})
_BUSY: Final = 6  # articles a month; of a portal whose months vary by a factor of five, an empty one beside 4 is chance
_BESIDE: Final = 3  # months before and after


@dataclass(frozen=True)
class Archive:
    """Counts over all a portal's addresses and articles. Kept with the run, so that only what is new alarms."""

    addresses: int = 0
    """Article addresses that were ever listed, whatever became of them."""
    unread: Mapping[str, int] = field(default_factory=dict)
    """Reason -> those of them no article came of (`pending` for those still to do)."""
    pages: Mapping[str, int] = field(default_factory=dict)
    """Section -> pages of its list that were read."""
    pages_failed: int = 0
    """Pages of lists that could not be read; dead links of menus (404) do not count."""
    silent: tuple[str, ...] = ()
    """Months without an article in the midst of busy ones (`2020-01`)."""
    spans: tuple[int, ...] = ()
    """How many of the portal's own article numbers thirty articles in a row span, the latest thirty first."""

    @classmethod
    def of(cls, connection: sqlite3.Connection, portal: str) -> Self:
        """Count. One pass over the portal's addresses and one over its months."""
        addresses, pages_failed = 0, 0
        unread: dict[str, int] = {}
        pages: dict[str, int] = {}
        for kind, state, word, number in address_counts(connection, portal):
            if kind == "section":
                pages_failed += number * (state == "failed" and word not in _NO_SUCH_PAGE)
                if state == "stored":
                    pages[word] = pages.get(word, 0) + number
            else:
                addresses += number
                if state in ("failed", "pending"):
                    unread[word or state] = unread.get(word or state, 0) + number
        numbers = newest_numbers(connection, portal, _SPAN_OF * _SPANS + 1)
        silent = silent_amid_busy(month_counts(connection, portal))
        return cls(addresses, unread, pages, pages_failed, silent, spans(numbers))

    @classmethod
    def read(cls, packed: Mapping[str, Any]) -> Self:
        """Return what was kept with a run."""
        found = cls(**packed)
        return cls(**{**asdict(found), "silent": tuple(found.silent), "spans": tuple(found.spans)})

    def write(self) -> dict[str, Any]:
        """Return plain values to keep."""
        return asdict(self)

    @property
    def listed_not_stored(self) -> int:
        """Addresses no article came of."""
        return sum(self.unread.values())


def silent_amid_busy(months: Mapping[str, int]) -> tuple[str, ...]:
    """Return the months without an article of which the three before and the three after were all busy.

    >>> silent_amid_busy({"2023-10": 22, "2023-11": 14, "2023-12": 18, "2024-02": 9, "2024-03": 12, "2024-04": 20})
    ('2024-01',)
    >>> silent_amid_busy({"2023-10": 2, "2023-12": 1})
    ()
    """
    if not months:
        return ()
    first, last = (int(month[:4]) * 12 + int(month[5:7]) - 1 for month in (min(months), max(months)))
    counts = [months.get(f"{number // 12}-{number % 12 + 1:02}", 0) for number in range(first, last + 1)]
    found = []
    for place in range(_BESIDE, len(counts) - _BESIDE):
        before, after = counts[place - _BESIDE : place], counts[place + 1 : place + 1 + _BESIDE]
        if counts[place] == 0 and min(before + after) >= _BUSY:
            found.append(f"{(first + place) // 12}-{(first + place) % 12 + 1:02}")
    return tuple(found)


def spans(numbers: Iterable[int]) -> tuple[int, ...]:
    """Return how many numbers thirty articles in a row span, from descending article numbers.

    >>> spans(range(200, 100, -1))
    (30, 30, 30)
    """
    edges = list(numbers)[::_SPAN_OF]
    return tuple(later - earlier for later, earlier in pairwise(edges))
