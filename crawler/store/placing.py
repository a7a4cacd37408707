"""Finding the place of a reading: a new article, a new version, another address, or nothing new."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from crawler.store.articles import ArticleShelf, Held
from crawler.store.errors import StoreError
from crawler.store.frontier import STORED, UNCHANGED, Frontier, Settled
from crawler.store.outcomes import Reading
from crawler.store.pages import PageShelf
from crawler.store.revisions import change_between, content_hash, extras_hash, next_check
from items import Article, Page

ALIAS = "alias"
"""Event: another address of an article that is held already."""
_NEARLY_ALL = 0.8  # of the words: less is another rendition (a print view cut short), not an edit


class Placing:
    """Writes readings that gave an article. All of it happens in the caller's transaction."""

    def __init__(self, frontier: Frontier, shelf: ArticleShelf, pages: PageShelf) -> None:
        self._frontier = frontier
        self._shelf = shelf
        self._pages = pages
        self.reread: Callable[[Page], Article | None] | None = None
        """Reads a stored page with today's rules, so that better rules are not taken for an edit by the portal."""

    def place(self, portal: str, key: int, reading: Reading, now: int) -> tuple[Settled, str]:
        """Write what a reading says; the row of its address, to be settled, and what happened."""
        assert reading.article is not None
        article = reading.article if reading.article.portal else replace(reading.article, portal=portal)
        said = content_hash(article) ^ extras_hash(article)
        known = self._frontier.known(key)
        addresses = _addresses(reading)
        if known is not None and known.article is not None and known.said == said:
            number, event, first_seen = known.article, UNCHANGED, known.seen_at
        else:
            number, event, first_seen = self._find_or_add(
                portal, key, replace(reading, article=article), addresses, now
            )
        for address in addresses[1:]:
            self._shelf.alias(portal, number, address, "address", now)
        alias = event == ALIAS or (known is not None and known.reason == ALIAS)
        settled = settled_by(
            key,
            reading,
            UNCHANGED if event == UNCHANGED else STORED,
            reason=ALIAS if alias else None,
            next_at=None if alias else next_check(article.published, first_seen, now, key),
            article=number,
        )
        return replace(settled, said=said), event

    def _find_or_add(
        self, portal: str, key: int, reading: Reading, addresses: list[str], now: int
    ) -> tuple[int, str, int]:
        """Find the article a reading belongs to, or make one: its number, what happened, when it was first seen."""
        article = reading.article
        assert article is not None
        number = self._shelf.find(portal, article, reading.key, addresses)
        if number is None:
            return self._add(portal, key, reading, article, now), STORED, now
        event = self._meet(portal, key, number, reading, now)
        if reading.identity is None:
            self._shelf.alias(portal, number, reading.request_url, "address", now)
        return number, event, self._shelf.held(number).first_seen_at

    def _add(self, portal: str, key: int, reading: Reading, article: Article, now: int) -> int:
        page = self.keep_page(portal, reading.page, article)
        number = self._shelf.add(
            key, article, page, reading.extractor_version, now, identity=reading.key, removed=reading.removed
        )
        if reading.key not in (None, reading.identity):  # the number came with the page, not with the link
            assert reading.key is not None
            self._shelf.name(portal, number, reading.key, reading.request_url, now)
        return number

    def _meet(self, portal: str, key: int, number: int, reading: Reading, now: int) -> str:
        """A reading of an article already held: nothing new, a new version, or one more address of it."""
        article = reading.article
        assert article is not None
        held = self._shelf.held(number)
        if held.gone_at is not None:
            self._shelf.back(number)
        known = self._frontier.known(key)
        is_alias = (known is None or known.article != number) and key != held.key
        content = content_hash(article)
        same = content == held.content and extras_hash(article) == held.extras
        if same or (is_alias and not self._is_edit(held, article, content)):
            return ALIAS if is_alias else UNCHANGED
        if self._is_only_read_better(held, article, reading):
            return UNCHANGED
        if held.page is not None:
            self._pages.detach(held.page)
        page = self.keep_page(portal, reading.page)
        change = self._shelf.revise(held, article, page, reading.extractor_version, now, removed=reading.removed)
        return change or UNCHANGED

    def _is_only_read_better(self, held: Held, article: Article, reading: Reading) -> bool:
        """Whether our rules changed and the portal's words did not.

        The stored page is read with today's rules, which replaces the article; an edit, if there is one as well, is
        then told against that.
        """
        if self.reread is None or held.page is None or held.extractor_version == reading.extractor_version:
            return False
        try:
            again = self.reread(self._pages.get(held.page))
        except StoreError:
            return False  # a damaged page: `verify` tells
        if again is None:
            return False
        same = change_between(again, article) is None
        removed = reading.removed if same else None  # the same words: the same lines are none of them
        self._shelf.replace(held.number, again, reading.extractor_version, removed=removed)
        return same

    def _is_edit(self, held: Held, article: Article, content: int) -> bool:
        """Whether other words met at another address are a new version rather than another rendition of the old."""
        if content == held.content or self._shelf.is_known_version(held, content):
            return False
        old = Counter(self._shelf.get(held.number).text.split())
        new = Counter(article.text.split())
        return (old & new).total() >= _NEARLY_ALL * max(old.total(), new.total())

    def keep_page(self, portal: str, page: Page | None, article: Article | None = None) -> int | None:
        """Keep a page, if there are bytes to keep; its number."""
        return self._pages.add(portal, page, article) if page is not None and page.body else None


def _addresses(reading: Reading) -> list[str]:
    """Every address of a reading, the queued one first, each once."""
    final = [reading.page.url] if reading.page is not None and reading.page.url else []
    return list(dict.fromkeys([reading.request_url, *final, *reading.aliases]))


def settled_by(
    key: int,
    reading: Reading,
    state: str,
    *,
    reason: str | None = None,
    next_at: int | None = None,
    article: int | None = None,
    page: int | None = None,
) -> Settled:
    """The row of a reading's address."""
    return Settled(
        key,
        reading.request_url,
        reading.kind,
        state,
        reason,
        reading.status,
        next_at,
        reading.etag,
        reading.last_modified,
        article,
        page,
    )
