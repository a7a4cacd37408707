"""Progress of long work: a bar on a terminal, nothing in a log."""

import sys
from collections.abc import Iterable, Iterator
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


def watched(label: str, rows: Iterable[Any], total: int) -> Iterable[Any]:
    """Return the same rows, with a bar of how many have passed when standard error is a terminal."""
    return _with_bar(label, rows, total) if sys.stderr.isatty() else rows


def _with_bar(label: str, rows: Iterable[Any], total: int) -> Iterator[Any]:
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=total)
        for number, row in enumerate(rows, 1):
            yield row
            if number % 64 == 0 or number == total:
                bar.update(task, completed=number)
