"""One crawl in a process of its own, told by JSON on standard input what to ask, answering with JSON what became of it.

{"urls": [...], "hosts": {"name": "127.0.0.1"}, "settings": {...}, "follow": false, "allowed": [...],
     "meta": {"url": {...}}}
"""

import asyncio
import contextlib
import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from crawler import settings as shipping

ROOT = Path(__file__).parent.parent
TOKEN = re.compile(r"(?:DAU|CUOI)-[0-9a-f]{8}")


def settings(**changes: Any) -> dict[str, Any]:
    """The settings that ship, without the store, with the waits of a test: tenths of a second for seconds."""
    shipped = {name: value for name, value in vars(shipping).items() if name.isupper()}
    no_store = {"SCHEDULER", "DUPEFILTER_CLASS", "ITEM_PIPELINES", "EXTENSIONS", "ROBOTS_MEMORY"}
    shipped = {name: value for name, value in shipped.items() if name not in no_store}
    shipped["SPIDER_MIDDLEWARES"] = {
        name: place for name, place in shipped["SPIDER_MIDDLEWARES"].items() if "Outcomes" not in name
    }
    return shipped | {
        "ALLOWED_PRIVATE_NETWORKS": ["127.0.0.1/32"], "DOWNLOAD_TIMEOUT": 1.5, "CONCURRENT_REQUESTS": 64,
        "DOWNLOAD_DELAY": 0, "RETRY_DELAY": 0.1, "BREAKER_PAUSE": 0.1, "LOG_LEVEL": "INFO", "DEPTH_PRIORITY": 0,
        **changes,
    }  # fmt: skip


class RememberedRules:
    """A memory of robots.txt that remembers one host."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler

    def recall(self, origin: str) -> bytes | None:
        return b"User-agent: *\nDisallow: /private/\n" if "remembered" in origin else None

    def remember(self, origin: str, body: bytes) -> None:
        self.crawler.stats.inc_value(f"remembered/{urlsplit(origin).hostname}/{len(body)}")


def peak_megabytes() -> int:
    """The most memory this program held; `ru_maxrss` would count what its parent held before it began."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) // 1024


def crawl(job: dict[str, Any], timeout: float = 90) -> dict[str, Any]:
    """Run one crawl in a new process; its answer, with its log as `log`."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile_crawl"],
        input=json.dumps(job), capture_output=True, text=True, timeout=timeout, cwd=ROOT, check=False,
    )  # fmt: skip
    told = json.loads(done.stdout) if done.returncode == 0 else {}
    assert "incidents" in told, done.stderr[-3000:]
    return told | {"log": done.stderr}


def main() -> None:
    job = json.load(sys.stdin)
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.resolver import dnscache

    process = AsyncCrawlerProcess(settings(**job.get("settings", {})))
    told: dict[str, Any] = {"pages": [], "refused": [], "postponed": []}
    task = process.crawl(spider_class(job, told))
    dnscache.update(job.get("hosts", {}))
    process.start()
    assert task.done()
    told["rss_mb"] = peak_megabytes()
    json.dump(told, sys.stdout)


def spider_class(job: dict[str, Any], told: dict[str, Any]) -> type:
    import scrapy
    from scrapy import signals

    from crawler.incidents import incident_log
    from crawler.middlewares.hosts import REQUEST_POSTPONED, host_book

    class HostileSpider(scrapy.Spider):
        name = "hostile"
        allowed_domains = job["allowed"]

        @classmethod
        def from_crawler(cls, crawler, *args, **kwargs):
            spider = super().from_crawler(crawler, *args, **kwargs)
            crawler.signals.connect(spider.opened, signals.spider_opened)
            crawler.signals.connect(spider.closed_with, signals.spider_closed)
            crawler.signals.connect(spider.postponed, REQUEST_POSTPONED)
            return spider

        async def start(self):
            for url in job["urls"]:
                meta = job.get("meta", {}).get(url)
                yield scrapy.Request(url, errback=self.refused, dont_filter=True, meta=meta)

        def parse(self, response):
            article = read(response)
            title, text = (article.title, article.text) if article else (None, None)
            told["pages"].append({
                "url": response.url, "asked": (response.meta.get("redirect_urls") or [response.url])[0],
                "status": response.status, "title": title, "tokens": sorted(set(TOKEN.findall(text or ""))),
                "text": text, "flags": response.flags, "bytes": len(response.body),
                "doubts": article.flags if article else [], "fixes": article.fixes if article else [],
                "published": article.published.value if article and article.published else None,
                "meta": {key: response.meta.get(key) for key in ("tls", "robots_nofollow", "robots_noindex")},
            })  # fmt: skip
            if text:
                yield {"url": response.url, "title": title}
            if job.get("follow") and not response.meta.get("robots_nofollow"):
                for href in re.findall(r'href="([^"]*)"', response.text)[:2000]:
                    with contextlib.suppress(ValueError):
                        yield from self.follow(urljoin(response.url, href))

        def follow(self, url):
            if urlsplit(url).scheme in {"http", "https", "file", "ftp", "data"}:
                yield scrapy.Request(url, errback=self.refused)

        def refused(self, failure):
            told["refused"].append({
                "url": failure.request.url, "error": failure.type.__name__,
                "reason": getattr(failure.value, "reason", None) or str(failure.value)[:200],
                "stays_pending": getattr(failure.value, "stays_pending", None),
            })  # fmt: skip

        def postponed(self, request, reason, next_try):
            told["postponed"].append([request.url, reason, next_try and next_try.timestamp()])

        def opened(self):
            told["listening"] = listening_sockets()
            self.ticker = asyncio.ensure_future(ticks(told))

        def closed_with(self, reason):
            self.ticker.cancel()
            told["reason"] = reason
            log = incident_log(self.crawler)
            told["incidents"] = [
                [i.url, i.class_, i.detail, i.next_try and i.next_try.timestamp()] for i in log.incidents
            ]
            told["stopped"] = host_book(self.crawler).stopped()
            told["stats"] = {
                k: v for k, v in self.crawler.stats.get_stats().items() if isinstance(v, int | float | str)
            }

    return HostileSpider


def read(response: Any) -> Any:
    """The article the project reads from the answer, None when it is none."""
    from crawler.platforms.portal import page_of
    from crawler.reading import NotAnArticle, read_article

    try:
        return read_article(page_of(response))
    except NotAnArticle:
        return None


async def ticks(told: dict[str, Any]) -> None:
    """Notes the longest time the event loop did not come round, as its own thread's CPU time: others' work is none of it."""
    told["longest_block"] = 0.0
    while True:
        before = time.thread_time()
        await asyncio.sleep(0.05)
        told["longest_block"] = max(told["longest_block"], time.thread_time() - before)


def listening_sockets() -> int:
    """How many TCP ports this process listens on, from /proc (Linux)."""
    mine = set()
    for link in Path("/proc/self/fd").iterdir():
        target = str(link.readlink()) if link.exists() else ""
        if target.startswith("socket:["):
            mine.add(target[8:-1])
    lines = [
        line.split() for name in ("tcp", "tcp6") for line in Path(f"/proc/self/net/{name}").read_text().splitlines()
    ]
    return sum(len(line) > 9 and line[3] == "0A" and line[9] in mine for line in lines)


if __name__ == "__main__":
    main()
