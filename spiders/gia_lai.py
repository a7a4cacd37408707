"""Portals of Gia Lai."""

from crawler.platforms import JoomlaSpider


class GiaLaiStttt(JoomlaSpider):
    """Sở Thông tin và Truyền thông, on its old host. Merged into Sở KH&CN in March 2025."""

    name = "gia_lai_stttt"
    sections = {
        "Chuyên mục 95": "http://tttt.gialai.gov.vn/index.php?option=com_content&view=category&id=95&Itemid=119",
    }
    proven = False
