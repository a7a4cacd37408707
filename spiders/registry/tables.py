"""Reading the registry's tables, and folding names so that they can be compared."""

import csv
import unicodedata
from functools import cache
from pathlib import Path


def rows(table: str) -> list[dict[str, str]]:
    """Return the rows of `<table>.csv`, one dict a row, cells as text.

    Raises:
        FileNotFoundError: no such table.

    >>> rows("departments")[0]["date"]
    '2025-03-01'
    """
    path = Path(__file__).with_name(f"{table}.csv")
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def lines(path: str) -> list[str]:
    """Return the lines of a text file of the registry, none where there is no such file.

    >>> lines("unlinked/so.example.txt")
    []
    """
    file = Path(__file__).parent / path
    return file.read_text(encoding="utf-8").split() if file.exists() else []


def fold(name: str) -> str:
    """Return the words of `name` without accents, case or punctuation, single spaces between.

    >>> fold("Sở TT&TT  Bắc Kạn"), fold("Đắk R'lấp")
    ('so tt tt bac kan', 'dak r lap')
    """
    bare = unicodedata.normalize("NFD", name.lower().replace("đ", "d").replace("ð", "d"))
    return " ".join("".join(c if c.isalnum() else " " for c in bare if not unicodedata.combining(c)).split())


@cache
def _spelled_out() -> tuple[tuple[str, str], ...]:
    pairs = [(fold(row["short"]), fold(row["full"])) for row in rows("abbreviations")]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def spell_out(name: str) -> str:
    """Fold `name` and write the abbreviations of offices in full.

    >>> spell_out("Sở TT&TT"), spell_out("UBND tỉnh Hà Nam")
    ('so thong tin va truyen thong', 'uy ban nhan dan tinh ha nam')
    """
    words = f" {fold(name)} "
    for short, full in _spelled_out():
        if f" {short} " in words:
            words = words.replace(f" {short} ", f" {full} ")
    return words.strip()
