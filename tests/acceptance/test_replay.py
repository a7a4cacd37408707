"""Two real portals, saved on one day and served by a local proxy: the crawl must store every article once, rightly.

Runs where `../shared/replay` and `../shared/gold` lie beside the checkout; they are not part of the project.
"""

import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from benchmarks.corpora import gold_lines
from benchmarks.scoring import score
from crawler.store.store import Store

SHARED = Path(__file__).parents[3] / "shared"
REPLAY, GOLD = SHARED / "replay" / "replay.py", SHARED / "gold" / "dev.jsonl.xz"
pytestmark = [
    pytest.mark.skipif(not REPLAY.exists() or not GOLD.exists(), reason="no ../shared/replay and ../shared/gold here"),
    pytest.mark.xdist_group("replay"),
]
HANOI = re.compile(r"/-/view_content/(?:pop_up/)?(\d+)-")
QUICK = ("-sDOWNLOAD_DELAY=0", "-sCONCURRENT_REQUESTS_PER_DOMAIN=8", "-sLOG_LEVEL=ERROR")


@pytest.fixture(scope="session")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("replay-cache")


@pytest.fixture(scope="session")
def proxy(cache):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = cache / "requests.log"
    command = [sys.executable, str(REPLAY), "--port", str(port), "--cache", str(cache), "--log", str(log)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}", log
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


@pytest.fixture(scope="session")
def crawled(proxy, scrapy, tmp_path_factory):
    """Crawl a portal twice; return the store and the requests of each run."""
    address, log = proxy
    done = {}

    def crawl(portal):
        if portal not in done:
            folder = tmp_path_factory.mktemp(portal)
            paths = (f"-sSTORE_PATH={folder}/articles.db", f"-sREPORT_PATH={folder}/report.html")
            runs = []
            for _ in range(2):
                before = log.stat().st_size
                ended = scrapy("crawl", portal, *QUICK, *paths, http_proxy=address, https_proxy=address)
                asked = log.read_text()[before:].splitlines()
                runs.append((ended, [line.split()[2] for line in asked]))
            done[portal] = (folder / "articles.db", runs)
        return done[portal]

    return crawl


def articles_of(path):
    with Store.open(path, readonly=True) as store:
        return list(store.articles())


def gold_of(cache, host):
    return list(gold_lines(GOLD, cache, host))


def test_every_ha_noi_article_is_stored_once_and_nothing_else(crawled, cache):
    path, runs = crawled("ha_noi_stttt")
    assert runs[0][0].code == 0, runs[0][0].out + runs[0][0].err
    saved = {match[1] for page in (cache / "sotttt.hanoi.gov.vn").rglob("*.html") if (match := HANOI.search(str(page)))}
    stored = [HANOI.search(article.url)[1] for article in articles_of(path)]
    assert len(stored) == len(set(stored))
    assert set(stored) == saved
    assert len(saved) == 3227


def test_a_second_crawl_fetches_no_article_and_little_else(crawled):
    _, runs = crawled("ha_noi_stttt")
    assert not [url for url in runs[1][1] if HANOI.search(url) and url in set(runs[0][1])], "an article fetched again"
    assert len(runs[1][1]) <= 0.05 * len(runs[0][1])


@pytest.mark.parametrize(
    ("portal", "host", "least"),
    [("ha_noi_stttt", "sotttt.hanoi.gov.vn", 1.0), ("dak_r_lap", "dakrlap.daknong.gov.vn", 0.99)],
)
def test_title_date_and_minute_are_those_of_the_gold(crawled, cache, portal, host, least):
    path, _ = crawled(portal)
    key = (
        (lambda url: HANOI.search(url)[1])
        if portal == "ha_noi_stttt"
        else (lambda url: unquote(urlsplit(url).path).strip("/"))
    )
    found = {key(article.url): article for article in articles_of(path)}
    cases = gold_of(cache, host)
    met = [(case, found[key(case.url)]) for case in cases if key(case.url) in found]
    assert len(met) >= least * len(cases)
    fold = lambda text: " ".join(text.split())  # noqa: E731
    assert sum(fold(case.title) == fold(article.title) for case, article in met) >= 0.995 * len(met)
    dated = [(case, article.published or article.updated) for case, article in met if case.day]
    right = sum(bool(moment) and moment.value[:16] == (case.minute or case.day) for case, moment in dated)
    assert right >= 0.995 * len(dated)


FURNITURE = (
    "admin admin",
    "Pho Ban bien tap",
    "View count",
    "In bài viết",
    "Các tin khác",
    "Other News",
    "TIN MỚI HƠN",
)


@pytest.mark.parametrize("portal", ["ha_noi_stttt", "dak_r_lap"])
def test_no_furniture_is_left_in_any_text(crawled, portal):
    path, _ = crawled(portal)
    left = [(article.url, words) for article in articles_of(path) for words in FURNITURE if words in article.text]
    assert not left


@pytest.mark.parametrize(
    ("portal", "host"), [("ha_noi_stttt", "sotttt.hanoi.gov.vn"), ("dak_r_lap", "dakrlap.daknong.gov.vn")]
)
def test_bodies_are_those_of_the_gold(crawled, cache, portal, host):
    """What cleaning moves out of the body (captions, credits, authors, repeated leads) is put back before counting."""
    path, _ = crawled(portal)
    key = (
        (lambda url: HANOI.search(url)[1])
        if portal == "ha_noi_stttt"
        else (lambda url: unquote(urlsplit(url).path).strip("/"))
    )
    found = {key(article.url): article for article in articles_of(path)}
    pairs = [(case.text, found[key(case.url)]) for case in gold_of(cache, host) if key(case.url) in found and case.text]
    whole = ["\n".join([article.text, *article.captions, *article.authors]) for _, article in pairs]
    assert score((true, got) for (true, _), got in zip(pairs, whole, strict=True)).f1 >= 0.98


def test_one_line_bodies_keep_their_document(crawled):
    path, _ = crawled("dak_r_lap")
    short = [article for article in articles_of(path) if len(article.text) < 60 and "chi tiết" in article.text.lower()]
    assert len(short) > 50
    assert sum(bool(article.attachments) for article in short) >= 0.5 * len(short)
