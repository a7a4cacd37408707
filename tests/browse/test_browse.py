import asyncio
import re
import sqlite3
import time

import httpx
import pytest

from crawler.browse.guards import read_only
from crawler.browse.server import application
from crawler.duplicates.clusters import catch_up as find_copies
from crawler.search.index import catch_up
from crawler.store.removed_rows import keep
from crawler.store.store import Store
from items import Attachment
from tests.made_store import fill, made_article
from tests.search.test_search import EVERYTHING_TYPED

pytestmark = pytest.mark.filterwarnings(
    "ignore:coroutine .* was never awaited:RuntimeWarning"
)  # Datasette gives up halfway
HOSTILE = "<script>window.PWNED=1</script><img src=//evil.example/x onerror=window.PWNED=1>"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("store") / "kho tin.db"  # whatever its name, our links hold
    articles = [made_article(number) for number in range(1, 50)]
    articles += [
        made_article(50, portal="so_khac", province="Hà Nội", section="Thông báo", title="Hội nghị tại Đà Nẵng"),
        made_article(
            51, title=HOSTILE, section=HOSTILE, paragraphs=[HOSTILE, "abc\u202egpj.exe"], page_clock="2020-09-29"
        ),
    ]
    articles.append(made_article(52, portal="so_la", attachments=[Attachment("javascript:alert(1)", "Văn bản", None)]))
    fill(path, articles)
    fill(path, [made_article(1, title="Tên đã sửa")], now=1_600_000_500)
    with Store.open(path) as store:
        keep(store.connection, 1, 2, [("related_list", 12, HOSTILE)])
        catch_up(store.connection)
        find_copies(store.connection)
    return path


@pytest.fixture(scope="module")
def get(path):
    app = application(path)
    loop = asyncio.new_event_loop()

    def ask(address: str, host: str = "127.0.0.1:8001", method: str = "GET") -> httpx.Response:
        async def answer() -> httpx.Response:
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8001") as client:
                return await client.request(method, address, headers={"host": host})

        return loop.run_until_complete(answer())

    yield ask
    loop.close()


def test_front_page_offers_search_facets_and_the_newest(get):
    page = get("/")
    assert page.status_code == 200
    for words in ("52 articles", "so_khac", "Hà Nội", "2020", "Thông báo", "Hội nghị tại Đà Nẵng"):
        assert words in page.text


@pytest.mark.parametrize("query", ["đà nẵng", "da nang", "%C4%91%C3%A0 n%E1%BA%B5ng"])
def test_E10_search_finds_with_and_without_marks(get, query):
    page = get(f"/?q={query}").text
    assert "1 article with" in page
    assert "/article/50" in page


def test_facets_narrow(get):
    assert "1 article" in get("/?portal=so_khac").text
    assert "51 articles" in get("/?province=Bắc Kạn").text
    assert "52 articles" in get("/?year=2020").text
    assert "0 articles" in get("/?portal=so_khac&year=1999").text
    assert "page=1" in get("/?portal=so_mau").text
    assert "20 articles" not in get("/?portal=so_mau&page=1").text


def titles(page):
    return re.findall(r'<li><a href="/article/(\d+)">', page.text)


def test_the_newest_by_day_of_publication_come_first(get):
    days = [number % 28 + 1 for number in map(int, titles(get("/"))) if number < 50]
    assert days == sorted(days, reverse=True)
    assert titles(get("/?year=2020")) == titles(get("/"))
    assert titles(get("/?year=1999")) == titles(get("/?year=20%2720")) == []


def test_what_is_found_goes_on_over_pages(get):
    first, second = titles(get("/?q=tap+huan")), titles(get("/?q=tap+huan&page=1"))
    assert (len(first), len(second)) == (30, 51 - 30)
    assert not {*first} & {*second}
    assert "q=tap+huan&amp;page=1" in get("/?q=tap+huan").text
    assert "page=2" not in get("/?q=tap+huan&page=1").text


def test_articles_link_to_where_they_were_published_and_nowhere_else(get):
    links = re.findall(r'href="([^"]+)"', get("/article/2").text)
    assert "https://so-mau.example/tin/2" in links
    hostile = re.findall(r'href="([^"]+)"', get("/article/52").text)
    assert {link.partition(":")[0] for link in hostile if ":" in link} == {"https"}


def test_article_page_shows_what_the_store_knows(get):
    page = get("/article/1").text
    for words in (
        "Tên đã sửa",
        "title_changed",
        "Sở Mẫu mở lớp tập huấn số 1",
        "to the day",
        "/page/",
        "Copies",
        "edited reprint",
        "Left out of the text",
        "related list, line 12",
    ):
        assert words in page
    assert "2020-09-29" in get("/article/51").text  # page clock


def test_E2_nothing_of_a_page_is_markup(get):
    for address in (
        "/article/51",
        "/article/1",
        "/?q=window",
        "/",
        "/articles/articles/51",
        "/articles/articles?id=51",
    ):
        page = get(address).text
        assert "<script>window.PWNED" not in page
        assert "<img src=//evil" not in page


def test_E2_stored_pages_are_plain_text(get):
    number = get("/article/51").text.partition("/page/")[2].partition('"')[0]
    page = get(f"/page/{number}")
    assert page.headers["content-type"] == "text/plain; charset=utf-8"
    assert page.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "<h1>" in page.text


def test_E3_direction_marks_are_spelled_out(get):
    page = get("/article/51").text
    assert "[U+202E]" in page
    assert "\u202e" not in page


@pytest.mark.parametrize("query", [query for query in EVERYTHING_TYPED if len(query) < 5_000], ids=lambda _: "")
def test_E4_every_query_is_answered(get, query):
    before = time.process_time()
    page = get(str(httpx.URL("/", params={"q": query})))
    assert page.status_code == 200
    assert time.process_time() - before < 1


INJECTIONS = [
    "/?portal=so_mau' OR '1'='1", "/?portal=so_mau'--", "/?year=2020' UNION SELECT 1--", "/?section='; DROP TABLE articles--",
    "/?page=1 OR 1=1", "/?page=-1", "/?page=999999999999999999999", "/?portal=%00", "/?sort=id; DROP TABLE articles",
    "/articles/articles?_sort=id;DROP TABLE articles", "/articles/articles?id=1 OR 1=1", "/articles/articles?_where=1=1;DROP TABLE articles",
    "/articles/articles?_facet=portal'", "/articles?sql=DROP TABLE articles", "/articles?sql=select 1; drop table articles",
    "/articles?sql=ATTACH 'x.db' AS x", "/articles?sql=PRAGMA journal_mode=DELETE", "/articles.json?sql=select load_extension('x')",
]  # fmt: skip


@pytest.mark.parametrize("address", INJECTIONS)
def test_E5_injections_gain_nothing(get, path, address):
    page = get(address)
    assert page.status_code in (200, 302, 400, 404, 500)
    if address.startswith(("/?portal=so_mau'", "/?year", "/?section")):
        assert "0 articles" in page.text
    tables = sqlite3.connect(path).execute("SELECT count(*) FROM sqlite_master WHERE name = 'articles'")
    assert tables.fetchone() == (1,)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO items VALUES (1, 1, 'p', 'c', '{}', 0)",
        "DELETE FROM articles",
        "DROP TABLE articles",
        "ATTACH 'other.db' AS other",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA query_only = OFF",
        "PRAGMA writable_schema = ON",
        "CREATE TEMP TABLE x (a)",
        "VACUUM INTO 'copy.db'",
        "SELECT load_extension('x')",
        "UPDATE sqlite_master SET type = 'view'",
        "INSERT INTO words (words) VALUES ('optimize')",
    ],
)
def test_E6_the_handle_only_reads(path, tmp_path, monkeypatch, statement):
    monkeypatch.chdir(tmp_path)
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    read_only(connection)
    with pytest.raises(sqlite3.DatabaseError):
        connection.execute(statement)
    assert list(tmp_path.iterdir()) == []
    assert connection.execute("SELECT count(*) FROM articles").fetchone() == (52,)
    connection.close()


def test_E6_long_queries_are_cut(get):
    before = time.process_time()
    endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c) SELECT count(*) FROM c"
    page = get(str(httpx.URL("/articles.json", params={"sql": endless})))
    assert page.status_code == 400
    assert "interrupted" in page.text.lower()
    assert time.process_time() - before < 4


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8001", "127.0.0.1.evil.example", "localhost.evil.example", "", "0.0.0.0"]
)
def test_E7_other_names_get_400(get, host):
    assert get("/", host=host).status_code == 400


@pytest.mark.parametrize("host", ["localhost:8001", "LOCALHOST", "127.0.0.1", "[::1]:8001"])
def test_E7_our_names_are_answered(get, host):
    assert get("/", host=host).status_code == 200


PATHS = [
    "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc/passwd", "/..%5c..%5cetc", "/....//etc/passwd", "/static/../../etc",
    "/-/static/../../app.py", "/-/static/%2e%2e/app.py", "/-/static/..%2f..%2fapp.py", "/articles.db", "/etc/passwd", "/article/1/../../x",
    "/article/%2e%2e", "/article/1%00", "/article/-1", "/article/99999999999999999", "/page/../x", "/page/999999", "/article/1.html", "/%00",
]  # fmt: skip


@pytest.mark.parametrize("address", PATHS)
def test_E7_no_file_is_served(get, address):
    page = get(address)
    assert page.status_code in (302, 400, 403, 404)
    assert "root:" not in page.text


def test_datasette_is_there_with_its_tables(get):
    rows = get("/articles/articles.json?_shape=array&portal=so_khac").json()
    assert [row["province"] for row in rows] == ["Hà Nội"]
    assert get("/articles/articles?_facet=province").status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
@pytest.mark.parametrize("address", ["/", "/articles/articles", "/-/actor"])
def test_nothing_can_be_sent(get, address, method):
    assert get(address, method=method).status_code == 405
