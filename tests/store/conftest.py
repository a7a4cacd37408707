import pytest

from crawler.store import Reading, Store
from items import Article, Moment, Page

NOW = 1_800_000_000  # January 2027
HOST = "https://so.example"
LONG = "Sở tổ chức hội nghị tổng kết công tác năm và triển khai nhiệm vụ trọng tâm của năm tới. " * 4


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "articles.db") as opened:
        yield opened


class Portal:
    """Says what a portal's pages gave, one transaction each."""

    def __init__(self, store, name="so_mau"):
        self.store = store
        self.name = name
        self.now = NOW

    def settle(self, outcome):
        with self.store.transaction():
            return self.store.settling.settle(self.name, outcome, run=1, now=self.now)

    def read(self, path, title="Tin", text=LONG, *, key=None, aliases=(), final=None, removed=None, **fields):
        url = path if "://" in path else HOST + path
        article = Article(final or url, title, text=text, paragraphs=[text], **fields)
        page = Page(final or url, f"<h1>{title}</h1><p>{text}</p>".encode())
        return self.settle(Reading(url, page, article, key=key, identity=key, aliases=aliases, removed=removed))

    def row(self, path, identity=None):
        from crawler.store.identity import address_key

        key = address_key(self.name, HOST + path, identity)
        names = "state", "reason", "article", "next_at", "tries", "url", "etag", "trusted", "kind"
        found = self.store.connection.execute(
            f"SELECT {', '.join(names)} FROM frontier WHERE key = ?", (key,)
        ).fetchone()
        return dict(zip(names, found, strict=True)) if found else None


@pytest.fixture
def portal(store):
    return Portal(store)


@pytest.fixture
def moment():
    return Moment("2020-11-16T10:13:00+07:00", "minute", "16/11/2020 10:13", "visible")
