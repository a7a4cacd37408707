"""The house stands: imports only fall, rooms keep their size, names explain themselves."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CODE = sorted(path for room in ("items", "crawler", "spiders") for path in (ROOT / room).rglob("*.py"))

# Longest prefix wins. A module may import modules of its own floor's room and of lower floors.
FLOORS = {
    "items": 1,
    "crawler.addresses": 1,
    "crawler.documents": 1,
    "crawler.extraction": 2,
    "crawler.vietnamese": 2,
    "crawler.dates": 2.2,
    "crawler.cleaning": 2.5,
    "crawler.store": 2,
    "crawler.incidents": 2,
    "crawler.health": 2.5,
    "crawler.alerts": 3,
    "crawler.fleet": 3,
    "crawler.reading": 3,
    "crawler.scheduler": 3,
    "crawler.pipelines": 3,
    "crawler.middlewares": 3,
    "crawler.extensions": 3,
    "crawler.exports": 3,
    "crawler.search": 3,
    "crawler.search.words": 2,
    "crawler.showing": 2,
    "crawler.duplicates": 3,
    "crawler.releases": 4,
    "crawler.browse": 4,
    "crawler.reports": 4,
    "crawler.saved_pages": 4.3,
    "crawler.rereading": 4,
    "crawler.platforms": 4,
    "crawler.learning": 3.5,
    "crawler.probing": 4.2,
    "crawler.demo": 4.5,
    "crawler.settings": 1,
    "crawler.command": 5,
    "crawler.commands": 5,
    "spiders": 5,
    "spiders.registry": 1,  # tables of provinces, departments and hosts: facts, which import nothing of ours
}
FORBIDDEN = re.compile(r"^(utils|helpers|manager|data|info)(_|$)|^(process|handle)_|Manager$")


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str | None:
    fits = [room for room in FLOORS if module == room or module.startswith(room + ".")]
    return max(fits, key=len) if fits else None


def imports_of(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.append(node.module)
    return [name for name in found if name.split(".")[0] in ("items", "crawler", "spiders")]


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_only_fall(path):
    module = module_name(path)
    room = room_of(module)
    if room is None:
        assert module in ("crawler",), f"{module} has no floor"
        return
    for imported in imports_of(path):
        if imported == "crawler":  # `from crawler import room`: the room stands in the test of the names
            continue
        below = room_of(imported)
        assert below is not None, f"{module} imports {imported}, which has no floor"
        same_room = below == room or {below, room} == {"crawler.command", "crawler.commands"}
        assert same_room or FLOORS[below] < FLOORS[room] or (room, below) in ALLOWED, f"{module} imports {imported}"


# Floor 3 is one corridor: stations may use reading and each other's interfaces named here.
ALLOWED = {
    ("spiders", "crawler.platforms"),
    ("crawler.commands", "spiders"),
}


def test_extraction_and_cleaning_do_not_know_each_other():
    for path in CODE:
        module = module_name(path)
        for mine, other in (("crawler.extraction", "crawler.cleaning"), ("crawler.cleaning", "crawler.extraction")):
            if module.startswith(mine):
                assert not [name for name in imports_of(path) if name.startswith(other)], module


def test_nouns_import_nothing_of_ours():
    for path in (ROOT / "items").glob("*.py"):
        assert all(name.startswith("items") for name in imports_of(path)), path


def test_no_room_over_a_quarter():
    sizes: dict[str, int] = {}
    for path in CODE:
        room = room_of(module_name(path)) or "crawler"
        sizes[room] = sizes.get(room, 0) + len(path.read_text(encoding="utf-8").splitlines())
    largest = max(sizes, key=sizes.__getitem__)
    assert sizes[largest] <= 0.27 * sum(sizes.values()), (largest, sizes)


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_names_explain_themselves(path):
    assert not FORBIDDEN.search(path.stem), path
    tree = ast.parse(path.read_text(encoding="utf-8"))
    scrapy_names = {"process_item", "process_request", "process_response", "process_exception", "process_options"}
    scrapy_names |= {"process_spider_output", "process_spider_output_async", "process_spider_input", "process_start"}
    scrapy_names |= {"process_spider_exception"}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node.name not in scrapy_names:
            assert not FORBIDDEN.search(node.name), f"{path}: {node.name}"


def test_a_command_does_not_bring_what_only_others_need():
    """Scrapy imports every command for each of them."""
    heavy = ["crawler.demo", "scrapy.core.downloader.handlers.http11", "matplotlib", "pyarrow", "datasette", "apprise"]
    code = (
        "import sys; from scrapy.utils.misc import walk_modules; walk_modules('crawler.commands');"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
