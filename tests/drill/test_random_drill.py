"""The short form of the drill of portals made by chance; `benchmarks/random_drill.py` is the long one."""

import subprocess
import sys
from pathlib import Path

SEEDS = ("100", "114", "115", "220", "978")
"""Each lost, doubled or left something before the rule it is there for."""


def test_portals_made_by_chance_are_kept_as_they_are():
    command = [sys.executable, "-m", "tests.random_drill", *SEEDS]
    done = subprocess.run(
        command, cwd=Path(__file__).parents[2], text=True, capture_output=True, timeout=240, check=False
    )
    assert done.stdout.splitlines() == [f"{seed} ok" for seed in SEEDS], done.stdout + done.stderr
