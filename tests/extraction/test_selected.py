"""Reading by a family's selectors, and what is left to the generic reading."""

import pytest

from crawler.extraction.extract import extract
from crawler.extraction.selected import KEPT, LONGEST, compiled
from crawler.extraction.selectors import Selectors
from items import Page

SELECTORS = Selectors(
    title=("div.none", "div.headline"),
    lead=("p.sapo",),
    body=("div.text",),
    published=("span.when",),
    authors=("p.account",),
    section=("span.section",),
    views=("span.seen",),
    keywords=("ul.tags a",),
    attachments=("div.files",),
    remove=("p.account", "div.more"),
)
PAGE = """<div class='menu'><span class='section'>Việc làng</span></div><div class='headline'>Sửa cầu Mây Bạc</div>
<span class='when'>04/03/2021 | 8:00</span><span class='seen'>Đã xem 31</span>
<div class='text'><p class='sapo'>Cầu sẽ xong trước mùa nước.</p><p>Xã họp bàn chuyện sửa cầu.</p><p class='account'>quản trị</p>
<div class='more'><a href='/khac'>Tin khác</a></div><p>Gỗ do xã lo.</p></div>
<div class='files'><a href='/tep/ke-hoach.pdf'>Kế hoạch</a></div><ul class='tags'><li><a>cầu</a></li><li><a>đường</a></li></ul>"""


def read(page: str, selectors: Selectors | None = SELECTORS):
    return extract(Page(url="https://so.example/a-1", body=page.encode()), selectors, platform="mau")


def test_every_field_a_selector_names():
    raw = read(PAGE)
    assert (raw.title, raw.lead, raw.section, raw.views) == (
        "Sửa cầu Mây Bạc",
        "Cầu sẽ xong trước mùa nước.",
        "Việc làng",
        "Đã xem 31",
    )
    assert [(date.text, date.origin, date.role) for date in raw.dates] == [
        ("04/03/2021 | 8:00", "visible", "published")
    ]
    assert list(raw.authors) == ["quản trị"]
    assert list(raw.keywords) == ["cầu", "đường"]
    assert [(file.url, file.label) for file in raw.attachments] == [("https://so.example/tep/ke-hoach.pdf", "Kế hoạch")]
    assert raw.platform == "mau"
    assert " ".join(raw.body[0].text_content().split()) == "Xã họp bàn chuyện sửa cầu. Gỗ do xã lo."


def test_the_date_attribute_comes_before_the_words():
    raw = read(
        PAGE.replace("<span class='when'>", "<span class='when'><time datetime='x'>").replace("div.text", "div.text")
    )
    assert raw.dates[0].text == "04/03/2021 | 8:00"
    raw = read(PAGE.replace("<span class='when'>", "<span class='when' content='2021-03-04'>"))
    assert [date.text for date in raw.dates] == ["2021-03-04", "04/03/2021 | 8:00"]


def test_what_selectors_do_not_find_is_read_generically():
    prose = (
        "<p>Sáng nay, xã họp bàn chuyện sửa cầu Mây Bạc trước mùa nước, có mặt trưởng các xóm và ông lái đò.</p>" * 2
    )
    page = f"<h1>Sửa cầu Mây Bạc</h1><div class='date'>04/03/2021</div><div class='other'>{prose}</div>"
    raw = read(page)
    assert raw.title == "Sửa cầu Mây Bạc"
    assert raw.dates[0].text == "04/03/2021"
    assert "ông lái đò" in raw.body[0].text_content()


def test_a_selected_body_is_not_pruned_by_guesses():
    page = PAGE.replace("Gỗ do xã lo.", "<a href='/doc'>Xem thêm</a>")
    assert "Xem thêm" in read(page).body[0].text_content()


@pytest.mark.parametrize(
    ("css", "title"),
    [
        ("#bai b.x", "trong"),
        ("div#bai p.y .x", "trong"),
        (".y .x", "trong"),
        (".x", "ngoài"),
        ("div#bai b.y", "Sửa cầu Mây Bạc"),
        ("p#bai b.x", "Sửa cầu Mây Bạc"),
    ],
)
def test_boxes_in_boxes_by_class_and_id(css, title):
    outside, inside = "<b class='x'>ngoài</b>", "<div id='bai'><p class='y'><b class='x'>trong</b></p></div>"
    after = "<p class='y'><b class='x'>sau</b></p>"
    assert read(outside + inside + after + PAGE, SELECTORS.but(title=(css, "div.headline"))).title == title


def test_selectors_are_compiled_once():
    assert compiled(SELECTORS) is compiled(SELECTORS.but())


def test_what_is_remembered_of_classes_stays_small_and_finds_every_element():
    asked = compiled(Selectors(title=("div.headline",), body=("div.text",)))[1]
    long = "headline " + "x" * LONGEST
    for number in range(2 * KEPT):
        assert asked[f"headline c{number}"] == ("headline",)
        assert asked[f"c{number}"] == ()
        assert asked[long] == ("headline",)
    assert long not in asked
    assert len(asked) <= KEPT + 1


PROSE = "".join(
    f"<p>Thôn {name} góp gỗ và ngày công, xã lo đá, cát và thợ, để cầu xong trước mùa nước lớn.</p>" for name in "ABCDE"
)
PLUGINS = """<div class='share-buttons'><a href='/f'>Chia sẻ bài này lên mạng</a></div>
<div class='related-posts'><a href='/a-2'>Xã làm đường bê tông</a><a href='/a-3'>Xã đào giếng mới</a></div>"""


def test_a_box_around_the_body_is_cleared_of_what_plugins_put_there():
    page = PAGE.replace("<p>Gỗ do xã lo.</p>", PROSE + PLUGINS)
    whole = " ".join(read(page).body[0].text_content().split())
    assert "Chia sẻ" in whole
    assert "giếng mới" in whole
    raw = read(page, SELECTORS.but(body=(), around=SELECTORS.body))
    assert (raw.title, raw.lead, list(raw.authors)) == ("Sửa cầu Mây Bạc", "Cầu sẽ xong trước mùa nước.", ["quản trị"])
    body = " ".join(raw.body[0].text_content().split())
    assert body.startswith("Xã họp bàn chuyện sửa cầu. Thôn A")
    assert body.endswith("mùa nước lớn.")
    assert "generic_body" not in raw.flags


def test_of_several_boxes_around_a_body_the_first_is_it():
    other = f"<div class='text'>{PROSE.replace('cầu', 'đình')}</div>"
    raw = read(PAGE + other, SELECTORS.but(body=(), around=SELECTORS.body))
    assert " ".join(raw.body[0].text_content().split()) == "Xã họp bàn chuyện sửa cầu. Gỗ do xã lo."


@pytest.mark.parametrize(
    "notice",
    [
        "<p><a href='/tep/lich.pdf'>Lịch tiếp dân tháng ba</a></p>",
        "<p><img src='/anh/lich.jpg'></p>",
        "<p>Sáng mai xã nghỉ.</p>",
    ],
)
def test_a_notice_of_one_line_in_its_box_is_an_article_beside_any_headlines(notice):
    beside = "".join(
        f"<h3><a href='/tin/{number}'>Thôn {number} họp bàn việc sửa cầu trước mùa nước lớn</a></h3>"
        for number in range(12)
    )
    page = f"<h1 class='headline'>Lịch tiếp dân tháng ba</h1>{{}}<div class='text'>{notice}</div><div class='side'>{beside}</div>"
    selectors = Selectors(title=("h1.headline",), around=("div.text",), published=("span.when",))
    for when in ("<span class='when'>04/03/2021</span>", ""):
        raw = read(page.format(when), selectors)
        assert raw.title == "Lịch tiếp dân tháng ba"
        assert len(raw.body[0])
        assert "Thôn" not in raw.body[0].text_content()
