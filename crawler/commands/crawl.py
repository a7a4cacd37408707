"""`scrapy crawl`: crawl one portal into the store, and say honestly how it ended."""

import argparse
import gc
import inspect
import logging
import signal
import sqlite3
import sys
from pathlib import Path
from typing import Any, ClassVar

from rich.console import Console
from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings
from scrapy.utils.conf import arglist_to_dict

from crawler.alerts import tell
from crawler.command import BaseCommand, usage
from crawler.commands.endings import ALREADY_RUNNING, BUG, Ending, ending_of
from crawler.commands.guard_settings import check_guards
from crawler.commands.portal_choice import portal_class
from crawler.commands.store_choice import open_store
from crawler.health import Verdict
from crawler.health.book import judge_portal
from crawler.platforms import PortalSpider
from crawler.platforms.arguments import BadArgument
from crawler.store.database import connect
from crawler.store.errors import AlreadyRunning, StoreError
from crawler.store.ledger import sums
from crawler.store.lock import PortalLock
from crawler.store.store import Store

logger = logging.getLogger(__name__)
_COMMAND = SETTINGS_PRIORITIES["command"]
_LIMITS = frozenset({"sample", "since", "until"})
"""Arguments that leave addresses for a crawl without them."""
_YOUNG = 5_000
"""New containers after which cycles are looked for among them; Python's default is 700."""


class Command(BaseCommand):
    """Crawl one portal."""

    default_settings: ClassVar[dict[str, object]] = {"LOG_LEVEL": "INFO"}
    arguments = "[-a since=DAY] [-a until=DAY] [-a sample=N] PORTAL"
    summary = "Crawl one portal into the store"
    example = "scrapy crawl ha_noi_stttt -a since=2022-01-01; any addresses: scrapy crawl urls -a file=list.txt"

    def add_argument(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("-a", dest="spargs", action="append", default=[], metavar="NAME=VALUE", help="argument")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise usage("name one portal; `scrapy portals` lists them")
        portal = portal_class(self.settings, args[0])
        arguments = checked_arguments(portal, opts.spargs)
        portal = portal.for_arguments(arguments)
        check_guards(self.settings)
        self._check_store(portal)
        if (
            sys.stderr.isatty()
            and (self.settings.getpriority("LOG_LEVEL") or 0) <= _COMMAND
            and not self.settings.get("LOG_FILE")
        ):
            self.settings.set("LOG_LEVEL", "WARNING", priority="cmdline")  # the bar tells the rest
        assert self.crawler_process is not None
        crawler: Any = self.crawler_process.create_crawler(portal)
        self.crawler_process.crawl(crawler, **arguments)
        stop_on_hangup()
        collect_seldom()
        self.crawler_process.start()
        ending = self._ending(crawler, whole=_LIMITS.isdisjoint(arguments))
        if self.settings.getbool("LOG_JSON"):
            logger.info("%s", ending, extra={**ending.counts, "exit_code": ending.exit_code})
        else:
            ending.print(Console(stderr=False, highlight=False))
        self.exitcode = ending.exit_code

    def _check_store(self, portal: type[PortalSpider]) -> None:
        """End here, before any request, when nothing could be stored or the portal is being crawled already."""
        path = Path(self.settings["STORE_PATH"])
        if path.is_file() and not path.stat().st_size:
            logger.warning("%s is empty and begun anew; if it should not be, restore a backup", path)
        try:
            connect(path).close()
            with PortalLock(path, portal.name):
                pass
        except AlreadyRunning as error:
            sys.stderr.write(f"{error}\n")
            sys.exit(ALREADY_RUNNING)
        except StoreError as error:
            raise usage(str(error)) from None

    def _ending(self, crawler: Any, *, whole: bool) -> Ending:
        if self.crawler_process is not None and self.crawler_process.bootstrap_failed:
            return Ending("FAILED", crawler.spidercls.name, "the crawl could not begin; see the log above", BUG, {})
        stats = dict(crawler.stats.get_stats())
        with open_store(self.settings, readonly=False) as store:
            if whole:  # else what was not asked for is left to a whole crawl
                stats["store/pending"] = store.frontier.pending(crawler.spidercls.name)[0]
            stats["store/waiting"] = sums(store.connection, crawler.spidercls.name).get("failed", 0)
            verdict = judged(store, crawler.spidercls, self.settings)
        return ending_of(crawler.spidercls.name, stats, verdict)


def stop_on_hangup() -> None:
    """Make a closed terminal end the crawl as `kill` does, in order; under nohup it stays without effect."""
    if signal.getsignal(signal.SIGHUP) == signal.SIG_DFL:
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))


def collect_seldom() -> None:
    """Look for unreachable cycles a seventh as often, and never among what is loaded by now.

    Reading a page makes none, so that the collector found next to nothing for 3 % of a crawl's time. The store, the
    pages and the requests are freed as soon as nobody holds them.
    """
    gc.freeze()
    gc.set_threshold(_YOUNG, 20, 50)


def judged(store: Store, portal: type[PortalSpider], settings: BaseSettings) -> Verdict | None:
    """Judge the run that just ended and tell people what they must know.

    None for a run over any addresses, and when the store takes nothing more.
    """
    if not portal.addresses():
        return None
    try:
        verdict = judge_portal(store.connection, portal.name, portal)
        tell(store.connection, settings, portal.name)
    except sqlite3.Error as error:
        logger.warning("The run could not be judged: %s", error)
        return None
    return verdict


def checked_arguments(portal: type[PortalSpider], given: list[str]) -> dict[str, str]:
    """Return the spider arguments, or end with one line that says which is wrong.

    Raises:
        UsageError: not NAME=VALUE, a name this portal does not take, or a value it cannot read.
    """
    try:
        arguments: dict[str, str] = arglist_to_dict(given)
    except ValueError:
        raise usage(f"-a {' '.join(given)}: write arguments as NAME=VALUE") from None
    arguments.pop("_job", None)  # Scrapyd's name for the run
    known = argument_names(portal)
    for name in arguments:
        if name not in known:
            raise usage(f"-a {name}: no such argument; {portal.name} takes {', '.join(sorted(known))}")
    try:
        portal(**arguments)
    except BadArgument as error:
        raise usage(f"-a {error}") from None
    return arguments


def argument_names(portal: type[PortalSpider]) -> set[str]:
    """Return the names of the arguments a portal class takes.

    >>> sorted(argument_names(PortalSpider))
    ['recheck', 'sample', 'since', 'until']
    """
    names: set[str] = set()
    for cls in portal.__mro__:
        if issubclass(cls, PortalSpider) and "__init__" in vars(cls):
            names |= set(inspect.signature(cls.__init__).parameters)
    return names - {"self", "kwargs", "args", "name"}
