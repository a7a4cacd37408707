"""Memory and time of exports against a bare loop that reads the same rows and writes the same format.

    python -m benchmarks.made_articles /tmp/million.db 1000000
    python -m benchmarks.export_million /tmp/million.db

Each in a process of its own, CPU seconds, ratio and the peak of resident memory.
"""

import json
import os
import resource
import sqlite3
import sys
from pathlib import Path

from crawler.exports.columns import typed_schema
from crawler.exports.export import Request, export
from crawler.store.article_rows import COLUMNS, from_row
from crawler.store.store import Store

_ROWS = 4_096


def bare_jsonl(store: Path, target: Path) -> None:
    """Read rows, split what is stored joined, write lines."""
    with target.open("wb") as out:
        for row in sqlite3.connect(store).execute(f"SELECT {', '.join(COLUMNS)} FROM articles"):
            record = dict(zip(COLUMNS, row, strict=True))
            record |= json.loads(record.pop("rest"))
            record["paragraphs"] = record["text"].split("\n\n")
            out.write(json.dumps(record, ensure_ascii=False).encode())
            out.write(b"\n")


def bare_parquet(store: Path, target: Path) -> None:
    """Read rows, make the articles, give Arrow a list of records a batch."""
    import pyarrow as pa
    import pyarrow.parquet as pq
    from itemadapter import ItemAdapter

    schema = typed_schema()
    cursor = sqlite3.connect(store).execute(f"SELECT {', '.join(COLUMNS)} FROM articles")
    with pq.ParquetWriter(target, schema, compression="zstd") as out:
        while rows := cursor.fetchmany(_ROWS):
            records = []
            for row in rows:
                record = ItemAdapter(from_row(row)).asdict()
                for name in ("published", "updated"):
                    moment = record[name]
                    record |= {f"{name}_{part}": value for part, value in (moment or {}).items()}
                    record[name] = None
                record["event_date"] = None
                records.append(record)
            out.write_table(pa.Table.from_pylist(records, schema=schema))


def barer_parquet(store: Path, target: Path) -> None:
    """Read rows, give Arrow the columns; lists are split, nothing is turned into instants."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = typed_schema()
    cursor = sqlite3.connect(store).execute(f"SELECT {', '.join(COLUMNS)} FROM articles")
    with pq.ParquetWriter(target, schema, compression="zstd") as out:
        while rows := cursor.fetchmany(_ROWS):
            columns = dict(zip(COLUMNS, map(list, zip(*rows, strict=True)), strict=True))
            rests = [json.loads(rest) for rest in columns.pop("rest")]
            columns["paragraphs"] = [text.split("\n\n") for text in columns["text"]]
            arrays = [
                pa.array(columns.get(field.name) or [rest.get(field.name) for rest in rests], field.type)
                for field in schema
            ]
            out.write_table(pa.Table.from_arrays(arrays, schema=schema))


def ours(form: str, store: Path, target: Path) -> None:
    """Export as the command does."""
    with Store.open(store, readonly=True) as opened:
        export(opened, Request(form, path=target))


WAYS = {
    "bare jsonl": bare_jsonl,
    "ours jsonl": lambda store, target: ours("jsonl", store, target),
    "bare parquet": barer_parquet,
    "bare parquet from_pylist": bare_parquet,
    "ours parquet": lambda store, target: ours("parquet", store, target),
}


def measured(name: str, store: Path, target: Path) -> tuple[float, float]:
    """Run one way in a child; return its CPU seconds and its peak of resident MB."""
    child = os.fork()
    if child == 0:
        WAYS[name](store, target)
        os._exit(0)
    _, status, usage = os.wait4(child, 0)
    if status:
        sys.exit(f"{name} failed")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    """Print one line for each way."""
    store = Path(sys.argv[1])
    target = store.with_name("export.tmp")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    bare: dict[str, float] = {}
    for name in sys.argv[2:] or WAYS:
        seconds, megabytes = measured(name, store, target)
        form = name.split()[1]
        bare.setdefault(form, seconds)
        size = target.stat().st_size / 1e6
        print(
            f"{name:26} {seconds / bare[form]:5.2f} x bare  {megabytes:6.0f} MB resident  {size:8.0f} MB file",
            flush=True,
        )
    target.unlink()


if __name__ == "__main__":
    main()
