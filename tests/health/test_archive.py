"""Is an archive whole? What pagers say, what lists showed, which months and numbers are missing - and each said once."""

import json

import pytest

from crawler.health import Expectations, judge
from crawler.health.archive import Archive, spans
from crawler.health.book import judge_portal
from crawler.store.health_rows import DAY
from crawler.store.outcomes import Failed, Reading, SectionRead
from crawler.store.store import Store
from items import Moment, Page
from tests.health.test_judge import LISTS, PAST, TODAY, lists, run, seen
from tests.made_store import made_article

WHOLE = Archive(addresses=200, unread={"http_404": 4}, pages={"": 20}, spans=(90, 80, 100, 70, 95, 60))


def after(archive, observed=None, number=10, **changes):
    made = run(observed or seen(), number, archive=archive.write())
    return made if not changes else type(made)(**{f: changes.get(f, getattr(made, f)) for f in made.__slots__})


def changed(**fields):
    return Archive(**{**WHOLE.write(), **fields})


BEFORE = [after(WHOLE, number=number) for number in (9, 8, 7)]

INCOMPLETE = {
    "its pager counts 500 articles": ("incomplete", WHOLE, seen(lists=lists(says_articles=500))),
    "its pager counts 40 pages": ("incomplete", WHOLE, seen(lists=lists(says_pages=40), incremental=False)),
    "a fifth of what was listed is not stored": ("incomplete", changed(unread={"timeout": 40}), seen()),
    "pages of its lists cannot be read": ("incomplete", changed(pages_failed=6), seen()),
    "a month is missing": ("gaps", changed(silent=("2023-05",)), seen()),
    "numbers are missing": ("gaps", changed(spans=(900, 80, 100, 70, 95, 60)), seen()),
}


@pytest.mark.parametrize(("cause", "archive", "observed"), INCOMPLETE.values(), ids=INCOMPLETE)
def test_what_is_missing_is_named(cause, archive, observed):
    verdict = judge(after(archive, observed), BEFORE)
    assert (verdict.word, verdict.cause) == ("warn", cause), verdict


@pytest.mark.parametrize(("cause", "archive", "observed"), INCOMPLETE.values(), ids=INCOMPLETE)
def test_it_is_no_news_where_it_was_so_before(cause, archive, observed):
    before = [after(archive, observed, number) for number in (9, 8, 7)]
    assert str(judge(after(archive, observed), before)) == "ok"


WELL = {
    "as many as its pager counts": (WHOLE, seen(lists=lists(says_articles=205, says_pages=20))),
    "its last list page was not there": (changed(pages_failed=1), seen(lists=lists(says_pages=21))),
    "it grew by pages that no crawl for news asks for": (WHOLE, seen(lists=lists(says_pages=40))),
    "some pages are gone": (changed(unread={"http_404": 12}), seen()),
    "a longer holiday between two numbers": (changed(spans=(250, 80, 100, 70, 95, 60)), seen()),
    "too few numbers to know": (changed(spans=(900, 80)), seen()),
}


@pytest.mark.parametrize(("archive", "observed"), WELL.values(), ids=WELL)
def test_what_looks_missing_and_is_not(archive, observed):
    assert str(judge(after(archive, observed), BEFORE)) == "ok"


def test_a_run_that_was_asked_for_a_part_says_nothing_of_the_whole():
    archive, observed = changed(silent=("2023-05",)), seen(lists=lists(says_pages=40), incremental=False)
    assert judge(after(archive, observed, arguments='{"sample": 5}'), BEFORE).word == "ok"
    assert judge(after(archive, observed, reason="shutdown"), BEFORE).word == "ok"
    assert (
        judge(run(seen(lists=lists(says_pages=40), incremental=False)), PAST).word == "ok"
    )  # runs of before this was kept


def test_a_portal_class_may_know_its_pager_to_be_wrong():
    class Boastful(Expectations):
        expect_complete = 0

    assert judge(after(WHOLE, seen(lists=lists(says_articles=9_999))), BEFORE, Boastful).word == "ok"


def test_spans_need_two_edges():
    assert spans([]) == spans(range(30)) == ()


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "articles.db") as opened:
        yield opened


def settle(store, outcome):
    with store.transaction():
        store.settling.settle("so_mau", outcome, run=1, now=1_714_950_000)


def put(store, number, month):
    url = f"https://so.example/tin-{number}.html"
    moment = Moment(f"{month}-{1 + number % 28:02}", "day", "", "visible")
    article = made_article(number, url=url, canonical_url=url, portal="so_mau", published=moment)
    settle(store, Reading(url, Page(url, f"<p>{number}".encode()), article, key=str(number)))


def test_the_archive_is_counted_from_the_store(store):
    months = [f"2023-{month:02}" for month in (1, 2, 3, 5, 6, 7)]
    for number in range(66):
        put(store, 1000 + 3 * number, months[number // 11])
    settle(store, Failed("https://so.example/tin-9.html", "timeout"))
    settle(store, SectionRead("https://so.example/muc", links=20, section="Tin"))
    settle(store, Failed("https://so.example/muc?page=2", "http_500", kind="section"))
    archive = Archive.of(store.connection, "so_mau")
    assert archive == Archive(67, {"timeout": 1}, {"": 1}, 1, ("2023-04",), (90, 90)), archive
    assert Archive.read(json.loads(json.dumps(archive.write()))) == archive


def test_it_is_kept_with_the_run_it_judges(store):
    lists_seen = LISTS | {"https://so.example/muc": {"links": 9, "says_pages": 7}}
    tally = json.dumps({"observed": seen(lists=lists_seen, incremental=False).write()})
    at = (TODAY - 719_163) * DAY
    store.connection.execute(
        "INSERT INTO runs (round, portal, arguments, started_at, alive_at, finished_at, reason, tally)"
        " VALUES (1, 'so_mau', '{}', ?1, ?1 + 60, ?1 + 60, 'finished', ?2)",
        (at, tally),
    )
    verdict = judge_portal(store.connection, "so_mau", Expectations, now=at + 60)
    assert "https://so.example/muc says it has 7 pages; 0 were read" in verdict.reason
    (kept,) = store.connection.execute("SELECT tally ->> '$.archive.addresses' FROM runs").fetchone()
    assert kept == 0
