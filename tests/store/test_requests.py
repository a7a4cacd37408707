"""A request comes back from its row as it was asked."""

import pytest
import scrapy

from crawler.store.frontier import Known
from crawler.store.requests import ask_for_changes, found_of, identify, key_of, request_of

HOST = "https://so.example"


class Spider(scrapy.Spider):
    name = "so_mau"

    def parse(self, response): ...

    def read(self, response): ...

    def failed(self, failure): ...


@pytest.fixture
def spider():
    return Spider()


def there_and_back(store, spider, request):
    identify(request)
    found = found_of("so_mau", request, spider)
    assert found is not None
    store.frontier.add("so_mau", found, 0)
    [row] = store.frontier.lease("so_mau", 1, 0)
    assert row.key == key_of("so_mau", request)
    return request_of(row, spider)


def test_a_link_comes_back_with_all_it_carried(store, spider):
    meta = {
        "kind": "article",
        "identity": "17",
        "section": "Tin tức",
        "link_text": "Hội nghị",
        "listing_date": "2/5/2024",
        "depth": 2,
        "address": HOST + "/a/17",
        "menu": 1,
    }
    asked = scrapy.Request(
        HOST + "/a/17", spider.read, errback=spider.failed, priority=7, meta=meta, cb_kwargs={"page": 3}
    )
    back = there_and_back(store, spider, asked)
    assert (back.url, back.callback, back.errback, back.priority) == (asked.url, spider.read, spider.failed, 7)
    assert back.meta == meta
    assert back.cb_kwargs == {"page": 3}
    assert back.dont_filter


def test_a_plain_link_needs_no_room_of_its_own(store, spider):
    there_and_back(store, spider, scrapy.Request(HOST + "/a", spider.parse, meta={"kind": "section"}))
    assert store.connection.execute("SELECT form FROM frontier").fetchone() == (None,)


def test_a_form_sent_back_is_kept_with_its_body_and_is_not_its_address(store, spider):
    first = scrapy.Request(HOST + "/ds.aspx", method="POST", body=b"__VIEWSTATE=\xff1", headers={"X-A": "1"})
    second = scrapy.Request(HOST + "/ds.aspx", method="POST", body=b"__VIEWSTATE=2")
    plain = scrapy.Request(HOST + "/ds.aspx")
    for request in (first, second, plain):
        identify(request)
    assert len({key_of("so_mau", request) for request in (first, second, plain)}) == 3
    back = there_and_back(store, spider, first)
    assert (back.method, back.body, back.headers["X-A"]) == ("POST", b"__VIEWSTATE=\xff1", b"1")


@pytest.mark.parametrize(
    "request_",
    [
        scrapy.Request(HOST, callback=lambda response: None),
        scrapy.Request(HOST, meta={"something": object()}),
        scrapy.Request(HOST, cb_kwargs={"something": object()}),
    ],
)
def test_what_no_row_can_hold_is_said(spider, request_):
    assert found_of("so_mau", request_, spider) is None


def test_the_referrer_is_the_page_it_was_found_on_but_not_for_another_site(store, spider):
    parent = scrapy.Request(HOST + "/muc", meta={"kind": "section"})
    there_and_back(store, spider, parent)
    meta = {"found_on": HOST + "/muc"}
    back = there_and_back(store, spider, scrapy.Request(HOST + "/a", meta=dict(meta), headers={"Referer": HOST}))
    assert back.headers["Referer"] == b"https://so.example/muc"
    other = there_and_back(store, spider, scrapy.Request("https://khac.example/a", meta=dict(meta)))
    assert "Referer" not in other.headers


def test_servers_are_asked_for_changes_but_not_believed_for_ever():
    def asked(trusted):
        request = scrapy.Request(HOST)
        ask_for_changes(request, Known("unchanged", "section", None, 1, None, None, '"1"', "Mon", trusted))
        return request.headers.to_unicode_dict()

    assert dict(asked(0)) == {"If-None-Match": '"1"', "If-Modified-Since": "Mon"}
    assert asked(5)
    assert not asked(6)
