"""Read stored pages again with today's rules, in all cores."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice

from crawler.reading import NotAnArticle, Portal, Removed, read_article, read_dump
from crawler.store.removed_rows import RemovedLine
from crawler.store.store import StoredPage
from items import Article, Page

_CHUNK = 64  # pages sent to a worker at once: some 3 MB
PortalOf = Callable[[str, str], Portal | None]


@dataclass(frozen=True, slots=True)
class Reread:
    """What today's rules make of a stored page."""

    article: int
    """Number of the stored article."""
    found: Article | None
    """The new reading; None when the rules now decline the page."""
    reason: str | None
    """Why they decline."""
    removed: Sequence[RemovedLine] | None = None
    """Lines of the page that are no text of the article, where asked for."""


def reread(
    pages: Iterable[StoredPage], portal_of: PortalOf, workers: int | None = None, *, keep_removed: bool = False
) -> Iterator[Reread]:
    """Yield a reading for each stored page, in order.

    Args:
        pages: from `Store.pages_to_reread`.
        portal_of: (portal name, address) -> what reading wants to know of it; called in this process.
        workers: processes; default one a core. 1 reads in this process.
        keep_removed: tell the lines that are no text of the article.
    """
    number = workers or os.cpu_count() or 1
    chunks = _chunks((page.article, page.page, portal_of(page.portal, page.page.url), keep_removed) for page in pages)
    if number == 1:
        for chunk in chunks:
            yield from _read_chunk(chunk)
        return
    with ProcessPoolExecutor(number) as pool:
        waiting = [pool.submit(_read_chunk, chunk) for chunk in islice(chunks, 2 * number)]
        while waiting:
            done = waiting.pop(0).result()
            waiting += [pool.submit(_read_chunk, chunk) for chunk in islice(chunks, 1)]
            yield from done


Job = tuple[int, Page, Portal | None, bool]


def _chunks(jobs: Iterator[Job]) -> Iterator[list[Job]]:
    while chunk := list(islice(jobs, _CHUNK)):
        yield chunk


def _read_chunk(jobs: list[Job]) -> list[Reread]:
    return [_read(*job) for job in jobs]


def _read(number: int, page: Page, portal: Portal | None, keep_removed: bool) -> Reread:
    reading = read_article if page.url else read_dump  # an imported dump has no address
    removed: list[Removed] | None = [] if keep_removed else None
    try:
        return Reread(number, reading(page, portal, removed=removed), None, removed)
    except NotAnArticle as refusal:
        return Reread(number, None, str(refusal))
