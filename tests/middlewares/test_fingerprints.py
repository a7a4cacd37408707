import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.middlewares.fingerprints import block_kind, folded, looks_written, page_title, text_runs
from tests.invented_pages import article, listing


def page(title: str, text: str, extra: str = "") -> bytes:
    return f"<html><head><title>{title}</title></head><body><p>{text}</p>{extra}</body></html>".encode()


LONG = "Sáng nay, đoàn công tác của Sở Mẫu đã làm việc với các xã về tiến độ thực hiện dự án và nghe báo cáo của chủ đầu tư. "
DATED = "Thứ hai, 02/03/2026"


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        (page("Xác thực", "Nhập các ký tự trong hình bên dưới"), 200, "captcha"),
        (page("Xac thuc", "Vui long nhap ma xac nhan"), 200, "captcha"),
        (page("Sở Mẫu", "", "<div class='h-captcha'></div>"), 200, "captcha"),
        (page("Đăng nhập", "", "<input name=a type=password>" + "<i>x</i>" * 800), 200, "login"),
        (page("Cổng thông tin", "Bạn phải đăng nhập"), 200, "login"),
        (page("Từ chối", "Truy cập bị từ chối. Mã sự cố 1"), 403, "waf"),
        (page("Thông báo", "Địa chỉ của bạn gửi quá nhiều yêu cầu"), 429, "waf"),
        (page("Just a moment...", "", "<script>window._cf_chl_opt={}</script>"), 403, "challenge"),
        (page("Sở Mẫu", "Website đang bảo trì. Mời quay lại sau."), 503, "maintenance"),
        (page("Sở Mẫu", "Tên miền này đã hết hạn"), 200, "parking"),
        (page("Sở Mẫu", f"Bài viết không tồn tại. {DATED}"), 200, "soft_404"),
        (page("Lỗi 404 - Sở Mẫu", "Không tìm thấy trang. " + "Mục lục. " * 300), 200, "soft_404"),
        (page("Lỗi", "Đã xảy ra lỗi trong quá trình xử lý"), 200, "error_page"),
        (b"<script>location.replace('/?a=1')</script>", 200, "needs_browser"),
        (page("Sòng bạc MAU88 casino", "Nhà cái uy tín, đăng ký ngay nhận khuyến mãi. Tài xỉu, nổ hũ, lô đề. " * 90), 200, "gambling"),
    ],
)  # fmt: skip
def test_block_pages_have_a_kind(body, status, kind):
    assert block_kind(body, status) == kind


@pytest.mark.parametrize(
    "body",
    [
        article("x").encode(),
        listing([f"/tin-{n}.html" for n in range(30)]).encode(),
        article("Triệt phá đường dây cá cược, casino qua mạng").encode(),
        article("Không tìm thấy nạn nhân vụ lũ").encode(),
        article("Hướng dẫn đăng nhập dịch vụ công").encode(),
        article("Tập huấn bảo trì hệ thống thủy lợi").encode(),
        article("Website 404 của Sở", "<meta name=a>").encode(),
        article("Câu lạc bộ slot car").encode(),
        page("Tin vắn", f"{LONG * 2}</p><p>{DATED}</p><p>{LONG}Nhà máy tạm dừng hoạt động để bảo trì hệ thống."),
        article("x").replace("</body>", "<form><input type=password></form></body>").encode(),
        article("x").replace("</body>", "<div class='g-recaptcha' data-sitekey=a></div>Nhập mã xác nhận</body>").encode(),
        page("Trang chủ - Sở Mẫu", "Giới thiệu. Tin tức. Liên hệ."),
    ],
)  # fmt: skip
def test_pages_of_a_portal_have_none(body):
    assert block_kind(body) is None


def test_titles_in_any_dress():
    assert page_title(b"<TITLE\n lang=vi>\xc4\x90\xc4\x83ng  nh&#7853;p</TITLE>") == "dang nhap"
    assert page_title(b"<p>khong co</p>") == ""
    assert page_title(b"<title>") == ""


def test_words_are_compared_without_tone_marks():
    assert folded("ĐÃ HẾT HẠN") == folded("đã hết\u00a0 hạn") == "da het han"


def test_written_for_readers_means_date_and_passages():
    assert looks_written(text_runs(f"<p>{DATED}<p>{LONG}<p>{LONG}<p>{LONG}".encode()))
    assert not looks_written(text_runs(f"<p>{DATED}<p>{LONG}<p>{LONG}".encode()))
    assert not looks_written(text_runs(f"<p>{LONG}<p>{LONG}<p>{LONG}".encode()))


@given(st.binary(max_size=5000))
def test_any_bytes_have_a_kind_or_none(body):
    assert block_kind(body) in {None, "needs_browser"} or isinstance(block_kind(body), str)


@pytest.mark.parametrize("piece", [b"<title", b"<!--", b"<script", b"<input type=", b"<", b"&", b"<a <b "])
def test_a_hundred_kilobytes_of_anything_take_no_time(piece):
    body = piece * (100_000 // len(piece))
    begun = time.process_time()
    block_kind(body, 403)
    block_kind(b"<title>Loi 404</title>" + body)
    assert time.process_time() - begun < 0.5
