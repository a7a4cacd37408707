"""Any other portal: no selectors, the page itself says what it is."""

from typing import Any

from scrapy.http import Response

from crawler.extraction.families import GENERIC
from crawler.platforms.portal import PortalSpider


class GenericSpider(PortalSpider):
    """A portal of no known family. Without an address or a mark that tells articles, every page of its own is read.

    Those that hold no article are searched for links.
    """

    family = GENERIC
    menu_depth = 3

    def _is_article_page(self, response: Response, **_: Any) -> bool:
        if self._article_url is not None or self.article_mark:
            return super()._is_article_page(response)
        return response.url not in (self.home, *self.sections.values())
