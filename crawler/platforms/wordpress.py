"""WordPress: slugs with or without a date in the path; pages `/page/2`."""

from crawler.extraction.families import WORDPRESS
from crawler.platforms.portal import PortalSpider


class WordPressSpider(PortalSpider):
    """WordPress: a post's page says so in its body class; addresses differ by the site's permalink form."""

    family = WORDPRESS
    menu_depth = 2
    not_section = r"/wp-(?:content|json|login|admin)|/feed/?$|/tag/|/author/|[?&](?:share|replytocom|s)="
