"""The short form of the drill of linear cost: ratios in one run, and pages without measure."""

import pytest

from benchmarks.linear_cost import BOUND, GROWING, WITHOUT_MEASURE, cost, growth

TIMES = 10


@pytest.mark.parametrize("kind", GROWING)
def test_ten_times_the_nodes_take_at_most_some_times_as_long(kind):
    small, large = growth(kind, 200, TIMES)
    # What grows with the square takes a hundred times as long; small pages on a busy machine are measured roughly.
    assert large.seconds < 2.5 * TIMES * small.seconds


@pytest.mark.parametrize("name", WITHOUT_MEASURE)
def test_pages_without_measure_end(name):
    told = cost(WITHOUT_MEASURE[name]())
    assert told.seconds < BOUND
    assert told.answer in {"article", "empty", "too_big", "hostile_markup"}
