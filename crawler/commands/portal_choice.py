"""The portals a command can name, from the address book."""

import difflib
from typing import Any

from scrapy.settings import BaseSettings
from scrapy.spiderloader import get_spider_loader
from scrapy.utils.misc import load_object

from crawler.command import usage
from crawler.reading import Portal


def portal_class(settings: BaseSettings, name: str) -> type[Any]:
    """Return the portal class of a name.

    Raises:
        UsageError: no such portal; names the nearest.
    """
    if name.startswith("demo_"):
        from crawler.demo.portal_classes import portal_classes  # nobody else needs the demo's pages

        if demo := next((each for each in portal_classes() if each.name == name), None):
            return demo  # not in the address book: no such host exists
    loader = get_spider_loader(settings)
    try:
        found: type[Any] = loader.load(name)
    except KeyError:
        near = difflib.get_close_matches(name, loader.list(), n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else "`scrapy portals` lists them"
        raise usage(f"unknown portal {name!r}: {hint}") from None
    return found


def reading_portal(settings: BaseSettings, name: str | None, url: str = "") -> Portal | None:
    """Return what reading wants to know of a portal, or of the host of an address, or None when nothing is known."""
    if name:
        portal: Portal = portal_class(settings, name).reading_portal(settings)
        return portal
    entry: Any = load_object(settings["HOST_REGISTRY"])(url) if url else None
    return Portal(agency=entry.agency or None, province=entry.province_label) if entry else None
