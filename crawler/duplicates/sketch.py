"""Sketches: how alike two texts are, told from a few bytes of each (MinHash, by rensa).

Texts are compared as sets of four words in a row, without case and marks. An edit of one word in five leaves two in
five of these as they were (0.8 to the fourth); two articles about different things share next to none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import eq

from rensa import RMinHash

from crawler.search.words import folded, words_of

IN_A_ROW = 4
"""Words of a shingle."""
SHORTEST = 20
"""Words; shorter texts ("Ảnh: hoạt động của Sở") are alike without being copies."""
KEYS = 16
"""Places a copy can be found at. Copies with one word in five changed (Jaccard 0.26) miss all with a chance of 0.8 %;
24 would find no more of the labelled pairs and cost a third more to look up."""
_SKETCH = 128  # bytes: the estimate of a Jaccard of 0.2 is off by 0.035
_SEED = 20_201
_BYTE_TWINS = 1 / 256  # of unequal values have the same low byte
LEAST_ESTIMATE = 0.08
"""Of the Jaccard, below which no comparison is worth the reading."""
VERSION = f"{RMinHash.ALGORITHM_VERSION}-{IN_A_ROW}-{KEYS}-{_SKETCH}-{_SEED}"
"""Sketches of another version cannot be compared with these."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is kept of a text to find its copies."""

    keys: tuple[int, ...]
    """KEYS whole numbers; copies have some in common."""
    values: bytes
    """Low bytes of the MinHash values."""


def shingles(text: str) -> list[str]:
    """Return every four words in a row of a text.

    >>> shingles("Sở Mẫu mở lớp học")
    ['so mau mo lop', 'mau mo lop hoc']
    """
    words = [folded(word) for word in words_of(text)]
    return [" ".join(row) for row in zip(*(words[i:] for i in range(IN_A_ROW)), strict=False)]


def sketch(rows: Sequence[str]) -> Sketch | None:
    """Return the sketch of a text's shingles, None for a text too short to tell.

    >>> sketch(shingles("quá ngắn")) is None
    True
    """
    if len(rows) < SHORTEST - IN_A_ROW + 1:
        return None
    minhash = RMinHash(num_perm=KEYS + _SKETCH, seed=_SEED)
    minhash.update(rows)
    digest = minhash.digest()
    keys = tuple(place << 32 | value for place, value in enumerate(digest[:KEYS]))
    return Sketch(keys, bytes(value & 255 for value in digest[KEYS:]))


def estimate(one: bytes, other: bytes) -> float:
    """Estimate the Jaccard coefficient of two texts from the values of their sketches.

    >>> estimate(b"a" * 128, b"a" * 128)
    1.0
    """
    same: float = sum(map(eq, one, other)) / _SKETCH
    return max(0.0, (same - _BYTE_TWINS) / (1 - _BYTE_TWINS))
