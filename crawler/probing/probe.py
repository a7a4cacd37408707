"""Probe a portal: from one address to everything a portal class needs."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urlsplit

from crawler.extraction.detect import detect
from crawler.extraction.selectors import Selectors
from crawler.extraction.text import fold, words
from crawler.learning import Learned, Sample, learn
from crawler.platforms.pagers import page_number_at
from crawler.platforms.portal import PortalSpider
from crawler.probing.exploration import Exploration, Section, Seen
from crawler.probing.machine_pages import Listed, Robots, feeds_of, robots_of, sitemaps_of
from crawler.probing.patterns import (
    charset_of,
    date_pattern,
    is_html,
    needs_browser,
    pager_pattern,
    unknown_pagers,
)
from crawler.probing.readings import SampleReading, read_samples
from crawler.probing.visits import Fetch
from crawler.probing.walks import walk_of
from crawler.reading import Portal
from crawler.store.identity import is_home
from items import Page

_SAMPLE = 14
_SHOWN = 5
_FOR_MACHINES = 8  # requests kept for feeds and sitemaps
_DEEPEST = 2
_SILENT = {
    "robots_unreachable": "its robots.txt gives no answer: no such host, or a server that is down",
    "robots_txt": "its robots.txt forbids it",
}
"""Reasons for which nothing came, in words."""


class ProbeError(Exception):
    """The portal cannot be probed: says what was asked and what came."""


@dataclass(frozen=True, slots=True)
class Platform:
    """The CMS family a portal seems to be of, and why."""

    family: str
    confidence: float
    """0 to 1; the best of the pages looked at."""
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArticleAddresses:
    """What articles' addresses look like."""

    pattern: str | None
    """Regular expression; None where addresses do not tell articles from lists."""
    of: str
    """`family` when the family's own pattern fits, `learned` when it comes from this portal's addresses."""
    fits: int
    """Articles of the sample it fits."""
    sample: int


@dataclass(frozen=True, slots=True)
class Probe:
    """What the machine sees of a portal."""

    url: str
    home: str
    """Front page after redirects."""
    title: str
    name: str
    """What the page asked for is called: by its own menu, else by the first part of its title."""
    of_article: bool
    """The page asked for is itself an article: no crawl should begin there."""
    robots: Robots
    tls: str
    charset: str
    charset_fixes: tuple[str, ...]
    platform: Platform
    feeds: tuple[Listed, ...]
    sitemaps: tuple[Listed, ...]
    sections: tuple[Section, ...]
    pager: str | None
    unknown_pager: str | None
    """A link called like a further page whose address no rule knows."""
    dates: str | None
    """How dates are printed, digits masked."""
    articles: ArticleAddresses
    needs_browser: bool
    readings: tuple[SampleReading, ...]
    requests: int
    family_misses: bool
    """The family's selectors find no body on most of the sample: this portal has a template of its own."""
    learned: Learned = field(repr=False)
    samples: tuple[Sample, ...] = field(repr=False, default=())
    """Pages of articles."""
    lists: tuple[Page, ...] = field(repr=False, default=())
    """Pages of news sections, the fullest first."""

    @property
    def news(self) -> list[Section]:
        """The sections that list news."""
        return [section for section in self.sections if section.kind == "news"]

    @property
    def walk(self) -> type[PortalSpider]:
        """The base class that walks the portal."""
        return walk_of(self.platform.family)

    def selectors(self) -> Selectors | None:
        """Return what was learned where the family's selectors miss; None where they do not."""
        return self.walk.selectors().then(self.learned.selectors()) if self.family_misses else None

    def record(self) -> dict[str, Any]:
        """Return it for `--json`: without the pages."""
        found = {name: value for name, value in asdict(self).items() if name not in ("samples", "lists", "learned")}
        for listed in (*found["feeds"], *found["sitemaps"]):
            del listed["urls"]
        return found | {
            "selectors": [asdict(each) | {"agreement": each.agreement} for each in self.learned.proposals],
            "article_mark": self.learned.article_mark,
        }


async def probe(fetch: Fetch, url: str, *, family: str | None = None, pages: int = 90, agent: str = "TinSo") -> Probe:
    """Look at a portal.

    Args:
        fetch: asks for one page.
        url: front page, or a section of the portal.
        family: take this CMS family for granted.
        pages: requests it may cost.
        agent: whom robots.txt is read for.

    Raises:
        ProbeError: the address does not answer with a page.
    """
    robots = await robots_of(fetch, url, agent)
    front_visit = await fetch(url)
    if not front_visit.answered:
        why = _SILENT.get(front_visit.reason) or front_visit.reason or f"HTTP {front_visit.status}"
        raise ProbeError(f"{url} gave no page: {why}")
    if not is_html(front_visit.page):
        raise ProbeError(f"{url} is no HTML page; give the portal's front page or a section of it")
    hosts = frozenset(filter(None, (urlsplit(url).hostname, urlsplit(front_visit.page.url).hostname)))
    first = Platform(family, 1.0, ("given",)) if family else platform_of([front_visit.page])
    explored = Exploration(_remembering(fetch, front_visit), hosts, pages - 2 - _FOR_MACHINES, walk_of(first.family))
    front = await explored.begin(url)
    if front is None:
        raise ProbeError(f"{url} holds no markup, or no request was left for it")
    await explored.explore(min(_DEEPEST, explored.walk.menu_depth))
    explored.budget = max(explored.budget, _SAMPLE)
    await explored.sample(_SAMPLE)
    platform = first if family else platform_of([front.visit.page, *(sample.page for sample in explored.samples)])
    explored.walk = walk_of(platform.family)
    await explored.explore(min(_DEEPEST, explored.walk.menu_depth))  # articles may have named another family
    others = [seen.visit.page for seen in (*explored.pages, *explored.next_pages) if explored.own_articles(seen)]
    learned = learn(explored.samples, others)
    machine = await _for_machines(fetch, front, robots, explored)
    return _report(front, platform, explored, learned, machine)


@dataclass(frozen=True, slots=True)
class _ForMachines:
    robots: Robots
    feeds: tuple[Listed, ...]
    sitemaps: tuple[Listed, ...]


async def _for_machines(fetch: Fetch, front: Seen, robots: Robots, explored: Exploration) -> _ForMachines:
    home = front.visit.page.url
    feeds = await feeds_of(fetch, home, [seen.root for seen in explored.pages[:3]])
    return _ForMachines(robots, tuple(feeds), tuple(await sitemaps_of(fetch, home, robots)))


def _report(front: Seen, platform: Platform, explored: Exploration, learned: Learned, machine: _ForMachines) -> Probe:
    sections = explored.sections(_article_pages(explored, learned))
    articles = _articles_of(explored, learned)
    lists = [seen for seen in explored.pages if seen.url in {section.url for section in sections}]
    readings = read_samples(articles, Portal(family=platform.family), frozenset(learned.furniture))
    misses = 2 * sum(reading.by_selectors for reading in readings) < len(readings)
    if misses and learned.proposals:
        selectors = explored.walk.selectors().then(learned.selectors())
        portal = Portal(family=platform.family, selectors=selectors)
        readings = read_samples(articles, portal, frozenset(learned.furniture))
    links = [link for seen in lists for link in seen.links]
    charset, fixes = charset_of(front.visit.page)
    unknown = unknown_pagers(links)
    return Probe(
        url=front.url,
        home=front.visit.page.url,
        title=fold(str(front.root.findtext(".//title") or "")),
        name=explored.name_of_front(),
        of_article=explored.is_article(front) and not is_home(front.visit.page.url),
        robots=machine.robots,
        tls=front.visit.tls,
        charset=charset,
        charset_fixes=fixes,
        platform=platform,
        feeds=machine.feeds,
        sitemaps=machine.sitemaps,
        sections=tuple(sections),
        pager=pager_pattern(links),
        unknown_pager=page_number_at(unknown[0])[0] if unknown else None,
        dates=date_pattern(reading.printed_date for reading in readings),
        articles=_addresses(explored.walk, learned, articles),
        needs_browser=needs_browser(front.visit.page, len(words(front.root)), len(front.links)),
        readings=tuple(readings[:_SHOWN]),
        requests=explored.requests + len(machine.feeds) + len(machine.sitemaps) + 1,
        family_misses=misses,
        learned=learned,
        samples=tuple(articles),
        lists=tuple(seen.visit.page for seen in sorted(lists, key=lambda seen: -len(explored.own_articles(seen)))),
    )


def platform_of(pages: Iterable[Page]) -> Platform:
    """Return the family most pages speak for; the confidence is that of the page surest of it."""
    votes: dict[str, float] = defaultdict(float)
    best: dict[str, tuple[float, tuple[str, ...]]] = {}
    for page in pages:
        found = detect(page)
        name = found.family.name
        votes[name] += found.confidence
        best[name] = max(best.get(name, (0.0, ())), (found.confidence, found.evidence))
    family = max(votes, key=votes.__getitem__)
    return Platform(family, *best[family])


def _remembering(fetch: Fetch, front: Any) -> Fetch:
    """Do not ask twice for the page that was asked for first."""

    async def once(url: str) -> Any:
        return front if url == front.asked else await fetch(url)

    return once


def _article_pages(explored: Exploration, learned: Learned) -> frozenset[str]:
    """Menu entries that are articles themselves: a page about the department in the article template."""
    marks = (learned.article_mark,) if learned.article_mark else None
    return frozenset(seen.url for seen in explored.pages if explored.is_article(seen, marks))


def _articles_of(explored: Exploration, learned: Learned) -> list[Sample]:
    """The pages of the sample that are articles: as learning found them, else all."""
    known = set(learned.articles)
    return [sample for sample in explored.samples if not known or sample.page.url in known]


def _addresses(walk: type[PortalSpider], learned: Learned, articles: list[Sample]) -> ArticleAddresses:
    urls = [sample.page.url for sample in articles]
    known = walk.article_url
    fits = sum(bool(known and re.search(known, url, re.IGNORECASE)) for url in urls)
    if known and urls and 2 * fits >= len(urls):
        return ArticleAddresses(known, "family", fits, len(urls))
    numbered = "(?P<id>" in (learned.article_url or "")  # a shape of slugs alone misses short titles
    if learned.article_url and not walk.family.article_mark and (numbered or not learned.article_mark):
        fits = sum(bool(re.search(learned.article_url, url, re.IGNORECASE)) for url in urls)
        return ArticleAddresses(learned.article_url, "learned", fits, len(urls))
    return ArticleAddresses(None, "page", 0, len(urls))
