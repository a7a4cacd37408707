"""When an article is looked at again."""

import pytest

from crawler.store.revisions import DAY, HOUR, differences, next_check
from items import Article, Image, Moment

BORN = 1_714_618_800  # 2024-05-02 10:00 in Hà Nội
MINUTE = Moment("2024-05-02T10:00:00+07:00", "minute", "10:00 2/5/2024", "visible")


@pytest.mark.parametrize(
    ("age", "due"),
    [
        (60, HOUR),
        (HOUR, DAY),
        (5 * HOUR, DAY),
        (2 * DAY, 7 * DAY),
        (8 * DAY, 30 * DAY),
        (29 * DAY, 30 * DAY),
        (30 * DAY, None),
        (900 * DAY, None),
    ],
)
def test_looks_grow_rare_with_age(age, due):
    checked = next_check(MINUTE, BORN + age, BORN + age, key=1)
    assert checked == (due and BORN + due)


def test_old_news_met_for_the_first_time_is_not_checked_in_an_hour():
    old = Moment("2015", "month", "2015", "url")
    assert next_check(Moment("2015-03", "month", "3/2015", "url"), BORN, BORN, key=1) is None
    assert next_check(old, BORN, BORN, key=1) is not None  # no such form: counts as undated


def test_undated_articles_are_looked_at_after_some_days_not_at_once():
    assert next_check(None, BORN, BORN, key=1) == BORN + 6 * DAY


def test_a_day_without_hour_counts_from_its_end_but_never_from_the_future():
    day = Moment("2024-05-02", "day", "2/5/2024", "visible")
    assert next_check(day, BORN, BORN, key=1) == BORN + HOUR
    future = Moment("2031-05-02", "day", "2/5/2031", "visible")
    assert next_check(future, BORN, BORN, key=1) == BORN + HOUR


def test_one_in_twenty_is_looked_at_for_ever():
    kept = [key for key in range(200) if next_check(MINUTE, BORN, BORN + 400 * DAY, key)]
    assert len(kept) == 10
    assert next_check(MINUTE, BORN, BORN + 400 * DAY, 20) == BORN + 580 * DAY


def test_differences_tell_field_by_field():
    old = Article("u", "Cũ", paragraphs=["a", "b", "c"], images=[Image("1.jpg")], section="Tin", views=1, text="a b c")
    new = Article("v", "Mới", paragraphs=["a", "B", "c", "d"], images=[], section=None, views=2, text="a B c d")
    assert differences(old, new) == {
        "title": {"from": "Cũ", "to": "Mới"},
        "section": {"from": "Tin", "to": None},
        "paragraphs": [{"at": 1, "from": ["b"], "to": ["B"]}, {"at": 3, "from": [], "to": ["d"]}],
        "images": [{"at": 0, "from": [{"url": "1.jpg", "alt": None, "caption": None, "credit": None}], "to": []}],
    }
