import time

import pytest

from crawler.platforms.pagers import Stated, is_next_page, page_number, stated

NEXT = [
    ("https://so.example/tin?p_p_id=101&_101_delta=10&_101_cur=12", 12),
    ("https://so.example/vi/news/tin-tuc/page-3", 3),
    ("https://so.example/tin-tuc/page/2/", 2),
    ("https://so.example/tin?page=7", 7),
    ("https://so.example/tin?trang=4", 4),
    ("https://so.example/Pages/ChuyenMuc/PhanTrang/1753/10/5", 5),
    ("https://so.example/tin-tuc/trang-37.html", 37),
    ("https://so.example/index.php?option=com_content&view=category&id=95&start=20", 20),
    ("https://so.example/tin-tuc?pageindex=2", 2),
    ("https://so.example/tin-tuc?PageNumber=9", 9),
]
NOT_NEXT = [
    "https://so.example/tin-tuc/ke-hoach-trang-bi-may-tinh-2020.html",
    "https://so.example/trang-chu",
    "https://so.example/page/gioi-thieu",
    "https://so.example/tin-tuc/trang-phuc-ngay-tet-2021.html",
    "https://so.example/so-tay?id=5",
    "https://so.example/homepage=1",
    "https://so.example/tin/-/view_content/8213-hop-giao-ban",
    "https://so.example/tin/p-1234567.html",
]

TITLES = [
    "Sở Mẫu tổ chức hội nghị giao ban công tác quý II",
    "Hội nghị giao ban số 10 của Sở Mẫu",
    "Khai trương trang thông tin điện tử của xã Khe Mây",
]
PAGERS = [
    "", "2", "»", "← Đầu tiên", "Trang 10", "Đi đến trang 10 của danh sách tin tức", "Chuyển tới trang tiếp theo của danh sách này",
    "Go to page 10 of the list of news of this department",
]  # fmt: skip


@pytest.mark.parametrize("words", TITLES)
def test_a_title_leads_to_an_article_whatever_its_address(words):
    assert not is_next_page("https://so.example/tin-tuc/page/10.html", words)


@pytest.mark.parametrize("words", PAGERS)
@pytest.mark.parametrize("path", ["page/10.html", "page/10/", "trang-10.html", "page-10.html", "tin?page=10"])
def test_what_pagers_are_called_is_no_title(path, words):
    assert is_next_page(f"https://so.example/tin-tuc/{path}", words)


@pytest.mark.parametrize(("url", "number"), NEXT)
def test_next_pages_are_known_by_their_address(url, number):
    assert is_next_page(url)
    assert page_number(url) == number


@pytest.mark.parametrize("url", NOT_NEXT)
def test_other_addresses_are_not(url):
    assert not is_next_page(url)
    assert page_number(url) == 1


SAID = [
    ("Hiển thị 1 - 20 của 345 kết quả.", Stated(345)),
    ("Hiển thị 21 đến 40 trong tổng số 1.345 bản ghi", Stated(1345)),
    ("Kết quả 1-10 trong tổng 97", Stated(97)),
    ("Showing 1 to 20 of 12,345 entries", Stated(12345)),
    ("Tổng số: 345 bản ghi", Stated(345)),
    ("Tổng số tin: 88", Stated(88)),
    ("Tổng cộng 1.024 bài viết", Stated(1024)),
    ("« Trước Trang 2 / 12 Sau »", Stated(None, 12)),
    ("Page 1 of 37", Stated(None, 37)),
    ("Trang 1/12 Hiển thị 1 - 10 của 118", Stated(118, 12)),
]
SAID_NOTHING = [
    "Tổng số lượt truy cập: 1.234.567",
    "Đang truy cập: 12 Tổng số: 98.765",
    "Hội nghị diễn ra từ 8 đến 10 của tháng 5",
    "Tổng số điểm của bài viết là: 15 trong 3 đánh giá",
    "Đăng trên trang 1/12/2019",
    "Trang chủ / 12 tin mới",
    "Số 1 - 20 đường Hạ Khê",
    "Tổng số tiền 345.000 đồng",
]


@pytest.mark.parametrize(("words", "said"), SAID)
def test_what_a_pager_says_of_its_list(words, said):
    assert stated(words) == said


@pytest.mark.parametrize("words", SAID_NOTHING)
def test_what_is_no_pager(words):
    assert stated(words) == Stated()


def test_a_pager_that_is_a_script():
    link = """<a href="javascript:__doPostBack('ctl00$Grid','Page$%d')">%d</a>"""
    assert stated("1 2 3", "".join(link % (n, n) for n in (2, 3, 11))) == Stated(None, 11)


def test_a_page_of_digits_takes_no_time():
    words = "tổng số " + "1 - " * 50_000 + "1.234" * 20_000
    began = time.process_time()
    stated(words, "__doPostBack(" * 20_000)
    assert time.process_time() - began < 1
