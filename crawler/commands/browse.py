"""`scrapy browse`: look at the store in a web browser."""

import argparse
import logging
import sqlite3
import sys
from pathlib import Path

from crawler.command import BaseCommand, usage
from crawler.commands.bars import watched
from crawler.commands.store_choice import open_store
from crawler.search.index import catch_up
from crawler.store.errors import StoreError
from crawler.store.store import Store


class Command(BaseCommand):
    """Browse the store."""

    arguments = "[--port N]"
    summary = "Search and browse the store in a web browser: Datasette, read-only, on this machine alone"
    example = "scrapy browse --port 8001, then open http://127.0.0.1:8001/"

    def add_argument(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8001, help="port to listen on (default: 8001)")
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on; another lets others look")
        parser.add_argument(
            "--allow-host", action="append", default=[], metavar="NAME", help="name it may be called by"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            raise usage(f"browse takes no argument {args[0]!r}; see scrapy browse --help")
        import uvicorn

        from crawler.browse.server import application  # Datasette takes a second to import

        store = Path(self.settings["STORE_PATH"])
        open_store(self.settings).close()
        self._bring_up(store)
        sys.stdout.write(f"http://{opts.host}:{opts.port}/ shows {store}; Ctrl-C ends\n")
        sys.stdout.flush()
        logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
        uvicorn.run(
            application(store, [opts.host, *opts.allow_host]),
            host=opts.host,
            port=opts.port,
            log_config=None,
            access_log=False,
            server_header=False,
        )

    def _bring_up(self, path: Path) -> None:
        try:
            with Store.open(path, busy_seconds=2) as store:
                catch_up(store.connection, lambda rows, total: watched("index", rows, total))
        except (StoreError, sqlite3.OperationalError) as error:
            sys.stderr.write(f"what is new is not searched: {error}\n")
