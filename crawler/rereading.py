"""Read stored pages again with today's rules, in all cores."""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice

from crawler.reading import NotAnArticle, Portal, read_article, read_dump
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


def reread(pages: Iterable[StoredPage], portal_of: PortalOf, workers: int | None = None) -> Iterator[Reread]:
    """Yield a reading for each stored page, in order.

    Args:
        pages: from `Store.pages_to_reread`.
        portal_of: (portal name, address) -> what reading wants to know of it; called in this process.
        workers: processes; default one a core. 1 reads in this process.
    """
    number = workers or os.cpu_count() or 1
    chunks = _chunks((page.article, page.page, portal_of(page.portal, page.page.url)) for page in pages)
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


Job = tuple[int, Page, Portal | None]


def _chunks(jobs: Iterator[Job]) -> Iterator[list[Job]]:
    while chunk := list(islice(jobs, _CHUNK)):
        yield chunk


def _read_chunk(jobs: list[Job]) -> list[Reread]:
    return [_read(*job) for job in jobs]


def _read(number: int, page: Page, portal: Portal | None) -> Reread:
    reading = read_article if page.url else read_dump  # an imported dump has no address
    try:
        return Reread(number, reading(page, portal), None)
    except NotAnArticle as refusal:
        return Reread(number, None, str(refusal))
