"""`scrapy verify`: is every stored page whole, and every address in one state."""

import argparse
import sys

from crawler.command import BaseCommand
from crawler.commands.store_choice import open_store


class Command(BaseCommand):
    """Check the whole store."""

    summary = "Check the store: file, sums of the ledger, every page against its hash"
    example = "scrapy verify -s STORE_PATH=output/articles.db. Exit code 5 if anything is wrong"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002
        wrong = 0
        with open_store(self.settings) as store:
            for line in store.verify():
                wrong += 1
                sys.stdout.write(line + "\n")
            pages = store.connection.execute("SELECT count(*) FROM pages").fetchone()[0]
            sys.stdout.write(f"{pages:,} pages, {store.count():,} articles: {wrong or 'nothing'} wrong\n")
        self.exitcode = 5 if wrong else 0
