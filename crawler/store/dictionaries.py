"""Compression dictionaries: a few whole pages of a portal, and better chosen ones once there are many to choose from.

Whole pages serve a portal better than a trained dictionary: on 3,227 pages of one they took as little room (2.2 kB of
47), were compressed a fifth faster, and cost a hundredth of a second to make where training costs half a second and
needs two hundred pages before it is any good.
"""

import sqlite3
from collections.abc import Sequence
from typing import ClassVar

from backports import zstd

from crawler.store.errors import StoreError

_LEVEL = 6  # of a page without a dictionary
_WITH_DICTIONARY: dict[int, int] = {
    zstd.CompressionParameter.strategy: zstd.Strategy.greedy,
    zstd.CompressionParameter.window_log: 19,
    zstd.CompressionParameter.hash_log: 18,  # a place for every byte of the dictionary: levels think of a page alone
    zstd.CompressionParameter.chain_log: 18,
    zstd.CompressionParameter.search_log: 5,
    zstd.CompressionParameter.min_match: 5,
}
"""Two thirds of the time of level 6 (0.2 ms a page) for 1 % of room more; level 5 takes longer and 2 % more."""
_KEPT_LEVEL = 12  # of a dictionary itself: 262 kB become 25
_TRIAL_LEVEL = 3  # enough to tell a good choice of pages from a bad one
_SIZE = 262_144  # bytes; 512 kB saves nothing more
_CHOICES = 16  # sets of pages tried; the best one is an eighth better than any one


class Dictionaries:
    """The dictionaries of one database. All writing happens in the caller's transaction."""

    SAMPLE: ClassVar[int] = 128
    """Pages a dictionary is made from, at most: half to choose from, half to judge by."""
    MADE_AT: ClassVar[tuple[int, ...]] = (24, 1000)
    """Pages of a portal at which version 1 and 2 of its dictionary are made. The first pages come from the top of one
    section; those of all sections together make a dictionary an eighth better."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._loaded: dict[int, zstd.ZstdDict] = {}
        self._packers: dict[int, zstd.ZstdCompressor] = {}
        self._newest: dict[str, int | None] = {}
        self._versions: dict[str, int] = {}
        self._counts: dict[str, int] = {}

    def is_due(self, portal: str) -> bool:
        """Whether the portal has enough pages for its next dictionary."""
        if portal not in self._counts:
            self._look_up(portal)
        version = self._versions[portal]
        return version < len(self.MADE_AT) and self._counts[portal] >= self.MADE_AT[version]

    def count(self, portal: str) -> None:
        """Count one more page of a portal."""
        if portal in self._counts:
            self._counts[portal] += 1

    def make(self, portal: str, samples: Sequence[bytes]) -> int | None:
        """Make the portal's next dictionary from some of its pages; its version, None when they are too small."""
        self._versions[portal] += 1
        try:
            made = _best_of(samples)
        except (zstd.ZstdError, ValueError):
            return None  # not tried again in this process
        row = self._connection.execute(
            "INSERT INTO dictionaries (portal, version, made_from, created_at, body) VALUES (?, ?, ?, unixepoch(), ?)",
            (portal, self._versions[portal], len(samples), zstd.compress(made.dict_content, _KEPT_LEVEL)),
        )
        assert row.lastrowid is not None
        self._newest[portal] = row.lastrowid
        self._loaded[row.lastrowid] = made
        return self._versions[portal]

    def pack(self, portal: str, body: bytes) -> tuple[bytes, int | None]:
        """Compress with the portal's newest dictionary; the bytes and its number."""
        if portal not in self._newest:
            self._look_up(portal)
        newest = self._newest[portal]
        if newest is None:
            return zstd.compress(body, _LEVEL), None
        if newest not in self._packers:
            made = self._load(newest).as_undigested_dict  # a digested one would bring the parameters of a level
            self._packers[newest] = zstd.ZstdCompressor(options=_WITH_DICTIONARY, zstd_dict=made)
        return self._packers[newest].compress(body, zstd.ZstdCompressor.FLUSH_FRAME), newest

    def unpack(self, frame: bytes, dictionary: int | None) -> bytes | None:
        """Decompress; None when the frame is damaged.

        Raises:
            StoreError: Its dictionary is missing or damaged.
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
        self._packers.clear()
        self._newest.clear()
        self._versions.clear()
        self._counts.clear()

    def _look_up(self, portal: str) -> None:
        row = self._connection.execute(
            "SELECT id, version FROM dictionaries WHERE portal = ? ORDER BY version DESC LIMIT 1", (portal,)
        ).fetchone()
        self._newest[portal], self._versions[portal] = row or (None, 0)
        count = "SELECT count(*) FROM articles WHERE portal = ?"
        self._counts[portal] = self._connection.execute(count, (portal,)).fetchone()[0]

    def _load(self, dictionary: int) -> zstd.ZstdDict:
        if dictionary not in self._loaded:
            row = self._connection.execute("SELECT body FROM dictionaries WHERE id = ?", (dictionary,)).fetchone()
            if row is None:
                raise StoreError(f"dictionary {dictionary} is not in the store", "restore it from a backup")
            try:
                self._loaded[dictionary] = zstd.ZstdDict(zstd.decompress(row[0]))
            except (zstd.ZstdError, ValueError):
                raise StoreError(
                    f"dictionary {dictionary} is not what was stored", "restore it from a backup"
                ) from None
        return self._loaded[dictionary]


def _best_of(samples: Sequence[bytes]) -> zstd.ZstdDict:
    """Give the set of whole pages that packs others smallest, as a dictionary with statistics of all samples.

    Raises:
        zstd.ZstdError, ValueError: The samples are too small.
    """
    candidates, others = samples[::2], samples[1::2]  # a set that holds the largest page would win by that page alone
    pages = max(1, round(_SIZE * len(candidates) / max(1, sum(map(len, candidates))) + 0.5))
    stride = max(1, len(candidates) // pages)
    sets = [candidates[first::stride][:pages] for first in range(0, stride, -(-stride // _CHOICES))]
    choices = [zstd.ZstdDict(b"".join(chosen)[-_SIZE:], is_raw=True) for chosen in sets]
    best = min(choices, key=lambda one: _packed_size(one, others)) if len(choices) > 1 else choices[0]
    return zstd.finalize_dict(best, samples, _SIZE, _LEVEL)


def _packed_size(dictionary: zstd.ZstdDict, samples: Sequence[bytes]) -> int:
    packer = zstd.ZstdCompressor(level=_TRIAL_LEVEL, zstd_dict=dictionary.as_digested_dict)
    return sum(len(packer.compress(sample, zstd.ZstdCompressor.FLUSH_FRAME)) for sample in samples)
