"""The days a crawl is asked for, and what need not be fetched to know that it lies outside of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from crawler.dates.read import read_date
from items import Article

_MARGIN = timedelta(days=31)
"""A list may print the day an article was written or last changed where the page prints its publication."""
_ENOUGH = 3
"""Dated links from which a list tells how far back it has gone."""


@dataclass(frozen=True, slots=True)
class Window:
    """First and last day of publication, both included; None is open.

    >>> window = Window(since=date(2022, 1, 1))
    >>> window.may_hold("18/07/2016"), window.may_hold("05/12/2021"), window.may_hold(None)
    (False, True, True)
    """

    since: date | None = None
    until: date | None = None

    def refusal(self, article: Article) -> str | None:
        """Say on which side an article lies outside: `before_since`, `after_until`; None: inside, or undated."""
        moment = article.published or article.updated
        day = moment.value[:10] if moment else None
        if day and self.since and day < self.since.isoformat()[: len(day)]:
            return "before_since"
        if day and self.until and day > self.until.isoformat()[: len(day)]:
            return "after_until"
        return None

    def may_hold(self, printed: str | None, *, changed: bool = False) -> bool:
        """Say whether an article may lie inside, by the date a list prints beside its link.

        Args:
            printed: the list's words.
            changed: they tell the last change, which only rules out what is older.
        """
        if not printed or (self.since is None and self.until is None):
            return True
        day = printed_day(printed)
        if day is None:
            return True
        late = self.until is not None and not changed and day - _MARGIN > self.until
        return not late and (self.since is None or day + _MARGIN >= self.since)

    def is_past(self, printed: Iterable[str | None]) -> bool:
        """Say whether a list has gone back beyond the first day: everything it dates is older."""
        if self.since is None:
            return False
        days = [day for words in printed if words and (day := printed_day(words))]
        return len(days) >= _ENOUGH and all(day + _MARGIN < self.since for day in days)


@lru_cache(maxsize=4096)
def printed_day(printed: str) -> date | None:
    """Return the day a list's words tell, None when they tell none.

    >>> printed_day("18/07/2016 | 01:56 PM")
    datetime.date(2016, 7, 18)
    """
    found = read_date(printed, origin="listing")
    value = found.moment.value[:10] if found else ""
    return date.fromisoformat(value) if len(value) == 10 else None
