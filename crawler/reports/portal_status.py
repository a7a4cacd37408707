"""How one portal is, in what a status page and a status table show. Reads only."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from crawler.fleet.plan import due_of
from crawler.fleet.report import counts_of
from crawler.health.chances import quantile
from crawler.health.expectations import Expectations
from crawler.store.health_rows import DAY, RunRow, month_counts, news_times, run_rows, unread
from crawler.store.summary import newest_articles
from crawler.store.verdict_rows import IncidentRow, VerdictRow, incident_rows, verdict_rows
from items import Article

WEEKS: Final = 12
_VIETNAM: Final = timedelta(hours=7)
_BLOCKS: Final = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True)
class RunLine:
    """One run in a table."""

    row: RunRow
    verdict: VerdictRow | None
    counts: dict[str, int]

    @property
    def seconds(self) -> int:
        """How long it took."""
        return self.row.ended_at - self.row.started_at

    @property
    def megabytes(self) -> float:
        """What it received."""
        return float(self.row.tally.get("downloader/response_bytes", 0)) / 1e6

    @property
    def errors(self) -> str:
        """Errors by class, most first.

        >>> tally = {"observed": {"errors": {"dns": 1, "timeout": 3}}}
        >>> RunLine(RunRow(1, "a", "{}", 0, 0, "finished", tally), None, {}).errors
        '3 timeout, 1 dns'
        """
        errors = self.row.observed.get("errors", {})
        return ", ".join(f"{errors[name]} {name}" for name in sorted(errors, key=errors.__getitem__, reverse=True))


@dataclass(frozen=True)
class PortalStatus:
    """One portal. Instants are seconds since 1970."""

    name: str
    title: str
    """Agency and province, where the address book knows them."""
    runs: Sequence[RunLine]
    last_ok: int | None
    next_due: float | None
    weeks: Sequence[int]
    """Articles published in each of the last twelve weeks, the present one last."""
    rates: dict[str, float]
    """Field -> share of all its articles that have it."""
    freshness: tuple[float, float, float] | None
    """Hours from publication to storing: the tenth, the half, the nine tenths; of the last twelve weeks."""
    silent_months: Sequence[str]
    """Months without an article between its first and its last."""
    unread: dict[str, int]
    """Reason -> article addresses that lists showed and that are not stored."""
    incidents: Sequence[IncidentRow]
    articles: Sequence[Article]
    """The newest."""

    @property
    def word(self) -> str:
        """Return ok, warn, fail, or new for a portal without a verdict."""
        latest = self.runs[0].verdict if self.runs else None
        return latest.word if latest else "new"

    @property
    def reason(self) -> str:
        """What is wrong, in words; empty when nothing is."""
        latest = self.runs[0].verdict if self.runs else None
        return latest.reason if latest else ""

    @property
    def dated(self) -> float:
        """Share of its articles that name when they were published, or at least when they were changed."""
        return max(self.rates.get("published_value") or 0.0, self.rates.get("updated_value") or 0.0)

    @property
    def sparkline(self) -> str:
        """The weeks as blocks.

        >>> sparkline([0, 1, 4, 8])
        '▁▁▄█'
        """
        return sparkline(self.weeks)

    @property
    def usual_week(self) -> tuple[int, int]:
        """The band most of the past eleven weeks lie in: their tenth and nine tenths."""
        past = list(self.weeks[:-1])
        return quantile(past, 0.1), quantile(past, 0.9)


def sparkline(numbers: Sequence[int]) -> str:
    """Return numbers as a line of blocks."""
    most = max(numbers, default=0) or 1
    return "".join(_BLOCKS[min(7, 7 * number // most)] for number in numbers)


def status_of(
    connection: sqlite3.Connection,
    portal: str,
    expect: type[Expectations] | None,
    rates: dict[str, float],
    *,
    now: float,
    title: str = "",
) -> PortalStatus:
    """Return how a portal is. `expect` is its class, None for one the address book no longer has."""
    verdicts = {row.run: row for row in verdict_rows(connection, portal, 60)}
    runs = [RunLine(row, verdicts.get(row.number), counts_of(row)) for row in run_rows(connection, portal, 60)]
    ok = next((line.row.started_at for line in runs if line.verdict and line.verdict.word == "ok"), None)
    news = news_times(connection, portal, int(now) - WEEKS * 7 * DAY)
    return PortalStatus(
        name=portal,
        title=title,
        runs=runs[:10],
        last_ok=ok,
        next_due=due_of(connection, portal, expect).at if expect is not None else None,
        weeks=weekly(news, now),
        rates=rates,
        freshness=freshness(news),
        silent_months=silent_months(month_counts(connection, portal)),
        unread=unread(connection, portal),
        incidents=incident_rows(connection, portal, 20),
        articles=list(newest_articles(connection, portal, 5)),
    )


def weekly(news: Sequence[tuple[int, str | None]], now: float) -> list[int]:
    """Return articles a week, by publication, by the day first seen where that is unknown.

    >>> weekly([(864_000, "1970-01-10"), (864_000, None), (864_000, "1969-01-01")], now=864_000)[-2:]
    [0, 2]
    """
    today = (datetime.fromtimestamp(now, UTC) + _VIETNAM).date()
    weeks = [0] * WEEKS
    for seen, value in news:
        known = value is not None and len(value) >= 10
        day = date.fromisoformat(str(value)[:10]) if known else (datetime.fromtimestamp(seen, UTC) + _VIETNAM).date()
        ago = (today - day).days // 7
        if 0 <= ago < WEEKS:
            weeks[-1 - ago] += 1
    return weeks


def freshness(news: Sequence[tuple[int, str | None]]) -> tuple[float, float, float] | None:
    """Return the hours from publication to storing (tenth, half, nine tenths), of articles that name a minute.

    What was older than two weeks when first seen was found in an archive and tells nothing of how soon news are seen.
    """
    minutes = []
    for seen, value in news:
        if value and len(value) > 10:
            lag = seen - datetime.fromisoformat(value if "+" in value else f"{value}+07:00").timestamp()
            if 0 <= lag < 14 * DAY:
                minutes.append(int(lag / 60))
    if len(minutes) < 3:
        return None
    return quantile(minutes, 0.1) / 60, quantile(minutes, 0.5) / 60, quantile(minutes, 0.9) / 60


def silent_months(months: dict[str, int]) -> list[str]:
    """Return the months without an article between the first and the last.

    >>> silent_months({"2023-11": 4, "2024-02": 1})
    ['2023-12', '2024-01']
    """
    if not months:
        return []
    first, last = min(months), max(months)
    found, year, month = [], int(first[:4]), int(first[5:7])
    while (name := f"{year}-{month:02}") < last:
        if name not in months:
            found.append(name)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found
