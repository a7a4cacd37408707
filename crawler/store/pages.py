"""The shelf of stored pages: bytes in, the same bytes out, compressed with a dictionary of the portal's own pages.

Two pages of one portal differ in a few kilobytes of text; a dictionary trained on 200 of them holds the rest, and a
46 kB page becomes 2.2 kB (gzip: 11.4 kB).
"""

import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

from backports import zstd

from crawler.store.errors import StoreError
from items import Page

_LEVEL = 9  # of zstd: 0.3 ms a page; 12 saves 3 % more for half as much again, 19 saves 7 % for 17 times the work
TRAIN_AT = (200, 2000)  # pages of a portal at which versions 1 and 2 of its dictionary are trained
_SAMPLE = 400  # pages a dictionary is trained on, at most
_DICTIONARY_SIZE = 262_144
_KEPT_HEADERS = frozenset(["content-type", "content-language"])


class PageShelf:
    """Pages of one database. All writing happens in the caller's transaction.

    Args:
        connection: An open connection of `crawler.store.database`.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._dictionaries: dict[int, zstd.ZstdDict] = {}
        self._newest: dict[str, int | None] = {}
        self._counts: dict[str, int] = {}

    def add(self, portal: str, page: Page) -> int:
        """Keep a page and return its number. May train the portal's next dictionary first."""
        dictionary = self._dictionary_for(portal)
        row = self._connection.execute(
            "INSERT INTO pages (portal, url, fetched_at, headers, sha256, size, dictionary, body)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                portal,
                page.url,
                _instant(page.fetched_at),
                _headers(page),
                sha256(page.body).digest(),
                len(page.body),
                dictionary,
                self._compress(page.body, dictionary),
            ),
        )
        self._counts[portal] = self._counts.get(portal, 0) + 1
        assert row.lastrowid is not None
        return row.lastrowid

    def get(self, number: int) -> Page:
        """Give a page back exactly as it was added.

        Raises:
            StoreError: There is no such page, or its bytes are not those that were stored.
        """
        row = self._connection.execute(
            "SELECT url, fetched_at, headers, sha256, dictionary, body FROM pages WHERE id = ?", (number,)
        ).fetchone()
        if row is None:
            raise StoreError(f"page {number} is not in the store", "run scrapy verify")
        url, fetched_at, headers, digest, dictionary, frame = row
        body = self._decompress(number, frame, dictionary)
        if sha256(body).digest() != digest:
            raise StoreError(f"page {number} ({url}) is not what was stored", "restore it from a backup")
        return Page(url=url, body=body, headers=json.loads(headers) if headers else {}, fetched_at=fetched_at)

    def recompress(self, portal: str, limit: int) -> int:
        """Compress up to `limit` pages stored before the portal's newest dictionary once more; return how many."""
        newest = self._newest_dictionary(portal)
        if newest is None:
            return 0
        rows = self._connection.execute(
            "SELECT id, dictionary, body FROM pages WHERE portal = ? AND dictionary IS NOT ? LIMIT ?",
            (portal, newest, limit),
        ).fetchall()
        for number, dictionary, frame in rows:
            body = self._compress(self._decompress(number, frame, dictionary), newest)
            self._connection.execute("UPDATE pages SET dictionary = ?, body = ? WHERE id = ?", (newest, body, number))
        return len(rows)

    def train(self, portal: str) -> int | None:
        """Train the portal's next dictionary on pages spread over all it has; None when there is too little."""
        samples = list(self._samples(portal))
        try:
            trained = zstd.train_dict(samples, _DICTIONARY_SIZE)
        except (zstd.ZstdError, ValueError):
            return None  # too few or too small pages to learn from
        row = self._connection.execute(
            "INSERT INTO dictionaries (portal, version, trained_on, created_at, body)"
            " SELECT ?, 1 + coalesce(max(version), 0), ?, unixepoch(), ? FROM dictionaries WHERE portal = ?",
            (portal, len(samples), trained.dict_content, portal),
        )
        assert row.lastrowid is not None
        self._newest[portal] = row.lastrowid
        self._dictionaries[row.lastrowid] = trained
        return row.lastrowid

    def forget(self) -> None:
        """Drop what was remembered of the tables, after a transaction was rolled back."""
        self._dictionaries.clear()
        self._newest.clear()
        self._counts.clear()

    def _samples(self, portal: str) -> Iterator[bytes]:
        numbers = [number for (number,) in self._connection.execute("SELECT id FROM pages WHERE portal = ?", (portal,))]
        step = max(1, len(numbers) // _SAMPLE)
        for number in numbers[::step][:_SAMPLE]:
            yield self.get(number).body

    def _dictionary_for(self, portal: str) -> int | None:
        if portal not in self._counts:
            count = "SELECT count(*) FROM pages WHERE portal = ?"
            self._counts[portal] = self._connection.execute(count, (portal,)).fetchone()[0]
        if self._counts[portal] in TRAIN_AT:
            self.train(portal)
        return self._newest_dictionary(portal)

    def _newest_dictionary(self, portal: str) -> int | None:
        if portal not in self._newest:
            newest = "SELECT max(id) FROM dictionaries WHERE portal = ?"
            self._newest[portal] = self._connection.execute(newest, (portal,)).fetchone()[0]
        return self._newest[portal]

    def _load(self, dictionary: int) -> zstd.ZstdDict:
        if dictionary not in self._dictionaries:
            row = self._connection.execute("SELECT body FROM dictionaries WHERE id = ?", (dictionary,)).fetchone()
            if row is None:
                raise StoreError(f"dictionary {dictionary} is not in the store", "restore it from a backup")
            self._dictionaries[dictionary] = zstd.ZstdDict(row[0])
        return self._dictionaries[dictionary]

    def _compress(self, body: bytes, dictionary: int | None) -> bytes:
        if dictionary is None:
            return zstd.compress(body, _LEVEL)
        return zstd.compress(body, _LEVEL, zstd_dict=self._load(dictionary).as_digested_dict)

    def _decompress(self, number: int, frame: bytes, dictionary: int | None) -> bytes:
        try:
            if dictionary is None:
                return zstd.decompress(frame)
            return zstd.decompress(frame, zstd_dict=self._load(dictionary))
        except zstd.ZstdError as error:
            raise StoreError(f"page {number} cannot be unpacked ({error})", "restore it from a backup") from error


def _instant(when: datetime | str | None) -> str | None:
    return when.isoformat() if isinstance(when, datetime) else when


def _headers(page: Page) -> str | None:
    kept = {name: value for name, value in page.headers.items() if name.lower() in _KEPT_HEADERS}
    return json.dumps(kept, ensure_ascii=False) if kept else None
