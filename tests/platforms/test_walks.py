"""How far down a list is read when a crawl only looks for news."""

import pytest

from crawler.platforms.walks import Walks, following_pages, in_order
from tests.platforms.test_portal import answer, outcome, registry, spider  # noqa: F401 - the registry is a fixture

TOP = "https://so.example/tin"


def dated(*days):
    """A list of articles of these days of March 2024, and the numbers of all its pages."""
    links = "".join(f'<li><a href="/tin/-/view_content/{day}-a">Tin</a> {day:02}/03/2024</li>' for day in days)
    return links + "".join(f'<a href="/tin?page={n}">{n}</a>' for n in (1, 2, 3, 4))


def pages_asked(walker, page, markup):
    url = TOP if page == 1 else f"{TOP}?page={page}"
    requests, _ = outcome(walker.parse(answer(url, markup, section_url=TOP)))
    return [request.url.removeprefix(TOP) for request in requests if request.meta["kind"] == "section"]


def again(known_until=None, *, news=False):
    """A spider on its second round, to which everything or nothing is news."""
    walker = spider()
    walker.incremental, walker.is_news = True, lambda _key: news
    walker.walks.known_until = lambda _section: known_until
    return walker


def test_the_first_round_asks_for_every_page_a_later_one_for_the_next():
    assert pages_asked(spider(), 2, dated(9, 8, 7)) == ["?page=1", "?page=2", "?page=3", "?page=4"]
    assert pages_asked(again(news=True), 2, dated(9, 8, 7)) == ["?page=3"]


@pytest.mark.parametrize(
    ("known_until", "asked"),
    [(None, []), ("2024-03-25", []), ("2024-03-12", []), ("2024-03-11", ["?page=3"]), ("2024-02-01", ["?page=3"])],
)
def test_without_news_a_list_is_read_down_to_what_was_known_whole(known_until, asked):
    assert pages_asked(again(known_until), 2, dated(9, 8, 7)) == asked


def test_an_old_article_kept_on_top_does_not_end_the_walk():
    assert pages_asked(again("2024-03-20"), 2, dated(1, 22, 21, 20, 19)) == ["?page=3"]


def test_a_list_is_whole_when_all_the_walk_needed_was_read():
    walker = again(news=True)
    pages_asked(walker, 1, dated(22, 21, 20))
    assert list(walker.walked()) == []
    walker.is_news = lambda _key: False
    pages_asked(walker, 2, dated(9, 8, 7))
    assert (
        list(walker.walked()) == []
    )  # its first page names page 1 too, which where pages count from nought is another
    outcome(walker.parse(answer(f"{TOP}?page=1", dated(22, 21, 20), section_url=TOP)))
    assert list(walker.walked()) == [(TOP, "2024-03-22")]


@pytest.mark.parametrize("argument", [{"sample": "2"}, {"since": "2024-01-01"}, {"until": "2024-01-01"}])
def test_who_asks_for_a_part_learns_nothing_of_the_whole(argument):
    walker = spider(**argument)
    pages_asked(walker, 1, '<li><a href="/tin/-/view_content/5-a">Tin</a> 05/03/2024</li>')
    assert list(walker.walked()) == []


def test_pagers_of_several_lists_on_one_page_go_on_each():
    both = [f"{TOP}?{pager}_cur={n}" for pager in ("a", "b") for n in (3, 4)]
    assert following_pages(both, f"{TOP}?a_cur=2") == [f"{TOP}?a_cur=3", f"{TOP}?b_cur=3"]
    assert following_pages([f"{TOP}?start={n}" for n in (20, 40)], TOP) == [f"{TOP}?start=20"]
    assert following_pages([f"{TOP}/cu-hon-2"], TOP) == [f"{TOP}/cu-hon-2"]


def test_days_in_titles_are_no_dates_of_a_list():
    days = ["29/01/2018", "27/11/2017", "18/06/2015"]
    assert in_order(days) == ("2015-06-19", "2018-01-29")
    assert in_order(days + [None] * 9) is None
    walks = Walks()
    walks.read(TOP, TOP, days + [None] * 9)
    assert list(walks.whole()) == []
