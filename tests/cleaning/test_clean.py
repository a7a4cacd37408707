"""A raw article becomes an Article: every field, from markup and from dumps."""

import pytest
from lxml.html import fromstring

from crawler.cleaning.addresses import canonical, normalised, site_of
from crawler.cleaning.clean import clean
from crawler.cleaning.line import IMAGE, ITEM, Line
from crawler.cleaning.repeats import drop_title, join_broken, settle_lead
from items import Attachment, Image, RawArticle, RawDate

URL = "https://so.mayngan.gov.vn/tin/khai-truong-12.html"
TITLE = "Xã Mây Ngàn mở điểm hỗ trợ người dân nộp hồ sơ qua mạng"
PROSE = (
    "Sáng 12/6, xã Mây Ngàn khai trương điểm hỗ trợ người dân nộp hồ sơ qua mạng, hơn một trăm hộ đến dự và làm thử."
)
MORE = "Trưởng thôn Bến Sương cho hay mỗi nhà cử một người học cách dùng, buổi học kéo dài đến trưa và còn mở tiếp tuần sau."


def read(markup: str, **fields):
    fields = {"url": URL, "title": TITLE, **fields}
    return clean(RawArticle(body=[fromstring(f"<div>{markup}</div>")], **fields))


def test_a_whole_page():
    article = read(
        f"<h1>{TITLE}</h1><p>(BTMN) - {PROSE}</p><p align=center><img src=/cau.jpg alt='IMG 12'></p>"
        f"<p align=center><i>Ông Lò Ngàn bấm nút (Ảnh: Mai Lam)</i></p><p>{MORE}/.</p>"
        "<p>Chi tiết <a href='/kh.pdf'>tại đây</a></p><p align=right><b>Kiều Sương</b></p><p align=right>admin admin</p>",
        dates=[RawDate("12/06/2021 14:58", "visible")],
        authors=["admin admin"],
        section=" Tin  trong xã ",
        views="Lượt xem: 1.024",
        keywords=["xã Mây", "Xã  mây", "số hóa"],
        platform="liferay6",
        fixes=("charset",),
    )
    assert article.paragraphs == [PROSE, MORE, "Chi tiết tại đây"]
    assert article.text == f"{PROSE}\n\n{MORE}\n\nChi tiết tại đây"
    assert article.dateline == "BTMN"
    assert article.captions == ["Ông Lò Ngàn bấm nút"]
    assert article.images == [
        Image("https://so.mayngan.gov.vn/cau.jpg", None, "Ông Lò Ngàn bấm nút", "Mai Lam"),
    ]
    assert article.attachments == [Attachment("https://so.mayngan.gov.vn/kh.pdf", "tại đây", "application/pdf")]
    assert article.authors == ["Kiều Sương"]
    assert article.section == "Tin trong xã"
    assert article.views == 1024
    assert article.keywords == ["xã Mây", "số hóa"]
    assert article.published.value == "2021-06-12T14:58:00+07:00"
    assert article.event_date == "2021-06-12"
    assert article.language == "vi"
    assert article.fixes == ["charset", "end_mark", "repeated_title"]
    assert article.flags == []
    assert (article.url, article.canonical_url, article.platform) == (URL, URL, "liferay6")


def test_what_the_portal_is_passes_through():
    raw = RawArticle(url=URL, title=TITLE, body=PROSE)
    article = clean(raw, portal="may_ngan", agency="Sở Mây", province="mayngan", fetched_at="2021-07-01T00:00:00+07:00")
    assert (article.portal, article.agency, article.province) == ("may_ngan", "Sở Mây", "mayngan")
    assert article.fetched_at == "2021-07-01T00:00:00+07:00"


def test_explain_lists_what_went():
    removed = []
    raw = RawArticle(url=URL, title=TITLE, body=f"In bài viết\n{PROSE}\nCác tin khác\nXã Bến Sương trồng rừng")
    clean(raw, explain=removed)
    assert sorted((each.class_, each.position) for each in removed) == [
        ("related_list", 2),
        ("related_list", 3),
        ("toolbar", 0),
    ]


@pytest.mark.parametrize(
    ("lead", "first", "expected_lead", "expected"),
    [
        ("Xã mở điểm mới.", PROSE, "Xã mở điểm mới.", [PROSE, MORE]),
        (PROSE, PROSE, PROSE, [MORE]),
        (PROSE.upper(), PROSE, PROSE.upper(), [MORE]),
        (PROSE[:60] + "...", PROSE, None, [PROSE, MORE]),
        (f"(BTMN) - {PROSE}", PROSE, PROSE, [MORE]),
        (TITLE, PROSE, None, [PROSE, MORE]),
        ("  ", PROSE, None, [PROSE, MORE]),
        (None, PROSE, None, [PROSE, MORE]),
        ("Sáng 12/6, xã Mây Ngàn họp.", PROSE, "Sáng 12/6, xã Mây Ngàn họp.", [PROSE, MORE]),
    ],
)
def test_lead(lead, first, expected_lead, expected):
    article = read(f"<p>{first}</p><p>{MORE}</p>", lead=lead)
    assert (article.lead, article.paragraphs) == (expected_lead, expected)
    assert article.text == "\n\n".join([expected_lead, *expected] if expected_lead else expected)


@pytest.mark.parametrize(
    ("end", "mended"),
    [
        ("trên địa bàn./.", "trên địa bàn."),
        ("trên địa bàn. /.", "trên địa bàn."),
        ("trên địa bàn./", "trên địa bàn."),
        ("trên địa bàn /.", "trên địa bàn."),
        ("trên địa bàn…/.", "trên địa bàn…"),
        ("trên địa bàn.../.", "trên địa bàn..."),
        ("“địa bàn”/.", "“địa bàn”."),
        ("tại http://so.example/", "tại http://so.example/"),
        ("12/2021.", "12/2021."),
        ("lúa/ngô.", "lúa/ngô."),
        ("v.v...", "v.v..."),
    ],
)
def test_end_mark(end, mended):
    assert read(f"<p>{PROSE} Tin {end}</p>").paragraphs == [f"{PROSE} Tin {mended}"]


def test_paragraphs_repeated_in_a_row_are_one():
    article = read(f"<p>{PROSE}</p><p>{PROSE}</p><p>{MORE}</p><p>{PROSE}</p>")
    assert article.paragraphs == [PROSE, MORE, PROSE]
    assert "repeated_paragraph" in article.fixes


def test_stops_alone_go():
    assert read(f"<p>{PROSE}</p><p>.</p><p>.</p><p>{MORE}</p><p>.</p>").paragraphs == [PROSE, MORE]


def test_the_source_and_byline_in_any_order():
    for lines in (["Kiều Sương", "Theo Baomayngan.vn"], ["Nguồn: Baomayngan.vn", "Kiều Sương"]):
        article = clean(RawArticle(url=URL, title=TITLE, body="\n".join([PROSE, MORE, *lines])))
        assert (article.authors, article.source_name, article.paragraphs) == (
            ["Kiều Sương"],
            "Baomayngan.vn",
            [PROSE, MORE],
        )


def test_fields_of_the_template_stand_in_for_the_body():
    article = read(f"<p>{PROSE}</p>", authors=["Lò Ngàn"], source_name="Nguồn: Báo Mây")
    assert (article.authors, article.source_name) == (["Lò Ngàn"], "Báo Mây")
    assert read(f"<p>{PROSE}</p><p>Kiều Sương</p>", authors=["Lò Ngàn"]).authors == ["Kiều Sương"]


def test_a_counter_glued_to_the_title():
    article = read(f"<p>{PROSE}</p>", title=f"{TITLE} (Lượt xem: 12)")
    assert (article.title, article.views) == (TITLE, 12)


@pytest.mark.parametrize(
    ("words", "views"), [("757", 757), ("Ngày đăng 10/10/2014 | View count: 757", None), ("x", None), ("", None)]
)
def test_views(words, views):
    assert read(f"<p>{PROSE}</p>", views=words).views == views


def test_a_body_of_one_pointer():
    article = read("<p><a href='/documents/1/2/kh.pdf'>Xem chi tiết tại đây</a></p>")
    assert article.paragraphs == ["Xem chi tiết tại đây"]
    assert article.attachments[0].label == "Xem chi tiết tại đây"
    assert {"short_body", "no_published_date"} <= set(article.flags)


def test_pictures_once_with_what_is_known():
    article = read(
        "<img src=/a.jpg alt='Cầu Mây'><figure><img src=/b.jpg><figcaption>Bến Sương</figcaption></figure>"
        f"<p>{PROSE}</p>",
        images=[Image("https://so.mayngan.gov.vn/b.jpg"), Image("https://so.mayngan.gov.vn/c.jpg", TITLE)],
    )
    assert [(image.url[-5:], image.alt, image.caption) for image in article.images] == [
        ("b.jpg", None, "Bến Sương"),
        ("c.jpg", None, None),
        ("a.jpg", "Cầu Mây", None),
    ]


@pytest.mark.parametrize(
    ("lead", "first", "told"),
    [
        ("Xã Mây khai trương điểm hỗ trợ", "Sáng nay, bà con đến dự đông.", ("repeated_title", "Xã Mây khai trương điểm hỗ trợ")),
        ("Sáng nay, bà con đến...", "Sáng nay, bà con đến dự đông.", ("repeated_text", "Sáng nay, bà con đến...")),
        ("HNP - Bà con vui.", "(TTXVN) - Sáng nay, bà con đến dự đông.", ("dateline", "TTXVN")),
        ("Bà con vui.", "(TTXVN) - Sáng nay, bà con đến dự đông.", None),
        (None, "Sáng nay, bà con đến dự đông. Kiều Sương", None),
    ],
)  # fmt: skip
def test_explain_tells_what_became_of_a_lead(lead, first, told):
    removed = []
    body = [fromstring(f"<div><p>{first}</p><p>{'Lễ kéo dài đến trưa. ' * 6}</p></div>")]
    title = "Xã Mây khai trương điểm hỗ trợ"
    clean(RawArticle(url="https://so.example/a", title=title, lead=lead, body=body), explain=removed)
    assert [(each.class_, each.text) for each in removed] == ([told] if told else [])


def test_explain_tells_of_a_byline_cut_off_a_line():
    removed = []
    body = [fromstring("<div><p>Sáng nay, bà con đến dự đông. Tin, ảnh: Kiều Sương</p></div>")]
    article = clean(RawArticle(url="https://so.example/a", title="Xã Mây họp", body=body), explain=removed)
    assert article.authors == ["Kiều Sương"]
    assert [tuple(each) for each in removed] == [("byline", 0, "Tin, ảnh: Kiều Sương")]


BROKEN = [
    (["C", "ung cấp nước sạch"], ["Cung cấp nước sạch"]),
    (["Xã Mây", ", huyện Sương họp"], ["Xã Mây, huyện Sương họp"]),
    (["Xã Mây khai trương điểm hỗ trợ người dân nộp hồ sơ", "qua mạng"], ["Xã Mây khai trương điểm hỗ trợ người dân nộp hồ sơ qua mạng"]),
    (["Xã Mây họp", "huyện Sương nghỉ"], ["Xã Mây họp", "huyện Sương nghỉ"]),
    (["Xã Mây khai trương điểm hỗ trợ người dân nộp hồ sơ.", "qua mạng"], ["Xã Mây khai trương điểm hỗ trợ người dân nộp hồ sơ.", "qua mạng"]),
    (["Xã Mây khai trương điểm hỗ trợ người dân gồm các", "a) nộp đơn"], ["Xã Mây khai trương điểm hỗ trợ người dân gồm các", "a) nộp đơn"]),
    (["5", "hộ nghèo"], ["5", "hộ nghèo"]),
    (["Xã Mây", "... và Sương"], ["Xã Mây", "... và Sương"]),
    (["Xã Mây mở lớp dạy nghề", ";Yacute; kiến bà con"], ["Xã Mây mở lớp dạy nghề", ";Yacute; kiến bà con"]),
    (["Xã Mây mở lớp dạy ngh", ";egrave; cho bà con"], ["Xã Mây mở lớp dạy ngh;egrave; cho bà con"]),
]  # fmt: skip


@pytest.mark.parametrize(("broken", "whole"), BROKEN)
def test_broken_lines(broken, whole):
    assert [line.text for line in join_broken([Line(text, block=-1) for text in broken])[0]] == whole


CUT = [
    ("Xã Mây khai trương điểm hỗ trợ người dân nộp hồ sơ tr", "ên địa bàn.", "Xã Mây khai trương điểm hỗ trợ người dân nộp hồ sơ trên địa bàn."),
    ("Xã Mây khai trương điểm hỗ trợ người dân trong tháng 3", "năm 2015.", "Xã Mây khai trương điểm hỗ trợ người dân trong tháng 3 năm 2015."),
    ("Xã Mây khai trương điểm hỗ trợ người dân các thôn, bản,", "tổ dân phố.", "Xã Mây khai trương điểm hỗ trợ người dân các thôn, bản, tổ dân phố."),
    ("Xã Mây khai trương điểm hỗ trợ người dân gồm:", "hộ nghèo;", None),
    ("Xã Mây khai trương điểm hỗ trợ người dân nộp hồ sơ", "Xã Gió họp.", None),
]  # fmt: skip


@pytest.mark.parametrize(("above", "line", "whole"), CUT)
def test_a_sentence_an_editor_cut_into_two_blocks(above, line, whole):
    joined = [each.text for each in join_broken([Line(above, block=1), Line(line, block=2)])[0]]
    assert joined == ([whole] if whole else [above, line])


def test_a_lead_cut_in_two_is_one_but_a_lead_and_its_story_are_two():
    above = Line("Xã Mây khai trương điểm hỗ trợ người dân nộp hồ sơ", emphasis="bold", block=1)
    assert len(join_broken([above, Line("qua mạng cho bà con", emphasis="bold", block=2)])[0]) == 1
    above = Line("Xã Mây khai trương điểm hỗ trợ người dân nộp hồ sơ", emphasis="bold", block=1)
    assert len(join_broken([above, Line("qua mạng cho bà con", block=2)])[0]) == 2


def test_a_line_set_apart_is_not_the_rest_of_a_sentence():
    above = Line("Xã Mây khai trương điểm hỗ trợ người dân nộp hồ sơ", block=1)
    for line in (Line("qua mạng", block=2, centred=True), Line("qua mạng", block=2, linked=True)):
        assert len(join_broken([above, line])[0]) == 2


def test_lines_of_other_kinds_are_never_joined():
    lines = [
        Line("Xã Mây khai trương điểm hỗ trợ người dân nộp hồ sơ", block=1),
        Line("qua mạng", ITEM, block=1),
        Line("", IMAGE),
    ]
    assert join_broken(lines) == (lines, False)


def test_title_copies():
    lines = [Line(TITLE.upper()), Line(f"null {TITLE}"), Line(PROSE), Line(TITLE + " năm 2021")]
    assert drop_title(lines, TITLE)
    assert [line.text for line in lines] == [PROSE, TITLE + " năm 2021"]
    alone = [Line(TITLE)]
    assert not drop_title(alone, TITLE)
    assert alone


def test_a_lead_of_signs_is_nothing():
    assert settle_lead("...", [PROSE]) == (None, [PROSE], False)


ADDRESSES = [
    ("https://so.may.gov.vn/tin/a-1.html", "https://so.may.gov.vn/tin/a-1.html", "https://so.may.gov.vn/tin/a-1.html"),
    ("https://so.may.gov.vn/en/tin/a-1.html", "https://may.gov.vn/tin/a-1.html", "https://may.gov.vn/tin/a-1.html"),
    ("https://so.may.gov.vn/tin/a-1.html", "https://so.may.gov.vn/", "https://so.may.gov.vn/tin/a-1.html"),
    ("https://so.may.gov.vn/tin/a-1.html", "https://so.may.gov.vn/trang-chu", "https://so.may.gov.vn/tin/a-1.html"),
    ("https://so.may.gov.vn/tin/a-1.html", "https://khac.gov.vn/tin/a-1.html", "https://so.may.gov.vn/tin/a-1.html"),
    ("https://so.may.gov.vn/t.aspx?ItemID=5", "https://so.may.gov.vn/t.aspx", "https://so.may.gov.vn/t.aspx?ItemID=5"),
    ("https://so.may.gov.vn:443/a?utm_source=x&id=2#c", None, "https://so.may.gov.vn/a?id=2"),
    ("https://so.may.gov.vn/a", "javascript:void(0)", "https://so.may.gov.vn/a"),
    ("https://so.may.gov.vn/a", "http://[x", "https://so.may.gov.vn/a"),
    (None, None, None),
]


@pytest.mark.parametrize(("fetched", "named", "expected"), ADDRESSES)
def test_canonical(fetched, named, expected):
    assert canonical(fetched, named) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://SO.May.gov.vn:80", "http://so.may.gov.vn/"),
        ("https://so.may.gov.vn/tin/Cầu Mây.html", "https://so.may.gov.vn/tin/C%E1%BA%A7u%20M%C3%A2y.html"),
        ("https://so.may.gov.vn/a;jsessionid=AB12?x=1", "https://so.may.gov.vn/a?x=1"),
        ("https://so.may.gov.vn/a?l=Tin+++&ItemID=1", "https://so.may.gov.vn/a?l=Tin&ItemID=1"),
        ("https://so.may.gov.vn/a?redirect=%2Fb&inheritRedirect=true", "https://so.may.gov.vn/a"),
        ("tin/a.html", "tin/a.html"),
    ],
)
def test_normalised(url, expected):
    assert normalised(url) == expected
    assert normalised(normalised(url)) == normalised(url)


def test_site():
    assert [site_of(url) for url in ("https://a.b.gov.vn", "https://www.baomay.com", "", "http://[x")] == [
        "b.gov.vn",
        "baomay.com",
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("lead", "first", "event"),
    [
        ("Xã Mây Ngàn giữ được rừng dẻ cổ suốt ba năm qua.", "Ngày 31/7/2019, huyện giao rừng cho xã trông coi.", None),
        ("Xã Mây Ngàn giữ được rừng dẻ cổ suốt ba năm qua.", "Ngày 1/6/2021, huyện giao thêm rừng cho xã.", "2021-06-01"),
        ("Ngày 31/7/2019, huyện giao rừng cho xã trông coi.", "Ngày 1/6/2021, huyện giao thêm rừng.", "2019-07-31"),
        (None, "Ngày 31/7/2019, huyện giao rừng cho xã Mây Ngàn trông coi.", "2019-07-31"),
    ],
)  # fmt: skip
def test_old_days_below_a_lead_are_background(lead, first, event):
    article = read(f"<p>{first}</p><p>{MORE}</p>", lead=lead, dates=[RawDate("12/06/2021 14:58", "visible")])
    assert article.event_date == event


def test_what_became_of_every_line_is_told():
    told = []
    article = clean(
        RawArticle(
            url=URL,
            title=TITLE,
            lead=PROSE,
            body=[
                fromstring(
                    f"<div><h2>{TITLE}</h2><p>In bài viết</p><p>{PROSE}</p><p align=center><img src=/a.jpg></p>"
                    f"<p align=center><i>Cầu Mây mùa lũ</i></p><p>{MORE}</p><p>{MORE}</p><p align=right>Kiều Sương</p>"
                    "<p>Tin liên quan</p><p><a href=/x>Họp dân</a></p></div>"
                )
            ],
        ),
        explain=told,
    )
    assert article.paragraphs == [MORE]
    assert [(each.class_, each.position, each.text) for each in told] == [
        ("repeated_title", 0, TITLE),
        ("toolbar", 1, "In bài viết"),
        ("repeated_text", 2, PROSE),
        ("caption", 4, "Cầu Mây mùa lũ"),
        ("repeated_text", 6, MORE),
        ("byline", 7, "Kiều Sương"),
        ("related_list", 8, "Tin liên quan"),
        ("related_list", 9, "Họp dân"),
    ]
