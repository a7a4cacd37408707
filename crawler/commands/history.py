"""`scrapy history`: every version of one article."""

import argparse
import json
from datetime import UTC, datetime

from rich.console import Console

from crawler.command import BaseCommand, usage
from crawler.commands.store_choice import open_store
from crawler.store.errors import StoreError


class Command(BaseCommand):
    """Show the revisions of an article."""

    arguments = "[--json] URL"
    summary = "Every version of one article, with what changed"
    example = "scrapy history https://sotttt.hanoi.gov.vn/tin-tuc-su-kien/-/view_content/4430301-..."

    def add_argument(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one version a line")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise usage("give the address of one article")
        console = Console(highlight=False, soft_wrap=True)
        with open_store(self.settings) as store:
            try:
                revisions = store.history(args[0])
            except StoreError as error:
                raise usage(str(error)) from None
        for revision in revisions:
            seen = datetime.fromtimestamp(revision.seen_at, UTC).isoformat()
            if opts.json:
                record = {
                    "number": revision.number,
                    "seen_at": seen,
                    "change": revision.change,
                    "difference": revision.difference,
                }
                console.print(json.dumps(record, ensure_ascii=False), markup=False)
                continue
            console.print(f"{revision.number}  {seen}  {revision.change}", markup=False)
            for field, change in revision.difference.items():
                console.print(f"    {field}: {json.dumps(change, ensure_ascii=False)}", markup=False)
