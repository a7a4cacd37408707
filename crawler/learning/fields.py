"""Which selector finds a field on every page of a sample: candidates come from the pages, votes too."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.dates.read import is_date_line, read_date
from crawler.extraction.text import key
from crawler.learning.boxes import Box, PageBoxes

_LEAST_TITLE = 15
_LONGEST_DATE_LINE = 120
_ENOUGH = 0.7
"""A selector must be right on so many of the pages that can tell."""
_AUTHOR_WORDS = ("author", "tacgia", "tac-gia", "nguoiviet", "butdanh", "but-danh", "newsauthor", "createdby")
_MARKS = ("h1", "h2", "h3", "#")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A selector for a field, and how far the pages agree on it."""

    field: str
    css: str
    right: int
    """Pages on which it finds what stands there."""
    of: int
    """Pages that could tell."""

    @property
    def agreement(self) -> float:
        """Share of the pages.

        >>> Proposal("title", "h1", 9, 10).agreement
        0.9
        """
        return self.right / self.of if self.of else 0.0


def title_box(page: PageBoxes, words: str) -> Box | None:
    """Find the smallest box outside links that repeats the words of the link which led here.

    A list's link may go on after the title (its date, its summary) or end in "...".

    >>> from crawler.learning.boxes import boxes_of
    >>> from items import Page
    >>> page = boxes_of(Page(url="", body="<p>Tin</p><p class='t'>Họp giao ban tháng bảy</p>".encode()))
    >>> page.text(title_box(page, "Họp giao ban tháng bảy (05/07/2021)"))
    'Họp giao ban tháng bảy'
    """
    wanted = key(words)
    cut = wanted.rstrip(".…")
    best: Box | None = None
    longest = 0
    for box in page.boxes:
        if box.in_link or box.last - box.first not in (1, 2, 3, 4) or not box.css:
            continue
        text = key(page.text(box))
        fits = text == wanted or (len(text) >= _LEAST_TITLE and wanted.startswith(text) and 2 * len(text) > len(wanted))
        fits = fits or (cut != wanted and len(cut) >= _LEAST_TITLE and text.startswith(cut))
        if fits and len(text) >= longest and len(text) >= min(_LEAST_TITLE, len(wanted)):
            best, longest = box, len(text)
    return best


def by_examples(
    name: str, pages: Sequence[PageBoxes], examples: Sequence[Box | None], others: Sequence[PageBoxes]
) -> Proposal | None:
    """Propose the selector whose first find is the example box (or one with the same words) on most pages.

    Among equals: one that finds nothing on pages of other kinds, then headings and ids, then the shortest.
    """
    told = [(page, box, key(page.text(box))) for page, box in zip(pages, examples, strict=True) if box is not None]
    if len(told) < 2:
        return None
    votes: Counter[str] = Counter()
    for page, _, text in told:
        votes.update(css for css, found in page.by_css.items() if found and key(page.text(found[0])) == text)
    if not votes:
        return None
    most = max(votes.values())

    def rank(css: str) -> tuple[int, int, int, int]:
        elsewhere = sum(css in page.by_css for page in others)
        return -votes[css], elsewhere, -any(mark in css for mark in _MARKS), len(css)

    best = min((css for css, count in votes.items() if count == most), key=rank)
    proposal = Proposal(name, best, most, len(told))
    return proposal if proposal.agreement >= _ENOUGH else None


def date_proposal(
    pages: Sequence[PageBoxes], titles: Sequence[Box | None], listed: Sequence[str | None]
) -> Proposal | None:
    """Propose where the page prints its date: it varies from page to page and is the day that lists name."""
    votes: dict[str, list[_Dated]] = defaultdict(list)
    for page, title, day in zip(pages, titles, listed, strict=True):
        for css, found in page.by_css.items():
            value = _printed_date(page, found[0])
            if value:
                far = abs(found[0].first - title.first) if title else found[0].first
                agrees = 1 if not day else 2 if value[:10] == day else -3
                votes[css].append(_Dated(agrees, far, value))
    fits = {css: seen for css, seen in votes.items() if len(seen) >= _ENOUGH * len(pages) and _varies(seen)}
    fits = {css: seen for css, seen in fits.items() if sum(one.agrees for one in seen) > 0}
    if not fits:
        return None

    def rank(css: str) -> tuple[int, int, int, int]:
        seen = fits[css]
        precise = sum(len(one.value) for one in seen)
        return -sum(one.agrees for one in seen), -precise, sum(one.far for one in seen), len(css)

    best = min(fits, key=rank)
    return Proposal("published", best, len(fits[best]), len(pages))


@dataclass(frozen=True, slots=True)
class _Dated:
    agrees: int
    """2 with the list's day, 1 where the list named none, -3 against it."""
    far: int
    """Lines from the title."""
    value: str


def _printed_date(page: PageBoxes, box: Box) -> str | None:
    text = page.text(box) if box.last - box.first <= 6 else ""
    if box.in_link and not is_date_line(text):
        return None
    said = [box.element.get("datetime") or "", box.element.get("content") or "", text]
    return max(filter(None, map(date_in, said)), key=len, default=None)


def author_proposal(pages: Sequence[PageBoxes]) -> Proposal | None:
    """Propose where the page names its author: a box called so whose words vary."""
    seen: dict[str, list[str]] = defaultdict(list)
    for page in pages:
        for css, found in page.by_css.items():
            if any(word in css.lower() for word in _AUTHOR_WORDS) and 0 < len(page.text(found[0])) <= 80:
                seen[css].append(page.text(found[0]))
    fits = {css: texts for css, texts in seen.items() if len(set(texts)) > 1}
    if not fits:
        return None
    best = max(fits, key=lambda css: (len(fits[css]), -len(css)))
    return Proposal("authors", best, len(fits[best]), len(pages))


def _varies(seen: list[_Dated]) -> bool:
    return len({one.value for one in seen}) > 1 or len(seen) == 1


def date_in(text: str) -> str | None:
    """Return the day a short line names, ISO.

    >>> date_in("Thứ ba, 05/03/2019 08:10"), date_in("Họp giao ban")
    ('2019-03-05T08:10:00+07:00', None)
    """
    if not 6 <= len(text) <= _LONGEST_DATE_LINE or sum(map(str.isdigit, text)) < 4:
        return None
    found = read_date(text, origin="visible")
    return found.moment.value if found and len(found.moment.value) >= 10 else None
