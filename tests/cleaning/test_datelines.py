"""Agency marks at the start of an article, and brackets and abbreviations that are none."""

import pytest

from crawler.cleaning.datelines import split_dateline

REST = "Sáng 12/6, xã Mây Ngàn khai hội."
READ = [
    ("(BTV) ", "BTV"),
    ("(MIC) - ", "MIC"),
    ("(Mic.gov.vn) - ", "Mic.gov.vn"),
    ("(Chinhphu.vn) – ", "Chinhphu.vn"),
    ("(mayngan.gov.vn) ", "mayngan.gov.vn"),
    ("CTTĐT - ", "CTTĐT"),
    ("PORTAL – ", "PORTAL"),
    ("Sở TT&TT MN - ", "Sở TT&TT MN"),
    ("(MNO)- ", "MNO"),
    ("(ĐN)-", "ĐN"),
    ("(LĐ online) - ", "LĐ online"),
    ("(Baomayngan.vn) - ", "Baomayngan.vn"),
    ("MNG - ", "MNG"),
    ("VTV.vn - ", "VTV.vn"),
    ("(Dân trí) - ", "Dân trí"),
    ("MNP-", "MNP"),
    ("Baomayngan - ", "Baomayngan"),
]
NONE = [
    "(1) Xã Mây Ngàn khai hội.",
    "(a) Xã Mây Ngàn khai hội.",
    "(ảnh) Xã Mây Ngàn khai hội.",
    "(Lễ hội năm nay) Xã Mây Ngàn khai hội.",
    "UBND - Sở Mây ký kết.",
    "CNTT - Truyền thông Mây Ngàn phát triển.",
    "THPT - Nơi chắp cánh ước mơ.",
    "Mây Ngàn - Bến Sương nối nhịp cầu.",
    "Sáng 12/6 - ngày hội của xã.",
    "Trang - Sáng tạo là chìa khóa.",
    "Trung - Ngày mới ở xã.",
    "COVID-19 lại lan ở xã.",
    "(BTV) sáng nay có mưa.",
    "Xã Mây Ngàn khai hội.",
    "",
]


@pytest.mark.parametrize(("mark", "name"), READ)
def test_read(mark, name):
    assert split_dateline(mark + REST) == (name, REST)


@pytest.mark.parametrize("text", NONE)
def test_none(text):
    assert split_dateline(text) == (None, text)


def test_a_leading_dash_before_the_time_goes():
    assert split_dateline(f"- {REST}") == (None, REST)
    assert split_dateline("- Trồng 200 cây.") == (None, "- Trồng 200 cây.")
