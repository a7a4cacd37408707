"""What deploy/ holds works: units that systemd accepts, cron lines, an egg that a real Scrapyd runs."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from croniter import croniter

from crawler.demo import serve, truth
from crawler.fleet.rhythm import VIETNAM
from crawler.health.causes import CAUSES
from crawler.store.health_rows import run_rows
from crawler.store.store import Store
from tests.conftest import ROOT

DEPLOY = ROOT / "deploy"
SCRAPYD = ROOT / ".venv-scrapyd" / "bin"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze on this machine")
def test_systemd_accepts_the_units(tmp_path):
    program = tmp_path / "scrapy"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    units = []
    for path in sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")]):
        unit = tmp_path / path.name
        words = (
            path.read_text().replace("/opt/tin-so/.venv/bin/scrapy", str(program)).replace("User=tin-so", "User=root")
        )
        unit.write_text(words)
        units.append(str(unit))
    assert len(units) == 3
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    mine = [line for line in done.stderr.splitlines() if "tin-so" in line]
    assert (done.returncode, mine) == (0, []), done.stderr


def test_a_fault_in_a_unit_would_be_found(tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd-analyze on this machine")
    broken = tmp_path / "tin-so.service"
    broken.write_text((DEPLOY / "tin-so.service").read_text().replace("ExecStart=", "ExecStrat="))
    done = subprocess.run(["systemd-analyze", "verify", str(broken)], capture_output=True, text=True, check=False)
    assert "ExecStrat" in done.stderr


def cron_lines():
    lines = [line for line in (DEPLOY / "crontab").read_text().splitlines() if line[:1] in "*0123456789"]
    return [(" ".join(line.split()[:5]), line.split(None, 5)[5]) for line in lines]


def test_cron_lines_come_when_they_say():
    friday = datetime(2024, 5, 3, 12, 1, tzinfo=VIETNAM)
    following = [croniter(when, friday).get_next(datetime).strftime("%a %H:%M") for when, _ in cron_lines()]
    assert following == ["Fri 12:15", "Sat 06:07", "Sun 03:23"]


@pytest.mark.skipif(not shutil.which("crontab"), reason="no crontab on this machine")
def test_cron_accepts_the_lines(tmp_path):
    def check(words):
        (tmp_path / "crontab").write_text(words)
        debian, cronie = (
            subprocess.run(["crontab", flag, tmp_path / "crontab"], capture_output=True, check=False).returncode
            for flag in ("-n", "-T")
        )
        return min(debian, cronie)  # each knows one of the flags

    words = (DEPLOY / "crontab").read_text()
    assert check(words) == 0
    assert check(words.replace("*/15", "*/nie")) != 0


def test_cron_lines_run_in_a_fresh_checkout(tmp_path):
    """What the shell does before the command counts too: a log in a folder that is not there ends the line."""
    program = tmp_path / ".venv" / "bin" / "scrapy"
    program.parent.mkdir(parents=True)
    program.write_text('#!/bin/sh\necho "$@"\n')
    program.chmod(0o755)
    (tmp_path / "output").mkdir()  # comes with the checkout
    for _, command in cron_lines():
        line = command.replace("/opt/tin-so", str(tmp_path)).replace(r"\%", "%")  # as cron hands it to the shell
        assert subprocess.run(["/bin/sh", "-c", line], check=False).returncode == 0, line
    crawled, shown, kept = (tmp_path / "output" / "crawlall.log").read_text().splitlines()
    assert (crawled, shown) == ("crawlall --due --jobs 4", "status --html")
    assert re.fullmatch(r"backup output/backup-\d{4}-\d\d-\d\d\.db", kept)


@pytest.mark.parametrize("name", ["crontab", "tin-so.service", "tin-so-crawlall.service", "Dockerfile", "README.md"])
def test_every_command_named_exists(name):
    words = (DEPLOY / name).read_text()
    named = set(re.findall(r"(?:bin/scrapy |`scrapy )(\w+)", words))
    named |= set(re.findall(r'CMD \["(\w+)"', words))
    assert named
    assert {command for command in named if not (ROOT / "crawler" / "commands" / f"{command}.py").exists()} == set()


def test_the_container_copies_what_exists():
    copied = re.findall(r"^COPY (.+) \S+$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)
    assert [name for line in copied for name in line.split() if not (ROOT / name).exists()] == []


def test_what_the_container_copies_is_enough(tmp_path):
    ignored = shutil.ignore_patterns("__pycache__")
    for words in re.findall(r"^COPY (.+) \S+$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE):
        for name in words.split():
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
            else:
                shutil.copy(ROOT / name, tmp_path)
    command = re.search(r'CMD \["(\w+)"', (DEPLOY / "Dockerfile").read_text())[1]
    for arguments, expected in ((["list"], "ha_noi_stttt"), ([command, "--help"], "SIGTERM")):
        program = [sys.executable, "-m", "scrapy", *arguments]
        done = subprocess.run(program, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert expected in done.stdout, done.stderr


@pytest.fixture(scope="module")
def egg(tmp_path_factory):
    target = tmp_path_factory.mktemp("egg") / "tin_so.egg"
    subprocess.run([sys.executable, DEPLOY / "build_egg.py", target], check=True, capture_output=True)
    return target


def test_the_egg_holds_every_file_the_application_reads(egg):
    with zipfile.ZipFile(egg) as packed:
        names = set(packed.namelist())
    for path in ("crawler/store/schema.sql", "spiders/registry/hosts.csv", "crawler/reports/templates/status.html"):
        assert path in names
    assert not [name for name in names if "__pycache__" in name or name.startswith(("tests/", "output/"))]


def test_the_egg_runs_without_the_checkout(egg, tmp_path):
    code = "import sys; sys.path.insert(0, sys.argv.pop(1)); from scrapy.cmdline import execute; execute()"
    environment = {**os.environ, "SCRAPY_SETTINGS_MODULE": "tin_so_egg", "TMPDIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code, egg, "list"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "ha_noi_stttt" in done.stdout.split(), done.stderr


class Scrapyd:
    def __init__(self, folder: Path, proxy: str):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        places = "".join(f"{name}_dir = {folder / name}\n" for name in ("eggs", "logs", "dbs"))
        (folder / "scrapyd.conf").write_text(
            f"[scrapyd]\nhttp_port = {self.port}\nbind_address = 127.0.0.1\npoll_interval = 0.3\n{places}"
        )
        environment = {
            **os.environ,
            "http_proxy": proxy,
            "TMPDIR": str(folder),
            "PATH": f"{SCRAPYD}:{os.environ['PATH']}",
        }
        self.environment = {name: value for name, value in environment.items() if name != "no_proxy"}
        with (folder / "scrapyd.log").open("wb") as log:
            command = [SCRAPYD / "scrapyd", "--pidfile="]
            self.process = subprocess.Popen(command, cwd=folder, env=self.environment, stdout=log, stderr=log)

    def ask(self, call: str, **values):
        body = urllib.parse.urlencode(values, doseq=True).encode() if values else None
        web = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with web.open(f"http://127.0.0.1:{self.port}/{call}.json", body, timeout=150) as answer:
            return json.load(answer)

    def wait(self, ready, seconds=180):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                if found := ready():
                    return found
            except OSError:
                pass
            time.sleep(0.2)
        raise TimeoutError(ready)


@pytest.mark.skipif(not (SCRAPYD / "scrapyd").exists(), reason="no Scrapyd here; `make test-deploy` installs one")
def test_a_real_scrapyd_crawls_and_the_store_tells_how_it_was(egg, tmp_path):
    store = tmp_path / "articles.db"
    with serve() as server:
        scrapyd = Scrapyd(tmp_path, server.proxy)
        try:
            scrapyd.wait(lambda: scrapyd.ask("daemonstatus"))
            config = (ROOT / "scrapy.cfg").read_text().replace("6800", str(scrapyd.port))
            (tmp_path / "scrapy.cfg").write_text(config)
            deploy = [SCRAPYD / "scrapyd-deploy", "--egg", egg]
            clean = {k: v for k, v in scrapyd.environment.items() if not k.lower().endswith("_proxy")}
            done = subprocess.run(deploy, cwd=tmp_path, env=clean, capture_output=True, text=True, check=False)
            assert '"status": "ok"' in done.stdout, done.stdout + done.stderr
            settings = [
                f"STORE_PATH={store}", "DOWNLOAD_DELAY=0",
                "ALLOWED_PRIVATE_NETWORKS=127.0.0.1/32",
            ]  # fmt: skip
            loaded = scrapyd.ask(
                "schedule", project="tin_so", spider="urls", url=truth("drupal")[0].url, setting=settings
            )
            assert loaded["status"] == "ok", loaded
            scrapyd.wait(lambda: scrapyd.ask("listjobs")["finished"])
            shutil.copy(next((tmp_path / "logs").rglob("*.log")), tmp_path / "job.log")
        finally:
            scrapyd.process.terminate()
            scrapyd.process.wait(20)
    with Store.open(store, readonly=True) as opened:
        (run,) = run_rows(opened.connection, "urls")
        assert (run.reason, opened.count("urls")) == ("finished", 1), (tmp_path / "job.log").read_text()


def test_the_page_on_reading_a_run_names_every_cause():
    words = (ROOT / "docs" / "reading-a-run.md").read_text("utf-8")
    said_elsewhere = {"storage", "bug", "killed", "stopped", "some_failed"}  # as exit codes
    assert {cause for cause in CAUSES if f"`{cause}`" not in words} == said_elsewhere
