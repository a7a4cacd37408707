"""What the store knows of runs and news, for health, schedule and the status site. Reads only."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

DAY = 86_400


@dataclass(frozen=True, slots=True)
class RunRow:
    """One row of the ledger of runs."""

    number: int
    portal: str
    arguments: str
    """JSON: spider arguments."""
    started_at: int
    """Seconds since 1970, UTC; so are the other instants."""
    ended_at: int
    """When it finished, or the last sign of life of a run that was killed."""
    reason: str | None
    """finished | shutdown | storage | ...; None while it runs or when it was killed."""
    tally: Mapping[str, Any] = field(default_factory=dict)
    """What happened, by name."""

    @property
    def observed(self) -> Mapping[str, Any]:
        """What the run saw of the portal; empty for runs of before this was kept."""
        found: Mapping[str, Any] = self.tally.get("observed") or {}
        return found

    @property
    def incidents(self) -> dict[str, int]:
        """Incidents by class, kinds (`blocked:captcha`) left to their family."""
        starts = "incident/"
        return {
            name.removeprefix(starts): int(number)
            for name, number in self.tally.items()
            if name.startswith(starts) and ":" not in name
        }


_RUN = "SELECT id, portal, arguments, started_at, coalesce(finished_at, alive_at), reason, tally FROM runs"


def run_rows(connection: sqlite3.Connection, portal: str, limit: int = 12, before: int | None = None) -> list[RunRow]:
    """Return a portal's runs, newest first; with `before`, those with lower numbers."""
    rows = connection.execute(
        f"{_RUN} WHERE portal = ? AND id < ? ORDER BY id DESC LIMIT ?",
        (portal, before if before is not None else 1 << 62, limit),
    )
    return [_run_row(row) for row in rows]


def run_row(connection: sqlite3.Connection, number: int) -> RunRow | None:
    """Return one run."""
    row = connection.execute(f"{_RUN} WHERE id = ?", (number,)).fetchone()
    return _run_row(row) if row else None


def _run_row(row: tuple[Any, ...]) -> RunRow:
    number, portal, arguments, started_at, ended_at, reason, tally = row
    return RunRow(number, portal, arguments, started_at, ended_at, reason, json.loads(tally) if tally else {})


def news_times(connection: sqlite3.Connection, portal: str, since: int) -> list[tuple[int, str | None]]:
    """Return when each article was first stored, and its published value, of those stored since an instant."""
    rows = connection.execute(
        "SELECT first_seen_at, coalesce(published_value, updated_value) FROM articles"
        " WHERE portal = ? AND first_seen_at >= ? ORDER BY first_seen_at",
        (portal, since),
    )
    return [(seen, value) for seen, value in rows]


def publication_moments(connection: sqlite3.Connection, portal: str, limit: int = 2000) -> list[str]:
    """Return the newest published values (ISO 8601 to their precision, a day at least), oldest of them first."""
    rows = connection.execute(
        "SELECT published_value FROM articles WHERE portal = ? AND length(published_value) >= 10"
        " ORDER BY published_value DESC LIMIT ?",
        (portal, limit),
    )
    return [value for (value,) in rows][::-1]


def last_news_at(connection: sqlite3.Connection, portal: str) -> int | None:
    """Return when the portal's newest article was stored."""
    found: int | None = connection.execute(
        "SELECT max(first_seen_at) FROM articles WHERE portal = ?", (portal,)
    ).fetchone()[0]
    return found


def unread(connection: sqlite3.Connection, portal: str) -> dict[str, int]:
    """Return article addresses that lists showed and no article came of, by reason (`pending` for those still to do).

    Addresses that were looked at and held no article (a section page) are no loss and are left out.
    """
    rows = connection.execute(
        "SELECT coalesce(reason, state), count(*) FROM frontier"
        " WHERE portal = ? AND kind = 'article' AND article IS NULL AND state IN ('pending', 'failed')"
        " GROUP BY 1 ORDER BY 2 DESC",
        (portal,),
    )
    return dict(rows.fetchall())


def month_counts(connection: sqlite3.Connection, portal: str) -> dict[str, int]:
    """Return articles by month of publication (`2020-01`), in order."""
    rows = connection.execute(
        "SELECT substr(published_value, 1, 7), count(*) FROM articles"
        " WHERE portal = ? AND length(published_value) >= 7 GROUP BY 1 ORDER BY 1",
        (portal,),
    )
    return dict(rows.fetchall())


def portals_with_runs(connection: sqlite3.Connection) -> list[str]:
    """Return the names of all portals ever crawled."""
    return [name for (name,) in connection.execute("SELECT DISTINCT portal FROM runs ORDER BY portal")]
