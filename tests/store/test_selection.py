import pytest

from crawler.store.selection import Selection, count_articles, select_articles
from crawler.store.store import Store
from items import Moment
from tests.made_store import fill, made_article


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    articles = [
        made_article(1),
        made_article(2, portal="so_khac", province="Hà Nội", agency="Sở Khác", section="Thông báo"),
        made_article(3, published=Moment("2020-02", "month", "tháng 2", "prefix"), flags=["short_body"]),
        made_article(4, published=None, flags=["no_published_date", "short_body"]),
        made_article(5, published=Moment("2020-03-01T23:59:00+07:00", "minute", "x", "visible"), language="en-GB"),
        made_article(6, lead=None, paragraphs=["Ngắn."], published=Moment("2021-12-31", "day", "x", "visible")),
    ]
    with Store.open(fill(tmp_path_factory.mktemp("store") / "articles.db", articles)) as store:
        yield store


@pytest.mark.parametrize(
    ("selection", "numbers"),
    [
        (Selection(), [1, 2, 3, 4, 5, 6]),
        (Selection(portal="so_khac"), [2]),
        (Selection(portal="không có"), []),
        (Selection(province="Hà Nội"), [2]),
        (Selection(agencies=("Sở Khác", "Sở Lạ")), [2]),
        (Selection(section="Thông báo"), [2]),
        (Selection(since="2020-02-01"), [3, 5, 6]),  # a month counts as its first day; undated are in no period
        (Selection(since="2020-02-02"), [5, 6]),
        (Selection(since="2020-02"), [3, 5, 6]),
        (Selection(until="2020-03-01"), [1, 2, 3, 5]),  # the whole day
        (Selection(until="2020-02-28"), [1, 2, 3]),
        (Selection(until="2020"), [1, 2, 3, 5]),
        (Selection(since="2021", until="2021"), [6]),
        (Selection(language="en"), [5]),
        (Selection(language="e"), []),
        (Selection(min_length=50), [1, 2, 3, 4, 5]),
        (Selection(flags=("short_body",)), [3, 4]),
        (Selection(flags=("short_body", "no_published_date")), [4]),
        (Selection(without_flags=("short_body",)), [1, 2, 5, 6]),
        (Selection(flags=("short_body",), without_flags=("no_published_date",)), [3]),
        (Selection(ids=(2, 5, 99)), [2, 5]),
        (Selection(portal="so_mau' OR 1=1 --"), []),
    ],
    ids=str,
)
def test_filters(store, selection, numbers):
    found = [int(article.url.rpartition("/")[2]) for article in select_articles(store.connection, selection)]
    assert found == numbers
    assert count_articles(store.connection, selection) == len(numbers)


@pytest.mark.parametrize("day", ["hôm qua", "2020-1-1", "01/02/2020", "2020-01-01' OR 1=1", ""])
def test_days_are_iso(day):
    with pytest.raises(ValueError, match="not an ISO"):
        Selection(since=day)


def test_describe_names_only_what_is_set():
    assert Selection(portal="so_mau", min_length=5, ids=(1,)).describe() == {
        "portal": "so_mau",
        "min_length": 5,
        "ids": [1],
    }
