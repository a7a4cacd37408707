"""Verdicts: what each breakage looks like in a run, and what looks like one and is none."""

from collections import Counter
from dataclasses import replace

import pytest

from benchmarks.made_runs import false_alarms
from crawler.commands.endings import ending_of
from crawler.health import Expectations, Observed, judge
from crawler.health.causes import CAUSES
from crawler.store.health_rows import DAY, RunRow

TODAY = 740_000
LISTS = {f"https://so.example/muc-{n}": {"links": 10, "news": 2, "status": 200} for n in (1, 2)}
BUILD, OTHER_BUILD = list(range(48)), list(range(1000, 1048))


def seen(articles=10, **changes):
    usual = Observed(
        incremental=True, lists=LISTS, links=20, news=4, articles=articles, new=articles,
        fields=Counter(dict.fromkeys(("title", "text", "published", "lead", "images"), articles)),
        lengths=[1000 + 100 * n for n in range(articles)], languages=Counter({"vi": articles}),
        days=[TODAY - n % 3 for n in range(articles)], article_build=BUILD, list_build=BUILD,
        title=["báo", "mẫu", "sở", "thông"],
    )  # fmt: skip
    return replace(usual, **changes)


def run(observed, number=10, reason="finished", **tally):
    at = (TODAY - 719_163) * DAY + 36_000
    return RunRow(number, "so_mau", "{}", at, at + 600, reason, {"observed": observed.write(), **tally})


PAST = [run(seen(), number) for number in (9, 8, 7)]


def lists(**changes):
    return {address: {**entry, **changes} for address, entry in LISTS.items()}


BROKEN = [
    ("list_empty", seen(0, lists=lists(links=0), new=0), {}),
    ("list_empty", seen(0, lists=LISTS | {"https://so.example/muc-2": {"links": 0, "news": 0, "status": 200}}), {}),
    ("list_shrunk", seen(2, lists=lists(links=4)), {}),
    ("section_moved", seen(0, lists=lists(reason="http_404", links=None)), {}),
    ("section_moved", seen(lists=LISTS | {"https://so.example/muc-1": {"links": 9, "moved": "https://so.example/"}}), {}),
    ("host_gone", seen(0, lists=lists(reason="robots_unreachable", links=None)), {"incident/dns": 3}),
    ("too_slow", seen(0, lists=lists(reason="timeout", links=None)), {}),
    ("unreachable", seen(0, lists=lists(reason="host_down", links=None)), {}),
    ("server_error", seen(0, lists=lists(reason="http_503", links=None)), {}),
    ("robots", seen(0, lists=lists(reason="robots_txt", links=None)), {}),
    ("blocked", seen(2, failures=Counter({"blocked:captcha": 4}), errors=Counter({"blocked": 4})), {}),
    ("certificate", seen(), {"incident/tls_accepted": 1}),
    ("other_publisher", seen(0, lists=lists(links=3), list_build=OTHER_BUILD, title=["casino", "best"]), {}),
    ("template_changed", seen(article_build=OTHER_BUILD), {}),
    ("template_changed", seen(0, lists=lists(links=0), list_build=OTHER_BUILD, article_build=[]), {}),
    ("field_lost", seen(fields=Counter({"title": 10, "text": 10, "lead": 10, "images": 10})), {}),
    ("bodies_cut", seen(lengths=[90] * 6 + [1500] * 6, articles=12), {}),
    ("dates_shifted", seen(days=[TODAY + 300] * 4), {}),
    ("dates_shifted", seen(days=[TODAY - 366] * 4), {}),
    ("same_text", seen(repeated=8), {}),
    ("other_language", seen(languages=Counter({"en": 9, "vi": 1})), {}),
    ("unreadable", seen(2, declined=Counter({"no_body": 8})), {}),
    ("incomplete", seen(1, lists=lists(news=9), new=1), {}),
    ("bug", seen(errors=Counter({"parse": 2})), {}),
    ("too_slow", seen(5, failures=Counter({"timeout": 9}), errors=Counter({"timeout": 9})), {}),
]  # fmt: skip


@pytest.mark.parametrize(("cause", "observed", "tally"), BROKEN)
def test_each_breakage_is_named(cause, observed, tally):
    verdict = judge(run(observed, **tally), PAST)
    assert verdict.cause == cause, verdict
    assert verdict.word in ("warn", "fail")


WELL = {
    "no news": seen(0, lists=lists(news=0), new=0, days=[], lengths=[]),
    "lists not modified": seen(0, lists=lists(links=None, status=304), links=0, new=0),
    "one list a little shorter": seen(
        lists=LISTS | {"https://so.example/muc-2": {"links": 6, "news": 0, "status": 200}}
    ),
    "two articles without a lead": seen(fields=Counter(title=10, text=10, published=10, lead=8, images=10)),
    "two articles, none with a picture": seen(2, fields=Counter(title=2, text=2, published=2, lead=2)),
    "one short notice": seen(3, lengths=[120, 1400, 1500]),
    "a month's minutes published at once": seen(days=[TODAY - 40] * 5),
    "one date of next year": seen(days=[TODAY + 200] + [TODAY] * 9),
    "one timeout": seen(failures=Counter(timeout=1), errors=Counter(timeout=1)),
    "one English article of ten": seen(languages=Counter(vi=9, en=1)),
    "the same notice twice": seen(repeated=1),
    "a list moved to https": seen(lists=lists()),
    "declined: three contact pages": seen(declined=Counter(section_page=3)),
    "the same news on every list": seen(3, lists=lists(news=4), new=3),
}


@pytest.mark.parametrize("observed", WELL.values(), ids=WELL)
def test_what_looks_like_a_breakage_and_is_none(observed):
    assert str(judge(run(observed), PAST)) == "ok"


def test_a_certificate_that_was_never_right_is_no_news():
    past = [run(seen(), 9, **{"incident/tls_accepted": 1})]
    assert judge(run(seen(), **{"incident/tls_accepted": 1}), past).word == "ok"


def test_the_first_run_of_all_is_judged_by_itself():
    assert judge(run(seen()), []).word == "ok"
    assert judge(run(seen(0, links=0, lists=lists(links=0))), []).cause == "list_empty"
    assert judge(run(seen(0, lists=lists(reason="http_404", links=None))), []).cause == "section_moved"


def test_ends_of_runs():
    assert judge(run(seen(), reason="storage"), PAST).cause == "storage"
    assert judge(run(seen(), reason=None), PAST).cause == "killed"
    assert judge(run(seen(), reason="closespider_timeout"), PAST).cause == "stopped"
    assert judge(run(seen(), reason="shutdown"), PAST).word == "ok"


def test_a_portal_class_knows_better():
    class Lists(Expectations):
        expect_links = 0.1
        expect_language = None
        expect_fields = {"lead": 0.9}  # noqa: RUF012

    assert judge(run(seen(2, lists=lists(links=4))), PAST, Lists).word == "ok"
    assert judge(run(seen(languages=Counter(en=10))), PAST, Lists).word == "ok"
    assert (
        judge(run(seen(fields=Counter(title=10, text=10, published=10, images=10, lead=8))), PAST, Lists).cause
        == "field_lost"
    )


def test_silence_is_a_warning():
    assert judge(run(seen()), PAST, silent=40).cause == "silent"


def test_no_alarm_in_200_healthy_runs_of_varying_volume():
    assert [str(verdict) for verdict in false_alarms(200)] == []


@pytest.mark.parametrize(("links", "cause"), [(0, "list_empty"), (4, "list_shrunk")])
def test_X7_no_links_or_less_than_half_of_the_usual_is_no_success(links, cause):
    verdict = judge(run(seen(0, lists=lists(links=links), new=0)), PAST)
    ending = ending_of(
        "so_mau", {"finish_reason": "finished", "response_received_count": 3, "store/section": 2}, verdict
    )
    assert (verdict.cause, ending.word, ending.exit_code) == (cause, "PARTIAL", 4)
    assert ending.reason.startswith(CAUSES[cause])
    assert "usually 20" in ending.reason


def test_X7_half_of_the_usual_and_more_is_well():
    verdict = judge(run(seen(0, lists=lists(links=5), new=0)), PAST)
    assert verdict.word == "ok"
