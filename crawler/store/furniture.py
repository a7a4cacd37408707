"""What was learned of a portal from its own pages: kept per portal, shown, forgotten."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

_TABLES = ("furniture_lines", "learned_selectors", "learned_portals")


@dataclass(frozen=True, slots=True)
class SelectorRow:
    """One learned selector."""

    field: str
    css: str
    right: int
    """Pages on which it found what stands there."""
    of: int
    """Pages that could tell."""


@dataclass(frozen=True, slots=True)
class LearnedRow:
    """Everything learned of one portal."""

    portal: str
    learned_at: int
    """Seconds since 1970, UTC."""
    walk: Mapping[str, Any] = field(default_factory=dict)
    """How it is walked: plain values, as the walk wrote them."""
    selectors: tuple[SelectorRow, ...] = ()
    lines: tuple[str, ...] = ()
    """Lines of text that are its furniture."""


def keep(connection: sqlite3.Connection, row: LearnedRow) -> None:
    """Put what was learned in place of what was known before. Inside a transaction.

    >>> connection = sqlite3.connect(":memory:")
    >>> titles = SelectorRow("title", "h1", 5, 5)
    >>> keep(connection, LearnedRow("so_mau", 0, {"family": "generic"}, (titles,), ("Trang chủ",)))
    >>> recall(connection, "so_mau").selectors
    (SelectorRow(field='title', css='h1', right=5, of=5),)
    >>> forget(connection, "so_mau"), forget(connection, "so_mau"), recall(connection, "so_mau")
    (True, False, None)
    """
    script = resources.files("crawler.store").joinpath("furniture.sql").read_text("utf-8")
    for statement in script.split(";\n"):  # executescript would commit the transaction around
        if statement.strip():
            connection.execute(statement)
    forget(connection, row.portal)
    walk = json.dumps(dict(row.walk), ensure_ascii=False)
    connection.execute("INSERT INTO learned_portals VALUES (?, ?, ?)", (row.portal, row.learned_at, walk))
    connection.executemany(
        "INSERT INTO learned_selectors VALUES (?, ?, ?, ?, ?, ?)",
        [(row.portal, place, each.field, each.css, each.right, each.of) for place, each in enumerate(row.selectors)],
    )
    connection.executemany("INSERT OR IGNORE INTO furniture_lines VALUES (?, ?)", [(row.portal, x) for x in row.lines])


def recall(connection: sqlite3.Connection, portal: str) -> LearnedRow | None:
    """Return what is known of a portal; None when nothing was learned."""
    if not _exists(connection):
        return None
    found = connection.execute("SELECT learned_at, walk FROM learned_portals WHERE portal = ?", (portal,)).fetchone()
    if found is None:
        return None
    chosen = "SELECT field, css, pages_right, pages_of FROM learned_selectors WHERE portal = ? ORDER BY place"
    selectors = tuple(SelectorRow(*each) for each in connection.execute(chosen, (portal,)))
    lines = connection.execute("SELECT line FROM furniture_lines WHERE portal = ? ORDER BY line", (portal,))
    return LearnedRow(portal, found[0], json.loads(found[1]), selectors, tuple(line for (line,) in lines))


def forget(connection: sqlite3.Connection, portal: str) -> bool:
    """Delete what was learned of a portal; False when nothing was. Articles stay as they were read."""
    if not _exists(connection):
        return False
    counts = [connection.execute(f"DELETE FROM {table} WHERE portal = ?", (portal,)).rowcount for table in _TABLES]  # noqa: S608 - constants
    return counts[-1] > 0


def learned_portals(connection: sqlite3.Connection) -> list[str]:
    """Return the portals of which something was learned."""
    if not _exists(connection):
        return []
    return [name for (name,) in connection.execute("SELECT portal FROM learned_portals ORDER BY portal")]


def _exists(connection: sqlite3.Connection) -> bool:
    found = connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'learned_portals'")
    return found.fetchone() is not None
