"""Clusters of copies, kept in the store and brought up to the articles as they come.

A new article is looked up by the keys of its sketch, compared word by word with the few articles found there, and put
into the cluster of the one it is most alike. Each cluster is entered once under a key, and a key that leads to many
clusters is a set phrase: it is no longer followed. So an article costs the same whatever is stored already, and however
many copies of it there are.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from crawler.duplicates.likeness import RULES, Likeness, likeness
from crawler.duplicates.sketch import LEAST_ESTIMATE, VERSION, Sketch, estimate, shingles, sketch
from crawler.store.changes import Mark, mark_of, newest, prepare, reads_otherwise, set_mark, writing

READER = "duplicates"
_MADE_BY = {"sketch": VERSION, "likeness": RULES}
_BATCH = 500  # articles a transaction
_SET_PHRASE = 8  # clusters under one key: more say that it is none of theirs
_COMPARED = 6  # articles compared word by word, those with most keys in common first
_POURED = 400_000  # keys gathered before they are poured into the large table
_MAPPED = 2**33  # bytes of the file that are read in place: a key is looked up without copying a page for it
_EDITED = 0.9  # Jaccard below which a reprint is called edited
Watch = Callable[[Iterable[Any], int], Iterable[Any]]


@dataclass(frozen=True, slots=True)
class Copy:
    """One article of a cluster."""

    article: int
    """Number in the table `articles`."""
    cluster: int
    role: str
    """origin | reprint | edited_reprint. The origin is the earliest dated; of one day, one that names no source."""
    jaccard: float
    """With the origin."""
    lag: int | None
    """Days after the origin."""
    title: str
    portal: str
    published: str | None


def catch_up(connection: sqlite3.Connection, watch: Watch = lambda rows, _total: rows) -> int:
    """Place what is new or changed; return how many articles that were. All are, where the rules have changed since.

    Args:
        connection: Of a store, writable. Each batch is a transaction of its own; a kill loses none of it.
        watch: Shows progress: takes rows and their number, gives the same rows.

    Raises:
        StoreError: the store cannot be written.
        sqlite3.OperationalError: another process keeps it locked.
    """
    prepare(connection)
    connection.execute(f"PRAGMA mmap_size = {_MAPPED}")
    if reads_otherwise(connection, READER, _MADE_BY):
        _forget_all(connection)
    last, mark = newest(connection), mark_of(connection, READER)
    total = last.article - mark.article + last.change - mark.change
    return sum(1 for _ in watch(_batches(connection, mark, last), total))


def clusters(connection: sqlite3.Connection, limit: int = 20) -> Iterator[list[Copy]]:
    """Yield the largest clusters, each with its origin first, then by lag."""
    largest = "SELECT cluster FROM duplicates GROUP BY cluster ORDER BY count(*) DESC, cluster LIMIT ?"
    for (cluster,) in connection.execute(largest, (limit,)).fetchall():
        yield members(connection, cluster)


def members(connection: sqlite3.Connection, cluster: int) -> list[Copy]:
    """Return a cluster, origin first, then by lag."""
    rows = connection.execute(
        "SELECT d.article, d.cluster, d.role, d.jaccard, d.lag, a.title, a.portal, a.published_value FROM duplicates d"
        " JOIN articles a ON a.id = d.article WHERE d.cluster = ? ORDER BY d.role <> 'origin', d.lag, d.article",
        (cluster,),
    )
    return [Copy(*row) for row in rows]


def cluster_of(connection: sqlite3.Connection, article: int) -> int | None:
    """Return the cluster an article is in, None when it has no copy."""
    row = connection.execute("SELECT cluster FROM duplicates WHERE article = ?", (article,)).fetchone()
    return int(row[0]) if row else None


def _forget_all(connection: sqlite3.Connection) -> None:
    """Begin anew: what was found by other rules cannot be gone on with."""
    with writing(connection):
        for table in ("duplicates", "sketches", "duplicate_keys", "duplicate_keys_new"):
            connection.execute(f"DELETE FROM {table}")  # noqa: S608 - constants
        connection.execute("DELETE FROM readers WHERE name = ?", (READER,))


def _batches(connection: sqlite3.Connection, mark: Mark, last: Mark) -> Iterator[int]:
    while mark.article < last.article or mark.change < last.change:
        upto = Mark(min(last.article, mark.article + _BATCH), min(last.change, mark.change + _BATCH))
        with writing(connection):
            done = _Placing(connection).place(mark.unread(upto))
            set_mark(connection, READER, upto, _MADE_BY)
        mark = upto
        yield from done
    with writing(connection):
        _pour(connection)


def _pour(connection: sqlite3.Connection) -> None:
    """Move the gathered keys into the large table, in its order: each of its pages is then written once."""
    if connection.execute("SELECT count(*) FROM duplicate_keys_new").fetchone()[0] < _POURED:
        return
    connection.execute("INSERT OR IGNORE INTO duplicate_keys SELECT key, article FROM duplicate_keys_new ORDER BY 1, 2")
    connection.execute("DELETE FROM duplicate_keys_new")


class _Placing:
    """Places one batch of articles. All writing happens in the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._changed: set[int] = set()
        """Clusters whose roles are to be told anew."""

    def place(self, unread: str) -> list[int]:
        rows = self._connection.execute(f"SELECT a.id, a.text FROM articles a WHERE {unread} ORDER BY a.id")  # noqa: S608
        done = []
        for article, text in rows.fetchall():
            self._forget(article)
            self._place(article, shingles(text))
            done.append(article)
        for cluster in self._changed:
            self._tell_roles(cluster)
        return done

    def _forget(self, article: int) -> None:
        """Take an article that changed out of its cluster, which must then be found by the keys of another."""
        cluster = cluster_of(self._connection, article)
        if cluster is None:
            return
        self._connection.execute("DELETE FROM duplicates WHERE article = ?", (article,))
        self._changed.add(cluster)
        left = self._connection.execute("SELECT min(article) FROM duplicates WHERE cluster = ?", (cluster,)).fetchone()[
            0
        ]
        made = sketch(self._shingles(left)) if left is not None else None
        if made is not None:
            self._enter(left, made.keys)

    def _place(self, article: int, rows: list[str]) -> None:
        made = sketch(rows)
        if made is None:
            return
        found, set_phrases = self._under_keys(made.keys)
        found.pop(article, None)
        best = self._most_alike(rows, made, found)
        home: set[int] = set()
        if best is not None:
            cluster = self._join(article, best)
            home = {other for other in found if cluster_of(self._connection, other) == cluster}
        covered = {key for other in home for key in found[other]} | set_phrases
        self._connection.execute("INSERT OR REPLACE INTO sketches VALUES (?, ?)", (article, made.values))
        self._enter(article, [key for key in made.keys if key not in covered])

    def _under_keys(self, keys: Sequence[int]) -> tuple[dict[int, list[int]], set[int]]:
        """Return the articles entered under these keys, with the keys of each, and the keys that are set phrases."""
        marks = ", ".join("?" * len(keys))
        query = " UNION ALL ".join(
            f"SELECT key, article FROM {table} WHERE key IN ({marks})"  # noqa: S608 - constants
            for table in ("duplicate_keys_new", "duplicate_keys")
        )
        rows = self._connection.execute(query, (*keys, *keys)).fetchall()
        often = Counter(key for key, _ in rows)
        set_phrases = {key for key, times in often.items() if times >= _SET_PHRASE}
        found: dict[int, list[int]] = {}
        for key, article in rows:
            if key not in set_phrases:
                found.setdefault(article, []).append(key)
        return found, set_phrases

    def _most_alike(self, rows: list[str], made: Sketch, found: dict[int, list[int]]) -> int | None:
        best: tuple[float, int] | None = None
        for other in self._worth_comparing(made, found):
            alike = likeness(rows, self._shingles(other))
            if alike.is_copy and (best is None or alike.jaccard > best[0]):
                best = (alike.jaccard, other)
                if alike.jaccard == 1:
                    break
        return best[1] if best else None

    def _worth_comparing(self, made: Sketch, found: dict[int, list[int]]) -> list[int]:
        likely = sorted(found, key=lambda other: -len(found[other]))[: 4 * _COMPARED]
        estimates = {other: estimate(made.values, self._values(other)) for other in likely}
        worth = [other for other in likely if estimates[other] >= LEAST_ESTIMATE]
        return sorted(worth, key=lambda other: -estimates[other])[:_COMPARED]

    def _join(self, article: int, other: int) -> int:
        cluster = cluster_of(self._connection, other)
        if cluster is None:
            cluster = self._unused(other)
            self._put(other, cluster)
        self._put(article, cluster)
        self._changed.add(cluster)
        return cluster

    def _unused(self, number: int) -> int:
        """Name a cluster by its first article; by the next free number where that article has left one of its name."""
        query = "SELECT max(cluster) FROM duplicates WHERE cluster >= ?"
        taken = self._connection.execute("SELECT 1 FROM duplicates WHERE cluster = ?", (number,)).fetchone()
        return number if taken is None else 1 + int(self._connection.execute(query, (number,)).fetchone()[0])

    def _put(self, article: int, cluster: int) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO duplicates (article, cluster, role, jaccard) VALUES (?, ?, 'reprint', -1)",
            (article, cluster),
        )

    def _enter(self, article: int, keys: Iterable[int]) -> None:
        new = [(key, article) for key in keys]
        self._connection.executemany("INSERT OR IGNORE INTO duplicate_keys_new VALUES (?, ?)", new)

    def _tell_roles(self, cluster: int) -> None:
        """Find the origin; compare again those that have not been compared with it."""
        query = (
            "SELECT d.article, d.role, d.jaccard, a.published_value, a.source_name IS NOT NULL FROM duplicates d"
            " JOIN articles a ON a.id = d.article WHERE d.cluster = ?"
        )
        rows = self._connection.execute(query, (cluster,)).fetchall()
        if len(rows) < 2:
            self._connection.execute("DELETE FROM duplicates WHERE cluster = ?", (cluster,))
            return
        origin = min(rows, key=lambda row: ((row[3] or "9999")[:10], row[4], row[0]))
        stays = origin[1] == "origin"
        first = self._shingles(origin[0])
        for article, _, jaccard, published, _ in rows:
            if article == origin[0]:
                self._tell(article, "origin", 1.0, 0)
            elif not stays or jaccard < 0:
                alike: Likeness = likeness(first, self._shingles(article))
                role = "reprint" if alike.jaccard >= _EDITED else "edited_reprint"
                self._tell(article, role, alike.jaccard, days_between(origin[3], published))

    def _tell(self, article: int, role: str, jaccard: float, lag: int | None) -> None:
        self._connection.execute(
            "UPDATE duplicates SET role = ?, jaccard = ?, lag = ? WHERE article = ?",
            (role, round(jaccard, 4), lag, article),
        )

    def _values(self, article: int) -> bytes:
        row = self._connection.execute("SELECT sketch FROM sketches WHERE article = ?", (article,)).fetchone()
        return bytes(row[0]) if row else b""

    def _shingles(self, article: int) -> list[str]:
        return shingles(self._connection.execute("SELECT text FROM articles WHERE id = ?", (article,)).fetchone()[0])


def days_between(first: str | None, second: str | None) -> int | None:
    """Return the days from one date to another; None when one has no day.

    >>> days_between("2020-01-30", "2020-02-01T08:00:00+07:00"), days_between("2020-01", "2020-02-01")
    (2, None)
    """
    if not first or not second or min(len(first), len(second)) < len("2020-01-01"):
        return None
    return (date.fromisoformat(second[:10]) - date.fromisoformat(first[:10])).days
