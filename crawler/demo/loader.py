"""Demo portals in place of the address book: `-s SPIDER_LOADER_CLASS=crawler.demo.loader.DemoLoader`, any command."""

from typing import Any, Self

from scrapy import Request
from scrapy.settings import BaseSettings

from crawler.demo.portal_classes import portal_classes
from crawler.platforms.portal import PortalSpider

Names = list[str]


class DemoLoader:
    """Scrapy's spider loader over the demo portals.

    >>> DemoLoader.from_settings(BaseSettings()).load("demo_joomla").name
    'demo_joomla'
    """

    def __init__(self) -> None:
        self._classes = {portal.name: portal for portal in portal_classes()}

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:  # noqa: ARG003 - Scrapy's interface
        """Made by Scrapy."""
        return cls()

    def load(self, spider_name: str) -> type[PortalSpider]:
        """Return the class of a name; raises KeyError."""
        return self._classes[spider_name]

    def find_by_request(self, request: Request) -> Names:
        """Return the names of the portals an address belongs to."""
        host: Any = request.url.split("/")[2]
        return [name for name, portal in self._classes.items() if host in portal.hosts()]

    def list(self) -> Names:
        """Return all names."""
        return list(self._classes)
