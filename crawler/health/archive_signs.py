"""Checks of completeness: what pagers say, what lists showed, which months and numbers are missing.

A hole in an archive stays until somebody fills it, so each check only speaks of what no earlier run that was well had.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from crawler.health.archive import Archive
from crawler.health.expectations import Expectations
from crawler.health.observed import Observed
from crawler.health.past import Past
from crawler.health.sign import WARN, Sign

_FEW: Final = 5  # articles or pages short of which nothing is said
_UNREAD: Final = 0.1
_LISTS_LOST: Final = 0.05
_WIDER: Final = 4
_LEAST_SPANS: Final = 6


def pagers_kept(past: Past, expect: type[Expectations]) -> Iterator[Sign]:
    """Is as much known as the pagers of the lists say there is?"""
    earlier = [short for now, archive in past.archives for short in _short(now, archive, expect)]
    for address, words in _short(past.now, past.archive, expect).items():
        if address not in earlier:
            yield Sign("incomplete", WARN, f"{address} {words}")


def _short(now: Observed, archive: Archive, expect: type[Expectations]) -> Mapping[str, str]:
    """Return the lists of which less is known than their pagers say, each with what they say.

    A crawl that goes on reads a list down to what is known: pages that came to its end are asked for by none.
    """
    found = {}
    for address, entry in now.lists.items():
        articles, pages = entry.get("says_articles") or 0, entry.get("says_pages") or 0
        read = archive.pages.get(entry.get("section") or "", 0)
        if _is_short(archive.addresses, articles, _FEW, expect):
            found[address] = f"says it has {articles:,} articles; {archive.addresses:,} addresses are known in all"
        elif not now.incremental and _is_short(read, pages, 2, expect):
            found[address] = f"says it has {pages:,} pages; {read:,} were read"
    return found


def _is_short(known: int, said: int, least: int, expect: type[Expectations]) -> bool:
    return said - known >= least and known < expect.expect_complete * said


def listed_is_stored(past: Past, _: type[Expectations]) -> Iterator[Sign]:
    """Did what lists showed reach the store, over all runs?"""
    now = past.archive
    usual = max((_share(each) for _, each in past.archives), default=0.0)
    if now.listed_not_stored >= _FEW and _share(now) >= usual + _UNREAD:
        why = sorted(now.unread.items(), key=lambda item: -item[1])[:3]
        words = ", ".join(f"{number:,} {reason}" for reason, number in why)
        listed = f"{now.listed_not_stored:,} of {now.addresses:,} listed addresses"
        yield Sign("incomplete", WARN, f"{listed} are not stored: {words}")


def _share(archive: Archive) -> float:
    return archive.listed_not_stored / archive.addresses if archive.addresses else 0.0


def lists_whole(past: Past, _: type[Expectations]) -> Iterator[Sign]:
    """Could the further pages of the lists be read? What only they show stays unknown."""
    now = past.archive
    usual = max((each.pages_failed for _, each in past.archives), default=0)
    pages = sum(now.pages.values()) + now.pages_failed
    if now.pages_failed >= max(_FEW, usual + _FEW) and now.pages_failed > _LISTS_LOST * pages:
        yield Sign("incomplete", WARN, f"{now.pages_failed:,} of {pages:,} pages of its lists could not be read")


def months_filled(past: Past, _: type[Expectations]) -> Iterator[Sign]:
    """Is there a month without an article amid busy ones?"""
    known = {month for _, each in past.archives for month in each.silent}
    months = [month for month in past.archive.silent if month not in known]
    if months:
        more = f" and {len(months) - 6} more" if len(months) > 6 else ""
        yield Sign("gaps", WARN, f"no article of {', '.join(months[:6])}{more}, though many before and after")


def numbers_dense(past: Past, _: type[Expectations]) -> Iterator[Sign]:
    """Do its latest articles leave out many more of the portal's own article numbers than ever before?"""
    if _is_sparse(past.archive) and not any(_is_sparse(each) for _, each in past.archives):
        latest, *before = past.archive.spans
        words = f"its last 30 articles span {latest:,} article numbers, earlier ones {max(before):,} at most"
        yield Sign("gaps", WARN, words)


def _is_sparse(archive: Archive) -> bool:
    return len(archive.spans) >= _LEAST_SPANS and archive.spans[0] > _WIDER * max(archive.spans[1:])


ARCHIVE_CHECKS: Final[tuple[Callable[[Past, type[Expectations]], Iterator[Sign]], ...]] = (
    pagers_kept,
    listed_is_stored,
    lists_whole,
    months_filled,
    numbers_dense,
)


def archive_signs(past: Past, expect: type[Expectations]) -> Iterator[Sign]:
    """Run the checks on a whole run: one that was asked for a part of the portal, or stopped, knows only that."""
    if past.run.reason == "finished" and past.run.arguments == "{}" and past.run.tally.get("archive"):
        for check in ARCHIVE_CHECKS:
            yield from check(past, expect)
