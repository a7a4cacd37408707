"""Exports: one small interface - a writer takes articles and an open file.

`WRITERS` names them; `write_export` puts one at a path so that a kill leaves the old file or the new one.
"""

from crawler.exports.atomic import write_export
from crawler.exports.writers import WRITERS, Csv, JsonLines, Parquet, Writer, writer_for

__all__ = ["WRITERS", "Csv", "JsonLines", "Parquet", "Writer", "write_export", "writer_for"]
