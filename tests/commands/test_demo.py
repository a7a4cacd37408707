"""The whole path over HTTP: portals served, walked, read, stored, exported, reported."""

import json

import pytest

from crawler.demo import portals, truth
from crawler.store.store import Store

FAMILIES = sorted(portals())


@pytest.fixture(scope="session")
def harvest(demo_crawl):
    with Store.open(demo_crawl.store, readonly=True) as store:
        return {article.url: article for article in store.articles()}


def test_it_ends_well(demo_crawl):
    assert demo_crawl.first.code == 0, demo_crawl.first.err
    assert "articles in" in demo_crawl.first.out


def test_every_article_once_and_nothing_else(harvest):
    wanted = sum(len(truth(family)) for family in FAMILIES)
    assert len(harvest) == wanted
    assert (
        len(
            {
                (article.portal, article.title, article.published and article.published.value)
                for article in harvest.values()
            }
        )
        == wanted
    )


def test_the_second_run_stores_nothing_new(demo_crawl):
    rows = [line.split() for line in demo_crawl.second.out.splitlines() if line.strip().startswith("demo_")]
    assert len(rows) == len(FAMILIES)
    assert all(new == "0" for _, _, new, *_ in rows)


def test_both_runs_are_judged_and_well(demo_crawl):
    for run in (demo_crawl.first, demo_crawl.second):
        rows = [line.split() for line in run.out.splitlines() if line.strip().startswith("demo_")]
        assert {row[-1] for row in rows} == {"ok"}, run.out


@pytest.mark.parametrize("family", FAMILIES)
def test_fields_are_those_of_the_records(harvest, family):
    for expected in truth(family):
        article = harvest.get(expected.url) or next(each for each in harvest.values() if each.title == expected.title)
        assert article.title == expected.title
        assert article.lead == expected.lead, expected.url
        assert article.captions == list(expected.captions), expected.url
        assert article.dateline == expected.dateline, expected.url
        assert (article.published and article.published.value) == expected.published, expected.url
        assert (article.updated and article.updated.value) == expected.updated, expected.url
        assert article.agency == portals()[family].agency


def test_the_export_holds_them_all(demo_crawl, harvest):
    rows = [json.loads(line) for line in demo_crawl.export.read_text(encoding="utf-8").splitlines()]
    assert {row["url"] for row in rows} == set(harvest)


def test_the_report_names_every_portal_and_runs_nothing(demo_crawl):
    page = demo_crawl.report.read_text(encoding="utf-8")
    assert all(f"demo_{family}" in page for family in FAMILIES)
    assert "<script" not in page
    assert "default-src 'none'" in page
