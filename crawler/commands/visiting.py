"""Run a job that asks for pages one by one, with the politeness and the guards of a crawl; store nothing."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import scrapy
from scrapy.crawler import AsyncCrawlerProcess, CrawlerProcess

from crawler.probing import Fetch, fetching

Job = Callable[[Fetch], Awaitable[Any]]


class VisitSpider(scrapy.Spider):
    """Runs a job with a downloader; keeps what it returns or raises."""

    name = "visit"
    custom_settings = {  # noqa: RUF012 - Scrapy's declaration
        "SCHEDULER": "scrapy.core.scheduler.Scheduler",
        "ITEM_PIPELINES": {},
        "EXTENSIONS": {},
    }

    def __init__(self, job: Job, into: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.job = job
        self.into = into
        self.allowed_hosts = None  # the host a person types

    async def start(self) -> AsyncIterator[Any]:
        """Run the job; nothing is crawled."""
        try:
            self.into["found"] = await self.job(fetching(self.crawler))
        except Exception as error:  # noqa: BLE001 - raised again where the command can say it
            self.into["error"] = error
        nothing: tuple[Any, ...] = ()
        for each in nothing:  # what makes this a generator
            yield each


def run_job(process: "CrawlerProcess | AsyncCrawlerProcess", host: str, job: Job) -> Any:
    """Return what a job returns that asks one host for pages; raise what it raises."""
    into: dict[str, Any] = {"found": None}
    process.crawl(VisitSpider, job=job, into=into, allowed_domains=[host])
    process.start()
    if "error" in into:
        raise into["error"]
    return into["found"]
