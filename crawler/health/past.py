"""A run beside the runs before it: what is usual, as sums and medians."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Self

from crawler.health.archive import Archive
from crawler.health.observed import Observed
from crawler.store.health_rows import RunRow


@dataclass(frozen=True)
class Past:
    """A run, what it saw, and what earlier runs saw."""

    run: RunRow
    now: Observed
    runs: Sequence[RunRow]
    before: Sequence[Observed]

    @classmethod
    def of(cls, run: RunRow, runs: Sequence[RunRow]) -> Self:
        """Put a run beside earlier ones; those without an observation are left out."""
        kept = [each for each in runs if each.observed]
        return cls(run, Observed.read(run.observed), kept, [Observed.read(each.observed) for each in kept])

    @property
    def articles(self) -> int:
        """Articles read in the earlier runs."""
        return sum(each.articles for each in self.before)

    def total(self, name: str) -> Counter[str]:
        """Return the sum over the earlier runs of one of the counters of `Observed`."""
        summed: Counter[str] = Counter()
        for each in self.before:
            summed.update(getattr(each, name))
        return summed

    @property
    def archive(self) -> Archive:
        """What the store held after the run."""
        return Archive.read(self.run.tally.get("archive") or {})

    @property
    def archives(self) -> list[tuple[Observed, Archive]]:
        """What earlier runs saw, and what the store held after each of them, where that was kept."""
        return [
            (seen, Archive.read(run.tally["archive"]))
            for run, seen in zip(self.runs, self.before, strict=True)
            if run.tally.get("archive")
        ]

    @property
    def lengths(self) -> list[int]:
        """Lengths of the bodies read before."""
        return [length for each in self.before for length in each.lengths]

    def usual_links(self, address: str) -> float | None:
        """Return the median of the article links a list showed; None when it was never read."""
        known = links_of(address, self.before)
        return median(known) if known else None

    def was_read(self, address: str) -> bool:
        """Say whether a list answered in an earlier run, where it should be."""
        entries = [each.lists[address] for each in self.before if address in each.lists]
        return any(entry.get("reason") is None and not entry.get("moved") for entry in entries)

    @property
    def usual_title(self) -> set[str]:
        """Words that were in the titles of the lists in every run that read some."""
        known = [set(each.title) for each in self.before if each.title]
        return set.intersection(*known) if known else set()

    @property
    def incidents(self) -> set[str]:
        """Incident classes the earlier runs met."""
        return {name for each in self.runs for name in each.incidents}

    @property
    def day(self) -> date:
        """The day the run ended on, in Việt Nam."""
        return (datetime.fromtimestamp(self.run.ended_at, UTC) + timedelta(hours=7)).date()

    @property
    def newest(self) -> int | None:
        """The newest publication day the earlier runs saw."""
        known = [newest for each in self.before if (newest := each.newest(self.day)) is not None]
        return max(known, default=None)


def links_of(address: str, runs: Sequence[Observed]) -> list[int]:
    """Return how many article links a list showed in each run that could tell (304 cannot)."""
    entries: list[Mapping[str, object]] = [each.lists[address] for each in runs if address in each.lists]
    return [links for entry in entries if isinstance(links := entry.get("links"), int)]
