"""`scrapy importtext`: text dumps of articles (old corpora) cleaned and stored like the rest."""

import argparse
import hashlib
import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from rich.console import Console
from rich.progress import track

from crawler.command import BaseCommand, usage
from crawler.commands.sources import SourceError, load
from crawler.commands.store_choice import open_store
from crawler.reading import RULES_VERSION, NotAnArticle, Portal, Removed, read_dump
from crawler.store.outcomes import Reading
from crawler.store.store import Store
from items import Page

_BATCH = 200  # files a transaction


class Command(BaseCommand):
    """Clean and store text dumps."""

    arguments = "[--portal NAME] PATH..."
    summary = "Clean text dumps (.txt files, or folders of them) and store them like crawled articles"
    example = "scrapy importtext --portal old_corpus dumps/. The same text twice is one article"

    def add_argument(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--portal", default="imported", help="name they are stored under (default: imported)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        paths = list(_files(args))
        if not paths:
            raise usage("give .txt files, or folders that hold some")
        tally: Counter[str] = Counter()
        shown = track(paths, "importing", console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True)
        with open_store(self.settings, readonly=False) as store:
            remaining = iter(shown)
            while batch := list(islice(remaining, _BATCH)):
                with store.transaction():
                    tally.update(self._store(store, path, opts.portal) for path in batch)
        sys.stdout.write(", ".join(f"{number:,} {word}" for word, number in tally.most_common()) + "\n")
        self.exitcode = 1 if tally["declined"] else 0

    def _store(self, store: Store, path: Path, portal: str) -> str:
        try:
            body = load(str(path)).page.body
            page = Page(url="", body=body)
            removed: list[Removed] | None = [] if self.settings.getbool("KEEP_REMOVED") else None
            article = read_dump(page, Portal(portal), removed=removed)
        except (SourceError, NotAnArticle) as error:
            sys.stderr.write(f"{path}: {error}\n")
            return "declined"
        identity = hashlib.sha256(body).hexdigest()
        reading = Reading(
            f"text:{identity}",
            page,
            article,
            key=identity,
            identity=identity,
            extractor_version=RULES_VERSION,
            removed=removed,
        )
        return store.settling.settle(portal, reading, run=None, now=int(time.time()))


def _files(arguments: list[str]) -> Iterator[Path]:
    for argument in arguments:
        path = Path(argument)
        if path.is_dir():
            yield from sorted(path.rglob("*.txt"))
        elif path.exists():
            yield path
        else:
            raise usage(f"{argument}: no such file or folder")
