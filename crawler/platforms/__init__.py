"""How each CMS family is walked: one spider base class a family.

A portal in `spiders/` inherits one and adds only what is its own: name, addresses.
"""

from crawler.platforms.aspnet import PortalPagesSpider, TanDanSpider
from crawler.platforms.dotnetnuke import DotNetNukeSpider
from crawler.platforms.drupal import DrupalSpider
from crawler.platforms.generic import GenericSpider
from crawler.platforms.joomla import JoomlaSpider
from crawler.platforms.kentico import KenticoSpider
from crawler.platforms.liferay import BacNinhLiferaySpider, Liferay7Spider, LiferaySpider
from crawler.platforms.mojoportal import MojoPortalSpider
from crawler.platforms.newspapers import OneCmsSpider, VcCorpSpider
from crawler.platforms.nukeviet import NukeVietEgovSpider, NukeVietSpider
from crawler.platforms.portal import PortalSpider
from crawler.platforms.sharepoint import SharePointLacVietSpider, SharePointSpider
from crawler.platforms.vhv import VhvSpider
from crawler.platforms.wordpress import WordPressSpider

__all__ = [
    "BacNinhLiferaySpider",
    "DotNetNukeSpider",
    "DrupalSpider",
    "GenericSpider",
    "JoomlaSpider",
    "KenticoSpider",
    "Liferay7Spider",
    "LiferaySpider",
    "MojoPortalSpider",
    "NukeVietEgovSpider",
    "NukeVietSpider",
    "OneCmsSpider",
    "PortalPagesSpider",
    "PortalSpider",
    "SharePointLacVietSpider",
    "SharePointSpider",
    "TanDanSpider",
    "VcCorpSpider",
    "VhvSpider",
    "WordPressSpider",
]
