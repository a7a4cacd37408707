"""What only the real commands show: the store, the first line and the exit code after a hostile portal. One test a row."""

import json
import sqlite3
from contextlib import closing

import pytest

from tests.conftest import run_scrapy
from tests.invented_pages import article, listing, tokens
from tests.misbehaving_server import MisbehavingServer, answer, redirect

pytestmark = pytest.mark.xdist_group("commands")
QUICK = (
    "-sALLOWED_PRIVATE_NETWORKS=127.0.0.1/32",
    "-sDOWNLOAD_DELAY=0",
    "-sRETRY_DELAY=0.05",
    "-sROBOTS_RETRY_TIMES=1",
)
DISPOSITIONS = (
    "../../../../tmp/thoat.html", "/etc/cron.d/x", "..\\..\\x.bat", "a/../../b", "%2e%2e%2fx", "C:\\x", "x\0.html", ".htaccess",
    "con", "a" * 5000, "\u202egnp.exe", "file:///tmp/x", "~/.ssh/id", "$(touch x)",
)  # fmt: skip


def attachment(hit):
    number = int(hit.path.rpartition("-")[2])
    return [answer(b"%PDF-1.7 x", Content_Type="application/pdf",
                   Content_Disposition=f'attachment; filename="{DISPOSITIONS[number]}"'.encode().decode("latin-1"))]  # fmt: skip


def cut(hit):
    whole = article("cut").encode()
    return [answer(whole, length=len(whole) - 300)]


def twice(hit):
    """The page, and at the second visit a 304 that nobody asked for."""
    return [answer(article("twice"))] if hit.number == 1 else [answer("", "304 Not Modified")]


PAGES = {
    "/good-1.html": lambda _: [answer(article("good"))],
    "/cut-1.html": cut,
    "/empty-1.html": lambda _: [answer(b"")],
    "/unasked-304.html": lambda _: [answer("", "304 Not Modified")],
    "/moved-1.html": lambda _: [redirect("/good-1.html")],
    "/cookie-1.html": lambda hit: [
        answer(article("cookie"))
        if "den=1" in hit.headers.get("cookie", "")
        else answer("", "302 Found", Location="/cookie-1.html", Set_Cookie="den=1")
    ],
    "/noindex-1.html": lambda _: [answer(article("noindex"), X_Robots_Tag="noindex, nofollow")],
    "/message-1.html": lambda _: [
        answer(
            article("message").partition('<div class="detail">')[0].replace("Hội nghị giao ban message của Sở Mẫu", "Thông báo")
            + '<div class="detail"><p>Bài viết không tồn tại hoặc đã bị gỡ bỏ.</p></div></div></body></html>'
        )
    ],
    "/js-1.html": lambda _: [redirect("javascript:alert(1)")],
    **{f"/attach-{number}": attachment for number in range(len(DISPOSITIONS))},
}  # fmt: skip


TWINS = (
    "/twin-1.html", "/twin-1.html?utm_source=x", "/twin-1.html?fbclid=1", "/twin-1.html#binh-luan", "/./twin-1.html", "/a/../twin-1.html",
    "/twin-1.html?", "/twin-1.html?print=1", "/twin-1.html;jsessionid=0A1B2C3D4E5F60718293", "/twin%2D1.html", "/twin-1.html?b=1&a=2",
    "/twin-1.html?a=2&b=1",
)  # fmt: skip
PAGES |= {path: lambda _: [answer(article("twin"))] for path in TWINS}
PAGES |= {
    f"/canon-{n}.html": lambda hit: [answer(article(hit.path, '<link rel="canonical" href="/">'))] for n in range(10)
}


class Crawled:
    """A store after a crawl, and how the crawl ended."""

    def __init__(self, store, done):
        self.store = store
        self.done = done

    def rows(self, query, *values):
        with closing(sqlite3.connect(self.store)) as connection:
            return connection.execute(query, values).fetchall()

    def state(self, path):
        return self.rows("SELECT state, reason, next_at IS NOT NULL FROM frontier WHERE url LIKE ?", f"%{path}")[0]

    def flags(self, name):
        [(rest,)] = self.rows("SELECT rest FROM articles WHERE text LIKE ?", f"%{tokens(name)[0]}%")
        return json.loads(rest)["flags"]


@pytest.fixture(scope="module")
def urls(tmp_path_factory):
    folder = tmp_path_factory.mktemp("urls")
    faults = PAGES | {"/robots.txt": lambda _: [answer("", "404 Not Found")]}
    with MisbehavingServer(faults) as server:
        (folder / "list.txt").write_text("\n".join(server.url("127.0.0.1", path) for path in PAGES))
        store = folder / "articles.db"
        done = run_scrapy("crawl", "urls", "-a", f"file={folder}/list.txt", f"-sSTORE_PATH={store}", *QUICK)
    return Crawled(store, done)


def test_T6_a_page_without_its_end_is_stored_with_a_doubt(urls):
    assert "suspect:no_closing_html" in urls.flags("cut")
    assert "suspect:no_closing_html" not in urls.flags("good")


@pytest.mark.parametrize(("path", "reason"), [("/empty-1.html", "empty"), ("/unasked-304.html", "protocol")])
def test_T11_T12_an_answer_without_a_page_closes_no_address(urls, path, reason):
    assert urls.state(path) == ("failed", reason, True)


def test_S7_cookies_are_carried_with_the_settings_that_ship(urls):
    assert urls.state("/cookie-1.html")[0] == "stored"


def test_S9_a_redirect_to_a_known_article_is_another_address_of_it(urls):
    assert urls.rows("SELECT count(*) FROM articles WHERE text LIKE ?", f"%{tokens('good')[0]}%") == [(1,)]
    assert urls.rows("SELECT count(*) FROM aliases WHERE url LIKE '%/moved-1.html'") == [(1,)] or urls.rows(
        "SELECT count(*) FROM aliases WHERE url LIKE '%/good-1.html'"
    ) == [(1,)]


def test_S4_S10_a_redirect_to_a_script_has_its_reason(urls):
    assert urls.state("/js-1.html") == ("failed", "redirect_refused", True)


def test_R10_noindex_is_recorded_and_left_out_of_exports(urls, tmp_path):
    assert "noindex" in urls.flags("noindex")
    mark = tokens("noindex")[0]
    for options, is_there in (((), False), (("--noindex",), True)):
        path = tmp_path / f"{is_there}.jsonl"
        done = run_scrapy("export", "--format", "jsonl", "-o", str(path), f"-sSTORE_PATH={urls.store}", *options)
        assert done.code == 0, done.err
        assert (mark in path.read_text()) is is_there
        assert tokens("good")[0] in path.read_text()


def test_X5_a_message_in_a_whole_template_is_no_article(urls):
    assert urls.state("/message-1.html")[0] == "failed"
    assert urls.state("/message-1.html")[1] in {"error_page", "blocked:soft_404"}


def test_X3_one_article_under_many_addresses_is_one(urls):
    [(number,)] = urls.rows("SELECT id FROM articles WHERE text LIKE ?", f"%{tokens('twin')[0]}%")
    [(known,)] = urls.rows(
        "SELECT count(*) FROM (SELECT key FROM frontier WHERE article = ?1 UNION SELECT key FROM aliases"
        " WHERE owner = (SELECT key FROM articles WHERE id = ?1))", number,
    )  # fmt: skip
    assert known >= 4  # those that differ in more than a spelling; the others are one row
    assert urls.rows("SELECT count(*) FROM frontier WHERE url LIKE '%twin%' AND state = 'failed'") == [(0,)]


def test_X4_ten_articles_that_name_the_front_page_as_their_own_address_are_ten(urls):
    texts = [text for (text,) in urls.rows("SELECT text FROM articles")]
    assert all(any(tokens(f"/canon-{n}.html")[0] in text for text in texts) for n in range(10))


def test_E8_no_file_is_written_whatever_an_attachment_calls_itself(urls):
    stores = {"articles.db", "articles.db-wal", "articles.db-shm", "articles.db.locks"}  # the log while it is open
    assert {path.name for path in urls.store.parent.iterdir()} <= {*stores, "list.txt"}
    for number in range(len(DISPOSITIONS)):
        assert urls.state(f"/attach-{number}")[1] == "not_html"


def test_K14_pages_that_failed_are_told_in_the_first_line(urls):
    first = urls.done.out.splitlines()[0]
    assert urls.done.code == 3
    assert first.startswith("PARTIAL  urls: ")
    assert "Traceback" not in urls.done.err + urls.done.out


def portal(tmp_path, server, *settings):
    store = tmp_path / "articles.db"
    home = server.url("127.0.0.1", "/")
    done = run_scrapy("crawl", "any", "-a", f"url={home}", f"-sSTORE_PATH={store}", *QUICK, *settings)
    return Crawled(store, done)


def test_R1_a_closed_portal_ends_partial_without_one_page_asked(tmp_path):
    with MisbehavingServer({"/robots.txt": lambda _: [answer("", "500 Oops")]}) as server:
        crawled = portal(tmp_path, server)
        assert [hit.path for hit in server.hits if hit.path != "/robots.txt"] == []
    assert crawled.done.code == 3
    assert crawled.done.out.startswith(("FAILED", "PARTIAL"))
    assert "robots" in crawled.done.out.splitlines()[0]


def test_X7_a_portal_that_shows_nothing_any_more_is_no_success(tmp_path):
    front = {"page": listing([f"/tin-tuc/hoi-nghi-giao-ban-so-{n}-cua-so-mau-{n}.html" for n in range(20)])}

    def serve(hit):
        if hit.path == "/robots.txt" or "sitemap" in hit.path:
            return [answer("", "404 Not Found")]
        return [answer(front["page"] if hit.path == "/" else article(hit.path))]

    with MisbehavingServer({"*": serve}) as server:
        first = portal(tmp_path, server)
        assert first.done.code == 0, first.done.out
        front["page"] = (
            "<!DOCTYPE html><html><title>Sở Mẫu</title><body><div id=root></div><p>Tin mới</p></body></html>"
        )
        second = portal(tmp_path, server)
    assert second.done.code == 4
    assert "article links" in " ".join(second.done.out.splitlines()[:5])
