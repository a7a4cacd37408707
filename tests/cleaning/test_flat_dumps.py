"""Dumps without line breaks: title, date slot, body and tail are told apart where that is certain."""

import pytest

from crawler.cleaning.clean import clean
from crawler.cleaning.dumps import read_dump
from crawler.cleaning.flat_dumps import unfolded

TITLE = "Xã Mây Ngàn mở điểm hỗ trợ người dân nộp hồ sơ qua mạng"
OPENED = (
    "Sáng 12/6, xã Mây Ngàn khai trương điểm hỗ trợ người dân nộp hồ sơ qua mạng, hơn một trăm hộ đến dự và làm thử."
)
TOLD = "Trưởng thôn Bến Sương cho hay mỗi nhà cử một người học cách dùng, buổi học kéo dài đến trưa và còn mở tiếp tuần sau."
GLAD = "Bà con phấn khởi đón điểm hỗ trợ mới. " * 8
BODY = f"{TOLD} {OPENED} {GLAD}".strip()
RELATED = "Xã Bến Sương trồng rừng đầu năm Thôn Lũng Mây làm đường mới qua suối"


def read(text):
    raw = read_dump(text)
    assert "title_guessed" in raw.flags
    return clean(raw)


SLOTS = [
    ("12/06/2021 | 9:39 AM", "2021-06-12T09:39:00+07:00"),
    ("Ngày đăng 12/06/2021 | 12:00 AM | View count: 353", "2021-06-12"),
    ("( Cập nhật lúc: 12/06/2021 )", "2021-06-12"),
    ("(12/06/2021)", "2021-06-12"),
    ("thứ bảy, 12 06 2021 16:48", "2021-06-12T16:48:00+07:00"),
    ("08:30 12/06/2021 Lượt xem: 20", "2021-06-12T08:30:00+07:00"),
    ("Thứ Bảy, ngày 12 tháng 6 năm 2021 - 08:30", "2021-06-12T08:30:00+07:00"),
]


@pytest.mark.parametrize(("slot", "moment"), SLOTS)
def test_the_title_ends_before_the_date_slot(slot, moment):
    article = read(f"{TITLE} {slot} {BODY}")
    found = article.published or article.updated
    assert (article.title, found.value) == (TITLE, moment)
    assert article.text == BODY


@pytest.mark.parametrize("year", ["năm 2021", "nhiệm kỳ 2016 - 2021", "Luật Xuất bản", "giai đoạn 2"])
def test_a_title_may_end_in_words_a_slot_could_begin_with(year):
    article = read(f"{TITLE} {year} Ngày đăng 12/06/2021 | 8:30 AM {BODY}")
    assert article.title == f"{TITLE} {year}"


def test_the_name_of_a_section_may_stand_before_the_slot():
    article = read(f"Tin nổi bật thứ bảy, 12/06/2021 16:48 {TITLE} {OPENED} {GLAD}")
    assert (article.title, article.section) == (TITLE, "Tin nổi bật")
    assert article.published.value == "2021-06-12T16:48:00+07:00"
    assert article.text == f"{OPENED} {GLAD}".strip()


def test_a_day_of_the_story_is_no_slot():
    article = read(f"{TITLE} Ngày 12/06/2021, bà con xã Mây Ngàn đến điểm hỗ trợ từ sớm. {BODY}")
    assert article.title == TITLE
    assert article.published is None
    assert article.text.startswith("Ngày 12/06/2021, bà con")


def test_furniture_at_either_end_goes():
    article = read(f"Skip to main content {TITLE} {OPENED} {BODY} Các tin cùng chuyên mục {RELATED}")
    assert article.title == TITLE
    assert article.text == f"{OPENED} {BODY}"


@pytest.mark.parametrize(
    "tail",
    [
        f"admin admin In bài viết Gửi mail Các tin khác {RELATED}",
        f"Print Send email Other News {RELATED}",
        "Pho Ban bien tap",
        f"In bài viết | Gửi email | Tin liên quan {RELATED} {RELATED} {RELATED} {RELATED} {RELATED}",
    ],
)
def test_furniture_phrases_in_a_row_end_the_article(tail):
    assert read(f"{TITLE} 12/06/2021 08:30 {BODY} {tail}").text == BODY


@pytest.mark.parametrize(
    "topic",
    [
        "Bạn đọc có thể in bài viết, gửi mail cho người thân và chia sẻ lên facebook.",
        "Máy mới giúp cán bộ gửi email nhanh hơn.",
        "Tin khác biệt ấy lan nhanh trong xóm.",
    ],
)
def test_the_same_words_as_a_topic_stay(topic):
    assert topic in read(f"{TITLE} 12/06/2021 08:30 {OPENED} {topic} {BODY}").text


def test_runs_of_spaces_are_lines():
    assert unfolded("Xã Mây khai hội  \u00a0 05/03/2021    Hội vui. Xã đông.   Hết") == [
        "Xã Mây khai hội",
        "05/03/2021",
        "Hội vui. Xã đông.",
        "Hết",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "a" * 500,
        "12/06/2021 " * 60,
        "In bài viết Gửi mail " * 40,
        "( " * 300,
        "Ngày đăng 12/06/2021 08:30 " + "b " * 300,
    ],
)
def test_nothing_to_go_by_is_no_error(text):
    assert " ".join(unfolded(text)).split() == text.split()
