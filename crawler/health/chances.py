"""How unlikely is that by chance? A few articles must not raise an alarm, many must."""

from math import exp, lgamma
from typing import Final

ALARM: Final = 1e-4
"""Chance below which something counts as changed: ten checks a run, a false alarm in a thousand runs."""


def few(hits: int, tries: int, known_hits: int, known_tries: int) -> float:
    """Return the chance of so few hits or fewer, from what is known of the rate (beta-binomial, Jeffreys' prior).

    >>> few(0, 6, 40, 40) < ALARM, few(5, 6, 40, 40) > ALARM, few(0, 2, 3, 3) > ALARM
    (True, True, True)
    """
    return min(1.0, sum(_exactly(count, tries, known_hits, known_tries) for count in range(hits + 1)))


def many(hits: int, tries: int, known_hits: int, known_tries: int) -> float:
    """Return the chance of so many hits or more."""
    return few(tries - hits, tries, known_tries - known_hits, known_tries)


def _exactly(hits: int, tries: int, known_hits: int, known_tries: int) -> float:
    a, b = known_hits + 0.5, known_tries - known_hits + 0.5
    choose = lgamma(tries + 1) - lgamma(hits + 1) - lgamma(tries - hits + 1)
    return exp(choose + _log_beta(hits + a, tries - hits + b) - _log_beta(a, b))


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def quantile(numbers: list[int], share: float) -> int:
    """Return the value a share of the numbers stays below.

    >>> quantile([5, 1, 9, 3], 0.5), quantile([], 0.5)
    (5, 0)
    """
    ordered = sorted(numbers)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0
