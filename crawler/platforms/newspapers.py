"""The two platforms most newspapers and ministries publish on."""

from crawler.extraction.families import ONECMS, VCCORP
from crawler.platforms.portal import PortalSpider


class VcCorpSpider(PortalSpider):
    """VCCorp: `<slug>-<site><yymmddHHMMSSmmm>.htm`; the number holds the time of creation."""

    family = VCCORP
    article_url = r"-(?P<id>\d{9,20})\.(?:htm|chn)(?:$|\?)"


class OneCmsSpider(PortalSpider):
    """ONECMS: `<slug>-post<id>.html`, monthly sitemaps."""

    family = ONECMS
    article_url = r"-post(?P<id>\d+)\.html(?:$|\?)"
