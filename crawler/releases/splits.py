"""Train, validation and test: by time, and never a copy of one text on two sides."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from crawler.releases.shapes import Entry
from crawler.store.article_rows import COLUMNS, from_row
from crawler.store.selection import Selection

NAMES = ("train", "validation", "test")
_NONE_HELD: Mapping[str, int] = {}
_TRAIN, _BEFORE_TEST = 0.90, 0.95  # shares of the dated articles


@dataclass(frozen=True, slots=True)
class Splits:
    """Where the line runs."""

    validation_from: str | None
    """ISO day: articles whose latest copy is of this day or later are no longer for training."""
    test_from: str | None
    rows: dict[str, int]
    """Articles of each split that has any."""


def split(connection: sqlite3.Connection, selection: Selection, held: Mapping[str, int] = _NONE_HELD) -> Splits:
    """Divide the chosen articles; leaves the temporary table `release` behind, which `entries` reads.

    What a portal gave since an instant named in `held` (seconds since 1970) is left out.

    An article's time is that of the latest of its copies: whatever is in training was published, wherever, before the
    first day of validation, and no text of validation or test is also in training. Articles without a date are for
    training, unless a copy has one.
    """
    where, values = selection.where()
    connection.execute("DROP TABLE IF EXISTS temp.release")
    connection.execute("CREATE TEMP TABLE release (article INTEGER PRIMARY KEY, day TEXT, split TEXT)")
    latest = (
        "SELECT max(b.published_value) FROM duplicates d JOIN duplicates e ON e.cluster = d.cluster"
        " JOIN articles b ON b.id = e.article WHERE d.article = a.id"
    )
    kept = "a.changed_at < coalesce((SELECT value FROM json_each(?) WHERE key = a.portal), a.changed_at + 1)"
    chosen = (
        f"SELECT a.id, substr(coalesce(({latest}), a.published_value), 1, 10) FROM articles a WHERE {where} AND {kept}"  # noqa: S608
    )
    connection.execute(f"INSERT INTO release (article, day) {chosen}", [*values, json.dumps(dict(held))])
    first, second = _line(connection, _TRAIN), _line(connection, _BEFORE_TEST)
    connection.execute(
        "UPDATE release SET split = CASE WHEN day >= ? THEN 'test' WHEN day >= ? THEN 'validation' ELSE 'train' END",
        (second, first),
    )
    found = dict(connection.execute("SELECT split, count(*) FROM release GROUP BY split").fetchall())
    return Splits(first, second, {name: found[name] for name in NAMES if name in found})


def _line(connection: sqlite3.Connection, share: float) -> str | None:
    """Return the first day on which the share of the dated articles has been published."""
    number = connection.execute("SELECT count(day) FROM release").fetchone()[0]
    row = connection.execute(
        "SELECT day FROM release WHERE day IS NOT NULL ORDER BY day LIMIT 1 OFFSET ?", (int(share * number),)
    ).fetchone()
    return str(row[0]) if row else None


def entries(connection: sqlite3.Connection, name: str) -> Iterator[Entry]:
    """Stream one split of the release that `split` laid out, oldest stored first."""
    columns = ", ".join(f"a.{column}" for column in COLUMNS)
    query = (
        f"SELECT a.key, a.content, d.cluster, d.role, {columns} FROM release r JOIN articles a ON a.id = r.article"  # noqa: S608
        " LEFT JOIN duplicates d ON d.article = a.id WHERE r.split = ? ORDER BY r.article"
    )
    for row in connection.execute(query, (name,)):
        key, content, cluster, role = row[:4]
        yield Entry(key, content, cluster, role, from_row(row[4:]))
