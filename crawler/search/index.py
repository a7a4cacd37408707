"""The index of words: kept in the store, behind the articles, brought up to them when somebody searches.

Three things make it fast. It holds which article has a word, not where and how often. Rows are numbered by the day of
publication, so that the newest articles with some words are the last ones of a list, found without reading the rest.
And nothing is ever taken out of it: an article that changes gets a new row, its old one is passed over.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any

from crawler.search.words import index_terms
from crawler.store.changes import Mark, mark_of, newest, prepare, set_mark, writing

READER = "search"
_BATCH = 5_000  # articles a transaction: what a crawl may have to wait for, about two seconds
_DAY = 16  # bits for the articles of one day: neighbours in a list of rows then differ by little and take one byte
_FIRST_DAY = date(1995, 1, 1).toordinal()  # no portal is older; the room below it is for articles without a date
_DATED = 9_131 << _DAY  # days from 1970, so that no date can run out of room
_HASH_BYTES = 16 * 2**20  # of words gathered before a segment is written; a batch makes one
Watch = Callable[[Iterable[Any], int], Iterable[Any]]


def first_row(published: str | None) -> int:
    """Return the lowest row number of a day: later days are higher, articles without a date lowest.

    >>> first_row("2020-01-02") > first_row("2020-01") > first_row(None)
    True
    """
    if not published:
        return 0
    try:
        day = date.fromisoformat((published + "-01")[:10]).toordinal() - _FIRST_DAY
    except ValueError:
        return 0
    return _DATED + (day << _DAY) if day >= 0 else 0


def row_after(day: str) -> int:
    """Return the lowest row number above all articles of a day and of the days before it.

    >>> first_row("2020-12-31") < row_after("2020-12-31") <= first_row("2021-01-01")
    True
    """
    return first_row(day) + (1 << _DAY)


def behind(connection: sqlite3.Connection) -> int:
    """Return how many articles are new or changed since the index was last brought up."""
    if not has_index(connection):
        return int(connection.execute("SELECT count(*) FROM articles").fetchone()[0])
    mark, last = mark_of(connection, READER), newest(connection)
    return max(0, last.article - mark.article) + max(0, last.change - mark.change)


def has_index(connection: sqlite3.Connection) -> bool:
    """Return whether the store was ever indexed."""
    return connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'indexed'").fetchone() is not None


def catch_up(connection: sqlite3.Connection, watch: Watch = lambda rows, _total: rows) -> int:
    """Index what is new or changed; return how many articles that were.

    Args:
        connection: Of a store, writable. Each batch is a transaction of its own; a kill loses none of it.
        watch: Shows progress: takes rows and their number, gives the same rows.

    Raises:
        StoreError: the store cannot be written.
        sqlite3.OperationalError: another process keeps it locked.
    """
    prepare(connection)
    if behind(connection) == 0:
        return 0
    connection.execute("INSERT INTO words (words, rank) VALUES ('hashsize', ?)", (_HASH_BYTES,))
    return sum(1 for _ in watch(_batches(connection), behind(connection)))


def _batches(connection: sqlite3.Connection) -> Iterator[int]:
    last = newest(connection)
    mark = mark_of(connection, READER)
    while mark.article < last.article or mark.change < last.change:
        upto = Mark(min(last.article, mark.article + _BATCH), min(last.change, mark.change + _BATCH))
        with writing(connection):
            done = _index(connection, mark.unread(upto))
            set_mark(connection, READER, upto)
        mark = upto
        yield from done


def _index(connection: sqlite3.Connection, unread: str) -> list[int]:
    query = f"SELECT a.id, a.published_value, a.title, a.text FROM articles a WHERE {unread}"  # noqa: S608 - constants
    found = [
        (first_row(published), article, index_terms(title, text))
        for article, published, title, text in connection.execute(query)
    ]
    found.sort()  # rows in order go into one segment
    rows = list(_numbered(connection, [first for first, _, _ in found]))
    placed = [(article, row) for row, (_, article, _) in zip(rows, found, strict=True)]
    terms = [(row, terms) for row, (_, _, terms) in zip(rows, found, strict=True)]
    connection.executemany("INSERT INTO words (rowid, tokens) VALUES (?, ?)", terms)
    connection.executemany("INSERT OR REPLACE INTO indexed (article, row) VALUES (?, ?)", placed)
    return [article for article, _ in placed]


def _numbered(connection: sqlite3.Connection, firsts: list[int]) -> Iterator[int]:
    """Give each a free row number of its day, in order."""
    for day, same in groupby(firsts):
        last, wanted = _last_row(connection, day), sum(1 for _ in same)
        if day and last + wanted >= day + (1 << _DAY):
            last = _last_row(connection, 0)  # more than a day can have: a default date, which is no date
        yield from range(last + 1, last + 1 + wanted)


def _last_row(connection: sqlite3.Connection, day: int) -> int:
    end = day + (1 << _DAY) if day else _DATED
    query = "SELECT coalesce(max(row), ? - 1) FROM indexed WHERE row >= ? AND row < ?"
    return int(connection.execute(query, (day, day, end)).fetchone()[0])
