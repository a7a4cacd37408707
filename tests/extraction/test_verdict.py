"""Pages that hold no article, each with its reason; and articles that look like them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extraction.errors import NotAnArticle
from crawler.extraction.extract import extract
from crawler.extraction.selectors import Selectors
from crawler.extraction.verdict import refuse_messages
from items import Page, RawArticle

PROSE = "<p>Sáng nay, xã họp bàn chuyện sửa cầu Mây Bạc trước mùa nước, có mặt trưởng các xóm và ông lái đò. </p>"
LONG = "".join(
    f"<p>Đoạn {n}: xã họp lần thứ {n} về cầu Mây Bạc, bàn chuyện ván, chuyện đá và chuyện công của xóm thứ {n}. </p>"
    for n in range(12)
)
CARD = "<div class='item'><h3><a href='/tin-{0}'>Chuyện ở xóm số {0} trong tuần</a></h3><span class='date'>0{0}/03/2021</span><p>{1}</p></div>"
SUMMARY = "Một đoạn tóm tắt của chuyện này, dài chừng một dòng rưỡi, kể sơ qua việc đã xảy ra hôm ấy ở xóm số "
LIST = "".join(CARD.format(n, SUMMARY + str(n)) for n in range(1, 8))
HEADS = "".join(CARD.format(n, "Xem") for n in range(1, 8)).replace("span", "div")
WANTED = "<br>https://so.example/tep/ke-hoach-sua-cau-may-bac-truoc-mua-nuoc-nam-2021.pdf</div>"
UNDATED = HEADS.replace("class='date'", "class='place'")
STORY = "<li class='tin'><a href='/tin-{0}'>Xóm số {0} góp ván sửa cầu Mây Bạc trước mùa nước</a> <span>0{0}/03/2021</span>{1}</li>"
TWO = STORY.format(1, "<p>Hai mươi hộ góp bốn mươi tấm ván, đủ cho nửa cầu.</p>") + STORY.format(2, "")
PASSWORD = "<form><label>Tên</label><input name='u'><input class=o type=\"password\" name='p'></form>"
COUNTER = "<div class='dem'><h4>Thống kê truy cập</h4><ul><li>Đang truy cập: 17</li><li>Hôm nay: 1.204</li></ul></div>"
SIDE = f"<div class='login-box'>{PASSWORD}</div>{COUNTER}"
LINKS = "".join(f"<li><a href='/muc-{n}'>Mục thứ {n} của cổng</a></li>" for n in range(30))

OFFER = '{"@graph": [{"@type": "WebPage"}, {"@type": "Product", "name": "Áo mưa", "offers": {"price": "90000"}}]}'


def reason(markup: str, url: str = "https://so.example/tin/muc-1.html") -> str:
    with pytest.raises(NotAnArticle) as caught:
        extract(Page(url=url, body=markup.encode()))
    return caught.value.reason


REASONS = [
    ("list with summaries", f"<title>Tin tức</title><h1>Tin tức</h1><div class='list'>{LIST}</div>", "section_page"),
    ("links only", f"<title>Mục lục</title><h1>Mục lục của cổng</h1><div><ul>{LINKS}</ul></div>", "section_page"),
    ("links beside a login box", f"<title>Tin</title><form><input type='password'></form><h1>Tin</h1><div>{''.join(CARD.format(n, '') for n in range(1, 8))}</div>", "section_page"),
    ("password", "<title>Đăng nhập</title><form><label>Tên</label><input name='u'><input type='password' name='p'></form>", "login_wall"),
    ("password beside a counter", f"<title>Đăng nhập - Sở Mẫu</title><h2>Đăng nhập hệ thống</h2>{PASSWORD}{COUNTER}", "login_wall"),
    ("password under a constant title", f"<title>Cổng của Sở Mẫu</title><h2>Đăng nhập hệ thống</h2>{PASSWORD}<p>Gọi 0200.300 khi quên.</p>", "login_wall"),
    ("two stories beside a login box", f"<title>Tin xóm</title><h1>Tin xóm</h1><ul>{TWO}</ul>{SIDE}", "section_page"),
    ("one story beside a login box", f"<title>Tin xóm</title><h1>Tin xóm</h1><ul>{STORY.format(3, '')}</ul>{SIDE}", "section_page"),
    ("a picture before the headline in one block", f"<title>Tin xóm</title><h1>Tin xóm</h1><div><li><a href='/tin-1'><img src=a></a><a href='/tin-1'>Xóm góp ván sửa cầu Mây Bạc</a></li></div>{SIDE}", "section_page"),
    ("one story under a constant title", f"<title>Cổng của Sở Mẫu</title><div>{STORY.format(3, '<p>Cả xóm góp ván hôm ấy.</p>')}</div>{SIDE}", "section_page"),
    ("stories beside a box called login", f"<title>Tin xóm - Sở Mẫu</title><ul>{TWO}</ul><div class='o'><h2>Đăng nhập thành viên</h2>{PASSWORD}</div>", "section_page"),
    ("robot check", "<title>Xác nhận</title><h1>Xác nhận truy cập</h1><p>Nhập mã xác nhận trong hình để đọc tiếp trang này.</p>", "captcha"),
    ("wall", "<title>Just a moment...</title><h1>Just a moment...</h1><p>Your browser is being looked at before you go on.</p>", "blocked"),
    ("denied", "<title>Access Denied</title><h1>Access Denied</h1><p>You do not have permission to see this page here.</p>", "blocked"),
    ("not found, with 200", "<title>404 - Sở Mẫu</title><h1>404</h1><p>Trang bạn tìm đã được dời đi hoặc bị xóa khỏi cổng này.</p>", "error_page"),
    ("a servlet's own", "<title>Kho tệp - Báo cáo lỗi</title><h1>HTTP Status 404 - /tep/anh-bia.png</h1><p><b>type</b> Status report</p><p><b>message</b> <u>/tep/anh-bia.png</u></p><p><b>description</b> <u>Nothing is kept at this place.</u></p>", "error_page"),
    ("not found in words", "<title>Sở Mẫu</title><h1>Không tìm thấy trang</h1><p>Xin kiểm tra lại địa chỉ bạn đã nhập vào.</p>", "error_page"),
    ("no such resource", "<title>Trạng thái - Sở Mẫu</title><h3>Trạng thái</h3><div>Tài nguyên không được tìm thấy." + WANTED, "error_page"),
    ("not found, politely", "<title>Status</title><h3>Status</h3><div>The requested resource was not found." + WANTED, "error_page"),
    ("its name and stories", f"<title>Việc chống lãng phí ở xã - Sở Mẫu</title><p>Việc chống lãng phí ở xã</p><div>{HEADS}</div>", "section_page"),
    ("goods, in Open Graph", f"<title>Áo mưa</title><meta property='og:type' content='product'><h1>Áo mưa</h1><div>{LONG}</div>", "product"),
    ("goods, in JSON-LD", f"<title>Áo mưa</title><script type='application/ld+json'>{OFFER}</script><h1>Áo mưa</h1><div>{LONG}</div>", "product"),
    ("one summary longer", f"<title>Tin</title><h1>Tin</h1><div>{HEADS}<div><b>Họp</b><p>{LONG[:240]}</div></div>", "section_page"),
    ("nothing", "<title>Tin</title><body><div></div></body>", "empty"),
    ("white space", " \n ", "empty"),
]  # fmt: skip


@pytest.mark.parametrize(("markup", "expected"), [case[1:] for case in REASONS], ids=[case[0] for case in REASONS])
def test_reasons(markup, expected):
    assert reason(markup) == expected


@pytest.mark.parametrize(
    "path", ["/", "/index.html", "/trang-chu", "/vi", "", "/web/so-mau/trang-chu.html", "/en.html"]
)
def test_a_home_page_is_known_by_its_address_and_its_stories(path):
    assert reason(f"<title>Sở Mẫu</title><div>{LIST}</div>", f"https://so.example{path}") == "home_page"


def test_a_home_page_of_headlines_is_one_beside_a_login_box():
    page = f"<title>Sở Mẫu</title><ul>{TWO}{STORY.format(3, '')}</ul><div class='o'><h2>Đăng nhập thành viên</h2>{PASSWORD}</div>{COUNTER}"
    assert reason(page, "https://so.example/") == "home_page"


FAMILY = Selectors(title=("h3.ten",), body=("div.tom-tat",), published=("span.ngay",))
LISTED = "<div><h3 class='ten'><a href='/tin-{0}'>Xóm số {0} sửa cầu Mây Bạc</a></h3><span class='ngay'>0{0}/03/2021</span><div class='tom-tat'>Đủ ván cho nửa cầu.</div></div>"


@pytest.mark.parametrize("summaries", ["", f"<div class='tom-tat'>{LONG}</div>"], ids=["short", "long"])
def test_a_familys_selectors_that_find_the_first_of_a_list_find_no_article(summaries):
    page = Page(
        url="https://so.example/tin", body=f"<title>Tin</title>{LISTED.format(1)}{LISTED.format(2)}{summaries}".encode()
    )
    with pytest.raises(NotAnArticle, match="section_page"):
        extract(page, FAMILY)


@pytest.mark.parametrize(
    "own",
    [
        "<title>Cổng</title><h3 class='ten'>Xóm số 1 sửa cầu Mây Bạc</h3>",
        "<title>Cổng</title><h3 class='ten'><a href='/tin-1'>Xóm số 1 sửa cầu Mây Bạc</a></h3>",
        "<title>Xóm số 1 sửa cầu Mây Bạc</title><h3 class='ten'><a href='/ban-in/1'>Xóm số 1 sửa cầu Mây Bạc</a></h3>",
    ],
)
def test_a_title_that_links_to_its_own_page_is_an_articles(own):
    body = f"{own}<span class='ngay'>01/03/2021</span><div class='tom-tat'>Đủ ván cho nửa cầu.</div>{LISTED.format(2)}"
    raw = extract(Page(url="https://so.example/tin-1", body=body.encode()), FAMILY)
    assert raw.title == "Xóm số 1 sửa cầu Mây Bạc"


ARTICLES = [
    ("a story beside goods on offer", f"<title>Chợ phiên</title><meta property='og:type' content='article'><script type='application/ld+json'>{OFFER}</script><h1>Chợ phiên vùng cao</h1><div>{LONG}</div>"),
    ("one line over stories", f"<title>Lịch trực cầu Mây Bạc</title><h1>Lịch trực cầu Mây Bạc dịp tết</h1><p>Xóm Đông trực ngày mùng một.</p><ul>{TWO}</ul>{SIDE}"),
    ("a picture over stories", f"<title>Lịch trực cầu Mây Bạc</title><h1>Lịch trực cầu Mây Bạc dịp tết</h1><p><img src='/lich.jpg'></p><ul>{TWO}</ul>"),
    ("bare links over its first paragraph", f"<title>Cổng</title><div><h2 class='title'>Sửa xong cầu Mây Bạc</h2><ul><li><a href='/a'>Xóm Đông góp ván sửa cầu Mây Bạc</a></li></ul><div>{LONG[:300]}</div></div>"),
    ("about logging in", f"<title>Cách đăng nhập cổng</title><h1>Cách đăng nhập cổng dịch vụ của xã</h1>{LONG[:300]}{SIDE}"),
    ("a document beside a date", "<title>Thông báo lịch trực</title><h4>Thông báo lịch trực quý tới</h4><section><span>(Thứ sáu, 29/11/2019 10:00)</span><p>Xem <a href='/a.pdf'>Tại đây</a></p></section>"),
    ("about a 404", f"<title>404 ngày giữ rừng</title><h1>404 ngày giữ rừng</h1>{LONG}"),
    ("about captchas", f"<title>Captcha là gì</title><h1>Captcha là gì và vì sao các cổng dùng nó</h1>{LONG}"),
    ("with a login box", f"<title>Cầu</title><form><input type='password'></form><h1>Sửa cầu Mây Bạc</h1>{LONG[:400]}"),
    ("with a comment captcha", f"<h1>Sửa cầu Mây Bạc</h1>{LONG[:400]}<form><img class='captcha'><p>Mã xác nhận</p></form>"),
    ("one line and a document", "<h1>Thông báo lịch trực</h1><div class='date'>12/01/2021</div><div><p>Xem <a href='/a.pdf'>tại đây</a></p></div>"),
    ("a document, beside a login box", "<form><input type='password'></form><h1>Thông báo lịch trực quý tới</h1><p><a href='/a.pdf'>tệp</a></p>"),
    ("short, beside a list", f"<h1>Sửa cầu Mây Bạc</h1><div class='text'>{LONG[:300]}</div><div class='list'>{LIST}</div>"),
    ("short, under undated stories", f"<h1>Sửa cầu Mây Bạc</h1><div>{UNDATED}</div><div class='text'>{LONG[:300]}</div>"),
    ("about resources", "<title>Tài nguyên nước không còn nhiều</title><h1>Tài nguyên nước không còn nhiều</h1>" + LONG[:500]),
]  # fmt: skip


@pytest.mark.parametrize("markup", [case[1] for case in ARTICLES], ids=[case[0] for case in ARTICLES])
def test_articles_that_look_like_something_else(markup):
    assert extract(Page(url="https://so.example/tin/a-1.html", body=markup.encode())).title


TAGS = ["<div>", "</div>", "<p>", "<h1>", "<a href='/x'>", "</a>", "<table>", "<td>", "<script>", "</script>", "<!--", "-->", "<title>", "<form>", "&lt;", "\0", "<div class='", "'>", '<script type="application/ld+json">{"headline":', "chữ nghĩa ", "Sáng nay họp. " * 9]  # fmt: skip


REASONS_OF_OURS = {
    "section_page",
    "home_page",
    "error_page",
    "login_wall",
    "captcha",
    "empty",
    "not_html",
    "too_big",
    "hostile_markup",
    "blocked",
}


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=400), st.lists(st.sampled_from(TAGS), max_size=60).map(lambda parts: "".join(parts).encode())
    )
)
def test_any_bytes_give_an_article_or_a_verdict(body):
    reasons = set()
    try:
        raw = extract(Page(url="https://so.example/tin-1.html", body=body))
    except NotAnArticle as verdict:
        reasons.add(verdict.reason)
    else:
        assert isinstance(raw, RawArticle)
        assert len(raw.body) >= 1
    assert reasons <= REASONS_OF_OURS


@pytest.mark.parametrize(
    "said",
    [
        "Không có văn bản nào được tìm thấy",
        "Hiện tại chưa có bài viết nào.",
        "Không tìm thấy dữ liệu phù hợp\n\nChưa có tin bài",
        "There are no results.",
        "No records found",
        "Không có văn bản nào được tìm thấy\n\nno-result-were-found",
    ],
)
def test_a_list_that_says_it_is_empty_is_a_section_page(said):
    with pytest.raises(NotAnArticle) as caught:
        refuse_messages(said, matter=False)
    assert caught.value.reason == ("error_page" if said.startswith("Không tìm thấy") else "section_page")
    refuse_messages(said, matter=True)


@pytest.mark.parametrize(
    "said",
    [
        "Không có kết quả nào khác với lần trước được xã công nhận.",
        "Không có tin nào về ba người mất tích ở cầu Mây Bạc.",
        "Không có văn bản nào được tìm thấy\n\nỦy ban xã sẽ công bố khi có quyết định.",
        "Chưa có kết quả bầu cử ở xóm Bến",
        "No data on the bridge was kept.",
    ],
)
def test_a_notice_that_tells_of_nothing_is_an_article(said):
    refuse_messages(said, matter=False)
