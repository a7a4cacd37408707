"""The ledger: runs and rounds, and sums that must be right."""

import json
import logging
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from crawler.store.errors import StoreError

logger = logging.getLogger(__name__)

RESUME_SECONDS = 6 * 3600
"""A run that ended early is continued by the next one within this time; later, listings have changed: a new round."""

_CLOCK_SLACK = 300  # seconds two machines may differ by


@dataclass(frozen=True, slots=True)
class Run:
    """One process crawling one portal."""

    number: int
    round: int
    """First run of the same sweep; `number` itself unless an interrupted run is continued."""
    arguments: str
    """What the spider was asked for, as the table has it."""
    again: bool
    """An earlier round of this portal came to its end: this one need only look for news."""
    began_at: int
    """When the run began, seconds since 1970."""


def begin_run(connection: sqlite3.Connection, portal: str, arguments: Mapping[str, Any], now: int) -> Run:
    """Open a run, continuing the round of a predecessor that was killed or stopped a short while ago."""
    packed = json.dumps(dict(arguments), ensure_ascii=False, sort_keys=True, default=str)
    _doubt_clock(connection, now)
    last = connection.execute(
        "SELECT round, reason, alive_at FROM runs WHERE portal = ? AND arguments = ? ORDER BY id DESC LIMIT 1",
        (portal, packed),
    ).fetchone()
    resumes = last is not None and last[1] != "finished" and abs(now - last[2]) < RESUME_SECONDS
    row = connection.execute(
        "INSERT INTO runs (round, portal, arguments, started_at, alive_at) VALUES (0, ?, ?, ?, ?)",
        (portal, packed, now, now),
    )
    number = row.lastrowid
    assert number is not None
    sweep = last[0] if resumes else number
    connection.execute("UPDATE runs SET round = ? WHERE id = ?", (sweep, number))
    again = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM runs WHERE portal = ? AND arguments = ? AND reason = 'finished' AND round <> ?)",
        (portal, packed, sweep),
    ).fetchone()[0]
    return Run(number, sweep, packed, bool(again), now)


def _doubt_clock(connection: sqlite3.Connection, now: int) -> None:
    """Say that the clock went back: what is due is due by it, so nothing is lost, but it may come late."""
    latest = connection.execute("SELECT max(alive_at) FROM runs").fetchone()[0]
    if latest is not None and now < latest - _CLOCK_SLACK:
        before, today = (datetime.fromtimestamp(moment, UTC).isoformat() for moment in (latest, now))
        logger.warning("The clock says %s, but a run was alive at %s; is it right?", today, before)


def finish_run(connection: sqlite3.Connection, run: Run, reason: str, tally: Mapping[str, Any], now: int) -> None:
    """Close a run with the reason it ended for."""
    packed = json.dumps(dict(tally), ensure_ascii=False, sort_keys=True, default=str)
    connection.execute(
        "UPDATE runs SET finished_at = ?, alive_at = ?, reason = ?, tally = ? WHERE id = ?",
        (now, now, reason, packed, run.number),
    )


def sums(connection: sqlite3.Connection, portal: str | None = None) -> dict[str, int]:
    """Count addresses by state, with `seen` for all of them."""
    where = "" if portal is None else " WHERE portal = :portal"
    query = f"SELECT state, count(*) FROM frontier{where} GROUP BY state"  # noqa: S608 - a constant
    counted: dict[str, int] = dict(connection.execute(query, {"portal": portal}).fetchall())
    return {"seen": sum(counted.values()), **counted}


_CONTRADICTIONS = {
    "addresses counted as stored without an article or item": (
        "SELECT count(*) FROM frontier WHERE state = 'stored' AND kind = 'article' AND article IS NULL"
        " AND reason IS NOT 'items'"
    ),
    "addresses that lead to no article": (
        "SELECT count(*) FROM frontier WHERE article IS NOT NULL AND article NOT IN (SELECT id FROM articles)"
    ),
    "articles no address leads to": (
        "SELECT count(*) FROM articles WHERE id NOT IN (SELECT article FROM frontier WHERE article IS NOT NULL)"
        " AND key NOT IN (SELECT owner FROM aliases)"
    ),
    "articles without their page": (
        "SELECT count(*) FROM articles WHERE page IS NOT NULL AND page NOT IN (SELECT id FROM pages)"
    ),
    "articles whose revisions are not counted right": (
        "SELECT count(*) FROM articles WHERE revision > 1"
        " AND revision IS NOT (SELECT max(number) FROM revisions WHERE article = articles.id)"
    ),
    "finished addresses still leased": (
        "SELECT count(*) FROM frontier WHERE state <> 'pending' AND lease_until IS NOT NULL"
    ),
    "articles under one key": "SELECT count(*) - count(DISTINCT key) FROM articles",
    "aliases of nothing": ("SELECT count(*) FROM aliases WHERE owner NOT IN (SELECT key FROM frontier)"),
}


def check_sums(connection: sqlite3.Connection) -> dict[str, int]:
    """Count addresses by state and prove that the tables agree with each other.

    Raises:
        StoreError: They do not; the message says which sum is wrong and by how many.
    """
    for name, query in _CONTRADICTIONS.items():
        if wrong := connection.execute(query).fetchone()[0]:
            raise StoreError(f"the ledger does not add up: {wrong} {name}", "run scrapy verify")
    return sums(connection)
