"""`scrapy history`: why an address is in the store, and every version of its article."""

import argparse
import json
from collections.abc import Iterator
from datetime import UTC, datetime

from rich.console import Console

from crawler.command import BaseCommand, usage
from crawler.commands.store_choice import open_store
from crawler.store.frontier import STORED, UNCHANGED
from crawler.store.provenance import Provenance, provenance


class Command(BaseCommand):
    """Show where an article comes from and what became of it."""

    arguments = "[--json] URL"
    summary = "Why an address is in the store, and every version of its article with what changed"
    example = "scrapy history https://sotttt.hanoi.gov.vn/tin-tuc-su-kien/-/view_content/4430301-..."

    def add_argument(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one version a line")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise usage("give the address of one article")
        console = Console(highlight=False, soft_wrap=True)
        with open_store(self.settings) as store:
            row = provenance(store.connection, args[0])
            if row is None:
                raise usage(f"{args[0]} was never seen; check the address, or crawl its portal first")
            revisions = store.history(args[0], row.portal) if row.article is not None else []
        if not opts.json:
            for line in _told(row):
                console.print(line, markup=False)
        for revision in revisions:
            seen = _instant(revision.seen_at)
            if opts.json:
                record = {
                    "number": revision.number,
                    "seen_at": seen,
                    "change": revision.change,
                    "difference": revision.difference,
                }
                if revision.removed:
                    record["removed"] = revision.removed
                console.print(json.dumps(record, ensure_ascii=False), markup=False)
                continue
            console.print(f"{revision.number}  {seen}  {revision.change}", markup=False)
            for field, change in revision.difference.items():
                console.print(f"    {field}: {json.dumps(change, ensure_ascii=False)}", markup=False)
            if revision.removed:
                console.print(f"    left out ({len(revision.removed)}):", markup=False)
            for class_, position, words in revision.removed:
                console.print(f"      {class_:<16} {position!s:<6} {words[:90]}", markup=False)


def _told(row: Provenance) -> Iterator[str]:
    """Say in lines why an address is here and what became of it."""
    if row.title is not None:
        yield row.title
    yield row.url
    status = f"HTTP {row.status}" if row.status else None
    yield f"state      {', '.join(filter(None, [row.state, row.reason, status]))}"
    found = f"on {row.found_on}" if row.found_on else f"by the class of {row.portal}"
    yield f"found      {_instant(row.seen_at)} {found}"
    if row.link_text or row.listing_date:
        yield f"listed as  {' '.join(filter(None, [row.listing_date, row.link_text]))}"
    if row.title is not None:
        fixes = ", ".join(json.loads(row.fixes or "[]")) or "none"
        yield f"read       by {row.platform or 'generic'} rules, version {row.extractor_version or '?'}; fixes: {fixes}"
        yield f"doubts     {', '.join(json.loads(row.flags or '[]')) or 'none'}"
        yield f"published  {row.published} from {row.published_origin}" if row.published else "published  no date"
    if row.gone_at is not None:
        yield f"gone       {_instant(row.gone_at)} {row.gone_reason}"
    if row.unlisted_at is not None:
        still = "; its address still gave it when last asked" if row.state in (STORED, UNCHANGED) else ""
        yield f"unlisted   {_instant(row.unlisted_at)} its list shows its neighbours without it{still}"
    yield f"next look  {_instant(row.next_at) if row.next_at is not None else 'when a crawl meets it'}"
    for address, origin in row.aliases:
        yield f"also       {address} ({origin})"


def _instant(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()
