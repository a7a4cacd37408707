"""`scrapy addportal`: from an address to a portal class with its tests."""

import argparse
import re
from pathlib import Path

from rich.console import Console
from scrapy.spiderloader import get_spider_loader

import spiders
from crawler.command import BaseCommand, usage
from crawler.commands.address_book import loaded_class, register_host, with_class
from crawler.commands.portal_checks import problems_of
from crawler.commands.probe import add_probe_arguments, probed, show_probe
from crawler.platforms import PortalSpider
from crawler.probing import Probe
from crawler.probing.portal_class import agency_in, class_source, reads_well
from crawler.saved_pages import SavedPage, save, save_section
from spiders.registry import by_address, changes, province_label, provinces
from spiders.registry.hosts import read_again
from spiders.registry.provinces import CENTRAL

_ARTICLES = 5


class Command(BaseCommand):
    """Add a portal to the address book."""

    arguments = "[--agency BODY] [--dry-run] [--into FOLDER] NAME URL"
    summary = "Probe a portal, write its class, save pages of it with their readings, check them"
    example = "scrapy addportal ha_noi_stttt https://so.example.gov.vn/"

    def add_argument(self, parser: argparse.ArgumentParser) -> None:
        add_probe_arguments(parser)
        parser.add_argument("--agency", help="publishing body, where the registry does not know the host")
        parser.add_argument("--dry-run", action="store_true", help="show what would be written; write nothing")
        parser.add_argument("--into", default="spiders", help="folder of the portal classes (default: spiders)")
        parser.add_argument("--folder", default="tests/pages", help="where saved pages go (default: tests/pages)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        name, url = self._asked(args)
        console = Console(highlight=False, soft_wrap=True)
        found = probed(self, url, opts)
        if found.of_article:
            raise usage(f"{url} is an article; give the portal's front page or a section of it")
        show_probe(Console(highlight=False, width=160), found)
        if not found.samples:
            self.exitcode = 1
            console.print("No article was found, so no class is written. Try a section's address, or --family.")
            return
        into, folder = Path(opts.into), Path(opts.folder)
        entry = by_address(found.home)
        province = _province(name, found.home) or CENTRAL
        agency = opts.agency or (entry.agency if entry else "") or agency_in(found.title) or ""
        table = into / "registry" / "hosts.csv"
        known = bool(entry and entry.seen) or table.exists()
        source = class_source(name, found, agency or f"Portal at {found.home}", None if known else agency)
        path = into / f"{province}.py"
        console.print(f"\n{path}, {source.lines} lines of code:\n", markup=False)
        console.print(source.text, markup=False)
        if opts.dry_run:
            console.print(f"Nothing is written; {_ARTICLES} articles and a section page would go to {folder / name}.")
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(with_class(text, source, _title(province)), encoding="utf-8")
        if table.exists() and not (entry and entry.seen) and register_host(table, found, agency, province):
            console.print(f"{table}: the host stands there now.", markup=False)
            read_again()
        saved = self._save(found, loaded_class(path, name), folder)
        console.print(f"{folder / name}: {len(saved)} pages saved with what is read from them.", markup=False)
        self._look_at(console, name, (path, folder), found)

    def _asked(self, args: list[str]) -> tuple[str, str]:
        if len(args) != 2:
            raise usage("give a name and an address: scrapy addportal ha_noi_stttt https://so.example.gov.vn/")
        name, url = args
        if not re.fullmatch(r"[a-z]+(_[a-z]+)+", name):
            raise usage(f"{name}: write the name as province_body, small letters, e.g. ha_noi_stttt")
        assert self.settings is not None
        if name in get_spider_loader(self.settings).list():
            raise usage(f"{name}: there is such a portal; `scrapy capture {name} URL` saves more pages of it")
        if _province(name, url) is None:
            raise usage(f"{name}: begins with no province, e.g. ha_nam_..., nor with {CENTRAL}_ for central bodies")
        return name, url

    def _save(self, found: Probe, portal: type[PortalSpider], folder: Path) -> list[SavedPage]:
        assert self.settings is not None
        name, reading = portal.name, portal.reading_portal(self.settings)
        chosen = {reading.url for reading in found.readings}
        samples = [sample for sample in found.samples if sample.page.url in chosen][:_ARTICLES]
        saved = [save(folder, name, sample.page.body, sample.page.url, reading) for sample in samples]
        sections = [save_section(folder, name, page.body, page.url, portal.article_url) for page in found.lists[:1]]
        return saved + sections

    def _problems(self, name: str, path: Path, folder: Path) -> list[str]:
        assert self.settings is not None
        found = problems_of(loaded_class(path, name), path, self.settings, folder, Path("tests/acceptance"))
        own = path.parent.resolve() == Path(spiders.__file__).parent  # another address book has another registry
        return [line for line in found if own or "registry/hosts.csv" not in line]

    def _look_at(self, console: Console, name: str, written: tuple[Path, Path], found: Probe) -> None:
        """Run the checks and list what only a person can judge."""
        path, folder = written
        problems = self._problems(name, path, folder)
        console.print("\nLook at:", style="bold")
        console.print(f"- {path}: the docstring says whose portal it is", markup=False)
        console.print(
            f"- {folder / name}/*.json against the pages: title, date, first and last paragraph", markup=False
        )
        for reading in found.readings:
            if reading.doubts:
                console.print(f"- {reading.url}: {reading.declined or ', '.join(reading.doubts)}", markup=False)
        if not reads_well(found):
            console.print("- the sample is doubtful, so the class says proven = False", markup=False)
        if found.needs_browser:
            console.print("- the portal is drawn by scripts; a crawl sees little of it", markup=False)
        if not found.robots.allows:
            console.print("- robots.txt forbids the front page: nothing will be crawled", markup=False)
        entry = by_address(found.home)
        for change in changes(entry) if entry else ():
            console.print(f"- the registry says: {change}", markup=False)
        for problem in problems:
            console.print(f"- {problem}", markup=False)
        self.exitcode = 1 if problems else 0
        console.print(f"Then: scrapy checkportals {name} && scrapy crawl {name} -a sample=20", markup=False)


def _province(name: str, url: str) -> str | None:
    """Return the module a portal goes into: its host's province label, else the one its name begins with."""
    entry = by_address(url)
    if entry and entry.province:
        return entry.province
    fits = [slug for slug in (*provinces(), CENTRAL) if name.startswith(f"{slug}_")]
    return max(fits, key=len, default=None)


def _title(province: str) -> str:
    label = province_label(province)
    return "Portals of central bodies." if province == CENTRAL else f"Portals of {label}."
