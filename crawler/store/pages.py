"""The shelf of stored pages: bytes in, the same bytes out, compressed with a dictionary of the portal's own pages.

Two pages of one portal differ in a few kilobytes of text; a dictionary made of some others holds the rest, and a 47 kB
page becomes 2.3 kB (gzip: 11.4 kB).
"""

import json
import sqlite3
from datetime import datetime
from hashlib import sha256

from crawler.store.dictionaries import Dictionaries
from crawler.store.errors import StoreError
from items import Article, Page, RawDate


class PageShelf:
    """Pages of one database. All writing happens in the caller's transaction.

    Args:
        connection: An open connection of `crawler.store.database`.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._dictionaries = Dictionaries(connection)

    def add(self, portal: str, page: Page, article: Article | None = None) -> int:
        """Keep a page and return its number. May make the portal's next dictionary.

        Args:
            portal: Name of the portal.
            page: What to keep.
            article: The article it is about to become the page of; what both say is then written once, there.
        """
        fetched_at = _instant(page.fetched_at)
        shared = article is not None and (article.url, article.fetched_at) == (page.url, fetched_at)
        if self._dictionaries.is_due(portal):
            self._make_dictionary(portal)
        row = self._connection.execute(
            "INSERT INTO pages (portal, url, fetched_at, content_type, sha256, size, listed, notes, frame)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                portal,
                None if shared else page.url,
                None if shared else fetched_at,
                _content_type(page),
                sha256(page.body).digest(),
                len(page.body),
                f"{page.listed.origin} {page.listed.text}" if page.listed else None,
                json.dumps(page.notes) if page.notes else None,
                self._add_frame(portal, page.body),
            ),
        )
        self._dictionaries.count(portal)
        assert row.lastrowid is not None
        return row.lastrowid

    def get(self, number: int) -> Page:
        """Give a page back exactly as it was added.

        Raises:
            StoreError: There is no such page, or its bytes are not those that were stored.
        """
        row = self._connection.execute(
            "SELECT coalesce(pages.url, articles.url), coalesce(pages.fetched_at, articles.fetched_at), content_type,"
            " sha256, listed, notes, dictionary, body FROM pages LEFT JOIN frames ON frames.id = frame"
            " LEFT JOIN articles ON articles.page = pages.id AND pages.url IS NULL WHERE pages.id = ?",
            (number,),
        ).fetchone()
        if row is None or row[7] is None:
            raise StoreError(f"page {number} is not in the store", "restore it from a backup")
        url, fetched_at, content_type, digest, listed, notes, dictionary, frame = row
        body = self._dictionaries.unpack(frame, dictionary)
        if body is None or sha256(body).digest() != digest:
            raise StoreError(f"page {number} ({url}) is not what was stored", "restore it from a backup")
        return Page(
            url=url,
            body=body,
            headers={"Content-Type": content_type} if content_type is not None else {},
            fetched_at=fetched_at,
            notes=tuple(json.loads(notes)) if notes else (),
            listed=_listed(listed),
        )

    def detach(self, number: int) -> None:
        """Write down what a page shares with its article, before the article turns to a newer page."""
        self._connection.execute(
            "UPDATE pages SET url = articles.url, fetched_at = articles.fetched_at FROM articles"
            " WHERE pages.id = ? AND articles.page = pages.id AND pages.url IS NULL",
            (number,),
        )

    def forget(self) -> None:
        """Drop what was remembered of the tables, after a transaction was rolled back."""
        self._dictionaries.forget()

    def _make_dictionary(self, portal: str) -> None:
        """Make the portal's next dictionary; what was stored before the first is compressed once more with it."""
        query = "SELECT page FROM articles WHERE portal = ? AND page IS NOT NULL ORDER BY id"
        numbers = [number for (number,) in self._connection.execute(query, (portal,))]
        size = min(len(numbers), Dictionaries.SAMPLE)
        samples = [self.get(numbers[n * len(numbers) // size]).body for n in range(size)]
        if self._dictionaries.make(portal, samples) == 1:
            for number in numbers:
                self._pack_again(portal, number)

    def _pack_again(self, portal: str, number: int) -> None:
        body = self.get(number).body
        self._connection.execute("DELETE FROM frames WHERE id = (SELECT frame FROM pages WHERE id = ?)", (number,))
        self._connection.execute("UPDATE pages SET frame = ? WHERE id = ?", (self._add_frame(portal, body), number))

    def _add_frame(self, portal: str, body: bytes) -> int:
        packed, dictionary = self._dictionaries.pack(portal, body)
        row = self._connection.execute("INSERT INTO frames (dictionary, body) VALUES (?, ?)", (dictionary, packed))
        assert row.lastrowid is not None
        return row.lastrowid


def _instant(when: datetime | str | None) -> str | None:
    return when.isoformat() if isinstance(when, datetime) else when


def _listed(kept: str | None) -> RawDate | None:
    origin, _, text = (kept or "").partition(" ")
    return RawDate(text, origin) if text else None


def _content_type(page: Page) -> str | None:
    return next((value for name, value in page.headers.items() if name.lower() == "content-type"), None)
