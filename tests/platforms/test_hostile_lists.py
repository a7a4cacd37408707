"""Lists and feeds that mean harm or are broken: how much of them is followed. One test a row."""

import time

import pytest
from scrapy.http import HtmlResponse, Request, XmlResponse
from scrapy.utils.test import get_crawler

from crawler.incidents import incident_log
from crawler.platforms.feeds import read_listing
from crawler.platforms.portal import PortalSpider
from tests.invented_pages import listing

HOST = "https://so.example"


class SoMau(PortalSpider):
    name = "so_mau"
    home = f"{HOST}/"
    article_url = r"/tin-(?P<id>\d+)\.html"


@pytest.fixture
def spider():
    return get_crawler(SoMau, {"HOST_REGISTRY": "spiders.registry.by_address"})._create_spider()


class SoKhac(PortalSpider):
    """A portal whose articles' addresses nobody knows."""

    name = "so_khac"
    home = f"{HOST}/"
    menu_depth = 3


def requests(spider, response):
    return [output for output in spider.parse(response) if isinstance(output, Request)]


def page(body, path="/", **meta):
    url = HOST + path
    request = Request(url, meta={"kind": "section", "address": url, **meta})
    return HtmlResponse(url, body=body.encode(), encoding="utf-8", request=request)


def test_H6_of_many_links_two_thousand_are_followed_in_a_second(spider):
    begun = time.process_time()
    found = requests(spider, page(listing([f"/tin-{n}.html" for n in range(60_000)])))
    assert time.process_time() - begun < 2.5  # parsing under coverage and load; alone it takes a third of a second
    assert len(found) == 2_000
    assert incident_log(spider.crawler).counts["trap"] == 1


def test_H6_dates_beside_many_links_cost_no_more_than_the_links(spider):
    links = "".join(f'<a href="/tin-{n}.html">Tin {n}</a> ' for n in range(5_000))
    begun = time.process_time()
    assert len(requests(spider, page(f"<html><body><div>{links}</div></body></html>"))) == 2_000
    assert time.process_time() - begun < 2.5


BROKEN_FEEDS = {
    "bare ampersands": b"<rss><item><title>A & B</title><link>LINK?a=1&b=2</link></item><item><link>LINK2</link></item>"
    b"<item><link>LINK3</link></item></rss>",
    "never closed": b"<rss><channel><item><title>C < D</title><link>LINK</link></item><item><link>LINK2</link></item>"
    b"<item><link>LINK3</link>",
    "wrong encoding": b'<?xml version="1.0" encoding="utf-16"?><rss><item><link>LINK</link></item><item><link>LINK2</link>'
    b"</item><item><link>LINK3</link></item></rss>",
    "warnings before": b'<br />Warning: x in y\n<?xml version="1.0"?><rss><item><link>LINK</link></item><item>'
    b"<link>LINK2</link></item><item><link>LINK3</link></item></rss>",
    "controls and torn letters": b"<rss><item><title>\x0b\xe1\xba</title><link>LINK</link></item><item><title>&xxe;&lt</title>"
    b"<link>LINK2</link></item></item><item><guid>LINK3</guid></item></rss>",
    "tags that do not match": b"<rss><item><media:z/><link>LINK</lnk></item><item><link/>LINK2</item><item><link>LINK3</link>",
}


@pytest.mark.parametrize("name", BROKEN_FEEDS)
def test_H8_a_broken_feed_gives_its_three_links(name):
    body = BROKEN_FEEDS[name].replace(b"LINK", b"https://so.example/tin")
    urls = [listed.url for listed in read_listing(body).pages]
    assert [url.partition("?")[0].removeprefix(HOST) for url in urls] == ["/tin", "/tin2", "/tin3"]
    assert urls[0] == f"{HOST}/tin" + ("?a=1&b=2" if name == "bare ampersands" else "")


def test_X1_articles_whose_addresses_look_like_a_pagers_are_no_pages_of_the_list():
    """Short titles too, once a longer one stood at such an address; the list's own pager is turned still."""
    spider = get_crawler(SoKhac, {"HOST_REGISTRY": "spiders.registry.by_address"})._create_spider()
    links = listing([f"/bai/page/{n}.html" for n in range(9)]).replace(
        "Hội nghị giao ban số 8 của Sở Mẫu", "Họp Sở Mẫu"
    )
    found = requests(spider, page(links.replace("</ul>", '<li><a href="/danh-sach?page=2">2</a></li></ul>'), menu=0))
    of_list = [request.url for request in found if request.meta["section_url"] == f"{HOST}/"]
    assert of_list == [f"{HOST}/danh-sach?page=2"]
    assert len(found) == 10


def test_H9_sitemaps_without_end_end(spider):
    """Each index names nine more, under addresses never met."""
    waiting, asked = [(f"{HOST}/sitemap.xml", {"kind": "sitemap"})], 0
    while waiting:
        url, meta = waiting.pop(0)
        asked += 1
        index = "".join(f"<sitemap><loc>{url}{n}</loc></sitemap>" for n in range(9))
        body = f"<sitemapindex>{index}</sitemapindex>".encode()
        response = XmlResponse(url, body=body, request=Request(url, meta=meta))
        waiting += [(request.url, request.meta) for request in requests(spider, response)]
    assert asked <= 50
    assert incident_log(spider.crawler).counts["trap"] == 1


def test_S10_addresses_that_are_none_cost_no_page(spider):
    head = '<base href="http://[bad"><link rel="alternate" type="application/rss+xml" href="http://[bad/">'
    found = requests(
        spider,
        page(listing(["/tin-1.html", "http://[bad/", "//[::", "/tin-2.html"]).replace("<head>", f"<head>{head}")),
    )
    assert [request.url for request in found] == [f"{HOST}/tin-1.html", f"{HOST}/tin-2.html"]
    feed = b"<rss><item><link>http://[bad</link></item><item><link>https://so.example/tin-3.html</link></item></rss>"
    assert [listed.url for listed in read_listing(feed).pages] == [f"{HOST}/tin-3.html"]


def test_R10_no_link_of_a_page_that_asks_so_is_followed(spider):
    assert requests(spider, page(listing(["/tin-1.html", "/tin-2.html"]), robots_nofollow=True)) == []
    assert len(requests(spider, page(listing(["/tin-1.html", "/tin-2.html"])))) == 2
