"""The demo portals on the wire: an HTTP proxy on 127.0.0.1 that answers for their hosts and for nothing else.

A crawl runs with `http_proxy` set to it, so addresses look like real ones and no name needs to resolve.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from crawler.demo.records import portals
from crawler.demo.site import Answer, Site

_TEXT = {"Content-Type": "text/plain; charset=utf-8"}


@dataclass
class DemoServer:
    """A running demo server."""

    port: int
    requests: list[tuple[str, str, int]] = field(default_factory=list)
    """What was asked, in order: method, address, status answered."""

    @property
    def proxy(self) -> str:
        """What to set `http_proxy` to."""
        return f"http://127.0.0.1:{self.port}"


@cache
def _sites() -> dict[str, Site]:
    return {portal.host: Site(portal.family) for portal in portals().values()}


def answer(url: str) -> Answer:
    """Return what the demo portals answer to an absolute address.

    >>> answer("http://so.nukeviet.demo/rss/").status, answer("http://elsewhere.example/").status
    (404, 502)
    """
    parts = urlsplit(url)
    site = _sites().get((parts.hostname or "").lower())
    if site is None:
        return Answer(502, _TEXT, b"The demo serves its own portals only.\n")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        return site[path]
    except KeyError:
        return Answer(404, {"Content-Type": "text/html; charset=utf-8"}, _not_found(site))


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
        found = answer(url)
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
            self.wfile.write(body)

    do_HEAD = do_GET  # noqa: N815 - the name http.server calls

    def log_message(self, *args: Any) -> None:
        """Say nothing: the crawl has its own log."""


@contextmanager
def serve(port: int = 0) -> Iterator[DemoServer]:
    """Serve the demo portals as an HTTP proxy on 127.0.0.1 while the context lasts.

    `port` 0 takes a free one. Raises OSError when the port is taken.

    >>> from urllib.request import ProxyHandler, build_opener
    >>> with serve() as demo:
    ...     web = build_opener(ProxyHandler({"http": demo.proxy}))
    ...     web.open("http://so.drupal.demo/vi/thong-bao").status
    200
    """
    running = DemoServer(port)
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
