"""Which portals a command over many means."""

import unicodedata

from scrapy.settings import BaseSettings
from scrapy.spiderloader import get_spider_loader

from crawler.command import usage
from crawler.platforms import PortalSpider


def chosen_portals(settings: BaseSettings, only: str | None = None) -> list[type[PortalSpider]]:
    """Return the portal classes of the address book; with `only`, those of a province, a platform or a name.

    Raises:
        UsageError: `only` names none.
    """
    loader = get_spider_loader(settings)
    classes = [loader.load(name) for name in sorted(loader.list())]
    portals = [each for each in classes if issubclass(each, PortalSpider) and each.addresses()]
    if only is None:
        return portals
    found = [each for each in portals if _folded(only) in _names_of(settings, each)]
    if not found:
        raise usage(f"--only {only}: no portal, province or platform of that name; `scrapy portals` lists them")
    return found


def _names_of(settings: BaseSettings, portal: type[PortalSpider]) -> set[str]:
    known = portal.reading_portal(settings)
    return {_folded(name) for name in (portal.name, known.family, known.province) if name}


def _folded(words: str) -> str:
    """Return words without marks, spaces and case.

    >>> _folded("Đắk Nông") == _folded("dak_nong")
    True
    """
    bare = unicodedata.normalize("NFD", words.lower().replace("đ", "d"))
    return "".join(c for c in bare if c.isalnum() and not unicodedata.combining(c))
