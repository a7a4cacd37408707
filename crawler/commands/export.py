"""`scrapy export`: articles of the store as a file."""

import argparse
import sys
from pathlib import Path

from crawler.command import BaseCommand, usage
from crawler.commands.article_choice import add_filters, selection_of
from crawler.commands.bars import watched
from crawler.commands.store_choice import open_store
from crawler.exports.export import FORMATS, BadRequest, Request, check, export
from crawler.store.errors import StoreError


class Command(BaseCommand):
    """Export articles."""

    arguments = "--format FORMAT [filters] [-o PATH]"
    summary = f"Export articles: {', '.join(FORMATS)}; .jsonl and .csv also .gz or .zst by the path's suffix"
    example = "scrapy export --format parquet --portal ha_noi_stttt --since 2020-01-01 -o news.parquet"

    def add_argument(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--format", required=True, help=", ".join(FORMATS))
        parser.add_argument("-o", "--output", metavar="PATH", help="file to write (default: in output/exports/)")
        parser.add_argument("--since-export", metavar="NAME", help="only what is new or changed since that export")
        parser.add_argument("--bom", action="store_true", help="csv: begin with a byte order mark")
        parser.add_argument("--raw-cells", action="store_true", help="csv: leave cells that a spreadsheet would run")
        add_filters(parser)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            raise usage(f"export takes no argument {args[0]!r}; see scrapy export --help")
        request = self._request(opts)
        try:
            check(request)
            with open_store(self.settings, readonly=request.since_export is None) as store:
                done = export(store, request, lambda rows, total: watched("export", rows, total))
        except (BadRequest, StoreError, OSError) as error:
            raise usage(str(error)) from None
        if done.written:
            nothing = "" if done.rows else ": nothing fits the filters"
            sys.stdout.write(f"{done.path}: {done.rows:,} articles{nothing}\n")
        else:
            sys.stdout.write(f"nothing new since export {request.since_export}\n")

    def _request(self, opts: argparse.Namespace) -> Request:
        name = opts.since_export
        if name is not None and not name.replace("-", "").replace("_", "").isalnum():
            raise usage(f"--since-export {name!r}: letters, digits, - and _ only")
        return Request(
            opts.format,
            selection_of(self.settings, opts),
            Path(opts.output) if opts.output else None,
            since_export=name,
            byte_order_mark=opts.bom,
            guarded=not opts.raw_cells,
        )
