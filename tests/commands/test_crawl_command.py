"""`scrapy crawl` on a demo portal: a sample first, the rest later."""

import pytest

from crawler.demo import serve
from crawler.store.health_rows import run_rows
from crawler.store.store import Store
from tests.commands.test_crawlall import Place

PORTAL = "demo_drupal"


@pytest.fixture(scope="module")
def crawls(tmp_path_factory):
    with serve() as server:
        place = Place(tmp_path_factory.mktemp("sample"), server.proxy)
        runs = place("crawl", "-a", "sample=2", PORTAL), place("crawl", PORTAL)
    with Store.open(place.store, readonly=True) as store:
        return runs, sorted(run_rows(store.connection, PORTAL), key=lambda run: run.number), list(store.articles())


def test_a_sample_reads_so_many_articles_and_few_lists(crawls):
    (sample, _), (first, whole), _ = crawls
    assert sample.code == 0, sample.err
    assert sample.out.startswith(f"OK  {PORTAL}: 2 new")
    assert first.tally["store/stored"] == 2
    assert first.tally["response_received_count"] <= 6  # robots.txt, the front page, a section, the articles
    assert whole.tally["response_received_count"] > 11


def test_the_next_crawl_reads_the_rest(crawls):
    (_, rest), _, articles = crawls
    assert rest.code == 0, rest.out
    assert rest.out.startswith(f"OK  {PORTAL}: 9 new")
    assert len(articles) == len({article.title for article in articles}) == 11
