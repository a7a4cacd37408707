"""Measure one tool in a process of its own: `python benchmarks/measure_tool.py TOOL CASES.pickle` prints JSON lines.

CPU is the process's own (user and system), the lxml parse of the same bytes is timed in the same loop, so the ratio
holds on a noisy machine. Pages come one by one and answers go one by one, so that nothing but the tool makes the
process larger than its first round left it, in which lxml alone parsed every page: the last line is that growth of
the peak resident size, the tool's import included.
"""

import json
import pickle
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from lxml import html

from benchmarks.corpora import Case
from benchmarks.tools import OURS, PEERS, Answer


def peak_kib() -> int:
    """Return the peak resident size so far: on Linux the process's own, for getrusage also counts the parent's."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().partition("VmHWM:")[2].split()[0])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform == "darwin" else 1)


def cases(path: Path) -> Iterator[Case]:
    """Return the cases of a file of pickles one by one."""
    with path.open("rb") as file:
        while file.peek(1):
            yield pickle.load(file)


def main() -> None:
    """Run the tool over the cases."""
    tool, path = sys.argv[1], Path(sys.argv[2])
    for case in cases(path):
        html.document_fromstring(case.body)
    start = peak_kib()
    read = {**OURS, **PEERS}[tool]()
    for case in islice(cases(path), WARMING):
        attempt(read, case)
    for case in cases(path):
        before = time.process_time()
        tree = html.document_fromstring(case.body)
        middle = time.process_time()
        answer, error = attempt(read, case)
        after = time.process_time()
        times = {"cpu": after - middle, "parse": middle - before, "whole": is_whole(tree)}
        print(json.dumps({"id": case.id, "error": error, **times, **asdict(answer)}))
    print(json.dumps({"tool": tool, "memory_kib": peak_kib() - start}))


def is_whole(tree: html.HtmlElement) -> bool:
    """Whether lxml read on to the end: at the first byte a wrong charset cannot hold it stops with a few elements."""
    return sum(1 for _ in islice(tree.iter(), 20)) == 20


WARMING = 20
"""Pages read before the clock runs: what a tool loads and compiles once is not its cost per page."""


def attempt(read, case: Case) -> tuple[Answer, str | None]:
    """Read one page; a tool that raises found nothing."""
    try:
        return read(case.body, case.url), None
    except Exception as error:  # noqa: BLE001 - whatever a peer raises is its answer
        return Answer("", "", "", []), f"{type(error).__name__}: {error}"[:200]


if __name__ == "__main__":
    main()
