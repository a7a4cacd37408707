"""Measure one tool in a process of its own: `python benchmarks/measure_tool.py TOOL CASES.pickle` prints JSON.

CPU is the process's own (user and system), the lxml parse of the same bytes is timed in the same loop, so the ratio
holds on a noisy machine. Memory is the growth of the peak resident size over the harness with all pages loaded.
"""

import json
import pickle
import resource
import sys
import time
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from lxml import html

from benchmarks.corpora import Case
from benchmarks.tools import OURS, PEERS, Answer


def peak_kib() -> int:
    """Return the peak resident size so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main() -> None:
    """Run the tool over the cases."""
    tool, path = sys.argv[1], Path(sys.argv[2])
    cases: list[Case] = pickle.loads(path.read_bytes())
    read = {**OURS, **PEERS}[tool]()
    for case in cases[:2]:  # imports and caches are not the tool's cost per page
        attempt(read, case)
        html.document_fromstring(case.body)
    start = peak_kib()
    rows, parse = [], 0.0
    for case in cases:
        before = time.process_time()
        html.document_fromstring(case.body)
        middle = time.process_time()
        answer, error = attempt(read, case)
        after = time.process_time()
        parse += middle - before
        rows.append({"id": case.id, "cpu": after - middle, "parse": middle - before, "error": error, **asdict(answer)})
    json.dump({"tool": tool, "rows": rows, "parse": parse, "memory_kib": peak_kib() - start}, sys.stdout)


def attempt(read, case: Case) -> tuple[Answer, str | None]:
    """Read one page; a tool that raises found nothing."""
    try:
        return read(case.body, case.url), None
    except Exception as error:  # noqa: BLE001 - whatever a peer raises is its answer
        return Answer("", "", "", []), f"{type(error).__name__}: {error}"[:200]


if __name__ == "__main__":
    main()
