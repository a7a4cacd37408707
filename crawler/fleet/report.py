"""One report for many crawls: how each portal ended and why, beside the median of its last five runs."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from crawler.fleet.crawls import ALREADY_RUNNING
from crawler.store.health_rows import RunRow, run_rows
from crawler.store.verdict_rows import VerdictRow, verdict_rows

OK, BUG, PARTIAL, NOTHING, STORAGE = 0, 1, 3, 4, 5
_WORST_FIRST = (STORAGE, BUG, 2, PARTIAL, NOTHING)
_FAILED = frozenset({BUG, 2, STORAGE})


@dataclass(frozen=True, slots=True)
class Line:
    """How one portal's crawl ended."""

    word: str
    """OK | PARTIAL | FAILED | SKIPPED (it was being crawled already)."""
    portal: str
    counts: dict[str, int]
    """new, changed, failed, blocked."""
    usual: float | None
    """Median of the news of the five runs before."""
    reason: str
    code: int

    def __str__(self) -> str:
        usual = "" if self.usual is None else f" (usually {self.usual:g})"
        new, *others = self.counts.items()
        more = "".join(f", {number:,} {name}" for name, number in others if number)
        why = f"; {'but ' if self.word == 'OK' else ''}{self.reason}" if self.reason else ""
        return f"{self.word:8}{self.portal}: {new[1]:,} new{usual}{more}{why}"


def counts_of(run: RunRow) -> dict[str, int]:
    """Return a run's counts: new, changed, failed, blocked.

    >>> counts_of(RunRow(1, "so_mau", "{}", 0, 0, "finished", {"store/stored": 3, "store/edited": 1}))
    {'new': 3, 'changed': 1, 'failed': 0, 'blocked': 0}
    """
    tally = run.tally
    changed = sum(int(tally.get(f"store/{name}", 0)) for name in ("edited", "title_changed", "attachment_changed"))
    named = {"new": "store/stored", "failed": "store/failed", "blocked": "incident/blocked"}
    counts = {name: int(tally.get(key, 0)) for name, key in named.items()}
    return {"new": counts["new"], "changed": changed, "failed": counts["failed"], "blocked": counts["blocked"]}


def line_of(connection: sqlite3.Connection, portal: str, code: int, began: float) -> Line:
    """Return the report's line on a portal whose crawl began at an instant and ended with an exit code."""
    runs = run_rows(connection, portal, limit=6)
    run = runs[0] if runs and runs[0].started_at >= int(began) - 1 else None
    if code == ALREADY_RUNNING:
        return Line("SKIPPED", portal, {"new": 0}, None, "it is being crawled already", code)
    before = [counts_of(each)["new"] for each in (runs[1:6] if run else runs[:5])]
    usual = median(before) if before else None
    if run is None:
        return Line("FAILED", portal, {"new": 0}, usual, f"the crawl never began (exit code {code})", code or BUG)
    counts = counts_of(run)
    verdict = next((row for row in verdict_rows(connection, portal, 1) if row.run == run.number), None)
    if run.reason is None:
        return Line("FAILED", portal, counts, usual, f"killed (exit code {code}); the next run goes on", BUG)
    return Line(_word(code, counts, verdict), portal, counts, usual, _reason(run, code, verdict), code)


def _word(code: int, counts: dict[str, int], verdict: VerdictRow | None) -> str:
    if code == OK:
        return "OK"
    dead = verdict is not None and verdict.word == "fail" and not counts["new"] and not counts["changed"]
    return "FAILED" if code in _FAILED or dead else "PARTIAL"


def _reason(run: RunRow, code: int, verdict: VerdictRow | None) -> str:
    if verdict is not None and verdict.reason:
        return verdict.reason
    if run.reason != "finished":
        return f"stopped: {run.reason}"
    return "" if code == OK else "see its log"


def heading(lines: Sequence[Line]) -> str:
    """Return the first line of the report.

    >>> heading([Line("OK", "a", {"new": 2}, None, "", 0), Line("FAILED", "b", {"new": 0}, 3, "gone", 3)])
    'PARTIAL: 1 of 2 portals well; 2 new'
    """
    asked = [line for line in lines if line.word != "SKIPPED"]
    well = sum(line.word == "OK" for line in asked)
    word = "OK" if well == len(asked) else "PARTIAL" if well or any(li.word == "PARTIAL" for li in asked) else "FAILED"
    totals: dict[str, int] = {}
    for line in asked:
        for name, number in line.counts.items():
            totals[name] = totals.get(name, 0) + number
    counts = ", ".join(f"{number:,} {name}" for name, number in totals.items() if number or name == "new")
    return f"{word}: {well} of {len(asked)} portals well; {counts or '0 new'}"


def exit_code(lines: Sequence[Line]) -> int:
    """Return the exit code of the whole: the gravest of the portals'.

    >>> exit_code([]), exit_code([Line("PARTIAL", "a", {"new": 1}, None, "", 3)])
    (0, 3)
    """
    codes = {line.code for line in lines if line.word != "SKIPPED"} - {OK}
    grave = [code for code in _WORST_FIRST if code in codes]
    return grave[0] if grave else (PARTIAL if codes else OK)


def sorted_lines(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, those somebody must look at first."""
    return sorted(lines, key=lambda line: (("FAILED", "PARTIAL", "OK", "SKIPPED").index(line.word), line.portal))
