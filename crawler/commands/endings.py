"""How a run ended: a word, a reason, an exit code, a table.

0 all well; 1 a bug; 2 wrong usage or output not usable (before any request); 3 partial: some pages failed, were blocked
or a limit was reached; 4 nothing new where something was expected; 5 storage; 75 already running; 130 and 143
interrupted, the next run goes on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from crawler.health import Verdict
from crawler.health.causes import error_class

OK, BUG, USAGE, PARTIAL, NOTHING, STORAGE, ALREADY_RUNNING, INTERRUPTED = 0, 1, 2, 3, 4, 5, 75, 130
_COUNTS: Mapping[str, tuple[str, ...]] = {
    "new": ("store/stored",),
    "changed": ("store/edited", "store/title_changed", "store/attachment_changed"),
    "unchanged": ("store/unchanged",),
    "aliases": ("store/alias",),
    "gone": ("store/gone",),
    "skipped": ("store/skipped",),
    "failed": ("store/failed",),
    "dead links": (),
    "blocked": ("incident/blocked",),
    "to do": ("store/pending",),
    "section pages": ("store/section", "store/unlisted"),
    "pages fetched": ("response_received_count",),
}
"""What the table shows -> the counts of a run that make it up."""


_EXPECTED_MORE = frozenset({"list_empty", "list_shrunk", "incomplete"})
"""Causes that mean: where something was expected, nothing came."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How one portal's run ended."""

    word: str
    """OK | PARTIAL | FAILED."""
    portal: str
    reason: str
    exit_code: int
    counts: Mapping[str, int]

    def __str__(self) -> str:
        return f"{self.word}  {self.portal}: {self.reason}"

    def print(self, console: Console) -> None:
        """Print the verdict, then the counts."""
        console.print(str(self), style="bold" if self.word == "OK" else "bold red", markup=False, soft_wrap=True)
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for name in self.counts:
            table.add_column(name, justify="right")
        table.add_row(*(f"{number:,}" for number in self.counts.values()))
        if self.counts:
            console.print(table)


def ending_of(portal: str, stats: Mapping[str, Any], health: Verdict | None = None) -> Ending:
    """Judge a run by its counts, the reason it was closed, and how the portal is beside its earlier runs.

    >>> ending_of("so_mau", {"finish_reason": "finished", "store/stored": 3, "response_received_count": 9}).word
    'OK'
    >>> ending_of("so_mau", {"finish_reason": "storage"}).exit_code
    5
    >>> seen = {"failures": {"torn": 2, "http_404": 9}}
    >>> counts = {"store/stored": 3, "store/failed": 11, "response_received_count": 15, "observed": seen}
    >>> ending = ending_of("so_mau", {"finish_reason": "finished", **counts})
    >>> ending.word, ending.reason
    ('PARTIAL', '3 new, 0 changed; 2 addresses failed (2 torn)')
    >>> ending.counts
    {'new': 3, 'failed': 2, 'dead links': 9, 'pages fetched': 15}
    """
    counts = {name: sum(int(stats.get(key, 0)) for key in keys) for name, keys in _COUNTS.items()}
    failures = (stats.get("observed") or {}).get("failures", {})
    counts["dead links"] = sum(number for why, number in failures.items() if error_class(why) == "missing")
    counts["failed"] = max(0, counts["failed"] - counts["dead links"])
    word, reason, code = _verdict(counts, stats)
    if health is not None and health.word != "ok" and code not in (STORAGE, INTERRUPTED):
        word, reason, code = _unwell(health, word, reason, code)
    return Ending(
        word, portal, reason, code, {name: number for name, number in counts.items() if number or name == "new"}
    )


def _verdict(counts: Mapping[str, int], stats: Mapping[str, Any]) -> tuple[str, str, int]:
    why = str(stats.get("finish_reason", "unknown"))
    if why == "storage":
        return "FAILED", "the store could not be written; nothing read was marked done, run again", STORAGE
    if why == "shutdown":
        left = f" with {counts['to do']:,} addresses to do" if counts["to do"] else ""
        return "PARTIAL", f"interrupted{left}; the same command goes on", INTERRUPTED
    if why != "finished":
        return "PARTIAL", f"stopped: {why}", PARTIAL
    if stats.get("spider_exceptions/count") or any(key.startswith("spider_exceptions/") for key in stats):
        return "PARTIAL", "some pages met an error of ours; they stay to do", PARTIAL
    if stats.get("postponed/outside_hours"):
        return "PARTIAL", "outside its hours (CRAWL_HOURS); what was to be asked waits for them", PARTIAL
    if counts["blocked"]:
        return "PARTIAL", f"{counts['blocked']:,} pages were block pages", PARTIAL
    observed = stats.get("observed") or {}
    failures = {why: n for why, n in observed.get("failures", {}).items() if error_class(why) != "missing"}
    read = sum(counts[name] for name in ("new", "changed", "unchanged", "aliases", "section pages"))
    if not read and (failures or counts["failed"] or counts["dead links"]):
        return "FAILED", f"nothing could be fetched{_spelled(failures)}", PARTIAL
    if not read and counts["skipped"]:
        return "FAILED", f"no article came of it{_spelled(observed.get('declined', {}))}", NOTHING
    if counts["pages fetched"] == 0:
        return _nothing_fetched(stats)
    news = f"{counts['new']:,} new, {counts['changed']:,} changed"
    if failures:
        return "PARTIAL", f"{news}; {sum(failures.values()):,} addresses failed{_spelled(failures)}", PARTIAL
    if counts["to do"]:
        return "PARTIAL", f"{news}; {counts['to do']:,} addresses are still to do", PARTIAL
    return "OK", news, OK


def _nothing_fetched(stats: Mapping[str, Any]) -> tuple[str, str, int]:
    """A run over addresses that are all known asks for none, and is well unless some of them failed before."""
    if "start_time" not in stats or stats.get("downloader/request_count"):
        return "FAILED", "nothing could be fetched", PARTIAL
    if waiting := int(stats.get("store/waiting", 0)):
        return "PARTIAL", f"nothing was due; {waiting:,} addresses that failed wait for their next try", PARTIAL
    return "OK", "0 new: everything asked for is known, and not due", OK


def _spelled(reasons: Mapping[str, int]) -> str:
    """Return the commonest reasons in brackets, "" for none."""
    most = sorted(reasons.items(), key=lambda pair: -pair[1])[:3]
    return f" ({', '.join(f'{number:,} {reason}' for reason, number in most)})" if most else ""


def _unwell(health: Verdict, word: str, reason: str, code: int) -> tuple[str, str, int]:
    """Say what health says: first when it is grave, after the counts when it is a warning."""
    if health.word == "warn":
        return word, f"{reason}; but {health.reason}", code
    if code == OK:
        word, code = "PARTIAL", NOTHING if health.cause in _EXPECTED_MORE else PARTIAL
    return word, f"{health.reason}; {reason}", code
