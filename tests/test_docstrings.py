"""Examples in docstrings are run: they show what the code does today."""

import doctest
import importlib
import pkgutil

import pytest

import crawler
import items
import spiders

MODULES = sorted(
    module.name
    for package in (items, crawler, spiders)
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + ".")
)


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    failed, _ = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert failed == 0
