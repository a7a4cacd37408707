"""Hà Nội."""

from crawler.platforms import LiferaySpider


class HaNoiStttt(LiferaySpider):
    """Sở Thông tin và Truyền thông. Merged into Sở Khoa học và Công nghệ in March 2025; still answered in 2022."""

    name = "ha_noi_stttt"
    home = "https://sotttt.hanoi.gov.vn/"
