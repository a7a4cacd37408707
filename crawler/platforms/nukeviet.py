"""NukeViet: `/<cat>/<alias>-<id>.html`, pages `/<cat>/page-2/`."""

from crawler.extraction.families import NUKEVIET, NUKEVIET_EGOV
from crawler.platforms.portal import PortalSpider


class NukeVietSpider(PortalSpider):
    """NukeViet's default theme. Print, savefile and language views of one number are one article."""

    family = NUKEVIET
    article_url = r"/[^/?]+-(?P<id>\d+)\.html(?:$|\?)|[?&]op=[^&]+-\d+(?:$|&)"
    not_section = (
        r"/(?:users|contact|voting|search|seek|rss|feeds|statistics|banners|download|laws|tag)(?:/|$)|nv=users"
    )


class NukeVietEgovSpider(NukeVietSpider):
    """NukeViet's government edition."""

    family = NUKEVIET_EGOV
