"""A portal class for each demo portal, made from its family's walk and its addresses."""

from typing import Any

from crawler import platforms
from crawler.demo.addresses import list_addresses
from crawler.demo.records import portals
from crawler.extraction.families import FAMILIES
from crawler.platforms.portal import PortalSpider

_WALKS: dict[str, type[PortalSpider]] = {
    walk.family.name: walk
    for name in platforms.__all__
    if (walk := getattr(platforms, name)) is not platforms.PortalSpider
}


def portal_classes() -> list[type[PortalSpider]]:
    """Return a portal class for every demo portal, by family.

    >>> [each.name for each in portal_classes()][:2]
    ['demo_bac_ninh_liferay', 'demo_dotnetnuke']
    """
    return [_portal_class(family) for family in sorted(portals())]


def _portal_class(family: str) -> type[PortalSpider]:
    mine = portals()[family]
    attributes: dict[str, Any] = {
        "__doc__": f"{mine.agency}: invented.",
        "__module__": __name__,
        "name": f"demo_{family}",
        "sections": list_addresses(mine),
        "agency": mine.agency,
        "province": mine.tinh,
    }
    if mine.article_url:
        attributes["article_url"] = mine.article_url
    if mine.selectors:
        own = FAMILIES[family].selectors.but(**mine.selectors)
        attributes["selectors"] = classmethod(lambda _: own)
    return type(f"Demo{family.title().replace('_', '')}", (_WALKS[family],), attributes)
