"""What several rooms' tests share: running the real commands, the demo portals crawled once."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Finished:
    """A command that ended."""

    code: int
    out: str
    err: str


def run_scrapy(*arguments: str, stdin: bytes | None = None, **environment: str) -> Finished:
    """Run a `scrapy` subcommand of the project as a person would."""
    clean = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", *arguments],
        cwd=ROOT,
        env={**clean, "COLUMNS": "160", **environment},
        input=stdin,
        capture_output=True,
        check=False,
        timeout=900,  # a machine may be busy
    )
    return Finished(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(scope="session")
def scrapy():
    return run_scrapy


@dataclass(frozen=True)
class DemoCrawl:
    """The demo portals, crawled twice into one store."""

    store: Path
    report: Path
    export: Path
    first: Finished
    second: Finished


@pytest.fixture(scope="session")
def demo_crawl(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    paths = {"store": folder / "articles.db", "report": folder / "report.html", "export": folder / "demo.jsonl"}
    settings = [f"-s{name.upper()}_PATH={path}" for name, path in paths.items()]
    first, second = (run_scrapy("demo", *settings) for _ in range(2))
    return DemoCrawl(**paths, first=first, second=second)
