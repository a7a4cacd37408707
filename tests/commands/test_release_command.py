from crawler.store.store import Store
from crawler.store.verdict_rows import VerdictRow, keep_verdict, make_tables
from tests.made_store import fill, made_article


def test_release_says_where_and_how_many(scrapy, tmp_path):
    path = fill(tmp_path / "articles.db", [made_article(number) for number in range(1, 30)])
    arguments = ("release", "thu-nghiem", "-o", str(tmp_path / "releases"), "-s", f"STORE_PATH={path}")
    done = scrapy(*arguments)
    assert (done.code, done.err) == (0, "")
    assert "29 articles (" in done.out
    again = scrapy(*arguments)
    assert again.code == 2
    assert "exists" in again.err
    assert scrapy(*arguments[:1], "khac", "--shape", "tròn", *arguments[4:]).code == 2


def test_what_a_failing_portal_gave_is_held_back(scrapy, tmp_path):
    path = tmp_path / "articles.db"
    fill(path, [made_article(number) for number in range(1, 20)], now=1_000)
    fill(path, [made_article(number) for number in range(20, 25)], now=2_000)
    fill(path, [made_article(number, portal="so_khac", url=f"https://so-khac.example/{number}") for number in (30, 31)])
    with Store.open(path) as store:
        make_tables(store.connection)
        for run, at, word in ((1, 900, "ok"), (2, 1_900, "fail"), (3, 2_900, "fail")):
            store.connection.execute(
                "INSERT INTO runs (id, round, portal, arguments, started_at, alive_at) VALUES (?, 1, 'so_mau', '{}', ?, ?)",
                (run, at, at),
            )
            keep_verdict(
                store.connection, "so_mau", VerdictRow(run, word, "bodies_cut" if word == "fail" else None, "")
            )
    common = ("-o", str(tmp_path / "releases"), "-s", f"STORE_PATH={path}")
    held = scrapy("release", "gioi-han", *common)
    assert "21 articles (" in held.out
    assert "held back: what so_mau gave since 1970-01-01T00:31:40+00:00" in held.out
    assert "26 articles (" in scrapy("release", "tat-ca", "--failing", *common).out
