"""Name the CMS family of a page by its own marks."""

from dataclasses import dataclass
from operator import itemgetter

from crawler.extraction.families import FAMILIES, GENERIC, Family
from items import Page

_HEAD = 8 * 1024  # generator, theme and script addresses stand here


@dataclass(frozen=True, slots=True)
class Detection:
    """The family a page seems to belong to, and why."""

    family: Family
    confidence: float
    """Share of the family's marks found, 0 for generic."""
    evidence: tuple[str, ...]
    """The marks, readable."""


def detect(page: Page) -> Detection:
    """Return the family with most evidence; `generic` when no mark is found.

    Looks at the whole page: for reports and for addresses of unknown portals. A portal class names its own family.

    >>> page = Page(url="https://so.example/vi/news/tin/a-1.html", body=b'<div id="news-bodyhtml">')
    >>> detect(page).family.name
    'nukeviet'
    >>> detect(Page(url="", body=b"<p>text")).family.name
    'generic'
    """
    best = Detection(GENERIC, 0.0, ())
    address = page.url.lower()
    for family in FAMILIES.values():
        evidence = [mark.decode("ascii") for mark in family.marks if mark in page.body]
        by_address = [mark for mark in family.url_marks if mark in address]
        if not evidence and not (by_address and not family.marks):
            continue
        confidence = len(evidence) / max(1, len(family.marks)) + 0.5 * bool(by_address)
        if confidence > best.confidence:
            best = Detection(family, min(1.0, confidence), (*evidence, *by_address))
    return best


def quick_family(page: Page) -> Family:
    """Return the likely family at the cost of a look at the head and the address: the hot path of unknown pages.

    Full detection searches the whole page some forty times. Here a family's marks are looked for only if the head
    mentions its maker or the address has its shape. A page without an address gets the full detection.

    >>> page = Page(url="https://so.example/t.html", body=b'<meta name="generator" content="NukeViet v4.5">')
    >>> quick_family(page).name
    'nukeviet'
    """
    if not page.url:
        return detect(page).family
    head, address, unmade = page.body[:_HEAD], page.url.lower(), b""
    for family in FAMILIES.values():
        maker = family.head_mark
        if maker and maker != unmade and maker in head:
            return _best_of_maker(family, page)
        unmade = maker  # most families of one maker stand together
        for mark in family.url_marks:
            if mark in address:
                return _best_of_maker(family, page)
    return GENERIC


def _best_of_maker(first: Family, page: Page) -> Family:
    """Choose among the families that share a maker (the Liferays, the SharePoints) by their own marks."""
    makers = [
        first,
        *(f for f in FAMILIES.values() if f is not first and f.head_mark and f.head_mark == first.head_mark),
    ]
    if len(makers) == 1:
        return first if not first.marks or any(mark in page.body for mark in first.marks) else GENERIC
    # A mark the page has not got is sought to its end: where one family has all of its own, the others are not asked.
    best = (-1, 0, GENERIC)
    for place, family in sorted(enumerate(makers), key=lambda each: -len(each[1].marks)):
        if (len(family.marks), -place) > best[:2]:
            best = max(best, (sum(mark in page.body for mark in family.marks), -place, family), key=itemgetter(0, 1))
    found, _, family = best
    return family if found or not first.marks else GENERIC
