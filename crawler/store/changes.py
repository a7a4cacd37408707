"""Who has read the articles how far: the one mechanism behind incremental exports, search and duplicates.

A crawl only adds rows with growing numbers; a change leaves a row in `changes`, by trigger. A reader remembers the
highest of both, so what is new or changed since then is found without looking at the rest. Readers are written in the
same transaction as what they made, or after their file is in place: a kill repeats work, it never loses any.
"""

import json
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from typing import Any

from crawler.store.errors import StoreError


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a reader has come."""

    article: int = 0
    """Highest article number read."""
    change: int = 0
    """Highest number of `changes` read."""
    times: int = 0
    """How often it has read."""

    def unread(self, upto: "Mark") -> str:
        """Return the condition on `articles a` for what is new or changed from this mark to `upto`.

        >>> Mark(7, 2).unread(Mark(9, 2))
        'a.id > 7 AND a.id <= 9'
        """
        new = f"a.id > {self.article:d} AND a.id <= {upto.article:d}"
        if upto.change <= self.change:
            return new
        changed = f"SELECT article FROM changes WHERE number > {self.change:d} AND number <= {upto.change:d}"  # noqa: S608
        return f"({new} OR a.id IN ({changed}))"


def prepare(connection: sqlite3.Connection) -> None:
    """Make the tables of everything derived, where they are missing.

    Raises:
        StoreError: the file cannot be written.
    """
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'articles_facets'").fetchone():
        return  # the latest of them
    script = resources.files("crawler.store").joinpath("derived.sql").read_text("utf-8")
    try:
        connection.executescript(f"BEGIN IMMEDIATE; {script} COMMIT;")
    except sqlite3.Error as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        remedy = "end what locks it, or check rights and space"
        raise StoreError(f"the store cannot be written ({error})", remedy) from None


def newest(connection: sqlite3.Connection) -> Mark:
    """Return the mark of a reader that has read everything there is."""
    row = connection.execute(
        "SELECT (SELECT coalesce(max(id), 0) FROM articles), (SELECT coalesce(max(number), 0) FROM changes)"
    ).fetchone()
    return Mark(*row)


def mark_of(connection: sqlite3.Connection, name: str, what: Mapping[str, Any] | None = None) -> Mark:
    """Return how far a reader has come; nowhere when it is new.

    Raises:
        StoreError: it has been reading something else, so that "since then" would have holes.
    """
    if what is not None and reads_otherwise(connection, name, what):
        made_with = connection.execute("SELECT what FROM readers WHERE name = ?", (name,)).fetchone()[0]
        raise StoreError(f"{name} was made with {made_with}", "give the same filters, or another name")
    row = connection.execute("SELECT article, change, times FROM readers WHERE name = ?", (name,)).fetchone()
    return Mark(*row) if row else Mark()


def reads_otherwise(connection: sqlite3.Connection, name: str, what: Mapping[str, Any]) -> bool:
    """Return whether a reader of this name has been reading something else."""
    row = connection.execute("SELECT what FROM readers WHERE name = ?", (name,)).fetchone()
    return row is not None and json.loads(row[0]) != json.loads(json.dumps(what))


def set_mark(connection: sqlite3.Connection, name: str, mark: Mark, what: Mapping[str, Any] | None = None) -> None:
    """Remember how far a reader has come."""
    connection.execute(
        "INSERT INTO readers (name, article, change, times, read_at, what) VALUES (?, ?, ?, 1, ?, ?)"
        " ON CONFLICT (name) DO UPDATE SET article = excluded.article, change = excluded.change,"
        " times = times + 1, read_at = excluded.read_at, what = excluded.what",
        (name, mark.article, mark.change, int(time.time()), json.dumps(what or {}, ensure_ascii=False)),
    )


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """Keep seeing the store as it is now while a crawl goes on writing."""
    connection.execute("BEGIN")
    try:
        connection.execute("SELECT 1 FROM articles LIMIT 1").fetchone()  # the snapshot begins with the first read
        yield
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """Commit what the block wrote, all or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
