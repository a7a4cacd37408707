"""Another publisher's page at a portal's address, and what looks like one and is none."""

import pytest

from crawler.middlewares.publishers import is_other_publisher

ENGLISH = "<p>We tested forty knives over three months in a kitchen of ours.</p>" * 10
VIETNAMESE = "<p>Sáng nay, Sở Mẫu tổ chức hội nghị giao ban với sự tham gia của các phòng.</p>" * 10


def page(words, canonical="", og=""):
    head = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    return f"<head>{head}{f'<meta property=og:url content={og}>' if og else ''}</head>{words}".encode()


@pytest.mark.parametrize(
    "body",
    [
        page(ENGLISH, "https://knives.example/ten"),
        page(ENGLISH, og="https://knives.example/ten"),
        page(ENGLISH, "http://so.knives.com.vn/"),
    ],
)
def test_a_foreign_page_in_another_language_is_anothers(body):
    assert is_other_publisher(body, "https://so.mau.gov.vn/tin-1.html")


@pytest.mark.parametrize(
    "goods",
    [
        '<meta property="og:type" content="product">',
        "<meta content=og:product property=og:type>",
        '<script type="application/ld+json">{"@type": "Product", "offers": {"price": 9}}</script>',
    ],
)
def test_X5_a_shop_on_a_name_sold_on_is_anothers_in_vietnamese_too(goods):
    shop = page(goods + VIETNAMESE, "https://cua-hang.example/ao-mua")
    assert is_other_publisher(shop, "https://so.mau.gov.vn/tin-1.html")
    assert not is_other_publisher(
        page(goods + VIETNAMESE, "https://so.mau.gov.vn/ao-mua"), "https://so.mau.gov.vn/ao-mua"
    )


@pytest.mark.parametrize(
    ("body", "url"),
    [
        (page(VIETNAMESE, "https://baomau.example/tin"), "https://so.mau.gov.vn/1"),  # reprinted
        (page(ENGLISH, "https://khac.mau.gov.vn/en/1"), "https://so.mau.gov.vn/en/1"),  # merged into another department
        (page(ENGLISH, "https://www.mau.de/1"), "https://mau.example/1"),  # the same house under another ending
        (page(ENGLISH, "https://so.mau.gov.vn/en/1", "https://social.example/x"), "https://so.mau.gov.vn/en/1"),
        (page(ENGLISH), "https://so.mau.gov.vn/en/1"),
        (page(ENGLISH, "/en/1"), "https://so.mau.gov.vn/en/1"),
        (page(ENGLISH, "http://[bad/"), "https://so.mau.gov.vn/en/1"),
        (b"<link rel=canonical href='https://knives.example/' />Ten", "https://so.mau.gov.vn/en/1"),  # too few words
        (
            b" " * 19_950 + page(ENGLISH, "https://so.mau.gov.vn/" + "x" * 90),
            "https://so.mau.gov.vn/1",
        ),  # cut by our look
    ],
)
def test_a_portals_own_page_is_its_own(body, url):
    assert not is_other_publisher(body, url)
