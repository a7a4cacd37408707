"""Writes down what a run sees of its portal, for health to judge: counts and a few samples, kept with the run.

Settings: `EXTENSIONS["crawler.extensions.observation.ObservationExtension"] = 0`.
"""

import platform
import time
from datetime import date
from typing import Any, Self
from zlib import crc32

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.versions import get_versions

from crawler.health.causes import error_class
from crawler.health.observed import KEPT_LENGTHS, Observed
from crawler.health.sketches import build_of, title_words
from crawler.store.outcomes import Failed, Reading, SectionRead, Skipped
from items import Article

_SOFTWARE = ["Scrapy", "Twisted", "lxml", "libxml2", "cryptography"]
_SAMPLED = 5  # pages whose build is looked at, of articles and of lists each
_NO_LONGER = frozenset({"section_page", "home_page", "error_page", "empty"})
"""Why there is no article where an address said there is one: what stands there is something else."""
_RECHECK_PRIORITY = -900  # the store wakes re-checks at -1000, retries lower a priority by 100 each


class ObservationExtension:
    """Listens to what becomes of every address. The stat `observed` holds the whole when the run is closed."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._seen = Observed()
        self._addresses: set[str] = set()
        self._texts: set[int] = set()
        self._builds: dict[str, list[list[int]]] = {"article": [], "list": []}
        self._began = time.monotonic()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler)
        for method, signal in (
            (extension.opened, signals.spider_opened),
            (extension.scraped, signals.item_scraped),
            (extension.broken, signals.spider_error),
            (extension.broken, signals.item_error),
            (extension.idle, signals.spider_idle),
        ):
            crawler.signals.connect(method, signal)
        return extension

    def opened(self, spider: Any) -> None:
        self._began = time.monotonic()
        self._addresses = set(spider.addresses()) if hasattr(spider, "addresses") else set()
        self._seen.incremental = bool(getattr(spider, "incremental", False))
        if self._crawler.stats is not None:
            versions = {name.lower(): version for name, version in get_versions(_SOFTWARE)}
            self._crawler.stats.set_value("versions", versions | {"python": platform.python_version()})
            self._crawler.stats.set_value("observed", self._seen.__dict__)

    def scraped(self, item: Any, response: Any) -> None:
        page = response if isinstance(response, Response) else None
        match item:
            case Reading(article=None):
                self._declined(item, page)
            case Reading():
                self._read(item, page)
            case SectionRead():
                self._list_read(item, page)
            case Failed():
                self._failed(item)
            case Skipped():
                self._skipped(item)

    def broken(self) -> None:
        self._seen.errors["parse"] += 1

    def idle(self) -> None:
        if self._crawler.stats is not None:
            self._crawler.stats.set_value("seconds", round(time.monotonic() - self._began, 1))

    # --- outcomes -------------------------------------------------------------------------------------------------

    def _read(self, reading: Reading, page: Response | None) -> None:
        seen, article = self._seen, reading.article
        assert article is not None
        seen.articles += 1
        seen.fields.update(name for name, filled in _filled(article).items() if filled)
        seen.languages[article.language] += 1
        seen.flags.update(article.flags)
        if len(seen.lengths) < KEPT_LENGTHS:
            seen.lengths.append(len(article.text))
        if article.text:
            words = crc32(article.text.encode())
            seen.repeated += words in self._texts
            self._texts.add(words)
        if page is None or page.request is None or page.request.priority > _RECHECK_PRIORITY:
            seen.new += 1
            moment = article.published or article.updated
            if moment and len(moment.value) >= 10 and len(seen.days) < KEPT_LENGTHS:
                seen.days.append(date.fromisoformat(moment.value[:10]).toordinal())
        if page is not None:
            seen.article_build = self._shared("article", page.body, seen.article_build)

    def _declined(self, reading: Reading, page: Response | None) -> None:
        if reading.status == 304:
            return
        reason = (reading.reason or "no_article").split(": ", 1)[0]
        self._seen.declined[reason] += 1
        if reason in _NO_LONGER and page is not None and page.meta.get("kind") == "article":
            self._seen.errors["site_changed"] += 1

    def _list_read(self, read: SectionRead, page: Response | None) -> None:
        seen = self._seen
        seen.links += read.links
        seen.news += read.news
        if read.request_url in self._addresses:
            moved = page is not None and page.url != read.request_url and page.request is not None
            links = read.links if read.status != 304 else None
            seen.lists[read.request_url] = {"links": links, "news": read.news, "status": read.status}
            said = {"section": read.section, "says_articles": read.says_articles, "says_pages": read.says_pages}
            seen.lists[read.request_url] |= {name: value for name, value in said.items() if value is not None}
            if moved and page is not None and _elsewhere(read.request_url, page.url):
                seen.lists[read.request_url]["moved"] = page.url
            if page is not None and read.kind == "section":
                seen.list_build = self._shared("list", page.body, seen.list_build)
                seen.title = sorted({*seen.title, *title_words(page.body)})[:60]

    def _failed(self, failed: Failed) -> None:
        seen = self._seen
        if failed.request_url in self._addresses:
            unchanged = failed.status == 304
            seen.lists[failed.request_url] = {
                "links": None, "status": failed.status, "reason": None if unchanged else failed.reason,
            }  # fmt: skip
        if failed.status != 304:
            seen.failures[failed.reason] += 1
            seen.errors[error_class(failed.reason)] += 1

    def _skipped(self, skipped: Skipped) -> None:
        reason = skipped.reason.split(": ", 1)[0]
        self._seen.declined[reason] += 1
        if skipped.request_url in self._addresses:
            self._seen.lists[skipped.request_url] = {"links": None, "status": skipped.status, "reason": reason}

    def _shared(self, kind: str, body: bytes, shared: list[int]) -> list[int]:
        """Return what the pages of a kind looked at so far have in common."""
        builds = self._builds[kind]
        if len(builds) == _SAMPLED:
            return shared
        builds.append(build_of(body))
        return sorted(set.intersection(*map(set, builds)) or set(builds[0]))


def _filled(article: Article) -> dict[str, bool]:
    return {
        "title": bool(article.title),
        "lead": bool(article.lead),
        "text": bool(article.text),
        "published": bool(article.published or article.updated),
        "section": bool(article.section),
        "authors": bool(article.authors),
        "source_name": bool(article.source_name),
        "dateline": bool(article.dateline),
        "images": bool(article.images),
    }


def _elsewhere(asked: str, got: str) -> bool:
    """Say whether a redirect leads to another place, not just to https, www or a tidier spelling.

    >>> _elsewhere("http://so.example/tin", "https://www.so.example/tin/"), _elsewhere("http://so.example/tin", "/")
    (False, True)
    """

    def place(url: str) -> str:
        return url.partition("://")[2].removeprefix("www.").rstrip("/").lower() or url

    return place(asked) != place(got)
