"""What became of one address: the items a spider yields to close a page in the ledger.

Exactly one of them ends each request. Everything else a page gives (links, items of other classes) is committed before
it or with it, never after, so that a page counts as done only when nothing of it can be lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from crawler.store.removed_rows import RemovedLine
from items import Article, Page


@dataclass(frozen=True, slots=True)
class Reading:
    """An article page was fetched and read, or declined with a reason.

    >>> Reading("https://so.example/tin-1.html", page=None, reason="captcha").article is None
    True
    """

    request_url: str
    """The address that was queued (before redirects): the frontier's row."""
    page: Page | None
    """The bytes, with the final address. None for an answer without news (304)."""
    article: Article | None = None
    """The article, or None when the page holds none."""
    reason: str | None = None
    """Why there is no article: the reasons of `crawler.extraction.errors.NotAnArticle`, or `not_modified`."""
    key: str | None = None
    """Identity the portal itself gives (an article number). None = the normalised address."""
    aliases: Sequence[str] = ()
    """Other addresses of the same article: redirects on the way, print and language twins."""
    kind: str = "article"
    """article | attachment."""
    section: str | None = None
    """Section it was listed in, as the spider names it."""
    found_on: str | None = None
    """Address of the page that linked to it."""
    link_text: str | None = None
    """Words of that link."""
    listing_date: str | None = None
    """Date the listing gave beside it."""
    status: int = 200
    """HTTP status."""
    etag: str | None = None
    """Validators of the answer."""
    last_modified: str | None = None
    """Validators of the answer."""
    extractor_version: str | None = None
    """Version of the rules that read the page."""
    identity: str | None = None
    """`request.meta["identity"]` when the link's identity was known before fetching; normally equal to `key`."""
    removed: Sequence[RemovedLine] | None = None
    """Lines of the page that are no text of the article, to be kept with it; None = they are not kept."""


@dataclass(frozen=True, slots=True)
class SectionRead:
    """A section page, feed or sitemap was read. Yield it after its links (the outcome middleware sees to that too).

    >>> SectionRead("https://so.example/tin-tuc", links=20).news
    0
    """

    request_url: str
    """The address that was queued."""
    links: int
    """Article links found on it."""
    news: int = 0
    """How many of them were new, where the spider knows."""
    says_articles: int | None = None
    """How many articles its pager says the whole list has."""
    says_pages: int | None = None
    """How many pages its pager says the whole list has."""
    next_url: str | None = None
    """The next page of the listing, if one was followed."""
    kind: str = "section"
    """section | feed | sitemap."""
    section: str | None = None
    """Name of the section."""
    status: int = 200
    """HTTP status; 304 means nothing new since the last read."""
    etag: str | None = None
    """Validators of the answer."""
    last_modified: str | None = None
    """Validators of the answer."""
    complete: "Complete | None" = None
    """What of its list it shows completely, where that can be told."""
    identity: str | None = None
    """`request.meta["identity"]`, if the request carried one."""


@dataclass(frozen=True, slots=True)
class Complete:
    """A page of a list in order of dates: of these days it shows every article the list has.

    >>> Complete("https://so.example/tin", "2019-02-21", "2019-03-05", frozenset({"17"})).listing
    'https://so.example/tin'
    """

    listing: str
    """Address of the list's first page."""
    since: str
    """First of the days, ISO 8601."""
    before: str
    """The day after the last of them."""
    shown: frozenset[str]
    """The articles it shows: the portal's own number where it gives one, else the address."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A request came to nothing.

    >>> Failed("https://so.example/tin-1.html", "timeout").retry_at is None
    True
    """

    request_url: str
    """The address that was queued."""
    reason: str
    """A stable word: `timeout`, `http_404`, `blocked:captcha`, `truncated`, ..."""
    status: int | None = None
    """HTTP status, when there was an answer."""
    kind: str = "article"
    """section | article | feed | sitemap | attachment."""
    retry_at: int | None = None
    """Seconds since 1970 before which it is not worth trying (Retry-After). None = by the plan of retries."""
    final: bool = False
    """Never try again (410, a page that is not ours)."""
    identity: str | None = None
    """`request.meta["identity"]`, if the request carried one."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A request needs no article: robots.txt forbids it, it redirects to a known address, it was filtered.

    >>> Skipped("https://so.example/login", "login_wall").reason
    'login_wall'
    """

    request_url: str
    """The address that was queued."""
    reason: str
    """A stable word."""
    status: int | None = None
    """HTTP status, when there was an answer."""
    kind: str = "article"
    """section | article | feed | sitemap | attachment."""
    identity: str | None = None
    """`request.meta["identity"]`, if the request carried one."""


@dataclass(frozen=True, slots=True)
class ItemsRead:
    """A page gave items of other classes, which went into the store before it.

    >>> ItemsRead("https://so.example/van-ban/1").kind
    'article'
    """

    request_url: str
    """The address that was queued."""
    status: int | None = None
    """HTTP status."""
    kind: str = "article"
    """section | article | feed | sitemap | attachment."""
    identity: str | None = None
    """`request.meta["identity"]`, if the request carried one."""


Outcome = Reading | SectionRead | Failed | Skipped | ItemsRead
"""What the ledger accepts as the end of a request."""
