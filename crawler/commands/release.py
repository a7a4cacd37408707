"""`scrapy release`: a data set others can open, cite and check."""

import argparse
import sqlite3
import sys
from pathlib import Path

from crawler.command import BaseCommand, usage
from crawler.commands.article_choice import add_filters, selection_of
from crawler.commands.bars import watched
from crawler.commands.store_choice import open_store
from crawler.releases.release import BadPlan, Plan, check, release
from crawler.releases.shapes import SHAPES
from crawler.store.errors import StoreError


class Command(BaseCommand):
    """Release the articles as a data set."""

    arguments = "NAME [--shape SHAPE] [filters]"
    summary = "Write a folder that datasets.load_dataset opens: Parquet, card, Croissant, manifest, splits"
    example = "scrapy release tin-so-2026-11 --no-flag short_body; --shape binhvq for `text` alone"

    def add_argument(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--shape", default="full", help=f"{', '.join(SHAPES)} (default: full)")
        parser.add_argument("-o", "--output", metavar="FOLDER", default="output/releases", help="where releases lie")
        parser.add_argument("--previous", metavar="NAME", help="release to compare with (default: the latest there)")
        parser.add_argument("--failing", action="store_true", help="also what failing portals gave since they fail")
        add_filters(parser)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise usage("name the release")
        if opts.shape not in SHAPES:
            raise usage(f"unknown shape {opts.shape!r}: one of {', '.join(SHAPES)}")
        chosen = selection_of(self.settings, opts)
        plan = Plan(args[0], chosen, SHAPES[opts.shape], Path(opts.output), opts.previous, opts.failing)
        try:
            check(plan)
            with open_store(self.settings, readonly=False) as store:
                manifest = release(store, plan, lambda rows, total: watched("release", rows, total))
        except (BadPlan, StoreError, OSError, sqlite3.OperationalError) as error:
            raise usage(str(error)) from None
        rows = ", ".join(f"{name} {number:,}" for name, number in manifest["splits"]["rows"].items())
        sys.stdout.write(f"{plan.path}: {manifest['rows']:,} articles ({rows})\n")
        for portal, since in manifest["held_back"].items():
            sys.stdout.write(f"held back: what {portal} gave since {since}, for it fails (scrapy status {portal})\n")
