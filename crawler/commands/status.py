"""`scrapy status`: how every portal is, on the terminal or as a folder of pages."""

import argparse
import sqlite3
import sys
import time
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
_WATCHED = {"title": "title", "published_value": "date", "text": "body"}


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
            console.print(status_table(portals, now))
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

    def _write(self, portals: list[PortalStatus], folder: Path, now: float, console: Console) -> None:
        with open_store(self.settings) as store:
            incidents = incident_rows(store.connection)
        try:
            index = write_status(portals, incidents, folder, now)
        except OSError as error:
            raise usage(f"{folder} cannot be written ({error.strerror})") from None
        console.print(f"{len(portals)} portals: {index.resolve().as_uri()}")


def status_table(portals: list[PortalStatus], now: float) -> Table:
    """Return the terminal's table, those somebody must look at first."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("portal", "is", "last ok", "12 weeks", "week", *_WATCHED.values(), "seen after", "next", "why"):
        table.add_column(column, no_wrap=column != "why", overflow="fold")
    for portal in sorted(portals, key=lambda each: (ORDER.index(each.word), each.name)):
        table.add_row(
            portal.name,
            Text(portal.word, style=_STYLES[portal.word]),
            ago(now - portal.last_ok) if portal.last_ok else "never",
            portal.sparkline,
            str(portal.weeks[-1]),
            *(f"{100 * (portal.rates.get(name) or 0):.0f}%" for name in _WATCHED),
            f"{portal.freshness[1]:.1f} h" if portal.freshness else "",
            "" if portal.next_due is None else "now" if portal.next_due <= now else ago(now - portal.next_due),
            Text(printable(portal.reason)),
        )
    return table
