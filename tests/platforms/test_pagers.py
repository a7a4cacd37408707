import pytest

from crawler.platforms.pagers import is_next_page, page_number

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
]


@pytest.mark.parametrize(("url", "number"), NEXT)
def test_next_pages_are_known_by_their_address(url, number):
    assert is_next_page(url)
    assert page_number(url) == number


@pytest.mark.parametrize("url", NOT_NEXT)
def test_other_addresses_are_not(url):
    assert not is_next_page(url)
    assert page_number(url) == 1
