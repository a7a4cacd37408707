"""The days a crawl is asked for: what a list's dates may rule out before anything is fetched, and what they may not."""

from datetime import date

import pytest

from crawler.platforms.window import Window
from items import Article, Moment

YEAR = Window(date(2022, 1, 1), date(2022, 12, 31))


@pytest.mark.parametrize(
    ("printed", "changed", "holds"),
    [
        ("18/07/2016", False, False),
        ("18/07/2016 | 01:56 PM", False, False),
        ("30/11/2021", False, False),
        ("05/12/2021", False, True),  # printed by the list, a month off at most
        ("18/07/2022", False, True),
        ("20/01/2023", False, True),
        ("05/03/2023", False, False),
        ("05/03/2023", True, True),  # changed since; published any time before
        ("2021-05-01T10:00:00+07:00", True, False),
        (None, False, True),
        ("hôm qua", False, True),
        ("31/02/2016", False, True),  # no day at all rules nothing out
    ],
)
def test_a_list_rules_out_only_what_is_far_outside(printed, changed, holds):
    assert YEAR.may_hold(printed, changed=changed) is holds


def test_without_days_asked_for_everything_is_inside():
    assert Window().may_hold("18/07/1998")
    assert not Window().is_past(["18/07/1998"] * 9)


@pytest.mark.parametrize(
    ("days", "past"),
    [
        (["01/02/2019", "03/02/2019", "05/02/2019"], True),
        (["01/02/2019", "03/02/2019", None, "05/02/2019"], True),
        (["01/02/2019", "03/02/2019", "05/02/2022"], False),  # one pinned old story on a page of news, or the reverse
        (["01/02/2019", "03/02/2019"], False),
        ([None, None, None], False),
    ],
)
def test_a_list_is_past_when_all_it_dates_is_older(days, past):
    assert YEAR.is_past(days) is past
    assert not Window(until=date(2022, 12, 31)).is_past(days)


@pytest.mark.parametrize(
    ("value", "refusal"),
    [
        ("2021-12-31T23:59:00+07:00", "before_since"),
        ("2022-01-01", None),
        ("2022-12-31T08:00:00+07:00", None),
        ("2023-01-01", "after_until"),
        ("2022-01", None),  # of a month only what the month says
        ("2021-12", "before_since"),
    ],
)
def test_an_article_is_judged_by_its_own_date(value, refusal):
    moment = Moment(value, "day", value, "visible")
    assert YEAR.refusal(Article(url=None, title="Tin", published=moment)) == refusal


def test_an_undated_article_is_inside():
    assert YEAR.refusal(Article(url=None, title="Tin")) is None
