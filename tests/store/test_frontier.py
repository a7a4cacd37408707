"""The queue in the table: order, leases, and what becomes due."""

import pytest

from crawler.store.frontier import LEASE_SECONDS, Found, Settled
from crawler.store.identity import address_key
from crawler.store.ledger import begin_run

PORTAL = "so_mau"


def found(name, **fields):
    url = f"https://so.example/{name}"
    return Found(address_key(PORTAL, url), url, **fields)


def names(rows):
    return [row.url.rpartition("/")[2] for row in rows]


@pytest.fixture
def frontier(store):
    return store.frontier


def test_order_is_priority_then_first_come(frontier):
    for name, priority in (("a", 0), ("b", 20), ("c", 0), ("d", 20), ("e", -1)):
        frontier.add(PORTAL, found(name, priority=priority), 0)
    assert names(frontier.lease(PORTAL, 10, 0)) == ["b", "d", "a", "c", "e"]


def test_what_is_leased_is_not_handed_out_twice_until_the_lease_ends(frontier):
    for name in "abcd":
        frontier.add(PORTAL, found(name), 0)
    assert names(frontier.lease(PORTAL, 2, 0)) == ["a", "b"]
    assert names(frontier.lease(PORTAL, 9, 1)) == ["c", "d"]
    assert names(frontier.lease(PORTAL, 9, 2)) == []
    assert names(frontier.lease(PORTAL, 1, LEASE_SECONDS + 3)) == ["a"]


def test_released_rows_are_free_at_once_and_only_of_that_portal(frontier):
    frontier.add(PORTAL, found("a"), 0, lease_until=10**10)
    frontier.add("so_khac", Found(5, "https://khac.example/a"), 0, lease_until=10**10)
    assert frontier.pending(PORTAL) == (0, None)
    frontier.release(PORTAL)
    assert frontier.pending(PORTAL) == (1, 0)
    assert frontier.pending("so_khac") == (0, None)


def test_a_settled_row_leaves_the_queue_and_a_link_does_not_bring_discovery_back(frontier):
    frontier.add(PORTAL, found("a", link_text="Đầu"), 0)
    row = found("a")
    frontier.settle(PORTAL, Settled(row.key, row.url, "article", "skipped", "robots"), 7, 1)
    assert frontier.pending(PORTAL)[0] == 0
    frontier.add(PORTAL, found("a", link_text="Sau", priority=3), 2)
    kept = frontier.connection.execute("SELECT state, reason, link_text, priority, seen_at FROM frontier").fetchall()
    assert kept == [("pending", None, "Đầu", 3, 0)]


def test_where_a_row_was_found_comes_back_as_an_address(frontier):
    parent = found("muc", kind="section")
    frontier.add(PORTAL, parent, 0)
    frontier.add(PORTAL, found("a", found_on=parent.key), 0)
    assert {row.url: row.found_on for row in frontier.lease(PORTAL, 9, 0)}["https://so.example/a"] == parent.url


def test_what_is_due_wakes_failures_first_and_articles_up_to_a_limit(frontier):
    for name, state, due in (
        ("f1", "failed", 5),
        ("f2", "failed", 500),
        ("f3", "failed", None),
        ("a1", "stored", 4),
        ("a2", "unchanged", 3),
        ("a3", "stored", 2),
        ("a4", "stored", 600),
        ("a5", "stored", None),
        ("s1", "skipped", None),
        ("s2", "skipped", 6),
    ):
        row = found(name)
        frontier.settle(PORTAL, Settled(row.key, row.url, "article", state, "x", next_at=due), 1, 0)
    assert frontier.wake(PORTAL, 10, limit=2) == 4
    assert names(frontier.lease(PORTAL, 99, 10)) == ["f1", "s2", "a2", "a3"]


def test_everything_wakes_every_article_that_is_not_gone(frontier):
    for name, state in (("a", "stored"), ("b", "unchanged"), ("c", "skipped"), ("d", "failed")):
        row = found(name)
        frontier.settle(PORTAL, Settled(row.key, row.url, "article", state, "x"), 1, 0)
    assert frontier.wake(PORTAL, 10, limit=0, everything=True) == 2


def test_ten_thousand_rows_are_leased_by_the_index(store, frontier):
    plan = store.connection.execute(
        "EXPLAIN QUERY PLAN SELECT key FROM frontier WHERE portal = 'p' AND state = 'pending'"
        " AND (lease_until IS NULL OR lease_until < 5) ORDER BY priority DESC, id LIMIT 5"
    ).fetchall()
    assert "frontier_pending" in plan[0][3]
    assert not any("TEMP B-TREE" in row[3] for row in plan)


def test_what_was_left_out_for_its_date_wakes_for_another_window_only(store, frontier):
    run = begin_run(store.connection, PORTAL, {"since": "2024-01-01"}, 0)
    for name, reason in (("early", "before_since"), ("late", "after_until"), ("list", "section_page")):
        row = found(name)
        frontier.settle(PORTAL, Settled(row.key, row.url, "article", "skipped", reason), run.number, 0)
    assert frontier.wake_window(PORTAL, run.arguments) == 0
    assert frontier.wake_window(PORTAL, "{}") == 2
    assert names(frontier.lease(PORTAL, 9, 0)) == ["early", "late"]


def test_an_address_exists_from_the_moment_it_is_found(frontier):
    row = found("a")
    assert not frontier.exists(row.key)
    frontier.add(PORTAL, row, 0)
    frontier.add_address(PORTAL, row.key, "https://so.example/b", 0)
    assert frontier.exists(row.key)
    assert frontier.exists(found("b").key)
    assert not frontier.exists(found("c").key)
