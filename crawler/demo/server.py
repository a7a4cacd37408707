"""The demo portals on the wire: an HTTP proxy on 127.0.0.1 that answers for their hosts and for nothing else.

A crawl runs with `http_proxy` set to it, so addresses look like real ones and no name needs to resolve.
"""

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from crawler.demo.certificates import Authority
from crawler.demo.faults import Weather
from crawler.demo.records import portals
from crawler.demo.site import Answer, Site

_DRIP_SECONDS = 0.2
_TEXT = {"Content-Type": "text/plain; charset=utf-8"}


@dataclass
class DemoServer:
    """A running demo server."""

    port: int
    requests: list[tuple[str, str, int]] = field(default_factory=list)
    """What was asked, in order: method, address, status answered."""
    weather: Weather = field(default_factory=Weather)
    """What is wrong with which portal; may be changed while the server runs."""
    authority: Authority | None = None
    """Who signs for portals asked for over https; None = https is refused."""

    @property
    def proxy(self) -> str:
        """What to set `http_proxy` to."""
        return f"http://127.0.0.1:{self.port}"


@cache
def _families() -> dict[str, str]:
    return {portal.host: portal.family for portal in portals().values()}


def family_of(host: str) -> str | None:
    """Return the CMS family of a demo host, None for any other."""
    return _families().get(host.lower())


def answer(url: str, weather: Weather | None = None) -> Answer:
    """Return what the demo portals answer to an absolute address.

    >>> answer("http://so.nukeviet.demo/rss/").status, answer("http://elsewhere.example/").status
    (404, 502)
    """
    parts = urlsplit(url)
    family = family_of(parts.hostname or "")
    if family is None:
        return Answer(502, _TEXT, b"The demo serves its own portals only.\n")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    weather = weather or _fair()
    try:
        return weather.answer(family, path)
    except KeyError:
        return Answer(404, {"Content-Type": "text/html; charset=utf-8"}, _not_found(weather.site(family)))


@cache
def _fair() -> Weather:
    return Weather()


def _not_found(site: Site) -> bytes:
    page = f"<html><head><title>404</title></head><body><h1>Không tìm thấy trang</h1><p>{site.portal.agency}</p></body>"
    return page.encode() + b"</html>"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "DemoPortals"
    seen: DemoServer

    def do_GET(self) -> None:
        """Answer a request of a proxy's client (absolute address) or of a direct one (path and Host)."""
        url = self.path if "://" in self.path else f"http://{self.headers.get('Host', '')}{self.path}"
        found = answer(url, self.seen.weather)
        tag = f'"{hashlib.sha256(found.body).hexdigest()[:16]}"'
        unchanged = found.status == HTTPStatus.OK and self.headers.get("If-None-Match") == tag
        status = HTTPStatus.NOT_MODIFIED if unchanged else HTTPStatus(found.status)
        body = b"" if unchanged else found.body
        self.seen.requests.append((self.command, url, int(status)))
        self.send_response(status)
        for name, value in (*found.headers.items(), ("ETag", tag), ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self._write(url, body)

    do_HEAD = do_GET  # noqa: N815 - the name http.server calls

    def _write(self, url: str, body: bytes) -> None:
        family = family_of(urlsplit(url).hostname or "") or ""
        if self.seen.weather.faults.get(family) != "too_slow":
            self.wfile.write(body)
            return
        with suppress(OSError):  # the client loses patience
            for number in range(len(body)):
                self.wfile.write(body[number : number + 1])
                time.sleep(_DRIP_SECONDS)

    def do_CONNECT(self) -> None:
        """Open a tunnel to a demo portal over https: it ends here, in a certificate of our own."""
        host = self.path.partition(":")[0]
        if self.seen.authority is None or family_of(host) is None:
            self.send_error(HTTPStatus.BAD_GATEWAY)
            return
        self.send_response(HTTPStatus.OK, "Connection established")
        self.end_headers()
        expired = self.seen.weather.faults.get(family_of(host) or "") == "certificate"
        try:
            self.connection = self.seen.authority.context(host, expired=expired).wrap_socket(
                self.connection, server_side=True
            )
        except OSError:  # the client does not like the certificate
            self.close_connection = True
            return
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
        self.close_connection = False

    def handle(self) -> None:
        """Answer the requests of a connection; a client that hangs up ends it."""
        with suppress(OSError):
            super().handle()

    def log_message(self, *args: Any) -> None:
        """Say nothing: the crawl has its own log."""


@contextmanager
def serve(port: int = 0, weather: Weather | None = None, authority: Authority | None = None) -> Iterator[DemoServer]:
    """Serve the demo portals as an HTTP proxy on 127.0.0.1 while the context lasts.

    `port` 0 takes a free one. Portals break as the `weather` says. Raises OSError when the port is taken.

    >>> from urllib.request import ProxyHandler, build_opener
    >>> with serve() as demo:
    ...     web = build_opener(ProxyHandler({"http": demo.proxy}))
    ...     web.open("http://so.drupal.demo/vi/thong-bao").status
    200
    """
    running = DemoServer(port, weather=weather or Weather(), authority=authority)
    handler = type("Handler", (_Handler,), {"seen": running})
    with ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        server.daemon_threads = True
        running.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield running
        finally:
            server.shutdown()
            thread.join()
