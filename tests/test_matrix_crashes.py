"""Crawls that are killed, stopped, locked out or short of disk: nothing lost, nothing doubled, no step by hand.

One test a row. Those that begin with a small spider are drills of the store (`benchmarks/kill_drill.py` is the long
form); the others run the real command over a portal that changes.
"""

import random
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from crawler.store import Reading, Store
from items import Article, Page
from tests import changing_portal
from tests.changing_portal import ROOT, ChangingPortal, crawled, wait_until
from tests.crash_drill import CONCURRENCY, PER_LIST, Site, crawl, kill_at, locked_crawl

pytestmark = pytest.mark.xdist_group("crashes")
ARTICLES = 40
PAGES = ARTICLES + ARTICLES // PER_LIST


@pytest.fixture
def site():
    made = Site(ARTICLES, delay=0.01)
    yield made
    made.close()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "articles.db"


def finish(site, path, *extra):
    said = crawl(site.base, path, *extra).communicate(timeout=60)[0]
    assert said.startswith("finished"), said
    return said


def whole(path, articles=ARTICLES):
    with Store.open(path) as store:
        assert store.count() == articles
        assert list(store.verify()) == []
        sums = store.check_sums()
        assert sums.get("pending", 0) == 0
        return sums


def test_K1_killed_twice_nothing_is_lost_and_little_is_fetched_again(site, path):
    kills = sum(kill_at(site, crawl(site.base, path), served) for served in (9, 30))
    finish(site, path)
    assert whole(path) == {"seen": PAGES, "stored": ARTICLES, "skipped": PAGES - ARTICLES}
    assert sum(site.asked.values()) - PAGES <= kills * (CONCURRENCY + 1)


def test_K2_a_polite_stop_loses_and_repeats_nothing(site, path):
    assert kill_at(site, crawl(site.base, path), 12, signal.SIGTERM)
    with sqlite3.connect(path) as store:
        assert store.execute("SELECT reason FROM runs").fetchall() == [("shutdown",)]
    finish(site, path)
    whole(path)
    assert sum(site.asked.values()) == PAGES


def test_K3_two_stops_in_a_row_are_as_safe_as_a_kill(site, path):
    process = crawl(site.base, path)
    while sum(site.asked.values()) < 12:
        time.sleep(0.002)
    process.send_signal(signal.SIGTERM)
    process.send_signal(signal.SIGTERM)
    process.wait(30)
    finish(site, path)
    whole(path)


def test_the_second_crawl_reads_listings_and_no_article(site, path):
    finish(site, path)
    site.asked.clear()
    finish(site, path)
    assert [place for place in site.asked if place.startswith("/article/")] == []
    assert whole(path)["seen"] == PAGES


def test_looking_at_everything_again_finds_what_changed_and_nothing_else(site, path):
    finish(site, path)
    site.edited, site.removed, site.articles = {3, 17}, {5}, ARTICLES + 2
    said = finish(site, path, "recheck=all")
    events = {name: said.count(f"'store/{name}': {number}") for name, number in _EVENTS.items()}
    assert events == dict.fromkeys(_EVENTS, 1), said
    whole(path, ARTICLES + 2)
    with Store.open(path) as store:
        assert [revision.change for revision in store.history(f"{site.base}/article/3")] == ["first", "edited"]
        gone = store.connection.execute("SELECT url, gone_reason FROM articles WHERE gone_at IS NOT NULL").fetchall()
        assert gone == [(f"{site.base}/article/5", "http_404")]


_EVENTS = {"edited": 2, "gone": 1, "stored": 2, "unchanged": ARTICLES - 3}


def test_K6_a_lock_of_some_seconds_loses_nothing(site, path):
    Store.open(path).close()
    process = crawl(site.base, path)
    while sum(site.asked.values()) < 10:
        time.sleep(0.002)
    holder = sqlite3.connect(path, isolation_level=None, timeout=30)
    holder.execute("BEGIN IMMEDIATE")
    time.sleep(2)
    held = sum(site.asked.values())
    time.sleep(1)
    assert sum(site.asked.values()) == held  # what cannot be kept is not fetched
    holder.execute("ROLLBACK")
    holder.close()
    assert process.communicate(timeout=60)[0].startswith("finished")
    whole(path)
    assert sum(site.asked.values()) == PAGES


@pytest.mark.parametrize("served", [0, 10], ids=["from_the_start", "midway"])
def test_K6_a_lock_never_holds_up_the_event_loop(site, path, served):
    said, pause = locked_crawl(site, path, seconds=4 if served else 5, served=served)
    assert said.startswith("finished")
    whole(path)
    assert pause < 1


def test_K7_a_full_disk_stops_the_crawl_and_the_next_one_goes_on(site, path):
    site.sentences = 200
    with Store.open(path) as store:
        room = store.connection.execute("PRAGMA page_count").fetchone()[0] + 1
    said = crawl(site.base, path, f"MAX_PAGES={room}").communicate(timeout=60)[0]
    assert "storage {" in said, said
    with Store.open(path) as store:
        assert list(store.verify()) == []
    finish(site, path)
    whole(path)


def test_a_queue_larger_than_memory_is_crawled_whole(path):
    site = Site(130, delay=0)
    try:
        finish(site, path, "IN_MEMORY=20")
        whole(path, 130)
        assert max(site.asked.values()) == 1
    finally:
        site.close()


# --- the real command over a portal that changes -------------------------------------------------------------------


@pytest.fixture
def portal():
    with ChangingPortal(ARTICLES, delay=0.02) as made:
        yield made


def all_there(path, articles=ARTICLES):
    with Store.open(path) as store:
        assert list(store.verify()) == []
        assert store.count() == articles
        assert store.check_sums().get("pending", 0) == 0


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda how: how.name)
def test_K3_a_hangup_is_a_stop_like_any_other(portal, path, how):
    process = changing_portal.crawl(portal, path)
    wait_until(lambda: portal.pages_asked() >= 12)
    process.send_signal(how)
    said = process.communicate(timeout=60)[0]
    assert process.returncode == 130, said
    assert "the same command goes on" in said
    code, said = crawled(portal, path)
    assert code == 0, said
    all_there(path)
    assert max(portal.asked[address] for address in portal.articles_asked()) == 1


_DAMAGE = {
    "emptied": lambda content: b"",
    "garbage": lambda content: random.Random(4).randbytes(len(content)),
    "cut": lambda content: content[: 2 * len(content) // 3],
}


@pytest.fixture(scope="module")
def killed(tmp_path_factory):
    """A portal, and what a killed crawl of it leaves behind: the store's file, its log and the log's index."""
    left = tmp_path_factory.mktemp("killed")
    with ChangingPortal(ARTICLES, delay=0.02) as portal:
        process = changing_portal.crawl(portal, left / "articles.db")
        wait_until(lambda: portal.pages_asked() >= 20)
        process.kill()
        process.communicate()
        yield portal, left


@pytest.mark.parametrize("damage", _DAMAGE)
@pytest.mark.parametrize("ending", ["-wal", "-shm", ".locks/so_mau"])
def test_K4_a_damaged_file_beside_the_store_costs_pages_fetched_again_and_nothing_else(
    killed, tmp_path, ending, damage
):
    portal, left = killed
    shutil.copytree(left, tmp_path, dirs_exist_ok=True)
    damaged = tmp_path / f"articles.db{ending}"
    damaged.write_bytes(_DAMAGE[damage](damaged.read_bytes()))
    code, said = crawled(portal, tmp_path / "articles.db")
    assert code == 0, said
    all_there(tmp_path / "articles.db")


@pytest.mark.parametrize("damage", ["garbage", "cut"])
def test_K4_a_damaged_store_is_named_and_left_as_it_is_and_its_backup_goes_on(portal, path, tmp_path, scrapy, damage):
    assert crawled(portal, path)[0] == 0
    assert scrapy("backup", str(tmp_path / "copy.db"), f"-sSTORE_PATH={path}").code == 0
    path.write_bytes(_DAMAGE[damage](path.read_bytes()))
    before, asked = path.read_bytes(), portal.pages_asked()
    code, said = crawled(portal, path)
    assert code == 2, said
    assert said.count("\n") == 1
    assert str(path) in said
    assert "restore a backup" in said
    assert (path.read_bytes(), portal.pages_asked()) == (before, asked)
    shutil.copy(tmp_path / "copy.db", path)
    assert crawled(portal, path)[0] == 0
    all_there(path)


def test_K4_an_emptied_store_is_begun_anew_and_said(portal, path):
    path.touch()
    code, said = crawled(portal, path)
    assert code == 0, said
    assert re.search(rf"WARNING: .*{re.escape(str(path))} is empty", said), said
    all_there(path)


def test_K5_R15_a_second_run_of_a_portal_ends_at_once(portal, path):
    portal.delay = 2
    first = changing_portal.crawl(portal, path)
    wait_until(lambda: portal.pages_asked() >= 1)
    began = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    code, said = crawled(portal, path)
    assert code == 75, said
    assert "so_mau is already being crawled" in said
    assert "Traceback" not in said
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - began < 5  # the first is still at work
    portal.delay = 0
    assert first.wait(120) == 0
    all_there(path)
    assert max(portal.asked[address] for address in portal.articles_asked()) == 1


def test_K6_a_store_locked_for_good_ends_the_run_as_storage(portal, path):
    Store.open(path).close()
    process = changing_portal.crawl(portal, path, STORE_PATIENCE="2")
    wait_until(lambda: portal.pages_asked() >= 10)
    holder = sqlite3.connect(path, isolation_level=None, timeout=30)
    holder.execute("BEGIN IMMEDIATE")
    said = process.communicate(timeout=100)[0]
    holder.execute("ROLLBACK")
    holder.close()
    assert process.returncode == 5, said
    assert "FAILED" in said
    assert "Traceback" not in said
    assert crawled(portal, path)[0] == 0
    all_there(path)


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 2 MiB; only root can make one."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", place], check=False, capture_output=True)
    if made.returncode:
        pytest.skip("no right to mount a small disk")
    yield place
    subprocess.run(["umount", place], check=True)


def test_K7_a_full_disk_is_an_exit_code_and_goes_on_when_there_is_room(portal, small_disk):
    store = small_disk / "articles.db"
    code, said = crawled(portal, store)
    assert code == 5, said
    assert "Traceback" not in said
    subprocess.run(["mount", "-o", "remount,size=64m", small_disk], check=True)
    with Store.open(store) as opened:
        assert list(opened.verify()) == []
    code, said = crawled(portal, store)
    assert code == 0, said
    all_there(store)


@pytest.mark.parametrize("place", ["/proc/nope/articles.db", "{folder}", "{folder}/file/articles.db"])
def test_K8_a_store_that_cannot_be_written_ends_before_any_request(portal, tmp_path, place):
    (tmp_path / "file").touch()
    code, said = crawled(portal, Path(place.format(folder=tmp_path)))
    assert code == 2, said
    assert said.count("\n") == 1
    assert not portal.asked


def filled(path, articles=30, size=300):
    """A store written by a process that never closed it: everything is still in the log."""
    store = Store.open(path)
    store.connection.execute("PRAGMA wal_autocheckpoint = 0")
    for number in range(articles):
        add(store, number, size)
    return store


def add(store, number, size=300):
    url = f"https://so.example/tin-{number}.html"
    text = f"Tin số {number} của Sở. " * size
    page = Page(url, f"<p>{text}</p>".encode())
    with store.transaction():
        reading = Reading(url, page, Article(url, f"Tin {number}", text=text, paragraphs=[text]))
        store.settling.settle("so_example", reading, run=None, now=0)


@pytest.fixture(scope="module")
def torn(tmp_path_factory):
    """A store and its log as a power cut finds them, to be cut anywhere."""
    folder = tmp_path_factory.mktemp("torn")
    store = filled(folder / "a.db")
    left = (folder / "a.db").read_bytes(), (folder / "a.db-wal").read_bytes()
    store.close()
    return left


@pytest.mark.parametrize("kind", ["cut", "flipped", "zeroed"])
def test_K9_K11_a_torn_log_leaves_whole_articles(torn, tmp_path, kind):
    database, log = torn
    chance, counts = random.Random(9), set()
    for number in range(20):
        place = chance.randrange(4096, len(log))
        path = tmp_path / f"{number}.db"
        path.write_bytes(database)
        spoilt = {
            "cut": log[:place],
            "flipped": log[:place] + bytes([log[place] ^ 1]) + log[place + 1 :],
            "zeroed": log[:place] + bytes(20_000) + log[place + 20_000 :],
        }[kind]
        Path(f"{path}-wal").write_bytes(spoilt)
        with Store.open(path) as store:
            assert list(store.verify()) == []
            assert [article.url for article in store.articles()] == [
                f"https://so.example/tin-{number}.html" for number in range(store.count())
            ]
            counts.add(store.count())
    assert len(counts) > 5


def test_K12_what_is_stored_after_a_torn_tail_is_all_readable(torn, tmp_path):
    path = tmp_path / "a.db"
    path.write_bytes(torn[0])
    Path(f"{path}-wal").write_bytes(torn[1][: len(torn[1]) * 2 // 3 + 7])
    with Store.open(path) as store:
        kept = store.count()
        for number in range(100, 140):
            add(store, number, 3)
    with Store.open(path) as store:
        assert store.count() == kept + 40
        assert list(store.verify()) == []


def test_K9_a_backup_taken_during_a_crawl_is_whole(portal, path, tmp_path, scrapy):
    process = changing_portal.crawl(portal, path)
    copies = []
    for number in range(3):
        wait_until(lambda number=number: portal.pages_asked() >= 8 + 10 * number)
        copies.append(tmp_path / f"copy-{number}.db")
        assert scrapy("backup", str(copies[-1]), f"-sSTORE_PATH={path}").code == 0
    assert process.wait(120) == 0
    for copy in copies:
        with Store.open(copy) as store:
            assert list(store.verify()) == []
    all_there(path)


def test_K10_a_commit_waits_for_no_disk_but_a_checkpoint_does(tmp_path):
    if not shutil.which("strace"):
        pytest.skip("strace is not installed")
    program = f"from tests.test_matrix_crashes import filled; from pathlib import Path; filled(Path({str(tmp_path)!r}, 'a.db'), 200, 3).close()"
    trace = ["strace", "-f", "-qq", "-e", "trace=fsync,fdatasync", "-o", str(tmp_path / "trace")]
    subprocess.run([*trace, sys.executable, "-c", program], cwd=ROOT, check=True)
    flushed = len(re.findall(r"f(?:data)?sync\(", (tmp_path / "trace").read_text()))
    assert 1 <= flushed <= 12  # 200 commits: WAL with synchronous=NORMAL; a power cut may take the last of them


def test_K13_after_a_kill_every_article_has_its_page(portal, path, scrapy):
    process = changing_portal.crawl(portal, path)
    wait_until(lambda: portal.pages_asked() >= 25)
    process.kill()
    process.communicate()
    done = scrapy("verify", f"-sSTORE_PATH={path}")
    assert done.code == 0, done.out
    with sqlite3.connect(path) as store:
        dangling = store.execute(
            "SELECT count(*) FROM articles LEFT JOIN pages ON pages.id = articles.page"
            " LEFT JOIN frames ON frames.id = pages.frame WHERE frames.id IS NULL"
        ).fetchone()
        assert dangling == (0,)
        assert store.execute("SELECT count(*) FROM articles").fetchone()[0] > 0


def test_K15_short_readers_do_not_let_the_log_grow(tmp_path):
    path, done = tmp_path / "a.db", threading.Event()
    Store.open(path).close()

    def browse():
        with Store.open(path, readonly=True) as store:
            while not done.is_set():
                sum(1 for _ in store.articles())
                time.sleep(0.01)

    reader = threading.Thread(target=browse)
    reader.start()
    try:
        with Store.open(path) as store:
            for number in range(800):
                add(store, number, 60)
            log = Path(f"{path}-wal").stat().st_size
    finally:
        done.set()
        reader.join()
    assert log <= 64 * 2**20


_YEAR = 366 * 86_400


def test_K16_a_clock_that_jumps_loses_and_redates_nothing(portal, path):
    assert crawled(portal, path)[0] == 0
    with sqlite3.connect(path) as store:
        before = store.execute("SELECT url, published_value FROM articles ORDER BY url").fetchall()
        store.execute("UPDATE runs SET started_at = started_at + ?, alive_at = alive_at + ?", (_YEAR, _YEAR))
        store.execute("UPDATE frontier SET next_at = next_at + ?, done_at = done_at + ?", (_YEAR, _YEAR))
    store.close()
    portal.numbers.append(ARTICLES + 1)
    code, said = crawled(portal, path)
    assert code == 0, said
    assert re.search(r"WARNING: .*clock", said), said
    all_there(path, ARTICLES + 1)
    with sqlite3.connect(path) as store:
        after = dict(store.execute("SELECT url, published_value FROM articles"))
    assert {url: after[url] for url, _ in before} == dict(before)


def test_K18_memory_does_not_grow_by_the_page(path):
    site = Site(1_600, delay=0)
    try:
        process = crawl(site.base, path)
        held = []
        for served in (800, 1_600):
            wait_until(lambda served=served: sum(site.asked.values()) >= served)
            held.append(resident_megabytes(process.pid))
        assert process.communicate(timeout=120)[0].startswith("finished")
    finally:
        site.close()
    assert held[1] - held[0] <= 4  # a page kept in memory would be 3 kB of body alone, and all it hangs on


def resident_megabytes(pid):
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1]) / 1024


def test_K17_a_log_grows_by_the_minute_and_not_by_the_page(portal, path, tmp_path):
    sizes = []
    for number in (20, ARTICLES):
        portal.numbers = list(range(1, number + 1))
        log = tmp_path / f"{number}.log"
        assert crawled(portal, tmp_path / f"{number}.db", LOG_FILE=str(log))[0] == 0
        sizes.append(log.stat().st_size)
    assert sizes[1] - sizes[0] <= 20 * 500  # bytes: 5 MB for 10,000 pages
