"""Where the body of an unknown page is found. Pages are our own, one shape each."""

import pytest

from crawler.extraction.extract import extract
from crawler.reading import read_article
from items import Page

A = "Sáng thứ hai, Phòng Việc Làng họp bàn chuyện sửa cầu Mây Bạc trước mùa nước, có mặt trưởng các xóm. "
B = "Theo ông Lò Văn Mẫu, cây cầu đã dùng hơn hai mươi năm, mặt ván hỏng nhiều chỗ, xe nặng không qua được. "
C = "Cuộc họp thống nhất góp công trong tháng tới, phần gỗ do xã lo, phần đá do các xóm cùng chở về. "
PROSE = f"<p>{A}</p><p>{B}</p><p>{C}</p>"
MENU = "<ul>" + "".join(f"<li><a href='/m{n}'>Mục số {n} của trang</a></li>" for n in range(12)) + "</ul>"
CARDS = "".join(
    f"<div class='card'><h3><a href='/tin-{n}'>Chuyện khác ở xã bên số {n}</a></h3><p>Tóm tắt ngắn của chuyện số {n}, một dòng.</p></div>"
    for n in range(6)
)


def read(markup: str, url: str = "https://so.example/tin/cau-may-bac.html"):
    return extract(Page(url=url, body=markup.encode()))


def text(markup: str) -> str:
    return " ".join(" ".join(element.text_content().split()) for element in read(markup).body)


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param(f"<h1>Sửa cầu Mây Bạc</h1>{MENU}<div>{PROSE}</div>", id="plain paragraphs"),
        pytest.param(f"<h1>Sửa cầu Mây Bạc</h1><div>{A}<br><br>{B}<br><br>{C}</div>{MENU}", id="line breaks only"),
        pytest.param(
            f"<form>{MENU * 8}<h1>Sửa cầu Mây Bạc</h1><div>{PROSE}</div></form>", id="one form around the page"
        ),
        pytest.param(
            f"<table><tr><td>{MENU}</td><td><table><tr><td><h1>Sửa cầu Mây Bạc</h1></td></tr><tr><td>{PROSE}</td></tr>"
            "</table></td></tr></table>",
            id="layout tables",
        ),
        pytest.param(
            f"<h1>Sửa cầu Mây Bạc</h1><div><div><p>{A}</p></div><div class='related'>{MENU}</div><div><p>{B}</p><p>{C}</p></div></div>",
            id="split over sibling boxes",
        ),
        pytest.param(
            f"<h1>Sửa cầu Mây Bạc</h1><div class='paywall widget'>{PROSE}</div>{MENU}", id="a body with a bad name"
        ),
        pytest.param(
            f"<h1>Sửa cầu Mây Bạc</h1><div>{PROSE}</div><div class='comments'><p>{'Hay quá, mong cầu sớm xong để đi lại. ' * 30}</p></div>",
            id="comments longer than the article",
        ),
        pytest.param(
            f"<h1>Sửa cầu Mây Bạc</h1><article>{PROSE}</article><section>{CARDS}</section>", id="beside stories"
        ),
        pytest.param(
            f"<div class='cookie-consent'><p>{'Trang này dùng tệp nhớ để phục vụ bạn, xin đọc kỹ. ' * 40}</p></div>"
            f"<h1>Sửa cầu Mây Bạc</h1><div>{PROSE}</div>",
            id="a long cookie notice",
        ),
        pytest.param(
            f"<h1>Sửa cầu Mây Bạc</h1><div class='body'>{PROSE}</div><div style='display:none' itemprop='articleBody'>{A} {B} {C}</div>",
            id="a hidden copy for machines",
        ),
    ],
)
def test_the_body_is_the_prose_and_nothing_else(markup):
    found = text(markup)
    assert A.strip() in found
    assert B.strip() in found
    assert C.strip() in found
    for foreign in ("Mục số", "Tóm tắt ngắn", "Hay quá", "tệp nhớ", "xã bên"):
        assert foreign not in found
    assert found.count(A.strip()) == 1


def test_of_two_articles_on_a_page_the_first_is_read():
    other = PROSE.replace("Mây Bạc", "Đá Dựng").replace("sửa cầu", "làm đường").replace("hai mươi", "ba mươi")
    found = text(
        f"<main><article><h1>Sửa cầu Mây Bạc</h1>{PROSE}</article><article><h1>Làm đường Đá Dựng</h1>{other}</article></main>"
    )
    assert A.strip() in found
    assert "Đá Dựng" not in found


@pytest.mark.parametrize(
    "line",
    [
        "<p>Xem tại <a href='/tep/ke-hoach.pdf'>đây</a></p>",
        "<p><a href='/documents/10/20/ke-hoach.docx/ab-cd'>Chi tiết xem tệp kèm theo</a></p>",
        "<p><img src='/anh/thong-bao.jpg'></p>",
    ],
)
def test_a_notice_of_one_line_is_found_by_its_place(line):
    raw = read(
        f"<div class='menu'>{MENU}</div><h1 class='box-title'>Tin trong tuần của xã</h1><div class='post'>"
        f"<div class='news-title'>Thông báo lịch trực cầu Mây Bạc dịp tết của các xóm</div><div class='date'>12/01/2021 08:30</div>"
        f"<div class='content'>{line}</div></div><div class='other'><p>Tin khác</p><ul>"
        "<li><a href='/1'>Họp xóm Đông tối thứ bảy tuần này</a></li><li><a href='/2'>Chợ phiên dời sang chủ nhật</a></li></ul></div>"
    )
    assert raw.title == "Thông báo lịch trực cầu Mây Bạc dịp tết của các xóm"
    assert [date.text for date in raw.dates] == ["12/01/2021 08:30"]
    found = raw.body[0].text_content()
    assert "Họp xóm" not in found
    assert "Tin trong tuần" not in found
    assert list(raw.body[0].iter("a", "img"))


def test_a_body_the_page_does_not_show_is_taken_from_its_own_data():
    said = " ".join([A, B, C] * 4)
    raw = read(
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Sửa cầu Mây Bạc", "articleBody": "'
        + said
        + '"}</script><h1>Sửa cầu Mây Bạc</h1><div><p>Bạn cần bật kịch bản để đọc tin này.</p></div>'
    )
    assert "structured_body" in raw.flags
    assert raw.body[0].text_content().split() == said.split()


def test_deep_nesting_is_read_flat_and_said_so():
    raw = read(f"<h1>Sửa cầu Mây Bạc</h1>{'<div>' * 900}{PROSE}")
    assert "markup_cut" in raw.flags
    assert A.strip() in " ".join(raw.body[0].text_content().split())


def test_a_page_without_boxes_is_a_box_itself():
    prose = "Sáng 12/6, xã Mây Ngàn khai trương điểm hỗ trợ người dân nộp hồ sơ qua mạng, hơn một trăm hộ đến dự. " * 4
    menu = "<ul><li><a href=/>Trang chủ</a><li><a href=/tin>Tin tức</a></ul>"
    others = "<h3>Tin khác</h3><ul><li><a href=/1>Xã họp tổng kết công tác năm vừa qua</a></ul>"
    page = (
        f"<body>{menu}<h1>Xã mở điểm hỗ trợ dân</h1><p>{prose}</p><p>Bà con ra về.</p>{others}<footer>Xã Mây</footer>"
    )
    article = read_article(Page("https://so.example/a.html", page.encode()))
    assert article.paragraphs == [prose.strip(), "Bà con ra về."]


@pytest.mark.parametrize(
    ("under", "stays"),
    [
        ("<br><p>Xem chi tiết <a href='/kh.pdf'>tại đây</a></p>", True),
        ("<p>Toàn văn Kế hoạch <a href='/kh.doc'>đính kèm</a>.</p>", True),
        ("<p><a href='/tin-2'>Xem chi tiết tại đây</a></p>", False),
        ("<p>Xem thêm <a href='/tin-2'>Chuyện khác ở xã bên</a></p>", False),
        ("<p>Lượt xem: 12</p><p>Xem chi tiết <a href='/kh.pdf'>tại đây</a></p>", False),
    ],
)
def test_the_line_right_under_a_body_that_leads_to_its_document_is_its_last(under, stays):
    read_text = text(
        f"<h1>Sửa cầu Mây Bạc</h1><div class='khung'><div class='noi-dung'>{PROSE}</div>{under}</div>{MENU}"
    )
    assert read_text.startswith(A.strip())
    assert read_text.endswith(("tại đây", "đính kèm .", "đính kèm.")) is stays
