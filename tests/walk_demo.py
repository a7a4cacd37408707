"""A demo portal walked by a portal class without a network: what it asks for and what it reads."""

from collections import deque
from urllib.parse import urlsplit

from scrapy.http import HtmlResponse, Request
from scrapy.utils.test import get_crawler

from crawler.demo import Site, truth
from crawler.platforms.portal import PortalSpider
from crawler.store.outcomes import Reading

SETTINGS = {"HOST_REGISTRY": "spiders.registry.hosts.by_address"}
MOST_REQUESTS = 150
"""A demo portal has some 50 pages; a walk that asks for more runs in circles."""


def walk(cls: type[PortalSpider], family: str) -> tuple[list[Reading], set[str]]:
    """Return what a class reads as articles on the family's demo portal, and every path it asks for."""
    spider = cls.from_crawler(get_crawler(cls, SETTINGS))
    site, readings, asked = Site(family), [], set()
    queue: deque[Request] = deque(spider.first_requests())
    while queue:
        request = queue.popleft()
        path = urlsplit(request.url)._replace(scheme="", netloc="").geturl()
        if path in asked or path not in site:
            continue
        asked.add(path)
        assert len(asked) <= MOST_REQUESTS
        answer = site[path]
        response = HtmlResponse(request.url, body=answer.body, headers=answer.headers, request=request)
        for result in spider.parse(response):
            if isinstance(result, Request):
                queue.append(result)
            elif isinstance(result, Reading) and result.article is not None:
                readings.append(result)
    return readings, asked


def assert_every_article_once(family: str, readings: list[Reading]) -> None:
    """Every article of the records was read, nothing else was, and its addresses share one key."""
    assert {reading.article.title for reading in readings} == {expected.title for expected in truth(family)}
    keys: dict[str, set[str]] = {}
    for reading in readings:
        keys.setdefault(reading.article.title, set()).add(reading.key or reading.article.canonical_url)
    assert all(len(found) == 1 for found in keys.values()), keys
