"""A whole portal that has no class."""

import re
import time
from collections.abc import AsyncIterator, Mapping
from typing import Any as Anything
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.extraction.families import FAMILIES, GENERIC
from crawler.learning.kept import KnownPortal, known_portal
from crawler.platforms.arguments import BadArgument, choice_argument
from crawler.platforms.portal import PortalSpider, searcher
from crawler.probing import Probe, ProbeError, fetching, probe, walk_of
from crawler.reading import Portal
from crawler.store.furniture import keep
from crawler.store.session import Session


class Any(PortalSpider):
    """Any portal: `scrapy crawl any -a url=ADDRESS`, stored under the name of its host.

    The platform is detected and its walk taken; a portal of no known family is learned from a sample of its own pages.
    What was learned is kept in the store (`scrapy furniture`) and used by later runs; `-a family=NAME` overrules it.
    """

    name = "any"

    def __init__(self, url: str | None = None, family: str | None = None, **kwargs: Anything) -> None:
        super().__init__(**kwargs)
        self.asked = _address(url)
        self.asked_family = choice_argument("family", family, tuple(FAMILIES))
        self.known: KnownPortal | None = None

    @classmethod
    def for_arguments(cls, arguments: Mapping[str, str]) -> type[PortalSpider]:
        """Return the portal's own class: its name and its front page.

        >>> found = Any.for_arguments({"url": "https://www.so-mau.example/vi/"})
        >>> found.name, found.home
        ('so_mau_example', 'https://www.so-mau.example/vi/')
        """
        address = _address(arguments.get("url"))
        host = (urlsplit(address).hostname or "").removeprefix("www.")
        name = re.sub(r"[^a-z0-9]+", "_", host)
        return type(f"Any_{name}", (cls,), {"name": name, "home": address, "__module__": __name__, "__doc__": host})

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Anything, **kwargs: Anything) -> "Any":
        """Remember what the store knows of the portal."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        assert isinstance(spider, Any)
        if spider.asked_family is None:
            spider.known = known_portal(Session.of(crawler).reader.connection, spider.name)
        return spider

    async def start(self) -> AsyncIterator[Anything]:
        """Learn the portal where it is not known yet, then walk it."""
        if self.known is None:
            self.known = await self._learned()
        if self.known is not None:
            self._walk_as(self.known)
        for request in self.first_requests():
            yield request

    async def _learned(self) -> KnownPortal | None:
        agent = self.settings["ROBOTSTXT_USER_AGENT"] or self.settings["USER_AGENT"]
        try:
            found = await probe(fetching(self.crawler), self.asked, family=self.asked_family, agent=agent)
        except ProbeError as error:
            self.logger.warning("%s", error)  # the walk asks again, and the ledger keeps what comes of it
            return None
        known = _known(found)
        row = known.row(self.name, int(time.time()))
        Session.of(self.crawler).submit(lambda store: keep(store.connection, row))
        return known

    def _walk_as(self, known: KnownPortal) -> None:
        walk = walk_of(known.family)
        self.family = FAMILIES[known.family]
        self.home = known.home
        self.sections = known.sections
        self.article_mark = (known.article_mark,) if known.article_mark else ()
        self.menu_depth = walk.menu_depth
        self.follow_articles = walk.follow_articles or known.family == GENERIC.name
        self._article_url = searcher(known.article_url)
        self._not_section = searcher(walk.not_section)
        hosts = {urlsplit(address).hostname or "" for address in (self.asked, known.home, *known.sections.values())}
        self.allowed_domains = sorted(hosts)
        entry = self.registry_entry(self.settings, (known.home,))
        self.portal = Portal(
            self.name,
            known.family,
            agency=(entry.agency or None) if entry else None,
            province=entry.province_label if entry else None,
            selectors=known.selectors(),
        )

    def _is_article_page(self, response: Response, **_: Anything) -> bool:
        if self._article_url is not None or self.article_mark or self.family.article_mark:
            return super()._is_article_page(response)
        return response.url not in (self.home, *self.sections.values())


def _known(found: Probe) -> KnownPortal:
    generic = found.platform.family == GENERIC.name
    return KnownPortal(
        family=found.platform.family,
        home=found.home,
        article_url=found.articles.pattern if generic else found.walk.article_url,
        article_mark=found.learned.article_mark if generic else None,
        sections={section.name: section.url for section in found.news},
        learned=found.learned,
    )


def _address(url: str | None) -> str:
    try:
        good = urlsplit(url or "").scheme in ("http", "https") and urlsplit(url or "").hostname
    except ValueError:
        good = None
    if not url or not good:
        what = f"{url}: not an http(s) address" if url else "ADDRESS is missing"
        raise BadArgument(f"url={what}; write scrapy crawl any -a url=https://so.example.gov.vn/")
    return url
