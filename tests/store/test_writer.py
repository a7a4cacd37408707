"""The writer: in order, in batches, patient with locks, honest about full disks."""

import sqlite3

import pytest

from crawler.store import Store, StoreError
from crawler.store.writer import Writer


class Watched:
    """A writer and what it told."""

    def __init__(self, path, **options):
        self.batches = []
        self.failures = []
        store = Store.open(path, busy_seconds=0.05)
        self.writer = Writer(store, self.batches.append, self.failures.append, linger=0.05, **options)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "articles.db"


@pytest.fixture
def watched(path):
    made = Watched(path)
    yield made
    made.writer.close()


def adding(number):
    return lambda store: store.add_item("so_mau", {"number": number}, 0) and number


def stored(path):
    with Store.open(path) as store:
        return [fields["number"] for _, _, fields in store.items()]


def test_operations_are_committed_in_order_and_their_results_come_back(path, watched):
    for number in range(300):
        assert watched.writer.submit(adding(number))
    assert watched.writer.flush(10)
    assert stored(path) == list(range(300))
    assert [result for batch in watched.batches for _, result in batch] == list(range(300))
    assert len(watched.batches) < 100


def test_one_that_fails_does_not_take_the_others_with_it(path, watched):
    def broken(store):
        store.add_item("so_mau", {"number": -1}, 0)
        raise ValueError

    results = []
    watched.writer.submit(adding(1))
    watched.writer.submit(broken, results.append)
    watched.writer.submit(adding(2))
    assert watched.writer.flush(10)
    assert stored(path) == [1, 2]
    [result] = [result for batch in watched.batches for then, result in batch if then]
    assert isinstance(result, ValueError)
    assert not watched.failures


def test_closing_commits_what_is_queued(path):
    watched = Watched(path)
    for number in range(500):
        watched.writer.submit(adding(number))
    watched.writer.close()
    assert stored(path) == list(range(500))
    assert not watched.writer.submit(adding(500))


def test_a_lock_is_waited_out_without_stopping_the_caller(path, watched):
    watched.writer.submit(adding(0))
    watched.writer.flush(10)
    holder = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    for number in range(1, 50):
        watched.writer.submit(adding(number))  # a caller that was kept would never come to let go
    assert not watched.writer.flush(0.2)
    holder.execute("ROLLBACK")
    assert watched.writer.flush(20)
    assert stored(path) == list(range(50))
    assert not watched.failures
    holder.close()


def test_a_lock_that_stays_ends_the_crawl_with_nothing_half_written(path):
    watched = Watched(path, patience=0.3)
    watched.writer.submit(adding(0))
    watched.writer.flush(10)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    for number in range(1, 9):
        watched.writer.submit(adding(number))
    assert not watched.writer.flush(20)
    assert "was locked by another process" in str(watched.failures[0])
    assert not watched.writer.submit(adding(9))
    holder.execute("ROLLBACK")
    holder.close()
    watched.writer.close()
    assert stored(path) == [0]


def test_a_full_disk_ends_the_crawl_with_nothing_half_written(path):
    watched = Watched(path)
    pages = "PRAGMA max_page_count = 30"  # what a full disk is to SQLite
    watched.writer.submit(lambda store: store.connection.execute(pages).fetchone())
    number = 0
    while watched.writer.submit(lambda store, n=number: store.add_item("so_mau", {"number": n, "x": "a" * 9000}, 0)):
        number += 1
        watched.writer.flush(10)
        assert number < 1000
    [failure] = watched.failures
    assert isinstance(failure, StoreError)
    assert "cannot grow" in str(failure)
    watched.writer.close()
    assert stored(path) == list(range(number - 1))
    with Store.open(path) as store:
        assert list(store.verify()) == []


def test_a_killed_thread_of_another_process_leaves_whole_transactions(path):
    """A transaction either is there or is not: here it is cut by closing the file under it."""
    store = Store.open(path)
    store.connection.execute("BEGIN IMMEDIATE")
    store.add_item("so_mau", {"number": 1}, 0)
    store.close()
    assert stored(path) == []
