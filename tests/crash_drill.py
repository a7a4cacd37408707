"""A small site and a small spider to kill: `python -m tests.crash_drill BASE STORE` crawls the site into the store.

The site counts what it serves, so a drill can say what was lost and what was fetched twice.
"""

import asyncio
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import scrapy

from crawler.store import Failed, Reading, SectionRead, Store
from items import Article, Page
from tests.counted_server import Answer, CountedServer

ROOT = Path(__file__).parent.parent
PER_LIST = 20
CONCURRENCY = 4
SETTINGS = {
    "SCHEDULER": "crawler.scheduler.FrontierScheduler",
    "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
    "ITEM_PIPELINES": {
        "crawler.pipelines.validate.ValidatePipeline": 100,
        "crawler.pipelines.deduplicate.DeduplicatePipeline": 200,
        "crawler.pipelines.store.StorePipeline": 300,
    },
    "SPIDER_MIDDLEWARES": {"crawler.middlewares.outcomes.OutcomesLast": 10},
    "CONCURRENT_REQUESTS": CONCURRENCY,
    "CONCURRENT_REQUESTS_PER_DOMAIN": CONCURRENCY,
    "CONCURRENT_ITEMS": 4,
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "ROBOTSTXT_OBEY": False,
    "DOWNLOAD_DELAY": 0,
    "RETRY_TIMES": 0,
    "LOG_LEVEL": "WARNING",
    "EXTENSIONS": {"tests.crash_drill.LoopWatch": 0},
}
_BEAT = 0.02  # seconds between two looks at the event loop


class Site(CountedServer):
    """A listing of `articles` articles, twenty a page; `edited` and `removed` change it."""

    def __init__(self, articles: int, delay: float = 0.005, sentences: int = 10) -> None:
        self.articles = articles
        self.sentences = sentences
        self.edited: set[int] = set()
        self.removed: set[int] = set()
        super().__init__(delay)

    def answer(self, path: str, headers: Any) -> Answer:
        kind, number = path.strip("/").split("/")
        n = int(number)
        if kind == "list":
            last = (self.articles - 1) // PER_LIST
            shown = range(n * PER_LIST, min(self.articles, (n + 1) * PER_LIST))
            links = "".join(f'<a class="tin" href="/article/{i}">Tin {i}</a>' for i in shown if i not in self.removed)
            more = f'<a class="next" href="/list/{n + 1}">tiếp</a>' if n < last else ""
            return 200, {}, f"<html><body>{links}{more}</body></html>".encode()
        if n in self.removed or n >= self.articles:
            return 404, {}, b"<html><body>404</body></html>"
        words = f"Nội dung của tin số {n} do Sở đăng." * self.sentences + (" Bổ sung." if n in self.edited else "")
        return 200, {}, f"<html><body><h1>Tin {n}</h1><p>{words}</p><i>{time.time()}</i></body></html>".encode()


class LoopWatch:
    """An extension that measures the longest time the event loop was held up, in CPU time others may have taken too."""

    def __init__(self, crawler: Any) -> None:
        self._crawler = crawler
        self._beating = asyncio.get_event_loop().create_task(self._beat())
        self.longest = 0.0

    @classmethod
    def from_crawler(cls, crawler: Any) -> "LoopWatch":
        return cls(crawler)

    async def _beat(self) -> None:
        while True:
            before = time.monotonic()
            await asyncio.sleep(_BEAT)
            self.longest = max(self.longest, time.monotonic() - before - _BEAT)
            self._crawler.stats.set_value("loop/longest_pause", round(self.longest, 3))


class DrillSpider(scrapy.Spider):
    """Section pages and articles of `Site`."""

    name = "drill"
    handle_httpstatus_list = (404,)

    def __init__(self, base: str, recheck: str | None = None) -> None:
        super().__init__()
        self.base = base
        self.recheck = recheck
        self.arguments = {"recheck": recheck}

    async def start(self):
        yield scrapy.Request(f"{self.base}/list/0", meta={"kind": "section"})

    def parse(self, response, **_):
        if response.meta.get("kind") == "section":
            links = [response.urljoin(href) for href in response.css("a.tin::attr(href)").getall()]
            yield SectionRead(response.url, len(links))  # on purpose before its links
            for link in links:
                yield scrapy.Request(link, meta={"kind": "article", "found_on": response.url})
            for href in response.css("a.next::attr(href)").getall():
                yield response.follow(href, meta={"kind": "section"}, priority=5)
            return
        if response.status == 404:
            yield Failed(response.url, "http_404", 404)
            return
        text = response.css("p::text").get()
        article = Article(response.url, response.css("h1::text").get(), text=text, paragraphs=[text])
        yield Reading(response.url, Page(response.url, response.body), article)


def crawl(base: str, store: Path, *extra: str) -> subprocess.Popen[str]:
    """Start a crawl of the site in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.crash_drill", base, str(store), *extra],
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def kill_at(site: Site, process: subprocess.Popen[str], served: int, how: signal.Signals = signal.SIGKILL) -> bool:
    """Send a signal once the site has served so many pages; False when the crawl ended before."""
    while sum(site.asked.values()) < served:
        if process.poll() is not None:
            return False
        time.sleep(0.002)
    process.send_signal(how)
    process.wait()
    return True


def locked_crawl(site: Site, store: Path, seconds: float, *, served: int) -> tuple[str, float]:
    """Crawl while another process's lock lies on the store for some seconds, taken when the site has served so many.

    Returns:
        What the crawl said, and the longest time its event loop was held up.
    """
    Store.open(store).close()
    holder = sqlite3.connect(store, isolation_level=None, timeout=30)
    process = None
    if served:
        process = crawl(site.base, store)
        while sum(site.asked.values()) < served:
            time.sleep(0.002)
    holder.execute("BEGIN IMMEDIATE")
    process = process or crawl(site.base, store)
    time.sleep(seconds)
    holder.execute("ROLLBACK")
    holder.close()
    said = process.communicate(timeout=120)[0]
    pause = re.search(r"longest pause ([\d.]+) s", said)
    assert pause is not None, said
    return said, float(pause[1])


def main() -> None:
    from scrapy.crawler import CrawlerProcess  # only the child process crawls

    from crawler import scheduler
    from crawler.store import store as store_module
    from crawler.store import waiting

    base, store, *extra = sys.argv[1:]
    settings = {**SETTINGS, "STORE_PATH": store}
    arguments = dict(word.split("=") for word in extra)
    settings.update({name: value for name, value in arguments.items() if name.isupper()})
    if "IN_MEMORY" in arguments:
        waiting.IN_MEMORY, waiting.LOAD, scheduler.LOAD = int(arguments["IN_MEMORY"]), 10, 10
    if "MAX_PAGES" in arguments:  # what a full disk is to SQLite
        connect = store_module.connect

        def cramped(path: Path, **options: Any) -> Any:
            connection = connect(path, **options)
            connection.execute(f"PRAGMA max_page_count = {int(arguments['MAX_PAGES'])}")
            return connection

        store_module.connect = cramped
    process = CrawlerProcess(settings)
    crawler = process.create_crawler(DrillSpider)
    process.crawl(crawler, base, **{name: value for name, value in arguments.items() if not name.isupper()})
    process.start()
    stats = crawler.stats.get_stats() if crawler.stats else {}
    stored = {name: value for name, value in stats.items() if name.startswith("store/")}
    sys.stdout.write(f"{stats.get('finish_reason')} {stored} longest pause {stats.get('loop/longest_pause')} s\n")


if __name__ == "__main__":
    main()
