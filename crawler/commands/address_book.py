"""Writing into the address book: a class into its province's module, a host into the registry."""

import ast
import csv
import importlib.util
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawler.probing import Probe
from crawler.probing.portal_class import ClassSource

_WIDTH = 120
_SELECTORS = "from crawler.extraction.selectors import Selectors\n"
_KINDS = {
    "Sở": "so",
    "UBND": "ubnd",
    "Ủy ban": "ubnd",
    "HĐND": "hdnd",
    "Huyện": "huyen",
    "Xã": "xa",
    "Bộ": "bo",
    "Tỉnh ủy": "dang",
    "Hội": "hoi",
    "Báo": "bao",
    "Đài": "dai",
}


def with_class(module: str, source: ClassSource, title: str) -> str:
    r"""Return the text of a module with a class added at its end and what it needs imported.

    Args:
        module: the module's text; empty for a new one.
        source: the class.
        title: docstring of a new module.

    >>> made = ClassSource("DrupalSpider", "class A(DrupalSpider):\n    name = 'a'\n", False, True)
    >>> with_class("", made, "Portals of Mẫu.").splitlines()[2:]
    ['from crawler.platforms import DrupalSpider', '', '', 'class A(DrupalSpider):', "    name = 'a'"]
    """
    if not module.strip():
        module = f'"""{title}"""\n\nfrom crawler.platforms import {source.base}\n'
    module = _importing(module, source.base)
    if source.needs_selectors and _SELECTORS not in module:
        at = module.index("from crawler.platforms import")
        module = module[:at] + _SELECTORS + module[at:]
    return module.rstrip("\n") + "\n\n\n" + source.text


def _importing(module: str, base: str) -> str:
    lines = module.splitlines(keepends=True)
    body = ast.parse(module).body
    for node in body:
        if isinstance(node, ast.ImportFrom) and node.module == "crawler.platforms":
            names = sorted({*(alias.name for alias in node.names), base})
            return "".join([*lines[: node.lineno - 1], _import_line(names), *lines[node.end_lineno :]])
    after = body[0].end_lineno or 1  # the docstring
    return "".join([*lines[:after], "\n", _import_line([base]), *lines[after:]])


def _import_line(names: list[str]) -> str:
    line = f"from crawler.platforms import {', '.join(names)}\n"
    if len(line) <= _WIDTH:
        return line
    return "from crawler.platforms import (\n" + "".join(f"    {name},\n" for name in names) + ")\n"


def register_host(table: Path, found: Probe, agency: str, province: str) -> bool:
    """Add the probed host to the registry's table; False when it stands there already.

    Only what was seen is written: the host, its scheme, an article's and a section's path.
    """
    address = urlsplit(found.home)
    with table.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        columns = list(reader.fieldnames or ())
        if any(row["host"] == address.hostname for row in reader):
            return False
    section = next(iter(found.news), None)
    row = {
        "host": address.hostname or "",
        "scheme": address.scheme,
        "agency": agency,
        "agency_kind": next((kind for word, kind in _KINDS.items() if agency.startswith(word)), "khac"),
        "province": province,
        "family": found.platform.family,
        "article": _path(found.samples[0].page.url) if found.samples else "",
        "section": _path(section.url) if section else "",
        "section_label": section.name if section else "",
    }
    with table.open("a", encoding="utf-8", newline="") as lines:
        csv.DictWriter(lines, columns, restval="", lineterminator="\n").writerow(row)
    return True


def _path(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def loaded_class(path: Path, name: str) -> type[Any]:
    """Return the portal class of a name from a module's file, wherever that lies.

    Raises:
        LookupError: the module holds no such class.
    """
    spec = importlib.util.spec_from_file_location(f"written_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # a class is asked for its file by its module's name
    spec.loader.exec_module(module)
    for value in vars(module).values():
        if isinstance(value, type) and getattr(value, "name", None) == name:
            return value
    raise LookupError(f"{path} holds no portal {name}")
