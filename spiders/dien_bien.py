"""Portals of Điện Biên."""

from crawler.platforms import NukeVietSpider


class DienBienStttt(NukeVietSpider):
    """Sở Thông tin và Truyền thông. Merged into Sở KH&CN in March 2025; its host carried no province label."""

    name = "dien_bien_stttt"
    sections = {"Tin tức tổng hợp": "http://dic.gov.vn/vi/news/tin-tuc-tong-hop/"}
    proven = False
