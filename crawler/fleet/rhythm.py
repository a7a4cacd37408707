"""When a portal publishes, learned from when it published; and from that, when to look again."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Final, Self

from croniter import croniter

from crawler.health.expectations import Expectations

VIETNAM: Final = timezone(timedelta(hours=7))
NEWS_A_LOOK: Final = 1.0
"""News expected since the last look that make the next one worth its request."""
_HOUR: Final = 3600
_LEARNED_DAYS: Final = 56.0
_PRIOR_ARTICLES: Final = 12.0  # how many articles of its own outweigh what is usual of such portals
_PRIOR_DAYS: Final = 2.0
_PRIOR_A_DAY: Final = 1.0
_OFFICE: Final = (
    *(0.004,) * 6, 0.02, 0.06, 0.09, 0.1, 0.1, 0.06, 0.04, 0.06, 0.09, 0.1, 0.1, 0.06, 0.03, 0.02, 0.02, 0.01, 0.008,
    0.004,
)  # fmt: skip
"""Share of a working day's news by hour, where nothing is known yet: offices publish in office hours."""
_BATCH: Final = 300.0  # seconds
_OFFICE_ENDS: Final = 17
_WEEKEND: Final = 0.25  # of a working day's news
_MONTH_LETTERS, _DAY_LETTERS = 7, 10  # of "2024-05" and "2024-05-03"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """News a portal is expected to publish, by the hour of the week.

    >>> rhythm = Rhythm.learn([], now=0.0)
    >>> monday = datetime(2024, 5, 6, tzinfo=VIETNAM).timestamp()
    >>> rhythm.expected(monday + 9 * 3600) > 10 * rhythm.expected(monday + 2 * 3600)
    True
    """

    hours: tuple[float, ...]
    """168 numbers, from Monday 0:00 in Việt Nam."""

    @classmethod
    def learn(cls, moments: Iterable[float], now: float) -> Self:
        """Learn from when articles appeared (seconds since 1970; those of the last eight weeks count).

        Articles published together are one reason to look, not several.
        """
        recent = _batches(at for at in moments if now - _LEARNED_DAYS * 86_400 < at <= now)
        days = min(_LEARNED_DAYS, (now - min(recent)) / 86_400) if recent else 0.0
        a_week = 7 * (len(recent) + _PRIOR_DAYS * _PRIOR_A_DAY) / (days + _PRIOR_DAYS)
        usual = _usual_week()
        counts = _counted(recent)
        own = len(recent) / (len(recent) + _PRIOR_ARTICLES)
        return cls(tuple(a_week * (own * c + (1 - own) * u) for c, u in zip(counts, usual, strict=True)))

    def expected(self, at: float) -> float:
        """Return the news expected in an hour from an instant on."""
        local = datetime.fromtimestamp(at, VIETNAM)
        return self.hours[24 * local.weekday() + local.hour]

    def worth_a_look(self, last: float, least: float, most: float) -> float:
        """Return the first instant after `last` at which enough news are expected; `least` to `most` seconds later."""
        at, waiting = last, 0.0
        while at < last + most:
            step = min(_HOUR - at % _HOUR, last + most - at)
            coming = self.expected(at) * step / _HOUR
            if waiting + coming >= NEWS_A_LOOK:
                return max(last + least, at + step * (NEWS_A_LOOK - waiting) / coming)
            waiting += coming
            at += step
        return last + most


def next_due(last: float | None, moments: Iterable[float], expect: type[Expectations]) -> float:
    """Return when a portal is to be crawled next (seconds since 1970).

    Args:
        last: When it was crawled last; None = never, it is due at once.
        moments: When articles of it appeared.
        expect: Its class: `crontab`, or `at_most_every` and `at_least_every` around the learned rhythm.

    >>> class Mornings(Expectations):
    ...     crontab = "15 7 * * 1-5"
    >>> friday = datetime(2024, 5, 3, 12, tzinfo=VIETNAM).timestamp()
    >>> datetime.fromtimestamp(next_due(friday, [], Mornings), VIETNAM).isoformat()
    '2024-05-06T07:15:00+07:00'
    """
    if last is None:
        return 0.0
    if expect.crontab:
        local = datetime.fromtimestamp(last, VIETNAM)
        return float(croniter(expect.crontab, local).get_next(float))
    rhythm = Rhythm.learn(moments, last)
    return rhythm.worth_a_look(last, expect.at_most_every * _HOUR, expect.at_least_every * _HOUR)


def instants(rows: Iterable[tuple[int, str | None]]) -> list[float]:
    """Return when articles appeared, from when each was first seen and the published value its page gave.

    What names the minute appeared then. What names the day appeared by the end of that day's office hours, however late
    it was seen: an archive read today is no news of today.

    >>> instants([(1714719600, "2024-05-03T08:00:00+07:00"), (1714719600, "2024-05-03"), (1714719600, "2024-05-02")])
    [1714698000.0, 1714719600.0, 1714644000.0]
    """
    return [min(float(seen), _latest(value)) if value else float(seen) for seen, value in rows]


def _latest(value: str) -> float:
    if len(value) == _MONTH_LETTERS:
        value += f"-{monthrange(int(value[:4]), int(value[5:]))[1]}"
    moment = datetime.fromisoformat(value)
    if len(value) == _DAY_LETTERS:
        moment = moment.replace(hour=_OFFICE_ENDS)
    return (moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)).timestamp()


def _batches(moments: Iterable[float]) -> list[float]:
    """Return the first moment of each batch: what was published within minutes of the one before belongs to it."""
    found: list[float] = []
    last = float("-inf")
    for at in sorted(moments):
        if at == last or at - last > _BATCH:  # the same instant: all that is known is when they were seen
            found.append(at)
        last = at
    return found


def _usual_week() -> list[float]:
    week = [share * (1 if day < 5 else _WEEKEND) for day in range(7) for share in _OFFICE]
    whole = sum(week)
    return [share / whole for share in week]


def _counted(moments: Sequence[float]) -> list[float]:
    """Return each hour's share: an hour's neighbours and the same hour of like days speak for it too."""
    by_hour = [[0.0] * 24, [0.0] * 24]
    by_day = [0.0] * 7
    for at in moments:
        local = datetime.fromtimestamp(at, VIETNAM)
        by_day[local.weekday()] += 1
        for apart, weight in ((-1, 0.25), (0, 0.5), (1, 0.25)):
            by_hour[local.weekday() > 4][(local.hour + apart) % 24] += weight
    whole = sum(by_day) or 1.0
    working = sum(by_day[:5]) / 5
    shares = []
    for day in range(7):
        hours, of_days = by_hour[day > 4], (working if day < 5 else sum(by_day[5:]) / 2)
        mine = (by_day[day] + of_days) / 2
        shares += [mine / whole * share / (sum(hours) or 1.0) for share in hours]
    return shares
