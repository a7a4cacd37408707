"""Walks: how far the lists of a portal were read in this run, and how far down the next run must read them again.

A list is read from its top until a page brings no news. That alone would leave a hole where an earlier run was cut
short or a page of it failed: the newest pages are then known, older ones are not, and what is known stops the walk. So
the store keeps, per list, the newest day it showed when it was last read to the end that was asked for; a later walk
goes on while its pages lie after that day, whatever they bring.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from statistics import median_low

from crawler.platforms.pagers import page_number_at
from crawler.platforms.window import printed_day

OVERLAP = timedelta(days=3)
"""Articles appear in a list a little after the day they are dated."""
_ENOUGH = 3  # dated links from which a page tells where in time it stands
_NEARLY_ALL = 0.75  # of the links of a page have a date of the list's own


class Walks:
    """The walks over the lists of one portal in one run.

    >>> walks = Walks()
    >>> walks.read("https://so.example/tin", "https://so.example/tin", ["05/03/2019", "02/03/2019"])
    >>> walks.ask("https://so.example/tin", "https://so.example/tin?page=2")
    >>> dict(walks.whole())
    {}
    >>> walks.read("https://so.example/tin", "https://so.example/tin?page=2", [])
    >>> dict(walks.whole())
    {'https://so.example/tin': '2019-03-05'}
    """

    def __init__(self) -> None:
        self.known_until: Callable[[str], str | None] = lambda _section: None
        """Gives the newest day up to which a list is known whole, by its first address."""
        self._asked: dict[str, set[str]] = defaultdict(set)
        self._read: dict[str, set[str]] = defaultdict(set)
        self._newest: dict[str, date] = {}

    def ask(self, section: str, page: str) -> None:
        """Note a further page of a list that the walk needs."""
        self._asked[section].add(page)

    def read(self, section: str, page: str, printed: Iterable[str | None]) -> None:
        """Note a page that was read; the dates of the first one tell how new the list is."""
        self._read[section].add(page)
        if page == section and (days := _days(printed)):
            self._newest[section] = max(days)

    def overlaps(self, section: str, printed: Iterable[str | None]) -> bool:
        """Say whether most of a page is newer than what is known of the list without a hole, an overlap aside."""
        until = self.known_until(section)
        days = _days(printed) if until else []
        return len(days) >= _ENOUGH and median_low(days) >= date.fromisoformat(until or "") - OVERLAP

    def whole(self) -> Iterator[tuple[str, str]]:
        """Yield the lists of which every page the walk needed was read, with their newest day."""
        for section, newest in self._newest.items():
            if section in self._read[section] and self._asked[section] <= self._read[section]:
                yield section, newest.isoformat()


def following_pages(urls: Sequence[str], current: str) -> list[str]:
    """Return, of the further pages a list page links to, those that come next, one for each pager.

    Pagers count from nought or from one, in pages or in articles; the first page seldom says which it is.

    >>> following_pages([f"https://so.example/tin?page={n}" for n in (3, 4, 5, 9)], "https://so.example/tin?page=2")
    ['https://so.example/tin?page=3']
    >>> following_pages(["https://so.example/tin?page=1", "https://so.example/tin?page=2"], "https://so.example/tin")
    ['https://so.example/tin?page=1', 'https://so.example/tin?page=2']
    """
    _, here = page_number_at(current)
    pagers: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for url in urls:
        pager, number = page_number_at(url)
        if number is not None and number > (here or 0):
            pagers[pager].append((number, url))
    if not pagers:
        return list(urls)  # no numbers to go by
    following = []
    for links in pagers.values():
        last = max(min(links)[0], 2 if here is None else 0)
        following += [url for number, url in links if number <= last]
    return following


def in_order(printed: Iterable[str | None]) -> tuple[str, str] | None:
    """Return the days between which a page shows everything its list has, None when it is not in order of dates.

    First and last day are not among them: their articles may stand on the neighbouring pages.

    >>> in_order(["05/03/2019", None, "03/03/2019", "03/03/2019", "01/03/2019", "20/02/2019"])
    ('2019-02-21', '2019-03-05')
    >>> in_order(["05/03/2019", "06/03/2019", "03/03/2019"]) is None
    True
    """
    printed = list(printed)
    days = _days(printed)
    if len(days) < max(_ENOUGH, _NEARLY_ALL * len(printed)) or days != sorted(days, reverse=True):
        return None
    return (days[-1] + timedelta(days=1)).isoformat(), days[0].isoformat()


def _days(printed: Iterable[str | None]) -> list[date]:
    """The days a list dates its links by, none of the future: those are of events.

    Where most links have none, the list prints none, and what was found stands in titles.
    """
    printed, tomorrow = list(printed), datetime.now(UTC).date() + timedelta(days=1)
    days = [day for words in printed if words and (day := printed_day(words)) and day <= tomorrow]
    return days if 2 * len(days) >= len(printed) else []
