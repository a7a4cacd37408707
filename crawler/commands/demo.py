"""`scrapy demo`: the main job on portals of our own, from an empty folder to an export and a page to look at."""

import argparse
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from crawler.command import BaseCommand
from crawler.commands.store_choice import open_store
from crawler.exports import JsonLines, write_export
from crawler.health import Verdict
from crawler.health.book import judge_portal
from crawler.platforms.portal import PortalSpider
from crawler.reports import write_report
from crawler.store.store import Store

_QUICK = {"DOWNLOAD_DELAY": 0, "ALLOWED_PRIVATE_NETWORKS": ["127.0.0.1/32"], "LOG_LEVEL": "ERROR"}


class Command(BaseCommand):
    """Serve the demo portals, crawl them, export, report."""

    summary = "Serve the demo portals on 127.0.0.1, crawl them all, export, write a page to look at"
    example = "scrapy demo (what `make demo` runs)"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002
        from crawler.demo import serve  # here: Scrapy imports every command for each, and no other needs these pages
        from crawler.demo.portal_classes import portal_classes

        console = Console(highlight=False)
        export = Path(self.settings["EXPORT_PATH"])
        with open_store(self.settings, readonly=False):
            pass  # an unusable store ends here, before anything is served
        for name, value in _QUICK.items():
            self.settings.set(name, value, priority="cmdline")
        with serve() as server, proxied(server.proxy):
            console.print(f"{len(portal_classes())} demo portals are served on 127.0.0.1; crawling them ...")
            crawlers = [self._begin(portal) for portal in portal_classes()]
            assert self.crawler_process is not None
            self.crawler_process.start()
        with open_store(self.settings, readonly=False) as store:
            verdicts = {
                crawler.spidercls.name: judge_portal(store.connection, crawler.spidercls.name, crawler.spidercls)
                for crawler in crawlers
            }
            console.print(_table(store, crawlers, verdicts))
            for name, verdict in verdicts.items():
                if verdict is not None and verdict.reason:
                    console.print(f"{name}: {verdict}", soft_wrap=True, markup=False)
            number = write_export(export, JsonLines(), store.articles())
            report = write_report(store.connection, Path(self.settings["REPORT_PATH"]))
        console.print(f"{number:,} articles in {self.settings['STORE_PATH']}, exported to {export}", soft_wrap=True)
        console.print(f"Look at them: {report.resolve().as_uri()}", soft_wrap=True)
        self.exitcode = 0 if number else 1

    def _begin(self, portal: type[PortalSpider]) -> Any:
        assert self.crawler_process is not None
        crawler = self.crawler_process.create_crawler(portal)
        self.crawler_process.crawl(crawler)
        return crawler


@contextmanager
def proxied(proxy: str) -> Iterator[None]:
    """Send this process's web requests through a proxy while the block runs."""
    before = {name: os.environ.get(name) for name in ("http_proxy", "https_proxy", "no_proxy")}
    os.environ.update(http_proxy=proxy, https_proxy=proxy)
    os.environ.pop("no_proxy", None)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


def _table(store: Store, crawlers: list[Any], verdicts: Mapping[str, Verdict | None]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("portal", "pages", "new", "unchanged", "failed", "in the store", "is"):
        table.add_column(column, justify="left" if column in ("portal", "is") else "right", no_wrap=True)
    for crawler in crawlers:
        name, stats = crawler.spidercls.name, crawler.stats.get_stats()
        counts = ("response_received_count", "store/stored", "store/unchanged", "store/failed")
        numbers = (*(stats.get(count, 0) for count in counts), store.count(name))
        verdict = verdicts[name]
        table.add_row(name, *(f"{number:,}" for number in numbers), verdict.word if verdict is not None else "")
    return table
