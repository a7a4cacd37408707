"""`scrapy checkportals`: does every portal class keep to the rules of the address book?"""

import argparse
import inspect
from pathlib import Path

from rich.console import Console
from scrapy.spiderloader import get_spider_loader

from crawler.command import BaseCommand
from crawler.commands.portal_checks import problems_of
from crawler.commands.portal_choice import portal_class
from crawler.platforms import PortalSpider


class Command(BaseCommand):
    """Check the address book."""

    arguments = "[--folder FOLDER] [PORTAL...]"
    summary = "Check portal classes: names, order, docstring, hosts, saved pages, proof"
    example = "scrapy checkportals. Exit code 1 if anything is wrong; pre-commit runs it"

    def add_argument(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--folder", default="tests/pages", help="where saved pages are (default: tests/pages)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        console = Console(highlight=False, soft_wrap=True)
        names = args or sorted(get_spider_loader(self.settings).list())
        portals = [portal_class(self.settings, name) for name in names]
        checked = [portal for portal in portals if issubclass(portal, PortalSpider) and portal.addresses()]
        for portal in checked:
            path = Path(inspect.getfile(portal))
            for problem in problems_of(portal, path, self.settings, Path(opts.folder), Path("tests/acceptance")):
                self.exitcode = 1
                console.print(f"{portal.name}: {problem}", markup=False)
        if not self.exitcode:
            console.print(f"{len(checked)} portals are in order.")
