"""VHV eGov: `/<section>/<slug>.html`, numbered pagers."""

from crawler.extraction.families import VHV
from crawler.platforms.portal import PortalSpider


class VhvSpider(PortalSpider):
    """VHV's portal: sections and articles share an address form; the article element tells."""

    family = VHV
    menu_depth = 2
