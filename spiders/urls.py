"""Any article addresses, stored like the rest."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.http import Request

from crawler.platforms.arguments import BadArgument
from crawler.platforms.links import Link
from crawler.platforms.portal import PortalSpider
from crawler.reading import Portal
from items import Page


class Urls(PortalSpider):
    """The manual run: `scrapy crawl urls -a url=ADDRESS` or `-a file=LIST` (one address a line, # comments).

    The CMS family is detected page by page; the registry gives agency and province by host.
    """

    name = "urls"

    def __init__(self, url: str | None = None, file: str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.asked = _addresses(url, file)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> "Urls":
        """Allow the hosts of the given addresses and no others."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        assert isinstance(spider, Urls)
        spider.allowed_domains = sorted({urlsplit(address).hostname or "" for address in spider.asked})
        return spider

    def first_requests(self) -> Iterator[Request]:
        """Yield the given addresses."""
        for address in self.asked:
            yield from self._article_request(Link(address, ""), {})

    def portal_of(self, page: Page) -> Portal:
        """Say that a page may be of any family; agency and province come from the registry."""
        entry = self.registry_entry(self.settings, (page.url,))
        if entry is None:
            return Portal(self.name)
        return Portal(self.name, agency=entry.agency or None, province=entry.province_label)


def _addresses(url: str | None, file: str | None) -> list[str]:
    if bool(url) == bool(file):
        raise BadArgument("urls wants -a url=ADDRESS or -a file=LIST (one of them)")
    found = [url] if url else _lines(Path(str(file)))
    for address in found:
        try:
            good = urlsplit(address).scheme in ("http", "https") and urlsplit(address).hostname
        except ValueError:
            good = False
        if not good:
            raise BadArgument(f"{address}: not an http(s) address")
    return list(dict.fromkeys(found))


def _lines(path: Path) -> list[str]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadArgument(
            f"file={path}: cannot be read ({getattr(error, 'strerror', None) or 'not UTF-8 text'})"
        ) from None
    found = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
    if not found:
        raise BadArgument(f"file={path}: holds no address")
    return found
