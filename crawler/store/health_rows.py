"""What the store knows of runs and news, for health, schedule and the status site. Reads, but for `keep_in_tally`."""

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


def keep_in_tally(connection: sqlite3.Connection, run: int, name: str, value: Mapping[str, Any]) -> None:
    """Add to what a run's row in the ledger tells; a run without a tally (it was killed) stays without."""
    connection.execute(
        "UPDATE runs SET tally = json_set(tally, '$.' || ?, json(?)) WHERE id = ?",
        (name, json.dumps(value, ensure_ascii=False), run),
    )


def news_times(connection: sqlite3.Connection, portal: str, since: int) -> list[tuple[int, str | None]]:
    """Return when each article was first stored, and its published value, of those stored since an instant.

    Undated articles of before the first round ended are left out: they may be years old.
    """
    rows = connection.execute(
        "SELECT first_seen_at, coalesce(published_value, updated_value) AS value FROM articles"
        " WHERE portal = ?1 AND first_seen_at >= ?2 AND (value IS NOT NULL OR first_seen_at >"
        " (SELECT min(finished_at) FROM runs WHERE portal = ?1 AND reason = 'finished')) ORDER BY first_seen_at",
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


def address_counts(connection: sqlite3.Connection, portal: str) -> list[tuple[str, str, str, int]]:
    """Count a portal's list pages and article addresses: kind, state, and a word, how many.

    The word is the reason of an address that failed or that no article came of, the section of any other list page. The
    state of an address that leads to an article, and of a list page that was read, is `stored`, whatever became of it
    since.
    """
    return connection.execute(
        "SELECT kind, CASE WHEN article IS NOT NULL OR reason = 'section_page' OR state = 'unchanged' THEN 'stored'"
        " ELSE state END, coalesce(CASE WHEN kind = 'section' AND state <> 'failed' THEN section"
        " WHEN article IS NULL THEN reason END, ''), count(*)"
        " FROM frontier WHERE portal = ? AND kind IN ('section', 'article') GROUP BY 1, 2, 3",
        (portal,),
    ).fetchall()


def newest_numbers(connection: sqlite3.Connection, portal: str, limit: int) -> list[int]:
    """Return the article numbers the portal itself gave its latest published articles, greatest first."""
    rows = connection.execute(
        "SELECT identity FROM articles WHERE portal = ? AND identity IS NOT NULL ORDER BY published_value DESC LIMIT ?",
        (portal, limit),
    )
    return sorted({int(identity) for (identity,) in rows if identity.isdecimal() and len(identity) < 16}, reverse=True)


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
