"""Compression dictionaries: one a portal, trained on its own pages, and a better one once there are many."""

import sqlite3
from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from backports import zstd

from crawler.store.errors import StoreError

_LEVEL = 7  # of zstd: 0.25 ms a page; 6 costs 4 % of room more, 9 saves 1 %, 19 saves 8 % for twenty times the work
_FIRST_LEVEL = 3  # until the last dictionary is trained: these pages are compressed once more with it
_SIZE = 262_144  # bytes; 112 kB costs 10 % more a page, 1 MB saves 10 % and takes a portal's first megabyte


class Redo(NamedTuple):
    """Pages that still wait to be compressed with a portal's newest dictionary."""

    dictionary: int
    redone_to: int
    redo_to: int


class Dictionaries:
    """The dictionaries of one database. All writing happens in the caller's transaction."""

    SAMPLE: ClassVar[int] = 250
    """Pages a dictionary is trained on, at most."""
    TRAIN_AT: ClassVar[tuple[int, ...]] = (200, 1000)
    """Articles of a portal at which version 1 and 2 of its dictionary are trained. The first pages come from the top
    of one section; those of all sections together make a dictionary a third better."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._loaded: dict[int, zstd.ZstdDict] = {}
        self._newest: dict[str, Redo | None] = {}
        self._versions: dict[str, int] = {}
        self._counts: dict[str, int] = {}

    def is_due(self, portal: str) -> bool:
        """Whether the portal has enough articles for its next dictionary."""
        if portal not in self._counts:
            self._look_up(portal)
        version = self._versions[portal]
        return version < len(self.TRAIN_AT) and self._counts[portal] >= self.TRAIN_AT[version]

    def count(self, portal: str) -> None:
        """Count one more page of a portal."""
        if portal in self._counts:
            self._counts[portal] += 1

    def train(self, portal: str, samples: Sequence[bytes], last: int) -> None:
        """Train the portal's next dictionary; pages up to number `last` are to be compressed once more."""
        self._versions[portal] += 1
        try:
            trained = zstd.train_dict(samples, _SIZE)
        except (zstd.ZstdError, ValueError):
            return  # too few or too small pages to learn from: not tried again in this process
        row = self._connection.execute(
            "INSERT INTO dictionaries (portal, version, trained_on, redone_to, redo_to, created_at, body)"
            " VALUES (?, ?, ?, 0, ?, unixepoch(), ?)",
            (portal, self._versions[portal], len(samples), last, trained.dict_content),
        )
        assert row.lastrowid is not None
        self._newest[portal] = Redo(row.lastrowid, 0, last)
        self._loaded[row.lastrowid] = trained

    def to_redo(self, portal: str) -> Redo | None:
        """Tell which pages of a portal are to be compressed once more; None when none are."""
        if portal not in self._newest:
            self._look_up(portal)
        redo = self._newest[portal]
        return redo if redo is not None and redo.redone_to < redo.redo_to else None

    def redone(self, portal: str, to: int) -> None:
        """Note that pages up to number `to` have been compressed once more."""
        redo = self._newest[portal]
        assert redo is not None
        self._newest[portal] = redo._replace(redone_to=to)
        self._connection.execute("UPDATE dictionaries SET redone_to = ? WHERE id = ?", (to, redo.dictionary))

    def pack(self, portal: str, body: bytes) -> tuple[bytes, int | None]:
        """Compress with the portal's newest dictionary; the bytes and its number."""
        if portal not in self._newest:
            self._look_up(portal)
        newest = self._newest[portal]
        if newest is None:
            return zstd.compress(body, _FIRST_LEVEL), None
        level = _LEVEL if self._versions[portal] >= len(self.TRAIN_AT) else _FIRST_LEVEL
        trained = self._load(newest.dictionary)
        return zstd.compress(body, level, zstd_dict=trained.as_digested_dict), newest.dictionary

    def unpack(self, frame: bytes, dictionary: int | None) -> bytes | None:
        """Decompress; None when the frame is damaged.

        Raises:
            StoreError: Its dictionary is missing.
        """
        try:
            if dictionary is None:
                return zstd.decompress(frame)
            return zstd.decompress(frame, zstd_dict=self._load(dictionary))
        except zstd.ZstdError:
            return None

    def forget(self) -> None:
        """Drop what was remembered of the tables, after a transaction was rolled back."""
        self._loaded.clear()
        self._newest.clear()
        self._versions.clear()
        self._counts.clear()

    def _look_up(self, portal: str) -> None:
        row = self._connection.execute(
            "SELECT id, redone_to, redo_to, version FROM dictionaries WHERE portal = ? ORDER BY version DESC LIMIT 1",
            (portal,),
        ).fetchone()
        self._newest[portal] = Redo(*row[:3]) if row else None
        self._versions[portal] = row[3] if row else 0
        count = "SELECT count(*) FROM articles WHERE portal = ?"
        self._counts[portal] = self._connection.execute(count, (portal,)).fetchone()[0]

    def _load(self, dictionary: int) -> zstd.ZstdDict:
        if dictionary not in self._loaded:
            row = self._connection.execute("SELECT body FROM dictionaries WHERE id = ?", (dictionary,)).fetchone()
            if row is None:
                raise StoreError(f"dictionary {dictionary} is not in the store", "restore it from a backup")
            self._loaded[dictionary] = zstd.ZstdDict(row[0])
        return self._loaded[dictionary]
