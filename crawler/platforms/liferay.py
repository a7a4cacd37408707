"""Liferay: article numbers in the address, asset publisher lists paged by `_cur=`."""

from crawler.extraction.families import BAC_NINH_LIFERAY, LIFERAY6, LIFERAY7
from crawler.platforms.portal import PortalSpider

# Login, search and print portlets, and the parameter that nests the previous address on every click.
_NOT_SECTIONS = (
    r"_WAR_portaltthcportlet_redirect=|p_p_state=(?:maximized|pop_up)|/c/portal/|p_p_id=(?:58|3|82)&|/search"
)


class LiferaySpider(PortalSpider):
    """Liferay 6 with its asset publisher.

    `/vi/<cat>/-/view_content/<id>-<slug>`: the same number under `/vi`, `/en`, without either, in several
    categories and as `pop_up/` print view is one article. Other portals print
    `/-/asset_publisher/<instance>/content/<slug>` or `content/id/<id>`.
    """

    family = LIFERAY6
    article_url = (
        r"/-/view_content/(?:pop_up/)?(?P<id>\d+)-|/-/asset_publisher/\w+/content/(?!id/)[^/?&]+(?:$|\?)"
        r"|/-/asset_publisher/\w+/content/id/\d+"
    )
    not_section = _NOT_SECTIONS


class Liferay7Spider(PortalSpider):
    """Liferay 7: `/-/<id>-<number>` or friendly slugs after `/-/`; Previous/Next pagers."""

    family = LIFERAY7
    article_url = r"/-/(?:asset_publisher/\w+/content/[^/?&]+|(?P<id>\d+-\d+)(?:$|[/?])|[a-z0-9][a-z0-9-]{20,}(?:$|\?))"
    not_section = _NOT_SECTIONS


class BacNinhLiferaySpider(PortalSpider):
    """Bắc Ninh's own portlets on Liferay: `/news/-/details/<site>/<slug>-<id>`.

    One tenant's article is served under every tenant's host: the number is its identity, whatever the host.
    """

    family = BAC_NINH_LIFERAY
    article_url = r"/-/details/\d+/[^?]*-(?P<id>\d+)(?:$|\?)"
    not_section = _NOT_SECTIONS
