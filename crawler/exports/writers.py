"""The forms articles are written in. A writer streams: it holds one article, or one batch, at a time."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

from crawler.exports.columns import COLUMNS, article_json, flat_row, typed_columns, typed_schema
from items import Article

if TYPE_CHECKING:
    import pyarrow as pa

_GROUP_ROWS = 8_192  # of a Parquet row group, at most,
_GROUP_LETTERS = 2 * 2**20  #   and the letters of its texts: what bounds the memory of an export
_TOLD = frozenset(
    ["id", "portal", "province", "province_now", "section", "published", "updated", "event_date", "views"]
)
"""Columns whose least and greatest values each group tells, so that readers can skip it; texts would cost memory."""


class Writer(Protocol):
    """Writes articles in one form."""

    name: str
    """As `--format` names it."""
    suffix: str
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

    def __init__(self, *, byte_order_mark: bool = False, guarded: bool = True) -> None:
        self.byte_order_mark = byte_order_mark
        self.guarded = guarded

    def write(self, articles: Iterable[Article], file: BinaryIO) -> int:
        """Write all, return how many."""
        text = io.TextIOWrapper(file, encoding="utf-8-sig" if self.byte_order_mark else "utf-8", newline="")
        table = csv.writer(text)
        table.writerow(COLUMNS)
        number = 0
        for number, article in enumerate(articles, 1):  # noqa: B007 - the count is the result
            table.writerow(flat_row(article, guarded=self.guarded))
        text.detach()
        return number


class Parquet:
    """Typed columns: dates as timestamps beside their precision, lists as lists.

    Args:
        schema: Of the columns; that of articles when not given.
        columns: Makes the columns of a group of rows. Rows are articles, or whatever it takes that has a `text`.
    """

    name = "parquet"
    suffix = ".parquet"

    def __init__(
        self,
        schema: "pa.Schema | None" = None,
        columns: Callable[[Any], dict[str, list[Any]]] = typed_columns,
    ) -> None:
        self.schema = schema
        self.columns = columns

    def write(self, articles: Iterable[Any], file: BinaryIO) -> int:
        """Write all, return how many."""
        import pyarrow as pa  # 60 MB that only this form needs
        import pyarrow.parquet as pq

        schema, number = self.schema or typed_schema(), 0
        told = [field.name for field in schema if field.name in _TOLD]
        with pq.ParquetWriter(file, schema, compression="zstd", write_statistics=told or False) as out:
            for group in _groups(articles):
                columns = self.columns(group)
                arrays = [pa.array(columns.pop(field.name), field.type) for field in schema]
                out.write_table(pa.Table.from_arrays(arrays, schema=schema))
                number += len(group)
        return number


def _groups(articles: Iterable[Any]) -> Iterator[list[Any]]:
    group: list[Any] = []
    letters = 0
    for article in articles:
        group.append(article)
        letters += len(article.text)
        if letters >= _GROUP_LETTERS or len(group) == _GROUP_ROWS:
            yield group
            group, letters = [], 0
    if group:
        yield group


WRITERS: dict[str, type[Any]] = {writer.name: writer for writer in (JsonLines, Csv, Parquet)}


def writer_for(path: Path) -> str | None:
    """Return the form a path's suffix asks for.

    >>> writer_for(Path("x/news.jsonl.zst")), writer_for(Path("news.csv")), writer_for(Path("news"))
    ('jsonl', 'csv', None)
    """
    suffixes = {writer.suffix: name for name, writer in WRITERS.items()}
    return next((suffixes[suffix] for suffix in path.suffixes if suffix in suffixes), None)
