"""An article comes back from its row as it went in."""

from hypothesis import given
from hypothesis import strategies as st

from crawler.store.article_rows import COLUMNS
from items import Article, Attachment, Image, Moment

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40)
NAME = TEXT.filter(bool)
MOMENT = st.builds(Moment, NAME, st.sampled_from(["month", "day", "minute"]), TEXT, st.sampled_from(["meta", "url"]))
ARTICLE = st.builds(
    Article,
    url=st.none() | TEXT,
    title=NAME,
    canonical_url=st.none() | TEXT,
    portal=NAME,
    lead=st.none() | TEXT,
    paragraphs=st.lists(TEXT, max_size=4),
    text=TEXT,
    captions=st.lists(TEXT, max_size=2),
    images=st.lists(st.builds(Image, TEXT, st.none() | TEXT), max_size=2),
    attachments=st.lists(st.builds(Attachment, TEXT, st.none() | TEXT), max_size=2),
    authors=st.lists(TEXT, max_size=2),
    published=st.none() | MOMENT,
    updated=st.none() | MOMENT,
    views=st.none() | st.integers(0, 10**9),
    keywords=st.lists(TEXT, max_size=2),
)


def there_and_back(store, article):
    store.connection.execute("DELETE FROM articles")
    return store.shelf.get(store.shelf.add(1, article, None, None, 0))


def test_any_article_comes_back(tmp_path):
    from crawler.store import Store

    with Store.open(tmp_path / "a.db") as store:

        @given(ARTICLE)
        def check(article):
            assert there_and_back(store, article) == article

        check()


def test_text_lead_and_paragraphs_are_written_once(store):
    lead, first, second = "Mở đầu.", "Đoạn một.", "Đoạn hai."
    article = Article(
        "https://so.example/1",
        "Tin",
        canonical_url="https://so.example/1",
        portal="so_mau",
        lead=lead,
        paragraphs=[first, second],
        text=f"{lead}\n\n{first}\n\n{second}",
    )
    assert there_and_back(store, article) == article
    row = store.connection.execute("SELECT rest, lead, canonical_url, canonical FROM articles").fetchone()
    assert row == ("{}", lead, "https://so.example/1", "=")


def test_a_paragraph_with_a_blank_line_comes_back_whole(store):
    article = Article(None, "Tin", portal="p", paragraphs=["một\n\nhai", "ba"], text="một\n\nhai\n\nba")
    assert there_and_back(store, article) == article


def test_columns_are_those_of_the_table(store):
    assert {row[1] for row in store.connection.execute("PRAGMA table_xinfo(articles)")} >= set(COLUMNS)
