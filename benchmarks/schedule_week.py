"""A week of sixty portals with a fast clock: is every due crawl made once, how many find nothing, how late are news?

    python -m benchmarks.schedule_week [--portals 60] [--days 7]

A look is wasted when nothing was published since the one before. Each portal is compared with fixed intervals chosen
afterwards, each in the phase that wastes fewest:

- as often: the interval of as many looks as the schedule made. Bar: at most 1 % of looks wasted beyond it, and news
  found within half of it (what a fixed interval comes to on average);
- any other: that interval times a factor, the same for all portals. Shorter ones find news sooner and waste more,
  longer ones the reverse; the benchmark says between which factors both bars hold, and whether any factor both wastes
  less and is sooner. Best for waste alone is always the longest interval, best for lag alone the shortest.
"""

import argparse
import bisect
import random
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from statistics import median

from crawler.fleet.crawls import Fleet
from crawler.fleet.plan import Due
from crawler.fleet.rhythm import VIETNAM, instants, next_due
from crawler.fleet.schedule import Schedule
from crawler.health.expectations import Expectations

DAY, HOUR = 86_400.0, 3600.0
START = 1_714_928_400.0  # Monday 6 May 2024, 0:00 in Việt Nam
HISTORY = 56
FACTORS = (0.25, 0.35, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4)
PHASES = 8


@dataclass
class MadePortal:
    """When an invented portal publishes, and what a schedule made of it."""

    name: str
    published: list[float]
    names_minutes: bool = True
    """False: its pages name the day only, as a third of portals do."""
    looks: list[tuple[float, float]] = field(default_factory=list)
    """Began, ended."""
    moments: list[float] = field(default_factory=list)
    """When the articles found so far appeared, as far as their pages and the store tell."""

    @classmethod
    def of(cls, name: str, days: int, chance: random.Random) -> "MadePortal":
        """Office hours mostly, some evenings, some round the clock; from a notice a week to thirty a day."""
        a_day, batch = chance.choice([0.15, 0.5, 1, 1, 2, 4, 8, 15, 30]), chance.choice([1, 1, 3])
        peaks = chance.choice([(9, 15), (8, 14, 16), (10,), (16,), (7, 11, 20)])
        width, noise, weekend = chance.uniform(0.5, 2), chance.choice([0.02, 0.1, 0.5]), chance.uniform(0, 0.5)
        published = []
        for day in range(-HISTORY, days):
            rate = a_day * (weekend if day % 7 > 4 else 1.3)
            count = sum(chance.random() < rate / batch / 100 for _ in range(100))
            for _ in range(count):
                hour = chance.uniform(0, 24) if chance.random() < noise else chance.gauss(chance.choice(peaks), width)
                at = START + day * DAY + hour % 24 * HOUR
                published += [at + 60 * n for n in range(chance.randint(1, 2 * batch - 1))]
        return cls(name, sorted(published), chance.random() < 2 / 3)

    def found_by(self, look: float) -> list[float]:
        """Return when the articles known by a look appeared; before the week, it was looked at four times a day."""
        for at in self.published[len(self.moments) : bisect.bisect_right(self.published, look)]:
            seen = look if at >= START else at - at % (6 * HOUR) + 6 * HOUR
            words = datetime.fromtimestamp(at, VIETNAM).isoformat(timespec="minutes")
            self.moments += instants([(int(seen), words if self.names_minutes else words[:10])])
        return self.moments

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
class Fixed:
    """What fixed intervals would have come to."""

    factor: float
    """The interval of each portal: so many times that of as many looks as the schedule made."""
    wasted: float
    lag: float
    """Median over the portals of: median lag / half the interval of as many looks."""


@dataclass
class Week:
    """What a week came to."""

    portals: list[MadePortal]
    doubled: int
    overlapping: int
    missed: int
    polls: int
    wasted: float
    lag: float
    """Hours, the median over all articles."""
    lag_share: float
    """Median over the portals of: median lag / half the interval of as many looks."""
    fixed: list[Fixed]

    @property
    def as_often(self) -> Fixed:
        """Fixed intervals of as many looks."""
        return next(each for each in self.fixed if each.factor == 1)

    @property
    def beaten(self) -> list[Fixed]:
        """Those against which both bars hold: few more wasted, and news within half of the interval."""
        return [each for each in self.fixed if self.wasted <= each.wasted + 0.01 and self.lag_share <= each.factor]

    @property
    def better(self) -> list[Fixed]:
        """Those that waste less and are sooner."""
        return [each for each in self.fixed if each.wasted < self.wasted and each.lag < self.lag_share]


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
        at = next_due(last, mine.found_by(last), Expectations)
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
    return _summed(list(made.values()), before, dues, clock.at)


def _summed(made: list[MadePortal], before: dict[str, float], dues: dict[str, list[float]], now: float) -> Week:
    polls = wasted = doubled = overlapping = missed = 0
    shares, lags = [], []
    for mine in made:
        starts = [began for began, _ in mine.looks]
        mine_due = [max(at, START) for at in dues[mine.name]]
        answered = [bisect.bisect_right(starts, at + HOUR / 2) - bisect.bisect_left(starts, at) for at in mine_due]
        missed += sum(number == 0 for number, at in zip(answered, mine_due, strict=True) if at < now - HOUR)
        doubled += len(starts) - len(set(starts)) + sum(number > 1 for number in answered)
        overlapping += sum(later < end for (_, end), (later, _) in pairwise(mine.looks))
        polls += len(starts)
        wasted += mine.wasted([before[mine.name], *starts])
        if late := mine.lags([before[mine.name], *starts]):
            shares.append(median(late) / ((now - START) / len(starts) / 2))
            lags += late
    fixed = [_fixed(made, before, factor, now) for factor in FACTORS]
    return Week(made, doubled, overlapping, missed, polls, wasted / polls, median(lags) / HOUR, median(shares), fixed)


def _fixed(made: list[MadePortal], before: dict[str, float], factor: float, now: float) -> Fixed:
    polls = wasted = 0
    shares = []
    for mine in made:
        usual = (now - START) / max(1, len(mine.looks))
        interval = usual * factor
        number = max(1, round((now - START) / interval))
        phases = [
            [before[mine.name], *(START + interval * (n + phase / PHASES) for n in range(number))]
            for phase in range(PHASES)
        ]
        best = min(phases, key=mine.wasted)
        polls += number
        wasted += mine.wasted(best)
        if late := mine.lags(best):
            shares.append(median(late) / (usual / 2))
    return Fixed(factor, wasted / polls, median(shares))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--portals", type=int, default=60)
    parser.add_argument("--days", type=int, default=7)
    options = parser.parse_args()
    for seed in range(3, 6):
        week = simulate(options.portals, options.days, seed)
        print(f"seed {seed}: {week.polls:,} crawls of {options.portals} portals in {options.days} days")
        print(f"  due and never begun {week.missed}, begun twice {week.doubled}, overlapping {week.overlapping}")
        print(f"  wasted {week.wasted:.1%}; fixed interval of as many looks {week.as_often.wasted:.1%}")
        print(f"  median lag {week.lag:.2f} h; of half that interval {week.lag_share:.2f}")
        held = [each.factor for each in week.beaten]
        print(f"  both bars hold against {min(held, default=0):g} to {max(held, default=0):g} times that interval")
        print(f"  fixed intervals that waste less and are sooner: {len(week.better)} of {len(week.fixed)}")


if __name__ == "__main__":
    main()
