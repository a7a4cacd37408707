"""robots.txt as RFC 9309 has it, failing closed: who cannot be asked for its rules is not asked for its pages.

Takes the place of Scrapy's `RobotsTxtMiddleware`, which allows everything after a 5xx, a timeout or a redirect to
another host.

Settings: `ROBOTSTXT_OBEY = True`, `ROBOTSTXT_USER_AGENT`, `DOWNLOADER_MIDDLEWARES = {RobotsTxtMiddleware: None,
OffsiteMiddleware: None, RobotsMiddleware: 100}`, `ROBOTS_RETRY_TIMES` (2), `ROBOTS_NEXT_TRY` (3600 s), and optionally
`ROBOTS_MEMORY`, the dotted name of a callable that makes a `RobotsMemory` from the crawler.
"""

import asyncio
import re
from typing import Final, Protocol, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.misc import load_object

from crawler.incidents import incident_log
from crawler.middlewares.hosts import PROBE, guard_download, host_book, in_seconds
from crawler.middlewares.refusals import ForbiddenByRobots, Postponed
from crawler.middlewares.robots_rules import RobotsRules, UnreadableRobots
from crawler.middlewares.scope import ROBOTS_KEY

NOINDEX: Final = "robots_noindex"
"""`response.meta` key: the page asks not to be indexed; it is read, recorded and left out of exports by default."""
NOINDEX_NOTE: Final = "noindex"
"""The same among the flags of the response; see `Page.notes`."""
NOFOLLOW: Final = "robots_nofollow"
"""`response.meta` key: no link of this page is to be followed."""
_META_ROBOTS: Final = re.compile(rb"<meta\b[^<>]{0,200}\bname\s*=\s*[\"']?robots\b[^<>]{0,200}>", re.IGNORECASE)
_HEAD: Final = 1 << 14


class RobotsMemory(Protocol):
    """The last good robots.txt of each host, kept between runs (RFC 9309, section 2.3.1.4)."""

    def recall(self, origin: str) -> bytes | None:
        """The body last remembered for `scheme://host:port`, if it is no older than 30 days."""

    def remember(self, origin: str, body: bytes) -> None:
        """Keep the body of an answer with status 200."""


class RobotsMiddleware:
    """Fetches each host's rules once a run and lets through what they allow.

    No answer, 5xx, 429, or bytes that are no text: the last good copy rules, and without one the host is given up for
    this run (incident `robots_unreachable`). Other 4xx, a redirect loop, HTML in its place: there are no rules.
    """

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self._crawler = crawler
        self._hosts = host_book(crawler)
        self._incidents = incident_log(crawler)
        self._agent = crawler.settings["ROBOTSTXT_USER_AGENT"] or crawler.settings["USER_AGENT"]
        self._times = crawler.settings.getint("ROBOTS_RETRY_TIMES", 2)
        self._rest = crawler.settings.getfloat("ROBOTS_NEXT_TRY", 3600.0)
        maker = crawler.settings.get("ROBOTS_MEMORY")
        self._memory: RobotsMemory | None = load_object(maker)(crawler) if maker else None
        self._rules: dict[str, asyncio.Future[RobotsRules | None]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raises: ForbiddenByRobots, Postponed (the rules could not be had)."""
        if ROBOTS_KEY in request.meta or PROBE in request.meta:
            return
        host = self._hosts.of(request.url)
        if host.stopped:
            raise self._hosts.postpone(request, host.stopped, host.next_try)
        rules = await self._rules_for(request)
        if rules is None:
            raise self._hosts.postpone(request, host.stopped or "robots_pending", host.next_try)
        if not rules.allows(request.url):
            raise ForbiddenByRobots("robots_txt", request.url)

    async def _rules_for(self, request: Request) -> RobotsRules | None:
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        known = self._rules.get(origin)
        if known is None:
            known = self._rules[origin] = asyncio.get_running_loop().create_future()
            try:
                known.set_result(await self._asked(origin, request))
            except Postponed:  # the host rests, or the crawl closes: nothing was learnt
                del self._rules[origin]
                known.set_result(None)
                raise
        return await known

    async def _asked(self, origin: str, request: Request) -> RobotsRules | None:
        """The rules from the host, or from memory; None when the host has been given up."""
        try:
            response = await guard_download(self._crawler, self._robots_request(origin))
            rules = self._read(origin, response)
        except Postponed:
            raise
        except IgnoreRequest as refusal:
            rules = self._after_refusal(origin, refusal)
        except Exception as error:  # noqa: BLE001 - whatever it is, the rules were not had
            rules = self._unreachable(origin, f"{type(error).__name__}: {error}")
        if rules is not None:
            host = self._hosts.of(request.url)
            host.crawl_delay = max(host.crawl_delay, rules.crawl_delay)
        return rules

    def _robots_request(self, origin: str) -> Request:
        meta = {ROBOTS_KEY: True, "max_retry_times": self._times}
        return Request(f"{origin}/robots.txt", priority=1000, meta=meta, callback=NO_CALLBACK)

    def _read(self, origin: str, response: Response) -> RobotsRules | None:
        status = response.status
        if status == 429 or status >= 500:
            return self._unreachable(origin, f"status {status}")
        if status != 200:
            if status in {401, 403}:
                self._incidents.record(response.url, "robots_denied", f"status {status}: no rules, all allowed")
            return RobotsRules.allowing(self._agent)
        try:
            rules = RobotsRules.read(response.body, self._agent)
        except UnreadableRobots as error:
            return self._unreachable(origin, str(error))
        if self._memory is not None:
            self._memory.remember(origin, response.body)
        return rules

    def _after_refusal(self, origin: str, refusal: IgnoreRequest) -> RobotsRules | None:
        """RFC 9309: after five redirects the file may be taken as not there; an empty one says nothing."""
        reason = getattr(refusal, "reason", str(refusal))
        if reason == "empty" or "max redirections" in reason:
            self._incidents.record(f"{origin}/robots.txt", "robots_denied", f"{reason}: no rules, all allowed")
            return RobotsRules.allowing(self._agent)
        return self._unreachable(origin, reason)

    def _unreachable(self, origin: str, detail: str) -> RobotsRules | None:
        url = f"{origin}/robots.txt"
        body = self._memory.recall(origin) if self._memory is not None else None
        if body is not None:
            self._incidents.record(url, "robots_from_memory", detail)
            return RobotsRules.read(body, self._agent)
        self._hosts.stop(self._hosts.of(url), url, "robots_unreachable", detail, in_seconds(self._rest))
        return None

    def process_response(self, request: Request, response: Response) -> Response:
        """Notes what the page itself asks of robots, as `robots_noindex` and `robots_nofollow` in its meta."""
        said = page_directives(response)
        if said & {"noindex", "none"}:
            request.meta[NOINDEX] = True
            response.flags.append(NOINDEX_NOTE)
        if said & {"nofollow", "none"}:
            request.meta[NOFOLLOW] = True
        return response


def page_directives(response: Response) -> set[str]:
    """What `X-Robots-Tag` headers and `<meta name="robots">` say to every robot, in lower case.

    >>> sorted(page_directives(Response("https://so.example/", headers={"X-Robots-Tag": "noindex, nofollow"})))
    ['nofollow', 'noindex']
    >>> page_directives(Response("https://so.example/", headers={"X-Robots-Tag": "otherbot: noindex"}))
    set()
    >>> page_directives(Response("https://so.example/", body=b"<meta name='robots' content='NOINDEX'>"))
    {'noindex'}
    """
    said: set[str] = set()
    for value in response.headers.getlist("X-Robots-Tag"):
        said |= _words(value.decode("latin-1"))
    body = response.body
    if body.find(b"robots", 0, _HEAD) >= 0 or body.find(b"ROBOTS", 0, _HEAD) >= 0:
        for tag in _META_ROBOTS.findall(body[:_HEAD]):
            content = re.search(rb"content\s*=\s*[\"']?([^\"'>]*)", tag, re.IGNORECASE)
            said |= _words(content[1].decode("latin-1")) if content else set()
    return said


def _words(value: str) -> set[str]:
    """The directives of one value; those addressed to one robot by name (`name: noindex`) are not ours."""
    if ":" in value.partition(",")[0] and not value.lower().startswith("unavailable_after"):
        return set()
    return {word.strip().lower() for word in value.split(",") if word.strip()}
