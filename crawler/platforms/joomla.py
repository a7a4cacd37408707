"""Joomla: `option=com_content&view=article&id=`, `/<id>-<alias>`, K2's `/item/<id>-<alias>`; pages `start=20`."""

from crawler.extraction.families import JOOMLA
from crawler.platforms.portal import PortalSpider


class JoomlaSpider(PortalSpider):
    """Joomla with com_content or K2."""

    family = JOOMLA
    article_url = r"view=article&(?:[^#]*&)?id=(?P<id>\d+)|/\d+-[^/?]*-[^/?]*(?:\.html)?(?:$|\?)|/item/\d+-"
    not_section = r"option=com_(?:users|search|contact|mailto)|tmpl=component|format=(?:feed|pdf)|print=1"
