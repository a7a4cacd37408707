"""The last look before a connection: the address a name resolved to, not the name.

Scrapy asks its resolver for every host it connects to, literal addresses included, and connects to the answer; so
this is connect time, and a name that changes its answer between a check and a use (DNS rebinding) gains nothing.

Setting: `TWISTED_DNS_RESOLVER = "crawler.middlewares.resolver.CheckingResolver"`.
"""

from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, Final, Self
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from crawler.middlewares.addresses import is_forbidden, networks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy.crawler import Crawler
    from twisted.internet.base import ReactorBase

REFUSED: Final[set[str]] = set()
"""Host names refused since the process started, for the scope guard to tell them from names that do not exist."""


class CheckingResolver(CachingThreadedResolver):
    """Resolves to public addresses and to those in `ALLOWED_PRIVATE_NETWORKS`; any other answer is "no such host".

    The hosts of `http_proxy` and `https_proxy` are the operator's own choice and are resolved wherever they lie.
    """

    allowed: Any = ()
    trusted: frozenset[str] = frozenset()

    @classmethod
    def from_crawler(cls, crawler: "Crawler", reactor: "ReactorBase") -> Self:
        """Made once a process by Scrapy, with the settings of the first crawl."""
        resolver = super().from_crawler(crawler, reactor)
        resolver.allowed = networks(crawler.settings.getlist("ALLOWED_PRIVATE_NETWORKS"))
        resolver.trusted = proxy_hosts()
        return resolver

    def getHostByName(self, name: str, timeout: "Sequence[int]" = ()) -> "Deferred[str]":  # noqa: N802 - Twisted's name
        """The address of `name`; fails with `DNSLookupError` when there is none or it is forbidden."""
        answer = super().getHostByName(name, timeout)
        return answer if name in self.trusted else answer.addCallback(self._checked, name)

    def _checked(self, address: str, name: str) -> str:
        if is_forbidden(ip_address(address), self.allowed):
            REFUSED.add(name)
            raise DNSLookupError(f"{name} resolves to {address}, which is outside the allowed networks")
        return address


def proxy_hosts() -> frozenset[str]:
    """The hosts of the proxies the environment names, as Scrapy reads them."""
    hosts = (urlsplit(url if "//" in url else f"//{url}").hostname for url in getproxies().values())
    return frozenset(host for host in hosts if host)
