"""What a run writes down of pages that hold no article."""

from types import SimpleNamespace

import pytest
from scrapy.http import HtmlResponse, Request
from scrapy.utils.test import get_crawler

from crawler.extensions.observation import ObservationExtension
from crawler.store.outcomes import Reading


@pytest.fixture
def extension():
    crawler = get_crawler()
    crawler.stats = SimpleNamespace(values={}, set_value=lambda name, value: crawler.stats.values.update({name: value}))
    made = ObservationExtension(crawler)
    made.opened(SimpleNamespace(name="so_mau"))
    return made


@pytest.mark.parametrize(
    ("kind", "reason", "status", "errors"),
    [
        ("article", "section_page: 40 links", 200, {"site_changed": 1}),
        ("article", "empty", 200, {"site_changed": 1}),
        ("section", "section_page", 200, {}),  # an address that said nothing
        ("article", "not_html", 200, {}),
        ("article", None, 304, {}),
    ],
)
def test_an_articles_address_without_one_is_a_changed_site(extension, kind, reason, status, errors):
    url = "https://so.example/tin-1.html"
    page = HtmlResponse(url, body=b"<p>", request=Request(url, meta={"kind": kind}))
    extension.scraped(Reading(url, page=None, reason=reason, status=status), page)
    seen = extension._crawler.stats.values["observed"]
    assert seen["errors"] == errors
    assert sum(seen["declined"].values()) == (status != 304)


def test_the_versions_that_read_are_kept(extension):
    assert {"scrapy", "python", "lxml", "libxml2", "twisted"} <= set(extension._crawler.stats.values["versions"])
