"""Portals without a class: every family's demo portal crawled from its front page alone, named and unnamed."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.scoring import score
from crawler.demo import portals, truth
from crawler.platforms.arguments import BadArgument
from crawler.store.furniture import forget, recall
from crawler.store.store import Store
from spiders.any import Any

ROOT = Path(__file__).parents[2]
FAMILIES = sorted(portals())


@pytest.fixture(scope="module", params=["-", "generic"], ids=["family detected", "no family known"])
def crawled(request, tmp_path_factory):
    """The articles of every demo portal, by its name; the store they lie in."""
    path = tmp_path_factory.mktemp("any") / "articles.db"
    command = [sys.executable, "-m", "tests.crawl_any", str(path), request.param]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    with Store.open(path, readonly=True) as store:
        return path, {family: list(store.articles(portal=f"so_{family}_demo")) for family in FAMILIES}


@pytest.mark.parametrize("family", FAMILIES)
def test_its_articles_are_stored_and_nothing_else(crawled, family):
    titles = {expected.title for expected in truth(family)}
    stored = [article.title for article in crawled[1][family]]
    assert set(stored) <= titles, "a page that is no article was stored"
    assert len(stored) == len(set(stored))
    assert len(stored) >= 0.95 * len(titles)


@pytest.mark.parametrize("family", FAMILIES)
def test_fields_are_those_of_the_records(crawled, family):
    found = {article.title: article for article in crawled[1][family]}
    pairs = [(expected, found[expected.title]) for expected in truth(family) if expected.title in found]
    dates = [(e.published or e.updated, a.published or a.updated) for e, a in pairs]
    assert sum(bool(got) and got.value == true for true, got in dates) >= 0.98 * len(pairs)
    texts = [("\n".join([e.lead or "", *e.paragraphs]), a.text) for e, a in pairs]
    assert score(texts).f1 >= 0.98


def test_what_was_learned_is_kept_and_can_be_forgotten(crawled, tmp_path):
    with Store.open(crawled[0]) as store:
        row = recall(store.connection, "so_vhv_demo")
        assert {each.field for each in row.selectors} >= {"title", "body", "published"}
        assert "Thống kê truy cập" in row.lines
        with store.transaction():
            assert forget(store.connection, "so_vhv_demo")
            assert not forget(store.connection, "so_vhv_demo")
        assert recall(store.connection, "so_vhv_demo") is None
        assert recall(store.connection, "so_drupal_demo") is not None
        assert store.count("so_vhv_demo") == len(truth("vhv"))


@pytest.mark.parametrize(
    "arguments", [{}, {"url": "so.example.gov.vn"}, {"url": "ftp://so.example.gov.vn/"}, {"url": "http://[x"}]
)
def test_it_wants_an_address(arguments):
    with pytest.raises(BadArgument):
        Any(**arguments)


def test_a_family_nobody_knows_is_refused():
    with pytest.raises(BadArgument, match="family=geocities"):
        Any(url="https://so.example.gov.vn/", family="geocities")
