"""Addresses: resolved as a browser does."""

from urllib.parse import urljoin

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawler.addresses import absolute

BASE = "https://so.example/tin/bai-1.html?l=2"


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("/a.jpg", "https://so.example/a.jpg"),
        ("/a b.jpg?x=/y", "https://so.example/a b.jpg?x=/y"),
        ("a.jpg", "https://so.example/tin/a.jpg"),
        ("../a.jpg", "https://so.example/a.jpg"),
        ("../../../a/b-1.jpg", "https://so.example/a/b-1.jpg"),
        ("../a//b.jpg", "https://so.example/a/b.jpg"),
        ("../a/./b.jpg", "https://so.example/a/b.jpg"),
        ("../a.b/c.jpg?d=../e", "https://so.example/a.b/c.jpg?d=../e"),
        ("/x/../a.jpg", "https://so.example/a.jpg"),
        ("/./a.jpg", "https://so.example/a.jpg"),
        ("//cdn.example/a.jpg", "https://cdn.example/a.jpg"),
        ("?id=3", "https://so.example/tin/bai-1.html?id=3"),
        ("https://khac.example/a/../b", "https://khac.example/a/../b"),
        ("http://khac.example/a?u=b", "http://khac.example/a?u=b"),
        ("/a\n.jpg", "https://so.example/a.jpg"),
        ("http://[x", "http://[x"),
        ("", BASE),
    ],
)
def test_an_address_is_resolved(href, expected):
    assert absolute(href, BASE) == expected
    if href != "http://[x":
        assert urljoin(BASE, href) == expected


@settings(max_examples=1000, deadline=None)
@given(
    st.lists(st.sampled_from(["vi", "tin-1", "a.html", "/", "//", "..", ".", "?q=/x", "#y", ";z", " ", "%20", "é"])),
    st.lists(
        st.sampled_from(["anh", "b-2", ".jpg", "/", "../", "./", "..", "?", "q=1", "#", ";z", "%2F", "+", "%", "é"])
    ),
    st.integers(0, 4),
)
@example(["vi", "/", "tin-1"], ["anh", ".jpg", "/", "b-2", ".jpg", "?", "q=1"], 1)
@example(["vi", "/", "tin-1"], ["%2F", "anh", "/", "+", ".jpg", "?"], 2)
def test_a_path_that_climbs_is_resolved_like_any_other(base, path, folders):
    page, href = "https://so.example:80/" + "".join(base), "../" * folders + "".join(path)
    if not href.startswith("/"):
        assert absolute(href, page) == urljoin(page, href)


@pytest.mark.parametrize("base", [None, "", "tin.html", "file:///tmp/tin.html"])
def test_without_the_address_of_a_page_an_address_stays_or_follows_its_file(base):
    assert absolute("/a.jpg", base) == urljoin(base or "", "/a.jpg")
    assert absolute("https://so.example/a.jpg", base) == "https://so.example/a.jpg"
