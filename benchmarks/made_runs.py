"""Healthy runs as the ledger would hold them: portals of every size and habit, volumes that vary wildly."""

import random
from collections import Counter
from collections.abc import Iterator

from crawler.health.archive import Archive, spans
from crawler.health.judge import OK, Verdict, judge
from crawler.health.observed import Observed
from crawler.store.health_rows import DAY, RunRow

_RATES = {"title": (1.0, 1.0), "text": (0.93, 1.0), "published": (0.9, 1.0), "lead": (0.1, 1.0), "section": (0.0, 1.0),
          "authors": (0.0, 0.95), "images": (0.2, 1.0), "source_name": (0.0, 0.6), "dateline": (0.0, 0.5)}  # fmt: skip


class MadePortal:
    """An invented portal: how much it publishes, which fields it fills, how long its texts are, how often it fails."""

    def __init__(self, random_: random.Random) -> None:
        self.random = random_
        self.a_day = random_.choice([0.1, 0.3, 1, 3, 10, 30])
        self.rates = {name: random_.uniform(*span) for name, span in _RATES.items()}
        self.length = random_.uniform(5.5, 8)
        self.spread = random_.uniform(0.4, 0.9)
        self.lists = [f"https://so.example/muc-{n}" for n in range(random_.randint(1, 8))]
        self.shown = [random_.randint(3, 30) for _ in self.lists]
        self.trouble = random_.choice([0, 0, 0.01, 0.03])
        self.build = [random_.getrandbits(32) for _ in range(48)]
        self.foreign = random_.choice([0, 0, 0.02, 0.1])
        self.jump = (
            random_.choice([0, 1, 4]),
            random_.choice([0.3, 1, 1.5]),
        )  # between article numbers: log mean, spread
        self.numbers = [0]
        self.unread: Counter[str] = Counter()
        self.pages_failed = 0
        self.counts = random_.random() < 0.3  # its pagers say how many articles there are

    def runs(self, number: int) -> Iterator[RunRow]:
        """Yield so many runs, a day apart, some days full and some empty."""
        day = 740_000 + self.random.randint(0, 3000)
        for run in range(number):
            burst = self.random.choice([0, 0.3, 1, 1, 2, 5])
            new = min(300, round(self.random.expovariate(1 / (self.a_day * burst)))) if burst else 0
            seen = self._seen(300 if run == 0 else new, day, incremental=run > 0)
            tally = {"observed": seen.write(), "archive": self._archive(seen).write()}
            at = (day - 719_163) * DAY + 36_000
            yield RunRow(run + 1, "made", "{}", at, at + 600, "finished", tally)
            day += 1

    def _seen(self, new: int, day: int, *, incremental: bool) -> Observed:
        chance = self.random.random
        fields: Counter[str] = Counter()
        for name, rate in self.rates.items():
            fields[name] = sum(chance() < rate for _ in range(new))
        failed = sum(chance() < self.trouble for _ in range(new + len(self.lists)))
        foreign = sum(chance() < self.foreign for _ in range(new))
        behind = 60 if not incremental else 3
        return Observed(
            incremental=incremental,
            lists={address: self._list(shown) for address, shown in zip(self.lists, self.shown, strict=True)},
            links=sum(self.shown), news=new, articles=new, new=new, fields=fields,
            lengths=[round(self.random.lognormvariate(self.length, self.spread)) for _ in range(new)],
            languages=Counter({"vi": new - foreign, "en": foreign}),
            days=[day - round(self.random.expovariate(1 / behind)) for _ in range(new)],
            repeated=sum(chance() < 0.02 for _ in range(new)),
            declined=Counter({"section_page": self.random.randint(0, 3), "no_body": new // 50}),
            failures=Counter({self.random.choice(["timeout", "http_500", "http_404"]): failed}),
            article_build=self._built() if new else [], list_build=self._built(), title=["sở", "thông", "tin", "báo"],
        )  # fmt: skip

    def _archive(self, seen: Observed) -> Archive:
        """Return what the store holds after a run: numbers jump, some addresses fail for good, lists lose a page."""
        for _ in range(seen.new):
            self.numbers.append(self.numbers[-1] + 1 + int(self.random.lognormvariate(*self.jump)))
        self.unread += Counter({reason: number // 2 for reason, number in seen.failures.items()})
        self.pages_failed = self.random.choice([0, 0, 1, 2])
        known = len(self.numbers) + sum(self.unread.values())
        for entry in seen.lists.values():
            if self.counts and entry["status"] == 200:
                entry["says_articles"] = round(known * self.random.uniform(0.2, 1.03))
        pages = {"": 20 * len(self.lists)}
        return Archive(known, self.unread, pages, self.pages_failed, (), spans(self.numbers[:-362:-1]))

    def _list(self, shown: int) -> dict[str, int | None]:
        if self.random.random() < 0.2:
            return {"links": None, "news": 0, "status": 304}
        return {"links": max(1, shown + self.random.randint(-2, 2)), "news": 0, "status": 200}

    def _built(self) -> list[int]:
        return sorted(name if self.random.random() < 0.95 else self.random.getrandbits(32) for name in self.build)


def false_alarms(number: int, seed: int = 1, each: int = 20) -> list[Verdict]:
    """Judge so many healthy runs, `each` a portal beside those before them; return the verdicts that are not ok."""
    found = []
    for portal in range(-(-number // each)):
        runs: list[RunRow] = []
        for run in MadePortal(random.Random(seed * 1000 + portal)).runs(each):
            verdict = judge(run, runs[:12])
            if verdict.word != OK:
                found.append(verdict)
            runs.insert(0, run)
    return found
