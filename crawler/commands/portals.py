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
from spiders.registry import by_address, hosts, province_label, where


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
        if opts.where:
            self._where(console, opts.where)
            return
        if opts.all:
            console.print(_hosts_table())
            return
        console.print(_portals_table(self._classes(), _known(Path(self.settings["STORE_PATH"]))))

    def _where(self, console: Console, name: str) -> None:
        found = where(name)
        for place in found:
            name_and_province = ", ".join(part for part in (place.agency, province_label(place.province)) if part)
            console.print(name_and_province or name, style="bold", markup=False)
            for line in [*map(str, place.changes), *(f"pages: {host.host}" for host in place.hosts)]:
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


def _portals_table(classes: list[type[PortalSpider]], known: dict[str, PortalSummary]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("portal", "platform", "agency", "province", "proven", "last run"):
        table.add_column(column, overflow="ellipsis", no_wrap=True)
    table.add_column("articles", justify="right")
    for portal in classes:
        entry = next((found for address in portal.addresses() if (found := by_address(address))), None)
        summary = known.get(portal.name)
        table.add_row(
            portal.name,
            portal.family.name,
            portal.agency or (entry.agency if entry else ""),
            portal.province or (entry.province_label or "" if entry else ""),
            "yes" if portal.proven else "no",
            f"{_day(summary.last_run_at)} {summary.last_reason or ''}".strip() if summary else "",
            f"{summary.articles:,}" if summary else "",
        )
    return table


def _day(seconds: int | None) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d") if seconds else ""


def _hosts_table() -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("host", "agency", "province", "family", "article as seen", "since the mergers"):
        table.add_column(column, overflow="fold", no_wrap=column in ("host", "province"))
    for host in hosts().values():
        fate = " ".join(part for part in (host.risk.replace("_", " "), host.moved_to and f"-> {host.moved_to}") if part)
        table.add_row(host.host, host.agency, host.province_label or "", host.family, host.article, fate)
    return table
