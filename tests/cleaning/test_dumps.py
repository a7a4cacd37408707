"""Dumps: title, section, dates and clock of the head; what is left is the body."""

import pytest

from crawler.cleaning.clean import clean
from crawler.cleaning.dumps import read_dump

TITLE = "Xã Mây Ngàn mở điểm hỗ trợ người dân nộp hồ sơ qua mạng"
PROSE = (
    "Sáng 12/6, xã Mây Ngàn khai trương điểm hỗ trợ người dân nộp hồ sơ qua mạng, hơn một trăm hộ đến dự và làm thử."
)
MORE = "Trưởng thôn Bến Sương cho hay mỗi nhà cử một người học cách dùng, buổi học kéo dài đến trưa và còn mở tiếp tuần sau."


def dump(*lines: str) -> str:
    return "\n\n".join([*lines, PROSE, MORE])


HEADS = [
    # lines before the prose -> title, section, dates, clock, views
    ([TITLE], TITLE, None, [], [], None),
    (["Skip Ribbon Commands", "Skip to main content", TITLE], TITLE, None, [], [], None),
    ([f" date 2021-06 {TITLE}"], TITLE, None, ["date 2021-06"], [], None),
    ([f" date 2025-11-03 {TITLE}"], TITLE, None, ["date 2025-11-03"], [], None),
    ([TITLE, "12/06/2021 14:58 Số lượt xem: 72"], TITLE, None, ["12/06/2021 14:58 Số lượt xem: 72"], [], "72"),
    ([TITLE, "( Cập nhật lúc: 12/06/2021 )"], TITLE, None, ["( Cập nhật lúc: 12/06/2021 )"], [], None),
    (["Lượt xem: 188", TITLE, "12/06/2021"], TITLE, None, ["12/06/2021"], [], "188"),
    (["Thứ Bảy, 03/07/2021 23:33 Chiều", "Tin trong xã", TITLE], TITLE, "Tin trong xã", [], ["Thứ Bảy, 03/07/2021 23:33 Chiều"], None),
    (["Tin trong xã", TITLE], TITLE, "Tin trong xã", [], [], None),
    (["Tin trong xã", TITLE, "12/06/2021"], TITLE, "Tin trong xã", ["12/06/2021"], [], None),
    ([TITLE, "Tin trong xã", TITLE], TITLE, "Tin trong xã", [], [], None),
    ([TITLE.upper(), TITLE], TITLE.upper(), None, [], [], None),
    (["Xuất bản thông tin", f"null {TITLE}", "Chi tiết bài viết Tin trong xã", TITLE], TITLE, "Tin trong xã", [], [], None),
    (["Tin trong xã", "thứ bảy, 12/06/2021 14:58", TITLE], TITLE, "Tin trong xã", ["thứ bảy, 12/06/2021 14:58"], [], None),
    (["Xã Mây khai hội", "12/06/2021", "Ảnh: Kiều Sương"], "Xã Mây khai hội", None, ["12/06/2021"], [], None),
    (["Ngày đăng: 12/06/2021", TITLE], TITLE, None, ["Ngày đăng: 12/06/2021"], [], None),
    (["Content on this page requires a newer version of Adobe Flash Player.", "Get Adobe Flash player", TITLE], TITLE, None, [], [], None),
    (["\ufeff" + TITLE], TITLE, None, [], [], None),
    (["In bài viết", TITLE, "Xem cỡ chữ"], TITLE, None, [], [], None),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "title", "section", "dates", "clock", "views"), HEADS)
def test_head(lines, title, section, dates, clock, views):  # noqa: PLR0917 - one column a field
    raw = read_dump(dump(*lines))
    assert (raw.title, raw.section, raw.views) == (title, section, views)
    assert ([date.text for date in raw.dates], list(raw.before_title)) == (dates, clock)
    article = clean(raw)
    assert article.paragraphs == [PROSE, MORE]


def test_two_dates_before_the_title_are_clock_and_publication():
    raw = read_dump(
        dump("Thứ Hai, ngày 05/07/2021 00:05 AM (GMT+7)", "Thứ Bảy, ngày 12/06/2021 09:53 AM (GMT+7)", TITLE)
    )
    assert list(raw.before_title) == ["Thứ Hai, ngày 05/07/2021 00:05 AM (GMT+7)"]
    assert [date.text for date in raw.dates] == ["Thứ Bảy, ngày 12/06/2021 09:53 AM (GMT+7)"]


def test_a_long_title_is_no_prose():
    title = TITLE + " và mở ba lớp học số cho người cao tuổi trên địa bàn toàn xã năm 2021"
    assert read_dump(dump(title)).title == title


def test_a_subtitle_stays_in_the_body():
    article = clean(read_dump(dump(TITLE, "Ba lớp học số cho người cao tuổi trên địa bàn toàn xã")))
    assert article.title == TITLE
    assert article.paragraphs[0].startswith("Ba lớp học số")


WHOLE = f"""Thứ Bảy, 03/07/2021 21:12 Tối
Content on this page requires a newer version of Adobe Flash Player.

Get Adobe Flash player

Tin trong xã
{TITLE}

(BTMN) - {PROSE}
\u00a0
\u00a0
Các đại biểu tham dự lễ khai trương

{MORE}
Người dân rất vui./.

Kiều Sương – Lò Ngàn

Ý kiến bạn đọc
Họ tên Email
Mã an toàn QWPLZK
Các tin khác
Xã Bến Sương trồng rừng (10/05/2021)
"""


def test_a_whole_dump():
    article = clean(read_dump(WHOLE))
    assert article.title == TITLE
    assert article.section == "Tin trong xã"
    assert article.paragraphs == [PROSE, MORE, "Người dân rất vui."]
    assert article.captions == ["Các đại biểu tham dự lễ khai trương"]
    assert article.authors == ["Kiều Sương", "Lò Ngàn"]
    assert article.dateline == "BTMN"
    assert article.published is None
    assert article.page_clock == "2021-07-03T21:12:00+07:00"


def test_a_dump_without_a_title_keeps_its_first_paragraph():
    first = f"{PROSE[:-1]} và còn ở lại đến chiều. Ai cũng mang theo một gói trà để mời nhau."
    article = clean(read_dump(f"{first}\n\n{MORE}\n\nadmin admin"))
    assert article.title == first.split(".", maxsplit=1)[0]
    assert article.paragraphs == [first, MORE]
    assert "title_guessed" in article.flags


@pytest.mark.parametrize("text", ["", " \n\xa0\n", "\ufeff"])
def test_nothing(text):
    raw = read_dump(text)
    assert (raw.title, raw.body) == ("", "")
    article = clean(raw)
    assert article.text == ""
    assert {"no_published_date", "short_body"} <= set(article.flags)


@pytest.mark.parametrize("text", ["Một dòng", "date 2020-01", "12/06/2021", "In\nIn\nIn", "null"])
def test_hardly_anything(text):
    assert clean(read_dump(text)).title in ("", text)


def test_what_stood_above_the_body_is_told():
    told = []
    lines = ["Thứ Ba, 29/09/2020 23:33 Chiều", "Get Adobe Flash player", "date 2020-01 Xã Mây Ngàn mở lớp học số cho người già",
             "08/01/2020 08:30 Lượt xem: 12", "Sáng nay, xã Mây Ngàn mở lớp học số đầu tiên cho người già trong xã."]  # fmt: skip
    read_dump("\n".join(lines), explain=told)
    assert [(each.class_, each.position) for each in told] == [
        ("crawler_prefix", -5),
        ("page_clock", -4),
        ("flash_notice", -3),
        ("date_line", -1),
    ]


def test_a_pointer_said_twice_is_no_title():
    raw = read_dump("Nội quy tiếp công dân xã Mây Ngàn\nXem chi tiết tại đây\nXem chi tiết tại đây")
    assert raw.title == "Nội quy tiếp công dân xã Mây Ngàn"
