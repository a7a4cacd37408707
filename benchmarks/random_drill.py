"""Portals made by chance, crawled on two days each: how many lose, double or bury an article?

    python -m benchmarks.random_drill [PORTALS] [FIRST_SEED]

What is drilled, and how a seed that failed is run again, stands in `tests/random_drill.py`.
"""

import random
import subprocess
import sys
from pathlib import Path


def main() -> None:
    """Drill so many seeds, new ones every time unless the first is given."""
    portals = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    first = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(10**6)
    seeds = [str(seed) for seed in range(first, first + portals)]
    command = [sys.executable, "-m", "tests.random_drill", *seeds]
    done = subprocess.run(command, cwd=Path(__file__).parent.parent, text=True, stdout=subprocess.PIPE, check=False)
    lines = done.stdout.splitlines()
    failed = [line for line in lines if not line.endswith(" ok")]
    print(*failed, f"{len(lines)} portals, {len(failed)} with faults", sep="\n")
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
