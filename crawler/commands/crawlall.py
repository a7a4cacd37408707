"""`scrapy crawlall`: crawl many portals, each in its own process, and report on all of them at once."""

import argparse
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TimeElapsedColumn
from rich.text import Text

from crawler.command import BaseCommand, usage
from crawler.commands.endings import INTERRUPTED
from crawler.commands.fleet_choice import chosen_portals
from crawler.commands.store_choice import open_store
from crawler.fleet.crawls import Fleet, given_settings, starter
from crawler.fleet.plan import plan
from crawler.fleet.report import Line, exit_code, heading, line_of, sorted_lines
from crawler.incidents import printable
from crawler.platforms.arguments import BadArgument, number_argument


class Command(BaseCommand):
    """Crawl all portals, or those that are due."""

    arguments = "[--due] [--only PROVINCE|PLATFORM|PORTAL] [--jobs N] [--sample N]"
    summary = "Crawl all portals, each in its own process; one report"
    example = "scrapy crawlall --due --jobs 4; scrapy crawlall --only 'Hà Nội' --sample 5"

    def add_argument(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--due", action="store_true", help="only those whose next crawl has come")
        parser.add_argument("--only", metavar="NAME", help="those of a province or a platform")
        parser.add_argument("--jobs", default="2", metavar="N", help="so many at a time (default 2)")
        parser.add_argument("--sample", metavar="N", help="at most so many articles a portal")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            raise usage(f"crawlall takes no argument {args[0]!r}; --only {args[0]} chooses")
        jobs, sample = _numbers(opts)
        portals = chosen_portals(self.settings, opts.only)
        with open_store(self.settings, readonly=False) as store:
            now = time.time()
            planned = plan(store.connection, portals)
        names = [due.portal for due in planned if due.at <= now or not opts.due]
        console = Console(highlight=False, soft_wrap=True)
        if not names:
            console.print("OK: no portal is due" + _next_words(planned, now))
            return
        fleet = Fleet(self._starter(sample), jobs)
        interrupted = Interruption()
        lines = self._crawl(fleet, names, interrupted)
        console.print(printable(heading(lines)), style="bold", markup=False)
        for line in sorted_lines(lines):
            console.print(printable(str(line)), markup=False)
        if interrupted():
            console.print(f"interrupted; {len(names) - len(lines)} portals were not crawled")
        self.exitcode = INTERRUPTED if interrupted() else exit_code(lines)

    def _starter(self, sample: str | None) -> Any:
        folder = Path(self.settings["LOG_PATH"])
        return starter(given_settings(self.settings), {"sample": sample} if sample else {}, folder)

    def _crawl(self, fleet: Fleet, names: list[str], interrupted: "Interruption") -> list[Line]:
        lines = []
        columns = BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), _Running(fleet)
        with Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
            task = bar.add_task("portals", total=len(names))
            for crawl in fleet.each(names, interrupted):
                with open_store(self.settings) as store:
                    lines.append(line_of(store.connection, crawl.portal, crawl.code or 0, crawl.began))
                bar.update(task, completed=len(lines))
        return lines


class _Running(ProgressColumn):
    """The portals being crawled; at the end of the line, so that nothing beside it moves."""

    def __init__(self, fleet: Fleet) -> None:
        super().__init__()
        self._fleet = fleet

    def render(self, task: Task) -> Text:  # noqa: ARG002 - rich's interface
        return Text(", ".join(self._fleet.running), style="dim", overflow="ellipsis")


class Interruption:
    """Becomes true when SIGTERM, SIGINT or SIGHUP comes."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self.wait = self._event.wait
        """Wait so many seconds, no longer than until it comes."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: self._event.set())

    def __call__(self) -> bool:
        """Say whether it came."""
        return self._event.is_set()


def _numbers(opts: argparse.Namespace) -> tuple[int, str | None]:
    try:
        number_argument("--sample", opts.sample)
        return number_argument("--jobs", opts.jobs) or 1, opts.sample
    except BadArgument as error:
        raise usage(str(error)) from None


def _next_words(planned: list[Any], now: float) -> str:
    return f"; next {planned[0].portal} in {(planned[0].at - now) / 3600:.1f} h" if planned else ""
