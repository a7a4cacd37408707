"""Doubts about a page's dates: sources that contradict each other, times that look like UTC, texts of older years."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime

from crawler.dates.grammar import FIRST_YEAR
from crawler.dates.read import is_cited
from items import Moment

DAY = 24 * 60
"""Minutes."""
UTC_ERROR = 7 * 60
"""Minutes by which a printed Greenwich time falls behind Vietnam's."""
_SIGNS = frozenset("+-")
_PLAN = 4
"""A year so much later than a text's date is a goal ("đến năm 2020"), which any text may name."""
_NAMED_YEARS = re.compile(r"(?<![\d.,])((?:19|20)\d\d)(?:\s?[-–]\s?((?:19|20)\d\d))?(?![\d.,]\d|\d|/[^\W\d_])")
"""A year, or a period and its last year."""
_FULL_DATE = re.compile(r"(?<!\d)(\d{1,2})\s?([/.-])\s?(\d{1,2})\s?\2\s?((?:19|20)\d\d)(?!\d|/[^\W_])")
_SPELT = re.compile(
    r"(?<!\d)(\d{1,2})\stháng\s(\d{1,2}),?\snăm\s((?:19|20)\d\d)(?!\d)|tháng\s(\d{1,2})(?:\snăm\s|[/-])((?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)


def disagreement(one: Moment, other: Moment) -> Iterator[str]:
    """Yield a flag for two sources more than a day apart, or a time that differs by just the distance to Greenwich."""
    if one.value == other.value:
        return
    (start, end), (other_start, other_end) = span(one), span(other)
    if max(start - other_end, other_start - end) > DAY:
        yield "date_conflict"
    elif (
        one.value[-6:-5] in _SIGNS
        and other.value[-6:-5] in _SIGNS
        and abs(start - other_start) // 60 * 60 == abs(start - other_start) == UTC_ERROR
    ):
        yield "tz_suspect"


def clock_gap(printed: Moment, created: Moment) -> int:
    """Return the minutes by which a printed time of day falls behind the created one, the day left aside."""
    hours = [int(each.value[11:13]) * 60 + int(each.value[14:16]) for each in (printed, created)]
    return (hours[1] - hours[0]) % DAY


def span(moment: Moment) -> tuple[int, int]:
    """Return the first and last minute a moment may mean, on one scale."""
    value = moment.value
    if moment.precision == "month":
        year, month = int(value[:4]), int(value[5:7])
        first, after = date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)
        return first.toordinal() * DAY, after.toordinal() * DAY - 1
    if moment.precision == "day":
        start = date.fromisoformat(value).toordinal() * DAY
        return start, start + DAY - 1
    instant = datetime.fromisoformat(value)
    minute = instant.toordinal() * DAY + instant.hour * 60 + instant.minute
    offset = instant.utcoffset()
    if offset is not None:
        minute += UTC_ERROR - int(offset.total_seconds()) // 60
    return minute, minute


def is_migrated(published: Moment, body_text: str) -> bool:
    """Say whether a text tells news a year or more older than its date: its first paragraph names such a day, and no
    later year is named but those of plans. Histories and laws name old days too, but further down.

    >>> is_migrated(Moment("2015-05-21", "day", "21/05/2015", "visible"), "Ngày 12/4/2007, xã Mây họp.")
    True
    """
    year = published.value[:4]
    told = newest_day(body_text.partition("\n")[0]) if body_text and year not in body_text else None
    if told is None:
        return False
    shown = date(int(year), int(published.value[5:7]), int(published.value[8:10] or 1))
    years = [year for year in _years(body_text, shown.year) if year <= shown.year + _PLAN]
    return (shown - told).days >= 365 and max(years, default=told.year) <= max(told.year, shown.year - 2)


def _years(text: str, now: int) -> Iterator[int]:
    """The years a text names; a period's last one, unless the period is not over yet."""
    for match in _NAMED_YEARS.finditer(text):
        first, last = int(match[1]), int(match[2] or match[1])
        if last <= now or first == last:
            yield last


def newest_day(text: str) -> date | None:
    """Return the latest day, or month, a text names in full; cited documents and history aside.

    >>> newest_day("Theo Quyết định số 1/QĐ-UBND ngày 5/6/2019, ngày 12/4/2007 xã Mây họp.")
    datetime.date(2007, 4, 12)
    """
    days: list[date] = []
    for match in _FULL_DATE.finditer(text):
        start, end = match.span()
        if not text.startswith((" của ", " đến nay"), end) and not is_cited(text[max(0, start - 48) : start]):
            _add(days, match[4], match[3], match[1])
    if "háng" in text:
        for day, month, year, alone, alone_year in _SPELT.findall(text):
            _add(days, year or alone_year, month or alone, day or "28")
    return max(days, default=None)


def _add(days: list[date], year: str, month: str, day: str) -> None:
    if int(year) >= FIRST_YEAR and 1 <= int(month) <= 12 and 1 <= int(day) <= monthrange(int(year), int(month))[1]:
        days.append(date(int(year), int(month), int(day)))
