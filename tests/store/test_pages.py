"""Pages come back byte for byte, whatever dictionary they were packed with."""

import random

import pytest

from crawler.store import StoreError
from crawler.store.dictionaries import Dictionaries
from items import Article, Page, RawDate

WORDS = ["sở", "thông", "tin", "hội", "nghị", "tập", "huấn", "chuyển", "đổi", "số", "kế", "hoạch", "văn", "bản", "tỉnh"]
FURNITURE = "<div class=menu>" + "".join(f"<a href=/muc-{i}>Mục {i}</a>" for i in range(300)) + "</div>"


def body(number):
    words = random.Random(number).choices(WORDS, k=300)
    return f"<html>{FURNITURE}<h1>Tin {number}</h1><p>{' '.join(words)}</p></html>".encode()


def add(store, number):
    page = Page(f"https://so.example/{number}", body(number))
    kept = store.pages.add("so_mau", page)
    article = Article(page.url, f"Tin {number}", portal="so_mau")
    store.shelf.add(number, article, kept, None, 0)
    return kept


@pytest.fixture
def early(monkeypatch):
    monkeypatch.setattr(Dictionaries, "MADE_AT", (20, 60))


def test_pages_come_back_through_two_dictionaries(store, early):
    with store.transaction():
        kept = {number: add(store, number) for number in range(150)}
    assert store.connection.execute("SELECT version FROM dictionaries").fetchall() == [(1,), (2,)]
    for number, page in kept.items():
        assert store.pages.get(page).body == body(number)


def test_the_first_pages_are_packed_again_and_leave_no_frame_behind(store, early):
    with store.transaction():
        for number in range(150):
            add(store, number)
    used = store.connection.execute("SELECT dictionary, count(*) FROM frames GROUP BY 1").fetchall()
    assert used == [(1, 60), (2, 90)]
    packed = store.connection.execute("SELECT max(length(body)) FROM frames").fetchone()[0]
    assert packed * 8 < len(body(1))


def test_a_dictionary_of_whole_pages_takes_little_room_itself(store, early):
    with store.transaction():
        for number in range(61):
            add(store, number)
    for (kept,) in store.connection.execute("SELECT length(body) FROM dictionaries"):
        assert kept < 3 * len(body(1))


def test_a_portal_of_pages_too_small_for_a_dictionary_is_stored_all_the_same(store, early):
    with store.transaction():
        for number in range(25):
            kept = store.pages.add("so_mau", Page(f"https://so.example/{number}", b""))
            store.shelf.add(number, Article(f"https://so.example/{number}", "Tin", portal="so_mau"), kept, None, 0)
    assert store.connection.execute("SELECT count(*) FROM dictionaries").fetchone() == (0,)
    assert store.pages.get(25).body == b""


def test_a_damaged_dictionary_is_told(tmp_path, early):
    from crawler.store import Store

    with Store.open(tmp_path / "a.db") as store, store.transaction():
        for number in range(21):
            add(store, number)
        store.connection.execute("UPDATE dictionaries SET body = zeroblob(9)")
    with Store.open(tmp_path / "a.db") as store, pytest.raises(StoreError, match="dictionary 1 is not what was stored"):
        store.pages.get(1)


def test_a_rolled_back_dictionary_is_forgotten(store, early):
    def add_and_fail():
        with store.transaction():
            for number in range(30):
                add(store, number)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        add_and_fail()
    with store.transaction():
        page = add(store, 1)
    assert store.pages.get(page).body == body(1)


@pytest.mark.parametrize("content", [b"", b"\x00", b"\xff\xfe\x00<", b"a" * 3_000_000, bytes(range(256)) * 40])
def test_any_bytes_come_back(store, content):
    with store.transaction():
        number = store.pages.add("so_mau", Page("https://so.example/", content))
    assert store.pages.get(number).body == content


def test_what_reading_needs_comes_back_too(store):
    headers = {"Content-Type": "text/html; charset=windows-1258", "Set-Cookie": "secret", "Server": "x"}
    listed = RawDate("18/07/2016 | 01:56 PM", "listing")
    page = Page("https://so.example/", b"x", headers, "2026-01-01T00:00:00+00:00", listed=listed)
    with store.transaction():
        number = store.pages.add("so_mau", page)
    back = store.pages.get(number)
    assert (back.url, back.fetched_at, back.listed) == (page.url, page.fetched_at, listed)
    assert back.headers == {"Content-Type": "text/html; charset=windows-1258"}


def test_an_article_and_its_page_share_address_and_time(store, portal):
    portal.read("/tin-1.html")
    assert store.connection.execute("SELECT url FROM pages").fetchone() == (None,)
    portal.read("/tin-1.html", text="Nội dung đã viết lại hoàn toàn.")
    assert [store.pages.get(number).url for number in (1, 2)] == ["https://so.example/tin-1.html"] * 2


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("UPDATE frames SET body = zeroblob(40)", "is not what was stored"),
        ("UPDATE pages SET sha256 = zeroblob(32)", "is not what was stored"),
        ("DELETE FROM frames", "is not in the store"),
    ],
)
def test_damage_is_told(store, portal, damage, said):
    portal.read("/tin-1.html")
    store.connection.execute(damage)
    with pytest.raises(StoreError, match=said):
        store.page("https://so.example/tin-1.html")
    assert len(list(store.verify())) == 1
