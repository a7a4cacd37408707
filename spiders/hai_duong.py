"""Portals of Hải Dương, in Hải Phòng since July 2025."""

from crawler.platforms import SharePointSpider


class HaiDuongTinhUy(SharePointSpider):
    """Tỉnh ủy Hải Dương."""

    name = "hai_duong_tinh_uy"
    sections = {"Tin tức": "http://tinhuyhaiduong.vn/news/Pages/new.aspx?Page=1"}
    proven = False
