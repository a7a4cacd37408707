"""The address book: each portal stands in the module of its province and leads to a host of the registry."""

import ast
import importlib
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import spiders
from spiders.registry import by_host, provinces

MODULES = sorted(path.stem for path in Path(spiders.__file__).parent.glob("*.py") if path.stem != "__init__")


def _classes(module):
    loaded = importlib.import_module(f"spiders.{module}")
    own = [value for value in vars(loaded).values() if isinstance(value, type)]
    return [value for value in own if value.__module__ == loaded.__name__ and getattr(value, "sections", None)]


PORTALS = [pytest.param(module, portal, id=portal.name) for module in MODULES for portal in _classes(module)]


@pytest.mark.parametrize("module", MODULES)
def test_a_module_is_named_by_a_province_label(module):
    assert module in {"trung_uong", *provinces()} or not _classes(module)


@pytest.mark.parametrize(("module", "portal"), PORTALS)
def test_a_portal_is_named_after_its_module_and_says_who_it_is(module, portal):
    assert portal.name.startswith(module)
    assert portal.__doc__


@pytest.mark.parametrize(("module", "portal"), PORTALS)
def test_its_sections_lie_on_a_known_host_of_its_province(module, portal):
    for address in portal.sections.values():
        host = by_host(urlsplit(address).netloc)
        assert host is not None, address
        assert host.seen, address
        assert host.province == module


@pytest.mark.parametrize(("module", "portal"), PORTALS)
def test_an_unproven_section_keeps_to_the_address_that_was_seen(module, portal):
    if portal.proven:
        return
    for address in portal.sections.values():
        seen = by_host(urlsplit(address).netloc).section.partition("?")[0]
        assert seen.startswith(urlsplit(address).path.rstrip("/"))


@pytest.mark.parametrize("module", MODULES)
def test_a_portal_costs_at_most_six_lines(module):
    tree = ast.parse(Path(spiders.__file__).with_name(f"{module}.py").read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            code = [line for line in node.body if not isinstance(line, ast.Expr)]
            assert 1 + sum(line.end_lineno - line.lineno + 1 for line in code) <= 6, node.name


def test_names_are_unique():
    names = [portal.values[1].name for portal in PORTALS]
    assert len(names) == len(set(names))
