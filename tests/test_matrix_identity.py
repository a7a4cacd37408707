"""One article once, under all its addresses, with every version: the real command over a portal that changes.

One test a row.
"""

import sqlite3
from unicodedata import normalize
from urllib.parse import quote

import pytest

from crawler.store import Store
from tests.changing_portal import ChangingPortal, crawled
from tests.invented_pages import article, listing

pytestmark = pytest.mark.xdist_group("identity")

TOLD = article("hop-giao-ban")
CORRECTED = TOLD.replace("Nội dung thứ 2.", "Nội dung thứ 2, sửa lại cho đúng.")
COPIES = [
    "/bai/hop-giao-ban.html",
    "/bai/hop-giao-ban.html?utm_source=zalo&utm_medium=chia-se",
    "/bai/hop-giao-ban.html?print=1",
    "/bai/hop-giao-ban.html#binh-luan",
    "/bai/cu/../hop-giao-ban.html",
    "/tin/hop-giao-ban.html",
    "/tin-noi-bat/hop-giao-ban.html",
    "/en/bai/hop-giao-ban.html",
    "/in/hop-giao-ban.html",
    "/m/hop-giao-ban.html",
    "/hop-giao-ban.htm",
    "/bai.aspx?id=7",
    "/chi-tiet.aspx?tin=7&muc=2",
    "/chi-tiet.aspx?muc=3&tin=7",
    "/chuyen-trang/hop-giao-ban.html",
    "/r/7",
]
REVISED = "/noi-bat/hop-giao-ban.html"
NAME = "hội-nghị-giao-ban"
SPELT = [
    quote(normalize("NFC", NAME)),
    quote(normalize("NFC", NAME)).lower(),
    quote(normalize("NFD", NAME)),
    normalize("NFC", NAME),
    normalize("NFD", NAME),
    quote(quote(NAME)),
    quote("hội-nghị") + "-giao-ban",
    quote(normalize("NFC", NAME)) + "?utm_source=zalo",
]


def page(markup):
    return lambda _: (200, {}, markup.encode())


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """One crawl of a portal that shows articles under many addresses; its store."""
    path = tmp_path_factory.mktemp("identity") / "articles.db"
    with ChangingPortal(0) as portal:
        first_address = f"{portal.base}/bai/hop-giao-ban.html"
        home = f'<link rel="canonical" href="{portal.base}/">'
        trapped = {f"/bay/{n}.html": page(article(f"bay-{n}", home)) for n in range(10)}
        spelt = {f"/vn/{name.partition('?')[0]}.html": page(article("vn")) for name in SPELT}
        copies = {address.partition("#")[0].replace("cu/../", ""): page(TOLD) for address in COPIES}
        moved = {"/r/7": lambda _: (302, {"Location": "/bai/hop-giao-ban.html"}, b"")}
        first = [
            *COPIES,
            REVISED,
            *trapped,
            *(f"/vn/{name.replace('?', '.html?') if '?' in name else name + '.html'}" for name in SPELT),
        ]
        portal.odd = {
            **copies,
            **moved,
            **trapped,
            **spelt,
            REVISED: page(CORRECTED.replace("</head>", f'<link rel="canonical" href="{first_address}"></head>')),
            "/la": page(listing(first)),
        }
        code, said = crawled(
            portal, path, spider="so_mau_la", CONCURRENT_REQUESTS="1", CONCURRENT_REQUESTS_PER_DOMAIN="1"
        )
        assert code == 0, said
    with Store.open(path, readonly=True) as store:
        yield store


def numbers_of(store, mark):
    query = "SELECT id FROM articles WHERE title LIKE ?"
    return [number for (number,) in store.connection.execute(query, (f"%{mark}%",))]


def test_X3_sixteen_addresses_and_a_correction_are_one_article_in_two_versions(read):
    (number,) = numbers_of(read, "hop-giao-ban")
    known = "SELECT count(*) FROM (SELECT url FROM frontier WHERE article = ?1 UNION SELECT aliases.url FROM aliases JOIN articles ON articles.key = owner WHERE articles.id = ?1)"
    assert read.connection.execute(known, (number,)).fetchone()[0] >= 10
    assert [revision.change for revision in read.shelf.history(number)] == ["first", "edited"]
    assert "sửa lại cho đúng" in read.shelf.get(number).text


def test_X4_a_canonical_link_to_the_front_page_swallows_no_article(read):
    assert len(numbers_of(read, "bay-")) == 10


def test_S8_spellings_of_a_vietnamese_address_are_one_article_and_few_rows(read):
    assert len(numbers_of(read, "giao ban vn")) == 1
    rows = read.connection.execute("SELECT count(*) FROM frontier WHERE url LIKE '%/vn/%'").fetchone()[0]
    assert 1 <= rows <= 5


def test_every_address_is_in_one_state_and_says_why_it_is_here(read, scrapy):
    sums = read.check_sums()
    assert sums["seen"] == sum(number for state, number in sums.items() if state != "seen")
    url = read.connection.execute("SELECT url FROM frontier WHERE url LIKE '%/noi-bat/%'").fetchone()[0]
    told = scrapy("history", url, f"-sSTORE_PATH={read.path}").out
    for words in ("/la", "also ", "stored", "generic rules", "doubts     ", "edited", "paragraphs", "sửa lại cho đúng"):
        assert words in told, told
    missing = scrapy("history", url + "x", f"-sSTORE_PATH={read.path}")
    assert (missing.code, missing.err.count("\n")) == (2, 1)


def test_X8_every_call_that_changes_is_a_version_and_a_lying_validator_is_not_believed_for_ever(tmp_path):
    path, calls = tmp_path / "articles.db", []

    def changing(_):
        calls.append("changing")
        text = TOLD.replace("Nội dung thứ 1.", f"Nội dung thứ {len(calls)}, bản {len(calls)}.")
        return 200, {"ETag": f'"{len(calls)}"'}, text.encode()

    def lying(headers):
        if headers.get("If-None-Match"):
            return 304, {"ETag": '"0"'}, b""
        calls.append("lying")
        return 200, {"ETag": '"0"'}, article("noi-doi").encode()

    with ChangingPortal(0) as portal:
        portal.odd = {
            "/tin-1.html": changing, "/tin-2.html": lying, "/tin": page(listing(["/tin-1.html", "/tin-2.html"])),
        }  # fmt: skip
        for _ in range(3):
            assert crawled(portal, path, "-a", "recheck=all")[0] == 0
        assert calls.count("lying") == 1
        with sqlite3.connect(path) as store:  # as if its word had been taken in six runs
            store.execute("UPDATE frontier SET trusted = 6 WHERE url LIKE '%/tin-2.html'")
        store.close()
        assert crawled(portal, path, "-a", "recheck=all")[0] == 0
        assert calls.count("lying") == 2
    with Store.open(path) as store:
        assert len(store.history(f"{portal.base}/tin-1.html")) == 4
        assert len(store.history(f"{portal.base}/tin-2.html")) == 1


def test_ten_edited_three_removed_five_new_are_exactly_these_events(tmp_path):
    path = tmp_path / "articles.db"
    with ChangingPortal(60) as portal:
        assert crawled(portal, path)[0] == 0
        portal.asked.clear()
        assert crawled(portal, path)[0] == 0
        assert portal.articles_asked() == []
        assert portal.pages_asked() <= 0.05 * 63
        portal.edited, portal.removed = set(range(1, 60, 6)), {2, 30, 45}
        portal.numbers += range(61, 66)
        code, said = crawled(portal, path, "-a", "recheck=all")
        assert code == 0, said
    with sqlite3.connect(path) as store:
        gone = store.execute("SELECT identity, gone_reason FROM articles WHERE gone_at IS NOT NULL").fetchall()
        assert sorted(gone) == [("2", "http_404"), ("30", "http_404"), ("45", "http_404")]
        changed = "SELECT identity, change FROM revisions JOIN articles ON id = article WHERE number > 1"
        assert sorted(store.execute(changed)) == sorted((str(number), "edited") for number in portal.edited)
        newest = store.execute("SELECT identity FROM articles WHERE id > 60 ORDER BY id").fetchall()
        assert sorted(newest) == [(str(number),) for number in range(61, 66)]
        assert store.execute("SELECT count(*) FROM articles").fetchone() == (65,)
    store.close()
