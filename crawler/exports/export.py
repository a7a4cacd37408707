"""One export: what was asked, in which form, to which place, from where it was left last time."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crawler.exports.atomic import whole_file, whole_path, write_export
from crawler.exports.subset import write_subset
from crawler.exports.warc import write_warc
from crawler.exports.writers import WRITERS, Csv, Writer, writer_for
from crawler.store.changes import Mark, mark_of, newest, prepare, set_mark, snapshot, writing
from crawler.store.selection import Selection, count_articles, select_articles
from crawler.store.store import Store

FORMATS = {"jsonl": ".jsonl", "csv": ".csv", "parquet": ".parquet", "warc": ".warc.gz", "sqlite": ".db"}
"""Forms an export can take, with the suffix each has by default."""
_SCAN_CACHE_KIB = 8_192  # every page is read once: keeping 64 MB of them helps nothing
_COMPRESSIBLE = frozenset(["jsonl", "csv"])
Watch = Callable[[Iterable[Any], int], Iterable[Any]]
"""Shows progress: takes rows and how many they are at most, gives the same rows."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be exported."""

    format: str
    """One of FORMATS."""
    selection: Selection = field(default_factory=Selection)
    path: Path | None = None
    """Where to; None: `default_path`."""
    folder: Path = Path("output/exports")
    """Where files without a path of their own go."""
    since_export: str | None = None
    """Only what is new or changed since the export of this name; and remember this one under it."""
    byte_order_mark: bool = False
    """CSV: begin with one, for spreadsheets that take UTF-8 for something else."""
    guarded: bool = True
    """CSV: disarm cells that a spreadsheet would run."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What became of it."""

    path: Path
    rows: int
    written: bool
    """False when nothing was new since the export of that name, so that no file was made."""


class BadRequest(ValueError):  # noqa: N818 - names what it is
    """A request that cannot be met: says what is wrong with it."""


def check(request: Request) -> None:
    """Find out before any work whether the form and the path's suffix go together.

    Raises:
        BadRequest: they do not.

    >>> check(Request("parquet", path=Path("a.parquet.gz")))
    Traceback (most recent call last):
        ...
    crawler.exports.export.BadRequest: parquet is not written compressed: a.parquet.gz
    """
    if request.format not in FORMATS:
        raise BadRequest(f"unknown format {request.format!r}: one of {', '.join(FORMATS)}")
    if request.path is None:
        return
    packed = request.path.suffix in (".gz", ".zst")
    by_warc = request.format == "warc" and request.path.suffix == ".gz"
    if packed and request.format not in _COMPRESSIBLE and not by_warc:
        raise BadRequest(f"{request.format} is not written compressed: {request.path}")
    if request.path.is_dir():
        raise BadRequest(f"{request.path} is a directory: give a file")
    named = writer_for(request.path)
    if named is not None and named != request.format:
        raise BadRequest(f"{request.path} looks like {named}, but --format is {request.format}")


def default_path(request: Request, times: int = 0) -> Path:
    """Return where a request without a path goes: named by its portal, its period, the export it follows.

    >>> str(default_path(Request("csv", Selection(portal="so_mau", since="2020-01-01"))))
    'output/exports/articles-so_mau-from-2020-01-01.csv'
    >>> str(default_path(Request("jsonl", since_export="kho"), times=2))
    'output/exports/articles-kho-0003.jsonl'
    """
    chosen = request.selection
    words = ["articles"]
    if request.since_export:
        words += [request.since_export, f"{times + 1:04}"]
    else:
        words += [chosen.portal] if chosen.portal else []
        words += ["from", chosen.since] if chosen.since else []
        words += ["to", chosen.until] if chosen.until else []
    return request.folder / ("-".join(words) + FORMATS[request.format])


def export(store: Store, request: Request, watch: Watch = lambda rows, _total: rows) -> Exported:
    """Write one export; a kill at any point leaves the old file or the new one.

    The store is seen as it was at the start while a crawl goes on. The memory of `since_export` is written after the
    file is in place: a kill between the two makes the next export say some articles again, never leave one out.

    Raises:
        BadRequest: form and path do not go together.
        StoreError: the store cannot be read, or `since_export` names an export with other filters.
        OSError: the file cannot be written.
    """
    check(request)
    store.connection.execute(f"PRAGMA cache_size = -{_SCAN_CACHE_KIB}")
    if request.since_export is None:
        with snapshot(store.connection):
            total = count_articles(store.connection, request.selection)
            path = request.path or default_path(request)
            return Exported(path, _write(store, request, path, extra="1", watch=watch, total=total), written=True)
    return _export_news(store, request, watch)


def _export_news(store: Store, request: Request, watch: Watch) -> Exported:
    prepare(store.connection)
    reader = f"export {request.since_export}"
    what = {"format": request.format, **request.selection.describe()}
    with snapshot(store.connection):
        before, now = mark_of(store.connection, reader, what), newest(store.connection)
        path = request.path or default_path(request, before.times)
        extra = before.unread(now)
        total = count_articles(store.connection, request.selection, extra)
        if total == 0 and before != Mark():
            return Exported(path, 0, written=False)
        rows = _write(store, request, path, extra=extra, watch=watch, total=total)
    with writing(store.connection):
        set_mark(store.connection, reader, now, what)
    return Exported(path, rows, written=True)


def _write(store: Store, request: Request, path: Path, *, extra: str, watch: Watch, total: int) -> int:
    if request.format == "sqlite":
        with whole_path(path) as temporary:
            return write_subset(store.path, request.selection, temporary, extra=extra)
    if request.format == "warc":
        return _write_warc(store.connection, request, path, extra, lambda rows: watch(rows, total))
    return write_export(
        path, _writer(request), watch(select_articles(store.connection, request.selection, extra), total)
    )


def _writer(request: Request) -> Writer:
    if request.format == "csv":
        return Csv(byte_order_mark=request.byte_order_mark, guarded=request.guarded)
    writer: Writer = WRITERS[request.format]()
    return writer


def _write_warc(
    connection: sqlite3.Connection,
    request: Request,
    path: Path,
    extra: str,
    watch: Callable[[Iterator[int]], Iterable[int]],
) -> int:
    number = 0
    with whole_file(path) as file:
        records = write_warc(connection, request.selection, file, extra=extra, gzip=path.suffix == ".gz")
        for number in watch(records):  # noqa: B007 - the count is the result
            pass
    return number
