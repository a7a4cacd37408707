"""Ends of requests that no spider tells: errors in a callback, dropped items, silence."""

from typing import Any

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from twisted.python.failure import Failure

from crawler.store.identity import address_key
from crawler.store.outcomes import Failed, Outcome, Skipped
from crawler.store.requests import origin_url
from crawler.store.session import Session


class UntoldEnds:
    """Listens to Scrapy's signals and closes what would otherwise stay open in the ledger."""

    def __init__(self, session: Session, portal: str) -> None:
        self._session = session
        self._portal = portal

    def listen(self, crawler: Crawler) -> None:
        """Connect to the signals of a crawl."""
        for heard, signal in (
            (self._idle, signals.spider_idle),
            (self._spider_error, signals.spider_error),
            (self._dropped, signals.item_dropped),
            (self._item_error, signals.item_error),
        ):
            crawler.signals.connect(heard, signal)

    def _settle(self, outcome: Outcome) -> None:
        if address_key(self._portal, outcome.request_url, outcome.identity) in self._session.handed_out:
            self._session.settle(self._portal, outcome)

    def _idle(self) -> None:
        """Whatever was handed out and has come to no end by now never will."""
        for request in list(self._session.handed_out.values()):
            self._settle(Failed(request.url, "no_outcome", kind=request.kind, identity=request.identity))

    def _spider_error(self, failure: Failure, response: Any) -> None:
        request: Request | None = getattr(response, "request", None)
        if request is None:
            return
        meta, status = request.meta, getattr(response, "status", None)
        reason = f"spider_error:{type(failure.value).__name__}"
        kind = meta.get("kind", "article")
        self._settle(Failed(origin_url(request), reason, status, kind, identity=meta.get("identity")))

    def _dropped(self, item: Any, exception: DropItem) -> None:
        if isinstance(item, Outcome):
            self._settle(Skipped(item.request_url, str(exception), kind=item.kind, identity=item.identity))

    def _item_error(self, item: Any, failure: Failure) -> None:
        if isinstance(item, Outcome):
            reason = f"item_error:{type(failure.value).__name__}"
            self._settle(Failed(item.request_url, reason, kind=item.kind, identity=item.identity))
