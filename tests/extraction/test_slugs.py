"""Titles where no markup tells them: from the address, from the tab, from the place beside the date."""

import pytest

from crawler.extraction.extract import extract
from crawler.extraction.slugs import headlines_spelled, is_spelled, spelled
from crawler.extraction.text import words
from items import Page

TITLE = "Xã Mây Ngàn mở điểm hỗ trợ người dân nộp hồ sơ qua mạng"
SLUG = "xa-may-ngan-mo-diem-ho-tro-nguoi-dan-nop-ho-so-qua-mang"
PROSE = "Sáng 12/6, xã Mây Ngàn khai trương điểm hỗ trợ nộp hồ sơ qua mạng, hơn một trăm hộ đến dự và làm thử. "
BODY = f"<div class=q7>{PROSE * 2}</div><div class=q7>{PROSE[::-1] * 2}</div><div class=q7>{PROSE * 3}</div>"
MENU = "<div class=z1><a href='/gioi-thieu'>Giới thiệu chung</a> <a href='/lien-he'>Liên hệ với xã</a></div>"
SIDE = "<div class=k3>Tin đọc nhiều<div><a href='/a'>Thôn Lũng Mây làm đường</a></div></div>"
IMPRINT = (
    "<div class=u5>© Trang thông tin điện tử xã Mây Ngàn. Giấy phép số: 7/GP-TTĐT cấp ngày 22/5/2018.<br>"
    "Chịu trách nhiệm chính: ông Lý Văn Sương, Chủ tịch xã. Cơ quan quản lý: Ủy ban nhân dân xã Mây Ngàn.<br>"
    "Địa chỉ: thôn Bến Sương, xã Mây Ngàn. Điện thoại: 0200.300.400. Ghi rõ nguồn khi phát hành lại thông tin.</div>"
)


def page(*parts: str, tab: str = "Trang chủ", head: str = "") -> str:
    return f"<title>{tab}</title>{head}<body>{MENU}<div class=w9>{''.join(parts)}</div>{SIDE}{IMPRINT}</body>"


def read(markup: str, url: str = "https://so.example/?id=17"):
    return extract(Page(url=url, body=markup.encode()))


def text_of(raw) -> str:
    return " ".join(words(element) for element in raw.body)


# The address


@pytest.mark.parametrize(
    ("url", "letters"),
    [
        (f"https://so.example/tin/{SLUG}.html", SLUG),
        (f"https://so.example/tin/{SLUG}", SLUG),
        (f"https://so.example/-/view_content/752935-{SLUG}--1.html", SLUG),
        (f"https://so.example/{SLUG}-20210612083000123.htm", SLUG),
        (f"https://so.example/{SLUG}-post1234.html", SLUG),
        (f"https://so.example/{SLUG}-d12345.aspx?page=2", SLUG),
        (f"https://so.example/{SLUG}/7", SLUG),
        (f"https://so.example/{SLUG.upper()}.HTML", SLUG),
        ("https://so.example/tin/Xã-Mây-Ngàn-mở-hội-lớn.html", "xa-may-ngan-mo-hoi-lon"),
        ("https://so.example/tin/X%C3%A3-M%C3%A2y-Ng%C3%A0n-m%E1%BB%9F-h%E1%BB%99i.html", "xa-may-ngan-mo-hoi"),
    ],
)
def test_the_headline_of_an_address(url, letters):
    assert spelled(url) == letters.replace("-", "")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://so.example/",
        "https://so.example/?id=17",
        "https://so.example/tin-tuc-su-kien",
        "https://so.example/an-ninh-quoc-phong.html",
        "https://so.example/2021/06/12/17",
        "https://so.example/8f14e45f-ceea-467f-a9d4-9b1c0d2e3f4a",
        "http://[bad/xa-may-ngan-mo-hoi-lon",
    ],
)
def test_addresses_that_spell_none(url):
    assert spelled(url) == ""


@pytest.mark.parametrize(
    ("text", "alike"),
    [
        (TITLE, True),
        (TITLE.upper() + "!", True),
        (f"{TITLE} trong quý ba", True),
        ("Xã Mây Ngàn mở điểm hỗ trợ người dân nộp hồ sơ", True),
        ("Xã Mây Ngàn", False),
        ("Xã Mây Ngàn mở hội đua thuyền trên sông Sương mùa nước", False),
        (f"Tin nổi bật: {TITLE}", False),
        (f"{TITLE}. {PROSE * 2}", False),
        ("", False),
    ],
)
def test_what_an_address_spells(text, alike):
    assert is_spelled(text, spelled(f"/{SLUG}")) is alike


@pytest.mark.parametrize("line", ["", "<div class=p2>Tin tức trong xã</div>", "<h1>Tin tức trong xã nhà</h1>"])
def test_a_title_that_no_markup_tells(line):
    raw = read(page(line, f"<div class=t4>{TITLE}</div>", BODY), f"https://so.example/tin/{SLUG}.html")
    assert raw.title == TITLE
    assert text_of(raw).startswith(PROSE.strip())


def test_a_section_named_like_its_article_stands_above_it():
    named = f"<div class=p2>{TITLE.upper()}</div>"
    raw = read(page(named, f"<div class=t4>{TITLE}</div>", BODY), f"https://so.example/{SLUG}")
    assert raw.title == TITLE


def test_metadata_comes_first():
    head = "<meta property='og:title' content='Mây Ngàn: hồ sơ qua mạng'>"
    raw = read(
        page("<h1>Mây Ngàn: hồ sơ qua mạng</h1>", f"<div>{TITLE}</div>", BODY, head=head), f"https://so.example/{SLUG}"
    )
    assert raw.title == "Mây Ngàn: hồ sơ qua mạng"


def test_a_link_to_another_page_is_no_headline():
    assert headlines_spelled([], spelled(f"/{SLUG}")) == []
    raw = read(
        page("<h1>Thôn Bến Sương trồng rừng đầu năm</h1>", f"<div><a href='/b'>{TITLE}</a></div>", BODY), f"/{SLUG}"
    )
    assert raw.title == "Thôn Bến Sương trồng rừng đầu năm"


# A notice of one line


@pytest.mark.parametrize("slot", ["", "<div class=d1>12/06/2021 | 9:39 AM</div>"])
def test_under_a_notice_of_one_line_the_imprint_is_no_body(slot):
    line = "<div class=q7>Xem văn bản kèm theo.</div>"
    raw = read(page(f"<div class=t4>{TITLE}</div>", slot, line), f"https://so.example/{SLUG}")
    assert (raw.title, text_of(raw)) == (TITLE, "Xem văn bản kèm theo.")


def test_what_stands_above_the_headline_is_no_notice():
    banner = "<div class=b8>Cổng của xã luôn mở để đón bà con góp ý về mọi việc của thôn, xin viết thư về cho xã. " * 3
    line = "<div class=q7>Xem văn bản kèm theo.</div>"
    raw = read(page(banner, "</div>", f"<div class=t4>{TITLE}</div>", line), f"https://so.example/{SLUG}")
    assert text_of(raw) == "Xem văn bản kèm theo."


def test_a_notice_with_an_address_in_it_is_a_body():
    told = f"{PROSE * 2} Hồ sơ gửi về trụ sở xã, địa chỉ: thôn Bến Sương, điện thoại: 0200, email: xa@may.example."
    raw = read(page(f"<div class=t4>{TITLE}</div>", f"<div class=q7>{told}</div>"), f"https://so.example/{SLUG}")
    assert "địa chỉ: thôn Bến Sương" in text_of(raw)


# The tab and the date, where the address says nothing


def test_the_tab_begins_with_the_title():
    above = f"<h1>Tin tức trong xã nhà</h1><div class=t4>{TITLE}</div>"
    assert read(page(above, BODY, tab=f"{TITLE} - Tin tức - Xã Mây Ngàn")).title == TITLE


@pytest.mark.parametrize(
    "head",
    [
        f"<div class=t4>{TITLE}</div><div class=d1>12/06/2021 | 9:39 AM</div>",
        f"<div class=p2>Tin trong xã</div><div class=d1>Thứ Bảy, 12/06/2021 09:39</div><div class=t4>{TITLE}</div>",
        f"<div class=d1>Ngày đăng: 12/06/2021</div><div class=t4>{TITLE}</div>",
    ],
    ids=["over the date", "under section and date", "under the date"],
)
def test_the_line_at_the_date_is_the_title(head):
    assert read(page(head, BODY, tab="Xã Mây Ngàn")).title == TITLE
