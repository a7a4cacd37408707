"""`scrapy status`: how every portal is, on the terminal or as a folder of pages."""

import argparse
import sqlite3
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from crawler.command import BaseCommand, usage
from crawler.commands.fleet_choice import chosen_portals
from crawler.commands.store_choice import open_store
from crawler.health.book import judge_portal
from crawler.health.expectations import Expectations
from crawler.incidents import printable
from crawler.platforms import PortalSpider
from crawler.reports.portal_status import PortalStatus, status_of
from crawler.reports.status import ORDER, ago, write_status
from crawler.store.health_rows import portals_with_runs
from crawler.store.summary import fill_rates
from crawler.store.verdict_rows import incident_rows

_STYLES = {"ok": "green", "warn": "yellow", "fail": "bold red", "new": "dim"}
_COLUMNS = ("portal", "is", "last ok", "next", "12 weeks", "week")
_WIDE_COLUMNS = ("title", "date", "body", "seen after")
_WIDE = 110  # letters of a terminal that has room for all of them
_NUMBERS = {"week", *_WIDE_COLUMNS, "run", "new", "changed", "failed", "blocked", "MB", "s"}


class Command(BaseCommand):
    """Show how the portals are."""

    arguments = "[--html [-o FOLDER]] [PORTAL]"
    summary = "How the portals are: last ok, twelve weeks, fill rates, freshness, what is wrong"
    example = "scrapy status; scrapy status --html -o output/status/"

    def add_argument(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--html", action="store_true", help="write the status site instead")
        parser.add_argument("-o", metavar="FOLDER", dest="folder", help="where to (default output/status)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) > 1:
            raise usage("name one portal, or none for all")
        if opts.folder and not opts.html:
            raise usage("-o goes with --html")
        portals, now = self._portals(args[0] if args else None), time.time()
        console = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else 160)
        if opts.html:
            self._write(portals, Path(opts.folder or self.settings["STATUS_PATH"]), now, console)
        else:
            self._show(portals, now, console)
        self.exitcode = 0

    def _portals(self, name: str | None) -> list[PortalStatus]:
        classes = {portal.name: portal for portal in chosen_portals(self.settings)}
        with open_store(self.settings, readonly=False) as store:
            names = portals_with_runs(store.connection)
            if name is not None and name not in names:
                raise usage(f"{name} was never crawled; scrapy crawl {name} does")
            rates = fill_rates(store.connection)
            for each in names:
                judge_portal(store.connection, each, classes.get(each, Expectations))
            chosen = [name] if name else names
            return [self._status(store.connection, each, classes.get(each), rates.get(each, {})) for each in chosen]

    def _status(
        self, connection: sqlite3.Connection, name: str, portal: type[PortalSpider] | None, rates: dict[str, float]
    ) -> PortalStatus:
        known = portal.reading_portal(self.settings) if portal else None
        title = " · ".join(word for word in (known.agency, known.province) if word) if known else ""
        return status_of(connection, name, portal, rates, now=time.time(), title=title)

    def _show(self, portals: list[PortalStatus], now: float, console: Console) -> None:
        console.print(status_table(portals, now, wide=console.width >= _WIDE))
        for portal in in_order(portals):
            if portal.reason:
                console.print(f"{portal.name}: {printable(portal.reason)}", markup=False)
        if len(portals) == 1:
            console.print(runs_table(portals[0]))
            for incident in portals[0].incidents:
                over = f", over {ago(now - incident.closed_at)}" if incident.closed_at else ", open"
                console.print(f"{ago(now - incident.opened_at)}{over}: {printable(incident.reason)}", markup=False)

    def _write(self, portals: list[PortalStatus], folder: Path, now: float, console: Console) -> None:
        with open_store(self.settings) as store:
            incidents = incident_rows(store.connection)
        try:
            index = write_status(portals, incidents, folder, now)
        except OSError as error:
            raise usage(f"{folder} cannot be written ({error.strerror})") from None
        console.print(f"{len(portals)} portals: {index.resolve().as_uri()}")


def status_table(portals: list[PortalStatus], now: float, *, wide: bool = True) -> Table:
    """Return the terminal's table, those somebody must look at first; a narrow one says less of each."""
    table = _table(*_COLUMNS, *(_WIDE_COLUMNS if wide else ()))
    for portal in in_order(portals):
        rates = portal.rates.get("title") or 0, portal.dated, portal.rates.get("text") or 0
        more = *(f"{100 * rate:.0f}%" for rate in rates), f"{portal.freshness[1]:.1f} h" if portal.freshness else ""
        table.add_row(
            portal.name,
            Text(portal.word, style=_STYLES[portal.word]),
            ago(now - portal.last_ok) if portal.last_ok else "never",
            "" if portal.next_due is None else "now" if portal.next_due <= now else ago(now - portal.next_due),
            portal.sparkline,
            f"{portal.weeks[-1]:,}",
            *(more if wide else ()),
        )
    return table


def runs_table(portal: PortalStatus) -> Table:
    """Return the latest runs of one portal."""
    table = _table("run", "began", "is", "new", "changed", "failed", "blocked", "MB", "s", "errors")
    for run in portal.runs:
        word = run.verdict.word if run.verdict else run.row.reason or "not ended"
        table.add_row(
            str(run.row.number),
            datetime.fromtimestamp(run.row.started_at, UTC).strftime("%Y-%m-%d %H:%M UTC"),
            Text(word, style=_STYLES.get(word, "")),
            *(f"{number:,}" for number in run.counts.values()),
            f"{run.megabytes:.1f}",
            f"{run.seconds:,}",
            run.errors,
        )
    return table


def in_order(portals: list[PortalStatus]) -> list[PortalStatus]:
    """Return the portals, those somebody must look at first."""
    return sorted(portals, key=lambda each: (ORDER.index(each.word), each.name))


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, no_wrap=True, justify="right" if column in _NUMBERS else "left")
    return table
