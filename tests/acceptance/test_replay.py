"""Two real portals, saved on one day and served by a local proxy: the crawl must store every article once, rightly.

Runs where `../shared/replay` and `../shared/gold` lie beside the checkout; they are not part of the project.
"""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from scrapy.spiderloader import get_spider_loader
from scrapy.utils.project import get_project_settings

from benchmarks.corpora import _saved as saved_page
from benchmarks.corpora import gold_lines
from benchmarks.scoring import score
from benchmarks.words_kept import accounted, found_whole
from crawler.commands.address_book import loaded_class
from crawler.platforms.pagers import is_next_page
from crawler.platforms.portal import parse_html
from crawler.releases.release import Plan, release
from crawler.store.identity import is_home
from crawler.store.store import Store
from crawler.vietnamese.text import fold, mend
from tests.opened_release import checksum, opened_by_all

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


def cpu_seconds():
    """What this process and those it waited for have worked; a busy machine changes little of it."""
    return sum(os.times()[:4])


def key_of(portal, url):
    """What tells an article of the gold from the others: its number, or its path."""
    return HANOI.search(url)[1] if portal == "ha_noi_stttt" else unquote(urlsplit(url).path).strip("/")


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
    found = {key_of(portal, article.url): article for article in articles_of(path)}
    cases = gold_of(cache, host)
    met = [(case, found[key_of(portal, case.url)]) for case in cases if key_of(portal, case.url) in found]
    assert len(met) >= least * len(cases)
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
    ("portal", "host", "least"),
    [("ha_noi_stttt", "sotttt.hanoi.gov.vn", 0.985), ("dak_r_lap", "dakrlap.daknong.gov.vn", 0.985)],
)
def test_bodies_are_those_of_the_gold(crawled, cache, portal, host, least):
    """The gold is the portal's raw words: its letters are mended as ours are, and what cleaning moves out of the body
    (captions, authors) is put back, before words are counted. Repeated leads and photo credits stay a difference."""
    path, _ = crawled(portal)
    found = {key_of(portal, article.url): article for article in articles_of(path)}
    cases = [case for case in gold_of(cache, host) if key_of(portal, case.url) in found]
    assert body_score([(case, found[key_of(portal, case.url)]) for case in cases]).f1 >= least


def body_score(pairs):
    """Score bodies against the gold's words, mended as ours are, what cleaning moved out of ours put back."""
    mended = lambda text: "\n".join(mend(line)[0] for line in text.split("\n"))  # noqa: E731
    told = [(case, article) for case, article in pairs if case.text]
    return score(
        (mended(case.text), "\n".join([article.text, *article.captions, *article.authors])) for case, article in told
    )


def test_one_line_bodies_keep_their_document(crawled):
    path, _ = crawled("dak_r_lap")
    short = [article for article in articles_of(path) if len(article.text) < 60 and "chi tiết" in article.text.lower()]
    assert len(short) > 50
    assert sum(bool(article.attachments) for article in short) >= 0.5 * len(short)


def test_the_store_is_released_and_opened_by_every_library(crawled, tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    path, _ = crawled("ha_noi_stttt")
    with Store.open(path, readonly=True) as store:
        store.backup(tmp_path / "articles.db")  # copies are looked for there; other tests read the store as it was
        texts = [article.text for article in store.articles()]
    with Store.open(tmp_path / "articles.db") as store:
        manifest = release(store, Plan("ha-noi", folder=tmp_path / "releases"))
    opened = opened_by_all(tmp_path / "releases" / "ha-noi", tmp_path / "cache")
    assert set(opened.values()) == {(len(texts), checksum(texts))}
    assert manifest["rows"] == sum(file["rows"] for file in manifest["files"]) == len(texts)


# --- the same two portals with their classes forgotten ------------------------------------------------------------

LISTS = {"ha_noi_stttt": "div.asset-bounddary div.asset-abstract h3.asset-title a", "dak_r_lap": "td.TitleFront a"}
"""Where each portal's list pages keep their articles: seen on its pages, unknown to the probe."""
FRONTS = {"ha_noi_stttt": "https://sotttt.hanoi.gov.vn/", "dak_r_lap": "http://dakrlap.daknong.gov.vn/"}
SITES = {"ha_noi_stttt": ("ha_noi_moi", "liferay6"), "dak_r_lap": ("dak_nong_moi", "sharepoint_lacviet")}
"""A name for the portal as if it were new; its family."""


@pytest.fixture(scope="session")
def probed(proxy, scrapy):
    done = {}

    def look(portal):
        if portal not in done:
            ended = scrapy("probe", "--json", *QUICK, FRONTS[portal], http_proxy=proxy[0], https_proxy=proxy[0])
            assert ended.code == 0, ended.err
            done[portal] = json.loads(ended.out)
        return done[portal]

    return look


@pytest.mark.parametrize(
    ("host", "generic", "least"),
    [
        ("sotttt.hanoi.gov.vn", False, 0.999),
        ("sotttt.hanoi.gov.vn", True, 0.99),
        ("dakrlap.daknong.gov.vn", False, 0.999),
        ("dakrlap.daknong.gov.vn", True, 0.985),
    ],
)
def test_bodies_are_found_whole_and_cleaning_loses_no_word(crawled, cache, host, generic, least):
    """As found, before cleaning moves captions and bylines: the gold holds the portal's own body."""
    crawled(next(portal for portal, front in FRONTS.items() if urlsplit(front).hostname == host))  # unpacks the pages
    cases = gold_of(cache, host)
    assert found_whole(cases, generic=generic).f1 >= least
    account = accounted(cases, generic=generic)
    assert account.words > 60_000
    assert account.nowhere.total() <= account.words / 100_000
    assert account.removed <= 0.01 * account.words


@pytest.mark.parametrize("portal", SITES)
def test_the_family_is_named_from_the_address_alone(probed, portal):
    assert probed(portal)["platform"]["family"] == SITES[portal][1]
    assert probed(portal)["platform"]["confidence"] > 0.9


@pytest.mark.parametrize("portal", SITES)
def test_every_section_the_class_reaches_is_found(probed, crawled, cache, portal):
    def bare(url):
        return url.partition("://")[2].rstrip("/").removesuffix(".html")

    found = {bare(section["url"]) for section in probed(portal)["sections"]}
    _, runs = crawled(portal)
    missed = []
    for url in dict.fromkeys(runs[0][1]):
        page = saved_page(cache, url)
        if page is None or HANOI.search(url) or is_next_page(url) or is_home(url) or bare(url) in found:
            continue
        root = parse_html(page.read_bytes())
        if root is not None and root.cssselect(LISTS[portal]):
            missed.append(url)
    assert not missed


@pytest.fixture(scope="session")
def written(proxy, scrapy, tmp_path_factory):
    """The folder of a class that addportal wrote, in an address book of its own, and the seconds that took."""
    done = {}

    def write(portal):
        if portal not in done:
            folder, started = tmp_path_factory.mktemp(f"written-{portal}"), cpu_seconds()
            to = (f"--into={folder}/written", f"--folder={folder}/pages")
            name, asked = SITES[portal][0], {"http_proxy": proxy[0], "https_proxy": proxy[0]}
            ended = scrapy("addportal", *QUICK, *to, name, FRONTS[portal], **asked)
            assert ended.code == 0, ended.out + ended.err
            done[portal] = folder, cpu_seconds() - started
        return done[portal]

    return write


@pytest.mark.parametrize("portal", SITES)
def test_addportal_writes_the_class_a_person_wrote(written, portal):
    """The same base, the same attributes: what the class above passes, this one passes."""
    name, _ = SITES[portal]
    folder, seconds = written(portal)
    assert seconds < 60
    [path] = (folder / "written").glob("*.py")
    cls, known = loaded_class(path, name), get_spider_loader(get_project_settings()).load(portal)
    assert path.stem == known.__module__.rpartition(".")[2]
    assert cls.__bases__ == known.__bases__
    own = lambda cls: {name: value for name, value in vars(cls).items() if not name.startswith("__") and name != "name"}  # noqa: E731
    assert own(cls) == own(known)
    assert len(list((folder / "pages").glob("*/*.html"))) == 6


@pytest.fixture(scope="session")
def crawled_anew(proxy, scrapy, written):
    """The articles of a portal crawled without its class: by the one addportal wrote, or by none."""
    done = {}

    def crawl(portal, how):
        if (portal, how) not in done:
            folder, _ = written(portal)
            path = folder / f"{how}.db"
            asked = {"http_proxy": proxy[0], "https_proxy": proxy[0], "PYTHONPATH": str(folder)}
            what = (SITES[portal][0], "-sSPIDER_MODULES=written")
            if how == "any":
                what = ("any", "-a", f"url={FRONTS[portal]}")
            ended = scrapy("crawl", *what, *QUICK, f"-sSTORE_PATH={path}", f"-sREPORT_PATH={folder}/r.html", **asked)
            assert ended.code == 0, ended.out + ended.err
            done[portal, how] = articles_of(path)
        return done[portal, how]

    return crawl


@pytest.mark.parametrize("how", ["written", "any"])
@pytest.mark.parametrize("portal", SITES)
def test_without_its_class_a_portal_is_crawled_and_read_as_well(crawled_anew, cache, portal, how):
    """Every article, once, nothing else; titles, dates and bodies as with the class."""
    host = urlsplit(FRONTS[portal]).hostname
    stored = crawled_anew(portal, how)
    found = {key_of(portal, article.url): article for article in stored}
    assert len(found) == len(stored)
    cases = {key_of(portal, case.url): case for case in gold_of(cache, host)}
    if portal == "ha_noi_stttt":
        assert len(found) == 3227
    else:
        assert not set(found) - set(cases)
    met = [(cases[key], found[key]) for key in cases if key in found]
    assert len(met) >= 0.99 * len(cases)
    assert sum(fold(case.title) == fold(article.title) for case, article in met) >= 0.995 * len(met)
    dated = [(case, article.published or article.updated) for case, article in met if case.day]
    right = sum(bool(moment) and moment.value[:16] == (case.minute or case.day) for case, moment in dated)
    assert right >= 0.995 * len(dated)
    assert body_score(met).f1 >= 0.98
