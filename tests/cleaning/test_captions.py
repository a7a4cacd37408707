"""Captions leave the body for their pictures; sentences of the story stay."""

import pytest
from lxml.html import fromstring

from crawler.cleaning.captions import is_caption, is_scene, take_captions, tidy
from crawler.cleaning.line import CAPTION, HEADING, IMAGE, ITEM, Line
from crawler.cleaning.lines import lines_of, lines_of_text

PROSE = (
    "Sáng 12/6, xã Mây Ngàn khai trương điểm hỗ trợ người dân nộp hồ sơ qua mạng, hơn một trăm hộ đến dự và làm thử."
)

SCENES = [
    "Ông Lò Ngàn phát biểu tại hội nghị.",
    "Ông Lò Ngàn- Chủ tịch xã phát biểu chỉ đạo hội nghị.",
    "Đồng chí Kiều Sương, Phó Chủ tịch xã phát biểu khai mạc Hội thi",
    "Phó Chủ tịch UBND xã Kiều Sương trao Giấy khen cho các thôn.",
    "Thừa ủy quyền của Chủ tịch tỉnh, Giám đốc Sở Lò Ngàn trao tặng Huân chương cho ông Mai Lam",
    "Bà Mai Lam thông qua dự thảo Báo cáo tổng kết",
    "Đại biểu phát biểu ý kiến tại hội nghị",
    "Các đại biểu tham dự Hội nghị",
    "Các đại biểu dự hội thảo.",
    "Lãnh đạo xã tặng hoa chúc mừng đội thắng cuộc",
    "Toàn cảnh hội nghị",
    "Quang cảnh buổi lễ.",
    "Một số hình ảnh tại buổi lễ:",
    "Học sinh trường Mây Ngàn tham gia cuộc thi vẽ",
    "Đoàn công tác kiểm tra đê xã Mây",
]
STORIES = [
    "Ông Lò Ngàn đã phát biểu tại hội nghị.",
    "Ông Lò Ngàn chủ trì hội nghị.",
    "Ông Lò Ngàn dự và phát biểu chỉ đạo hội nghị.",
    "Đồng chí Kiều Sương tham dự và trao quà cho trẻ em.",
    "Tại hội nghị, ông Lò Ngàn phát biểu.",
    "Phát biểu tại hội nghị, ông Lò Ngàn đề nghị các thôn vào cuộc.",
    "Nhân dịp này, nhiều tập thể được nhận Giấy khen của Chủ tịch xã.",
    "Cũng tại hội nghị, ba cá nhân được tặng Bằng khen.",
    "Hội nghị thông qua nghị quyết về thu chi ngân sách.",
    "Ông Lò Ngàn phát biểu. Bà Mai Lam trao quà.",
    "Ông Lò Ngàn phát biểu tại hội nghị:",
    "Ông Lò Ngàn cho biết xã sẽ trao quà trước Tết.",
    "Giám đốc Sở yêu cầu kiểm tra toàn bộ đê.",
    "Ông Lò Ngàn",
    "Các đại biểu tham dự có ông Lò Ngàn, bà Mai Lam và nhiều người khác",
    "Lãnh đạo xã khẳng định quyết tâm phát động phong trào.",
    "Trao quà cho hộ nghèo",
    "Ông Lò Ngàn phát biểu " + "rất dài " * 20,
]


@pytest.mark.parametrize("text", SCENES)
def test_scene(text):
    assert is_scene(text)
    kept, captions, _ = take_captions(lines_of_text(f"{PROSE}\n{text}\n{PROSE} Hết."))
    assert captions == [text]
    assert [line.text for line in kept] == [PROSE, f"{PROSE} Hết."]


@pytest.mark.parametrize("text", STORIES)
def test_story(text):
    assert not is_scene(text)
    kept, captions, _ = take_captions(lines_of_text(f"{PROSE}\n{text}\n{PROSE} Hết."))
    assert captions == []
    assert len(kept) == 3


UNDER_A_PICTURE = [
    (Line("Cầu Mây mùa nước nổi", centred=True), True),
    (Line("Cầu Mây mùa nước nổi", emphasis="italic"), True),
    (Line("Cầu Mây mùa nước nổi, nhìn từ bến.", centred=True), True),
    (Line("Cầu Mây mùa nước nổi"), True),
    (Line("Chủ tịch xã Mây chủ trì buổi họp " + "bàn việc nước " * 6 + "của xã"), True),
    (Line("Chủ tịch xã Mây chủ trì buổi họp " + "bàn việc nước " * 9 + "của xã"), False),
    (Line("Ảnh minh họa"), True),
    (Line("Cầu Mây (Ảnh: Kiều Sương)", centred=True), True),
    (Line("Cầu Mây", CAPTION), True),
    (Line("Ảnh: Cầu Mây mùa nước nổi", HEADING), True),
    (Line("Cầu Mây mùa nước nổi", HEADING, centred=True, emphasis="italic"), True),
    (Line("Đoàn đại biểu xã Mây chụp hình lưu niệm", emphasis="bold"), True),
    (Line("Cầu Mây dài 40 mét, xây năm 1976."), False),
    (Line("PV: Thưa ông, cầu Mây bao giờ xong", emphasis="italic"), False),
    (Line("Cầu Mây bao giờ xong, thưa ông?", emphasis="italic"), False),
    (Line("Cầu Mây", HEADING, centred=True), False),
    (Line("Tại buổi lễ các đại biểu cùng đi bộ qua cầu"), False),
    (Line("1. Công tác thủy lợi", emphasis="bold"), False),
    (Line("Công tác thủy lợi", emphasis="bold"), False),
    (Line("KẾ HOẠCH THỦY LỢI", centred=True), False),
    (Line("Nội dung gồm có:", centred=True), False),
    (Line("Công tác thủy lợi", HEADING), False),
    (Line("Nạo vét kênh", ITEM), False),
    (Line(PROSE * 3, centred=True), False),
    (Line("Kiều Sương", right=True), False),
    (Line("Tin, ảnh: Kiều Sương"), False),
    (Line("Kiều Sương (Ảnh: Lò Ngàn)"), False),
    (Line("Xem chi tiết bản vẽ tại đây", linked=True), False),
]


@pytest.mark.parametrize(("line", "expected"), UNDER_A_PICTURE)
def test_under_a_picture(line, expected):
    line.after_image = True
    line.block = 3
    assert is_caption(line, pictured=True) is expected


@pytest.mark.parametrize(
    "text", ["Ảnh hưởng của bão số 3 còn kéo dài", "Hình thức thi trắc nghiệm", "Hình ảnh người lính trong thơ"]
)
def test_sentences_that_begin_like_labels(text):
    assert not is_caption(Line(text, block=2), pictured=True)
    assert not is_caption(Line(text, block=-1), pictured=False)


def test_far_from_a_picture_a_scene_needs_its_place():
    text = "Ông Lò Ngàn phát biểu tại hội nghị."
    assert not is_caption(Line(text, block=4), pictured=True)
    assert is_caption(Line(text, block=4, centred=True), pictured=True)


@pytest.mark.parametrize(
    ("text", "words", "credit"),
    [
        ("Cầu Mây (Ảnh: Kiều Sương)", "Cầu Mây", "Kiều Sương"),
        ("Cầu Mây. Ảnh: VGP", "Cầu Mây", "VGP"),
        ("Cầu Mây - Ảnh: Kiều Sương", "Cầu Mây", "Kiều Sương"),
        ("Cầu Mây – Ảnh Kiều Sương", "Cầu Mây", "Kiều Sương"),
        ("Cầu Mây - Ảnh chụp năm 1976", "Cầu Mây - Ảnh chụp năm 1976", None),
        ("Cầu Mây (Nguồn: Internet)", "Cầu Mây", "Internet"),
        ("Cầu Mây (ảnh K.S)", "Cầu Mây", "K.S"),
        ("Cầu Mây (Kiều Sương)", "Cầu Mây", "Kiều Sương"),
        ("Cầu Mây. Ảnh VGP/Lò Ngàn", "Cầu Mây", "VGP/Lò Ngàn"),
        ("Ảnh minh họa (Nguồn: Internet)", "Ảnh minh họa", "Internet"),
        ("Cầu Mây - Ảnh 1.", "Cầu Mây", None),
        ("Cầu Mây - Ảnh 12", "Cầu Mây", None),
        ("Ảnh: VGP", "", "VGP"),
        ("Ảnh: Người dân xã Mây qua cầu mùa lũ", "Người dân xã Mây qua cầu mùa lũ", None),
        ("Ảnh minh họa.", "Ảnh minh họa.", None),
        ("Cầu Mây (giữa) và đường vào bản", "Cầu Mây (giữa) và đường vào bản", None),
        ("Ông Lò Ngàn (thứ hai từ trái)", "Ông Lò Ngàn (thứ hai từ trái)", None),
        ("Mua ảnh: nên hay không", "Mua ảnh: nên hay không", None),
    ],
)
def test_tidy(text, words, credit):
    assert tidy(text) == (words, credit)


def taken(markup: str):
    kept, captions, images = take_captions(lines_of([fromstring(f"<div>{markup}</div>")], "https://so.example/"))
    return [line.text for line in kept], captions, [(image.caption, image.credit) for image in images]


def test_one_caption_each():
    markup = "<p>a.</p><p align=center><img src=/1.jpg><br>Một</p><p align=center><img src=/2.jpg><br>Hai (Ảnh: VGP)</p><p>b.</p>"
    assert taken(markup) == (["a.", "b."], ["Một", "Hai"], [("Một", None), ("Hai", "VGP")])


def test_two_pictures_side_by_side():
    markup = "<table><tr><td><img src=/1.jpg><td><img src=/2.jpg><tr><td>Bên trái<td>Bên phải</table><p>Xã họp.</p>"
    assert taken(markup) == (["Xã họp."], ["Bên trái", "Bên phải"], [("Bên trái", None), ("Bên phải", None)])


def test_one_caption_under_two_pictures_goes_to_the_last():
    markup = "<p><img src=/1.jpg><img src=/2.jpg></p><p align=center>Cầu Mây</p><p>Xã họp.</p>"
    assert taken(markup) == (["Xã họp."], ["Cầu Mây"], [(None, None), ("Cầu Mây", None)])


def test_a_broken_caption_is_one():
    markup = "<img src=/1.jpg><p align=center><i>Ông Lò Ngàn trao quà</i></p><p align=center><i>cho trẻ em xã Mây</i></p><p>Xã họp.</p>"
    assert taken(markup)[:2] == (["Xã họp."], ["Ông Lò Ngàn trao quà cho trẻ em xã Mây"])


def test_a_credit_under_the_caption():
    markup = "<img src=/1.jpg><p align=center>Cầu Mây</p><p align=center>(Nguồn: LeMay)</p><p>Xã họp.</p>"
    assert taken(markup) == (["Xã họp."], ["Cầu Mây"], [("Cầu Mây", "LeMay")])


@pytest.mark.parametrize(
    "line", ["Dưới đây là một số hình ảnh tại hội nghị:", "Một số hình ảnh tại hội nghị./.", "Những hình ảnh ở cầu Mây"]
)
def test_the_line_over_a_row_of_pictures_is_theirs(line):
    markup = f"<p>Xã họp.</p><p>{line}</p><p><img src=/1.jpg></p><p align=center>Cầu Mây</p>"
    assert taken(markup)[:2] == (["Xã họp."], [line.rstrip(":./"), "Cầu Mây"])


@pytest.mark.parametrize(
    "markup",
    ["<p>Xã họp.</p><p>Hình ảnh người lính</p><p>Xã nghỉ.</p><img src=/1.jpg>", "<p>Hình ảnh cầu</p><img src=/1.jpg>"],
)
def test_words_about_pictures_stay_without_a_row_of_them_below_a_text(markup):
    assert taken(markup)[1] == []


def test_a_byline_under_the_last_caption_stays():
    markup = "<p>Xã họp.</p><img src=/1.jpg><p align=center>Cầu Mây</p><p align=center><b>Kiều Sương</b></p>"
    assert taken(markup)[0] == ["Xã họp.", "Kiều Sương"]


def test_a_caption_printed_twice_is_one():
    figure = "<figure><img src=/1.jpg><figcaption>Cầu Mây</figcaption></figure><p align=center>Cầu Mây</p>"
    assert taken(f"{figure}<p>Xã họp.</p>")[1] == ["Cầu Mây"]


def test_a_picture_of_the_editors_disk_has_a_caption_but_no_address():
    markup = "<p><img src='file:///C:/a.jpg'></p><p align=center>Cầu Mây</p><p>Xã họp.</p>"
    assert taken(markup) == (["Xã họp."], ["Cầu Mây"], [])


def test_a_body_of_captions_alone_stays_a_body():
    lines = [Line("https://so.example/a.jpg", IMAGE), Line("Cầu Mây", centred=True, after_image=True)]
    kept, captions, images = take_captions(lines)
    assert ([line.text for line in kept], captions, len(images)) == (["Cầu Mây"], [], 1)


def test_the_lead_of_a_dump_is_no_caption():
    lead = "Lãnh đạo xã Mây kiểm tra đê trước mùa lũ."
    kept, captions, _ = take_captions(lines_of_text(f"{lead}\n{PROSE}"))
    assert captions == []
    assert kept[0].text == lead
