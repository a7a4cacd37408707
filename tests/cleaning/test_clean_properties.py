"""Whatever the words: cleaning never raises, leaves its own text alone, and adds nothing."""

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml.html import fromstring

from crawler.cleaning.clean import clean
from crawler.cleaning.dumps import read_dump
from items import RawArticle, RawDate

SENTENCES = [
    "Sáng 12/6, xã Mây Ngàn khai trương điểm hỗ trợ người dân nộp hồ sơ qua mạng, hơn một trăm hộ đến dự.",
    "Trưởng thôn Bến Sương cho hay mỗi nhà cử một người học cách dùng, buổi học kéo dài đến trưa./.",
    "- Rà soát hộ nghèo;",
    "1. Công tác thủy lợi",
    "a) Nạo vét kênh",
    "qua mạng cho các hộ",
    "h",
    "Theo kế hoạch, xã mở lớp vào tháng 5.",
    "Đồng chí Kiều Sương đã trao quà.",
    "TM. ỦY BAN NHÂN DÂN",
    "Nơi nhận:",
    "(1) Thôn Bến Sương",
    "* Cùng sáng, xã họp dân.",
]
FURNITURE = [
    "Skip to main content", "In bài viết", "Các tin khác", "Ý kiến bạn đọc", "Lượt xem: 12", "12/06/2021 14:58", "Đăng nhập",
    "Kiều Sương", "Tin, ảnh: Lò Ngàn", "Theo Baomayngan.vn", "Báo Mây Ngàn", "admin admin", "Ban biên tập", ".", "|",
    "Toàn cảnh lễ khai trương", "Ông Lò Ngàn phát biểu tại hội nghị", "(BTMN) - Sáng nay, xã họp.", "Từ khóa: xã, mây",
    "Anh-tin-bai", "Cầu Mây (Ảnh: VGP)", "Xem thêm", "© Xã Mây Ngàn", "Danh mục Danh mục", "Xem chi tiết tại đây", "H.Y", "0:00",
]  # fmt: skip
letters = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])
"""No control characters: some old encodings use them as letters, so what is left once they are gone reads differently."""
lines = st.one_of(st.sampled_from(SENTENCES), st.sampled_from(FURNITURE), st.text(letters, max_size=30))
dumps = st.lists(lines, max_size=14).map("\n".join)
titles = st.one_of(st.sampled_from(["Xã Mây Ngàn mở điểm hỗ trợ", "", "In"]), st.text(letters, max_size=20))
many = settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@many
@given(titles, dumps)
def test_cleaning_its_own_text_changes_nothing(title, body):
    once = clean(RawArticle(url=None, title=title, body=body))
    again = clean(RawArticle(url=None, title=once.title, body=once.text))
    assert again.text == once.text
    assert again.title == once.title


@many
@given(dumps)
def test_a_dump_is_never_refused_and_never_grows(text):
    article = clean(read_dump(text))
    letters = sum(letter.isalnum() for letter in text)
    assert sum(letter.isalnum() for letter in article.title + article.text) <= 2 * letters
    assert article.text == "\n\n".join(([article.lead] if article.lead else []) + article.paragraphs)
    assert all(paragraph and paragraph == " ".join(paragraph.split()) for paragraph in article.paragraphs)
    assert article.fixes == sorted(set(article.fixes))
    assert article.flags == sorted(set(article.flags))


TAGS = [
    "p",
    "div",
    "b",
    "i",
    "span",
    "br",
    "td",
    "tr",
    "table",
    "li",
    "ul",
    "h2",
    "a",
    "figure",
    "figcaption",
    "pre",
    "center",
]
tags = st.one_of(
    st.sampled_from(TAGS).map("<{}>".format),
    st.sampled_from(TAGS).map("</{}>".format),
    st.sampled_from(
        [
            "<img src=/a.jpg>",
            "<a href=/a.pdf>",
            "<p align=center>",
            "<p style='display:none'>",
            "&lt;p&gt;",
            "<!--",
            "<",
            "&",
        ]
    ),
    lines,
)


@many
@given(st.lists(tags, max_size=25).map("".join), titles)
@example("<table></td><tr></table></table><td>x", "")
@example("</p><br/><img>", "")
def test_markup_is_never_refused(markup, title):
    element = fromstring(f"<div>{markup}</div>".replace("\x00", ""))
    article = clean(
        RawArticle(
            url="https://so.example/a", title=title, body=[element], dates=[RawDate(title, "visible")], lead=markup
        )
    )
    assert all(paragraph.strip() for paragraph in article.paragraphs)
