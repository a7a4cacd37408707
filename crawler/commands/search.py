"""`scrapy search`: find articles by words."""

import argparse
import json
import sqlite3
import sys

from rich.console import Console

from crawler.command import BaseCommand, usage
from crawler.commands.bars import watched
from crawler.commands.store_choice import open_store
from crawler.search.index import behind, catch_up, has_index
from crawler.search.search import Hit, excerpt, search
from crawler.showing import on_one_line
from crawler.store.errors import StoreError
from crawler.store.store import Store


class Command(BaseCommand):
    """Search the articles."""

    arguments = "[--limit N] [--json] WORDS..."
    summary = "Find articles by words, with or without their marks; in quotes: side by side"
    example = "scrapy search da nang; scrapy search '\"chuyển đổi số\" nông thôn'"

    def add_argument(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--limit", type=int, default=20, metavar="N", help="at most N articles (default: 20)")
        parser.add_argument("--json", action="store_true", help="one article a line")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if not args:
            raise usage("say what to search for")
        query = " ".join(args).encode("utf-8", "replace").decode()
        console = Console(highlight=False, soft_wrap=True)
        with open_store(self.settings) as store:
            self._bring_up(store)
            hits = search(store.connection, query, opts.limit)
            for hit in hits:
                _print_json(hit) if opts.json else _print(console, store, hit, query)
        if not hits and not opts.json:
            console.print("nothing found")

    def _bring_up(self, readonly: Store) -> None:
        """Index what is new, in a connection of its own; when that cannot be, what is indexed already must do."""
        late = behind(readonly.connection)
        if late == 0 and has_index(readonly.connection):
            return
        try:
            with Store.open(self.settings["STORE_PATH"], busy_seconds=2) as store:
                catch_up(store.connection, lambda rows, total: watched("index", rows, total))
        except (StoreError, sqlite3.OperationalError) as error:
            if not has_index(readonly.connection):
                raise usage(f"the articles cannot be indexed: {error}") from None
            sys.stderr.write(f"{late:,} articles are not yet searched: {error}\n")


def _print(console: Console, store: Store, hit: Hit, query: str) -> None:
    text = store.connection.execute("SELECT text FROM articles WHERE id = ?", (hit.article,)).fetchone()[0]
    console.print(on_one_line(f"{(hit.published or '')[:10]:10}  {hit.title}"), style="bold", markup=False)
    console.print(on_one_line(f"            {hit.portal}  {hit.url or ''}"), style="dim", markup=False)
    console.print(on_one_line(f"            {excerpt(text, query)}"), markup=False)


def _print_json(hit: Hit) -> None:
    fields = ("title", "url", "portal", "published", "fit")
    sys.stdout.write(json.dumps({name: getattr(hit, name) for name in fields}, ensure_ascii=False) + "\n")
