"""A block page is never an article: recognised by its words, refused, counted; the portal is left after three in a row.

Settings: `DOWNLOADER_MIDDLEWARES[BlockPagesMiddleware] = 580` (outside decompression, inside the retries),
`BLOCK_PAGES_IN_A_ROW` (3), `BLOCKED_NEXT_TRY` (21600 s: when a portal that blocks may be tried again).
"""

import re
from collections import defaultdict
from hashlib import blake2b
from typing import Final, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.incidents import incident_log
from crawler.middlewares.fingerprints import block_kind, looks_written, page_title, says_next_to_nothing, text_runs
from crawler.middlewares.hosts import PROBE, host_book, in_seconds
from crawler.middlewares.integrity import TORN
from crawler.middlewares.publishers import is_other_publisher
from crawler.middlewares.refusals import BlockedPage
from crawler.middlewares.scope import ROBOTS_KEY

_JUDGED: Final = frozenset({200, 401, 403, 406, 429, 444, 493, 503, 999})
"""Other answers mean what they say."""
_OF_ONE_PAGE: Final = frozenset({"soft_404", "error_page", "bare"})
"""Kinds that say something of their own address only: an old list may name three dead ones in a row."""
_FOR_MACHINES: Final = re.compile(
    rb"\s*(?:[{\[]|(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:rss|feed|urlset|sitemapindex)\b)"
)
_SMALL: Final = 12_000
_SAME_TEXT: Final = 3  # the same words at so many addresses are furniture, whatever they say
_FEW_LINKS: Final = 4
_IN_A_ROW: Final = 30  # walls of any kind and title


class BlockPagesMiddleware:
    """Refuses block pages as incident `blocked:<kind>`.

    Three in a row of one kind and title stop the host (a firewall shows the same page for everything), or thirty of
    any kind. Words that stand at three addresses are furniture: `blocked:repeated`.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._hosts = host_book(crawler)
        self._incidents = incident_log(crawler)
        self._limit = crawler.settings.getint("BLOCK_PAGES_IN_A_ROW", 3)
        self._rest = crawler.settings.getfloat("BLOCKED_NEXT_TRY", 21_600.0)
        self._rows: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._addresses_of: dict[bytes, set[str]] = defaultdict(set)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Raises: BlockedPage."""
        if response.status not in _JUDGED or {ROBOTS_KEY, PROBE, TORN} & request.meta.keys():
            return response
        if response.status in {429, 503} and response.headers.get("Retry-After"):
            return response
        if _FOR_MACHINES.match(response.body):
            return response
        kind = block_kind(response.body, response.status)
        if kind is None and is_other_publisher(response.body, response.url):
            kind = "other_publisher"
        if kind is not None:
            raise self._blocked(request, response, kind)
        if response.status == 200:
            self._refuse_furniture(request, response)
        return response

    def _refuse_furniture(self, request: Request, response: Response) -> None:
        """Raises: BlockedPage, for a bare sentence, and for the same words at a third address. Lists may be alike."""
        row = self._rows[self._hosts.of(request.url).name]
        if (
            len(response.body) > _SMALL
            or request.meta.get("kind", "article") != "article"
            or response.body.count(b"href=") > _FEW_LINKS
        ):
            row.clear()
            return
        runs = text_runs(response.body)
        if says_next_to_nothing(response.body, runs):
            raise self._blocked(request, response, "bare")
        row.clear()
        if looks_written(runs):
            return
        words = "\n".join([self._hosts.of(response.url).name, *runs])
        addresses = self._addresses_of[blake2b(words.encode(), digest_size=16).digest()]
        addresses.add(response.url)
        if len(addresses) >= _SAME_TEXT:
            self._incidents.record(response.url, "blocked:repeated", f"the same words at {len(addresses)} addresses")
            raise BlockedPage("blocked:repeated")

    def _blocked(self, request: Request, response: Response, kind: str) -> BlockedPage:
        class_ = f"blocked:{kind}"
        title = page_title(response.body)
        host = self._hosts.of(request.url)
        row = self._rows[host.name]
        row.append((kind, title))
        self._incidents.record(response.url, class_, title)
        walls = sum(other not in _OF_ONE_PAGE for other, _ in row)
        is_wall = kind not in _OF_ONE_PAGE and row[-self._limit :].count(row[-1]) >= self._limit
        if is_wall or walls >= _IN_A_ROW:
            self._hosts.stop(host, request.url, "blocked", f"{len(row)} block pages in a row", in_seconds(self._rest))
        return BlockedPage(class_, title)
