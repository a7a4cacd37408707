"""Labelled pairs: what is a copy of what, and what only looks like one. Invented texts, the same on every machine.

Or texts of a store, edited: their numbers, set phrases and lengths are those of real pages.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.made_articles import MadeLanguage

_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Pair:
    """Two texts and whether the second is a copy of the first."""

    kind: str
    one: str
    other: str
    copy: bool


KINDS = {
    "exact": True,
    "edited": True,
    "scattered": True,
    "foreword": True,
    "furniture left in": True,
    "unrelated": False,
    "same furniture": False,
    "translated": False,
    "quoted sentence": False,
    "notice of another year": False,
    "same campaign": False,
}
"""Kinds of pairs, and whether they are copies."""


class FoundLanguage:
    """The words of given texts, drawn as they stand there."""

    def __init__(self, texts: Sequence[str], seed: int) -> None:
        self.random = random.Random(seed)
        self.words = " ".join(texts).split()
        self._unused = self.random.sample(texts, len(texts))

    def text(self) -> list[str]:
        """Give the words of one text, no text twice: a third copy would say of two others that they are copies."""
        return self._unused.pop().split()

    def draw(self, number: int) -> list[str]:
        """Draw words that stand side by side."""
        start = self.random.randrange(len(self.words) - number)
        return self.words[start : start + number]

    def sentence(self) -> str:
        """Return some words in a row."""
        return " ".join(self.draw(self.random.randint(14, 30)))

    def paragraph(self, sentences: int = 3) -> str:
        """Return some such rows of words."""
        return " ".join(self.sentence() for _ in range(sentences))


class Pairs:
    """Makes pairs of every kind."""

    def __init__(self, seed: int = 5, texts: Sequence[str] = ()) -> None:
        self.language = FoundLanguage(texts, seed) if texts else MadeLanguage(seed)
        self.foreign = MadeLanguage(seed + 1)  # other words: a translation shares names and numbers at most
        self.random = random.Random(seed)
        self.furniture = [[self.language.sentence() for _ in range(4)] for _ in range(20)]

    def text(self) -> list[str]:
        """Make the words of an article of 60 to 700 words, one in twenty of them a number."""
        if isinstance(self.language, FoundLanguage):
            return self.language.text()
        sentences = self.random.randint(3, 30)
        words = " ".join(self.language.sentence() for _ in range(sentences)).split()
        return [self._number() if self.random.random() < 0.05 else word for word in words]

    def edited(self, words: list[str], share: float) -> list[str]:
        """Change a share of the words: half of the edits replace a word, others drop, add or swap, some in a run."""
        words = list(words)
        left = max(1, round(share * len(words)))
        while left > 0:
            run = min(left, self.random.choice([1, 1, 1, 2, 5, 12]))
            place = self.random.randrange(max(1, len(words) - run))
            fresh = " ".join(self.language.draw(run)).split()[:run]
            kind = self.random.random()
            if kind < 0.5:
                words[place : place + run] = fresh
            elif kind < 0.75:
                del words[place : place + run]
            else:
                words[place:place] = fresh
            left -= run
        return words

    def pairs(self, number: int) -> Iterator[Pair]:
        """Make that many pairs of every kind, every pair of texts of its own."""
        for _ in range(number):
            for kind, copy in KINDS.items():
                words, share = self.text(), self.random.uniform(0.01, 0.2)
                one, other = self._pair(kind, words, share)
                yield Pair(kind, " ".join(one), " ".join(other), copy)

    def _pair(self, kind: str, words: list[str], share: float) -> tuple[list[str], list[str]]:
        site = " ".join(self.random.choice(self.furniture)).split()
        match kind:
            case "exact":
                return words, words
            case "edited":
                return words, self.edited(words, share)
            case "scattered":
                return words, self._scattered(words, share)
            case "foreword":
                return words, [*self.language.paragraph(2).split(), *self.edited(words, share / 2)]
            case "furniture left in":
                return words, [*site[:40], *self.edited(words, share / 2), *site[40:]]
            case "same furniture":
                return [*site, *words], [*site, *self.text()]
            case "translated":
                return words, self._translated(words)
            case "quoted sentence":
                return words, [*self.text(), *words[:20]]
            case "notice of another year":
                return words, self._scattered([_NUMBER.sub(self._number, word) for word in words], share / 2)
            case "same campaign":
                return self._report(words), self._report(words)
            case _:
                return words, self.text()

    def _scattered(self, words: list[str], share: float) -> list[str]:
        return [self.language.draw(1)[0].split()[0] if self.random.random() < share else word for word in words]

    def _report(self, words: list[str]) -> list[str]:
        """Say what all reports of a campaign say, between as much of its own."""
        pieces = [words[start : start + 40] for start in range(0, len(words), 40)]
        return [word for piece in pieces for word in (*piece, *self.language.paragraph().split()[:40])]

    def _number(self, _other: object = None) -> str:
        return str(self.random.randrange(1, 2_000))

    def _translated(self, words: list[str]) -> list[str]:
        foreign = " ".join(self.foreign.sentence() for _ in range(max(2, len(words) // 22)))
        return [*foreign.split(), *words[:3]]
