"""A week of sixty portals with a fast clock: is every due crawl made once, how many find nothing, how late are news?

    python -m benchmarks.schedule_week [--portals 60] [--days 7]

Each portal is compared with the best fixed interval chosen afterwards: as many looks as the schedule made, evenly
spread, in the phase that wastes fewest. A look is wasted when nothing was published since the one before.
"""

import argparse
import bisect
import random
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from crawler.fleet.crawls import Fleet
from crawler.fleet.plan import Due
from crawler.fleet.rhythm import next_due
from crawler.fleet.schedule import Schedule
from crawler.health.expectations import Expectations

DAY, HOUR = 86_400.0, 3600.0
START = 1_714_928_400.0  # Monday 6 May 2024, 0:00 in Việt Nam
HISTORY = 56


@dataclass
class MadePortal:
    """When an invented portal publishes, and what a schedule made of it."""

    name: str
    published: list[float]
    looks: list[tuple[float, float]] = field(default_factory=list)
    """Began, ended."""

    @classmethod
    def of(cls, name: str, days: int, chance: random.Random) -> "MadePortal":
        """Office hours mostly, some evenings, some round the clock; from a notice a week to thirty a day."""
        a_day = chance.choice([0.15, 0.5, 1, 1, 2, 4, 8, 15, 30])
        peaks = chance.choice([(9, 15), (8, 14, 16), (10,), (16,), (7, 11, 20)])
        width, noise, weekend = chance.uniform(0.5, 2), chance.choice([0.02, 0.1, 0.5]), chance.uniform(0, 0.5)
        published = []
        for day in range(-HISTORY, days):
            rate = a_day * (weekend if day % 7 > 4 else 1.3)
            count = sum(chance.random() < rate / 100 for _ in range(100))
            for _ in range(count):
                hour = chance.uniform(0, 24) if chance.random() < noise else chance.gauss(chance.choice(peaks), width)
                published.append(START + day * DAY + hour % 24 * HOUR)
        return cls(name, sorted(published))

    def wasted(self, looks: list[float]) -> int:
        """Count the looks that found nothing new since the one before."""
        known = [bisect.bisect_right(self.published, at) for at in looks]
        return sum(now == before for before, now in pairwise(known))

    def lags(self, looks: list[float]) -> list[float]:
        """Return how long each article waited for the look that found it."""
        found = []
        for at in self.published:
            position = bisect.bisect_left(looks, at)
            if looks and looks[0] < at and position < len(looks):
                found.append(looks[position] - at)
        return found


class FastClock:
    """Time that passes when somebody waits."""

    def __init__(self) -> None:
        self.at = START

    def now(self) -> float:
        """Return seconds since 1970."""
        return self.at

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.at += seconds


class MadeCrawl:
    """A crawl that takes a minute."""

    def __init__(self, clock: FastClock, portal: MadePortal) -> None:
        self.clock, self.ends = clock, clock.at + 60
        portal.looks.append((clock.at, self.ends))

    def poll(self) -> int | None:
        """Return 0 when the minute is over."""
        return 0 if self.clock.at >= self.ends else None

    def terminate(self) -> None:
        """Stop."""
        self.ends = self.clock.at

    kill = terminate


@dataclass
class Week:
    """What a week came to."""

    portals: list[MadePortal]
    doubled: int
    overlapping: int
    missed: int
    polls: int
    wasted: float
    fixed_wasted: float
    lag_share: float
    """Median over the portals of: median lag / half the fixed interval of as many looks."""
    lag: float


def simulate(portals: int = 60, days: int = 7, seed: int = 3, restarts: int = 3, jobs: int = 4) -> Week:
    """Run a schedule over made portals with a fast clock, stopping and starting it anew a few times."""
    chance = random.Random(seed)
    made = {name: MadePortal.of(name, days, chance) for name in (f"portal_{n}" for n in range(portals))}
    clock = FastClock()
    dues: dict[str, list[float]] = {name: [] for name in made}
    before = {name: START - chance.uniform(0, DAY) for name in made}

    def due_of(name: str) -> Due:
        mine = made[name]
        last = mine.looks[-1][0] if mine.looks else before[name]
        seen = mine.published[: bisect.bisect_right(mine.published, last)]
        at = next_due(last, seen, Expectations)
        if not dues[name] or dues[name][-1] != at:
            dues[name].append(at)
        return Due(name, at, last)

    for part in range(restarts + 1):
        fleet = Fleet(lambda name: MadeCrawl(clock, made[name]), jobs=jobs, now=clock.now)
        schedule = Schedule(made, due_of, fleet, lambda _: None, clock)
        until = START + days * DAY * (part + 1) / (restarts + 1)
        while clock.at < until:
            schedule.tick()
            clock.sleep(schedule.nap())
    return _summed(list(made.values()), dues, clock.at)


def _summed(made: list[MadePortal], dues: dict[str, list[float]], now: float) -> Week:
    polls = wasted = fixed_wasted = doubled = overlapping = missed = 0
    shares, lags = [], []
    for mine in made:
        starts = [began for began, _ in mine.looks]
        mine_due = [max(at, START) for at in dues[mine.name]]
        answered = [bisect.bisect_right(starts, at + HOUR / 2) - bisect.bisect_left(starts, at) for at in mine_due]
        missed += sum(number == 0 for number, at in zip(answered, mine_due, strict=True) if at < now - HOUR)
        doubled += len(starts) - len(set(starts)) + sum(number > 1 for number in answered)
        overlapping += sum(later < end for (_, end), (later, _) in pairwise(mine.looks))
        interval = (now - START) / max(1, len(starts))
        evenly = [[START + interval * (n + phase / 8) for n in range(len(starts))] for phase in range(8)]
        polls += len(starts)
        wasted += mine.wasted(starts)
        fixed_wasted += min(mine.wasted(looks) for looks in evenly)
        if late := mine.lags(starts):
            shares.append(median(late) / (interval / 2))
            lags += late
    return Week(
        made, doubled, overlapping, missed, polls, wasted / polls, fixed_wasted / polls, median(shares), median(lags)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--portals", type=int, default=60)
    parser.add_argument("--days", type=int, default=7)
    options = parser.parse_args()
    for seed in range(3, 6):
        week = simulate(options.portals, options.days, seed)
        print(f"seed {seed}: {week.polls:,} crawls of {options.portals} portals in {options.days} days")
        print(f"  due and never begun {week.missed}, begun twice {week.doubled}, overlapping {week.overlapping}")
        print(f"  wasted {week.wasted:.1%}, best fixed interval afterwards {week.fixed_wasted:.1%}")
        print(f"  median lag {week.lag / HOUR:.2f} h; of half that interval {week.lag_share:.2f}")


if __name__ == "__main__":
    main()
