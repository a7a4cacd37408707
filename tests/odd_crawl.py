"""A spider that ends its requests in every way there is: `python -m tests.odd_crawl BASE STORE`."""

import sys
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess

from crawler.store import Failed, Reading
from items import Article, Page
from tests.crash_drill import SETTINGS

PLACES = (
    "/good", "/twin?utm_source=x", "/twin", "/to-good", "/to-new", "/to-home", "/raises", "/nothing", "/items",
    "/missing", "/flaky", "/invalid", "/links", "/plain-error", "/unsound-item",
)  # fmt: skip


class OddSpider(scrapy.Spider):
    """Yields outcomes where it knows them and leaves the rest to the ledger."""

    name = "odd"

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base

    async def start(self):
        yield scrapy.Request(self.base + "/", meta={"kind": "section"})

    def parse(self, response: Any, **_: Any) -> Any:
        place = response.url.removeprefix(self.base)
        if place == "/":
            # every other request names an errback; without one the ledger has to find the end itself
            for place in PLACES:
                errback = None if place == "/plain-error" else self.failed
                yield scrapy.Request(self.base + place, errback=errback, meta={"kind": "article"})
            yield scrapy.Request(self.base + "/form", method="POST", body=b"page=2", meta={"kind": "section"})
            yield scrapy.Request(self.base + "/form", method="POST", body=b"page=3", meta={"kind": "section"})
            yield scrapy.Request(self.base + "/closure", callback=lambda response: [{"closure": response.url}])
        elif place == "/raises":
            yield {"before": "the error"}
            raise KeyError(place)
        elif place == "/items":
            yield {"number": 1}
            yield {"number": 2}
        elif place == "/unsound-item":
            yield 7
        elif place == "/links":
            yield response.follow("/good")
        elif place == "/form":
            yield {"form": response.request.body.decode()}
        elif place != "/nothing":
            title = "" if place == "/invalid" else f"Tin {place}"
            text = f"Nội dung của trang {place}. " * 20
            url = response.meta.get("redirect_urls", [response.url])[0]
            article = Article(response.url, title, text=text, paragraphs=[text])
            yield Reading(url, Page(response.url, response.body), article)

    def failed(self, failure: Any) -> Any:
        status = getattr(getattr(failure.value, "response", None), "status", None)
        url = failure.request.meta.get("redirect_urls", [failure.request.url])[0]
        yield Failed(url, f"http_{status}" if status else failure.type.__name__, status)


def main() -> None:
    base, store = sys.argv[1:]
    settings = {**SETTINGS, "STORE_PATH": store, "RETRY_TIMES": 2, "LOG_LEVEL": "CRITICAL"}
    process = CrawlerProcess(settings)
    process.crawl(OddSpider, base)
    process.start()


if __name__ == "__main__":
    main()
