"""Many portals at once: a process each, one report, an honest exit code; the schedule stops when told."""

import json
import os
import signal
import subprocess
import sys

import pytest

from crawler.commands.endings import ending_of
from crawler.demo import serve
from crawler.demo.faults import Weather
from crawler.health import Verdict
from crawler.store.health_rows import run_rows
from crawler.store.lock import PortalLock
from crawler.store.store import Store
from tests.conftest import ROOT, run_scrapy

pytestmark = pytest.mark.xdist_group("fleet")
QUICK = {
    "SPIDER_LOADER_CLASS": "crawler.demo.loader.DemoLoader", "DOWNLOAD_DELAY": 0, "RETRY_DELAY": 0.05,
    "ALLOWED_PRIVATE_NETWORKS": "127.0.0.1/32", "BREAKER_PAUSE": 0.1,
}  # fmt: skip


class Place:
    def __init__(self, folder, proxy):
        self.store = folder / "articles.db"
        paths = {"STORE_PATH": self.store, "LOG_PATH": folder / "logs", "REPORT_PATH": folder / "r.html"}
        self.settings = [f"-s{name}={value}" for name, value in (QUICK | paths).items()]
        self.environment = {"http_proxy": proxy, "https_proxy": proxy}

    def __call__(self, *arguments, **environment):
        return run_scrapy(*arguments, *self.settings, **self.environment, **environment)


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fleet")
    with serve(weather=Weather({"joomla": "list_empty"})) as server:
        place = Place(folder, server.proxy)
        return {
            "place": place,
            "first": place("crawlall", "--only", "demo_drupal", "-sLOG_JSON=1"),
            "due": place("crawlall", "--due", "--only", "demo_drupal"),
            "broken": place("crawlall", "--only", "joomla"),
        }


def test_the_report_begins_with_the_verdict(reports):
    assert reports["first"].code == 0, reports["first"].err
    heading, line, *_ = reports["first"].out.splitlines()
    assert heading == "OK: 1 of 1 portals well; 11 new"
    assert line.startswith("OK      demo_drupal: 11 new")


def test_what_is_not_due_is_not_crawled(reports):
    assert reports["due"].code == 0
    assert reports["due"].out.startswith("OK: no portal is due; next demo_drupal in ")
    with Store.open(reports["place"].store, readonly=True) as store:
        assert len(run_rows(store.connection, "demo_drupal")) == 1


def test_an_empty_list_is_no_success(reports):
    assert reports["broken"].code == 4
    assert reports["broken"].out.splitlines()[0].startswith("FAILED: 0 of 1 portals well")
    assert "its lists show no articles" in reports["broken"].out


def test_logs_are_json_on_request(reports):
    log = (reports["place"].store.parent / "logs" / "demo_drupal.log").read_text("utf-8")
    lines = [json.loads(line) for line in log.splitlines()]
    assert {line["portal"] for line in lines} == {"demo_drupal"}
    assert any(line.get("pages", 0) > 11 for line in lines), log
    assert (lines[-1]["message"], lines[-1]["new"]) == ("OK  demo_drupal: 11 new, 0 changed", 11)


def test_a_run_of_less_than_a_minute_takes_a_few_lines(reports):
    log = (reports["place"].store.parent / "logs" / "demo_joomla.log").read_text("utf-8")
    assert log.count(" INFO: ") <= 5, log
    assert "its lists show no articles" in log


def test_the_ledger_keeps_what_a_run_was(reports):
    with Store.open(reports["place"].store, readonly=True) as store:
        (run,) = run_rows(store.connection, "demo_drupal")
    assert run.tally["store/stored"] == 11
    assert run.tally["downloader/response_bytes"] > 10_000
    assert run.tally["seconds"] > 0
    assert set(run.tally["versions"]) >= {"python", "scrapy", "lxml", "libxml2"}
    assert run.observed["lists"]


@pytest.mark.parametrize("arguments", [("--jobs", "x"), ("--only", "Atlantis"), ("--sample", "0"), ("everything",)])
def test_bad_usage_is_one_line_and_two(tmp_path, arguments):
    place = Place(tmp_path, "http://127.0.0.1:9")
    done = place("crawlall", *arguments)
    assert done.code == 2
    assert len(done.err.strip().splitlines()) == 1


def test_the_schedule_crawls_what_is_due_and_stops_when_told(tmp_path):
    with serve() as server:
        place = Place(tmp_path, server.proxy)
        clean = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        command = [sys.executable, "-m", "scrapy", "schedule", "--only", "demo_kentico", *place.settings]
        running = subprocess.Popen(command, cwd=ROOT, env=clean | place.environment, stderr=subprocess.PIPE, text=True)
        said = ""
        while running.poll() is None and "11 new" not in said:
            said += running.stderr.readline()
        running.send_signal(signal.SIGTERM)
        said += running.communicate(timeout=30)[1]
    assert running.returncode == 0, said
    assert "OK      demo_kentico: 11 new" in said
    assert said.strip().endswith("Stopped")


def test_a_portal_under_way_is_skipped_not_failed(tmp_path):
    with serve() as server:
        place = Place(tmp_path, server.proxy)
        Store.open(place.store).close()
        with PortalLock(place.store, "demo_drupal"):
            done = place("crawlall", "--only", "demo_drupal")
    assert done.code == 0
    assert "SKIPPED demo_drupal" in done.out


@pytest.mark.parametrize(
    ("stats", "verdict", "word", "code"),
    [
        ({}, Verdict("ok"), "OK", 0),
        ({}, Verdict("warn", "certificate", "its certificate is not right"), "OK", 0),
        ({}, Verdict("fail", "list_empty", "its lists show no articles"), "PARTIAL", 4),
        ({}, Verdict("fail", "list_shrunk", "fewer"), "PARTIAL", 4),
        ({}, Verdict("fail", "bodies_cut", "short"), "PARTIAL", 3),
        ({"finish_reason": "storage"}, Verdict("fail", "storage", "full"), "FAILED", 5),
        ({"finish_reason": "shutdown"}, Verdict("fail", "blocked", "wall"), "PARTIAL", 130),
        ({"response_received_count": 0, "start_time": 1}, None, "OK", 0),
        ({"response_received_count": 0, "start_time": 1, "store/waiting": 2}, None, "PARTIAL", 3),
        ({"response_received_count": 0, "start_time": 1, "downloader/request_count": 3}, None, "FAILED", 3),
        ({"observed": {"failures": {"torn": 1, "http_404": 4}}, "store/stored": 3}, None, "PARTIAL", 3),
        ({"store/skipped": 1, "observed": {"declined": {"not_html": 1}}}, None, "FAILED", 4),
        ({"postponed/outside_hours": 1}, None, "PARTIAL", 3),
        ({"response_received_count": 0}, Verdict("fail", "host_gone", "gone"), "FAILED", 3),
        ({"store/pending": 4}, None, "PARTIAL", 3),
    ],
)
def test_exit_codes_say_what_happened(stats, verdict, word, code):
    ending = ending_of("so_mau", {"finish_reason": "finished", "response_received_count": 9, **stats}, verdict)
    assert (ending.word, ending.exit_code) == (word, code)
    if verdict and verdict.reason and code not in {5, 130}:
        assert verdict.reason in ending.reason
