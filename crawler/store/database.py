"""Opening the one SQLite file: is it ours, is it whole, and with which settings.

WAL with `synchronous=NORMAL`: a killed process loses nothing that was committed; a power cut may lose the commits since
the last checkpoint, never the file's consistency (measured: 4 to 6 fsyncs for 200 commits, against 207 with FULL).
"""

import errno
import os
import sqlite3
from contextlib import closing
from importlib import resources
from pathlib import Path

from backports import zstd

from crawler.store.errors import StoreError

APPLICATION_ID = 0x54494E53  # "TINS": how `file` and the next opening tell our databases from others
VERSION = 6
_PAGE_SIZE = 32_768  # bytes; rows of 5 kB leave less of a large page empty: 8.6 kB an article, with 8192 9.7 kB
_CACHE_KIB = 98_304  # the indices of a million rows stay in memory
_WAL_LIMIT = 64 * 2**20  # bytes of log kept after a checkpoint
BUSY_SECONDS = 30.0
_UPGRADES = {
    1: """
ALTER TABLE dictionaries DROP COLUMN redone_to;
ALTER TABLE dictionaries DROP COLUMN redo_to;
ALTER TABLE dictionaries RENAME COLUMN trained_on TO made_from;
UPDATE dictionaries SET body = packed(body);
""",
    2: """
ALTER TABLE pages ADD COLUMN notes TEXT;
CREATE INDEX pages_noted ON pages (id) WHERE notes IS NOT NULL;
CREATE TABLE robots (origin TEXT PRIMARY KEY, body BLOB NOT NULL, seen_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
""",
    3: """
ALTER TABLE pages ADD COLUMN listed TEXT;
CREATE INDEX IF NOT EXISTS frontier_window ON frontier (portal) WHERE reason IN ('before_since', 'after_until');
""",
    4: """
DROP INDEX articles_content;
DROP INDEX articles_published;
CREATE INDEX articles_published ON articles (portal, published_value, content);
""",
    5: """
ALTER TABLE articles ADD COLUMN unlisted_at INTEGER;
UPDATE sections SET newest_date = NULL;
CREATE TABLE removed (
  article INTEGER NOT NULL REFERENCES articles (id), revision INTEGER NOT NULL, lines TEXT NOT NULL,
  PRIMARY KEY (article, revision)
) STRICT, WITHOUT ROWID;
""",
}
"""Version -> what makes the next one of it. From 1: dictionaries are kept compressed, and pages no longer wait to be
compressed once more. From 2: what the crawl noted of a page, the last good robots.txt of a host. From 3: the date a
list gave. From 4: one index of articles by date and words in place of two. From 5: since when an article is in no
list; what was left out of articles."""


def connect(path: Path, *, readonly: bool = False, busy_seconds: float = BUSY_SECONDS) -> sqlite3.Connection:
    """Open the database, creating it when there is none, and return a connection in autocommit mode.

    The connection may move between threads; only one may use it at a time. Tables of an older version are brought up to
    date first, for reading too: the portal may be gone, and nothing will ever crawl into the file again.

    Raises:
        StoreError: The path cannot be used, or the file is another program's, damaged, or of a later version.

    >>> connect(Path("/proc/nope/articles.db"))
    Traceback (most recent call last):
        ...
    crawler.store.errors.StoreError: /proc/nope cannot be created (...): give a writable place with -s STORE_PATH=FILE
    """
    _check_place(path, readonly=readonly)
    connection: sqlite3.Connection | None = None
    try:
        if readonly and _is_older(path, busy_seconds):
            _check_writable(path)
            connect(path, busy_seconds=busy_seconds).close()
        connection = _open(path, readonly=readonly, busy_seconds=busy_seconds)
        _check_file(connection, path, readonly=readonly)
        _tune(connection, readonly=readonly)
    except sqlite3.Error as error:
        if connection is not None:
            connection.close()
        raise _explain(path, error) from error
    except StoreError:
        if connection is not None:
            connection.close()
        raise
    return connection


def _open(path: Path, *, readonly: bool, busy_seconds: float) -> sqlite3.Connection:
    mode = "ro" if readonly else "rwc"
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=busy_seconds,
        isolation_level=None,
        check_same_thread=False,
    )


def _is_older(path: Path, busy_seconds: float) -> bool:
    """Whether the file is ours and has tables of a version that can be brought up to date."""
    with closing(_open(path, readonly=True, busy_seconds=busy_seconds)) as connection:
        owner = connection.execute("PRAGMA application_id").fetchone()[0]
        return owner == APPLICATION_ID and connection.execute("PRAGMA user_version").fetchone()[0] in _UPGRADES


def _check_writable(path: Path) -> None:
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        raise StoreError(
            f"{path} has older tables and is not writable, so they cannot be brought up to date",
            "copy it to a writable place and give the copy with -s STORE_PATH=FILE",
        )


def _check_place(path: Path, *, readonly: bool) -> None:
    if path.is_dir():
        raise StoreError(f"{path} is a directory", "give a file with -s STORE_PATH=FILE")
    if readonly:
        if not path.exists():
            raise StoreError(f"{path} does not exist", "crawl first, or give another file with -s STORE_PATH=FILE")
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"{path.parent} cannot be created ({error.strerror})", "give a writable place with -s STORE_PATH=FILE"
        ) from None
    target = path if path.exists() else path.parent
    if not os.access(target, os.W_OK):
        raise StoreError(f"{target} is not writable", "change its rights or give another file with -s STORE_PATH=FILE")


def _check_file(connection: sqlite3.Connection, path: Path, *, readonly: bool) -> None:
    owner = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    if empty and owner in {0, APPLICATION_ID} and not readonly:
        _create(connection)
    elif owner != APPLICATION_ID:
        raise StoreError(f"{path} is another program's database", "give another file with -s STORE_PATH=FILE")
    elif version in _UPGRADES and not readonly:
        _upgrade(connection)
    elif version != VERSION:
        raise StoreError(
            f"{path} has version {version} of the tables, this program knows {VERSION}",
            "use the newer program that wrote it, or give another file with -s STORE_PATH=FILE",
        )


def _create(connection: sqlite3.Connection) -> None:
    """Make the tables, all or none: a process killed here leaves an empty file, which is ours again next time."""
    schema = resources.files("crawler.store").joinpath("schema.sql").read_text("utf-8")
    connection.execute(f"PRAGMA page_size={_PAGE_SIZE}")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.executescript(
        f"BEGIN IMMEDIATE; {schema} PRAGMA application_id={APPLICATION_ID}; PRAGMA user_version={VERSION}; COMMIT;"
    )


def _upgrade(connection: sqlite3.Connection) -> None:
    """Bring the tables up to date, all steps or none; where another process was sooner, there is nothing left to do."""
    connection.create_function("packed", 1, zstd.compress, deterministic=True)
    connection.execute("BEGIN IMMEDIATE")
    for step in range(connection.execute("PRAGMA user_version").fetchone()[0], VERSION):
        for statement in _UPGRADES[step].split(";"):
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")


def _tune(connection: sqlite3.Connection, *, readonly: bool) -> None:
    connection.execute(f"PRAGMA cache_size=-{_CACHE_KIB}")
    connection.execute("PRAGMA temp_store=MEMORY")
    if readonly:
        connection.execute("PRAGMA query_only=ON")
        return
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute(f"PRAGMA journal_size_limit={_WAL_LIMIT}")


def _explain(path: Path, error: sqlite3.Error) -> StoreError:
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else None
    if primary in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}:
        return StoreError(
            f"{path} is not a readable database ({error})",
            "restore a backup (scrapy backup makes them) or give another file with -s STORE_PATH=FILE",
        )
    if primary in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return StoreError(f"{path} is locked by another process", "end that process and try again")
    if primary == sqlite3.SQLITE_FULL:
        return StoreError(f"no space left for {path} ({os.strerror(errno.ENOSPC)})", "free some space and try again")
    return StoreError(
        f"{path} cannot be opened ({error})", "change its rights or give another file with -s STORE_PATH=FILE"
    )
