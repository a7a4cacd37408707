"""What a release holds, in numbers, for its card."""

import sqlite3
from typing import Any

from crawler.store.summary import FILLED_FIELDS

_LISTS = ("authors", "captions", "images", "attachments", "keywords")
_SINGLE = ("page_clock", "views")
_OF = "FROM release r JOIN articles a ON a.id = r.article"


def counts(connection: sqlite3.Connection) -> dict[str, Any]:
    """Count the release that `split` laid out: sources, years, filled fields, doubts, gaps, copies."""
    return {
        "articles": connection.execute("SELECT count(*) FROM release").fetchone()[0],
        "letters": connection.execute(f"SELECT coalesce(sum(length(a.text)), 0) {_OF}").fetchone()[0],
        "portals": _portals(connection),
        "years": _groups(connection, "coalesce(substr(a.published_value, 1, 4), 'unknown')"),
        "languages": _groups(connection, "a.language"),
        "fill_rates": _fill_rates(connection),
        "flags": _listed(connection, "flags"),
        "fixes": _listed(connection, "fixes"),
        "gone": connection.execute(f"SELECT count(*) {_OF} WHERE a.gone_at IS NOT NULL").fetchone()[0],
        "duplicates": _roles(connection),
    }


def _groups(connection: sqlite3.Connection, what: str) -> dict[str, int]:
    return dict(connection.execute(f"SELECT {what}, count(*) {_OF} GROUP BY 1 ORDER BY 1").fetchall())


def _listed(connection: sqlite3.Connection, name: str) -> dict[str, int]:
    query = f"SELECT j.value, count(*) {_OF}, json_each(a.rest, '$.{name}') j GROUP BY 1 ORDER BY 2 DESC, 1"
    return dict(connection.execute(query).fetchall())


def _fill_rates(connection: sqlite3.Connection) -> dict[str, float]:
    filled = {name.removesuffix("_value"): f"a.{name} IS NOT NULL AND a.{name} <> ''" for name in FILLED_FIELDS}
    filled |= {name: f"coalesce(json_array_length(a.rest, '$.{name}'), 0) > 0" for name in _LISTS}
    filled |= {name: f"json_extract(a.rest, '$.{name}') IS NOT NULL" for name in _SINGLE}
    shares = ", ".join(f"avg({condition})" for condition in filled.values())
    values = connection.execute(f"SELECT {shares} {_OF}").fetchone()
    return {name: round(value or 0.0, 4) for name, value in zip(filled, values, strict=True)}


def _roles(connection: sqlite3.Connection) -> dict[str, int]:
    query = f"SELECT d.role, count(*) {_OF} JOIN duplicates d ON d.article = a.id GROUP BY 1 ORDER BY 1"
    return dict(connection.execute(query).fetchall())


def _portals(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    rows = connection.execute(
        f"SELECT a.portal, max(a.agency), max(a.province), count(*), min(a.published_value), max(a.published_value),"
        f" sum(a.published_value IS NULL), count(DISTINCT substr(a.published_value, 1, 7)) {_OF} GROUP BY 1 ORDER BY 1"
    )
    names = ("portal", "agency", "province", "articles", "first", "last", "undated", "months")
    return [_with_gaps(dict(zip(names, row, strict=True))) for row in rows]


def _with_gaps(portal: dict[str, Any]) -> dict[str, Any]:
    """Add how many months between the first and the last article have none."""
    first, last = portal["first"], portal["last"]
    if first is None:
        return {**portal, "empty_months": 0}
    months = (int(last[:4]) - int(first[:4])) * 12 + int(last[5:7]) - int(first[5:7]) + 1
    return {**portal, "empty_months": months - portal["months"]}
