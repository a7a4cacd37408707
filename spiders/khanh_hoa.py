"""Portals of Khánh Hòa."""

from crawler.platforms import GenericSpider


class KhanhHoaIpa(GenericSpider):
    """A body of the province named ipa in its host."""

    name = "khanh_hoa_ipa"
    sections = {"Tin tức": "http://ipa.khanhhoa.gov.vn/tin-tuc?pagenumber=1"}
    proven = False
