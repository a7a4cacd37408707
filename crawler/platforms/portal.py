"""PortalSpider: the walk every portal shares - section page -> article links -> next page."""

import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import scrapy
from lxml import etree
from lxml.html import HtmlElement, document_fromstring
from scrapy.crawler import Crawler
from scrapy.http import Request, Response, TextResponse
from scrapy.settings import BaseSettings
from scrapy.utils.misc import load_object
from twisted.python.failure import Failure

from crawler.extraction.document import html_parser
from crawler.extraction.families import GENERIC, Family
from crawler.extraction.selectors import Selectors
from crawler.health.expectations import Expectations
from crawler.incidents import incident_log
from crawler.middlewares.notes import page_notes
from crawler.middlewares.robots import NOFOLLOW
from crawler.platforms.arguments import choice_argument, day_argument, number_argument
from crawler.platforms.feeds import Listing, changes_of, declared_feeds, looks_like_listing, read_listing
from crawler.platforms.links import LINK_LIMIT, Link, joined, page_links
from crawler.platforms.outcomes import failure_of, reading_of, section_of
from crawler.platforms.pagers import Stated, is_next_page, page_number, page_number_at, stated
from crawler.platforms.patience import Patience
from crawler.platforms.walks import Walks, following_pages, in_order
from crawler.platforms.window import Window
from crawler.reading import NotAnArticle, Portal, Removed, read_article
from crawler.store.outcomes import Complete
from items import Article, Page, RawDate

ARTICLE, SECTION, FEED, SITEMAP = "article", "section", "feed", "sitemap"
SITEMAPS_DEEP, SITEMAPS_ASKED = 3, 40
"""Indices in indices that are followed, and sitemaps asked for beside the portal's own; two levels are usual."""
_PRIORITY = {SITEMAP: 30, FEED: 30, SECTION: 20, ARTICLE: 0}
_SAMPLED = 25  # articles of a sample go before the lists that lead to more of them


class _Section(NamedTuple):
    """What a section page leads to."""

    requests: list[Request]
    shown: int
    """Articles it shows."""
    news: int
    """Those of them that are new to the store."""
    whole: bool
    """Whether all it leads to was asked for: nothing was left out for a sample or a first day."""
    complete: Complete | None = None
    """What of its list it shows completely, where that can be told."""


class PortalSpider(Expectations, scrapy.Spider):
    """A portal. Subclasses in `crawler/platforms/` say how a CMS family is walked; those in `spiders/` name a portal.

    A portal names its `sections`, or its `home` (whose menu is then explored), or its `feeds` and `sitemaps`. Feeds
    that these pages declare are read too.
    """

    # Which portal
    name = ""
    home: str | None = None
    """Front page: its links that are not articles are taken for sections."""
    sections: Mapping[str, str] = {}
    """Section name -> address of its first page."""
    feeds: tuple[str, ...] = ()
    """RSS or Atom addresses that no page of the portal declares."""
    sitemaps: tuple[str, ...] = ()
    """Sitemap addresses."""
    agency: str | None = None
    """Publishing body; default: the registry's entry for the host."""
    province: str | None = None
    """Province label at publication; default: the registry's entry for the host."""
    also_hosts: tuple[str, ...] = ()
    """Further hosts the portal publishes on."""
    proven: bool = True
    """False until a real or saved page has proven the class."""

    # How its family is walked
    family: Family = GENERIC
    article_url: str | None = None
    """Regular expression that only article addresses match; a group `id` is the article's identity."""
    article_mark: tuple[str, ...] = ()
    """CSS: what every article page of this portal holds and no other page does; default: the family's mark."""
    not_section: str | None = None
    """Regular expression of addresses that are never sections (documents, services, languages)."""
    menu_depth = 1
    """How many links away from the front page a section may be."""
    follow_articles = False
    """Take article links from article pages too (portals whose lists do not show all)."""

    allowed_domains: list[str]

    def __init__(
        self,
        since: str | None = None,
        until: str | None = None,
        sample: str | None = None,
        recheck: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.since, self.until = day_argument("since", since), day_argument("until", until)
        self.window = Window(self.since, self.until)
        self.sample: int | None = number_argument("sample", sample)
        self.recheck: str | None = choice_argument("recheck", recheck, ("all", "none"))
        self.portal = Portal()
        self.incremental = False
        self.patience = Patience()
        self.walks = Walks()
        self._article_url = searcher(self.article_url)
        self._not_section = searcher(self.not_section)
        self._seen: set[str] = set()
        self._lists: set[str] = set()  # those of them that are certainly lists
        self._titled: set[str] = set()  # pagers' addresses, numbers masked, that titles led to: articles'
        self._at_hand: tuple[Response | None, HtmlElement | None] = None, None
        self._sitemaps_asked = 0
        self._sitemaps_left = False
        self._sampled: set[str] = set()  # identities or addresses of articles asked for

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> "PortalSpider":
        """Build the spider with what the settings and the registry know of its portal."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.portal = cls.reading_portal(crawler.settings)
        spider.allowed_domains = sorted(cls.hosts())
        return spider

    @classmethod
    def for_arguments(cls, arguments: Mapping[str, str]) -> "type[PortalSpider]":  # noqa: ARG003 - for subclasses
        """Return the class that crawls with these arguments: itself, unless they name the portal."""
        return cls

    @classmethod
    def addresses(cls) -> list[str]:
        """Return the portal's own addresses: where a crawl begins."""
        return [address for address in (cls.home, *cls.sections.values(), *cls.feeds, *cls.sitemaps) if address]

    @classmethod
    def hosts(cls) -> frozenset[str]:
        """Return the hosts the portal publishes on."""
        return frozenset({urlsplit(address).hostname or "" for address in cls.addresses()} | set(cls.also_hosts))

    @classmethod
    def reading_portal(cls, settings: BaseSettings) -> Portal:
        """Return what reading wants to know of this portal; the registry fills in what the class leaves out."""
        known = cls.registry_entry(settings, cls.addresses())
        return Portal(
            name=cls.name,
            family=cls.family.name,
            agency=cls.agency or (known.agency or None if known else None),
            province=cls.province or (known.province_label if known else None),
            selectors=cls.selectors(),
        )

    @staticmethod
    def registry_entry(settings: BaseSettings, addresses: Iterable[str]) -> Any:
        """Return what the registry knows of the first of these addresses it knows, or None."""
        lookup: Any = load_object(settings["HOST_REGISTRY"])
        return next((entry for address in addresses if (entry := lookup(address))), None)

    @classmethod
    def selectors(cls) -> Selectors:
        """Return where article pages keep their fields: the family's, unless the portal differs (`.but(...)`)."""
        return cls.family.selectors

    # --- the walk -----------------------------------------------------------------------------------------------

    async def start(self) -> AsyncIterator[Any]:
        """Yield the first requests: feeds, sitemaps, sections, the front page, articles no page links to."""
        for request in self.first_requests():
            yield request

    def first_requests(self) -> Iterator[Request]:
        """Yield the portal's own addresses, most informative first."""
        for address in self.sitemaps:
            yield self._request(address, SITEMAP)
        for address in self.feeds:
            yield self._request(address, FEED)
        menu = None if self._article_url else 0  # where addresses say nothing, a section's links must be looked at
        for section, address in self.sections.items():
            yield self._request(address, SECTION, section=section, section_url=address, menu=menu)
        if self.home:
            yield self._request(self.home, SECTION, section_url=self.home, menu=0)
        for address in self.unlinked_articles(self.settings):
            yield from self._article_request(Link(address, ""), {})

    @classmethod
    def unlinked_articles(cls, settings: BaseSettings) -> list[str]:
        """Return the articles the registry knows and no page of the portal links to: the walk cannot find them."""
        known = cls.registry_entry(settings, cls.addresses())
        return known.unlinked_articles() if known else []

    def parse(self, response: Response, **_: Any) -> Iterable[Any]:
        """Read a response for what it is: a listing for machines, an article, or a section page."""
        kind = response.meta.get("kind", SECTION)
        if kind in (FEED, SITEMAP) or looks_like_listing(response.body):
            return self._parse_listing(response)
        if kind == ARTICLE:
            return self._parse_article(response)
        if self._is_article_page(response):
            return self._parse_article(response) if self._within_sample(response.url) else self._left_out(response)
        return self._parse_section(response)

    def failed(self, failure: Failure) -> Iterator[Any]:
        """Turn a request that failed for good into a record: nothing is lost silently."""
        yield failure_of(failure)

    def _parse_article(self, response: Response) -> Iterator[Any]:
        page = page_of(response)
        removed: list[Removed] | None = [] if self.settings.getbool("KEEP_REMOVED") else None
        may = self._may_hold_article(response)
        article, reason = self.read(page, removed) if may else (None, "section_page: no mark")
        if article is not None and (refusal := self.window.refusal(article)):
            article, reason = None, refusal
        lists = article is None and (response.meta.get("kind") == SECTION or str(reason).startswith("section_page"))
        if self.follow_articles or lists:  # a list may stand where addresses are those of articles
            yield from self._section(response).requests
        yield reading_of(response, page, article, reason, self.identity(response.url), removed=removed)

    def wants(self, request: Request) -> bool:
        """Say whether a request serves the run.

        An article does not that a list dates far outside of the days asked for; once a sample is full, no list does.
        """
        if request.meta.get("kind") == ARTICLE:
            changed = request.meta.get("listing_role") == "updated"
            return self.window.may_hold(request.meta.get("listing_date"), changed=changed)
        return not self._sample_is_full()

    def _sample_is_full(self) -> bool:
        return self.sample is not None and len(self._sampled) >= self.sample

    def _may_hold_article(self, response: Response) -> bool:
        """Sitemaps list pages of every kind: where addresses do not tell articles, the page must."""
        listed = response.meta.get("listing_origin") == SITEMAP
        return not listed or self._article_url is not None or self._is_article_page(response)

    def _within_sample(self, url: str) -> bool:
        """Count an article that only its page told from a list; False when the sample is full."""
        key = self.key(url)
        if key not in self._sampled and self._sample_is_full():
            return False
        self._sampled.add(key)
        return True

    def _left_out(self, response: Response) -> Iterator[Any]:
        yield section_of(response, links=0, news=0, whole=False)

    def read(self, page: Page, removed: list[Removed] | None = None) -> tuple[Article | None, str | None]:
        """Return the article of a page, or the reason why there is none; `removed` is as in `read_article`."""
        try:
            return read_article(page, self.portal_of(page), removed=removed), None
        except NotAnArticle as refusal:
            return None, str(refusal)

    def portal_of(self, page: Page) -> Portal:  # noqa: ARG002 - what spiders of many portals go by
        """Return what reading wants to know of the portal a page comes from."""
        return self.portal

    def _parse_section(self, response: Response) -> Iterator[Any]:
        section, said = self._section(response), self._said_by_pager(response)
        yield from section.requests
        yield section_of(
            response, links=section.shown, news=section.news, whole=section.whole, said=said, complete=section.complete
        )

    def _said_by_pager(self, response: Response) -> Stated:
        """Return what the first page of a list the portal names says of the whole list."""
        root = self._root_of(response) if response.meta.get("address") in self.addresses() else None
        words = " ".join(" ".join(root.itertext()).split()) if root is not None else ""  # "Trang 1 / 1" stands by "1"
        return stated(words, response.text if words and isinstance(response, TextResponse) else "")

    def _section(self, response: Response) -> _Section:
        if response.meta.get(NOFOLLOW):
            return _Section([], 0, 0, whole=True)
        root = self._root_of(response)
        section_url = response.meta.get("section_url") or response.url
        known = self._lists if self.incremental or section_url == response.meta.get("address") else self._seen
        links = page_links(root, response.url, frozenset(self.allowed_domains), known) if root is not None else []
        if len(links) >= LINK_LIMIT:
            incident_log(self.crawler).record(response.url, "trap", f"over {LINK_LIMIT} links on one page")
        articles: list[Link] = []
        lists: list[Link] = []
        for link in links:
            (articles if self.is_article_address(link.url) else lists).append(link)
        # Where addresses say nothing, whatever is listed may be an article.
        shown = articles if self._article_url else [link for link in lists if not self._is_next_page(link)]
        keys = [self.key(link.url) for link in shown]
        news = sum(self.is_news(key) for key, link in zip(keys, shown, strict=True) if self.window.may_hold(link.date))
        more = self.patience.worth_more(section_url, keys)
        dates = [link.date for link in shown]
        past = self.window.is_past(dates)
        deeper = more and not past and (news > 0 or not self.incremental or self.walks.overlaps(section_url, dates))
        self.walks.read(section_url, response.meta.get("address", response.url), dates)
        complete = self._complete(section_url, keys, dates) if self.incremental and len(links) < LINK_LIMIT else None
        requests = [request for link in articles for request in self._article_request(link, response.meta)]
        if self.sample is not None:
            news = min(news, len(requests))
        if root is not None:
            requests += self._feed_requests(root, response)
        further = self._further_pages(lists, response.url) if deeper else frozenset()
        requests += [r for link in lists for r in self._list_request(link, response.meta, section_url, further)]
        return _Section(requests, len(shown), news, self.sample is None and not past, complete)

    def _further_pages(self, lists: list[Link], current: str) -> frozenset[str]:
        """The further pages of a list to be asked for: all, or the next one where a crawl only looks for news."""
        urls = [link.url for link in lists if self._is_next_page(link) and link.url not in self._seen]
        return frozenset(following_pages(urls, current) if self.incremental else urls)

    @staticmethod
    def _complete(section_url: str, keys: list[str], dates: list[str | None]) -> Complete | None:
        """What a page of a list in order of dates shows completely: what is not there is no longer listed."""
        days = in_order(dates)
        return Complete(section_url, *days, frozenset(keys)) if days is not None else None

    def walked(self) -> Iterator[tuple[str, str]]:
        """Yield the lists that were read as far as needed, with their newest day; see `Walks`."""
        return self.walks.whole() if self.sample is None and self.window == Window() else iter(())

    def _parse_listing(self, response: Response) -> Iterator[Any]:
        listing = read_listing(response.body)
        yield from self._sitemap_requests(response, listing)
        news = 0
        changes = changes_of(listing.pages) if response.meta.get("kind") == SITEMAP else {}
        for listed in listing.pages:
            if self._is_listed_article(listed.url):
                news += self.is_news(self.key(listed.url))
                link = Link(listed.url.partition("#")[0], listed.title or "", listed.date or listed.changed)
                origin = SITEMAP if response.meta.get("kind") == SITEMAP else FEED
                role = "updated" if listed.changed and not listed.date else None
                yield from self._article_request(link, response.meta, origin, role, changes.get(listed.url))
        yield section_of(response, links=len(listing.pages), news=news, whole=self.sample is None)

    def _sitemap_requests(self, response: Response, listing: Listing) -> Iterator[Request]:
        """Follow an index to its sitemaps, not without end: an index may name itself under ever other addresses."""
        depth = response.meta.get("sitemap_depth", 1)
        for listed in listing.sitemaps:
            if listed.url in self._seen:
                continue
            if depth >= SITEMAPS_DEEP or self._sitemaps_asked >= SITEMAPS_ASKED:
                if not self._sitemaps_left:
                    incident_log(self.crawler).record(response.url, "trap", "sitemaps without end")
                self._sitemaps_left = True
                return
            self._seen.add(listed.url)
            self._sitemaps_asked += 1
            yield self._request(listed.url, SITEMAP, found_on=response.url, sitemap_depth=depth + 1)

    # --- what an address is ---------------------------------------------------------------------------------------

    def is_article_address(self, url: str) -> bool:
        """Say whether an address alone tells that an article is there."""
        return bool(self._article_url and self._article_url(url))

    def identity(self, url: str) -> str | None:
        """Return the article's number in its address: the same article under every alias."""
        found = self._article_url(url) if self._article_url else None
        return found["id"] if found and "id" in found.groupdict() else None

    def key(self, url: str) -> str:
        """Return what two addresses of one article share."""
        return self.identity(url) or url

    def is_news(self, key: str) -> bool:
        """Say whether the store does not know an article yet. The scheduler replaces this with a look at the store."""
        return key not in self._seen

    def _is_listed_article(self, url: str) -> bool:
        on_site = urlsplit(url).hostname in self.allowed_domains
        return on_site and (self.is_article_address(url) or self._article_url is None)

    def _is_article_page(self, response: Response) -> bool:
        if self._article_url is not None:
            return self.is_article_address(response.url)
        marks = self.article_mark or self.family.article_mark
        root = self._root_of(response) if marks else None
        return root is not None and any(root.cssselect(css) for css in marks)

    def _root_of(self, response: Response) -> HtmlElement | None:
        """The tree of the page at hand, made once for its marks, its links and its pager."""
        if self._at_hand[0] is not response:
            self._at_hand = response, parse_html(response.body)
        return self._at_hand[1]

    def _feed_requests(self, root: HtmlElement, response: Response) -> Iterator[Request]:
        """The feeds that a page the crawl begins with declares, on the portal's own hosts; none of comments."""
        if response.meta.get("found_on"):
            return
        for href in declared_feeds(root):
            url = joined(response.url, href)
            if url and url not in self._seen and urlsplit(url).hostname in self.allowed_domains:
                self._seen.add(url)
                yield self._request(url, FEED, section=response.meta.get("section"))

    # --- requests -------------------------------------------------------------------------------------------------

    def _article_request(
        self,
        link: Link,
        meta: Mapping[str, Any],
        origin: str = "listing",
        role: str | None = None,
        changed_at: int | None = None,
    ) -> Iterator[Request]:
        if link.url in self._seen:
            return
        if self.sample is not None and not self.window.may_hold(link.date, changed=role == "updated"):
            return
        self._seen.add(link.url)
        identity = self.identity(link.url)
        if identity is None or identity not in self._sampled:  # the store keeps further addresses of one article
            if self._sample_is_full():
                return
            self._sampled.add(identity or link.url)
        yield self._request(
            link.url,
            ARTICLE,
            section=meta.get("section"),
            found_on=meta.get("address"),
            link_text=link.words,
            listing_date=link.date,
            listing_origin=origin if origin != "listing" else None,
            listing_role=role,
            _changed_at=changed_at,
            identity=identity,
        )

    def _is_next_page(self, link: Link) -> bool:
        """Say whether a link turns a list's page; addresses of a form to which a title once led never do."""
        pager, number = page_number_at(link.url)
        if number is None:
            return False
        if not is_next_page(link.url, link.words):
            self._titled.add(pager)
        return pager not in self._titled

    def _list_request(
        self, link: Link, meta: Mapping[str, Any], section_url: str, further: frozenset[str]
    ) -> Iterator[Request]:
        if link.url in self._seen or (self._not_section and self._not_section(link.url)):
            return
        menu = meta.get("menu")
        if self._is_next_page(link):
            if link.url in further:
                self._note_list(link.url)
                self.walks.ask(section_url, link.url)
                yield self._request(
                    link.url,
                    SECTION,
                    section=meta.get("section"),
                    section_url=section_url,
                    menu=menu,
                    found_on=meta.get("address"),
                    _needed=True,
                )
        elif menu is not None and menu < self.menu_depth:
            self._note_list(link.url)
            yield self._request(
                link.url,
                SECTION,
                section=link.words,
                section_url=link.url,
                menu=menu + 1,
                found_on=meta.get("address"),
                listing_date=link.date,
            )

    def _note_list(self, url: str) -> None:
        self._seen.add(url)
        if self._article_url is not None:  # else it may be an article, whose date its next list is asked for
            self._lists.add(url)

    def _request(self, url: str, kind: str, **meta: Any) -> Request:
        priority = _PRIORITY[kind] - min(9, page_number(url)) * (kind == SECTION)
        if kind == ARTICLE and self.sample is not None:
            priority = _SAMPLED
        return Request(
            url,
            callback=self.parse,
            errback=self.failed,
            priority=priority,
            meta={"kind": kind, "address": url, **{name: value for name, value in meta.items() if value is not None}},
        )


def searcher(pattern: str | None) -> Callable[[str], re.Match[str] | None] | None:
    """Return the search for a pattern in addresses; it remembers, for a link of a list is asked about four times."""
    return lru_cache(maxsize=4096)(re.compile(pattern, re.IGNORECASE).search) if pattern else None


def page_of(response: Response) -> Page:
    """Return the Page of a response: bytes, address, headers, time."""
    headers = {
        name.decode("latin-1"): values[-1].decode("latin-1") for name, values in response.headers.items() if values
    }
    return Page(
        url=response.url,
        body=response.body,
        headers=headers,
        fetched_at=datetime.now(UTC).replace(microsecond=0),
        notes=page_notes(response),
        listed=_listed_date(response.meta),
    )


def _listed_date(meta: Mapping[str, Any]) -> RawDate | None:
    """The publication that the list prints beside the link; a sitemap's `lastmod` tells no publication."""
    words = meta.get("listing_date") if meta.get("listing_role") != "updated" else None
    return RawDate(words, meta.get("listing_origin", "listing")) if words else None


def parse_html(body: bytes) -> HtmlElement | None:
    """Return the tree of a page for its links, or None when it has no markup."""
    try:
        return document_fromstring(body, parser=html_parser(deep=False))
    except (ValueError, etree.ParserError):  # empty or not markup
        return None
