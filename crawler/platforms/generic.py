"""Any other portal: no selectors, the page itself says what it is."""

from typing import Any

from scrapy.http import Response

from crawler.extraction.families import GENERIC
from crawler.platforms.portal import PortalSpider


class GenericSpider(PortalSpider):
    """A portal of no known family. Every page of its own is read; those that hold no article are searched for links."""

    family = GENERIC
    menu_depth = 3

    def _is_article_page(self, response: Response, **_: Any) -> bool:
        return response.url not in (self.home, *self.sections.values())
