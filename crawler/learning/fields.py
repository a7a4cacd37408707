"""Which selector finds a field on every page of a sample: candidates come from the pages, votes too."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.dates.read import is_date_line, read_date
from crawler.extraction.text import key
from crawler.extraction.vocabulary import Hint, hint_of
from crawler.learning.boxes import Box, PageBoxes
from crawler.learning.repeated import Weights

_LEAST_TITLE = 15
_LEAST_LEAD = 40
_LONGEST_DATE_LINE = 120
_ENOUGH = 0.7
"""A selector must be right on so many of the pages that can tell."""
_EVERYWHERE = 0.9
"""A body's selector must find something on so many of the pages."""
_PAGE_CAP = 1_500
"""Characters of one page that count: a single long article must not outvote the others."""
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


def body_proposal(pages: Sequence[PageBoxes], weights: Sequence[Weights], within: str | None = None) -> Proposal | None:
    """Propose the tightest box that holds the pages' own prose, and little else.

    Args:
        pages: article pages of one template.
        weights: of each page.
        within: only boxes smaller than what this selector finds.
    """
    scores: dict[str, float] = defaultdict(float)
    finds: Counter[str] = Counter()
    for page, weight in zip(pages, weights, strict=True):
        outer = page.first_box(within) if within else None
        for css, found in page.by_css.items():
            filled = [one for one in found if one.last > one.first]
            if not filled or any(one.last > filled[0].last for one in filled):  # the reading takes all that it finds
                continue
            box = filled[0]
            if within and (outer is None or not _inside(box, outer)):
                continue
            finds[css] += 1
            scores[css] += min(_PAGE_CAP, weight.own(box)) - 0.5 * min(_PAGE_CAP, weight.rest(box))
    least = _EVERYWHERE * len(pages)
    fits = {css: score for css, score in scores.items() if finds[css] >= least and score > 0}
    if not fits:
        return None
    top = max(fits.values())
    size = {css: sum(_size(page, css) for page in pages) for css, score in fits.items() if score >= 0.97 * top}
    best = min(size, key=lambda css: (size[css], ">" in css, _depth(pages, css), len(css)))  # of equals the outermost
    return Proposal("body", best, finds[best], len(pages))


def lead_and_body(
    pages: Sequence[PageBoxes], weights: Sequence[Weights], titles: Sequence[Box], body: Proposal
) -> list[Proposal]:
    """Split a box that holds lead and body, where the template gives each its own; or find the lead before the body."""
    inner = body_proposal(pages, weights, within=body.css)
    if inner is not None and inner.right >= body.right and _holds_half(pages, weights, inner.css, body.css):
        lead = _lead(pages, weights, [page.first_box(body.css) for page in pages], inner.css, after=False)
        if lead:
            return [lead, inner]
    lead = _lead(pages, weights, titles, body.css, after=True)
    return [lead, body] if lead else [body]


def _holds_half(pages: Sequence[PageBoxes], weights: Sequence[Weights], inner: str, outer: str) -> bool:
    def own(css: str) -> int:
        found = [(weight, page.first_box(css)) for page, weight in zip(pages, weights, strict=True)]
        return sum(min(_PAGE_CAP, weight.own(box)) for weight, box in found if box)

    return own(inner) >= 0.5 * own(outer)


def _lead(
    pages: Sequence[PageBoxes], weights: Sequence[Weights], starts: Sequence[Box | None], body: str, *, after: bool
) -> Proposal | None:
    """The box in which all prose between a start (the end of the title) and the body stands."""
    votes: Counter[str] = Counter()
    can_tell = 0
    for page, weight, start in zip(pages, weights, starts, strict=True):
        part = page.first_box(body)
        if start is None or part is None:
            continue
        first = start.last if after else start.first
        missing = weight.between(first, part.first)
        if missing < _LEAST_LEAD:
            continue
        can_tell += 1
        for css, found in page.by_css.items():
            box = found[0]
            if len(found) == 1 and first <= box.first and box.last <= part.first:
                votes[css] += weight.own(box) >= 0.9 * missing and weight.rest(box) < 0.2 * missing
    if not votes:
        return None
    best = max(votes, key=lambda css: (votes[css], _is_called_lead(css), -len(css)))
    proposal = Proposal("lead", best, votes[best], can_tell)
    trusted = can_tell > 1 or _is_called_lead(best)
    return proposal if trusted and proposal.agreement >= 0.9 else None


def _is_called_lead(css: str) -> bool:
    names = css.rpartition(" ")[2]
    return any(hint_of(name) is Hint.LEAD for name in re.split(r"[.#]", names)[1:])


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


def furniture_in_body(
    pages: Sequence[PageBoxes], weights: Sequence[Weights], body: str, repeated: frozenset[str]
) -> list[Proposal]:
    """Propose the named boxes inside the body that hold nothing of the page's own: toolbars, related lists."""
    seen: Counter[str] = Counter()
    spoiled: set[str] = set()
    for page, weight in zip(pages, weights, strict=True):
        outer = page.first_box(body)
        for css, found in page.by_css.items() if outer else ():
            inside = [box for box in found if _inside(box, outer) and box.last > box.first]  # type: ignore[arg-type]
            if not inside:
                continue
            seen[css] += 1
            if any(weight.own(box) or not _is_furniture(page, box, repeated) for box in inside):
                spoiled.add(css)
    least = max(3, len(pages) // 2)
    fits = [css for css, count in seen.items() if count >= least and css not in spoiled and _is_named(css)]
    return [Proposal("remove", css, seen[css], len(pages)) for css in _outermost(fits, pages)]


def _is_furniture(page: PageBoxes, box: Box, repeated: frozenset[str]) -> bool:
    lines = page.lines[box.first : box.last]
    return all(line.linked or line.text in repeated for line in lines)


def _is_named(css: str) -> bool:
    last = css.rpartition(" ")[2]
    return ("." in last or "#" in last) and ">" not in css


def _outermost(fits: list[str], pages: Sequence[PageBoxes]) -> list[str]:
    """Of selectors that find the same boxes or boxes in one another, the outermost and shortest."""
    kept: list[str] = []
    taken: set[tuple[int, int]] = set()
    spans = {
        css: {
            (n, i)
            for n, page in enumerate(pages)
            for box in page.by_css.get(css, ())
            for i in range(box.first, box.last)
        }
        for css in fits
    }
    for css in sorted(fits, key=lambda css: (-len(spans[css]), len(css))):
        if not spans[css] <= taken:
            kept.append(css)
            taken |= spans[css]
    return kept


def _inside(box: Box, outer: Box) -> bool:
    return box is not outer and outer.first <= box.first and box.last <= outer.last and box.element is not outer.element


def _size(page: PageBoxes, css: str) -> int:
    found = page.by_css.get(css)
    return sum(len(line.text) for line in page.lines[found[0].first : found[0].last]) if found else 0


def _depth(pages: Sequence[PageBoxes], css: str) -> int:
    found = [box for page in pages if (box := page.first_box(css))]
    return sum(1 for box in found for _ in box.element.iterancestors())


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
