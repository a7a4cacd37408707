import json

from tests.made_store import fill, made_article


def test_search_indexes_and_finds(scrapy, tmp_path):
    path = fill(tmp_path / "articles.db", [made_article(1, title="Tin \x1b[31m Đắk Lắk"), made_article(2)])
    done = scrapy("search", "dak", "lak", "-s", f"STORE_PATH={path}")
    assert (done.code, done.err) == (0, "")
    assert "Đắk Lắk" in done.out
    assert "\x1b[31m" not in done.out  # E9: nothing on a page steers the terminal
    lines = scrapy("search", "--json", "-s", f"STORE_PATH={path}", "dak lak").out.splitlines()
    assert [json.loads(line)["url"] for line in lines] == ["https://so-mau.example/tin/1"]


def test_search_without_a_store_ends_with_one_line(scrapy, tmp_path):
    done = scrapy("search", "gì", "-s", f"STORE_PATH={tmp_path / 'none.db'}")
    assert done.code == 2
    assert len(done.err.strip().splitlines()) == 1
