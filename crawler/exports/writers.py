"""The forms articles are written in. A writer streams: it holds one article, or one batch, at a time."""

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, ClassVar, Protocol

from crawler.exports.columns import COLUMNS, article_json, flat_row, typed_row, typed_schema
from items import Article

_BATCH = 1_000  # rows of a Parquet row group in memory


class Writer(Protocol):
    """Writes articles in one form."""

    name: ClassVar[str]
    """As `--format` names it."""
    suffix: ClassVar[str]
    """Of the file it makes."""

    def write(self, articles: Iterable[Article], file: BinaryIO) -> int:
        """Write all, return how many."""
        ...


class JsonLines:
    """One article a line, every field of the contract, UTF-8."""

    name = "jsonl"
    suffix = ".jsonl"

    def write(self, articles: Iterable[Article], file: BinaryIO) -> int:
        """Write all, return how many."""
        number = 0
        for number, article in enumerate(articles, 1):  # noqa: B007 - the count is the result
            file.write(article_json(article))
            file.write(b"\n")
        return number


class Csv:
    """A table for spreadsheets: flat columns, no cell that a spreadsheet would run as a formula."""

    name = "csv"
    suffix = ".csv"

    def __init__(self, *, byte_order_mark: bool = False) -> None:
        self.byte_order_mark = byte_order_mark

    def write(self, articles: Iterable[Article], file: BinaryIO) -> int:
        """Write all, return how many."""
        text = io.TextIOWrapper(file, encoding="utf-8-sig" if self.byte_order_mark else "utf-8", newline="")
        table = csv.writer(text)
        table.writerow(COLUMNS)
        number = 0
        for number, article in enumerate(articles, 1):  # noqa: B007 - the count is the result
            table.writerow(flat_row(article))
        text.detach()
        return number


class Parquet:
    """Typed columns: dates as timestamps beside their precision, lists as lists."""

    name = "parquet"
    suffix = ".parquet"

    def write(self, articles: Iterable[Article], file: BinaryIO) -> int:
        """Write all, return how many."""
        import pyarrow as pa  # noqa: PLC0415 - 60 MB that only this form needs
        import pyarrow.parquet as pq  # noqa: PLC0415

        schema, number = typed_schema(), 0
        with pq.ParquetWriter(file, schema, compression="zstd") as out:
            for batch in _batches(articles):
                out.write_table(pa.Table.from_pylist([typed_row(article) for article in batch], schema=schema))
                number += len(batch)
        return number


def _batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    iterator = iter(articles)
    while batch := list(islice(iterator, _BATCH)):
        yield batch


WRITERS: dict[str, type[Any]] = {writer.name: writer for writer in (JsonLines, Csv, Parquet)}


def writer_for(path: Path) -> str | None:
    """Return the form a path's suffix asks for.

    >>> writer_for(Path("x/news.jsonl.zst")), writer_for(Path("news.csv")), writer_for(Path("news"))
    ('jsonl', 'csv', None)
    """
    suffixes = {writer.suffix: name for name, writer in WRITERS.items()}
    return next((suffixes[suffix] for suffix in path.suffixes if suffix in suffixes), None)
