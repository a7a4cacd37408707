"""The grammar of dates as portals print them: which numbers of a short line are a day, and which a time of that day.

Order is day, month, year unless the caller knows the page prints the month first; a year in front is always followed by
the month. Rules and where they come from:

- `11/01/2018 14:58`, `14-08-2020`, `23.02.2022`, `17 - 05 - 2024`, `05 07 2019`: separators as provincial portals print
  them; both must be the same.
- `Ngày 14 tháng 06 năm 2018`, `25 Tháng 1 2022` (K2), `15 Tháng Năm 2021`, `Tháng Chín 21, 2020` (WordPress).
- Time after or before the date, `:` or `h` or `giờ`; `SA`/`CH` (.NET), AM/PM with day first (several portals), a
  24-hour clock followed by a time of day ("23:33 Chiều", "00:05 AM"): then the word is noise. "2:30 chiều" is 14:30.
- `12:00 AM` (Liferay) and a bare `00:00:00` (database columns) are the absence of a time.
- `2024-03-27+0708:42:00`: NukeViet writes the zone where the "T" belongs. `2019-03-02T21:00:44T+07:00`: the metadata of
  a press agency has one "T" too many. `2025-07-16 09:19:00.0`: Java. `Fri Apr 28 19:20:36 CEST 2023`: Java too.
- Impossible days (31/6/2018 stands in print) are reported, never rolled over.
"""

import re
from datetime import date
from typing import NamedTuple

from crawler.dates.times_of_day import MARKS, Time, time_after, time_before, zone_at
from crawler.dates.words import FOREIGN_MONTHS, VIETNAMESE_MONTHS, WEEKDAYS

FIRST_YEAR, LAST_YEAR = 1997, 2099
"""Vietnam went on line at the end of 1997; no page is older."""
LONGEST = 1000
"""Characters read of a line: a date slot is far shorter."""

_DATE = re.compile(
    r"(?<!\d)(?<!\d[./])(?:"
    r"((?:19|20)\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?!\d)"
    r"|(\d{1,2})(?:"
    r"\s?([/.–-])\s?(\d{1,2})\s?\6\s?((?:19|20)\d\d|\d\d(?![\s]?[/.–-]\d|[:hg%]))(?!\d|[/.]\d|/[^\W\d])"
    r"| (\d\d) ((?:19|20)\d\d)(?!\d)"
    r"|,?\s?tháng\s?(\d{1,2}|[^\W\d]+(?:\s(?:một|hai))?)[\s,/.-]{0,3}(?:năm\s?)?((?:19|20)\d\d)(?!\d)"
    r"))",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|\.|º)?[\s-]?(?:de\s|of\s)?([^\W\d]{3,10})\.?,?[\s-](?:del?\s)?"
    r"((?:19|20)\d\d|\d\d(?![:hg%]))(?!\d)"
    r"|\btháng\s([^\W\d]+(?:\s(?:một|hai))?|\d{1,2})\s(\d{1,2}),\s?((?:19|20)\d\d)(?!\d)"
    r"|\b([^\W\d]{3,10})\.?\s(\d{1,2})(?:st|nd|rd|th)?(?:,\s?|\s)((?:19|20)\d\d)(?!\d)"
    r"|\b([^\W\d]{3})\s(\d{1,2})\s(?=\d\d:\d\d:\d\d\s[A-Z]{1,4}\s((?:19|20)\d\d)(?!\d))",
    re.IGNORECASE,
)

_Parts = tuple[int, int, int, bool]
"""Year, month, day as printed, and whether month and day could stand in the other order."""


class Found(NamedTuple):
    """A date in a line: the span of its words (weekday to zone), day 1-31, time when printed."""

    start: int
    end: int
    day: date
    time: Time | None
    weekday: bool
    """A weekday is printed."""
    flags: tuple[str, ...] = ()


class Scan(NamedTuple):
    """All dates of a line."""

    found: list[Found]
    impossible: bool
    """Some words had the shape of a date the calendar does not have."""
    historic: bool
    """Some date is older than the web: the line tells history."""


def scan(text: str, *, month_first: bool = False) -> Scan:
    """Find the dates of a short line.

    Args:
        text: NFC, white space folded.
        month_first: the page prints month/day/year.

    >>> scan("Thứ ba, 20:02, 23/09/2025").found[0].day.isoformat()
    '2025-09-23'
    >>> scan("Họp ngày 31/6/2018")
    Scan(found=[], impossible=True, historic=False)
    """
    if len(text) > LONGEST:
        text = text[:LONGEST]
    found: list[Found] = []
    left = 0
    impossible = historic = False
    for match, (year, month, day, swappable) in _shapes(text):
        if not FIRST_YEAR <= year <= LAST_YEAR:
            historic = historic or year < FIRST_YEAR
        elif not _is_range(text, match.start()):
            days = calendar_day(year, month, day), calendar_day(year, day, month) if swappable else None
            read = _place(text, match, days[::-1] if month_first and swappable else days, left)
            if read is None:
                impossible = True
            else:
                found.append(read)
                left = read.end
    return Scan(found, impossible, historic)


def _shapes(text: str) -> list[tuple[re.Match[str], _Parts]]:
    """What has the shape of a date: numbers and "tháng" first, other names of months only where there are none."""
    shapes = [(match, parts) for match in _DATE.finditer(text) if (parts := _parts(match, len(text)))]
    return shapes or [(match, parts) for match in _NAMED.finditer(text) if (parts := _named_parts(match))]


def _parts(match: re.Match[str], length: int) -> _Parts | None:
    year, _, month, day, first, _, second, last, spaced, spaced_year, word, word_year = match.groups()
    if year:
        return int(year), int(month), int(day), False
    if last:
        short = len(last) == 2
        if short and length > 60:
            return None
        return (2000 + int(last) if short else int(last)), int(second), int(first), True
    if spaced:
        return int(spaced_year), int(spaced), int(first), True
    month_number = int(word) if word.isdigit() else VIETNAMESE_MONTHS.get(word.lower(), 0)
    return (int(word_year), month_number, int(first), False) if month_number else None


def _named_parts(match: re.Match[str]) -> _Parts | None:
    for day, name, year in ((1, 2, 3), (8, 7, 9), (11, 10, 12)):
        if match[name]:
            month = FOREIGN_MONTHS.get(match[name].lower())
            number = int(match[year])
            return (number if number > 99 else 2000 + number, month, int(match[day]), False) if month else None
    word = match[4].lower()
    month = int(word) if word.isdigit() else VIETNAMESE_MONTHS.get(word)
    return (int(match[6]), month, int(match[5]), False) if month else None


def calendar_day(year: int, month: int, day: int) -> date | None:
    """Return a day, or None where the calendar has none.

    >>> calendar_day(2018, 6, 31) is None
    True
    """
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _place(text: str, match: re.Match[str], days: tuple[date | None, date | None], left: int) -> Found | None:
    """Join a date, read in the page's order and in the other, with its time, zone and weekday."""
    if days == (None, None):
        return None
    start, end = match.span()
    time = time_after(text, end) or (time_before(text, left, start) if start > left else None)
    if time is not None:
        if time.end <= start and time.offset is None:
            offset, zone_end = zone_at(text, end)
            if offset is not None and text[end:zone_end].lstrip(" (")[:3] in ("GMT", "UTC"):
                time, end = time._replace(offset=offset), zone_end
        start, end = min(start, time.start), max(end, time.end, match.end(match.re.groups))
    weekday_start, weekday = _weekday(text, left, start)
    english = weekday is not None and text[weekday_start : weekday_start + 3].lower() in WEEKDAYS
    day, flags = _settled(*days, weekday, english=english)
    return Found(
        weekday_start,
        end,
        day,
        time if time is not None and time.hour is not None else None,
        weekday is not None,
        flags,
    )


def _settled(
    day: date | None, other: date | None, weekday: int | None, *, english: bool
) -> tuple[date, tuple[str, ...]]:
    """The day by the weekday's checksum.

    Flagged `other_order` where only the order the page is not known for is possible ("10/23/2008"), or agrees with an
    English weekday; `weekday_mismatch` where the page's order does not agree.
    """
    if day is None or (english and other is not None and day.weekday() != weekday == other.weekday()):
        assert other is not None
        return other, ("other_order",)
    return day, () if weekday is None or day.weekday() == weekday else ("weekday_mismatch",)


def _is_range(text: str, start: int) -> bool:
    """Whether the day found is the second of two, as in "26-28/1/2021"."""
    return (
        start > 1
        and text[start - 1] in "-–&"
        and text[start - 2].isdigit()
        and not re.search(r"(?:\d{4}|:\d\d)$", text[max(0, start - 6) : start - 1])
    )


def _weekday(text: str, left: int, start: int) -> tuple[int, int | None]:
    """The weekday that stands right before a date or its time, and where its words begin."""
    left = max(left, start - 24)
    before = text[left:start].lower()
    if len(before) != start - left or not before.strip(MARKS):
        return start, None
    words = [bare for word in before.replace(",", " ").split() if (bare := word.strip(MARKS + "."))]
    if words and words[-1] in ("ngày", "on"):
        del words[-1]
    if not words:
        return start, None
    last = words[-1]
    if last not in WEEKDAYS:
        return start, None
    if last.isascii() and last.isalpha() and last not in ("hai", "ba"):
        return left + before.rfind(last), WEEKDAYS[last]
    if len(words) > 1 and words[-2] == ("chủ" if last == "nhật" else "thứ"):
        return left + before.rfind(words[-2]), WEEKDAYS[last]
    return (
        (left + before.rfind(last), WEEKDAYS[last]) if last in ("t2", "t3", "t4", "t5", "t6", "t7") else (start, None)
    )
