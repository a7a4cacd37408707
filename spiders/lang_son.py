"""Portals of Lạng Sơn."""

from crawler.platforms import DrupalSpider


class LangSonAntuong(DrupalSpider):
    """A body of the province named antuong in its host."""

    name = "lang_son_antuong"
    sections = {"Tin tức": "http://antuong.langson.gov.vn/page_tintuc"}
    proven = False
