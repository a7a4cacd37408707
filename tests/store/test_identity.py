"""Which addresses are one, and which must stay two."""

import pytest

from crawler.store.identity import address_key, is_home, url_key

SAME = [
    ("http://so.example/tin/a.html", "https://so.example/tin/a.html"),
    ("https://www.so.example/tin/a.html", "https://so.example/tin/a.html"),
    ("https://m.so.example/tin/a.html", "https://so.example/tin/a.html"),
    ("https://amp.so.example/tin/a.html", "https://so.example/tin/a.html"),
    ("https://so.example:443/tin/a.html", "https://so.example/tin/a.html"),
    ("http://so.example:80/tin/a.html", "https://so.example/tin/a.html"),
    ("https://SO.Example/tin/a.html", "https://so.example/tin/a.html"),
    ("https://so.example/tin/a.html/amp", "https://so.example/tin/a.html"),
    ("https://so.example/tin/a/", "https://so.example/tin/a"),
    ("https://so.example//tin///a", "https://so.example/tin/a"),
    ("https://so.example/tin/bai-viet+++", "https://so.example/tin/bai-viet"),
    ("https://so.example/a?utm_source=zalo&utm_medium=x", "https://so.example/a"),
    ("https://so.example/a?fbclid=IwAR0", "https://so.example/a"),
    ("https://so.example/a?inheritRedirect=true&redirect=%2Fhome", "https://so.example/a"),
    ("https://so.example/a?_1_WAR_tin_redirect=http%3A%2F%2Fso.example", "https://so.example/a"),
    ("https://so.example/a;jsessionid=0A1B?x=1", "https://so.example/a?x=1"),
    ("https://so.example/a?b=2&a=1", "https://so.example/a?a=1&b=2"),
    ("https://so.example/a?id=7#binh-luan", "https://so.example/a?id=7"),
    ("https://so.example/a?print=1", "https://so.example/a"),
    ("https://so.example/tua%CC%82%CC%81n", "https://so.example/tu%E1%BA%A5n"),
    ("https://so.example/Quản-trị/tin", "https://so.example/Qu%E1%BA%A3n-tr%E1%BB%8B/tin"),
    ("https://so.example/qua%CC%89n", "https://so.example/qu%E1%BA%A3n"),
    ("https://so.example/qu%e1%ba%a3n", "https://so.example/qu%E1%BA%A3n"),
    ("  https://so.example/a  ", "https://so.example/a"),
]
DIFFERENT = [
    ("https://so.example:8080/a", "https://so.example/a"),
    ("https://so.example/a?id=7", "https://so.example/a?id=8"),
    ("https://so.example/a?sid=7", "https://so.example/a?sid=8"),
    ("https://so.example/A", "https://so.example/a"),
    ("https://sobn.example/a", "https://so.example/a"),
    ("https://so.example/tin/a", "https://so.example/tin-a"),
    ("https://so.example/a?cur=2", "https://so.example/a"),
    ("https://so.example/quan", "https://so.example/quản"),
    ("https://so.example/a%2Fb", "https://so.example/a-b"),
    ("https://so.example/camp", "https://so.example/c"),
    ("https://so.example/ban-tin?prints=1", "https://so.example/ban-tin"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_twins_are_one(one, other):
    assert url_key(one) == url_key(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_differs_stays_apart(one, other):
    assert url_key(one) != url_key(other)


@pytest.mark.parametrize(
    "bad", ["", "không phải địa chỉ", "http://[::1", "javascript:void(0)", "https://so.example/%ff%fe"]
)
def test_nothing_breaks_it(bad):
    assert url_key(bad) is not None


def test_legacy_escapes_are_left_alone():
    assert url_key("https://so.example/%ff%fe") == "so.example/%ff%fe"


def test_identity_of_the_portal_outweighs_the_address():
    assert address_key("p", "https://so.example/a", "17") == address_key("p", "https://so.example/b", "17")
    assert address_key("p", "https://so.example/a", "17") != address_key("p", "https://so.example/a")
    assert address_key("p", "https://so.example/a", "17") != address_key("q", "https://so.example/a", "17")


@pytest.mark.parametrize(
    ("url", "home"),
    [
        ("https://so.example", True),
        ("https://so.example/", True),
        ("https://so.example/vi", True),
        ("https://so.example/web/guest/home", True),
        ("https://so.example/Default.aspx", True),
        ("https://so.example/tin-tuc", False),
        ("https://so.example/vi/tin-tuc/1.html", False),
    ],
)
def test_front_pages(url, home):
    assert is_home(url) is home
