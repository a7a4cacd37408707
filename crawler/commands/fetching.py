"""Fetch a few addresses for `scrapy read`, with the same politeness and guards as a crawl; store nothing."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import scrapy
from scrapy.crawler import AsyncCrawlerProcess, CrawlerProcess
from scrapy.http import Response

from crawler.commands.sources import Source
from items import Page

Fetched = dict[str, Source | str]


class FetchSpider(scrapy.Spider):
    """Download the given addresses and keep the pages in memory."""

    name = "fetch"
    custom_settings = {  # noqa: RUF012 - Scrapy's declaration
        "SCHEDULER": "scrapy.core.scheduler.Scheduler",
        "ITEM_PIPELINES": {},
        "EXTENSIONS": {},
    }

    def __init__(self, addresses: list[str], into: Fetched, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.addresses = addresses
        self.into = into
        self.allowed_hosts = None  # any address a person types

    async def start(self) -> AsyncIterator[Any]:
        for address in self.addresses:
            yield scrapy.Request(address, cb_kwargs={"asked": address}, errback=self.failed, dont_filter=True)

    def parse(self, response: Response, **kwargs: Any) -> None:
        headers = {
            name.decode("latin-1"): values[0].decode("latin-1") for name, values in response.headers.items() if values
        }
        page = Page(url=response.url, body=response.body, headers=headers, fetched_at=datetime.now(UTC))
        self.into[kwargs["asked"]] = Source(kwargs["asked"], page, is_dump=False)

    def failed(self, failure: Any) -> None:
        asked = failure.request.cb_kwargs["asked"]
        response = getattr(failure.value, "response", None)
        reason = f"HTTP {response.status}" if response is not None else f"{failure.type.__name__}: {failure.value}"
        self.into[asked] = f"could not be fetched ({reason})"


def fetch_pages(process: "CrawlerProcess | AsyncCrawlerProcess", addresses: list[str]) -> Fetched:
    """Return, for each address, its Source or the words that say why there is none."""
    into: Fetched = dict.fromkeys(addresses, "could not be fetched")
    process.crawl(FetchSpider, addresses=list(dict.fromkeys(addresses)), into=into)
    process.start()
    return into
