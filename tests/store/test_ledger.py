"""Runs, rounds, and sums that do not lie."""

import pytest

from crawler.store import AlreadyRunning, PortalLock, StoreError
from crawler.store.ledger import RESUME_SECONDS, begin_run, finish_run

DAY = 86_400


def begin(store, now, portal="so_mau", **arguments):
    with store.transaction():
        return begin_run(store.connection, portal, arguments, now)


def finish(store, run, reason, now):
    with store.transaction():
        finish_run(store.connection, run, reason, {"store/stored": 3}, now)


def test_a_killed_run_is_continued_by_the_next(store):
    killed = begin(store, 1000)
    assert begin(store, 1100).round == killed.round


@pytest.mark.parametrize("reason", ["shutdown", "storage", "closespider_timeout"])
def test_a_run_that_ended_early_is_continued(store, reason):
    first = begin(store, 1000)
    finish(store, first, reason, 1500)
    assert begin(store, 1600).round == first.round


def test_a_finished_run_is_not_continued_and_the_next_looks_for_news(store):
    first = begin(store, 1000)
    finish(store, first, "finished", 1500)
    second = begin(store, 1600)
    assert (first.again, second.again, second.round) == (False, True, second.number)


def test_a_run_killed_long_ago_is_not_continued(store):
    first = begin(store, 1000)
    assert begin(store, 1000 + RESUME_SECONDS + 1).round != first.round


def test_a_run_asked_for_something_else_is_its_own_round(store):
    first = begin(store, 1000, sample="5")
    other = begin(store, 1001)
    assert other.round != first.round
    assert begin(store, 1002, sample="5").round == first.round


def test_portals_do_not_mix(store):
    first = begin(store, 1000, "so_mau")
    assert begin(store, 1001, "so_khac").round != first.round


def test_a_chain_of_kills_is_one_round(store):
    rounds = {begin(store, 1000 + i * 60).round for i in range(5)}
    assert len(rounds) == 1


def test_one_run_a_portal_at_a_time(tmp_path):
    database = tmp_path / "articles.db"
    with PortalLock(database, "so_mau"):
        with pytest.raises(AlreadyRunning, match=r"so_mau is already being crawled .*process \d+"):
            PortalLock(database, "so_mau").acquire()
        with PortalLock(database, "so_khac"):
            pass
    with PortalLock(database, "so_mau"):
        pass


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("UPDATE frontier SET article = 99", "lead to no article"),
        ("DELETE FROM frontier", "articles no address leads to"),
        ("DELETE FROM pages", "articles without their page"),
        ("UPDATE articles SET revision = 3", "revisions are not counted right"),
        ("UPDATE frontier SET lease_until = 5", "still leased"),
        ("UPDATE frontier SET article = NULL", "without an article"),
        ("INSERT INTO aliases VALUES (1, 2, 'u', 'link', 0, NULL)", "aliases of nothing"),
    ],
)
def test_sums_that_are_wrong_are_told(store, portal, damage, said):
    portal.read("/tin-1.html")
    store.connection.execute(damage)
    with pytest.raises(StoreError, match=said):
        store.check_sums()
    assert any(said in line for line in store.verify())


def test_a_state_that_does_not_exist_cannot_be_written(store, portal):
    import sqlite3

    portal.read("/tin-1.html")
    with pytest.raises(sqlite3.IntegrityError):
        store.connection.execute("UPDATE frontier SET state = 'lost'")
    with pytest.raises(sqlite3.IntegrityError):
        store.connection.execute("UPDATE frontier SET state = 'failed'")  # without a reason
