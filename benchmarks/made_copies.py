"""Labelled pairs: what is a copy of what, and what only looks like one. Invented texts, the same on every machine."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.made_articles import MadeLanguage


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
}
"""Kinds of pairs, and whether they are copies."""


class Pairs:
    """Makes pairs of every kind."""

    def __init__(self, seed: int = 5) -> None:
        self.language = MadeLanguage(seed)
        self.foreign = MadeLanguage(seed + 1)  # other words: a translation shares names and numbers at most
        self.random = random.Random(seed)
        self.furniture = [[self.language.sentence() for _ in range(4)] for _ in range(20)]

    def text(self) -> list[str]:
        """Make the words of an article of 60 to 700 words."""
        sentences = self.random.randint(3, 30)
        return " ".join(self.language.sentence() for _ in range(sentences)).split()

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
            case _:
                return words, self.text()

    def _scattered(self, words: list[str], share: float) -> list[str]:
        return [self.language.draw(1)[0].split()[0] if self.random.random() < share else word for word in words]

    def _translated(self, words: list[str]) -> list[str]:
        foreign = " ".join(self.foreign.sentence() for _ in range(max(2, len(words) // 22)))
        return [*foreign.split(), *words[:3]]
