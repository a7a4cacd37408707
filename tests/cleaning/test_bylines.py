"""Bylines of every form are read; signatures, lists, captions and sentences are not."""

import pytest
from lxml.html import fromstring

from crawler.cleaning.bylines import byline_of, people_of_fields, take_end, take_head
from crawler.cleaning.clean import clean
from crawler.cleaning.line import IMAGE, ITEM, ROW, Line
from items import RawArticle

PROSE = (
    "Sáng 12/6, xã Mây Ngàn khai trương điểm hỗ trợ người dân nộp hồ sơ qua mạng, hơn một trăm hộ đến dự và làm thử."
)
NOBODY: list[str] = []

READ = [
    ("Kiều Sương", ["Kiều Sương"]),
    ("Lò Thị Mai Ngàn", ["Lò Thị Mai Ngàn"]),
    ("Mây  Ngàn", ["Mây Ngàn"]),
    ("SƯƠNG MAI", ["SƯƠNG MAI"]),
    ("Quốc Sương", ["Quốc Sương"]),
    ("Trang Nhung", ["Trang Nhung"]),
    ("Quý Lam", ["Quý Lam"]),
    ("Kiều Sương – Lò Ngàn", ["Kiều Sương", "Lò Ngàn"]),
    ("KIỀU SƯƠNG - LÒ NGÀN", ["KIỀU SƯƠNG", "LÒ NGÀN"]),
    ("Kiều Sương, Lò Ngàn", ["Kiều Sương", "Lò Ngàn"]),
    ("Kiều Sương và Lò Ngàn", ["Kiều Sương", "Lò Ngàn"]),
    ("H.Y", ["H.Y"]),
    ("TQ", ["TQ"]),
    ("K.Anh", ["K.Anh"]),
    ("N.SƯƠNG - T.LAM", ["N.SƯƠNG", "T.LAM"]),
    ("V.K.D", ["V.K.D"]),
    ("K. Lam", ["K. Lam"]),
    ("(Kiều Sương)", ["Kiều Sương"]),
    ("Kiều Sương - Đài TT huyện Mây Ngàn", ["Kiều Sương"]),
    ("Kiều Sương – Văn phòng Sở", ["Kiều Sương"]),
    ("Kiều Sương - VPS", ["Kiều Sương"]),
    ("Kiều Sương/THMN", ["Kiều Sương"]),
    ("Kiều Sương (HĐND tỉnh)", ["Kiều Sương"]),
    ("KIỀU SƯƠNG (TP Mây Ngàn)", ["KIỀU SƯƠNG"]),
    ("Kiều Sương – Công đoàn cơ sở trường Mây Ngàn", ["Kiều Sương"]),
    ("Kiều Sương (tổng hợp)", ["Kiều Sương"]),
    ("Kiều Sương tổng hợp", ["Kiều Sương"]),
    ("Kiều Sương (Ảnh: Lò Ngàn)", ["Kiều Sương"]),
    ("Kiều Sương - Giám đốc Sở", ["Kiều Sương"]),
    ("Tin, ảnh: Kiều Sương", ["Kiều Sương"]),
    ("Tin và ảnh: KIỀU SƯƠNG", ["KIỀU SƯƠNG"]),
    ("Tin&Ảnh: KSuong", ["KSuong"]),
    ("Bài, ảnh: Kiều Sương", ["Kiều Sương"]),
    ("Bài và Ảnh: Kiều Sương", ["Kiều Sương"]),
    ("Tin, ảnh Kiều Sương", ["Kiều Sương"]),
    ("Tin ảnh Kiều Sương – Lò Ngàn.", ["Kiều Sương", "Lò Ngàn"]),
    ("Tin, ảnh KIỀU SƯƠNG (Đài Truyền thanh huyện)", ["KIỀU SƯƠNG"]),
    ("Tác giả bài viết: Kiều Sương", ["Kiều Sương"]),
    ("Tác giả: Kiều Sương", ["Kiều Sương"]),
    ("Người viết: Kiều Sương", ["Kiều Sương"]),
    ("Kiều Sương |", ["Kiều Sương"]),
    ("Kiều Sương.", ["Kiều Sương"]),
    ("K.S. ghi", ["K.S"]),
    ("Kiều Sương thực hiện", ["Kiều Sương"]),
    ("` Kiều Sương", ["Kiều Sương"]),
    ("Nhóm PV", NOBODY),
    ("(Tổng hợp)", NOBODY),
    ("Tác giả: Ban biên tập", NOBODY),
    ("Người đăng: admin", NOBODY),
    ("admin admin", NOBODY),
    ("quantri", NOBODY),
]


@pytest.mark.parametrize(("line", "people"), READ)
def test_read_at_the_end(line, people):
    lines = [Line(PROSE), Line(line)]
    assert take_end(lines).authors == people
    assert [left.text for left in lines] == [PROSE]


NOT_READ = [
    "Ông Kiều Sương",
    "Bà Lò Thị Ngàn",
    "Đồng chí Kiều Sương",
    "Giám đốc Kiều Sương",
    "Hà Nội",
    "Việt Nam",
    "Bắc Kạn",
    "Kết Luận",
    "PHỤ LỤC",
    "KẾ HOẠCH",
    "Danh sách kèm theo",
    "Trân trọng!",
    "Kính mời quý vị",
    "Kiều Sương phát biểu",
    "Kiều Sương, Lò Ngàn phát quà cho trẻ em",
    "Xem chi tiết tại đây",
    "Nơi nhận:",
    "Hội Nghị Tổng Kết",
    "Công An Huyện",
    "Quốc Hội",
    "Chuyển Đổi Số",
    "Ảnh hưởng của bão số 3",
    "Tin vui cho bà con",
    "Bài học kinh nghiệm",
    "Tổng hợp kết quả bình xét hộ nghèo",
    "Nhóm PV tác nghiệp",
    "Thực hiện: theo quyết định của Ủy ban nhân dân xã, các thôn rà soát hộ nghèo",
    "500 triệu đồng",
    "Điện thoại: 0999 000 111",
    "UBND",
    "Internet",
    "Mây.",
]


@pytest.mark.parametrize("line", NOT_READ)
def test_no_byline(line):
    lines = [Line(PROSE), Line(line)]
    assert take_end(lines) is None
    assert len(lines) == 2


@pytest.mark.parametrize(
    "above",
    [
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ GIÁM ĐỐC",
        "(Đã ký)",
        "Nơi nhận:",
        "TL. GIÁM ĐỐC",
        "TUQ. CHÁNH VĂN PHÒNG",
    ],
)
def test_a_signature_is_no_byline(above):
    lines = [Line(PROSE), Line(above), Line("Kiều Văn Sương")]
    assert take_end(lines) is None


def test_the_last_of_a_list_of_names_is_no_byline():
    names = ["Kiều Sương", "Lò Ngàn", "Mai Lam", "Bùi Thị Nhàn"]
    assert take_end([Line(PROSE), *(Line(name) for name in names)]) is None
    assert take_end([Line(PROSE), Line("Kiều Sương", ITEM)]) is None


def test_a_name_under_a_picture_is_its_caption():
    lines = [Line(PROSE), Line("https://so.example/a.jpg", IMAGE), Line("Kiều Sương", centred=True, after_image=True)]
    assert take_end(lines) is None


def test_a_body_of_a_name_alone_has_no_byline():
    assert take_end([Line("Kiều Sương")]) is None
    assert take_end([Line("Danh bạ"), Line("Kiều Sương")]) is None


@pytest.mark.parametrize(
    ("end", "people", "left"),
    [
        ("mở rộng./. Kiều Sương", ["Kiều Sương"], "mở rộng./."),
        ("mở rộng./. Tin, ảnh: Kiều Sương", ["Kiều Sương"], "mở rộng./."),
        ("mở rộng. Kiều Sương", ["Kiều Sương"], "mở rộng."),
        ("mở rộng. (Kiều Sương)", ["Kiều Sương"], "mở rộng."),
    ],
)
def test_glued_to_the_end_mark(end, people, left):
    lines = [Line(f"{PROSE} Cả xã {end}")]
    assert take_end(lines).authors == people
    assert lines[0].text == f"{PROSE} Cả xã {left}"


@pytest.mark.parametrize("end", ["mở rộng. Đó là niềm vui", "mở rộng. Thôn Bến Sương", "mở rộng. Mây Ngàn"])
def test_last_words_of_a_paragraph_stay(end):
    lines = [Line(f"{PROSE} Cả xã {end}")]
    assert take_end(lines) is None
    assert lines[0].text.endswith(end)


def test_a_pointer_under_the_byline_stays():
    lines = [Line(PROSE), Line("Kiều Sương"), Line("Xem chi tiết tại đây")]
    assert take_end(lines).authors == ["Kiều Sương"]
    assert [line.text for line in lines] == [PROSE, "Xem chi tiết tại đây"]


def test_a_name_at_the_right_above_a_note():
    note = "(*) Số liệu của phòng thống kê xã đến hết tháng 5, chưa gồm hai thôn vùng cao."
    lines = [Line(PROSE, block=1), Line("Kiều Sương", right=True, emphasis="bold", block=2), Line(note, block=3)]
    assert take_end(lines).authors == ["Kiều Sương"]


@pytest.mark.parametrize(
    ("unit", "source"),
    [
        ("Ban biên tập", None),
        ("BTNO", None),
        ("Nhóm PV", None),
        ("Văn phòng", None),
        ("Chi đoàn Sở Mây", "Chi đoàn Sở Mây"),
        ("Phòng Báo chí - Xuất bản xã Mây", "Phòng Báo chí - Xuất bản xã Mây"),
        ("Ban biên tập xã Mây", None),
    ],
)
def test_a_unit_at_the_right_is_nobody_but_its_name_is_kept(unit, source):
    lines = [Line(PROSE), Line(unit, right=True)]
    taken = take_end(lines)
    assert (taken.authors, taken.source_name, len(lines)) == ([], source, 1)


@pytest.mark.parametrize("line", ["http://mayngan.example/ap-phich-rua-tay", "gopy@mayngan.example"])
def test_an_address_at_the_end_is_no_account(line):
    lines = [Line(PROSE), Line(line, linked=True)]
    assert take_end(lines) is None
    assert len(lines) == 2


def test_a_station_beside_the_name_is_the_source():
    read = byline_of("Kiều Sương - Đài TT huyện Mây Ngàn")
    assert (read.authors, read.source_name) == (["Kiều Sương"], "Đài TT huyện Mây Ngàn")
    read = byline_of("Kiều Sương / Báo Mây Ngàn")
    assert (read.authors, read.source_name) == (["Kiều Sương"], "Báo Mây Ngàn")


HEADS = [
    ("Kiều Sương - 06:16, 22/08/2024", ["Kiều Sương"], "06:16, 22/08/2024"),
    ("KIỀU SƯƠNG - LÒ NGÀN 30/04/2016 11:39", ["KIỀU SƯƠNG", "LÒ NGÀN"], "30/04/2016 11:39"),
    ("Kiều Sương", ["Kiều Sương"], None),
    ("Kiều Ngọc Sương – Giám đốc Sở", ["Kiều Ngọc Sương"], None),
]


@pytest.mark.parametrize(("line", "people", "date"), HEADS)
def test_head(line, people, date):
    lines = [Line(line), Line(PROSE)]
    read, found = take_head(lines)
    assert (read.authors, found, len(lines)) == (people, date, 1)


def test_doubled_head():
    lines = [Line("SƯƠNG MAI"), Line("SƯƠNG MAI"), Line(PROSE)]
    assert take_head(lines)[0].authors == ["SƯƠNG MAI"]
    assert len(lines) == 1


@pytest.mark.parametrize("line", ["Tin Nóng", "Mây Ngàn", "Ông Kiều Sương", "Phóng sự", "I. Kết quả", "12/06/2021"])
def test_no_head_byline(line):
    assert take_head([Line(line), Line(PROSE)]) is None


@pytest.mark.parametrize(
    ("fields", "people"),
    [
        (["Kiều Sương"], ["Kiều Sương"]),
        (["Kiều Sương; Lò Ngàn", "Kiều Sương"], ["Kiều Sương", "Lò Ngàn"]),
        (["Tác giả: Kiều Sương"], ["Kiều Sương"]),
        (["admin admin", "Pho Ban bien tap", "Ad Min"], []),
        (["Ban biên tập", "BBT", "Cổng thông tin điện tử xã Mây"], []),
        (["https://so.example/tac-gia/1"], []),
        (["editor@so.example"], []),
        (["Jane Roe"], ["Jane Roe"]),
        ([""], []),
    ],
)
def test_author_fields(fields, people):
    assert people_of_fields(fields) == people


def test_an_editorial_board_with_its_date_at_the_head_is_nobody():
    lines = [Line("Nhóm PV•10/03/2025 16:10"), Line(PROSE), Line(PROSE)]
    read, date = take_head(lines)
    assert (read.authors, date, len(lines)) == ([], "10/03/2025 16:10", 2)


GLUED_TO_THE_STORY = [
    ("Bà con vui vẻ ra về. Tin, ảnh: Kiều Sương", "Bà con vui vẻ ra về.", ["Kiều Sương"]),
    ("Bà con vui vẻ ra về./. Tin: Kiều Sương", "Bà con vui vẻ ra về.", ["Kiều Sương"]),
    ("Bà con vui vẻ ra về. (Bài và ảnh: Lò Ngàn – Kiều Sương)", "Bà con vui vẻ ra về.", ["Lò Ngàn", "Kiều Sương"]),
    ("(Tin, ảnh: Kiều Sương)", None, ["Kiều Sương"]),
    ("Bà con vui vẻ ra về. Tin vui đến với xã", "Bà con vui vẻ ra về. Tin vui đến với xã", []),
    ("Bà con hỏi bác Kiều Sương", "Bà con hỏi bác Kiều Sương", []),
    ("Bà con vui vẻ ra về. Kiều Sương", "Bà con vui vẻ ra về. Kiều Sương", []),
    ("Cầu Mây mùa nước nổi. Ảnh: Kiều Sương", None, []),
]


@pytest.mark.parametrize(("last", "left", "authors"), GLUED_TO_THE_STORY)
def test_a_labelled_byline_after_the_last_sentence(last, left, authors):
    first = "Sáng 12/6, xã Mây Ngàn khai trương điểm hỗ trợ người dân nộp hồ sơ qua mạng, nhiều hộ đến dự."
    body = [fromstring(f"<div><p>{first}</p><p>{last}</p></div>")]
    article = clean(RawArticle(url="https://so.example/a", title="Xã Mây mở điểm hỗ trợ", body=body))
    assert (article.paragraphs, article.authors) == ([first, *([left] if left else [])], authors)


@pytest.mark.parametrize(
    ("row", "left"),
    [
        ("Số ký hiệu | Ngày ký | admin admin", "Số ký hiệu | Ngày ký"),
        ("Số ký hiệu | Test Test", "Số ký hiệu"),
        ("Vai trò | editor", "Vai trò | editor"),
        ("Người ký | Bùi Sương", "Người ký | Bùi Sương"),
        ("Đạt | đạt đạt", "Đạt | đạt đạt"),
    ],
)
def test_an_account_that_a_torn_table_took_in_goes(row, left):
    lines = [Line("Sáng nay, xã Mây công bố danh sách các văn bản đã ký trong quý."), Line(row, ROW)]
    found = take_end(lines)
    assert lines[-1].text == left
    assert (found is not None) is (row != left)
