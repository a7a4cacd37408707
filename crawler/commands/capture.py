"""`scrapy capture`: save pages of a portal with the articles read from them, for the tests."""

import argparse
from pathlib import Path
from urllib.parse import urlsplit

from rich.console import Console

from crawler.command import BaseCommand, usage
from crawler.commands.fetching import fetch_pages
from crawler.commands.portal_choice import portal_class, reading_portal
from crawler.saved_pages import SavedPage, differences, expect, found_today, save, saved_pages


class Command(BaseCommand):
    """Save pages and what is read from them."""

    arguments = "PORTAL URL... | --again [PORTAL]"
    summary = "Save article pages of a portal with the article read from each, for the tests"
    example = (
        "scrapy capture ha_noi_stttt https://...; after a rule changed: scrapy capture --again, then read the diff"
    )

    def add_argument(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--again", action="store_true", help="read all saved pages again, show what changed, write it"
        )
        parser.add_argument("--folder", default="tests/pages", help="where saved pages are (default: tests/pages)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        console, folder = Console(highlight=False, soft_wrap=True), Path(opts.folder)
        if opts.again:
            self._again(console, folder, set(args))
            return
        if len(args) < 2:
            raise usage("give a portal and at least one address, or --again")
        portal_name, *addresses = args
        hosts = portal_class(self.settings, portal_name).hosts()
        for address in addresses:
            if urlsplit(address).hostname not in hosts:
                raise usage(f"{address}: not on a host of {portal_name} ({', '.join(sorted(hosts))})")
        portal = reading_portal(self.settings, portal_name)
        for address, source in fetch_pages(self.crawler_process, addresses).items():
            if isinstance(source, str):
                self.exitcode = 1
                console.print(f"{address}: {source}", markup=False)
                continue
            page = save(folder, portal_name, source.page.body, source.page.url, portal)
            console.print(
                f"{page.html}: {page.expected().get('title') or page.expected().get('not_an_article')}", markup=False
            )
        console.print("Read each .json against the page before you commit it.")

    def _again(self, console: Console, folder: Path, portals: set[str]) -> None:
        pages = list(saved_pages(folder))
        for name in sorted(portals):
            portal_class(self.settings, name)
            if not any(page.portal == name for page in pages):
                raise usage(f"no page of {name} is saved under {folder}: scrapy capture {name} URL")
        changed = sum(self._read_again(console, page) for page in pages if not portals or page.portal in portals)
        console.print(
            f"{changed} expectations changed; read the diff before you commit it." if changed else "Nothing changed."
        )

    def _read_again(self, console: Console, page: SavedPage) -> bool:
        expected = page.expected()
        portal = portal_class(self.settings, page.portal)
        found = found_today(page, portal.reading_portal(self.settings), portal.article_url)
        different = differences(expected, found)
        for name, (before, after) in different.items():
            console.print(f"{page.html} {name}: {before!r} -> {after!r}", markup=False)
        if different:
            expect(page, found)
        return bool(different)
