"""Each family's walk on its demo portal, from its sections, its front page, its feeds or its sitemap alone."""

import pytest
from scrapy.http import HtmlResponse, Request
from scrapy.utils.test import get_crawler

from crawler.demo import home, portal, truth
from crawler.demo.addresses import other_paths, print_path
from crawler.demo.portal_classes import portal_classes
from crawler.demo.records import SECTIONS
from crawler.platforms.portal import ARTICLE, PortalSpider
from crawler.store.outcomes import Reading
from tests.walk_demo import SETTINGS, assert_every_article_once, walk

CLASSES = {cls.family.name: cls for cls in portal_classes()}
FAMILIES = sorted(CLASSES)


def walked(family: str, **addresses: object) -> tuple[list[Reading], set[str]]:
    """Walk a family's demo portal by its class, from these addresses alone."""
    start = {"home": None, "sections": {}, **addresses}
    cls = type(f"{CLASSES[family].__name__}Walk", (CLASSES[family],), {**start, "also_hosts": (portal(family).host,)})
    return walk(cls, family)


@pytest.mark.parametrize("family", FAMILIES)
def test_from_its_sections_through_the_pager(family):
    readings, _ = walked(family, sections=CLASSES[family].sections)
    assert_every_article_once(family, readings)


@pytest.mark.parametrize("family", FAMILIES)
def test_from_its_front_page(family):
    readings, _ = walked(family, home=home(portal(family)))
    assert_every_article_once(family, readings)


FEEDS = [family for family in FAMILIES if portal(family).feed]
SITEMAPS = [family for family in FAMILIES if portal(family).sitemap]


@pytest.mark.parametrize("family", FEEDS)
def test_from_its_feeds_alone(family):
    mine = portal(family)
    paths = {mine.feed.format(section=section) for section in SECTIONS}
    readings, _ = walked(family, feeds=tuple(f"http://{mine.host}{path}" for path in sorted(paths)))
    assert_every_article_once(family, readings)


@pytest.mark.parametrize("family", SITEMAPS)
def test_from_its_sitemap_alone(family):
    mine = portal(family)
    readings, _ = walked(family, sitemaps=(f"http://{mine.host}{mine.sitemap}",))
    assert_every_article_once(family, readings)


def test_the_demo_has_every_form_of_feed_and_sitemap():
    mine = [portal(family) for family in FAMILIES]
    assert {each.feed_form for each in mine if each.feed} == {"rss", "atom"}
    assert {each.sitemap_form for each in mine if each.sitemap} == {"lastmod", "news"}
    assert any(each.sitemap_of_news.endswith(".gz") for each in mine if each.sitemap)


@pytest.mark.parametrize("family", ["nukeviet", "drupal", "wordpress", "sharepoint", "mojoportal"])
def test_feeds_that_pages_declare_are_read(family):
    mine = portal(family)
    _, asked = walked(family, sections=CLASSES[family].sections)
    assert {mine.feed.format(section=section) for section in SECTIONS} <= asked


WITH_VIEWS = [family for family in FAMILIES if portal(family).aliases or portal(family).print_view]


@pytest.mark.parametrize("family", WITH_VIEWS)
def test_aliases_and_print_views_are_one_article(family):
    """By the number in the address; where views have addresses of another kind, they are not asked for."""
    mine, spider = portal(family), CLASSES[family]()
    for article in mine.articles:
        paths = [path for path in (*other_paths(mine, article), print_path(mine, article)) if path]
        found = {spider.identity(f"http://{mine.host}{path}") for path in paths} | {
            spider.identity(address(mine, article))
        }
        if family in ("portal_pages", "joomla"):
            assert not any(spider.is_article_address(f"http://{mine.host}{path}") for path in paths)
        else:
            assert len(found) == 1
            assert found != {None}


def address(mine, article):
    return next(expected.url for expected in truth(mine.family) if expected.title == article.title)


def test_a_sitemap_s_pages_of_other_kinds_are_no_articles():
    """Where addresses say nothing, a page of a sitemap that lacks the family's mark is not read as an article."""
    spider = CLASSES["vhv"].from_crawler(get_crawler(CLASSES["vhv"], SETTINGS))
    words = "<p>Sở có bảy phòng chuyên môn, hai đơn vị trực thuộc và một trung tâm đặt ở huyện.</p>" * 12
    for mark, read in (("", False), (' class="news-detail-layout-type-2"', True)):
        body = f"<title>Sở</title><article{mark}><h1 class='title-detail'>Chức năng, nhiệm vụ của Sở</h1><div class='content-detail'>{words}</div></article>"
        url = f"http://{portal('vhv').host}/gioi-thieu.html"
        request = Request(url, meta={"kind": ARTICLE, "address": url, "listing_origin": "sitemap"})
        [reading] = [
            each
            for each in spider.parse(HtmlResponse(url, body=body.encode(), request=request))
            if isinstance(each, Reading)
        ]
        assert (reading.article is not None) is read


def test_every_walk_of_the_families_has_a_demo_portal():
    walks = {cls.family.name for cls in PortalSpider.__subclasses__() if cls.__module__.startswith("crawler.platforms")}
    assert walks <= set(FAMILIES)
