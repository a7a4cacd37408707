"""Probing: the platform, the sections, the patterns and a sample, from a front page alone."""

import asyncio
import json

import pytest

from crawler.demo import Site, home, list_addresses, portal, portals, truth
from crawler.probing import ProbeError, Visit, probe, walk_of
from items import Page

FAMILIES = sorted(portals())
NAMED = [family for family in FAMILIES if family != "generic"]


def fetch_from(family, asked=None):
    """What a portal answers, without a network."""
    mine, site = portal(family), Site(family)

    async def fetch(url):
        if asked is not None:
            asked.append(url)
        answer = site.get(url.removeprefix(f"http://{mine.host}"))
        if answer is None:
            return Visit(url, Page(url, b""), 404)
        return Visit(url, Page(url, answer.body, answer.headers), answer.status)

    return fetch


@pytest.fixture(scope="module")
def probes():
    return {family: asyncio.run(probe(fetch_from(family), home(portal(family)))) for family in FAMILIES}


@pytest.mark.parametrize("family", NAMED)
def test_the_family_is_named_with_its_evidence(probes, family):
    platform = probes[family].platform
    assert platform.family == family
    assert platform.confidence > 0.5
    assert len(platform.evidence) >= 2


def test_a_family_nobody_knows_is_not_named(probes):
    assert (probes["generic"].platform.family, probes["generic"].platform.confidence) == ("generic", 0)
    assert probes["generic"].family_misses


@pytest.mark.parametrize("family", FAMILIES)
def test_every_news_section_is_found_and_nothing_else(probes, family):
    assert {section.name: section.url for section in probes[family].news} == list_addresses(portal(family))


@pytest.mark.parametrize("family", FAMILIES)
def test_the_pager_is_known(probes, family):
    assert probes[family].pager
    assert "{page}" in probes[family].pager
    assert probes[family].unknown_pager is None


@pytest.mark.parametrize("family", FAMILIES)
def test_feeds_and_sitemaps_are_those_the_portal_has(probes, family):
    mine = portal(family)
    if mine.feed:
        assert probes[family].feeds
    assert bool(probes[family].sitemaps) == bool(mine.sitemap)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_sample_is_of_articles_rightly_read(probes, family):
    titles = {expected.title for expected in truth(family)}
    readings = probes[family].readings
    assert len(readings) == 5
    assert {reading.title for reading in readings} <= titles
    assert all(reading.published for reading in readings)
    assert not [reading for reading in readings if set(reading.doubts) - {"short_body", "short body"}]


@pytest.mark.parametrize("family", FAMILIES)
def test_addresses_that_tell_articles_fit_them_all(probes, family):
    articles = probes[family].articles
    if walk_of(family).article_url or articles.pattern:
        assert articles.of == ("family" if walk_of(family).article_url else "learned")
        assert articles.fits == articles.sample
    else:
        assert articles.pattern is None


def test_nothing_is_asked_twice_and_no_more_than_allowed():
    asked = []
    asyncio.run(probe(fetch_from("vhv", asked), home(portal("vhv")), pages=20))
    assert len(asked) == len(set(asked))
    assert len(asked) <= 20


def test_what_it_says_is_json(probes):
    record = json.loads(json.dumps(probes["nukeviet"].record(), ensure_ascii=False))
    assert record["platform"]["family"] == "nukeviet"
    assert record["robots"]["crawl_delay"] == 0
    assert {each["field"] for each in record["selectors"]} >= {"title", "body", "published"}
    assert "samples" not in record


def test_a_dead_portal_is_said_so():
    with pytest.raises(ProbeError, match="HTTP 404"):
        asyncio.run(probe(fetch_from("vhv"), "http://so.vhv.demo/no-such-page"))


def _answering(pages):
    async def fetch(url):
        body = pages.get(url)
        return Visit(url, Page(url, body.encode()), 200) if body else Visit(url, Page(url, b""), 404)

    return fetch


def test_a_page_drawn_by_scripts_needs_a_browser():
    shell = '<html><body><div id="root"></div><script src="/app.js"></script></body></html>'
    found = asyncio.run(probe(_answering({"https://so.example/": shell}), "https://so.example/"))
    assert found.needs_browser
    assert found.news == []


def test_documents_and_services_are_no_news_though_they_list_things():
    link = '<li><a href="/{0}-{1}.html">Quyết định số {1} về việc sửa cầu xã Khe Mây</a></li>'
    menu = '<a href="/tin">Tin tức</a><a href="/vb">Văn bản</a><a href="/dvc">Dịch vụ công</a>'
    pages = {"https://so.example/": f"<body>{menu}</body>"}
    for name in ("tin", "vb", "dvc"):
        items = "".join(link.format(name, n) for n in range(100, 104))
        pages[f"https://so.example/{name}"] = f"<body>{menu}<ul>{items}</ul></body>"
    found = asyncio.run(probe(_answering(pages), "https://so.example/"))
    assert [section.name for section in found.news] == ["Tin tức"]
    assert {section.kind for section in found.sections} == {"news", "documents", "services"}


def test_X1_facets_of_one_list_take_a_small_part_of_the_requests():
    """Every page offers more filters of the same five articles; the menu beside them is seen still."""
    titles = "".join(
        f"<li><a href='/bai-{n}.html'>Đoàn kiểm tra số {n} làm việc tại xã Khe Mây</a></li>" for n in range(5)
    )
    menu = "<a href='/muc/kinh-te'>Kinh tế</a><a href='/muc/xa-hoi'>Xã hội</a>"
    asked = []

    async def fetch(url):
        asked.append(url)
        place, _, query = url.removeprefix("https://so.example").partition("?")
        more = "".join(f"<a href='/loc?{query}&{name}={value}'>{name}</a>" for name in "abcd" for value in range(5))
        body = f"<body>{more if place in ('/', '/loc') else ''}{menu}<ul>{titles}</ul></body>"
        return Visit(url, Page(url, body.encode()), 404 if place.endswith((".txt", ".xml")) else 200)

    asyncio.run(probe(fetch, "https://so.example/"))
    assert sum("/loc?" in url for url in asked) <= 15
    assert {"https://so.example/muc/kinh-te", "https://so.example/muc/xa-hoi"} <= set(asked)


def test_a_pager_of_unknown_form_is_reported():
    link = '<li><a href="/bai-{}.html">Đoàn kiểm tra số {} làm việc tại xã Khe Mây</a></li>'
    items = "".join(link.format(n, n) for n in range(100, 104))
    pages = {
        "https://so.example/": '<body><a href="/tin">Tin tức</a></body>',
        "https://so.example/tin": f"<body><ul>{items}</ul><a href='/tin?tap=2'>2</a></body>",
    }
    found = asyncio.run(probe(_answering(pages), "https://so.example/"))
    assert found.pager is None
    assert found.unknown_pager.startswith("https://so.example/tin?tap=")
