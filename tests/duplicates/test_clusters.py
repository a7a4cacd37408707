import pytest

from benchmarks.made_articles import MadeLanguage
from crawler.duplicates.clusters import catch_up, cluster_of, clusters, members
from crawler.exports.export import Request, export
from crawler.store.errors import StoreError
from crawler.store.selection import Selection, count_articles
from crawler.store.store import Store
from items import Moment
from tests.made_store import fill, made_article

LANGUAGE = MadeLanguage(2)
RELEASE = [LANGUAGE.paragraph() for _ in range(4)]
OTHER = [LANGUAGE.paragraph() for _ in range(4)]


def article(number, paragraphs, day=None, **fields):
    published = Moment(day, "day", day, "visible") if day else None
    return made_article(number, lead=None, paragraphs=paragraphs, published=published, portal=f"so_{number}", **fields)


def placed(path):
    with Store.open(path) as store:
        catch_up(store.connection)
        return [
            [(copy.article, copy.role, copy.jaccard, copy.lag) for copy in cluster]
            for cluster in clusters(store.connection)
        ]


def test_origin_reprint_edited_reprint(tmp_path):
    edited = [*RELEASE[:3], LANGUAGE.paragraph()]
    articles = [
        article(1, RELEASE, "2020-01-05"),
        article(2, OTHER, "2020-01-05"),
        article(3, edited, "2020-01-08"),
        article(4, RELEASE, "2020-01-01"),  # stored later, published first
        article(5, RELEASE),
    ]
    (cluster,) = placed(fill(tmp_path / "articles.db", articles))
    by_article = {number: rest for number, *rest in cluster}
    assert cluster[0] == (4, "origin", 1.0, 0)
    assert by_article[1] == ["reprint", 1.0, 4]
    assert by_article[5] == ["reprint", 1.0, None]
    role, jaccard, lag = by_article[3]
    assert (role, lag) == ("edited_reprint", 7)
    assert 0.4 < jaccard < 0.8


def test_of_one_day_the_one_that_names_no_source_is_the_origin(tmp_path):
    articles = [article(1, RELEASE, "2020-01-05", source_name="Báo Mẫu"), article(2, RELEASE, "2020-01-05")]
    (cluster,) = placed(fill(tmp_path / "articles.db", articles))
    assert [(number, role) for number, role, *_ in cluster] == [(2, "origin"), (1, "reprint")]


def test_it_goes_on_where_it_was(tmp_path):
    path = fill(tmp_path / "articles.db", [article(1, RELEASE, "2020-01-05")])
    assert placed(path) == []
    fill(path, [article(2, RELEASE, "2020-01-04")])
    assert [[entry[:2] for entry in cluster] for cluster in placed(path)] == [[(2, "origin"), (1, "reprint")]]


def test_a_changed_article_leaves_its_cluster(tmp_path):
    path = fill(tmp_path / "articles.db", [article(n, RELEASE, f"2020-01-0{n}") for n in (1, 2, 3)])
    assert len(placed(path)[0]) == 3
    fill(path, [article(1, OTHER, "2020-01-01")])
    assert [[entry[:2] for entry in cluster] for cluster in placed(path)] == [[(2, "origin"), (3, "reprint")]]
    fill(path, [article(2, OTHER, "2020-01-02")])
    (cluster,) = placed(path)
    assert sorted(entry[:2] for entry in cluster) == [(1, "origin"), (2, "reprint")]


def test_a_release_everybody_reprints_stays_one_cluster(tmp_path):
    articles = [article(number, [LANGUAGE.sentence(), *RELEASE], "2020-01-05") for number in range(1, 61)]
    (cluster,) = placed(fill(tmp_path / "articles.db", articles))
    assert len(cluster) == 60


def test_a_kill_between_batches_loses_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("crawler.duplicates.clusters._BATCH", 2)
    path = fill(tmp_path / "articles.db", [article(n, RELEASE, f"2020-01-0{n}") for n in range(1, 7)])

    def stopped(rows, total):
        for number, row in enumerate(rows):
            if number == 3:
                raise KeyboardInterrupt
            yield row

    with Store.open(path) as store, pytest.raises(KeyboardInterrupt):
        catch_up(store.connection, stopped)
    assert [len(cluster) for cluster in placed(path)] == [6]


def test_copies_found_by_other_rules_are_looked_for_again(tmp_path, monkeypatch):
    path = fill(tmp_path / "articles.db", [article(n, RELEASE, f"2020-01-0{n}") for n in (1, 2)])
    with monkeypatch.context() as earlier, Store.open(path) as store:
        earlier.setattr("crawler.duplicates.clusters._MADE_BY", {"sketch": "earlier"})
        assert catch_up(store.connection) == 2
        store.connection.execute("UPDATE duplicates SET role = 'origin'")
        assert catch_up(store.connection) == 0
    with Store.open(path) as store:
        assert catch_up(store.connection) == 2
        assert catch_up(store.connection) == 0
    assert [[entry[1] for entry in cluster] for cluster in placed(path)] == [["origin", "reprint"]]


def test_keys_are_poured_and_still_found(tmp_path, monkeypatch):
    monkeypatch.setattr("crawler.duplicates.clusters._POURED", 1)
    path = fill(tmp_path / "articles.db", [article(1, RELEASE, "2020-01-05")])
    placed(path)
    fill(path, [article(2, RELEASE, "2020-01-06")])
    assert [len(cluster) for cluster in placed(path)] == [2]


def test_exports_choose(tmp_path):
    path = fill(tmp_path / "articles.db", [article(n, RELEASE, f"2020-01-0{n}") for n in (1, 2, 3)])
    with Store.open(path, readonly=True) as store, pytest.raises(StoreError, match="scrapy duplicates"):
        export(store, Request("jsonl", Selection(originals=True), path=tmp_path / "a.jsonl"))
    placed(path)
    with Store.open(path, readonly=True) as store:
        assert export(store, Request("jsonl", Selection(originals=True), path=tmp_path / "a.jsonl")).rows == 1
        assert count_articles(store.connection, Selection()) == 3
        assert cluster_of(store.connection, 3) == 1
        assert members(store.connection, 99) == []
