"""Which portals are due, computed from the store: nothing is lost when the scheduler is restarted."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from crawler.fleet.rhythm import instants, next_due
from crawler.health.expectations import Expectations
from crawler.store.health_rows import DAY, news_times, run_rows

_LEARNED_FROM = 56 * DAY


@dataclass(frozen=True, slots=True)
class Due:
    """When a portal is to be crawled next."""

    portal: str
    at: float
    """Seconds since 1970."""
    last: float | None
    """When its last run began."""


def due_of(connection: sqlite3.Connection | None, portal: str, expect: type[Expectations]) -> Due:
    """Return when a portal is due; at once when it never was crawled, or its last run did not come to its end."""
    runs = run_rows(connection, portal, limit=1) if connection is not None else []
    if not runs or connection is None:
        return Due(portal, 0.0, None)
    last = runs[0]
    if last.reason in (None, "shutdown", "storage"):
        return Due(portal, last.ended_at + expect.at_most_every * 3600 / 4, last.started_at)
    moments = instants(news_times(connection, portal, last.started_at - _LEARNED_FROM))
    return Due(portal, next_due(last.started_at, moments, expect), last.started_at)


def plan(connection: sqlite3.Connection | None, portals: Iterable[type[Expectations]]) -> list[Due]:
    """Return when each portal is due, soonest first."""
    found = [due_of(connection, str(getattr(portal, "name", "")), portal) for portal in portals]
    return sorted(found, key=lambda due: (due.at, due.portal))
