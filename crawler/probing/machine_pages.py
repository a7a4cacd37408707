"""What a portal publishes for machines: robots.txt, feeds, sitemaps."""

import re
from dataclasses import dataclass, field
from urllib.parse import urljoin

from lxml.html import HtmlElement

from crawler.middlewares.robots_rules import RobotsRules, UnreadableRobots
from crawler.platforms.feeds import read_listing
from crawler.platforms.links import joined
from crawler.probing.visits import Fetch

_SITEMAP_LINE = re.compile(rb"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_FEEDS = 4
_SITEMAPS = 2
_NOT_FOUND = 400


@dataclass(frozen=True, slots=True)
class Robots:
    """What robots.txt says."""

    status: int
    """Its HTTP status; 0 when no answer came."""
    allows: bool
    """Whether the front page may be asked for."""
    crawl_delay: float | None = None
    """Seconds it asks for between two requests."""
    sitemaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A feed or sitemap that answered."""

    url: str
    addresses: int
    """Pages (or, of an index, sitemaps) it lists."""
    urls: tuple[str, ...] = field(default=(), repr=False)


async def robots_of(fetch: Fetch, front: str, agent: str) -> Robots:
    """Ask for robots.txt and read it."""
    visit = await fetch(urljoin(front, "/robots.txt"))
    if not visit.answered:
        return Robots(visit.status, visit.status >= _NOT_FOUND)
    try:
        rules = RobotsRules.read(visit.page.body, agent)
    except UnreadableRobots:
        return Robots(visit.status, allows=False)
    named = [joined(front, found.decode("latin-1")) for found in _SITEMAP_LINE.findall(visit.page.body)]
    return Robots(visit.status, rules.allows(front), rules.crawl_delay, tuple(filter(None, named)))


async def feeds_of(fetch: Fetch, front: str, roots: list[HtmlElement]) -> list[Listed]:
    """Ask for the feeds that pages declare or link to; return those that list something."""
    found: dict[str, None] = {}
    for root in roots:
        for link in root.iter("link", "a"):
            href = (link.get("href") or "").strip()
            declared = link.tag == "link" and "xml" in (link.get("type") or "")
            if href and (
                declared or re.search(r"/(?:rss|feed)(?:[./?]|$)|\.rss\b|rss\.(?:aspx|xml)", href, re.IGNORECASE)
            ):
                found.setdefault(joined(front, href))
    return await _listed(fetch, list(filter(None, found))[:_FEEDS])


async def sitemaps_of(fetch: Fetch, front: str, robots: Robots) -> list[Listed]:
    """Ask for the sitemaps robots.txt names, or for /sitemap.xml."""
    return await _listed(fetch, list(robots.sitemaps[:_SITEMAPS]) or [urljoin(front, "/sitemap.xml")])


async def _listed(fetch: Fetch, urls: list[str]) -> list[Listed]:
    found = []
    for url in urls:
        visit = await fetch(url)
        listing = read_listing(visit.page.body) if visit.answered else None
        pages = (listing.pages or listing.sitemaps) if listing else ()
        if pages:
            found.append(Listed(url, len(pages), tuple(page.url for page in pages)))
    return found
