"""The innermost guard: a request leaves only for the portal's own hosts, by http or https, to an allowed address.

Scrapy's own off-site filter lets through whatever carries `dont_filter`, and start requests, redirects and retries
all do. This one stands before and after every other middleware, so each hop of each request passes it.

Settings: `DOWNLOADER_MIDDLEWARES = {OffsiteMiddleware: None, OuterScopeMiddleware: 50, ScopeMiddleware: 950}`, the
resolver of `crawler.middlewares.resolver`, `DOWNLOAD_HANDLERS` with file, ftp, s3 and data off,
`ALLOWED_PRIVATE_NETWORKS` (default none; `["127.0.0.1/32"]` for the demo and tests).
"""

import re
from collections.abc import Iterable
from typing import Final, Self
from urllib.parse import urljoin, urlsplit

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError
from scrapy.http import Response

from crawler.incidents import incident_log
from crawler.middlewares.addresses import is_forbidden, literal_address, networks
from crawler.middlewares.refusals import BrokenRedirect, OutOfScope
from crawler.middlewares.resolver import REFUSED

ROBOTS_KEY: Final = "robots_txt"
"""`request.meta` key of a robots.txt fetch: it alone may be redirected to another host (RFC 9309, section 2.3.1.2)."""

_ODD_AUTHORITY: Final = re.compile(r"[\\@%\s\x00-\x1f]")
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})


class HostScope:
    """The hosts a crawl may ask.

    A listed host includes its sub-domains and its own name without `www.`; an address includes nothing but itself.

    >>> scope = HostScope(["www.so.example.gov.vn", "127.0.0.1"])
    >>> [scope.includes(h) for h in ("so.example.gov.vn", "anh.so.example.gov.vn", "127.0.0.1")]
    [True, True, True]
    >>> [scope.includes(h) for h in ("example.gov.vn", "xso.example.gov.vn", "x.127.0.0.1", "")]
    [False, False, False, False]
    """

    def __init__(self, hosts: Iterable[str]) -> None:
        listed = {host.lower().rstrip(".") for host in hosts if host}
        self._exact = frozenset(listed | {host.removeprefix("www.") for host in listed})
        self._parents = tuple(f".{host}" for host in self._exact if literal_address(host) is None)

    def includes(self, host: str) -> bool:
        """Whether `host` (lower case, no port) is one of them."""
        return bool(host) and (host in self._exact or host.endswith(self._parents))


def spider_hosts(spider: Spider) -> tuple[str, ...]:
    """The hosts a spider declares: its `allowed_domains`, else those of its sections, else of its start addresses."""
    domains = getattr(spider, "allowed_domains", None)
    if domains:
        return tuple(domains)
    sections = getattr(spider, "sections", None) or {}
    addresses = [
        *(sections.values() if hasattr(sections, "values") else sections),
        *(getattr(spider, "start_urls", None) or ()),
    ]
    return tuple(urlsplit(str(address)).hostname or "" for address in addresses)


class OuterScopeMiddleware:
    """Refuses what leaves the portal; records each refusal as incident `out_of_scope:<reason>`.

    Stands before all others, so that not even the robots.txt of a foreign host is asked for. A spider that declares
    no host at all (`scrapy fetch`) may ask the host of its first request and no other.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._incidents = incident_log(crawler)
        self._allowed = networks(crawler.settings.getlist("ALLOWED_PRIVATE_NETWORKS"))
        self._declared: tuple[str, ...] = ()
        self._scope = HostScope(())

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raises: OutOfScope."""
        reason, detail = self.objection(request.url, is_robots=bool(request.meta.get(ROBOTS_KEY)))
        if reason:
            raise self._refusal(request.url, reason, detail)

    def objection(self, url: str, *, is_robots: bool = False) -> tuple[str, str]:
        """Why `url` may not be asked, as (reason, detail); `("", "")` when it may."""
        try:
            parts = urlsplit(url)
            host = (parts.hostname or "").rstrip(".")
        except ValueError as error:
            return "address_spelling", str(error)
        if parts.scheme not in {"http", "https"}:
            return "scheme", parts.scheme
        if not host or _ODD_AUTHORITY.search(parts.netloc) or "\\" in url:
            return "address_spelling", parts.netloc
        address = literal_address(host)
        if address is not None and is_forbidden(address, self._allowed):
            return "forbidden_address", f"{host} is {address}"
        if not is_robots and not self._hosts(host).includes(host):
            return "host", host
        return "", ""

    def _hosts(self, first: str) -> HostScope:
        spider = self._crawler.spider
        declared = spider_hosts(spider) if spider is not None else ()
        if declared != self._declared or not self._declared:
            self._declared = declared or self._declared or (first,)
            self._scope = HostScope(self._declared)
        return self._scope

    def _refusal(self, url: str, reason: str, detail: str) -> OutOfScope:
        self._incidents.record(url, f"out_of_scope:{reason}", detail)
        return OutOfScope(reason, detail)


class ScopeMiddleware(OuterScopeMiddleware):
    """The same refusals after all other middlewares, so that nothing they make passes unseen; and what only shows when
    the answer is there: the address that gave it, the name that resolved inside, the redirect that leads nowhere.
    """

    def process_response(self, request: Request, response: Response) -> Response:
        """Checks the address that answered, and where a redirect leads. Raises: OutOfScope, BrokenRedirect."""
        peer = response.ip_address
        if peer is not None and not request.meta.get("proxy") and is_forbidden(peer, self._allowed):
            raise self._refusal(request.url, "forbidden_address", f"answered by {peer}")
        if response.status in _REDIRECTS:
            self._refuse_broken_redirect(request, response)
        return response

    def _refuse_broken_redirect(self, request: Request, response: Response) -> None:
        location = (response.headers.get("Location") or b"").decode("latin-1")
        try:
            target = urlsplit(urljoin(request.url, location)) if location else None
            scheme = target.scheme if target and target.port != 0 else ""
        except ValueError:  # "http://[bad", "http://so.example:80, /"
            scheme = ""
        if scheme not in {"http", "https"}:
            self._incidents.record(request.url, "redirect_refused", location or "no Location")
            if ROBOTS_KEY not in request.meta:  # there, it only says that there are no rules
                raise BrokenRedirect("redirect_refused", location or "no Location")

    def process_exception(self, request: Request, exception: Exception) -> None:
        """A name the resolver refused is a refusal, not a lookup failure to try again. Raises: OutOfScope."""
        host = urlsplit(request.url).hostname or ""
        if isinstance(exception, CannotResolveHostError) and host in REFUSED:
            raise self._refusal(request.url, "forbidden_address", str(exception)) from exception
