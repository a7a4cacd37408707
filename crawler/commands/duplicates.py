"""`scrapy duplicates`: find copies, list clusters."""

import argparse
import json
import sqlite3
import sys
from dataclasses import asdict

from rich.console import Console

from crawler.command import BaseCommand, usage
from crawler.commands.bars import watched
from crawler.commands.store_choice import open_store
from crawler.duplicates.clusters import Copy, catch_up, clusters
from crawler.showing import on_one_line
from crawler.store.errors import StoreError


class Command(BaseCommand):
    """Find copies of articles."""

    arguments = "[--list N] [--json]"
    summary = "Find copies and edited reprints among the articles; none is deleted, exports choose (--no-reprints)"
    example = "scrapy duplicates --list 10"

    def add_argument(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--list", type=int, default=0, metavar="N", help="show the N largest clusters")
        parser.add_argument("--json", action="store_true", help="one article of a listed cluster a line")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            raise usage(f"duplicates takes no argument {args[0]!r}; see scrapy duplicates --help")
        with open_store(self.settings, readonly=False) as store:
            try:
                done = catch_up(store.connection, lambda rows, total: watched("compare", rows, total))
            except (StoreError, sqlite3.OperationalError) as error:
                raise usage(str(error)) from None
            roles = dict(store.connection.execute("SELECT role, count(*) FROM duplicates GROUP BY role").fetchall())
            found = list(clusters(store.connection, opts.list)) if opts.list > 0 else []
        if not opts.json:
            sys.stdout.write(
                f"{done:,} articles compared; {roles.get('origin', 0):,} articles have copies:"
                f" {roles.get('reprint', 0):,} reprints, {roles.get('edited_reprint', 0):,} edited reprints\n"
            )
        console = Console(highlight=False, soft_wrap=True)
        for cluster in found:
            for copy in cluster:
                _print_json(copy) if opts.json else console.print(_line(copy), markup=False)


def _print_json(copy: Copy) -> None:
    sys.stdout.write(json.dumps(asdict(copy), ensure_ascii=False) + "\n")


def _line(copy: Copy) -> str:
    title = on_one_line(copy.title)
    if copy.role == "origin":
        return f"\n{(copy.published or '')[:10]:10}  {copy.portal}  {title}"
    lag = "" if copy.lag is None else f", {copy.lag} day{'s' if copy.lag != 1 else ''} later"
    return f"    {copy.role.replace('_', ' ')} ({copy.jaccard:.2f}{lag})  {copy.portal}  {title}"
