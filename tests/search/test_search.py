import time
import unicodedata

import pytest

from crawler.search.index import behind, catch_up
from crawler.search.search import excerpt, search
from crawler.store.changes import mark_of
from crawler.store.store import Store
from items import Moment
from tests.made_store import fill, made_article


def day(value: str) -> Moment:
    return Moment(value, "day", value, "visible")


ARTICLES = [
    made_article(1, title="Hội nghị tại Đà Nẵng", paragraphs=["Lớp học mở tại phố biển."], published=day("2019-01-01")),
    made_article(2, title=unicodedata.normalize("NFD", "Tin từ Đà Nẵng"), published=day("2021-01-01")),
    made_article(3, title="Chuyện khác", paragraphs=["Đoàn đến Đà Nẵng hôm qua."], published=day("2022-01-01")),
    made_article(4, title="Đa năng", paragraphs=["Thiết bị đa năng mới."], published=day("2023-01-01")),
    made_article(5, title="Bàn giao", paragraphs=["Đã nhận năng lượng."], published=day("2024-01-01")),
    made_article(6, title="Đề nghị", paragraphs=["Đề nghị các xã."], published=None),
    made_article(7, title="Để dành", paragraphs=["Dê và đê."], published=day("2025-01-01")),
    made_article(8, title="Ðường Trần Phú", paragraphs=["Ðất (chữ cũ)."], published=day("2025-02-01")),
]


@pytest.fixture(scope="module")
def connection(tmp_path_factory):
    with Store.open(fill(tmp_path_factory.mktemp("store") / "articles.db", ARTICLES)) as store:
        catch_up(store.connection)
        yield store.connection


def numbers(connection, query: str) -> list[int]:
    return [int(hit.url.rpartition("/")[2]) for hit in search(connection, query)]


@pytest.mark.parametrize("query", ["Đà Nẵng", "đà nẵng", "ĐÀ NẴNG", unicodedata.normalize("NFD", "đà nẵng")])
def test_E10_typed_with_marks_exact_articles_come_first(connection, query):
    assert numbers(connection, query)[:3] == [2, 1, 3]  # titles first, newest first among them


def test_E10_typed_without_marks_finds_any_side_by_side_first(connection):
    assert numbers(connection, "da nang") == [4, 2, 1, 3, 5]


def test_a_name_typed_without_marks_comes_before_newer_articles_with_its_syllables(tmp_path):
    newer = [
        made_article(n, title=f"Đã thêm năng lực {n}", published=day(f"2024-01-{n % 28 + 1:02}")) for n in range(1, 200)
    ]
    old = made_article(900, title="Chuyện khác", paragraphs=["Đoàn đến Đà Nẵng."], published=day("2010-01-01"))
    with Store.open(fill(tmp_path / "articles.db", [*newer, old])) as store:
        catch_up(store.connection)
        assert numbers(store.connection, "da nang")[0] == 900


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("đề", [6, 7]),  # exact first, though without a date; then what folds to the same
        ("dê", [7, 6]),
        ("de nghi", [6]),
        ("đường trần phú", [8]),  # Ð (U+00D0) stands for Đ in old texts
        ("duong tran phu", [8]),
        ('"đà nẵng"', [2, 1, 3]),
        ('"da nang"', [4, 2, 1, 3]),
        ('"nẵng đà"', []),
        ("năng lượng", [5]),
        ("không hề có", []),
        ("nẵng xyz", []),
    ],
)
def test_what_is_found_and_in_which_order(connection, query, found):
    assert numbers(connection, query) == found


EVERYTHING_TYPED = [
    "", " ", "*", '"', '""', "'", "'; DROP TABLE articles; --", '" OR "1"="1', "đà AND", "AND", "OR", "NOT", "NEAR(a b)",
    "NEAR", "a NEAR b", "title:đà", "đà:nẵng", "-đà", "+đà", "đà*", "*đà", "^đà", "(đà", "đà)", "((", "{a b}: c", "a^2",
    "đà\x00nẵng", "\ud7ff", "😀", "%", "_", "100%", "1/2020", "12.5", "a@b.c", "http://x.y/z?a=1", "\\", "\n", "\t",
    "“đà nẵng”", "đà " * 500, "x" * 100_000, "ﬁ ǅ ß İ", "\u0301", "\u200b", "Ａ", "đ" * 99,
]  # fmt: skip


@pytest.mark.parametrize("query", EVERYTHING_TYPED, ids=range(len(EVERYTHING_TYPED)))
def test_E4_every_query_gives_an_answer(connection, query):
    before = time.process_time()
    hits = search(connection, query)
    assert all(hit.title for hit in hits)
    assert time.process_time() - before < 1


def test_E5_a_query_is_never_sql(connection):
    before = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    assert search(connection, "1 OR 1=1 UNION SELECT") == []
    assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == before


def test_index_follows_changes(tmp_path):
    path = fill(tmp_path / "articles.db", [made_article(1), made_article(2, title="Tên cũ")])
    with Store.open(path) as store:
        assert behind(store.connection) == 2
        assert catch_up(store.connection) == 2
        assert catch_up(store.connection) == 0
        fill(path, [made_article(2, title="Tên mới"), made_article(3, title="Tên mới")])
        assert behind(store.connection) == 2
        assert numbers(store.connection, "tên cũ") == [2]  # not yet
        assert catch_up(store.connection) == 2
        assert numbers(store.connection, "tên cũ") == []
        assert sorted(numbers(store.connection, "tên mới")) == [2, 3]


def test_a_killed_index_loses_no_batch(tmp_path, monkeypatch):
    monkeypatch.setattr("crawler.search.index._BATCH", 2)
    path = fill(tmp_path / "articles.db", [made_article(number, title="Họp giao ban") for number in range(1, 8)])

    def stopped(rows, total):
        for number, row in enumerate(rows):
            if number == 3:
                raise KeyboardInterrupt
            yield row

    with Store.open(path) as store:
        with pytest.raises(KeyboardInterrupt):
            catch_up(store.connection, stopped)
        done = mark_of(store.connection, "search").article
        assert done == 4
        assert catch_up(store.connection) == 3
        assert len(numbers(store.connection, "giao ban")) == 7


def test_more_articles_on_a_day_than_it_has_room_for(tmp_path, monkeypatch):
    monkeypatch.setattr("crawler.search.index._DAY", 2)
    monkeypatch.setattr("crawler.search.index._DATED", 1 << 20)
    path = fill(tmp_path / "articles.db", [made_article(n, published=day("2020-01-01")) for n in range(1, 10)])
    with Store.open(path) as store:
        assert catch_up(store.connection) == 9
        assert len(numbers(store.connection, "tap huan")) == 9


def test_newest_first_among_equals(tmp_path):
    days = ["2020-05-01", "2019-01-01", "2022-07-01", "2021-01-01"]
    path = fill(tmp_path / "articles.db", [made_article(n, published=day(d)) for n, d in enumerate(days)])
    with Store.open(path) as store:
        catch_up(store.connection)
        assert [hit.published for hit in search(store.connection, "mường mẫu")] == sorted(days, reverse=True)


def test_excerpt_shows_where():
    text = "Mở đầu. " * 40 + "Đoàn đến Đà Nẵng hôm qua. " + "Hết. " * 40
    assert "Đà Nẵng" in excerpt(text, "da nang", 80)
    assert len(excerpt(text, "da nang", 80)) <= 84
    assert excerpt("Ngắn.", "gì đó") == "Ngắn."
