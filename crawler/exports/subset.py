"""A store with some of the articles: the same tables, so that every command works on it."""

import sqlite3
from pathlib import Path

from crawler.store.database import connect
from crawler.store.selection import Selection

_CHOSEN = "SELECT id FROM chosen"
_PAGES = f"""
    SELECT page FROM main.articles WHERE id IN ({_CHOSEN})
    UNION SELECT page FROM main.revisions WHERE article IN ({_CHOSEN})
"""  # noqa: S608 - constants
_COPIES = {
    "request_forms": "1",
    "articles": f"id IN ({_CHOSEN})",
    "aliases": f"owner IN (SELECT key FROM main.articles WHERE id IN ({_CHOSEN}))",  # noqa: S608
    "revisions": f"article IN ({_CHOSEN})",
    "frontier": f"article IN ({_CHOSEN})",
    "pages": f"id IN ({_PAGES})",
    "frames": "id IN (SELECT frame FROM target.pages)",
    "dictionaries": "id IN (SELECT dictionary FROM target.frames)",
}


def write_subset(source: Path, selection: Selection, path: Path, *, extra: str = "1") -> int:
    """Write the chosen articles with their pages, revisions and addresses to a new store; return how many.

    Args:
        source: The store to choose from.
        selection: The filters.
        path: A file that does not exist or is empty.
        extra: A further condition on `articles a`, of constants only.

    Raises:
        sqlite3.Error: the disk is full or the source damaged.
        StoreError: one of the two files cannot be opened.
    """
    _make_store(path)
    connection = sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    try:
        connection.execute("ATTACH ? AS target", (str(path),))
        connection.execute("PRAGMA target.journal_mode = OFF")  # a half-written target is thrown away,
        connection.execute("PRAGMA target.synchronous = OFF")  # and who asked for it flushes it
        connection.execute("CREATE TEMP TABLE chosen (id INTEGER PRIMARY KEY)")
        connection.execute("BEGIN")
        where, values = selection.where()
        chosen = f"SELECT a.id FROM main.articles a WHERE {where} AND {extra}"  # noqa: S608 - constants
        connection.execute(f"INSERT INTO chosen {chosen}", values)
        for table, condition in _COPIES.items():
            columns = _columns(connection, table)
            copied = f"SELECT {columns} FROM main.{table} WHERE {condition}"  # noqa: S608 - constants
            connection.execute(f"INSERT INTO target.{table} ({columns}) {copied}")
        connection.execute("COMMIT")
        return int(connection.execute("SELECT count(*) FROM chosen").fetchone()[0])
    finally:
        connection.close()


def _make_store(path: Path) -> None:
    connection = connect(path)
    connection.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
    connection.close()


def _columns(connection: sqlite3.Connection, table: str) -> str:
    query = "SELECT name FROM pragma_table_info(?, 'main') INTERSECT SELECT name FROM pragma_table_info(?, 'target')"
    return ", ".join(name for (name,) in connection.execute(query, (table, table)))
