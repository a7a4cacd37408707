"""Crawls that are killed, stopped, locked out or short of disk: nothing lost, nothing doubled, no step by hand."""

import signal
import sqlite3
import time

import pytest

from crawler.store import PortalLock, Store
from tests.crash_drill import CONCURRENCY, PER_LIST, Site, crawl, kill_at

ARTICLES = 40
PAGES = ARTICLES + ARTICLES // PER_LIST


@pytest.fixture
def site():
    made = Site(ARTICLES, delay=0.01)
    yield made
    made.close()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "articles.db"


def finish(site, path, *extra):
    said = crawl(site.base, path, *extra).communicate(timeout=60)[0]
    assert said.startswith("finished"), said
    return said


def whole(path, articles=ARTICLES):
    with Store.open(path) as store:
        assert store.count() == articles
        assert list(store.verify()) == []
        sums = store.check_sums()
        assert sums.get("pending", 0) == 0
        return sums


def test_killed_twice_nothing_is_lost_and_little_is_fetched_again(site, path):
    kills = sum(kill_at(site, crawl(site.base, path), served) for served in (9, 30))
    finish(site, path)
    assert whole(path) == {"seen": PAGES, "stored": ARTICLES, "skipped": PAGES - ARTICLES}
    assert sum(site.served.values()) - PAGES <= kills * (CONCURRENCY + 1)


def test_a_polite_stop_loses_and_repeats_nothing(site, path):
    assert kill_at(site, crawl(site.base, path), 12, signal.SIGTERM)
    with sqlite3.connect(path) as store:
        assert store.execute("SELECT reason FROM runs").fetchall() == [("shutdown",)]
    finish(site, path)
    whole(path)
    assert sum(site.served.values()) == PAGES


def test_two_stops_in_a_row_are_as_safe_as_a_kill(site, path):
    process = crawl(site.base, path)
    while sum(site.served.values()) < 12:
        time.sleep(0.002)
    process.send_signal(signal.SIGTERM)
    process.send_signal(signal.SIGTERM)
    process.wait(30)
    finish(site, path)
    whole(path)


def test_the_second_crawl_reads_listings_and_no_article(site, path):
    finish(site, path)
    site.served.clear()
    finish(site, path)
    assert [place for place in site.served if place.startswith("/article/")] == []
    assert whole(path)["seen"] == PAGES


def test_looking_at_everything_again_finds_what_changed_and_nothing_else(site, path):
    finish(site, path)
    site.edited, site.removed, site.articles = {3, 17}, {5}, ARTICLES + 2
    said = finish(site, path, "recheck=all")
    events = {name: said.count(f"'store/{name}': {number}") for name, number in _EVENTS.items()}
    assert events == dict.fromkeys(_EVENTS, 1), said
    whole(path, ARTICLES + 2)
    with Store.open(path) as store:
        assert [revision.change for revision in store.history(f"{site.base}/article/3")] == ["first", "edited"]
        gone = store.connection.execute("SELECT url, gone_reason FROM articles WHERE gone_at IS NOT NULL").fetchall()
        assert gone == [(f"{site.base}/article/5", "http_404")]


_EVENTS = {"edited": 2, "gone": 1, "stored": 2, "unchanged": ARTICLES - 3}


def test_a_lock_of_some_seconds_loses_nothing(site, path):
    Store.open(path).close()
    process = crawl(site.base, path)
    while sum(site.served.values()) < 10:
        time.sleep(0.002)
    holder = sqlite3.connect(path, isolation_level=None, timeout=30)
    holder.execute("BEGIN IMMEDIATE")
    time.sleep(2)
    held = sum(site.served.values())
    time.sleep(1)
    assert sum(site.served.values()) == held  # what cannot be kept is not fetched
    holder.execute("ROLLBACK")
    holder.close()
    assert process.communicate(timeout=60)[0].startswith("finished")
    whole(path)
    assert sum(site.served.values()) == PAGES


def test_a_full_disk_stops_the_crawl_and_the_next_one_goes_on(site, path):
    site.sentences = 200
    with Store.open(path) as store:
        room = store.connection.execute("PRAGMA page_count").fetchone()[0] + 1
    said = crawl(site.base, path, f"MAX_PAGES={room}").communicate(timeout=60)[0]
    assert "storage {" in said, said
    with Store.open(path) as store:
        assert list(store.verify()) == []
    finish(site, path)
    whole(path)


def test_a_second_crawl_of_the_same_portal_is_refused(site, path):
    Store.open(path).close()
    with PortalLock(path, "drill"):
        said = crawl(site.base, path).communicate(timeout=60)[0]
    assert "drill is already being crawled" in said
    assert sum(site.served.values()) == 0


def test_a_queue_larger_than_memory_is_crawled_whole(path):
    site = Site(130, delay=0)
    try:
        finish(site, path, "IN_MEMORY=20")
        whole(path, 130)
        assert max(site.served.values()) == 1
    finally:
        site.close()
