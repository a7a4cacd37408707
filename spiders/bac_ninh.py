"""Portals of Bắc Ninh."""

from crawler.platforms import BacNinhLiferaySpider


class BacNinhHkhkt(BacNinhLiferaySpider):
    """A body of the province named hkhkt in its host, which also shows pages of other tenants."""

    name = "bac_ninh_hkhkt"
    sections = {"Trang chủ": "http://hkhkt.bacninh.gov.vn/trang-chu"}
    proven = False


class BacNinhHdnd(BacNinhLiferaySpider):
    """HĐND tỉnh Bắc Ninh, seen under the host of Ban Nội chính Tỉnh ủy: any host there shows any tenant."""

    name = "bac_ninh_hdnd"
    sections = {"Trang chủ": "http://bannoichinh.bacninh.gov.vn/web/hdnd-tinh-bac-ninh/trang-chu"}
    proven = False
