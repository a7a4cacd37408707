"""Which articles: the filters of exports and releases as SQL, and the stream of what they choose."""

import json
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from crawler.store.article_rows import COLUMNS, from_row
from crawler.store.errors import StoreError
from items import Article

_ISO = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_NOT_INDEXED = """a.id NOT IN (SELECT noted.id FROM pages JOIN articles noted ON noted.page = pages.id
WHERE notes IS NOT NULL AND 'noindex' IN (SELECT value FROM json_each(notes)))"""
_EARLIEST = "CASE a.published_precision WHEN 'month' THEN a.published_value || '-01' ELSE a.published_value END"


@dataclass(frozen=True, slots=True)
class Selection:
    """Filters on the articles of a store. What is None or empty does not filter; all others must hold."""

    portal: str | None = None
    """Name of a portal."""
    province: str | None = None
    """Province label at publication, as articles carry it."""
    agencies: tuple[str, ...] = ()
    """Publishing bodies, any of them (how a kind of agency is chosen)."""
    section: str | None = None
    since: str | None = None
    """ISO year, month or day: published then or later. A month-precise date counts as the first of its month.
    Articles without a publication date are in no period."""
    until: str | None = None
    """ISO year, month or day: published then or earlier, the whole of it included."""
    language: str | None = None
    """BCP 47; `en` also chooses `en-GB`."""
    min_length: int = 0
    """Characters of `text`."""
    flags: tuple[str, ...] = ()
    """Doubts all of which an article must carry."""
    without_flags: tuple[str, ...] = ()
    """Doubts none of which it may carry."""
    noindex: bool = False
    """Whether to include articles whose pages ask search engines to leave them out (flag `noindex`)."""
    originals: bool = False
    """Whether to leave out what is known to be a reprint of another article (see `crawler.duplicates`)."""
    ids: tuple[int, ...] = ()
    """Numbers in the table `articles`, any of them."""

    def __post_init__(self) -> None:
        for name in ("since", "until"):
            value = getattr(self, name)
            if value is not None and not _ISO.fullmatch(value):
                raise ValueError(f"{name} {value!r} is not an ISO year, month or day")

    def where(self) -> tuple[str, list[Any]]:
        """Return a condition on `articles a` and its values; values never become part of the SQL.

        >>> Selection(portal="so_mau", min_length=200, noindex=True).where()
        ('a.portal = ? AND length(a.text) >= ?', ['so_mau', 200])
        >>> Selection(noindex=True).where()
        ('1', [])
        """
        parts = list(self._conditions())
        return " AND ".join(sql for sql, _ in parts) or "1", [value for _, values in parts for value in values]

    def describe(self) -> dict[str, Any]:
        """Return the filters that are set, as plain values for a manifest.

        >>> Selection(portal="so_mau", flags=("short_body",)).describe()
        {'portal': 'so_mau', 'flags': ['short_body']}
        """
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items() if value}

    def _conditions(self) -> Iterator[tuple[str, list[Any]]]:
        for column in ("portal", "province", "section"):
            if (value := getattr(self, column)) is not None:
                yield f"a.{column} = ?", [value]
        for column, values in (("agency", self.agencies), ("id", self.ids)):
            if values:
                yield f"a.{column} IN (SELECT value FROM json_each(?))", [json.dumps(values)]  # noqa: S608 - constants
        if self.since is not None:
            yield f"a.published_value >= ? AND {_EARLIEST} >= ?", [self.since[:7], self.since]
        if self.until is not None:
            yield f"a.published_value < ? AND {_EARLIEST} < ?", [_end(self.until), _end(self.until)]
        if self.language is not None:
            yield "(a.language = ? OR a.language LIKE ?)", [self.language, f"{self.language}-%"]
        if self.min_length > 0:
            yield "length(a.text) >= ?", [self.min_length]
        for flags, operator in ((self.flags, "IN"), (self.without_flags, "NOT IN")):
            for flag in flags:
                yield f"? {operator} (SELECT value FROM json_each(a.rest, '$.flags'))", [flag]  # noqa: S608
        if not self.noindex and "noindex" not in self.flags:
            yield " ".join(_NOT_INDEXED.split()), []
        if self.originals:
            yield "a.id NOT IN (SELECT article FROM duplicates WHERE role <> 'origin')", []


def check(connection: sqlite3.Connection, selection: Selection) -> None:
    """Find out whether a store has what a selection filters by.

    Raises:
        StoreError: it was never searched for copies.
    """
    query = "SELECT 1 FROM sqlite_master WHERE name = 'duplicates'"
    if selection.originals and connection.execute(query).fetchone() is None:
        raise StoreError("copies were never looked for in this store", "run scrapy duplicates first")


def select_rows(connection: sqlite3.Connection, selection: Selection, extra: str = "1") -> Iterator[tuple[Any, ...]]:
    """Stream what a selection chooses: the article's number, then `COLUMNS`; oldest stored first, constant memory.

    Args:
        connection: Of a store.
        selection: The filters.
        extra: A further condition on `articles a`, of constants only.
    """
    check(connection, selection)
    where, values = selection.where()
    columns = ", ".join(f"a.{column}" for column in COLUMNS)
    query = f"SELECT a.id, {columns} FROM articles a WHERE {where} AND {extra} ORDER BY a.id"  # noqa: S608 - constants
    cursor = connection.execute(query, values)
    cursor.arraysize = 64
    yield from cursor


def select_articles(connection: sqlite3.Connection, selection: Selection, extra: str = "1") -> Iterator[Article]:
    """Stream the articles a selection chooses, oldest stored first, in constant memory."""
    for row in select_rows(connection, selection, extra):
        yield from_row(row[1:])


def count_articles(connection: sqlite3.Connection, selection: Selection, extra: str = "1") -> int:
    """Return how many articles a selection chooses."""
    check(connection, selection)
    where, values = selection.where()
    query = f"SELECT count(*) FROM articles a WHERE {where} AND {extra}"  # noqa: S608 - constants
    return int(connection.execute(query, values).fetchone()[0])


def _end(day: str) -> str:
    return day + "\x7f"  # sorts after every longer form of the same year, month or day
