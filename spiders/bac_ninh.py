"""Portals of Bắc Ninh."""

from crawler.platforms import BacNinhLiferaySpider


class BacNinhHkhkt(BacNinhLiferaySpider):
    """A body of the province named hkhkt in its host, which also shows pages of other tenants."""

    name = "bac_ninh_hkhkt"
    sections = {"Trang chủ": "http://hkhkt.bacninh.gov.vn/trang-chu"}
    proven = False
