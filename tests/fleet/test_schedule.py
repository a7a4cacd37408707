"""When portals are due, and that what is due is crawled once."""

from datetime import datetime

import pytest

from benchmarks.schedule_week import START, FastClock, MadeCrawl, MadePortal, simulate
from crawler.fleet.crawls import Fleet
from crawler.fleet.plan import Due, due_of
from crawler.fleet.rhythm import VIETNAM, next_due
from crawler.fleet.schedule import Schedule
from crawler.health import Expectations
from crawler.store.outcomes import Reading
from crawler.store.store import Store
from items import Moment, Page
from tests.made_store import made_article

HOUR = 3600


@pytest.fixture(scope="module")
def week():
    return simulate(portals=16, days=4)


def test_every_due_crawl_happens_once(week):
    assert week.polls > 100
    assert (week.missed, week.doubled, week.overlapping) == (0, 0, 0)


def test_looks_are_not_wasted(week):
    assert week.wasted <= week.as_often.wasted + 0.01


def test_news_are_found_sooner_than_at_fixed_intervals(week):
    assert week.lag_share <= 1.0


def at(words):
    return datetime.fromisoformat(words).replace(tzinfo=VIETNAM).timestamp()


def test_a_portal_never_crawled_is_due_at_once():
    assert next_due(None, [], Expectations) == 0.0


def test_bounds_hold():
    class Busy(Expectations):
        at_most_every = 6.0

    class Quiet(Expectations):
        at_least_every = 3.0

    last = at("2024-05-06T08:00")
    often = [last - n * 600 for n in range(2000)]
    assert next_due(last, often, Busy) == last + 6 * HOUR
    assert next_due(last, often, Expectations) == last + HOUR
    assert next_due(last, [], Quiet) == last + 3 * HOUR
    assert last + HOUR <= next_due(last, [], Expectations) <= last + 24 * HOUR


def test_nights_are_left_out_by_a_portal_that_sleeps():
    mornings = [at(f"2024-04-{day:02}T09:{minute}") for day in range(8, 27) for minute in (10, 20, 30, 40)]
    evening = at("2024-04-26T18:00")  # a Friday
    assert next_due(evening, mornings, Expectations) >= evening + 12 * HOUR


@pytest.mark.parametrize(
    ("crontab", "last", "then"),
    [
        ("15 7,13 * * 1-5", "2024-05-03T13:15", "2024-05-06T07:15"),  # Friday -> Monday, not Saturday
        ("0 */6 * * *", "2024-05-03T13:15", "2024-05-03T18:00"),
        ("30 6 * * 0", "2024-05-03T13:15", "2024-05-05T06:30"),
    ],
)
def test_a_fixed_schedule_of_a_portal(crontab, last, then):
    fixed = type("Fixed", (Expectations,), {"crontab": crontab})
    assert next_due(at(last), [], fixed) == at(then)


def run_of(store, started, reason="finished"):
    store.connection.execute(
        "INSERT INTO runs (round, portal, arguments, started_at, alive_at, finished_at, reason) VALUES (0, 'a', '{}', ?, ?, ?, ?)",
        (started, started + 60, started + 60 if reason else None, reason),
    )


def test_due_is_computed_from_the_store(tmp_path):
    with Store.open(tmp_path / "articles.db") as store:
        assert due_of(store.connection, "a", Expectations) == Due("a", 0.0, None)
        monday = int(at("2024-05-06T09:00"))
        run_of(store, monday)
        assert monday + HOUR <= due_of(store.connection, "a", Expectations).at <= monday + 24 * HOUR
        run_of(store, monday + HOUR, reason=None)
        assert due_of(store.connection, "a", Expectations).at == monday + HOUR + 60 + HOUR / 4  # killed: soon again


def test_a_crawl_that_leaves_no_trace_is_not_started_again_at_once():
    clock, started = FastClock(), []
    portal = MadePortal("a", [])
    fleet = Fleet(lambda name: started.append(clock.at) or MadeCrawl(clock, portal), now=clock.now)
    schedule = Schedule(["a"], lambda name: Due(name, 0.0, None), fleet, lambda _: None, clock)
    while clock.at < START + 2 * HOUR:
        schedule.tick()
        clock.sleep(schedule.nap())
    assert 4 <= len(started) <= 8


def test_somebody_elses_crawl_counts():
    clock, dues = FastClock(), iter([Due("a", 0.0, None)] + [Due("a", START + HOUR, START)] * 99)
    fleet = Fleet(lambda _: pytest.fail("it was crawled already"), now=clock.now)
    schedule = Schedule(["a"], lambda _: next(dues), fleet, lambda _: None, clock)
    schedule.tick()
    assert not fleet.running


def test_stopping_waits_for_what_runs():
    clock, portal = FastClock(), MadePortal("a", [])
    fleet = Fleet(lambda _: MadeCrawl(clock, portal), now=clock.now)
    schedule = Schedule(["a"], lambda name: Due(name, 0.0, None), fleet, lambda _: None, clock)
    answers = iter([False, True])
    schedule.run(lambda: next(answers))
    assert portal.looks[0][0] == START
    assert fleet.running["a"].process.poll() == 0


def test_an_archive_that_names_days_only_makes_no_busy_portal(tmp_path):
    """A thousand old articles first seen today are a reason to look no more often than none."""
    monday = int(at("2024-05-06T09:00"))
    with Store.open(tmp_path / "articles.db") as store:
        run_of(store, monday)
        alone = due_of(store.connection, "a", Expectations).at
        for number in range(300):
            url = f"https://so.example/{number}"
            day = Moment(f"20{10 + number % 12}-{1 + number % 12:02}-{1 + number % 28:02}", "day", "", "visible")
            published = None if number % 10 == 0 else day
            article = made_article(number, url=url, canonical_url=url, portal="a", published=published)
            with store.transaction():
                outcome = Reading(url, Page(url, f"<p>{number}".encode()), article)
                store.settling.settle("a", outcome, run=1, now=monday + 30)
        assert due_of(store.connection, "a", Expectations).at == alone


def test_news_published_together_are_one_reason_to_look():
    notices = [at(f"2024-04-{day:02}T09:00") for day in range(8, 27)]
    in_threes = [moment + 60 * n for moment in notices for n in range(3)]
    last = at("2024-04-26T18:00")
    assert next_due(last, in_threes, Expectations) == next_due(last, notices, Expectations)
