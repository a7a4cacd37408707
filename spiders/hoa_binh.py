"""Portals of Hòa Bình, in Phú Thọ since July 2025."""

from crawler.platforms import Liferay7Spider


class HoaBinh(Liferay7Spider):
    """UBND tỉnh Hòa Bình."""

    name = "hoa_binh"
    sections = {"CNTT và viễn thông": "http://hoabinh.gov.vn/cntt-va-vien-thong"}
    proven = False
