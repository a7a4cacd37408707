"""The walk of a CMS family by its name."""

from functools import cache

from crawler import platforms
from crawler.platforms.portal import PortalSpider


@cache
def _walks() -> dict[str, type[PortalSpider]]:
    found = [getattr(platforms, name) for name in platforms.__all__]
    return {walk.family.name: walk for walk in found if walk is not PortalSpider}


def walk_of(family: str) -> type[PortalSpider]:
    """Return the spider base class that walks portals of a family; the generic one where a family has none.

    >>> walk_of("nukeviet").__name__, walk_of("geocities").__name__
    ('NukeVietSpider', 'GenericSpider')
    """
    return _walks().get(family, platforms.GenericSpider)
