"""Named origins, and sentences that only begin like them."""

import pytest

from crawler.cleaning.sources import source_of

READ = [
    ("Nguồn: Báo Mây Ngàn", "Báo Mây Ngàn"),
    ("(Nguồn: Báo Mây Ngàn)", "Báo Mây Ngàn"),
    ("Nguồn tin: Cổng thông tin điện tử xã Mây", "Cổng thông tin điện tử xã Mây"),
    ("Nguồn Mây Ngàn Điện tử", "Mây Ngàn Điện tử"),
    ("Nguồn CAMN: http://camn.example/tin", "CAMN"),
    ("Theo Baomayngan.vn", "Baomayngan.vn"),
    ("Theo TTXVN", "TTXVN"),
    ("(Theo HMN)", "HMN"),
    ("Theo V.K.D (V.K.D)", "V.K.D"),
    ("Theo Báo Mây Ngàn điện tử", "Báo Mây Ngàn điện tử"),
    ("Theo Ngân hàng Mây Ngàn chi nhánh huyện", "Ngân hàng Mây Ngàn chi nhánh huyện"),
    ("Báo Mây Ngàn", "Báo Mây Ngàn"),
    ("Đài PT-TH Mây Ngàn", "Đài PT-TH Mây Ngàn"),
    ("mayngan.gov.vn", "mayngan.gov.vn"),
    ("Theo https://mayngan.gov.vn/", "https://mayngan.gov.vn/"),
]
NONE = [
    "Theo kế hoạch, hội thi mở vào tháng 5.",
    "Theo đó các thôn tự lo kinh phí",
    "Theo ông Kiều Sương",
    "Theo Sở Mây Ngàn đã có 3 xã khai hội",
    "Nguồn nước sạch đã về bản",
    "Nguồn vốn từ ngân sách xã",
    "Báo cáo kết quả tháng 5",
    "Báo chí đã đưa tin về vụ việc",
    "Đài tưởng niệm được tu sửa",
    "Đài đã phát tin",
    "Trang bị cho mỗi thôn một máy tính",
    "Cổng làng vừa được sơn lại.",
    "Trang",
    "",
    "Xã Mây Ngàn",
]


@pytest.mark.parametrize(("line", "name"), READ)
def test_read(line, name):
    assert source_of(line) == name


@pytest.mark.parametrize("line", NONE)
def test_none(line):
    assert source_of(line) is None
