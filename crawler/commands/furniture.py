"""`scrapy furniture`: what was learned of a portal, and forgetting it."""

import argparse
from datetime import UTC, datetime

from rich import box
from rich.console import Console
from rich.table import Table

from crawler.command import BaseCommand, usage
from crawler.commands.store_choice import open_store
from crawler.store.furniture import LearnedRow, forget, learned_portals, recall
from crawler.store.store import Store


class Command(BaseCommand):
    """Show or forget what was learned of portals without a class."""

    arguments = "[PORTAL [--forget]]"
    summary = "Show what was learned of a portal from its own pages; --forget takes it back"
    example = "scrapy furniture lists the portals; scrapy furniture so_example_gov_vn --forget"

    def add_argument(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--forget", action="store_true", help="delete what was learned; articles stay as read")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) > 1 or (opts.forget and not args):
            raise usage("name one portal; scrapy furniture lists them")
        console = Console(highlight=False, soft_wrap=True)
        assert self.settings is not None
        with open_store(self.settings, readonly=not opts.forget) as store:
            if not args:
                names = learned_portals(store.connection)
                console.print(
                    "\n".join(names) or "Nothing was learned yet: scrapy crawl any -a url=ADDRESS", markup=False
                )
            elif opts.forget:
                self._forget(console, store, args[0])
            else:
                self._show(console, store, args[0])

    def _forget(self, console: Console, store: Store, portal: str) -> None:
        with store.transaction():
            forgotten = forget(store.connection, portal)
        self.exitcode = 0 if forgotten else 1
        console.print(
            f"{portal} is forgotten; its next crawl learns it anew."
            if forgotten
            else f"nothing was learned of {portal}",
            markup=False,
        )

    def _show(self, console: Console, store: Store, portal: str) -> None:
        row = recall(store.connection, portal)
        if row is None:
            self.exitcode = 1
            console.print(f"nothing was learned of {portal!r}; scrapy furniture lists the portals", markup=False)
            return
        day = datetime.fromtimestamp(row.learned_at, UTC).strftime("%Y-%m-%d")
        console.print(f"{portal}, learned on {day}", markup=False)
        for name, value in row.walk.items():
            if value:
                console.print(f"  {name}: {value}", markup=False)
        console.print(_table(row))
        console.print(f"{len(row.lines)} lines of furniture:", markup=False)
        for line in row.lines:
            console.print(f"  {line}", markup=False)


def _table(row: LearnedRow) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("field", "selector", "agreement"):
        table.add_column(column, overflow="fold")
    for each in row.selectors:
        table.add_row(each.field, each.css.replace("[", "\\["), f"{each.right} of {each.of} pages")
    return table
