"""The address book: each portal stands in the module of its province and leads to a host of the registry."""

import ast
import importlib
import inspect
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import spiders
from crawler.platforms import PortalSpider
from spiders.registry import by_host, provinces

MODULES = sorted(path.stem for path in Path(spiders.__file__).parent.glob("*.py") if path.stem != "__init__")


def _portals(module):
    """The classes of a module that name addresses of their own: portals."""
    loaded = importlib.import_module(f"spiders.{module}")
    own = [value for value in vars(loaded).values() if isinstance(value, type) and value.__module__ == loaded.__name__]
    return [value for value in own if issubclass(value, PortalSpider) and value.hosts()]


PORTALS = [pytest.param(module, portal, id=portal.name) for module in MODULES for portal in _portals(module)]


@pytest.mark.parametrize("module", MODULES)
def test_a_module_is_named_by_a_province_label(module):
    assert module in {"trung_uong", *provinces()} or not _portals(module)


@pytest.mark.parametrize(("module", "portal"), PORTALS)
def test_a_portal_is_named_like_a_module_and_says_who_it_is(module, portal):
    assert re.fullmatch(r"[a-z]+(_[a-z]+)+", portal.name)
    assert portal.__doc__


@pytest.mark.parametrize(("module", "portal"), PORTALS)
def test_its_addresses_lie_on_a_known_host_of_its_province(module, portal):
    for name in portal.hosts():
        host = by_host(name)
        assert host is not None, name
        assert host.seen, name
        assert host.province == module
        assert portal.family.name == host.family


@pytest.mark.parametrize(("module", "portal"), PORTALS)
def test_an_unproven_section_keeps_to_the_address_that_was_seen(module, portal):
    if portal.proven:
        return
    for address in portal.sections.values():
        seen = by_host(urlsplit(address).netloc).section.partition("?")[0]
        assert seen.startswith(urlsplit(address).path.rstrip("/"))


@pytest.mark.parametrize(("module", "portal"), PORTALS)
def test_a_portal_costs_at_most_six_lines(module, portal):
    [written] = ast.parse(inspect.getsource(portal)).body
    lines = [part for part in written.body if not isinstance(part, ast.Expr)]
    assert 1 + sum(part.end_lineno - part.lineno + 1 for part in lines) <= 6


def test_names_are_unique():
    names = [portal.values[1].name for portal in PORTALS]
    assert len(names) == len(set(names))
