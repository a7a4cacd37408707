"""`scrapy report`: the page that shows what the store holds."""

import argparse
import sys
from pathlib import Path

from crawler.command import BaseCommand, usage
from crawler.commands.store_choice import open_store
from crawler.reports import write_report


class Command(BaseCommand):
    """Write the report page."""

    arguments = "[-o PATH]"
    summary = "Write a page that shows what was crawled, by portal and month, with articles and their fields"
    example = "scrapy report -o output/report.html"

    def add_argument(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("-o", dest="output", help="where to (default: REPORT_PATH, output/report.html)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            raise usage(f"report takes no argument {args[0]!r}; give the path with -o")
        path = Path(opts.output or self.settings["REPORT_PATH"])
        with open_store(self.settings) as store:
            try:
                write_report(store.connection, path)
            except OSError as error:
                raise usage(f"{path}: cannot be written ({error.strerror})") from None
        sys.stdout.write(f"{path.resolve().as_uri()}\n")
