"""DotNetNuke: `/tabid/<tab>/.../Default.aspx`, `/ID/<id>/<slug>`, `newsid/<guid>`."""

from crawler.extraction.families import DOTNETNUKE
from crawler.platforms.portal import PortalSpider


class DotNetNukeSpider(PortalSpider):
    """DotNetNuke with a news module; numbers in the path, or a slug ending in one."""

    family = DOTNETNUKE
    article_url = (
        r"/(?:title|ID|newsid|articleid)/(?P<id>[0-9a-f-]{4,36})(?:/|$|\?)|/[^/?]+-\d{3,}(?:\.html|\.aspx)(?:$|\?)"
    )
    not_section = r"/ctl/|/login|returnurl="
