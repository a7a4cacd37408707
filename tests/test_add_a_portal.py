"""docs/add-a-portal.md, run as written: its commands, in order, in a copy of the project, on a demo portal."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.demo import serve

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs" / "add-a-portal.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL) for line in block.splitlines()]
# A demo is on this machine and in no hurry; nothing else is different.
QUICK = '\nDOWNLOAD_DELAY = 0\nALLOWED_PRIVATE_NETWORKS = ["127.0.0.1/32"]\nLOG_LEVEL = "ERROR"\n'


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy of what a contributor checks out."""
    folder = tmp_path_factory.mktemp("project")
    for room in ("items", "crawler", "spiders"):
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "tests" / "acceptance").mkdir(parents=True)
    shutil.copy(ROOT / "scrapy.cfg", folder)
    with (folder / "crawler" / "settings.py").open("a", encoding="utf-8") as settings:
        settings.write(QUICK)
    return folder


@pytest.fixture(scope="module")
def followed(project):
    """Each command with its exit code and what it printed."""
    done = []
    with serve() as server:
        clean = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        environment = {**clean, "http_proxy": server.proxy, "COLUMNS": "160"}
        for command in COMMANDS:
            program, *arguments = command.split()
            assert program == "scrapy"
            ran = subprocess.run(
                [sys.executable, "-m", "scrapy", *arguments],
                cwd=project,
                env=environment,
                capture_output=True,
                check=False,
                timeout=120,
            )
            done.append((command, ran.returncode, ran.stdout.decode() + ran.stderr.decode()))
    return done


def test_it_is_short():
    assert len(TEXT.splitlines()) <= 60
    assert len(COMMANDS) == 5


def test_every_command_does_what_it_says(followed):
    for command, code, said in followed:
        assert code == 0, f"{command}\n{said}"


def test_the_class_stands_in_its_module(followed, project):
    text = (project / "spiders" / "ha_nam.py").read_text(encoding="utf-8")
    assert "class HaNamSoMau(VhvSpider):" in text
    assert 'home = "http://so.vhv.demo/"' in text


def test_reading_again_changes_nothing_and_the_checks_pass(followed):
    said = {command: text for command, _, text in followed}
    assert "Nothing changed." in said["scrapy capture --again ha_nam_so_mau"]
    assert "1 portals are in order." in said["scrapy checkportals ha_nam_so_mau"]


def test_the_sample_is_stored(followed, project):
    assert (project / "output" / "articles.db").exists()
    assert "5 new" in followed[-1][2]
