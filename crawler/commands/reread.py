"""`scrapy reread`: today's rules over stored pages, nothing fetched."""

import argparse
import json
from collections import Counter
from contextlib import nullcontext
from dataclasses import asdict, replace
from functools import cache
from typing import Any

from rich.console import Console
from rich.progress import Progress
from scrapy.spiderloader import get_spider_loader

from crawler.command import BaseCommand, usage
from crawler.commands.portal_choice import portal_class, reading_portal
from crawler.commands.store_choice import open_store
from crawler.learning.kept import known_portal
from crawler.platforms.arguments import BadArgument, day_argument
from crawler.reading import RULES_VERSION, Portal
from crawler.rereading import Reread, reread
from crawler.saved_pages import differences
from crawler.store.store import Store


class Command(BaseCommand):
    """Read stored pages again."""

    arguments = "[--portal PORTAL] [--since DAY] [--diff] [--workers N]"
    summary = "Read stored pages again with today's rules; nothing is fetched"
    example = "scrapy reread --diff shows field by field what would change; scrapy reread --portal ha_noi_stttt commits"

    def add_argument(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--portal", help="only this portal")
        parser.add_argument("--since", help="only articles published since this day")
        parser.add_argument("--diff", action="store_true", help="show what would change field by field, commit nothing")
        parser.add_argument("--workers", type=int, help="processes (default: one a core)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            raise usage(f"reread takes no argument {args[0]!r}; see scrapy reread --help")
        if opts.portal:
            portal_class(self.settings, opts.portal)
        try:
            since = day_argument("--since", opts.since)
        except BadArgument as error:
            raise usage(str(error)) from None
        console = Console(highlight=False, soft_wrap=True)
        from crawler.demo.portal_classes import portal_classes  # nobody else needs the demo's pages

        self.portal_names = {each.name for each in portal_classes()} | set(get_spider_loader(self.settings).list()) - {
            "urls"
        }
        with open_store(self.settings, readonly=opts.diff) as store:
            tally = self._reread(store, opts, since.isoformat() if since else None, console)
        _print_tally(console, tally, committed=not opts.diff)

    def _reread(self, store: Store, opts: argparse.Namespace, since: str | None, console: Console) -> Counter[str]:
        tally: Counter[str] = Counter()
        changes: list[Reread] = []
        with Progress(console=Console(stderr=True), transient=True, disable=not console.is_terminal) as bar:
            task = bar.add_task("reading again", total=store.count(opts.portal))
            pages = store.pages_to_reread(opts.portal, since)
            keeps = self.settings.getbool("KEEP_REMOVED")
            for each in reread(pages, self._portal_of(store), opts.workers, keep_removed=keeps):
                bar.advance(task)
                tally["read"] += 1
                changed = self._compare(store, each, tally, console if opts.diff else None)
                if not opts.diff and (changed or _is_unkept(store, each)):
                    changes.append(each)
        with store.transaction() if changes else nullcontext():
            for each in changes:
                assert each.found is not None
                store.replace(each.article, each.found, RULES_VERSION, removed=each.removed)
        return tally

    def _portal_of(self, store: Store) -> Any:
        @cache
        def portal_of(name: str, url: str) -> Portal | None:
            book = name in self.portal_names
            known = reading_portal(self.settings, name if book else None, "" if book else url) or Portal()
            learned = None if book else known_portal(store.connection, name)
            if learned is not None:
                return replace(known, name=name, family=learned.family, selectors=learned.selectors())
            return replace(known, name=name)

        return portal_of

    @staticmethod
    def _compare(store: Store, each: Reread, tally: Counter[str], console: Console | None) -> bool:
        if each.found is None:
            tally["now declined (kept)"] += 1
            if console:
                console.print(f"article {each.article}: {each.reason}", markup=False)
            return False
        held = store.shelf.get(each.article)
        different = differences(_record(held), _record(each.found))
        for field, (before, after) in different.items():
            tally[f"field {field}"] += 1
            if console:
                words = f"{json.dumps(before, ensure_ascii=False)} -> {json.dumps(after, ensure_ascii=False)}"
                console.print(f"{held.url}  {field}: {words}", markup=False)
        tally["changed"] += bool(different)
        return bool(different)


def _is_unkept(store: Store, each: Reread) -> bool:
    """Whether lines were asked for that the store does not hold as left out of the article."""
    if each.found is None or each.removed is None:
        return False
    return list(store.shelf.history(each.article)[-1].removed) != each.removed


def _record(article: Any) -> dict[str, Any]:
    return {name: value for name, value in asdict(article).items() if name != "fetched_at"}


def _print_tally(console: Console, tally: Counter[str], *, committed: bool) -> None:
    verb = "changed" if committed else "would change"
    console.print(f"{tally.pop('read', 0):,} pages read again, {tally.pop('changed', 0):,} articles {verb}")
    for name, number in tally.most_common():
        console.print(f"  {name.removeprefix('field '):<20} {number:,}")
