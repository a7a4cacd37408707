"""What a release has that the one before had not, and the other way round."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

INDEX = "index.parquet"
"""Key, content hash and split of every article of a release: by it the next one is compared, whatever its shape."""
CHANGES = "changes.parquet"
_BATCH = 65_536


@dataclass(frozen=True, slots=True)
class Difference:
    """How a release differs from the one before."""

    previous: str
    added: int
    removed: int
    changed: int
    unchanged: int


def difference(connection: sqlite3.Connection, previous: Path, folder: Path) -> Difference:
    """Compare the release that `split` laid out with an earlier one; write the keys that differ to `folder`.

    Raises:
        OSError: the earlier release has no index.
    """
    _load(connection, previous / INDEX)
    counts = {"added": 0, "removed": 0, "changed": 0}
    rows = connection.execute(_CHANGED).fetchall()
    for _, change in rows:
        counts[change] += 1
    _write(folder / CHANGES, rows)
    total = connection.execute("SELECT count(*) FROM release").fetchone()[0]
    return Difference(previous.name, **counts, unchanged=total - counts["added"] - counts["changed"])


_CHANGED = """
    SELECT a.key, CASE WHEN p.key IS NULL THEN 'added' ELSE 'changed' END
    FROM release r JOIN articles a ON a.id = r.article LEFT JOIN previous p ON p.key = a.key
    WHERE p.key IS NULL OR p.content <> a.content
    UNION ALL
    SELECT p.key, 'removed' FROM previous p
    WHERE p.key NOT IN (SELECT a.key FROM release r JOIN articles a ON a.id = r.article)
"""


def _load(connection: sqlite3.Connection, path: Path) -> None:
    import pyarrow.parquet as pq

    connection.execute("DROP TABLE IF EXISTS temp.previous")
    connection.execute("CREATE TEMP TABLE previous (key INTEGER PRIMARY KEY, content INTEGER)")
    for batch in pq.ParquetFile(path).iter_batches(_BATCH, columns=["id", "content"]):
        rows = zip(batch["id"].to_pylist(), batch["content"].to_pylist(), strict=True)
        connection.executemany("INSERT INTO previous VALUES (?, ?)", rows)


def _write(path: Path, rows: list[tuple[int, str]]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {
        "id": pa.array([key for key, _ in rows], pa.int64()),
        "change": pa.array([word for _, word in rows], pa.string()),
    }
    pq.write_table(pa.table(columns), path, compression="zstd")


def write_index(connection: sqlite3.Connection, path: Path) -> None:
    """Write the index of the release that `split` laid out."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([("id", pa.int64()), ("content", pa.int64()), ("split", pa.string())])
    with pq.ParquetWriter(path, schema, compression="zstd") as out:
        for rows in _batches(connection):
            arrays = [
                pa.array(list(column), field.type)
                for column, field in zip(zip(*rows, strict=True), schema, strict=True)
            ]
            out.write_table(pa.Table.from_arrays(arrays, schema=schema))


def _batches(connection: sqlite3.Connection) -> Iterator[list[Any]]:
    cursor = connection.execute(
        "SELECT a.key, a.content, r.split FROM release r JOIN articles a ON a.id = r.article ORDER BY r.article"
    )
    while rows := cursor.fetchmany(_BATCH):
        yield rows
