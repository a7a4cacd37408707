"""What the store holds, in numbers: for tables, the report page and the address book. Reads only."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.store.article_rows import COLUMNS, from_row
from items import Article

FILLED_FIELDS = (
    "title", "lead", "text", "published_value", "updated_value", "section", "agency", "province", "source_name",
    "dateline", "event_date",
)  # fmt: skip
"""Columns whose fill rate is reported."""


@dataclass(frozen=True, slots=True)
class PortalSummary:
    """One portal in numbers."""

    portal: str
    articles: int
    """Articles kept, the gone ones too."""
    first: str | None
    """Earliest published value, ISO 8601."""
    last: str | None
    """Latest published value, ISO 8601."""
    pages_bytes: int
    """Bytes of its stored pages as fetched."""
    last_run_at: int | None
    """Seconds since 1970 when its last run began."""
    last_reason: str | None
    """How that run ended; None while it runs or when it was killed."""


def portal_summaries(connection: sqlite3.Connection) -> list[PortalSummary]:
    """Return every portal that has articles or runs, by name."""
    rows = connection.execute(
        """
        SELECT portal,
               (SELECT count(*) FROM articles a WHERE a.portal = p.portal),
               (SELECT min(coalesce(published_value, updated_value)) FROM articles a WHERE a.portal = p.portal),
               (SELECT max(coalesce(published_value, updated_value)) FROM articles a WHERE a.portal = p.portal),
               (SELECT coalesce(sum(size), 0) FROM pages g WHERE g.portal = p.portal),
               (SELECT started_at FROM runs r WHERE r.portal = p.portal ORDER BY id DESC LIMIT 1),
               (SELECT reason FROM runs r WHERE r.portal = p.portal ORDER BY id DESC LIMIT 1)
        FROM (SELECT portal FROM articles UNION SELECT portal FROM runs) p ORDER BY portal
        """
    )
    return [PortalSummary(*row) for row in rows]


def months(connection: sqlite3.Connection) -> dict[str, dict[str, int]]:
    """Return articles by portal and month of publication (`2020-01`; "" when unknown)."""
    found: dict[str, dict[str, int]] = {}
    query = (
        "SELECT portal, substr(coalesce(published_value, updated_value, ''), 1, 7), count(*)"
        " FROM articles GROUP BY 1, 2 ORDER BY 1, 2"
    )
    for portal, month, number in connection.execute(query):
        found.setdefault(portal, {})[month] = number
    return found


def fill_rates(connection: sqlite3.Connection) -> dict[str, dict[str, float]]:
    """Return, by portal, the share of articles that have each of FILLED_FIELDS."""
    shares = ", ".join(f"avg({field} IS NOT NULL AND {field} <> '')" for field in FILLED_FIELDS)
    rows = connection.execute(f"SELECT portal, {shares} FROM articles GROUP BY portal ORDER BY portal")  # noqa: S608
    return {row[0]: dict(zip(FILLED_FIELDS, row[1:], strict=True)) for row in rows}


def states(connection: sqlite3.Connection) -> dict[str, dict[str, int]]:
    """Return, by portal, how many addresses are in each state, reasons spelled out (`skipped: section_page`)."""
    found: dict[str, dict[str, int]] = {}
    query = "SELECT portal, state, reason, count(*) FROM frontier GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    for portal, state, reason, number in connection.execute(query):
        found.setdefault(portal, {})[f"{state}: {reason}" if reason else state] = number
    return found


def newest_articles(connection: sqlite3.Connection, portal: str, limit: int = 3) -> Iterator[Article]:
    """Yield a portal's latest published articles."""
    query = (
        f"SELECT {', '.join(COLUMNS)} FROM articles WHERE portal = ?"  # noqa: S608 - constant columns
        " ORDER BY coalesce(published_value, updated_value, '') DESC LIMIT ?"
    )
    for row in connection.execute(query, (portal, limit)):
        yield from_row(tuple(row))
