"""`scrapy backup`: copy the store while it is in use."""

import argparse
import sys
from pathlib import Path

from crawler.command import BaseCommand, usage
from crawler.commands.store_choice import open_store
from crawler.store.errors import StoreError


class Command(BaseCommand):
    """Copy the store."""

    arguments = "PATH"
    summary = "Copy the store to a new file; safe during a crawl"
    example = "scrapy backup backups/articles-2026-11-23.db"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002
        if len(args) != 1:
            raise usage("give the path of the copy")
        with open_store(self.settings) as store:
            try:
                store.backup(args[0])
            except StoreError as error:
                raise usage(str(error)) from None
        sys.stdout.write(f"{args[0]}: {Path(args[0]).stat().st_size / 2**20:.1f} MB\n")
