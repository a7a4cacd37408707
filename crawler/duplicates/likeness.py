"""Likeness: whether one text is a copy of another, told from all their words.

A copy, edited in one word of five, still says the same thing in the same order with the same numbers. Two other kinds
of text share as many rows of words and are no copies: an office's notice of every year, whose words stay and whose
numbers change, and reports of one campaign, which share whole sentences between others of their own.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from crawler.duplicates.sketch import IN_A_ROW

# Copies with one word in five changed reach a Jaccard of 0.17 and are contained to 0.31.
_LEAST, _CONTAINED = 0.12, 0.3
_MOSTLY = 0.75  # of a text is no furniture; less may be, so that it must be found
_EVERYWHERE, _FOUND = 0.75, 0.1  #   in as many of its parts, in each to a tenth at least
_PART, _MOST_PARTS = 12, 20  # shingles of a part; parts of a text
_SAME_ORDER = 0.74  # words of the shorter text; with one in five changed 0.75 and more, reports of one campaign 0.7
_SAME_NUMBERS = 0.7  # of the numbers in the same words; edited copies 0.75 and more, notices of another year 0.5
_NUMBER = re.compile(r"\b\d+\b")
RULES = 2
"""Raised when these rules change, so that copies found by others are looked for again."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two texts are."""

    jaccard: float
    """Shingles in both, of those in either."""
    contained: float
    """Shingles in both, of those of the shorter text: what furniture or a foreword around one of them leaves high."""
    spread: float
    """Share of the parts of the shorter text in which the other is found: furniture that two articles of one site have
    in common stands together."""
    in_order: float
    """Words in both in the same order, of those of the shorter one, from the first shingle in both to the last."""
    numbers: float
    """Share of shingles with the same numbers, of those with the same words; 1 when but one number differs."""

    @property
    def is_copy(self) -> bool:
        """Whether one is a copy of the other, edits of one word in five allowed."""
        together = self.contained >= _MOSTLY or self.spread >= _EVERYWHERE
        enough = self.jaccard >= _LEAST and self.contained >= _CONTAINED and together
        return enough and self.in_order >= _SAME_ORDER and self.numbers >= _SAME_NUMBERS


def likeness(one: Sequence[str], other: Sequence[str]) -> Likeness:
    """Compare two texts by all their shingles, as `crawler.duplicates.sketch.shingles` makes them.

    >>> likeness(["so mau mo lop", "mau mo lop hoc"], ["so mau mo lop", "mau mo lop moi"])
    Likeness(jaccard=0.3333333333333333, contained=0.5, spread=0.2, in_order=1.0, numbers=1.0)
    """
    first, second = set(one), set(other)
    both = first & second
    shorter, rows = min((len(first), one), (len(second), other), key=lambda pair: pair[0])
    return Likeness(
        jaccard=len(both) / (len(first) + len(second) - len(both) or 1),
        contained=len(both) / shorter if shorter else 0.0,
        spread=_spread(rows, both),
        in_order=_in_order(_core(one, both), _core(other, both)) if both else 0.0,
        numbers=_same_numbers(first, second),
    )


def _spread(rows: Sequence[str], both: set[str]) -> float:
    number = min(_MOST_PARTS, max(5, len(rows) // _PART))
    bounds = [len(rows) * part // number for part in range(number + 1)]
    parts = [rows[start:end] for start, end in pairwise(bounds)]
    return sum(sum(map(both.__contains__, part)) > _FOUND * len(part) for part in parts) / number


def _core(rows: Sequence[str], both: set[str]) -> list[str]:
    """Return the words from the first shingle in both texts to the last: without furniture before and after."""
    places = [place for place, row in enumerate(rows) if row in both]
    core = rows[places[0] : places[-1] + 1]
    return [row.partition(" ")[0] for row in core[:-1]] + core[-1].split(" ")


def _in_order(one: Sequence[str], other: Sequence[str]) -> float:
    """Return the longest common subsequence as a share of the shorter of two texts.

    A column of the usual table is one whole number, a bit a word (Hyyrö, "Bit-parallel LCS-length computation
    revisited", 2004): a thousand words against a thousand take half a millisecond.
    """
    places: dict[str, int] = {}
    for place, word in enumerate(one):
        places[word] = places.get(word, 0) | 1 << place
    everything = (1 << len(one)) - 1
    column = everything
    for word in other:
        met = column & places.get(word, 0)
        column = (column + met | column - met) & everything
    return (len(one) - column.bit_count()) / min(len(one), len(other))


def _same_numbers(one: set[str], other: set[str]) -> float:
    """Compare shingles that are the same but for their numbers."""
    first, second = _numbered(one), _numbered(other)
    shared = first.keys() & second.keys()
    same = sum(not first[words].isdisjoint(second[words]) for words in shared)
    told = len(shared) - same > IN_A_ROW
    return same / len(shared) if told else 1.0


def _numbered(rows: set[str]) -> dict[str, set[str]]:
    """Return shingles with a number and two words at least, by what they are without the number."""
    found: dict[str, set[str]] = {}
    for row in rows:
        bare = _NUMBER.sub("#", row)
        if 0 < bare.count("#") <= IN_A_ROW - 2:
            found.setdefault(bare, set()).add(row)
    return found
