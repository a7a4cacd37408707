"""Portals of Bắc Kạn, in Thái Nguyên since July 2025."""

from crawler.platforms import GenericSpider


class BacKanSvhttdl(GenericSpider):
    """Sở Văn hóa, Thể thao và Du lịch."""

    name = "bac_kan_svhttdl"
    sections = {"Chuyên mục 2": "http://sovhttdl.backan.gov.vn/index.php?com=danhmuc_tin&id_category=2&page=1"}
    proven = False
