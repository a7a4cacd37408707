"""A portal that changes between two crawls, and the project's real command to crawl it.

The server is in the test's process, so a test edits, removes and adds articles, makes addresses answer oddly and
counts what was asked. `scrapy crawl so_mau` runs in a process of its own and finds the address in `SO_MAU`.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from crawler.platforms import PortalSpider
from tests.counted_server import Answer, CountedServer
from tests.invented_pages import article, listing

ROOT = Path(__file__).parent.parent
PER_LIST = 20
QUICK = {
    "SPIDER_MODULES": "tests.changing_portal",
    "DOWNLOAD_DELAY": "0",
    "CONCURRENT_REQUESTS_PER_DOMAIN": "4",
    "CONCURRENT_REQUESTS": "4",
    "RETRY_DELAY": "0.1",
    "BREAKER_PAUSE": "0.2",
    "ALLOWED_PRIVATE_NETWORKS": "127.0.0.1/32",
}


class SoMau(PortalSpider):
    """Sở Mẫu: invented."""

    name = "so_mau"
    article_url = r"/tin-(?P<id>\d+)\.html"
    sections = {"Tin tức": os.environ.get("SO_MAU", "http://127.0.0.1:9") + "/tin"}  # noqa: RUF012 - as portals write it


class SoMauHai(PortalSpider):
    """The same portal with a second list."""

    name = "so_mau_hai"
    article_url = r"/tin-(?P<id>\d+)\.html"
    sections = {  # noqa: RUF012
        "Tin tức": os.environ.get("SO_MAU", "http://127.0.0.1:9") + "/tin",
        "Khác": os.environ.get("SO_MAU", "http://127.0.0.1:9") + "/khac",
    }


class SoMauLa(PortalSpider):
    """The same portal, whose addresses do not say what they lead to."""

    name = "so_mau_la"
    article_mark = (".detail",)
    sections = {"Tin tức": os.environ.get("SO_MAU", "http://127.0.0.1:9") + "/la"}  # noqa: RUF012


class SoMauMap(PortalSpider):
    """The same portal by its sitemap alone."""

    name = "so_mau_map"
    article_url = r"/tin-(?P<id>\d+)\.html"
    sitemaps = (os.environ.get("SO_MAU", "http://127.0.0.1:9") + "/sitemap.xml",)


class ChangingPortal(CountedServer):
    """Serves articles by number, twenty a list page; `edited` and `removed` change it, `odd` paths answer by themselves."""

    def __init__(self, articles: int, delay: float = 0.0) -> None:
        self.numbers = list(range(1, articles + 1))
        self.edited: set[int] = set()
        self.removed: set[int] = set()
        self.odd: dict[str, Callable[[Any], Answer]] = {}
        super().__init__(delay)

    def answer(self, path: str, headers: Any) -> Answer:
        """What stands at a path today; an odd path without a query stands for all its queries."""
        odd = self.odd.get(path) or self.odd.get(path.partition("?")[0])
        if odd is not None:
            return odd(headers)
        if path.startswith("/tin-"):
            return self._article(int(path.removeprefix("/tin-").removesuffix(".html")))
        if path.partition("?")[0] == "/tin":
            return 200, {}, self._list(int(path.partition("=")[2] or 1)).encode()
        return 404, {}, b"<html><body>404</body></html>"

    def pages_asked(self) -> int:
        """How many answers were given, robots.txt aside."""
        return sum(number for path, number in self.asked.items() if path != "/robots.txt")

    def articles_asked(self) -> list[str]:
        """The article addresses asked for."""
        return [path for path in self.asked if path.startswith("/tin-")]

    def _article(self, number: int) -> Answer:
        if number in self.removed or number not in self.numbers:
            return 404, {}, b"<html><body>404</body></html>"
        page = article(f"so-{number}")
        if number in self.edited:
            page = page.replace("Nội dung thứ 3.", "Nội dung thứ 3, đã được đính chính trong ngày.")
        return 200, {}, page.replace("</body>", f"<i>Lượt truy cập: {time.time_ns()}</i></body>").encode()

    def _list(self, page: int) -> str:
        shown = [number for number in reversed(self.numbers) if number not in self.removed]
        links = [f"/tin-{number}.html" for number in shown[(page - 1) * PER_LIST : page * PER_LIST]]
        more = f'<a href="/tin?page={page + 1}">{page + 1}</a>' if page * PER_LIST < len(shown) else ""
        return listing(links).replace("</ul>", f"</ul>{more}")


def crawl(portal: ChangingPortal, store: Path, *arguments: str, spider: str = "so_mau", **settings: str) -> Any:
    """Start `scrapy crawl` over the portal; standard error comes with standard output."""
    chosen = {**QUICK, "STORE_PATH": str(store), **settings}
    command = [sys.executable, "-m", "scrapy", "crawl", spider, *arguments]
    clean = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return subprocess.Popen(
        command + [word for name, value in chosen.items() for word in ("-s", f"{name}={value}")],
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**clean, "SO_MAU": portal.base, "COLUMNS": "160"},
    )


def crawled(
    portal: ChangingPortal, store: Path, *arguments: str, spider: str = "so_mau", **settings: str
) -> tuple[int, str]:
    """Crawl to the end; the exit code and what was said."""
    process = crawl(portal, store, *arguments, spider=spider, **settings)
    said = process.communicate(timeout=240)[0]
    return process.returncode, said


def wait_until(condition: Callable[[], bool], seconds: float = 120) -> None:
    """Wait for something to happen in the other process."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.005)
