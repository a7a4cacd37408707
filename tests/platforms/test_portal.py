"""The walk, on responses made by hand: what is asked for, in which order, once."""

import pytest
from scrapy.http import HtmlResponse, Request
from scrapy.settings import Settings
from scrapy.utils.test import get_crawler

from crawler.platforms import LiferaySpider, SharePointLacVietSpider
from crawler.platforms.arguments import BadArgument
from crawler.store.outcomes import Failed, Reading, SectionRead


class Mau(LiferaySpider):
    """A made-up portal."""

    name = "mau"
    home = "https://so.example/"


class MauSlug(SharePointLacVietSpider):
    """A made-up portal whose addresses say nothing."""

    name = "mau_slug"
    home = "https://huyen.example/"


def spider(cls=Mau, *, keeps=False, **arguments):
    settings = {"HOST_REGISTRY": "tests.platforms.test_portal.nobody", "KEEP_REMOVED": keeps}
    return cls.from_crawler(get_crawler(cls, settings), **arguments)


def nobody(_address):
    return None


@pytest.fixture(autouse=True)
def registry(monkeypatch):
    import crawler.platforms.portal as module

    monkeypatch.setattr(module, "load_object", lambda _name: nobody)


def answer(url, markup, **meta):
    meta = {"kind": "section", "address": url, **meta}
    return HtmlResponse(url, body=markup.encode(), request=Request(url, meta=meta), status=200)


def outcome(results):
    results = list(results)
    requests = [each for each in results if isinstance(each, Request)]
    records = [each for each in results if not isinstance(each, Request)]
    return requests, records


HOME = """<a href="/tin-tuc">Tin tức</a> <a href="/gioi-thieu">Giới thiệu</a>
<a href="/tin-tuc/-/view_content/11-hop-dau-nam">Họp đầu năm</a>
<a href="/vi/tin-tuc/-/view_content/11-hop-dau-nam">Họp đầu năm</a>
<a href="/en/tin-tuc/-/view_content/12-tap-huan">Tập huấn</a>"""


def test_the_front_page_gives_sections_and_articles_once_each():
    requests, records = outcome(spider().parse(answer("https://so.example/", HOME, menu=0)))
    assert [(r.meta["kind"], r.url.removeprefix("https://so.example")) for r in requests] == [
        ("article", "/tin-tuc/-/view_content/11-hop-dau-nam"),
        ("article", "/vi/tin-tuc/-/view_content/11-hop-dau-nam"),
        ("article", "/en/tin-tuc/-/view_content/12-tap-huan"),
        ("section", "/tin-tuc"),
        ("section", "/gioi-thieu"),
    ]
    assert [(r.meta["identity"]) for r in requests[:3]] == ["11", "11", "12"]
    assert records == [SectionRead("https://so.example/", links=3, news=3, kind="section", identity=None)]


def test_articles_that_no_page_links_to_are_asked_for_after_the_sections(monkeypatch):
    import crawler.platforms.portal as module

    class Known:
        agency, province_label = "Sở Mẫu", "Mẫu"

        def unlinked_articles(self):
            return ["https://so.example/tin/-/view_content/90-an-khuat"]

    monkeypatch.setattr(
        module, "load_object", lambda _name: lambda address: Known() if address == "https://so.example/" else None
    )
    asked = list(spider().first_requests())
    assert [(r.meta["kind"], r.url) for r in asked] == [
        ("section", "https://so.example/"),
        ("article", "https://so.example/tin/-/view_content/90-an-khuat"),
    ]


def test_a_section_found_in_the_menu_is_not_searched_for_more_sections():
    requests, _ = outcome(spider().parse(answer("https://so.example/tin-tuc", HOME, menu=1)))
    assert {r.meta["kind"] for r in requests} == {"article"}


def test_next_pages_are_followed_from_any_section_page():
    page = '<a href="/tin-tuc?p_p_id=101&_101_cur=2">2</a><a href="/tin-tuc/-/view_content/1-a-b">a</a>'
    requests, _ = outcome(spider().parse(answer("https://so.example/tin-tuc", page, menu=1, section="Tin tức")))
    assert [r.meta["kind"] for r in requests] == ["article", "section"]
    assert requests[1].meta["section"] == "Tin tức"


def test_an_endless_pager_ends():
    walker, asked = spider(), 0
    for number in range(1, 30):
        markup = f'<a href="/tin?page={number + 1}">next</a><a href="/tin/-/view_content/1-mot-tin">Một tin</a>'
        url = f"https://so.example/tin?page={number}"
        requests, _ = outcome(walker.parse(answer(url, markup, section_url="https://so.example/tin")))
        asked += sum(r.meta["kind"] == "section" for r in requests)
    assert asked <= 4


def test_every_address_of_an_article_reaches_the_store_with_its_identity():
    requests, _ = outcome(spider().parse(answer("https://so.example/", HOME, menu=0)))
    same = [r.url for r in requests if r.meta.get("identity") == "11"]
    assert [url.removeprefix("https://so.example") for url in same] == [
        "/tin-tuc/-/view_content/11-hop-dau-nam",
        "/vi/tin-tuc/-/view_content/11-hop-dau-nam",
    ]


@pytest.mark.parametrize(("status", "final"), [(404, False), (410, True)])
def test_a_failure_is_a_record(status, final):
    requests, _ = outcome(spider().parse(answer("https://so.example/", HOME, menu=0)))
    records = list(spider().failed(http_failure(requests[0], status)))
    assert [(type(r), r.reason, r.status, r.final) for r in records] == [(Failed, f"http_{status}", status, final)]


def http_failure(request, status):
    from scrapy.spidermiddlewares.httperror import HttpError
    from twisted.python.failure import Failure

    response = HtmlResponse(request.url, status=status, request=request)
    failure = Failure(HttpError(response))
    failure.request = request
    return failure


ARTICLE = "<html><title>x</title><table id=tableforprint><tr><td><p class=Title>{title}</p></td></tr><tr><td>{body}</td></tr></table>"


def test_where_addresses_say_nothing_the_page_does():
    walker = spider(MauSlug)
    body = f'<div class="ExternalClass0123">{"<p>Ủy ban nhân dân huyện Suối Mơ tổ chức hội nghị tổng kết năm.</p>" * 6}</div>'
    page = ARTICLE.format(title="Hội nghị tổng kết năm", body=body) + '<a href="/tin-khac">Tin khác</a>'
    requests, records = outcome(walker.parse(answer("https://huyen.example/hoi-nghi", page, menu=1)))
    assert [type(r) for r in records] == [Reading]
    assert records[0].article.title == "Hội nghị tổng kết năm"
    assert [r.url for r in requests] == ["https://huyen.example/tin-khac"]
    requests, records = outcome(walker.parse(answer("https://huyen.example/tin", '<a href="/a-b">A</a>', menu=1)))
    assert [type(r) for r in records] == [SectionRead]


def test_sample_limits_articles_and_puts_them_first():
    walker = spider(sample="1")
    (front,) = walker.first_requests()
    assert walker.wants(front)
    requests, _ = outcome(walker.parse(answer("https://so.example/", HOME, menu=0)))
    articles, lists = ([r for r in requests if (r.meta["kind"] == "article") is so] for so in (True, False))
    assert len({r.meta["identity"] for r in articles}) == 1
    assert min(r.priority for r in articles) > front.priority
    assert all(map(walker.wants, articles))
    assert lists
    assert not any(map(walker.wants, lists))


def test_a_feed_is_read_as_a_feed():
    feed = "<rss><item><link>https://so.example/tin/-/view_content/9-a-b</link><title>A</title><pubDate>05/03/2019</pubDate></item></rss>"
    requests, records = outcome(spider().parse(answer("https://so.example/rss", feed, kind="feed")))
    assert [(r.meta["identity"], r.meta["listing_date"], r.meta["listing_origin"]) for r in requests] == [
        ("9", "05/03/2019", "feed")
    ]
    assert records[0].kind == "feed"


@pytest.mark.parametrize(
    "arguments", [{"since": "31/02/2020"}, {"until": "hôm qua"}, {"sample": "0"}, {"sample": "vài"}, {"since": "2020"}]
)
def test_bad_arguments_are_named(arguments):
    name, value = next(iter(arguments.items()))
    with pytest.raises(BadArgument, match=f"{name}={value}"):
        Mau(**arguments)


@pytest.mark.parametrize("keeps", [False, True])
def test_lines_that_are_no_text_go_along_where_they_are_kept(keeps):
    prose = "Sáng nay, xã Mây khai hội với hơn hai trăm người dự, trời nắng đẹp. " * 5
    page = (
        f"<h1>Xã Mây khai hội</h1><div class=journal-content-article><p>{prose}</p><p align=right>Bùi Sương</p></div>"
    )
    url = "https://so.example/tin/-/view_content/9-a-b"
    _, (reading,) = outcome(spider(keeps=keeps).parse(answer(url, page, kind="article")))
    assert reading.article.authors == ["Bùi Sương"]
    assert reading.removed == ([("byline", 1, "Bùi Sương")] if keeps else None)


def test_settings_object_is_enough_for_reading():
    assert Mau.reading_portal(Settings({"HOST_REGISTRY": "x"})).family == "liferay6"


def test_a_long_list_is_followed_where_addresses_say_nothing():
    walker, asked = spider(MauSlug), 0
    for number in range(1, 9):
        markup = f'<a href="/tin/page/{number + 1}/">next</a><a href="/tin-so-{number}">Tin số {number}</a>'
        url = f"https://huyen.example/tin/page/{number}/"
        requests, _ = outcome(walker.parse(answer(url, markup, section_url="https://huyen.example/tin/", menu=1)))
        asked += any("/page/" in r.url for r in requests)
    assert asked == 8


def test_a_list_tells_what_its_pager_says_where_the_portal_names_it():
    page = HOME + "<p>Hiển thị 1 - 2 của 87 kết quả</p><p>Trang 1 / 1</p><ul><li><a>1</a></ul>"
    _, (named,) = outcome(spider().parse(answer("https://so.example/", page)))
    _, (other,) = outcome(spider().parse(answer("https://so.example/tin-tuc", page)))
    assert (named.says_articles, named.says_pages) == (87, 1)
    assert other.says_articles is None


UNDATED = f"<title>Họp giao ban quý</title><h1>Họp giao ban quý</h1><div>{'<p>Sở Mẫu họp giao ban, bàn về ba việc lớn đã giao.</p>' * 6}</div>"


@pytest.mark.parametrize(
    ("listed", "published"),
    [
        ({"listing_date": "18/07/2016 | 01:56 PM"}, ("2016-07-18T13:56:00+07:00", "listing")),
        (
            {"listing_date": "Mon, 18 Jul 2016 13:56:00 +0700", "listing_origin": "feed"},
            ("2016-07-18T13:56:00+07:00", "feed"),
        ),
        ({"listing_date": "2016-07-18", "listing_origin": "sitemap", "listing_role": "updated"}, None),
        ({}, None),
    ],
)
def test_an_article_that_shows_no_date_has_the_date_of_its_list(listed, published):
    url = "https://so.example/tin-tuc/-/view_content/11-hop"
    _, (reading,) = outcome(spider().parse(answer(url, UNDATED, **listed | {"kind": "article", "identity": "11"})))
    moment = reading.article.published
    assert (moment and (moment.value, moment.origin)) == published
    assert ("no_published_date" in reading.article.flags) == (published is None)


LIST = "".join(f'<li><a href="/tin/-/view_content/{n}-a">Tin số {n}</a> {n:02}/03/{{year}}</li>' for n in range(1, 6))
LIST += '<a href="/tin?page=2">2</a>'


@pytest.mark.parametrize(("year", "deeper"), [(2019, False), (2022, True)])
def test_a_list_is_followed_back_to_the_first_day_asked_for(year, deeper):
    walker = spider(since="2022-01-01")
    requests, _ = outcome(walker.parse(answer("https://so.example/tin", LIST.format(year=year))))
    articles = [r for r in requests if r.meta["kind"] == "article"]
    assert len(articles) == 5  # the ledger knows them all
    assert [walker.wants(r) for r in articles] == [deeper] * 5
    assert any(r.url.endswith("page=2") for r in requests) is deeper


def test_a_list_that_was_not_followed_keeps_no_validators():
    walker = spider(since="2022-01-01")
    for year, etag in ((2019, None), (2022, '"a"')):
        response = answer(f"https://so.example/tin-{year}", LIST.format(year=year))
        response.headers["ETag"] = '"a"'
        assert outcome(walker.parse(response))[1][0].etag == etag
