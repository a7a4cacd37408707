"""Verdicts on runs, and incidents: what is wrong with a portal, from the run that found it to the run that missed it.

The tables are made when first written; a store without them has had no verdict yet.
"""

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass

_TABLES = """
CREATE TABLE IF NOT EXISTS verdicts (
  run    INTEGER PRIMARY KEY,             -- runs.id
  portal TEXT NOT NULL,
  word   TEXT NOT NULL,                   -- ok | warn | fail
  cause  TEXT,
  reason TEXT NOT NULL                    -- in words
) STRICT;
CREATE INDEX IF NOT EXISTS verdicts_portal ON verdicts (portal, run);
CREATE TABLE IF NOT EXISTS incidents (
  id            INTEGER PRIMARY KEY,
  portal        TEXT NOT NULL,
  cause         TEXT NOT NULL,
  word          TEXT NOT NULL,            -- warn | fail
  reason        TEXT NOT NULL,            -- as first found
  opened_run    INTEGER NOT NULL,
  opened_at     INTEGER NOT NULL,
  closed_run    INTEGER,
  closed_at     INTEGER,
  told_at       INTEGER,                  -- when people were told of it,
  told_over_at  INTEGER                   --   and that it is over
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS incidents_open ON incidents (portal, cause) WHERE closed_at IS NULL;
"""
_COLUMNS = "id, portal, cause, word, reason, opened_at, closed_at, told_at, told_over_at"


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """A verdict as kept."""

    run: int
    word: str
    cause: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """One incident. Instants are seconds since 1970, UTC."""

    number: int
    portal: str
    cause: str
    word: str
    reason: str
    opened_at: int
    closed_at: int | None
    told_at: int | None
    told_over_at: int | None


def make_tables(connection: sqlite3.Connection) -> None:
    """Make the tables where they are missing."""
    if not _has_tables(connection):
        connection.executescript(_TABLES)


def _has_tables(connection: sqlite3.Connection) -> bool:
    query = "SELECT count(*) FROM sqlite_master WHERE name IN ('verdicts', 'incidents', 'incidents_open')"
    return bool(connection.execute(query).fetchone()[0] == 3)


def unjudged_runs(connection: sqlite3.Connection, portal: str, alive_since: int) -> list[int]:
    """Return a portal's runs without a verdict, oldest first; one that may still be running is left out."""
    rows = connection.execute(
        "SELECT id FROM runs WHERE portal = ? AND (finished_at IS NOT NULL OR alive_at < ?)"
        " AND id > (SELECT coalesce(max(run), 0) FROM verdicts WHERE portal = ?) ORDER BY id",
        (portal, alive_since, portal),
    )
    return [number for (number,) in rows]


def keep_verdict(connection: sqlite3.Connection, portal: str, verdict: VerdictRow) -> None:
    """Write the verdict on a run, in place of an earlier one."""
    connection.execute(
        "INSERT OR REPLACE INTO verdicts (run, portal, word, cause, reason) VALUES (?, ?, ?, ?, ?)",
        (verdict.run, portal, verdict.word, verdict.cause, verdict.reason),
    )


def verdict_rows(connection: sqlite3.Connection, portal: str, limit: int = 12) -> list[VerdictRow]:
    """Return a portal's verdicts, newest first."""
    if not _has_tables(connection):
        return []
    query = "SELECT run, word, cause, reason FROM verdicts WHERE portal = ? ORDER BY run DESC LIMIT ?"
    return [VerdictRow(*row) for row in connection.execute(query, (portal, limit))]


def failing_since(connection: sqlite3.Connection) -> dict[str, int]:
    """Return the portals whose latest verdict is fail, and when the first run began that was not well any more."""
    if not _has_tables(connection):
        return {}
    rows = connection.execute(
        "SELECT portal, (SELECT min(started_at) FROM runs WHERE runs.portal = latest.portal AND id >"
        " (SELECT coalesce(max(run), 0) FROM verdicts WHERE verdicts.portal = latest.portal AND word <> 'fail'))"
        " FROM verdicts AS latest WHERE word = 'fail'"
        " AND run = (SELECT max(run) FROM verdicts WHERE verdicts.portal = latest.portal) ORDER BY portal"
    )
    return dict(rows.fetchall())


def open_incident(connection: sqlite3.Connection, portal: str, verdict: VerdictRow, at: int) -> None:
    """Open an incident for what a verdict names, unless it is open already."""
    connection.execute(
        "INSERT OR IGNORE INTO incidents (portal, cause, word, reason, opened_run, opened_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (portal, verdict.cause, verdict.word, verdict.reason, verdict.run, at),
    )


def close_incidents(connection: sqlite3.Connection, portal: str, but: Collection[str], run: int, at: int) -> None:
    """Close a portal's open incidents, but for some causes."""
    kept = ", ".join("?" * len(but))
    connection.execute(
        f"UPDATE incidents SET closed_run = ?, closed_at = ? WHERE portal = ? AND closed_at IS NULL"  # noqa: S608
        f" AND cause NOT IN ({kept})",
        (run, at, portal, *but),
    )


def incident_rows(connection: sqlite3.Connection, portal: str | None = None, limit: int = 100) -> list[IncidentRow]:
    """Return incidents, newest first."""
    if not _has_tables(connection):
        return []
    query = f"SELECT {_COLUMNS} FROM incidents WHERE ?1 IS NULL OR portal = ?1 ORDER BY id DESC LIMIT ?2"  # noqa: S608
    return [IncidentRow(*row) for row in connection.execute(query, (portal, limit))]


def open_incidents(connection: sqlite3.Connection, portal: str) -> list[IncidentRow]:
    """Return a portal's open incidents, oldest first."""
    query = f"SELECT {_COLUMNS} FROM incidents WHERE portal = ? AND closed_at IS NULL ORDER BY id"  # noqa: S608
    return [IncidentRow(*row) for row in connection.execute(query, (portal,))]


def untold(connection: sqlite3.Connection, portal: str | None = None) -> list[tuple[IncidentRow, bool]]:
    """Return what people are still to be told, oldest first: incidents, and (True) those that are over.

    An incident that was over before anybody could be told is not worth a word.
    """
    if not _has_tables(connection):
        return []
    query = (
        f"SELECT {_COLUMNS} FROM incidents WHERE (portal = ?1 OR ?1 IS NULL) AND"  # noqa: S608
        " ((told_at IS NULL AND closed_at IS NULL)"
        " OR (told_at IS NOT NULL AND closed_at IS NOT NULL AND told_over_at IS NULL)) ORDER BY id"
    )
    rows = [IncidentRow(*row) for row in connection.execute(query, (portal,))]
    return [(row, row.closed_at is not None) for row in rows]


def mark_told(connection: sqlite3.Connection, number: int, *, over: bool, at: int) -> None:
    """Note that people were told of an incident, or that it is over."""
    column = "told_over_at" if over else "told_at"
    connection.execute(f"UPDATE incidents SET {column} = ? WHERE id = ?", (at, number))  # noqa: S608 - two constants
