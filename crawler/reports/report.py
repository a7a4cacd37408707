"""`report.html`: what was crawled, by portal and month, a few articles with their fields. One self-contained file."""

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, select_autoescape
from markupsafe import Markup

from crawler.exports.atomic import whole_file
from crawler.reports.figures import fields_drawn, lags, months_drawn
from crawler.reports.pictures import fields_picture, lags_picture, months_picture
from crawler.showing import visible
from crawler.store.summary import PortalSummary, fill_rates, months, newest_articles, portal_summaries, states

Counts = Mapping[str, Mapping[str, int]]
Rates = Mapping[str, Mapping[str, float]]


def write_report(connection: sqlite3.Connection, path: Path, *, made_at: datetime | None = None) -> Path:
    """Write the report of a store and return its path.

    Everything is escaped and the page forbids scripts and other hosts; articles are shown as text, never as markup.
    """
    template = _environment().get_template("report.html")
    by_month, rates, kept = months(connection), fill_rates(connection), states(connection)
    page = template.render(
        made_at=(made_at or datetime.now(UTC)).strftime("%Y-%m-%d %H:%M UTC"),
        portals=[_portal(connection, one, rates, kept) for one in portal_summaries(connection)],
        years=_years(by_month),
        pictures=_pictures(connection, by_month, rates),
    )
    with whole_file(path) as file:
        file.write(page.encode("utf-8", "replace"))
    return path


def _pictures(connection: sqlite3.Connection, by_month: Counts, rates: Rates) -> dict[str, Markup]:
    drawn = months_drawn(by_month)
    pictures = {
        "months": months_picture(drawn),
        "fields": fields_picture(fields_drawn(rates)),
        "lags": lags_picture(lags(connection, drawn)),
    }
    return {name: Markup(svg) for name, svg in pictures.items() if svg}  # noqa: S704 - matplotlib escapes names


def _environment() -> Environment:
    environment = Environment(loader=PackageLoader("crawler.reports"), autoescape=select_autoescape(default=True))
    environment.filters["visible"] = visible
    environment.filters["day"] = lambda seconds: datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M UTC")
    environment.filters["grouped"] = lambda number: f"{number:,}"
    return environment


def _portal(connection: sqlite3.Connection, summary: PortalSummary, rates: Rates, kept: Counts) -> dict[str, Any]:
    return {
        "summary": summary,
        "states": kept.get(summary.portal, {}),
        "rates": {
            name.removesuffix("_value").replace("_", " "): rate for name, rate in rates.get(summary.portal, {}).items()
        },
        "articles": list(newest_articles(connection, summary.portal)),
    }


def _years(by_portal: Counts) -> list[dict[str, Any]]:
    """Return, for each portal, its years with twelve monthly counts and the shade of each (0 to 8)."""
    most = max((number for counts in by_portal.values() for month, number in counts.items() if month), default=1)
    return [
        {"portal": portal, "undated": counts.get("", 0), "rows": _rows(counts, most)}
        for portal, counts in by_portal.items()
    ]


def _rows(counts: Mapping[str, int], most: int) -> list[tuple[str, list[tuple[int, int]]]]:
    years: Iterable[str] = sorted({month[:4] for month in counts if month}, reverse=True)
    rows = []
    for year in years:
        numbers = [counts.get(f"{year}-{month:02}", 0) for month in range(1, 13)]
        rows.append((year, [(number, -(-8 * number // most)) for number in numbers]))
    return rows
