"""Progress of a crawl: a bar on a terminal, a line a minute in a log."""

import logging
import sys
import time
from collections.abc import Sized
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from scrapy import signals
from scrapy.crawler import Crawler
from twisted.internet.task import LoopingCall

logger = logging.getLogger(__name__)

_TERMINAL_SECONDS = 0.5
_LOG_SECONDS = 60.0
_SETTLED_SECONDS = 10.0  # without a new address, before the bar says how much is done


class ProgressExtension:
    """Shows pages, articles, errors, what is left and the rate."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.started = self._grew_at = time.monotonic()
        self._known = 0  # pages read and addresses waiting
        self.on_terminal = sys.stderr.isatty() and not crawler.settings.get("LOG_FILE")
        self.bar: Progress | None = None
        self.task: TaskID | None = None
        self.loop: LoopingCall | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "ProgressExtension":
        extension = cls(crawler)
        crawler.signals.connect(extension.opened, signals.spider_opened)
        crawler.signals.connect(extension.closed, signals.spider_closed)
        return extension

    def opened(self, spider: Any) -> None:
        self.started = time.monotonic()
        logger.info("Crawling %s", spider.name)
        if self.on_terminal:
            columns = SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[facts]}")
            self.bar = Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True)
            self.task = self.bar.add_task(spider.name, total=None, facts="")
            self.bar.start()
        self.loop = LoopingCall(self.show)
        self.loop.start(_TERMINAL_SECONDS if self.bar else _LOG_SECONDS, now=False)

    def closed(self) -> None:
        if self.loop and self.loop.running:
            self.loop.stop()
        if self.bar:
            self.bar.stop()
        else:
            self.show()

    def show(self) -> None:
        done, left, facts = self.facts()
        if self.bar and self.task is not None:
            self.bar.update(self.task, completed=done, total=self._total(done + left), facts=facts)
        else:
            logger.info("%s", facts, extra={"pages": done, "to_do": left})  # named in JSON lines

    def facts(self) -> tuple[int, int, str]:
        """Return pages fetched, addresses still to be read, and both with the rest in words."""
        value = self.crawler.stats.get_value if self.crawler.stats else lambda _key, default: default
        pages = int(value("response_received_count", 0))
        articles = int(value("store/stored", 0))
        errors = int(value("store/failed", 0))
        engine = self.crawler.engine
        scheduler = getattr(getattr(engine, "_slot", None), "scheduler", None)
        left = len(scheduler) if isinstance(scheduler, Sized) else 0  # before the crawl begins and after it: nobody
        left += len(getattr(getattr(engine, "downloader", None), "active", ()))  # asked for and not answered yet
        rate = pages / max(0.1, time.monotonic() - self.started)
        words = f"{pages:,} pages, {articles:,} articles, {errors:,} errors, {left:,} to do, {rate:.1f} pages/s"
        return pages, left, words

    def _total(self, known: int) -> int | None:
        """Return what the bar is full at; None (it only moves) while more is found than read: no bar may shrink."""
        now = time.monotonic()
        if known > self._known:
            self._known, self._grew_at = known, now
        return known if now - self._grew_at > _SETTLED_SECONDS else None
