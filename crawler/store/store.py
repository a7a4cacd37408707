"""The store: what crawls write and everything else reads, behind one small class."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from itemadapter import ItemAdapter

from crawler.store import ledger
from crawler.store.articles import ArticleShelf
from crawler.store.database import BUSY_SECONDS, connect
from crawler.store.errors import StoreError
from crawler.store.frontier import Frontier
from crawler.store.pages import PageShelf
from crawler.store.removed_rows import RemovedLine
from crawler.store.revisions import Revision
from crawler.store.settling import Settling
from items import Article, Page


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A stored page on its way to being read again."""

    article: int
    """Number of the article it gave."""
    portal: str
    page: Page
    extractor_version: str | None
    """Version of the rules that read it last."""


class Store:
    """One database of articles, pages and addresses.

    Everything that writes does so inside `transaction()`; what is not committed never happened. One process may
    write at a time per portal (`crawler.store.lock`), any number may read.

    >>> import tempfile
    >>> from crawler.store.outcomes import Reading
    >>> store = Store.open(Path(tempfile.mkdtemp(), "articles.db"))
    >>> page = Page("https://so.example/tin-1.html", b"<h1>Tin</h1>")
    >>> with store.transaction():
    ...     store.settling.settle("so_example", Reading(page.url, page, Article(page.url, "Tin")), run=None, now=0)
    'stored'
    >>> [article.title for article in store.articles()], store.check_sums()
    (['Tin'], {'seen': 1, 'stored': 1})
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.connection = connection
        self.path = path
        self.pages = PageShelf(connection)
        self.shelf = ArticleShelf(connection)
        self.frontier = Frontier(connection)
        self.settling = Settling(self.frontier, self.shelf, self.pages)

    @classmethod
    def open(cls, path: Path | str, *, readonly: bool = False, busy_seconds: float = BUSY_SECONDS) -> Self:
        """Open or create a store.

        Raises:
            StoreError: The file cannot be used; one line says why and what to do.
        """
        return cls(connect(Path(path), readonly=readonly, busy_seconds=busy_seconds), Path(path))

    def close(self) -> None:
        """Close the file. The last one to do so folds the write-ahead log into it."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit what the block wrote, all of it or, after an exception, none of it."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.connection.execute("COMMIT")
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            self.pages.forget()
            self.frontier.forget()
            raise

    # Articles -------------------------------------------------------------------------------------------------

    def articles(
        self, *, portal: str | None = None, since: str | None = None, until: str | None = None, gone: bool = True
    ) -> Iterator[Article]:
        """Stream articles, oldest stored first.

        Args:
            portal: Only of this portal.
            since: Published on or after this ISO date (to its precision).
            until: Published on or before this ISO date.
            gone: Whether to include those the portal no longer has.
        """
        where, values = _conditions(portal, since, until, gone=gone)
        return self.shelf.select(f"{where} ORDER BY id", values)

    def article_rows(
        self, *, portal: str | None = None, since: str | None = None, until: str | None = None, gone: bool = True
    ) -> Iterator[dict[str, Any]]:
        """Stream articles as plain values, the form exports take, in the order of `articles`."""
        for article in self.articles(portal=portal, since=since, until=until, gone=gone):
            yield ItemAdapter(article).asdict()

    def count(self, portal: str | None = None) -> int:
        """Count the articles of a portal, or of all."""
        where, values = _conditions(portal, None, None, gone=True)
        query = f"SELECT count(*) FROM articles {where}"  # noqa: S608 - constants
        return int(self.connection.execute(query, values).fetchone()[0])

    def page(self, url: str, portal: str | None = None) -> Page:
        """Give the page an article was read from, byte for byte.

        Raises:
            StoreError: No article has this address, or its page is missing or damaged.
        """
        number = self._located(url, portal)
        page = self.shelf.held(number).page
        if page is None:
            raise StoreError(f"no page is kept of {url}", "crawl it again")
        return self.pages.get(page)

    def history(self, url: str, portal: str | None = None) -> list[Revision]:
        """Give every version of the article at an address, oldest first.

        Raises:
            StoreError: No article has this address.
        """
        return self.shelf.history(self._located(url, portal))

    def _located(self, url: str, portal: str | None) -> int:
        number = self.shelf.locate(url, portal)
        if number is None:
            raise StoreError(f"no article is stored from {url}", "crawl it first, or check the address")
        return number

    # Re-reading -----------------------------------------------------------------------------------------------

    def pages_to_reread(self, portal: str | None = None, since: str | None = None) -> Iterator[StoredPage]:
        """Stream the page of every article (published since an ISO date), to be read again with today's rules.

        Raises:
            StoreError: A page is missing or damaged.
        """
        where, values = _conditions(portal, since, None, gone=True)
        query = f"SELECT id, portal, page, extractor_version FROM articles {where} ORDER BY id"  # noqa: S608
        for number, owner, page, version in self.connection.execute(query, values):
            if page is not None:
                yield StoredPage(number, owner, self.pages.get(page), version)

    def replace(
        self,
        number: int,
        article: Article,
        extractor_version: str | None,
        *,
        removed: Sequence[RemovedLine] | None = None,
    ) -> None:
        """Put a better reading of its stored page in place of article `number`. Inside `transaction()`."""
        self.shelf.replace(number, article, extractor_version, removed=removed)

    # Upkeep ---------------------------------------------------------------------------------------------------

    def check_sums(self) -> dict[str, int]:
        """Count addresses by state and prove that the tables agree; see `crawler.store.ledger.check_sums`."""
        return ledger.check_sums(self.connection)

    def verify(self) -> Iterator[str]:
        """Check file, tables and every page against its hash; yield one line for each thing that is wrong."""
        for (line,) in self.connection.execute("PRAGMA integrity_check"):
            if line != "ok":
                yield f"database: {line}"
        try:
            self.check_sums()
        except StoreError as error:
            yield error.what
        for (number,) in self.connection.execute("SELECT id FROM pages"):
            try:
                self.pages.get(number)
            except StoreError as error:
                yield error.what

    def backup(self, target: Path | str) -> None:
        """Copy the whole store as of now into a new file; safe while a crawl is writing.

        Raises:
            StoreError: The target exists or cannot be written.
        """
        target = Path(target)
        if target.exists():
            raise StoreError(f"{target} exists", "give the name of a new file")
        part = target.with_name(target.name + ".part")
        part.unlink(missing_ok=True)
        try:
            with closing(sqlite3.connect(part)) as copy:
                self.connection.backup(copy)  # one step: one moment, however much is written meanwhile
            part.rename(target)
        except (sqlite3.Error, OSError) as error:
            part.unlink(missing_ok=True)
            raise StoreError(f"{target} cannot be written ({error})", "give a place with enough free space") from error

    # Other items ----------------------------------------------------------------------------------------------

    def add_item(self, portal: str, item: Any, now: int) -> bool:
        """Keep an item of any class itemadapter understands; False when the very same is already kept."""
        return self.settling.add_item(portal, type(item).__qualname__, ItemAdapter(item).asdict(), now)

    def items(self, class_name: str | None = None) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
        """Stream items of other classes: portal, class, fields."""
        return self.settling.items(class_name)


def _conditions(portal: str | None, since: str | None, until: str | None, *, gone: bool) -> tuple[str, list[str]]:
    found: list[tuple[str, str]] = []
    if portal is not None:
        found.append(("portal = ?", portal))
    if since is not None:
        found.append(("published_value >= ?", since))
    if until is not None:
        found.append(("published_value < ?", until + "\x7f"))  # 2024-05-02 includes 2024-05-02T23:59
    conditions = [condition for condition, _ in found] + ([] if gone else ["gone_at IS NULL"])
    return (f"WHERE {' AND '.join(conditions)}" if conditions else ""), [value for _, value in found]
