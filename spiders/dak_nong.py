"""Đắk Nông."""

from crawler.platforms import SharePointLacVietSpider


class DakRLap(SharePointLacVietSpider):
    """Huyện Đắk R'lấp, rebuilt statically in 2019. Districts ended on 1 July 2025; Đắk Nông is now in Lâm Đồng."""

    name = "dak_r_lap"
    home = "http://dakrlap.daknong.gov.vn/"
