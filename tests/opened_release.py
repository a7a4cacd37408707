"""A release as its users open it, library by library."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def checksum(texts: Iterable[str]) -> str:
    """Hash a column of texts, whatever its order."""
    return hashlib.sha256("\0".join(sorted(texts)).encode()).hexdigest()


def opened_by_all(folder: Path, cache: Path) -> dict[str, tuple[int, str]]:
    """Return, by library, how many rows it finds and the checksum of their texts."""
    import datasets
    import duckdb
    import pandas as pd
    import polars as pl

    files = str(folder / "data" / "*.parquet")
    splits = datasets.load_dataset(str(folder), cache_dir=str(cache)).values()
    texts = {
        "datasets": [text for split in splits for text in split["text"]],
        "duckdb": [text for (text,) in duckdb.sql(f"SELECT text FROM '{files}'").fetchall()],
        "pandas": list(pd.read_parquet(folder / "data")["text"]),
        "polars": pl.read_parquet(files)["text"].to_list(),
    }
    return {library: (len(column), checksum(column)) for library, column in texts.items()}
