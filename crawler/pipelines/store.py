"""Last station: hand everything to the store's writer."""

import time
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from crawler.store.outcomes import Failed, ItemsRead, Reading, SectionRead, Skipped
from crawler.store.session import Session

_OUTCOMES = (Reading, SectionRead, Failed, Skipped, ItemsRead)


class StorePipeline:
    """Queues items for the writer, which commits page, article, links and ledger together; never waits for the disk."""

    def __init__(self, crawler: Crawler, session: Session) -> None:
        self._crawler = crawler
        self._session = session

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Open the store of the crawl, or share the one the scheduler has opened."""
        return cls(crawler, Session.of(crawler))

    def open_spider(self) -> None:
        """Let the store read its pages again the way the spider reads, where the spider says how."""
        read = getattr(self._crawler.spider, "read", None)
        if read is not None:
            self._session.submit(lambda store: setattr(store.settling.placing, "reread", lambda page: read(page)[0]))

    def process_item(self, item: Any) -> Any:
        """Queue an item for storing.

        Raises:
            DropItem: Nothing can be stored any more; the address stays to do.
        """
        assert self._crawler.spider is not None
        portal = self._crawler.spider.name
        if isinstance(item, _OUTCOMES):
            queued = self._session.settle(portal, item)
        else:
            now = int(time.time())
            queued = self._session.submit(lambda store: store.add_item(portal, item, now))
        if not queued:
            raise DropItem("the store takes nothing more")
        return item

    async def close_spider(self) -> None:
        """Commit what is queued, where no frontier scheduler does so later."""
        if self._session.run is None:
            await self._session.close()
