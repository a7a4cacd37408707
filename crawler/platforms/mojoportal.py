"""mojoPortal: addresses of sections and articles are alike; the article view tells."""

from crawler.extraction.families import MOJOPORTAL
from crawler.platforms.portal import PortalSpider


class MojoPortalSpider(PortalSpider):
    """mojoPortal with the article module that schools and departments use."""

    family = MOJOPORTAL
    menu_depth = 2
