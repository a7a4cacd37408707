"""Portals of Bắc Giang, in Bắc Ninh since July 2025."""

from crawler.platforms import WordPressSpider


class BacGiangHoiNongDan(WordPressSpider):
    """Hội Nông dân tỉnh Bắc Giang."""

    name = "bac_giang_hoi_nong_dan"
    sections = {"Tin trong tỉnh": "http://hoinongdan.bacgiang.gov.vn/tin-tuc/trong-tinh/"}
    proven = False
