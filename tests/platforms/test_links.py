import pytest
from lxml import html

from crawler.platforms.links import LINK_LIMIT, page_links

HOSTS = frozenset({"so.example"})
BASE = "https://so.example/tin/"


def links(markup, base=BASE):
    return page_links(html.document_fromstring(markup), base, HOSTS)


@pytest.mark.parametrize(
    "href",
    [
        "#noi-dung",
        "javascript:void(0)",
        "JavaScript:;",
        "mailto:so@so.example",
        "tel:0243",
        "https://khac.example/tin-1.html",
        "ftp://so.example/tin",
        "file:///etc/passwd",
        "http://[hong",
        "/van-ban/quyet-dinh-12.PDF",
        "/anh/hop.jpg",
        "/c/portal/login?p_l_id=1",
        "/dang-nhap?x=1",
        "",
        "   ",
    ],
)
def test_what_is_no_page_of_the_portal_is_left_out(href):
    assert links(f'<p><a href="{href}">Một mục</a> <a href="giu-lai">Giữ lại</a></p>') == links(
        '<p><a href="giu-lai">Giữ lại</a></p>'
    )


def test_a_picture_link_takes_the_words_of_its_twin():
    found = links('<a href="tin-1"><img src="a.jpg"></a><h3><a href="tin-1">Họp giao ban tháng ba</a></h3>')
    assert [(link.url, link.words) for link in found] == [("https://so.example/tin/tin-1", "Họp giao ban tháng ba")]


def test_base_href_counts():
    found = links('<head><base href="https://so.example/khac/"></head><a href="tin-1">Tin</a>')
    assert found[0].url == "https://so.example/khac/tin-1"


def test_nofollow_is_obeyed():
    assert links('<a rel="external nofollow" href="tin-1">Tin</a>') == []


@pytest.mark.parametrize(
    ("markup", "date"),
    [
        ('<ul><li><a href="t">Tin</a> <em>12/03/2021</em></li><li>15/03/2021</li></ul>', "12/03/2021"),
        ('<div><div><a href="t">Tin</a></div><span>2-4-2020</span></div>', "2-4-2020"),
        ('<ul><li><a href="t">Tin</a></li><li>15/03/2021</li></ul>', None),
        ('<div><h3><a href="t">Tin</a></h3><div>18/07/2016 | 01:56 PM</div></div>', "18/07/2016 | 01:56 PM"),
        ('<div><a href="t">Tin</a> <i>06:44 13/03/2026</i></div>', "06:44 13/03/2026"),
        ('<div><a href="t">Tin</a> <i>2021-04-17 16:39:00</i></div>', "2021-04-17 16:39:00"),
        ('<div><a href="t">Tin</a> <i>(05/11/2018)</i> 120 lượt xem</div>', "05/11/2018"),
        ('<div><a href="t">Công văn 12/2021/TT-BTTTT</a></div>', None),
        ('<div><a href="t">Từ 01/01/2020 đến 05/01/2020</a></div>', None),
    ],
)
def test_the_day_of_the_same_list_item(markup, date):
    assert links(markup)[0].date == date


def test_a_page_of_links_is_cut():
    assert len(links("".join(f'<a href="t{n}">x</a>' for n in range(LINK_LIMIT + 50)))) == LINK_LIMIT
