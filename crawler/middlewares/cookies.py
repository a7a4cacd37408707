"""Cookies for a run, host by host: some portals answer only to who carries the cookie they have just set.

Each host has a jar of its own and every cookie in it is that host's alone, so no list of public suffixes is needed
(Scrapy's middleware fetches one from third parties at the first cookie). Jars are empty at the start of a run.

Settings: `COOKIES_ENABLED = True`, `DOWNLOADER_MIDDLEWARES = {CookiesMiddleware (Scrapy's): None, HostCookies: 700}`.
"""

from collections.abc import Iterable
from http.cookiejar import Cookie
from typing import Final
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.downloadermiddlewares.cookies import CookiesMiddleware
from scrapy.http import Response
from scrapy.http.cookies import CookieJar

MAX_COOKIES: Final = 50
"""A host: what browsers keep at least (RFC 6265, section 6.1)."""
MAX_HEADER: Final = 8_192
"""Bytes of one `Cookie` header: the limit of the common servers; beyond it the jar is emptied."""


class HostCookies(CookiesMiddleware):
    """Scrapy's cookies with a jar a host and a cap on what a page may make us carry."""

    def process_request(self, request: Request) -> None:  # type: ignore[override]
        """Sets the `Cookie` header, at most 8 KiB. Nearly all portals set none: those cost one look."""
        key = request.meta["cookiejar"] = urlsplit(request.url).hostname or ""
        if key not in self.jars and not request.cookies:
            request.headers.pop("Cookie", None)  # of the host that redirected here
            return
        super().process_request(request)
        if len(request.headers.get("Cookie") or b"") > MAX_HEADER:
            self.jars.pop(key, None)
            request.headers.pop("Cookie", None)

    def process_response(self, request: Request, response: Response) -> Response:  # type: ignore[override]
        """Keeps what the host set for itself."""
        if b"Set-Cookie" in response.headers:
            super().process_response(request, response)
        return response

    def _process_cookies(self, cookies: Iterable[Cookie], *, jar: CookieJar, request: Request) -> None:
        host = (urlsplit(request.url).hostname or "").lower()
        for cookie in cookies:
            domain = cookie.domain.lstrip(".")
            if not domain or domain == host or host.endswith(f".{domain}"):
                cookie.domain, cookie.domain_specified = host, False
                if sum(1 for _ in jar.jar) < MAX_COOKIES:
                    jar.set_cookie_if_ok(cookie, request)
