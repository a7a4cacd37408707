"""`scrapy probe`: what the machine sees of a portal it does not know."""

import argparse
import json
import sys
from collections.abc import Iterator
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from rich import box
from rich.console import Console
from rich.table import Table

from crawler.command import BaseCommand, usage
from crawler.commands.visiting import run_job
from crawler.extraction.families import FAMILIES
from crawler.probing import Probe, ProbeError, probe

_LEAST_PAGES = 20


class Command(BaseCommand):
    """Look at a portal."""

    arguments = "[--json] [--family FAMILY] [--pages N] URL"
    summary = "Look at a portal: platform, sections, patterns, five articles read; store nothing"
    example = "scrapy probe https://so.example.gov.vn/"

    def add_argument(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object")
        add_probe_arguments(parser)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise usage("give the address of one portal: scrapy probe https://so.example.gov.vn/")
        found = probed(self, args[0], opts)
        if opts.json:
            sys.stdout.write(json.dumps(found.record(), ensure_ascii=False) + "\n")
            return
        show_probe(Console(highlight=False, width=None if sys.stdout.isatty() else 160), found)


def add_probe_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of every command that probes."""
    parser.add_argument("--family", choices=sorted(FAMILIES), help="take this CMS family for granted")
    parser.add_argument("--pages", type=int, default=90, metavar="N", help="requests it may cost (default: 90)")


def probed(command: BaseCommand, url: str, opts: argparse.Namespace) -> Probe:
    """Probe a portal for a command.

    Raises:
        UsageError: not an address, or it gives no page.
    """
    if opts.pages < _LEAST_PAGES:
        raise usage(f"--pages {opts.pages}: give at least {_LEAST_PAGES}; fewer show nothing of a portal")
    host = urlsplit(url).hostname
    if not host or urlsplit(url).scheme not in ("http", "https"):
        raise usage(f"{url}: not an http(s) address")
    assert command.settings is not None
    agent = command.settings["ROBOTSTXT_USER_AGENT"] or command.settings["USER_AGENT"]
    job = partial(probe, url=url, family=opts.family, pages=opts.pages, agent=agent)
    try:
        found: Probe = run_job(command.crawler_process, host, job)
    except ProbeError as error:
        raise usage(str(error)) from None
    return found


def show_probe(console: Console, found: Probe) -> None:
    """Print what was seen as tables."""
    facts = Table(box=None, show_header=False, pad_edge=False)
    facts.add_column(style="dim", no_wrap=True)
    facts.add_column(overflow="fold")
    for name, value in _facts(found):
        facts.add_row(name, _plain(value))
    console.print(facts)
    console.print(_sections_table(found))
    if found.learned.proposals:
        console.print(_selectors_table(found))
    console.print(_readings_table(found))


def _facts(found: Probe) -> Iterator[tuple[str, str]]:
    robots = found.robots
    yield "portal", f"{found.home}  {found.title}"
    delay = f", asks for {robots.crawl_delay} s between requests" if robots.crawl_delay else ""
    yield "robots.txt", f"HTTP {robots.status}, {'allows' if robots.allows else 'FORBIDS'} the front page{delay}"
    yield "TLS", found.tls or ("right" if found.home.startswith("https") else "none: plain http")
    yield "charset", " ".join([found.charset, *(f"[mended: {fix}]" for fix in found.charset_fixes)])
    yield "platform", f"{found.platform.family} ({found.platform.confidence:.0%}): {', '.join(found.platform.evidence)}"
    if found.family_misses:
        yield "template", "its own: the family's selectors find no body, so the learned ones are used"
    yield "feeds", "\n".join(f"{each.url} ({each.addresses})" for each in found.feeds) or "none"
    yield "sitemaps", "\n".join(f"{each.url} ({each.addresses})" for each in found.sitemaps) or "none"
    unknown = f"unknown form: {found.unknown_pager}" if found.unknown_pager else "none seen"
    yield "pager", found.pager or unknown
    yield "dates", found.dates or "none read"
    addresses = found.articles
    yield "articles", f"{addresses.pattern or 'told by the page, not by the address'} ({addresses.of})"
    yield "browser", "NEEDED: the page is drawn by scripts" if found.needs_browser else "not needed"
    yield "requests", str(found.requests)


def _sections_table(found: Probe) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=f"{len(found.news)} news sections", title_justify="left")
    for column in ("section", "kind", "address"):
        table.add_column(column, overflow="fold")
    table.add_column("articles", justify="right")
    for section in sorted(found.sections, key=lambda section: section.kind != "news"):
        table.add_row(_plain(section.name), section.kind, _plain(section.url), str(section.articles))
    return table


def _selectors_table(found: Probe) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title="learned from its own pages", title_justify="left")
    for column in ("field", "selector", "agreement"):
        table.add_column(column, overflow="fold")
    for each in found.learned.proposals:
        table.add_row(each.field, _plain(each.css), f"{each.right} of {each.of} pages")
    return table


def _readings_table(found: Probe) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title="a sample read", title_justify="left")
    for column in ("title", "published", "author"):
        table.add_column(column, overflow="fold")
    table.add_column("letters", justify="right")
    table.add_column("doubtful", style="bold", overflow="fold")
    for each in found.readings:
        title = each.title or each.url
        doubts = each.declined or ", ".join(each.doubts)
        day = each.published[:16].replace("T", " ")
        table.add_row(_plain(title), day, _plain(each.authors), f"{each.characters:,}", _plain(doubts))
    return table


def _plain(text: Any) -> str:
    """Words of a page are no markup of ours."""
    return str(text).replace("[", "\\[")
