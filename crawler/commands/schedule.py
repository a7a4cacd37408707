"""`scrapy schedule`: crawl every portal when it is due, for ever."""

import argparse
import logging
from pathlib import Path
from typing import ClassVar

from crawler.command import BaseCommand, usage
from crawler.commands.crawlall import Interruption
from crawler.commands.fleet_choice import chosen_portals
from crawler.commands.store_choice import open_store
from crawler.fleet.crawls import Crawl, Fleet, given_settings, starter
from crawler.fleet.plan import Due, due_of
from crawler.fleet.report import line_of
from crawler.fleet.schedule import Schedule, SystemClock
from crawler.incidents import printable
from crawler.platforms.arguments import BadArgument, number_argument

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Run until stopped."""

    default_settings: ClassVar[dict[str, object]] = {"LOG_LEVEL": "INFO"}
    arguments = "[--only PROVINCE|PLATFORM|PORTAL] [--jobs N]"
    summary = "Crawl every portal when it is due, for ever; stops cleanly on SIGTERM"
    example = "scrapy schedule --jobs 4"

    def add_argument(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--only", metavar="NAME", help="portals of a province or a platform")
        parser.add_argument("--jobs", default="2", metavar="N", help="so many at a time (default 2)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            raise usage(f"schedule takes no argument {args[0]!r}; --only {args[0]} chooses")
        try:
            jobs = number_argument("--jobs", opts.jobs) or 1
        except BadArgument as error:
            raise usage(str(error)) from None
        portals = {portal.name: portal for portal in chosen_portals(self.settings, opts.only)}
        open_store(self.settings, readonly=False).close()

        def due(name: str) -> Due:
            with open_store(self.settings) as store:
                return due_of(store.connection, name, portals[name])

        fleet = Fleet(starter(given_settings(self.settings), {}, Path(self.settings["LOG_PATH"])), jobs)
        interrupted = Interruption()
        schedule = Schedule(portals, due, fleet, self._ended, SystemClock(interrupted.wait))
        logger.info("Watching %d portal%s", len(portals), "s" * (len(portals) != 1))
        schedule.run(interrupted)
        logger.info("Stopped")

    def _ended(self, crawl: Crawl) -> None:
        with open_store(self.settings) as store:
            logger.info("%s", printable(str(line_of(store.connection, crawl.portal, crawl.code or 0, crawl.began))))
