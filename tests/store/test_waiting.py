"""Order among what is ready and what only the table has."""

import pytest

from crawler.store import waiting as module
from crawler.store.waiting import Waiting


class Crawl:
    """A crawl whose table is a sorted list."""

    def __init__(self):
        self.waiting = Waiting()
        self.table = []
        self.found = 0

    def find(self, priority):
        self.found += 1
        if self.waiting.takes(priority):
            self.waiting.push(self.found, priority, (priority, self.found))
        else:
            self.table.append((-priority, self.found))

    def next(self):
        if self.waiting.wants_more():
            self.table.sort()
            rows, self.table = self.table[: module.LOAD], self.table[module.LOAD :]
            self.waiting.loaded(len(rows), -rows[-1][0] if rows else 0)
            for minus, number in rows:
                self.waiting.push(number, -minus, (-minus, number))
        taken = self.waiting.pop()
        return taken and taken[1]


@pytest.fixture
def crawl(monkeypatch):
    monkeypatch.setattr(module, "IN_MEMORY", 20)
    monkeypatch.setattr(module, "LOAD", 7)
    return Crawl()


def test_first_in_first_out_through_the_table(crawl):
    for _ in range(100):
        crawl.find(0)
    assert len(crawl.table) == 80
    assert [crawl.next()[1] for _ in range(100)] == list(range(1, 101))
    assert crawl.next() is None
    assert not crawl.waiting


def test_what_is_more_urgent_than_all_that_is_spilled_goes_first(crawl):
    for _ in range(50):
        crawl.find(0)
    crawl.find(20)
    assert crawl.next() == (20, 51)
    assert crawl.next() == (0, 1)


def test_nothing_is_lost_when_priorities_mix_and_links_keep_coming(crawl):
    given = []
    for number in range(300):
        crawl.find(number % 5)
        if number % 3 == 0:
            given.append(crawl.next())
    while (taken := crawl.next()) is not None:
        given.append(taken)
    assert sorted(number for _, number in given) == list(range(1, 301))
    tail = [priority for priority, _ in given[-100:]]
    assert tail == sorted(tail, reverse=True)


def test_rows_that_could_not_be_fetched_still_wait(crawl):
    for _ in range(30):
        crawl.find(0)
    for _ in range(19):
        crawl.waiting.pop()
    assert crawl.waiting.wants_more()
    assert not crawl.waiting.wants_more()
    crawl.waiting.not_loaded()
    assert crawl.waiting.wants_more()


def test_one_more_row_is_fetched(crawl):
    crawl.waiting.one_more()
    assert crawl.waiting
    crawl.table.append((0, 1))
    assert crawl.next() == (0, 1)
    assert not crawl.waiting
