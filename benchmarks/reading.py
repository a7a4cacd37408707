"""Quality and speed of reading, ours beside the peers', over the same pages. `make bench` runs it.

    python -m benchmarks.reading [--corpus FOLDER ...] [--gold LINES --pages FOLDER] [--tools a,b] [-o FOLDER]

Without a corpus it runs on the project's own demo pages. Each tool runs in a process of its own; peers come from their
own environment (.venv-bench), which `make bench` makes. Prints a table per corpus and writes a picture.
"""

import argparse
import json
import os
import pickle
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks.corpora import Case, gold_lines, ground_truth
from benchmarks.scoring import score
from benchmarks.tools import OURS, PEERS

ROOT = Path(__file__).parent.parent
PEER_PYTHON = ROOT / ".venv-bench" / "bin" / "python"
OFFLINE = dict.fromkeys(("http_proxy", "https_proxy"), "http://127.0.0.1:9")
"""Some peers ask the network for pictures and lists of domains: nobody answers, at once."""
QUALITY = ("P", "R", "F1", "exact", "title", "day", "wrong day", "minute", "author F1")
COST = ("pages/s", "x parse", "p99 x", "max x", "MB", "errors")
COST_TITLE = "cost, in parses of the same bytes by lxml.html"


class Run(NamedTuple):
    """One tool over one corpus."""

    tool: str
    answers: list[dict[str, Any]]
    """A page's each: what the tool gave, `cpu` and `parse` in seconds, `whole` (lxml read it to its end), `error`."""
    memory_kib: int


def main() -> None:
    """Measure and print."""
    options = arguments()
    console = Console(width=max(100, Console().width))
    tools = options.tools.split(",") if options.tools else [*OURS, *(PEERS if PEER_PYTHON.exists() else [])]
    results: dict[str, list[dict[str, Any]]] = {}
    runs: list[Run] = []
    for name, cases in corpora(options).items():
        here = [run for tool in tools if (run := measured(tool, cases, console))]
        results[name] = [scored(run, cases) for run in here]
        console.print(table(f"{name}: {len(cases)} pages, quality", QUALITY, results[name]))
        console.print(table(f"{name}: {COST_TITLE}", COST, results[name]))
        runs += here
    if len(results) > 1:
        together = [
            costs([run for run in runs if run.tool == tool]) for tool in dict.fromkeys(run.tool for run in runs)
        ]
        console.print(table(f"all these pages: {COST_TITLE}", COST, together))
    if not PEER_PYTHON.exists():
        console.print("The peers are not installed; `make bench` installs them in .venv-bench.", style="dim")
    options.output.mkdir(parents=True, exist_ok=True)
    (options.output / "reading.json").write_text(json.dumps(results, indent=1), encoding="utf-8")
    picture(results, options.output / "reading.svg")
    console.print(f"{options.output}/reading.json, {options.output}/reading.svg")


def arguments() -> argparse.Namespace:
    """Return the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--corpus", type=Path, action="append", default=[], help="folder with ground-truth.json and html/"
    )
    parser.add_argument("--gold", type=Path, help="gold lines (.jsonl or .jsonl.xz)")
    parser.add_argument("--pages", type=Path, help="folder of saved pages, one folder a host, for --gold")
    parser.add_argument("--tools", help="comma-separated; default all that are installed")
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "output" / "bench")
    return parser.parse_args()


def corpora(options: argparse.Namespace) -> dict[str, list[Case]]:
    """Return the corpora asked for; the demo pages when none is."""
    found = {folder.name: list(ground_truth(folder)) for folder in options.corpus}
    if options.gold and options.pages:
        for host in sorted({path.name for path in options.pages.iterdir() if path.is_dir() and "." in path.name}):
            found[host] = list(gold_lines(options.gold, options.pages, host))
    if not found:
        from benchmarks.demo_cases import demo_cases

        found["demo portals"] = demo_cases()
    return {name: cases for name, cases in found.items() if cases}


def measured(tool: str, cases: list[Case], console: Console) -> Run | None:
    """Run one tool in its process; None when it cannot run."""
    python = sys.executable if tool in OURS else str(PEER_PYTHON)
    with tempfile.NamedTemporaryFile(suffix=".pickle") as file:
        for case in cases:
            pickle.dump(case, file)
        file.flush()
        command = [python, str(ROOT / "benchmarks" / "measure_tool.py"), tool, file.name]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=os.environ | OFFLINE)
    if done.returncode:
        console.print(f"{tool}: could not run ({done.stderr.strip().splitlines()[-1:]})", style="red", markup=False)
        return None
    *answers, last = map(json.loads, done.stdout.splitlines())
    return Run(tool, answers, last["memory_kib"])


def scored(run: Run, cases: list[Case]) -> dict[str, Any]:
    """Return the figures of one tool over one corpus; figures it does not give are None."""
    rows = {row["id"]: row for row in run.answers}
    pairs = [(case, rows[case.id]) for case in cases]
    body = score((composed(case.text), composed(row["text"])) for case, row in pairs if case.text is not None)
    dated = [(case, row["date"]) for case, row in pairs if row["date"] is not None]
    titled = [(case.title, row["title"]) for case, row in pairs if case.title and row["title"] is not None]
    signed = [
        (case.authors, row["authors"]) for case, row in pairs if case.authors is not None and row["authors"] is not None
    ]
    return {
        "P": body.precision,
        "R": body.recall,
        "F1": body.f1,
        "exact": body.exact,
        "title": share([folded(true) == folded(got) for true, got in titled]),
        "day": share([date[:10] == case.day for case, date in dated if case.day]),
        "wrong day": share([bool(date) and date[:10] != case.day for case, date in dated if case.day]),
        "minute": share([date[:16] == case.minute for case, date in dated if case.minute]),
        "author F1": author_f1(signed),
        **costs([run]),
    }


def costs(runs: Sequence[Run]) -> dict[str, Any]:
    """Return rate, CPU as a multiple of the lxml parse (mean, 99th percentile, worst page), memory, errors of one tool.

    A page that lxml gives up has no ratio of its own; it counts in the mean.
    """
    rows = [row for run in runs for row in run.answers]
    ratios = sorted(row["cpu"] / row["parse"] for row in rows if row["whole"])
    cpu, parse = (sum(row[name] for row in rows) for name in ("cpu", "parse"))
    return {
        "tool": runs[0].tool,
        "pages/s": len(rows) / cpu if cpu else None,
        "x parse": cpu / parse if parse else None,
        "p99 x": ratios[int(len(ratios) * 0.99)] if ratios else None,
        "max x": ratios[-1] if ratios else None,
        "MB": max(run.memory_kib for run in runs) / 1024,
        "errors": sum(bool(row["error"]) for row in rows),
    }


def composed(text: str | None) -> str:
    """Return text with composed letters: the same word, however it was typed."""
    return unicodedata.normalize("NFC", text or "")


def folded(text: str | None) -> str:
    """Return text with one kind of space and composed letters."""
    return " ".join(unicodedata.normalize("NFC", text or "").split())


def share(values: list[bool]) -> float | None:
    """Return the share of true values, None of none."""
    return sum(values) / len(values) if values else None


def author_f1(pairs: list[tuple[list[str], list[str]]]) -> float | None:
    """Return the mean over pages of the F1 of two sets of names; both empty counts 1."""
    scores = []
    for true, got in pairs:
        wanted, found = ({folded(name).casefold() for name in names} for names in (true, got))
        both = len(wanted & found)
        scores.append(1.0 if not wanted and not found else 2 * both / (len(wanted) + len(found)))
    return sum(scores) / len(scores) if scores else None


def table(title: str, columns: Sequence[str], rows: list[dict[str, Any]]) -> Table:
    """Return the figures as a table, best first; columns that no tool fills are left out."""
    shown = [column for column in columns if any(row[column] is not None for row in rows)]
    made = Table("tool", title=title, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    for column in shown:
        made.add_column(column, justify="right", no_wrap=True)
    for row in sorted(rows, key=lambda each: -each.get("F1", 0)):
        made.add_row(row["tool"], *(figure(column, row[column]) for column in shown))
    return made


WHOLE = {"pages/s", "MB", "errors"}
TENTHS = {"x parse", "p99 x", "max x"}


def figure(column: str, value: Any) -> str:
    """Return one cell."""
    if value is None or isinstance(value, str):
        return value or "-"
    return f"{value:.{0 if column in WHOLE else 1 if column in TENTHS else 3}f}"


def picture(results: dict[str, list[dict[str, Any]]], path: Path) -> None:
    """Draw body F1 against cost, a panel per corpus."""
    import matplotlib as mpl

    mpl.use("svg")
    from matplotlib import pyplot as plt

    figure_, panels = plt.subplots(1, len(results), figsize=(6 * len(results), 4.2), squeeze=False)
    for panel, (name, rows) in zip(panels[0], results.items(), strict=True):
        for row in rows:
            ours = row["tool"] in OURS
            panel.scatter(row["x parse"], row["F1"], s=60 if ours else 30, color="#a3332b" if ours else "#5b6675")
            panel.annotate(
                row["tool"], (row["x parse"], row["F1"]), xytext=(4, 4), textcoords="offset points", fontsize=8
            )
        panel.set(
            title=name, xscale="log", xlabel="CPU as a multiple of the lxml parse", ylabel="body F1 (4-word shingles)"
        )
        panel.grid(alpha=0.3)
    figure_.tight_layout()
    figure_.savefig(path)


if __name__ == "__main__":
    main()
