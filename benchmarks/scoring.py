"""Scores of extracted text against true text: 4-word shingles, as the public benchmark of articles counts them."""

import re
import statistics
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Scores:
    """Means over pages; F1 is the harmonic mean of the mean precision and the mean recall."""

    precision: float
    recall: float
    f1: float
    exact: float
    """Share of pages whose words are all equal, in order."""
    pages: int


def shingles(text: str, size: int = 4) -> Counter[tuple[str, ...]]:
    """Count the runs of `size` words; a shorter text counts as one run."""
    words = _WORD.findall(text or "")
    if not words:
        return Counter()
    return Counter(tuple(words[start : start + size]) for start in range(max(1, len(words) - size + 1)))


def score(pairs: Iterable[tuple[str, str]]) -> Scores:
    """Score (true, predicted) pairs."""
    precisions, recalls, exact = [], [], []
    for true, predicted in pairs:
        wanted, got = shingles(true), shingles(predicted)
        hits = sum((wanted & got).values())
        if got:
            precisions.append(hits / sum(got.values()))
        if wanted:
            recalls.append(hits / sum(wanted.values()))
        exact.append(_WORD.findall(true or "") == _WORD.findall(predicted or ""))
    precision, recall = (statistics.mean(values or [0.0]) for values in (precisions, recalls))
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return Scores(precision, recall, f1, statistics.mean(exact or [0.0]), len(exact))
