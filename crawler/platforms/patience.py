"""Patience: how long a section's next pages are worth fetching."""

from collections import defaultdict
from collections.abc import Iterable

_BARREN_PAGES = 3  # pages in a row that show nothing this section has not shown: an endless pager or its end


class Patience:
    """Counts, per section, the pages in a row that brought nothing new to it.

    >>> patience = Patience()
    >>> patience.worth_more("s", ["1", "2"])
    True
    >>> [patience.worth_more("s", ["1", "2"]) for _ in range(3)]
    [True, True, False]
    """

    def __init__(self) -> None:
        self._shown: dict[str, set[str]] = defaultdict(set)
        self._barren: dict[str, int] = defaultdict(int)

    def worth_more(self, section: str, articles: Iterable[str]) -> bool:
        """Note the articles a page of the section shows; return whether its further pages should be asked for."""
        fresh = set(articles) - self._shown[section]
        self._shown[section] |= fresh
        self._barren[section] = 0 if fresh else self._barren[section] + 1
        return self._barren[section] < _BARREN_PAGES
