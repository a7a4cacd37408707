"""Portals of Đắk Lắk."""

from crawler.platforms import LiferaySpider


class DakLak(LiferaySpider):
    """UBND tỉnh Đắk Lắk."""

    name = "dak_lak"
    sections = {"Lãnh đạo UBND tỉnh": "http://daklak.gov.vn/lanh-ao-ubnd-tinh"}
    proven = False
