"""However a request ends, its address is in the ledger once, with a reason."""

import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from crawler.store import Store
from tests.changing_portal import ChangingPortal
from tests.changing_portal import crawled as crawled_portal
from tests.invented_pages import listing

REDIRECTS = {"/to-good": "/good", "/to-new": "/new", "/to-home": "/"}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        served = self.server.served
        served[self.path] += 1
        status = 200
        if self.path in REDIRECTS:
            status = 302
        elif self.path in ("/missing", "/plain-error"):
            status = 404
        elif self.path == "/flaky" and served[self.path] == 1:
            status = 503
        self.send_response(status)
        if status == 302:
            self.send_header("Location", REDIRECTS[self.path])
        self.send_header("Content-Length", "13")
        self.end_headers()
        self.wfile.write(b"<html></html>")

    do_POST = do_GET  # noqa: N815 - http.server's name

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """The store after two runs, and what each run asked the site for."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    path = tmp_path_factory.mktemp("odd") / "articles.db"
    base, runs = f"http://127.0.0.1:{server.server_port}", []
    for _ in range(2):
        server.served = Counter()
        command = [sys.executable, "-m", "tests.odd_crawl", base, str(path)]
        subprocess.run(command, check=True, cwd=Path(__file__).parent.parent, timeout=60)
        runs.append(server.served)
    server.shutdown()
    server.server_close()
    with Store.open(path) as store:
        rows = store.connection.execute("SELECT url, state, reason, tries FROM frontier ORDER BY id").fetchall()
        ledger = {url.removeprefix(base): (state, reason, tries) for url, state, reason, tries in rows}
        yield store, ledger, runs


@pytest.mark.parametrize(
    ("place", "state", "reason"),
    [
        ("/good", "stored", None),
        ("/twin?utm_source=x", "stored", None),
        ("/to-good", "skipped", "redirect"),
        ("/to-new", "stored", None),
        ("/to-home", "skipped", "redirect_home"),
        ("/raises", "failed", "spider_error:KeyError"),
        ("/nothing", "skipped", "nothing_found"),
        ("/items", "stored", "items"),
        ("/missing", "failed", "http_404"),
        ("/flaky", "stored", None),
        ("/invalid", "skipped", "invalid:no_title"),
        ("/links", "skipped", "section_page"),
        ("/plain-error", "failed", "http_404"),
        ("/unsound-item", "skipped", "nothing_found"),
        ("/", "skipped", "section_page"),
    ],
)
def test_every_way_to_end_is_in_the_ledger(crawled, place, state, reason):
    _, ledger, _ = crawled
    assert ledger[place][:2] == (state, reason)


def test_the_sums_are_right(crawled):
    store, ledger, _ = crawled
    sums = store.check_sums()
    assert sums["seen"] == sum(number for state, number in sums.items() if state != "seen") == len(ledger) + 1
    assert "pending" not in sums
    assert list(store.verify()) == []


def test_twins_and_known_redirects_are_fetched_once(crawled):
    _, _, (first, _) = crawled
    assert first["/twin"] + first["/twin?utm_source=x"] == 1
    assert first["/good"] == first["/to-good"] == 1
    assert first["/flaky"] == 2


def test_forms_with_different_bodies_are_different_pages(crawled):
    store, _, (first, _) = crawled
    assert first["/form"] == 2
    forms = {fields["form"] for _, _, fields in store.items() if "form" in fields}
    assert forms == {"page=2", "page=3"}


def test_items_of_any_class_are_kept_once(crawled):
    store, _, _ = crawled
    kept = [fields for _, _, fields in store.items("dict")]
    assert {"number": 1} in kept
    assert {"before": "the error"} in kept
    assert len(kept) == len({str(fields) for fields in kept})
    assert any("closure" in fields for fields in kept)


def test_the_second_run_asks_only_for_listings_and_what_no_row_can_hold(crawled):
    _, _, (_, second) = crawled
    assert {place for place, times in second.items() if times} <= {"/", "/links", "/form", "/closure"}


def sitemap(portal, changed):
    pages = (f"<url><loc>{portal.base}/tin-{n}.html</loc><lastmod>{changed[n]}</lastmod></url>" for n in portal.numbers)
    return f"<urlset>{''.join(pages)}</urlset>".encode()


def test_what_a_sitemap_says_has_changed_is_read_again_and_nothing_else(tmp_path):
    with ChangingPortal(12) as portal:
        changed = {number: f"2020-01-{number:02}" for number in portal.numbers}
        portal.odd["/sitemap.xml"] = lambda _: (200, {"Content-Type": "application/xml"}, sitemap(portal, changed))
        store = tmp_path / "a.db"
        code, said = crawled_portal(portal, store, spider="so_mau_map")
        assert code == 0, said
        assert len(portal.articles_asked()) == 12
        portal.asked.clear()
        changed[3] = changed[5] = (datetime.now(UTC) + timedelta(minutes=1)).isoformat()
        portal.edited.add(3)
        code, said = crawled_portal(portal, store, spider="so_mau_map")
        assert code == 0, said
        assert sorted(portal.articles_asked()) == ["/tin-3.html", "/tin-5.html"]
        portal.asked.clear()
        assert crawled_portal(portal, store, "-a", "recheck=none", spider="so_mau_map")[0] == 0
        assert portal.articles_asked() == []
        with Store.open(store, readonly=True) as opened:
            assert opened.connection.execute("SELECT count(*) FROM articles WHERE revision > 1").fetchone() == (1,)


def slowly_after(portal, path, page):
    """Answer with the page once the path has been asked for and its end had the time to be written."""

    def answer(_):
        until = time.monotonic() + 20
        while not portal.asked[path] and time.monotonic() < until:
            time.sleep(0.05)
        time.sleep(1.5)
        return 200, {}, page.encode()

    return answer


@pytest.mark.parametrize(
    "dead",
    [
        (404, {}, b"<html><body>404</body></html>"),
        (302, {"Location": "/tin"}, b""),
        (200, {}, listing(["/tin-5.html"]).encode()),
    ],
    ids=["missing", "leads_to_the_list", "shows_the_list"],
)
def test_an_address_that_works_is_tried_even_when_met_after_the_dead_one_has_failed(tmp_path, dead):
    with ChangingPortal(0) as portal:
        portal.numbers = [5]
        first = listing(["/cu/tin-5.html"]).replace("</ul>", '</ul><a href="/trang-2">2</a>')
        portal.odd["/tin"] = lambda _: (200, {}, first.encode())
        portal.odd["/trang-2"] = slowly_after(portal, "/cu/tin-5.html", listing(["/tin-5.html"]))
        portal.odd["/cu/tin-5.html"] = lambda _: dead
        store = tmp_path / "a.db"
        code, said = crawled_portal(portal, store)
        assert code == 0, said
        assert portal.asked["/cu/tin-5.html"] == portal.asked["/tin-5.html"] == portal.asked["/trang-2"] == 1
        with Store.open(store, readonly=True) as opened:
            [url] = opened.connection.execute("SELECT url FROM articles").fetchall()
        assert url == (f"{portal.base}/tin-5.html",)


def test_a_redirect_to_another_number_is_that_article_and_not_this_one(tmp_path):
    """Seventeen leads to eighteen, which is listed too; nineteen's first address leads to one that is dead."""
    with ChangingPortal(0) as portal:
        portal.numbers = [18, 19]
        first = listing(["/tin-17.html", "/cu/tin-19.html", "/tin-16.html"]).replace(
            "</ul>", '</ul><a href="/trang-2">2</a>'
        )
        portal.odd["/tin"] = lambda _: (200, {}, first.encode())
        portal.odd["/trang-2"] = slowly_after(portal, "/tin-16.html", listing(["/tin-18.html", "/tin-19.html"]))
        portal.odd["/tin-17.html"] = lambda _: (302, {"Location": "/tin-18.html"}, b"")
        portal.odd["/cu/tin-19.html"] = lambda _: (302, {"Location": "/tin-16.html"}, b"")
        store = tmp_path / "a.db"
        code, said = crawled_portal(portal, store)
        assert code == 0, said
        assert portal.asked["/tin-18.html"] == portal.asked["/tin-19.html"] == portal.asked["/tin-16.html"] == 1
        with Store.open(store, readonly=True) as opened:
            rows = opened.connection.execute("SELECT identity, url FROM articles ORDER BY identity").fetchall()
            assert "pending" not in opened.check_sums()
        assert rows == [(n, f"{portal.base}/tin-{n}.html") for n in ("18", "19")]


def test_news_that_two_lists_show_is_news_to_both_whichever_is_read_first(tmp_path):
    with ChangingPortal(3) as portal:
        shown = {"/khac": listing(["/tin-3.html"])}
        portal.odd["/khac"] = lambda _: (200, {}, shown["/khac"].encode())
        store = tmp_path / "a.db"
        assert crawled_portal(portal, store, spider="so_mau_hai")[0] == 0
        portal.numbers = [*portal.numbers, 4, 5]
        portal.odd["/tin"] = lambda _: (200, {}, listing(["/tin-4.html", "/tin-3.html"]).encode())
        first = listing(["/tin-4.html"]).replace("</ul>", '</ul><a href="/khac/trang-2">2</a>')
        portal.odd["/khac"] = slowly_after(portal, "/tin-4.html", first)
        portal.odd["/khac/trang-2"] = lambda _: (200, {}, listing(["/tin-5.html"]).encode())
        code, said = crawled_portal(portal, store, spider="so_mau_hai")
        assert code == 0, said
        with Store.open(store, readonly=True) as opened:
            assert opened.count() == 5


def test_an_article_behind_a_redirect_is_looked_at_again_there(tmp_path):
    """Its address leads to one that is known as its own other address and nothing else."""
    with ChangingPortal(1) as portal:
        portal.odd["/la"] = lambda _: (200, {}, listing(["/cu-1.html"]).encode())
        portal.odd["/cu-1.html"] = lambda _: (302, {"Location": "/tin-1.html"}, b"")
        store = tmp_path / "a.db"
        for _ in range(2):
            code, said = crawled_portal(portal, store, "-a", "recheck=all", spider="so_mau_la")
            assert code == 0, said
            portal.edited.add(1)
        assert portal.asked["/tin-1.html"] == 2
        with Store.open(store, readonly=True) as opened:
            assert [revision.change for revision in opened.history(f"{portal.base}/cu-1.html")] == ["first", "edited"]
