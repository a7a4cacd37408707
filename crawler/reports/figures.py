"""The report's numbers over time and by field, read from the store."""

import sqlite3
from collections.abc import Iterable, Mapping
from statistics import quantiles

from crawler.store.summary import FILLED_FIELDS

SHOWN = 12
"""Portals drawn one by one; the rest is drawn together."""
OTHERS = "all others"
_LAG_ROWS = 5_000  # latest stored articles of a portal that its lag is read from


def months_drawn(by_portal: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    """Return articles by portal and month, the largest portals first, small ones together, undated left out.

    >>> months_drawn({"so_mau": {"": 2, "2020-01": 1}, "so_khac": {"2020-01": 3}})
    {'so_khac': {'2020-01': 3}, 'so_mau': {'2020-01': 1}}
    """
    found = {
        portal: {month: number for month, number in counts.items() if month} for portal, counts in by_portal.items()
    }
    ordered = sorted(found, key=lambda portal: -sum(found[portal].values()))
    drawn = {portal: found[portal] for portal in ordered[:SHOWN] if found[portal]}
    others: dict[str, int] = {}
    for portal in ordered[SHOWN:]:
        for month, number in found[portal].items():
            others[month] = others.get(month, 0) + number
    return drawn | ({OTHERS: others} if others else {})


def fields_drawn(rates: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """Return the share of articles that have each field, by portal; `title` and `text`, which all have, left out."""
    names = [name for name in FILLED_FIELDS if name not in ("title", "text")]
    return {
        portal: {name.removesuffix("_value").replace("_", " "): shares[name] for name in names}
        for portal, shares in rates.items()
    }


def lags(connection: sqlite3.Connection, portals: Iterable[str]) -> dict[str, tuple[float, float, float]]:
    """Return, by portal, how many days after publication articles were first stored: p10, median, p90.

    Only articles whose day is known, and only the latest stored ones: it tells how fresh the crawl is now.
    """
    query = (
        "SELECT max(0, (first_seen_at - unixepoch(substr(published_value, 1, 10))) / 86400.0) FROM articles"
        " WHERE portal = ? AND length(published_value) >= 10 ORDER BY id DESC LIMIT ?"
    )
    found = {}
    for portal in portals:
        days = [days for (days,) in connection.execute(query, (portal, _LAG_ROWS)) if days is not None]
        if len(days) > 1:
            tenths = quantiles(days, n=10, method="inclusive")
            found[portal] = (tenths[0], tenths[4], tenths[8])
    return found
