"""Twelve demo portals break, each in its own way; the first run after names every cause. One crawl a round."""

import pytest

from benchmarks.fault_drill import FAULTS, drill

pytestmark = pytest.mark.xdist_group("drill")


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    return drill(tmp_path_factory.mktemp("drill"), rounds=2)


@pytest.mark.parametrize(("family", "fault"), FAULTS.items())
def test_it_is_named_in_the_first_run_after_the_break(said, family, fault):
    assert said[-2][family].cause == fault, said[-2][family]


def test_nobody_is_alarmed_before(said):
    assert [
        (family, verdict) for healthy in said[:-2] for family, verdict in healthy.items() if verdict.word != "ok"
    ] == []


def test_portals_beside_the_broken_ones_are_well(said):
    assert {verdict.word for family, verdict in said[-2].items() if family not in FAULTS} == {"ok"}


def test_the_repair_is_noticed(said):
    assert {verdict.word for verdict in said[-1].values()} == {"ok"}, said[-1]
