"""Kentico: `/vi-vn/<section>/<slug>.aspx`."""

from crawler.extraction.families import KENTICO
from crawler.platforms.portal import PortalSpider


class KenticoSpider(PortalSpider):
    """Kentico CMS: the article's own clock element tells articles from lists."""

    family = KENTICO
    menu_depth = 2
