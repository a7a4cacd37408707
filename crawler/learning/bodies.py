"""Which box holds the article: where the pages' own prose stands, its lead before it, furniture inside it."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from crawler.extraction.vocabulary import Hint, hint_of
from crawler.learning.boxes import Box, PageBoxes
from crawler.learning.fields import Proposal
from crawler.learning.repeated import Weights

_LEAST_LEAD = 40
_EVERYWHERE = 0.9
"""A body's selector must find something on so many of the pages."""
_PAGE_CAP = 1_500
"""Characters of one page that count: a single long article must not outvote the others."""


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
    return any(hint_of(name) == Hint.LEAD for name in re.split(r"[.#]", names)[1:])


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
