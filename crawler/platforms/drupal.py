"""Drupal: `/node/<id>`, `/vi/node/<id>`, path aliases; pages `?page=1`."""

from crawler.extraction.families import DRUPAL
from crawler.platforms.portal import PortalSpider


class DrupalSpider(PortalSpider):
    """Drupal 7 to 10. `/node/<id>` under any language prefix and `/print/<id>` are one article; aliases are slugs."""

    family = DRUPAL
    article_url = r"(?:/node|/[a-z]{2}/print|/print)/(?P<id>\d+)(?:$|\?)|/[a-z0-9]+(?:-[a-z0-9]+){4,}(?:$|\?)"
    not_section = r"/user|/search|/comment|/filter/tips|/taxonomy/term/\d+/feed"
