"""`scrapy portals`: the address book as a table."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table
from scrapy.spiderloader import get_spider_loader

from crawler.command import BaseCommand, usage
from crawler.platforms import PortalSpider
from crawler.store.database import connect
from crawler.store.errors import StoreError
from crawler.store.summary import PortalSummary, portal_summaries
from spiders.registry import Host, by_address, hosts, province_label, where

_WIDE = 140
"""Columns of a terminal from which a table of hosts fits."""
_TIGHT = {100: (9, 10, 7), 125: (18, 16, 10)}
"""Columns below which a table of portals is drawn tighter, and what platform, agency and province then get."""


class Command(BaseCommand):
    """List the portals."""

    arguments = "[--all] [--where NAME]"
    summary = "The address book: portals, what proved them, last run, articles"
    example = "scrapy portals; scrapy portals --where 'Sở TT&TT Bắc Kạn'"

    def add_argument(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="every host known, with what became of it")
        parser.add_argument("--where", metavar="NAME", help="where a department, province or host went")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            raise usage(f"portals takes no argument {args[0]!r}; see scrapy portals --help")
        console = Console(highlight=False, width=None if sys.stdout.isatty() else 140)
        if opts.where is not None:
            self._where(console, opts.where)
            return
        if opts.all:
            _show_hosts(console)
            return
        known = _known(Path(self.settings["STORE_PATH"]))
        console.print(_portals_table(self._classes(), known, console.width))

    def _where(self, console: Console, name: str) -> None:
        found = where(name)
        for place in found:
            name_and_province = ", ".join(part for part in (place.agency, province_label(place.province)) if part)
            console.print(name_and_province or name, style="bold", markup=False)
            today = [f"today: {place.today}"] if place.changes else []
            for line in [*map(str, place.changes), *today, *(f"pages: {host.host}" for host in place.hosts)]:
                console.print(f"  {line}", markup=False, soft_wrap=True)
        if not found:
            self.exitcode = 1
            console.print(f"nothing is known of {name!r}; try a department, a province or a host", markup=False)

    def _classes(self) -> list[type[PortalSpider]]:
        loader = get_spider_loader(self.settings)
        found = [loader.load(name) for name in sorted(loader.list())]
        return [each for each in found if issubclass(each, PortalSpider) and each.addresses()]


def _known(path: Path) -> dict[str, PortalSummary]:
    if not path.exists():
        return {}
    try:
        connection = connect(path, readonly=True)
    except StoreError as error:
        raise usage(str(error)) from None
    return {summary.portal: summary for summary in portal_summaries(connection)}


def _portals_table(classes: list[type[PortalSpider]], known: dict[str, PortalSummary], width: int) -> Table:
    most = next((most for below, most in _TIGHT.items() if width < below), None)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=0 if most else (0, 1))
    gives_way = dict(zip(("platform", "agency", "province"), most or (None, None, None), strict=True))
    for column in ("portal", "platform", "agency", "province", "proven", "last run"):
        table.add_column(column, overflow="ellipsis", no_wrap=True, max_width=gives_way.get(column))
    table.add_column("articles", justify="right", min_width=len("articles"))
    for portal in classes:
        entry = next((found for address in portal.addresses() if (found := by_address(address))), None)
        summary = known.get(portal.name)
        table.add_row(
            portal.name,
            portal.family.name,
            portal.agency or (entry.agency if entry else ""),
            portal.province or (entry.province_label or "" if entry else ""),
            "yes" if portal.proven else "no",
            _last_run(summary) if summary else "",
            f"{summary.articles:,}" if summary else "",
        )
    return table


def _last_run(summary: PortalSummary) -> str:
    ended = "" if summary.last_reason == "finished" else summary.last_reason or ""
    return f"{_day(summary.last_run_at)} {ended}".strip()


def _day(seconds: int | None) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d") if seconds else ""


def _show_hosts(console: Console) -> None:
    """Show every host: a table where it fits, else a few lines a host."""
    if console.width < _WIDE:
        for host in hosts().values():
            console.print(host.host, style="bold", markup=False)
            said = (host.agency, host.province_label, host.family, _fate(host))
            console.print(f"  {'; '.join(filter(None, said))}", markup=False)
            if host.article:
                console.print(f"  {host.article}", markup=False, overflow="fold")
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("host", "agency", "province", "family", "article as seen", "since the mergers"):
        table.add_column(column, overflow="fold", no_wrap=column in ("host", "province"))
    for host in hosts().values():
        table.add_row(host.host, host.agency, host.province_label or "", host.family, host.article, _fate(host))
    console.print(table)


def _fate(host: Host) -> str:
    return " ".join(part for part in (host.risk.replace("_", " "), host.moved_to and f"-> {host.moved_to}") if part)
