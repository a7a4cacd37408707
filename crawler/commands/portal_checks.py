"""What every portal class must keep to: names, order of attributes, docstring, hosts, saved pages, proof."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from scrapy.settings import BaseSettings

from crawler.extraction.families import GENERIC
from crawler.platforms.portal import PortalSpider
from crawler.saved_pages import SavedPage, differences, found_today, saved_pages
from spiders.registry import by_host, provinces
from spiders.registry.provinces import CENTRAL

_IDENTITY = ("name", "home", "sections", "feeds", "sitemaps", "agency", "province", "also_hosts", "proven")
_WALK = ("family", "article_url", "article_mark", "not_section", "menu_depth", "follow_articles", "custom_settings")
ORDER = (*_IDENTITY, *_WALK)
"""Which portal first, then how it is walked; attributes of other kinds after them, in any order."""
_KNOWN_LINES, _UNKNOWN_LINES = 6, 25


def problems_of(
    portal: type[PortalSpider], path: Path, settings: BaseSettings, pages: Path, acceptance: Path
) -> Iterator[str]:
    """Yield what is wrong with a portal class, one line each.

    Args:
        portal: the class.
        path: its module's file.
        settings: the project's.
        pages: where saved pages lie.
        acceptance: folder of the acceptance tests; a class they name is proven by them, where the portal's pages may
            not be kept here.
    """
    yield from _words(portal, path)
    yield from _hosts(portal, path.stem)
    saved = [page for page in saved_pages(pages) if page.portal == portal.name]
    yield from _saved(portal, saved, settings)
    if portal.proven and not saved and not _is_named(portal.name, acceptance):
        yield "calls itself proven, but no page is saved for it and no acceptance test names it"


def _words(portal: type[PortalSpider], path: Path) -> Iterator[str]:
    if not re.fullmatch(r"[a-z]+(_[a-z]+)+", portal.name):
        yield f"name {portal.name!r}: write it as province_body, small letters"
    node = _statement(path, portal.__name__)
    if node is None:
        yield f"{path} holds no class {portal.__name__}"
        return
    if portal.__name__.lower() != portal.name.replace("_", ""):
        yield f"class {portal.__name__} should be called as its name {portal.name!r} is"
    if not ast.get_docstring(node):
        yield "has no docstring: say whose portal it is"
    names = [name for name in _assigned(node) if name in ORDER]
    if names != sorted(names, key=ORDER.index):
        yield f"attributes out of order: {', '.join(sorted(names, key=ORDER.index))}"
    own = portal.family.name == GENERIC.name or "selectors" in vars(portal)  # a template of its own
    most = _UNKNOWN_LINES if own else _KNOWN_LINES
    lines = 1 + sum(_length(part) for part in node.body if not isinstance(part, ast.Expr))
    if lines > most:
        yield f"{lines} lines; a portal of the family {portal.family.name} takes at most {most}"


def _statement(path: Path, name: str) -> ast.ClassDef | None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return next((node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == name), None)


def _assigned(node: ast.ClassDef) -> Iterator[str]:
    for part in node.body:
        targets = (
            part.targets if isinstance(part, ast.Assign) else [part.target] if isinstance(part, ast.AnnAssign) else []
        )
        yield from (target.id for target in targets if isinstance(target, ast.Name))


def _length(part: ast.stmt) -> int:
    decorators = len(getattr(part, "decorator_list", ()))
    return (part.end_lineno or part.lineno) - part.lineno + 1 + decorators


def _hosts(portal: type[PortalSpider], module: str) -> Iterator[str]:
    if module not in {CENTRAL, *provinces()}:
        yield f"module {module}: no province label"
    for name in sorted(portal.hosts()):
        host = by_host(name)
        if host is None or not host.seen:
            yield f"host {name} is not in spiders/registry/hosts.csv"
        elif host.province != module:
            yield f"host {name} is of {host.province}, the class stands in {module}"
        elif host.family != portal.family.name:
            yield f"host {name} is {host.family} in the registry, {portal.family.name} here"


def _saved(portal: type[PortalSpider], saved: list[SavedPage], settings: BaseSettings) -> Iterator[str]:
    for page in saved:
        if not page.expectation.exists():
            yield f"{page.html} has no reading beside it: scrapy capture --again {portal.name}"
            continue
        found = found_today(page, portal.reading_portal(settings), portal.article_url)
        for field, (wanted, got) in differences(page.expected(), found).items():
            yield f"{page.html} {field}: {str(wanted)[:60]!r} expected, {str(got)[:60]!r} read"


def _is_named(name: str, acceptance: Path) -> bool:
    return any(f'"{name}"' in path.read_text(encoding="utf-8") for path in acceptance.glob("*.py"))
