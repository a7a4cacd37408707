"""What a portal's pages share: the lines that stand on half of them or more."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate

from crawler.dates.read import is_date_line
from crawler.learning.boxes import Box, PageBoxes

_LEAST_PAGES = 3
"""Two pages may tell the same news; three that share a line share a template."""


def repeated_lines(pages: Sequence[PageBoxes]) -> frozenset[str]:
    """Return the lines of text that stand on at least half of the pages, three at least.

    >>> from crawler.learning.boxes import boxes_of
    >>> from items import Page
    >>> made = [boxes_of(Page(url="", body=f"<p>Trang nha</p><p>Tin {n}</p>".encode())) for n in range(4)]
    >>> sorted(repeated_lines(made))
    ['Trang nha']
    """
    counts = Counter(text for page in pages for text in {line.text for line in page.lines})
    least = max(_LEAST_PAGES, len(pages) // 2)
    return frozenset(text for text, count in counts.items() if count >= least)


class Weights:
    """How much of a page's text is its own, box by box."""

    def __init__(self, page: PageBoxes, repeated: frozenset[str], not_prose: Iterable[Box]) -> None:
        apart = {number for box in not_prose for number in range(box.first, box.last)}
        own = [
            0 if line.linked or line.text in repeated or number in apart or is_date_line(line.text) else len(line.text)
            for number, line in enumerate(page.lines)
        ]
        self._own = [0, *accumulate(own)]
        self._all = [0, *accumulate(len(line.text) for line in page.lines)]

    def own(self, box: Box) -> int:
        """Count the characters in a box that are this page's own prose."""
        return self._own[box.last] - self._own[box.first]

    def between(self, first: int, last: int) -> int:
        """Count the page's own prose from one line to before another."""
        return max(0, self._own[last] - self._own[first]) if first < last else 0

    def rest(self, box: Box) -> int:
        """Count the other characters in it: links, furniture, title and date."""
        return self._all[box.last] - self._all[box.first] - self.own(box)

    @property
    def prose(self) -> int:
        """Characters of the page's own prose, wherever they stand."""
        return self._own[-1]
