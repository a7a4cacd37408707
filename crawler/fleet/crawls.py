"""Crawls in processes of their own: one a portal, so that none can take another down."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings

ALREADY_RUNNING = 75
_POLL_SECONDS = 0.2
_STOP_SECONDS = 60.0


class Process(Protocol):
    """What is asked of a running crawl: `subprocess.Popen` gives it, the simulation too."""

    def poll(self) -> int | None:
        """Return the exit code, None while it runs."""

    def terminate(self) -> None:
        """Ask it to stop."""

    def kill(self) -> None:
        """Stop it."""


@dataclass
class Crawl:
    """One portal's crawl on its way."""

    portal: str
    process: Process
    began: float
    code: int | None = None


Start = Callable[[str], Process]


def given_settings(settings: BaseSettings) -> list[str]:
    """Return what was given on this command line (`-s NAME=VALUE`), to be passed on."""
    least = SETTINGS_PRIORITIES["cmdline"]
    names = [name for name in settings if (settings.getpriority(name) or 0) >= least]
    return [f"-s{name}={settings[name]}" for name in sorted(names) if isinstance(settings[name], str | int | float)]


def starter(
    settings: Sequence[str], arguments: Mapping[str, str], folder: Path, environment: Mapping[str, str] | None = None
) -> Start:
    """Return what starts `scrapy crawl PORTAL`; its log goes to `folder`/PORTAL.log, its last words beside it."""

    def start(portal: str) -> Process:
        folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "scrapy", "crawl", portal, *settings]
        command += [word for name, value in arguments.items() for word in ("-a", f"{name}={value}")]
        log = folder / f"{portal}.log"
        if log.exists() and log.stat().st_size > 2 << 20:
            log.replace(log.with_suffix(".log.1"))
        with log.open("ab") as into:
            return subprocess.Popen(  # noqa: S603 - our own interpreter, names from our own address book
                command, stdin=subprocess.DEVNULL, stdout=into, stderr=into, env=dict(environment or os.environ)
            )

    return start


@dataclass
class Fleet:
    """Runs crawls, a few at a time, never two of one portal."""

    start: Start
    jobs: int = 2
    now: Callable[[], float] = time.time
    running: dict[str, Crawl] = field(default_factory=dict)

    def has_room(self) -> bool:
        """Say whether one more crawl may begin."""
        return len(self.running) < self.jobs

    def begin(self, portal: str) -> bool:
        """Begin a portal's crawl; False when it is under way or there is no room."""
        if portal in self.running or not self.has_room():
            return False
        self.running[portal] = Crawl(portal, self.start(portal), self.now())
        return True

    def ended(self) -> list[Crawl]:
        """Return the crawls that have ended since asked last."""
        found = []
        for crawl in list(self.running.values()):
            crawl.code = crawl.process.poll()
            if crawl.code is not None:
                found.append(self.running.pop(crawl.portal))
        return found

    def each(self, portals: Iterable[str], stopping: Callable[[], bool] = bool) -> Iterator[Crawl]:
        """Crawl portals one after the other, `jobs` at a time; yield each as it ends. Stops early when told to."""
        waiting = list(portals)
        while (waiting and not stopping()) or self.running:
            while waiting and not stopping() and self.begin(waiting[0]):
                waiting.pop(0)
            if stopping():
                self.stop()
            yield from self.ended()
            time.sleep(_POLL_SECONDS)

    def stop(self, seconds: float = _STOP_SECONDS) -> list[Crawl]:
        """Ask every crawl to stop and wait for it; what does not is killed (nothing is lost). Return those stopped."""
        stopped = list(self.running.values())
        for crawl in stopped:
            crawl.process.terminate()
        until = time.monotonic() + seconds
        while any(crawl.process.poll() is None for crawl in stopped) and time.monotonic() < until:
            time.sleep(_POLL_SECONDS)
        for crawl in stopped:
            if crawl.process.poll() is None:
                crawl.process.kill()
        return stopped
