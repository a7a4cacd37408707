"""Documents, told by their address and by the line that leads to them."""

import pytest

from crawler.documents import is_document, media_type, points_at_document


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/van-ban/kh.pdf", True),
        ("/van-ban/kh.PDF?t=1", True),
        ("/documents/10/2/so-lieu", True),
        ("/documents/10/2/anh.jpg/ab-cd", False),
        ("/documents/10/2/anh.jpg", False),
        ("/SiteCollectionDocuments/kh", True),
        ("/SiteCollectionDocuments/anh.png?w=1", False),
        ("/_layouts/15/download.aspx?x=1", True),
        ("/tin/pdf-la-gi.html", False),
        ("/kh.pdfx", False),
        ("", False),
    ],
)
def test_documents_are_told_by_their_address(url, expected):
    assert is_document(url) is expected


def test_the_media_type_is_that_of_the_file_name():
    assert media_type("/a.DOC?x") == "application/msword"
    assert media_type("/tin") is None


@pytest.mark.parametrize(
    "line",
    [
        "Xem chi tiết tại đây",
        "Chi tiết xem tại đây.",
        "XEM NỘI DUNG VĂN BẢN TẠI ĐÂY",
        "Toàn văn Kế hoạch số 12/KH-UBND đính kèm",
        "Tải mẫu đơn kèm theo./.",
    ],
)
def test_a_line_leads_to_a_document(line):
    assert points_at_document(line)


@pytest.mark.parametrize(
    "line",
    [
        "Xem thêm",
        "Xem tiếp",
        "Người dân xem pháo hoa tại đây rất đông vui.",
        "Sáng nay, đoàn kiểm tra công tác tại đây",
        "Chi tiết máy được làm tại xã",
        "Tại đây",
        "",
    ],
)
def test_other_lines_do_not(line):
    assert not points_at_document(line)
