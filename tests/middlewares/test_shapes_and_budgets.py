import asyncio
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request, Spider
from scrapy.http import HtmlResponse
from scrapy.utils.test import get_crawler

from crawler.extraction.errors import NotAnArticle
from crawler.incidents import IncidentLog, printable
from crawler.middlewares.circuit_breaker import FailureStreak
from crawler.middlewares.politeness import VIETNAM, hours_of, next_opening
from crawler.middlewares.preparse import check_is_page
from crawler.middlewares.refusals import Refusal
from crawler.middlewares.scope import HostScope
from crawler.middlewares.shapes import address_shape
from crawler.middlewares.trap_budget import TrapBudget, TrapBudgetMiddleware
from crawler.store.outcomes import Reading


@pytest.mark.parametrize(
    ("url", "shape"),
    [
        ("https://so.example/tin-184.html", "so.example/tin-N.html"),
        ("https://so.example/tin/hop-giao-ban-thang-ba-2026-184.html", "so.example/tin/*.html"),
        ("https://so.example/slow-drip", "so.example/slow-drip"),
        ("https://so.example/a;jsessionid=99FF?x=1&y=2&x=3", "so.example/a?x&y"),
        ("https://so.example/a/0f1e2d3c4b5a69788796a5b4c3d2e1f0", "so.example/a/H"),
        ("https://so.example", "so.example"),
    ],
)
def test_shapes(url, shape):
    assert address_shape(url) == shape


@given(st.text(max_size=80))
def test_any_path_has_a_shape(path):
    assert address_shape("https://so.example/" + path.replace("[", "").replace("]", "")).startswith("so.example/")


def test_a_budget_is_spent_by_barren_pages_and_raised_by_fruitful_ones():
    budget = TrapBudget(per_shape=3)
    urls = [f"https://so.example/lich?thang={n}" for n in range(20)]
    budget.note(urls[0], is_fruitful=True)
    for url in urls[1:8]:
        budget.note(url, is_fruitful=False)
    assert budget.objection(urls[9]) == ""
    budget.note(urls[8], is_fruitful=False)
    assert budget.objection(urls[9]) == "budget spent: so.example/lich?thang=N"
    assert budget.objection("https://so.example/tin?thang=1") == ""


def test_X1_names_without_end_that_lead_to_each_other_spend_their_folder():
    budget = TrapBudget(per_shape=3)
    tags = [f"https://so.example/the/{name}" for name in "abcdefgh"]
    for before, tag in zip(["https://so.example/", *tags], tags[:7], strict=False):
        assert budget.objection(tag) == ""
        budget.note(tag, is_fruitful=False, found_on=before)
    assert budget.objection(tags[7]) == "budget spent: so.example/the/*"
    assert budget.objection("https://so.example/tin/a") == ""


def test_X1_a_menu_of_barren_sections_spends_nothing_but_what_leads_to_itself():
    budget = TrapBudget(per_shape=3)
    for name in "abcdefghijklm":
        budget.note(f"https://so.example/muc/{name}", is_fruitful=False, found_on="https://so.example/")
        budget.note(f"https://so.example/{name}", is_fruitful=False, found_on="https://so.example/tin")
    assert budget.objection("https://so.example/muc/n") == budget.objection("https://so.example/n") == ""


@pytest.mark.parametrize(("reason", "spent"), [("before_since", False), ("after_until", False), ("error_page", True)])
def test_articles_of_other_days_spend_no_budget(reason, spent):
    guard = TrapBudgetMiddleware.from_crawler(get_crawler(settings_dict={"TRAP_BUDGET": 3}))

    async def read(url):
        async def outcomes():
            yield Reading(url, None, reason=reason)

        return [each async for each in guard.process_spider_output(HtmlResponse(url), outcomes())]

    for number in range(9):
        assert len(asyncio.run(read(f"https://so.example/tin-{number}.html"))) == 1
    assert bool(guard.budget.objection("https://so.example/tin-99.html")) is spent


@pytest.mark.parametrize(
    ("url", "objection"),
    [
        ("https://so.example/a/a/a/a/b", "folder repeated"),
        ("https://so.example/" + "/".join(f"thu-muc-{chr(97 + n)}" for n in range(20)) + "/", "path too deep"),
        ("https://so.example/2026/03/02/2026/tin.html", ""),
        ("https://so.example/-/view_content/a/b/tin.html", ""),
        ("https://so.example/web/guest/tin/-/a/web/guest/x", ""),
    ],
)
def test_paths_inside_themselves(url, objection):
    assert TrapBudget().objection(url) == objection


def test_a_streak_ends_with_the_shape_its_failures_share():
    streak = FailureStreak(limit=5)
    for n in range(4):
        assert not streak.add(f"https://so.example/tin-{n}.html")
    assert streak.add("https://so.example/khac")
    assert streak.common_shape() == "so.example/tin-N.html"
    streak.clear()
    assert [streak.add(f"https://so.example/{name}") for name in "abcde"][-1]
    assert streak.common_shape() == ""


@pytest.mark.parametrize(
    ("clock", "opening"),
    [("21:59", "22:00"), ("22:00", None), ("03:00", None), ("05:00", "22:00"), ("12:00", "22:00")],
)
def test_night_hours_of_vietnam(clock, opening):
    moment = datetime.fromisoformat(f"2026-03-02T{clock}:00+07:00")
    found = next_opening(moment, hours_of("22:00-05:00"))
    assert found == (None if opening is None else datetime.fromisoformat(f"2026-03-02T{opening}:00+07:00"))


def test_day_hours_open_again_tomorrow():
    late = datetime(2026, 3, 2, 20, tzinfo=VIETNAM)
    assert next_opening(late, hours_of("08:00-17:00")) == datetime(2026, 3, 3, 8, tzinfo=VIETNAM)
    assert hours_of(" ") is None


@pytest.mark.parametrize("body", [b"%PDF-1.4", b"PK\x03\x04", bytes(range(256)) * 8, b"+ADw-html+AD4-", b'[{"a": 1}]'])
def test_what_is_no_page(body):
    with pytest.raises(NotAnArticle, match="not_html"):
        check_is_page(body)


@pytest.mark.parametrize(
    "body", [b"<p>\xe1\xbb", "<p>Tin".encode("utf-16-le") * 20, b"Tin \x1b[1m vui", b"[ghi chu] <p>Tin</p>", b""]
)
def test_what_may_be_one(body):
    check_is_page(body)


def test_scope_of_names():
    scope = HostScope(["WWW.So.example.gov.vn.", ""])
    assert scope.includes("so.example.gov.vn")
    assert scope.includes("www.so.example.gov.vn")
    assert scope.includes("a.so.example.gov.vn")
    assert not scope.includes("aso.example.gov.vn")
    assert not scope.includes("gov.vn")


def test_incidents_are_counted_by_class_and_fit_for_a_terminal():
    log = IncidentLog()
    log.record("https://so.example/a", "blocked:captcha", "tin\n\x1b[31m\u202eđảo")
    assert log.incidents[0].detail == "tin\\n\\x1b[31m\\u202eđảo"
    assert log.counts["blocked:captcha"] == 1
    assert printable("Tin tức, 100 %") == "Tin tức, 100 %"


def test_an_article_of_a_spent_shape_is_put_off_to_the_end_then_refused():
    guard = TrapBudgetMiddleware.from_crawler(get_crawler(Spider, {"TRAP_BUDGET": 2}))
    article = Request("https://so.example/tin-9.html", meta={"kind": "article"}, priority=3)
    assert guard.process_request(article) is None
    for n in (1, 2):
        guard.budget.note(f"https://so.example/tin-{n}.html", is_fruitful=False)
    later = guard.process_request(article)
    assert (later.url, later.priority < 0, later.dont_filter) == (article.url, True, True)
    with pytest.raises(Refusal, match="trap"):
        guard.process_request(later)
    with pytest.raises(Refusal, match="trap"):
        guard.process_request(Request("https://so.example/tin-10.html", meta={"kind": "section"}))
    guard.budget.note("https://so.example/tin-3.html", is_fruitful=True)
    assert guard.process_request(later) is None
