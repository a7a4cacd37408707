"""ASP.NET portals with the day in the path: Tân Dân's and its likes."""

from crawler.extraction.families import PORTAL_PAGES, TAN_DAN
from crawler.platforms.portal import PortalSpider

_DATED = r"/portal/pages/\d{4}-\d{1,2}-\d{1,2}/[^/?]*?(?P<id>[A-Za-z0-9]{6,8})\.aspx"


class TanDanSpider(PortalSpider):
    """Tân Dân: lists `/portal/KenhTin/<Name>.aspx`, articles `/portal/pages/YYYY-MM-DD/<slug><id>.aspx`."""

    family = TAN_DAN
    article_url = _DATED


class PortalPagesSpider(PortalSpider):
    """Portals under /portal/pages: the same addresses. Print views `print.aspx?p=<number>` name another number."""

    family = PORTAL_PAGES
    article_url = _DATED
    not_section = r"/print\.aspx"
