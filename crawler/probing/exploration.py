"""Walking a portal's menu within a budget: which of its entries list news, and what they list."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.extraction.document import parse
from crawler.extraction.errors import NotAnArticle
from crawler.extraction.text import fold
from crawler.learning import Sample
from crawler.middlewares.trap_budget import TrapBudget
from crawler.platforms.links import Link, page_links, reads_like_title
from crawler.platforms.pagers import is_next_page
from crawler.platforms.portal import PortalSpider
from crawler.probing.kinds import kind_of
from crawler.probing.visits import Fetch, Visit
from crawler.store.identity import is_home, url_key

_LISTS_TURNED = 3
"""Lists whose second page is looked at."""
_A_LIST_GIVES = 3
_BARREN_A_PATH = 8
"""Pages of one path, whatever their queries, that may in balance show nothing the others do not: facets of one list."""
_PAGES_FOR_PATTERN = 12
_PATTERN_FITS = 0.3
"""Share of the links with long words whose addresses must be the family's."""
_SAYS_MORE = frozenset(("xem tiếp", "xem thêm", "xem tất cả", "chi tiết", "đọc tiếp", "more"))
_CHROME = 0.6
"""Share of the pages on which a link stands that belongs to none of them."""


@dataclass(frozen=True, slots=True)
class Section:
    """One entry of a portal's menu that lists articles."""

    name: str
    url: str
    kind: str
    """news | documents | services | about | media"""
    articles: int
    """Articles its first page lists and the others do not."""
    depth: int
    """Links away from the front page."""


@dataclass(slots=True)
class Seen:
    """One page that was visited."""

    visit: Visit
    root: HtmlElement
    links: list[Link]
    words: str = ""
    depth: int = 0

    @property
    def url(self) -> str:
        """The address asked for."""
        return self.visit.asked


@dataclass(slots=True)
class Exploration:
    """Pages of one portal seen so far, within a budget of requests."""

    fetch: Fetch
    hosts: frozenset[str]
    budget: int
    walk: type[PortalSpider]
    pages: list[Seen] = field(default_factory=list)
    """The front page and menu entries."""
    samples: list[Sample] = field(default_factory=list)
    """Pages that lists lead to."""
    next_pages: list[Seen] = field(default_factory=list)
    depth: int = 0
    """Levels of the menu visited."""
    _known: set[str] = field(default_factory=set)
    _level: list[Seen] = field(default_factory=list)
    _patterned: tuple[type[PortalSpider], int] | None = None
    _fits: bool = False
    _traps: TrapBudget = field(default_factory=lambda: TrapBudget(_BARREN_A_PATH, per_path=_BARREN_A_PATH))
    _told: set[str] = field(default_factory=set)
    """Addresses that pages told of: titles, and links to other paths than their own."""

    @property
    def requests(self) -> int:
        """Pages asked for."""
        return len(self._known)

    async def see(self, url: str, words: str = "", depth: int = 0) -> Seen | None:
        """Visit a page once; None when the budget is spent, it was seen, or it holds no markup."""
        if self.budget <= 0 or url_key(url) in self._known or self._traps.objection(url):
            return None
        self._known.add(url_key(url))
        self.budget -= 1
        visit = await self.fetch(url)
        if not visit.answered or urlsplit(visit.page.url).hostname not in self.hosts:
            return None
        try:
            root = parse(visit.page).root
        except NotAnArticle:
            return None
        seen = Seen(visit, root, page_links(root, visit.page.url, self.hosts), words, depth)
        self._note(seen)
        return seen

    def _note(self, seen: Seen) -> None:
        """Remember whether a page told of something the ones before it did not."""
        own = urlsplit(seen.url).path
        told = {link.url for link in seen.links if reads_like_title(link.words) or urlsplit(link.url).path != own}
        self._traps.note(seen.url, is_fruitful=not told <= self._told)
        self._told |= told

    # --- menus ----------------------------------------------------------------------------------------------------

    async def explore(self, depth: int) -> None:
        """Visit the menu of the pages seen last, then the menus of its lists, down to a depth."""
        while self.depth < depth and self._level and self.budget > 0:
            self.depth += 1
            level = await self._visit(self._menu(self._level))
            if self.depth == 1:  # now it shows which long names stand on every page: menu entries, no titles
                level += await self._visit(self._long_names())
            self._level = level

    async def begin(self, url: str) -> Seen | None:
        """Visit the front page; None when it holds no markup."""
        front = await self.see(url)
        if front is not None:
            self.pages.append(front)
            self._level = [front]
        return front

    async def _visit(self, links: Iterable[Link]) -> list[Seen]:
        found = []
        for link in links:
            seen = await self.see(link.url, link.words, self.depth)
            if seen is not None:
                found.append(seen)
                self.pages.append(seen)
        return found

    def _long_names(self) -> list[Link]:
        chrome = self._chrome()
        links = {link.url: link for seen in self.pages[:1] for link in seen.links}
        return [] if self._has_pattern() else [links[url] for url in links if url in chrome]

    def _menu(self, level: Iterable[Seen]) -> list[Link]:
        """Links that may be sections, those called so before the others."""
        never = re.compile(self.walk.not_section, re.IGNORECASE) if self.walk.not_section else None
        found = {
            link.url: link
            for seen in level
            for link in seen.links
            if not (self.may_be_article(link) or is_next_page(link.url, link.words))
            and not (never and never.search(link.url))
        }
        return sorted(found.values(), key=lambda link: kind_of(link.words, link.url) != "news")

    def may_be_article(self, link: Link) -> bool:
        """Say whether a link looks like an article's: by the family's addresses where they fit, else by its words."""
        if self._has_pattern():
            return bool(re.search(self.walk.article_url or "", link.url, re.IGNORECASE))
        return reads_like_title(link.words) and not is_next_page(link.url, link.words)

    def is_article(self, seen: Seen, marks: tuple[str, ...] | None = None) -> bool:
        """Say whether a page is an article: by its address, or by a mark (the family's, unless others are given)."""
        pattern = self.walk.article_url
        if pattern and re.search(pattern, seen.url, re.IGNORECASE):
            return True
        return any(seen.root.cssselect(css) for css in (self.walk.family.article_mark if marks is None else marks))

    def _has_pattern(self) -> bool:
        """Say whether the family's article addresses are those of the long links here."""
        if not self.walk.article_url:
            return False
        if self._patterned != (self.walk, min(len(self.pages), _PAGES_FOR_PATTERN)):
            pattern = re.compile(self.walk.article_url, re.IGNORECASE)
            pages = self.pages[:_PAGES_FOR_PATTERN]
            long = [link.url for seen in pages for link in seen.links if reads_like_title(link.words)]
            fits = sum(map(bool, map(pattern.search, long)))
            self._fits = fits > 0 and fits >= _PATTERN_FITS * len(long)
            self._patterned = (self.walk, min(len(self.pages), _PAGES_FOR_PATTERN))
        return self._fits

    # --- samples --------------------------------------------------------------------------------------------------

    async def sample(self, most: int) -> None:
        """Visit articles, a few of each list, and the second pages of some lists."""
        lists = [seen for seen in self.pages if self.own_articles(seen)]
        for seen in lists[: _LISTS_TURNED + 1]:
            further = (link for link in seen.links if is_next_page(link.url, link.words))
            link = next((link for link in further if url_key(link.url) not in self._known), None)
            turned = await self.see(link.url, seen.words) if link else None
            if turned is not None:
                self.next_pages.append(turned)
        for seen, link in _in_turn([(seen, self._candidates(seen)) for seen in [*self.next_pages, *lists]]):
            if len(self.samples) >= most:
                return
            visited = await self.see(link.url, link.words)
            if visited is not None:
                self.samples.append(Sample(visited.visit.page, link.words, link.date, seen.words))

    def _candidates(self, seen: Seen) -> list[Link]:
        own = self.own_articles(seen)
        links = own or [link for link in seen.links if self.may_be_article(link)]
        told = [link for link in links if reads_like_title(link.words)]
        return (told or links)[:_A_LIST_GIVES]

    def own_articles(self, seen: Seen) -> list[Link]:
        """Return the articles a page lists that do not stand on most pages; all of them where few pages are known."""
        chrome = self._chrome()
        return [link for link in seen.links if link.url not in chrome and self.may_be_article(link)]

    def _chrome(self) -> set[str]:
        counts = Counter(link.url for seen in self.pages for link in seen.links)
        least = max(4, _CHROME * len(self.pages))
        return {url for url, count in counts.items() if count >= least}

    # --- sections -------------------------------------------------------------------------------------------------

    def sections(self, article_pages: frozenset[str]) -> list[Section]:
        """Return the entries that list articles; pages known to be articles are none."""
        found = []
        for seen in self.pages:
            articles = self.own_articles(seen)
            if seen.depth and articles and seen.url not in article_pages and not is_home(seen.visit.page.url):
                found.append(
                    Section(self._name(seen), seen.url, kind_of(seen.words, seen.url), len(articles), seen.depth)
                )
        return found

    def name_of_front(self) -> str:
        """Name of the page asked for: as its own menu calls it, else its title, else its address."""
        front = self.pages[0]
        own = url_key(front.visit.page.url)
        menu = (link.words for link in front.links if url_key(link.url) == own and len(link.words) > 2)
        return next(menu, None) or page_title(front.root) or _slug_words(front.url)

    def _name(self, seen: Seen) -> str:
        """Name of a section: as the menu calls it, else its title, else its address."""
        if len(seen.words) > 2 and seen.words.lower().rstrip(" .…>»") not in _SAYS_MORE:
            return seen.words
        title = page_title(seen.root)
        return title if title and title != page_title(self.pages[0].root) else _slug_words(seen.url)


def _slug_words(url: str) -> str:
    """Words of an address's last part: `/tin/kinh-te.html` -> kinh te."""
    last = urlsplit(url).path.rstrip("/").rpartition("/")[2]
    return re.sub(r"\.\w+$", "", last).replace("-", " ")


def _in_turn(lists: list[tuple[Seen, list[Link]]]) -> Iterator[tuple[Seen, Link]]:
    """Yield the first link of each list, then the second of each, so that a sample is of all sections."""
    for turn in range(_A_LIST_GIVES):
        for seen, links in lists:
            if turn < len(links):
                yield seen, links[turn]


def page_title(root: HtmlElement) -> str:
    """Return the first part of a page's <title>.

    >>> from lxml import html
    >>> page_title(html.document_fromstring("<title>Tin tức - Sở Mẫu</title><p>x"))
    'Tin tức'
    """
    title = fold(str(root.findtext(".//title") or ""))
    return re.split(r"\s[-|–:]\s", title)[0]
