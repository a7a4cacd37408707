"""SharePoint publishing portals, with or without Lạc Việt's web parts."""

from crawler.extraction.families import SHAREPOINT, SHAREPOINT_LACVIET
from crawler.platforms.portal import PortalSpider


class SharePointSpider(PortalSpider):
    """SharePoint publishing: `/Pages/<slug>.aspx`, `?ItemID=<id>&l=<list>`, `?ID=<id>&CategoryId=<list>`.

    mic.gov.vn's family prints `/TinTuc/<id>/<slug>.html`. Under `/Pages/` sections stand beside articles: names of
    sections have at most five syllables.
    """

    family = SHAREPOINT
    article_url = (
        r"[?&](?:ItemID|tintucid|NewsId|nid|CategoryId=\d+&ID|ID(?==\d+&CategoryId=))=(?P<id>\d+)"
        r"|/TinTuc/\d+/[^/?]+\.html|/Pages/(?:[^/?]+/)*[^/?-]+(?:-[^/?-]*){5,}\.aspx(?:$|\?)"
    )


class SharePointLacVietSpider(PortalSpider):
    """SharePoint 2010 with Lạc Việt's CMS: an address says nothing, the article table does.

    Live portals print `post.aspx?...&ItemID=<id>`; rebuilt ones give one-segment slugs to articles and sections alike.
    Lists show a handful of articles, the rest hang on related lists, so article pages are followed too.
    """

    family = SHAREPOINT_LACVIET
    menu_depth = 5
    follow_articles = True
