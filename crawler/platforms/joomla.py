"""Joomla: `option=com_content&view=article&id=`, `/<id>-<alias>`, K2's `/item/<id>-<alias>`; pages `start=20`."""

from crawler.extraction.families import JOOMLA
from crawler.platforms.portal import PortalSpider

_OTHER_VIEWS = r"tmpl=component|format=(?:feed|pdf)|print=1"


class JoomlaSpider(PortalSpider):
    """Joomla with com_content or K2, which number apart from each other and from categories.

    Only the plain form has an identity, so print views, whose addresses are others, are not asked for.
    """

    family = JOOMLA
    article_url = (
        rf"^(?!.*(?:{_OTHER_VIEWS})).*"
        r"(?:view=article&(?:[^#]*&)?id=(?P<id>\d+)|/\d+-[^/?]*-[^/?]*(?:\.html)?(?:$|\?)|/item/\d+-)"
    )
    not_section = rf"option=com_(?:users|search|contact|mailto)|{_OTHER_VIEWS}"
