"""Commands over a store: read again, verify, back up, history, import."""

import json
import sqlite3

import pytest

DUMP = """Skip to main content

Trang chủ >> Tin tức

Khai mạc hội thi tin học trẻ huyện Suối Mơ

( Cập nhật lúc: 12/03/2021 )

Sáng 11/3, Huyện đoàn Suối Mơ khai mạc hội thi tin học trẻ lần thứ bảy với 64 thí sinh đến từ mười hai trường.

Các thí sinh tranh tài ở hai phần thi trắc nghiệm và thực hành, kéo dài trong hai ngày.

Lâm Thị Nhàn
"""


@pytest.fixture
def store(demo_crawl, tmp_path):
    copy = tmp_path / "articles.db"
    with sqlite3.connect(demo_crawl.store) as source, sqlite3.connect(copy) as target:
        source.backup(target)
    return copy


def test_reading_stored_pages_again_changes_nothing(scrapy, store):
    done = scrapy("reread", "--diff", f"-sSTORE_PATH={store}")
    assert done.code == 0, done.err
    assert "0 articles would change" in done.out


def test_a_worse_reading_is_mended_from_the_stored_page(scrapy, store):
    with sqlite3.connect(store) as connection:
        number = connection.execute("SELECT min(id) FROM articles").fetchone()[0]
        connection.execute("UPDATE articles SET title = 'Sai', section = 'Sai' WHERE id = ?", (number,))
    shown = scrapy("reread", "--diff", f"-sSTORE_PATH={store}")
    assert '"Sai" ->' in shown.out
    assert "1 articles would change" in shown.out
    assert "1 articles changed" in scrapy("reread", f"-sSTORE_PATH={store}").out
    assert "0 articles would change" in scrapy("reread", "--diff", f"-sSTORE_PATH={store}").out


def test_a_whole_store_verifies_and_a_damaged_page_is_named(scrapy, store):
    assert scrapy("verify", f"-sSTORE_PATH={store}").code == 0
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE pages SET sha256 = zeroblob(32) WHERE id = (SELECT min(id) FROM pages)")
    done = scrapy("verify", f"-sSTORE_PATH={store}")
    assert done.code == 5
    assert "1 wrong" in done.out


def test_a_backup_is_a_store(scrapy, store, tmp_path):
    copy = tmp_path / "copy.db"
    assert scrapy("backup", str(copy), f"-sSTORE_PATH={store}").code == 0
    assert scrapy("verify", f"-sSTORE_PATH={copy}").code == 0
    again = scrapy("backup", str(copy), f"-sSTORE_PATH={store}")
    assert (again.code, again.err.count("\n")) == (2, 1)
    assert "exists" in again.err


def test_history_of_an_article_and_of_nothing(scrapy, store):
    with sqlite3.connect(store) as connection:
        url = connection.execute("SELECT url FROM frontier WHERE state = 'stored' LIMIT 1").fetchone()[0]
    shown = scrapy("history", "--json", url, f"-sSTORE_PATH={store}")
    assert json.loads(shown.out.splitlines()[0])["change"] == "first"
    nothing = scrapy("history", "https://so.example/khong-co", f"-sSTORE_PATH={store}")
    assert (nothing.code, nothing.err.count("\n")) == (2, 1)


def test_lines_left_out_are_kept_where_asked_for_and_shown(scrapy, store):
    with sqlite3.connect(store) as connection:
        assert connection.execute("SELECT count(*) FROM removed").fetchone() == (0,)
    assert "0 articles changed" in scrapy("reread", "-sKEEP_REMOVED=1", f"-sSTORE_PATH={store}").out
    with sqlite3.connect(store) as connection:
        url, lines = connection.execute("SELECT url, lines FROM removed JOIN articles ON id = article").fetchone()
    class_, position, words = json.loads(lines)[0]
    shown = scrapy("history", url, f"-sSTORE_PATH={store}").out
    assert "left out (" in shown
    assert f"{class_:<16} {position:<6} {words[:90]}" in shown
    told = json.loads(scrapy("history", "--json", url, f"-sSTORE_PATH={store}").out)
    assert told["removed"] == json.loads(lines)


def test_dumps_are_cleaned_and_stored_once(scrapy, tmp_path):
    folder, store = tmp_path / "dumps", tmp_path / "articles.db"
    folder.mkdir()
    (folder / "a.txt").write_text(DUMP, encoding="utf-8")
    (folder / "b.txt").write_text(DUMP, encoding="utf-8")
    (folder / "trong.txt").write_text("  \n", encoding="utf-8")
    done = scrapy("importtext", str(folder), "-sKEEP_REMOVED=1", f"-sSTORE_PATH={store}")
    assert done.code == 1
    assert "trong.txt: empty" in done.err
    with sqlite3.connect(store) as connection:
        rows = connection.execute("SELECT title, updated_value, rest FROM articles").fetchall()
        removed = json.loads(connection.execute("SELECT lines FROM removed").fetchone()[0])
    assert ["skip_link", -4, "Skip to main content"] in removed
    assert [(title, updated) for title, updated, _ in rows] == [
        ("Khai mạc hội thi tin học trẻ huyện Suối Mơ", "2021-03-12")
    ]
    assert json.loads(rows[0][2])["authors"] == ["Lâm Thị Nhàn"]
    assert "0 articles would change" in scrapy("reread", "--diff", f"-sSTORE_PATH={store}").out
