"""What the store refuses to open, and how it says so."""

import os
import random
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from backports import zstd

from crawler.store import Store, StoreError
from crawler.store.database import APPLICATION_ID, VERSION
from items import Page


def refuse(path, **options):
    with pytest.raises(StoreError) as refusal:
        Store.open(path, **options)
    said = str(refusal.value)
    assert str(path.name) in said or str(path.parent) in said
    assert "\n" not in said
    assert ": " in said
    return said


def test_a_new_file_is_made_with_its_folder(tmp_path):
    Store.open(tmp_path / "a" / "b" / "articles.db").close()
    Store.open(tmp_path / "a" / "b" / "articles.db").close()
    found = sqlite3.connect(tmp_path / "a" / "b" / "articles.db")
    assert found.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert found.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_directory_is_refused(tmp_path):
    assert "is a directory" in refuse(tmp_path)


def test_an_impossible_place_is_refused():
    from pathlib import Path

    assert "cannot be created" in refuse(Path("/proc/nope/articles.db"))


def test_a_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "file").write_text("x")
    assert "cannot be created" in refuse(tmp_path / "file" / "articles.db")


def test_a_read_only_folder_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)  # rights do not hold root back
    assert "not writable" in refuse(tmp_path / "articles.db")


def test_another_programs_database_is_refused_and_untouched(tmp_path):
    path = tmp_path / "photos.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE photos (id)")
    before = path.read_bytes()
    assert "another program's database" in refuse(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"hello, not a database at all" * 99, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_anything_else_is_refused_and_untouched(tmp_path, content):
    path = tmp_path / "articles.db"
    path.write_bytes(content)
    assert "is not a readable database" in refuse(path)
    assert path.read_bytes() == content


_TABLES = "SELECT m.name, c.name, c.type FROM sqlite_master m, pragma_table_xinfo(m.name) c ORDER BY 1, 2"


@pytest.mark.parametrize("readonly", [False, True], ids=["for writing", "for reading"])
def test_a_store_of_version_1_is_brought_up_to_date_and_gives_its_pages_back(tmp_path, readonly):
    path, body = tmp_path / "a.db", b"<html><p>Tin cua so</p></html>" * 9
    dictionary = zstd.finalize_dict(zstd.ZstdDict(body, is_raw=True), [body], 4096, 3)
    with Store.open(path) as store, store.transaction():
        store.pages.add("so_mau", Page("https://so.example/1", body))
        store.connection.execute("DROP INDEX pages_noted")
        store.connection.execute("DROP TABLE robots")
        store.connection.execute("ALTER TABLE articles DROP COLUMN unlisted_at")
        store.connection.execute("DROP TABLE removed")
        store.connection.execute("DROP INDEX articles_published")
        store.connection.execute("CREATE INDEX articles_content ON articles (content) WHERE identity IS NULL")
        store.connection.execute("CREATE INDEX articles_published ON articles (portal, published_value)")
        for column in ("notes", "listed"):
            store.connection.execute(f"ALTER TABLE pages DROP COLUMN {column}")
        store.connection.execute("ALTER TABLE dictionaries RENAME COLUMN made_from TO trained_on")
        for column in ("redone_to", "redo_to"):
            store.connection.execute(f"ALTER TABLE dictionaries ADD COLUMN {column} INTEGER NOT NULL DEFAULT 0")
        values = (1, "so_mau", 1, 250, 0, dictionary.dict_content, 0, 0)
        store.connection.execute("INSERT INTO dictionaries VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
        frame = zstd.compress(body, 3, zstd_dict=dictionary)
        store.connection.execute("UPDATE frames SET dictionary = 1, body = ?", (frame,))
    with sqlite3.connect(path) as old:
        old.execute("PRAGMA user_version = 1")
    with Store.open(path, readonly=readonly) as store:
        assert store.pages.get(1).body == body
    with Store.open(path, readonly=True) as store, Store.open(tmp_path / "new.db") as new:
        assert store.pages.get(1).body == body
        indexes = "SELECT name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name"
        assert store.connection.execute(indexes).fetchall() == new.connection.execute(indexes).fetchall()
        assert store.connection.execute(_TABLES).fetchall() == new.connection.execute(_TABLES).fetchall()


def test_an_older_store_that_cannot_be_written_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "articles.db"
    Store.open(path).close()
    with sqlite3.connect(path) as old:
        old.execute(f"PRAGMA user_version = {VERSION - 1}")
    monkeypatch.setattr(os, "access", lambda *_: False)  # rights do not hold root back
    assert "copy it to a writable place" in refuse(path, readonly=True)


def test_a_store_that_another_process_brings_up_to_date_is_upgraded_once(tmp_path):
    path = tmp_path / "articles.db"
    with Store.open(path) as store:
        store.connection.execute("ALTER TABLE articles DROP COLUMN unlisted_at")
        store.connection.execute("DROP TABLE removed")
    with sqlite3.connect(path) as old:
        old.execute(f"PRAGMA user_version = {VERSION - 1}")
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(lambda _: Store.open(path, readonly=True), range(4)))
    for store in stores:
        assert store.connection.execute("PRAGMA user_version").fetchone()[0] == VERSION
        store.close()


def test_a_later_version_is_refused(tmp_path):
    path = tmp_path / "articles.db"
    Store.open(path).close()
    with sqlite3.connect(path) as later:
        later.execute("PRAGMA user_version = 99")
    assert "version 99" in refuse(path)


def test_reading_needs_a_file_and_changes_nothing(tmp_path):
    assert "does not exist" in refuse(tmp_path / "articles.db", readonly=True)
    assert not list(tmp_path.iterdir())
    Store.open(tmp_path / "articles.db").close()
    with Store.open(tmp_path / "articles.db", readonly=True) as store, pytest.raises(sqlite3.OperationalError):
        store.connection.execute("DELETE FROM articles")


def test_a_locked_file_is_told(tmp_path):
    path = tmp_path / "articles.db"
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    assert "is locked by another process" in refuse(path, busy_seconds=0.05)


def test_a_process_killed_while_making_the_tables_leaves_a_file_that_is_still_ours(tmp_path):
    path = tmp_path / "articles.db"
    sqlite3.connect(path).execute("PRAGMA page_size=32768").close()
    path.touch()
    with Store.open(path) as store:
        assert store.check_sums() == {"seen": 0}


def test_a_backup_is_whole_while_somebody_writes(store, portal, tmp_path):
    for number in range(50):
        portal.read(f"/{number}", f"Tin {number}", f"Nội dung {number}.")
    copy, stop = tmp_path / "copy.db", threading.Event()

    def write():
        number = 1000
        with Store.open(store.path) as other:
            while not stop.is_set():
                number += 1
                with other.transaction():
                    other.add_item("so_mau", {"number": number}, 0)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        store.backup(copy)
    finally:
        stop.set()
        writer.join()
    with Store.open(copy) as restored:
        assert restored.count() == 50
        assert list(restored.verify()) == []
    with pytest.raises(StoreError, match="exists"):
        store.backup(copy)


def test_a_log_torn_by_a_power_cut_leaves_the_commits_before_it(tmp_path):
    path = tmp_path / "articles.db"
    store = Store.open(path)
    store.connection.execute("PRAGMA wal_autocheckpoint=0")
    for number in range(60):
        with store.transaction():
            store.add_item("so_mau", {"number": number}, 0)
    files = {name: (tmp_path / name).read_bytes() for name in ("articles.db", "articles.db-wal")}
    store.close()
    chance = random.Random(9)
    for trial in range(25):
        place = tmp_path / f"trial-{trial}"
        place.mkdir()
        log = bytearray(files["articles.db-wal"])
        at = chance.randrange(32, len(log))
        if trial % 3 == 0:
            del log[at:]
        elif trial % 3 == 1:
            log[at] ^= 0x40
        else:
            log[at : at + 512] = bytes(len(log[at : at + 512]))
        (place / "articles.db").write_bytes(files["articles.db"])
        (place / "articles.db-wal").write_bytes(log)
        with Store.open(place / "articles.db") as torn:
            numbers = [fields["number"] for _, _, fields in torn.items()]
            assert numbers == list(range(len(numbers)))
            assert list(torn.verify()) == []
