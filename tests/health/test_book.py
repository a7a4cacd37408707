"""The book of verdicts: incidents open once, close when it is over, and a change that stays becomes the rule."""

import json

import pytest

from crawler.health import Expectations
from crawler.health.book import judge_portal, usual_silence
from crawler.store.health_rows import DAY
from crawler.store.store import Store
from crawler.store.verdict_rows import incident_rows, mark_told, untold, verdict_rows
from tests.health.test_judge import OTHER_BUILD, lists, seen


class Book:
    def __init__(self, path):
        self.store = Store.open(path)
        self.day = 740_000

    def run(self, observed, reason="finished"):
        self.day += 1
        at = (self.day - 719_163) * DAY
        tally = json.dumps({"observed": observed.write()})
        self.store.connection.execute(
            "INSERT INTO runs (round, portal, arguments, started_at, alive_at, finished_at, reason, tally)"
            " VALUES (0, 'so_mau', '{}', ?, ?, ?, ?, ?)", (at, at + 60, at + 60, reason, tally),
        )  # fmt: skip
        return judge_portal(self.store.connection, "so_mau", Expectations, now=at + 60)

    @property
    def incidents(self):
        return [(row.cause, row.closed_at is not None) for row in incident_rows(self.store.connection)]


@pytest.fixture
def book(tmp_path):
    book = Book(tmp_path / "articles.db")
    for _ in range(3):
        assert book.run(seen()).word == "ok"
    yield book
    book.store.close()


def test_one_incident_until_it_is_over(book):
    empty = seen(0, lists=lists(links=0), new=0)
    assert [book.run(empty).cause for _ in range(3)] == ["list_empty"] * 3
    assert book.incidents == [("list_empty", False)]
    assert book.run(seen()).word == "ok"
    assert book.incidents == [("list_empty", True)]


def test_people_are_told_once_and_once_more_when_it_is_over(book):
    book.run(seen(0, lists=lists(links=0), new=0))
    ((incident, over),) = untold(book.store.connection)
    assert (incident.cause, over) == ("list_empty", False)
    mark_told(book.store.connection, incident.number, over=False, at=1)
    book.run(seen(0, lists=lists(links=0), new=0))
    assert untold(book.store.connection) == []
    book.run(seen())
    ((incident, over),) = untold(book.store.connection)
    assert over
    mark_told(book.store.connection, incident.number, over=True, at=2)
    assert untold(book.store.connection) == []


def test_what_was_over_before_anybody_was_told_is_not_told(book):
    book.run(seen(0, lists=lists(links=0), new=0))
    book.run(seen())
    assert untold(book.store.connection) == []


def test_a_broken_run_teaches_nothing(book):
    for _ in range(20):
        assert book.run(seen(0, lists=lists(links=0), new=0)).word == "fail"


def test_a_new_template_that_reads_well_is_accepted_after_five_runs(book):
    words = [book.run(seen(article_build=OTHER_BUILD, list_build=OTHER_BUILD)).word for _ in range(7)]
    assert words == ["warn"] * 5 + ["ok"] * 2
    assert book.incidents == [("template_changed", True)]


def test_an_interrupted_run_ends_no_incident(book):
    book.run(seen(0, lists=lists(links=0), new=0))
    book.run(seen(0), reason="shutdown")
    assert book.incidents == [("list_empty", False)]


def test_each_run_is_judged_once(book):
    assert judge_portal(book.store.connection, "so_mau") is None
    assert len(verdict_rows(book.store.connection, "so_mau")) == 3


def test_silence_is_learned_from_the_portal():
    weekly = [f"2024-{month:02}-{day:02}" for month in range(1, 13) for day in (3, 10, 17, 24)]
    assert usual_silence(weekly) == 20.0
    assert usual_silence(["2024-01-01", "2024-03-01"]) == 120.0
    assert usual_silence([]) == 14.0


NOTHING_NEW = seen(
    0, lists=lists(links=None, status=304), links=0, news=0, new=0, days=[], lengths=[], title=[], list_build=[]
)


@pytest.mark.parametrize(
    ("cause", "broken"),
    [
        ("list_empty", seen(0, lists=lists(links=0), new=0)),
        ("other_publisher", seen(0, lists=lists(links=3), list_build=OTHER_BUILD, title=["casino", "best"])),
        ("bodies_cut", seen(12, lengths=[90] * 6 + [1500] * 6)),
        ("template_changed", seen(article_build=OTHER_BUILD)),
    ],
)
def test_a_run_that_saw_nothing_calls_nothing_over(book, cause, broken):
    began = book.run(broken)
    quiet = book.run(NOTHING_NEW)
    assert (
        (quiet.cause, quiet.word, quiet.reason)
        == (began.cause, began.word, began.reason)
        == (cause, began.word, began.reason)
    )
    assert book.incidents == [(cause, False)]
    assert book.run(seen()).word == "ok"
    assert book.incidents == [(cause, True)]


def test_what_is_graver_comes_first_and_the_rest_stays_open(book):
    book.run(seen(article_build=OTHER_BUILD))
    gone = book.run(seen(0, lists=lists(reason="timeout", links=None), new=0, days=[], lengths=[]))
    assert (gone.word, gone.cause) == ("fail", "too_slow")
    assert sorted(book.incidents) == [("template_changed", False), ("too_slow", False)]
    assert book.run(NOTHING_NEW).cause == "template_changed"
    assert sorted(book.incidents) == [("template_changed", False), ("too_slow", True)]
