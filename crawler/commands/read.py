"""`scrapy read`: read pages, store nothing."""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console

from crawler.command import BaseCommand, usage
from crawler.commands.fetching import fetch_pages
from crawler.commands.portal_choice import reading_portal
from crawler.commands.sources import Source, SourceError, is_address, load
from crawler.reading import NotAnArticle, Removed, read_article, read_dump
from items import Article

Asked = tuple[str, str | None, str | None]  # source, url, portal


class Command(BaseCommand):
    """Read pages and print the articles."""

    arguments = "[--json] [--explain] [--url URL] [--portal PORTAL] [--from FILE.jsonl] SOURCE..."
    summary = "Read pages and print the articles; store nothing"
    example = (
        "scrapy read --json page.html dump.txt. SOURCE is an http(s) address, a saved page (.html, .htm, .html.gz), a "
        "text dump (.txt) or - for standard input. Exit code 1 if any source gave no article"
    )

    def add_argument(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one article a line, in the order of the sources")
        parser.add_argument(
            "--explain", action="store_true", help="tell what became of the other lines, by class and position"
        )
        parser.add_argument("--url", help="address of the saved page (with one SOURCE)")
        parser.add_argument("--portal", help="portal the sources come from (default: detected)")
        parser.add_argument(
            "--from", dest="listed", metavar="FILE", help='lines {"path": ..., "url": ..., "portal": ...}'
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        asked = list(self._asked(args, opts))
        if not asked:
            raise usage("give at least one SOURCE, or --from FILE.jsonl")
        for name in {portal for _, _, portal in asked if portal}:
            reading_portal(self.settings, name)  # an unknown portal ends here, before any reading
        addresses = [source for source, _, _ in asked if is_address(source)]
        fetched = fetch_pages(self.crawler_process, addresses) if addresses else {}
        console = Console(soft_wrap=True, highlight=False)
        for source, url, portal in asked:
            try:
                loaded = fetched[source] if is_address(source) else load(source, url=url, portal=portal)
                if isinstance(loaded, str):
                    raise SourceError(loaded)  # noqa: TRY301 - what fetching said
                self._show(console, loaded, portal, opts)
            except (SourceError, NotAnArticle) as error:
                self._decline(source, str(error), as_json=opts.json)

    def _asked(self, args: list[str], opts: argparse.Namespace) -> Iterator[Asked]:
        if opts.url and len(args) != 1:
            raise usage("--url goes with exactly one SOURCE")
        for source in args:
            yield source, opts.url, opts.portal
        if opts.listed:
            yield from _listed(Path(opts.listed), opts.portal)

    def _show(self, console: Console, source: Source, portal: str | None, opts: argparse.Namespace) -> None:
        removed: list[Removed] = []
        reading = read_dump if source.is_dump else read_article
        article = reading(source.page, reading_portal(self.settings, portal, source.page.url), removed=removed)
        if opts.json:
            record: dict[str, Any] = {"source": source.name, **asdict(article)}
            if opts.explain:
                record["removed"] = [each._asdict() for each in removed]
            sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
            return
        _print_article(console, source.name, article)
        if opts.explain:
            _print_removed(console, removed)

    def _decline(self, source: str, error: str, *, as_json: bool) -> None:
        self.exitcode = 1
        if as_json:
            sys.stdout.write(json.dumps({"source": source, "error": error}, ensure_ascii=False) + "\n")
        else:
            sys.stderr.write(f"{source}: {error}\n")


def _listed(path: Path, portal: str | None) -> Iterator[Asked]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise usage(f"--from {path}: cannot be read ({error})") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            yield str(row["path"]), row.get("url"), row.get("portal") or portal
        except (ValueError, KeyError, TypeError, AttributeError):
            message = f'--from {path}, line {number}: expected {{"path": ..., "url": ..., "portal": ...}}'
            raise usage(message) from None


def _print_article(console: Console, source: str, article: Article) -> None:
    console.rule(source, align="left", style="dim")
    console.print(article.title, style="bold", markup=False)
    moment = article.published or article.updated
    facts = {
        "published" if article.published else "updated": f"{moment.value} ({moment.precision})" if moment else None,
        "event": article.event_date,
        "page clock": article.page_clock,
        "section": article.section,
        "authors": ", ".join(article.authors),
        "source": article.source_name,
        "dateline": article.dateline,
        "platform": article.platform,
        "fixes": ", ".join(article.fixes),
        "flags": ", ".join(article.flags),
    }
    for label, value in facts.items():
        if value:
            console.print(f"{label:>10}  {value}", style="dim", markup=False)
    for paragraph in [article.lead, *article.paragraphs]:
        if paragraph:
            console.print()
            console.print(paragraph, markup=False)
    for caption in article.captions:
        console.print(f"[caption] {caption}", style="italic", markup=False)
    for attachment in article.attachments:
        console.print(f"[attachment] {attachment.label or ''} {attachment.url}", style="cyan", markup=False)
    console.print()


def _print_removed(console: Console, removed: list[Removed]) -> None:
    console.print(f"removed ({len(removed)}):", style="bold")
    for each in removed:
        console.print(f"  {each.class_:<16} {each.position!s:<8} {each.text[:90]}", markup=False)
    console.print()
