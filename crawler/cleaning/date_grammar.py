"""The grammar of dates as portals print them: which numbers of a short line are a day, and which a time of that day.

Order is day, month, year unless the caller knows the page prints the month first; a year in front is always followed by the
month. Rules and where they come from:

- `11/01/2018 14:58`, `14-08-2020`, `23.02.2022`, `17 - 05 - 2024`, `05 07 2019`: separators as provincial portals print them;
  both must be the same.
- `Ngày 14 tháng 06 năm 2018`, `25 Tháng 1 2022` (K2), `15 Tháng Năm 2021`, `Tháng Chín 21, 2020` (WordPress).
- Time after or before the date, `:` or `h` or `giờ`; `SA`/`CH` (.NET), AM/PM with day first (several portals), a 24-hour
  clock followed by a time of day ("23:33 Chiều", "00:05 AM"): then the word is noise. "2:30 chiều" is 14:30.
- `12:00 AM` (Liferay) and a bare `00:00:00` (database columns) are the absence of a time.
- `2024-03-27+0708:42:00`: NukeViet writes the zone where the "T" belongs. `2019-03-02T21:00:44T+07:00`: a press agency's
  metadata has one "T" too many. `2025-07-16 09:19:00.0`: Java. `Fri Apr 28 19:20:36 CEST 2023`: Java too.
- Impossible days (31/6/2018 stands in print) are reported, never rolled over.
"""

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

from crawler.cleaning.date_words import FOREIGN_MONTHS, LINKS, VIETNAMESE_MONTHS, WEEKDAYS, ZONES

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
_MACHINE = re.compile(
    r"(?:T|([+-]\d\d)|([A-Z]{1,4}))(\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?\s?T?(Z|[+-]\d\d(?::?\d\d)?)?(?!\d)"
)
_TIME = re.compile(
    r"(?<!\d)(?<!\d[:.])([01]?\d|2[0-3])\s?"
    r"(?::\s?([0-5]\d)(?:\s?:\s?([0-5]\d)(?:[.,]\d{1,9})?)?"
    r"|(?:giờ|h|g(?=\s?\d))(?![^\W\d])\s?:?\s?(?:([0-5]\d)(?!\d)(?:\s?phút)?)?)"
    r"(?!\d)['’]?(?:\s?(AM|PM|SA|CH|[AP]\.M\.|sáng|trưa|chiều|tối|đêm)(?![^\W\d]))?",
    re.IGNORECASE,
)
_ZONE = re.compile(
    r"\s?\(?(?:(?:GMT|UTC)\s?([+-]\d{1,2})(?::?(\d\d))?(?!\d)|([+-]\d\d):?(\d\d)(?![\d/.])|([A-Z]{1,4})(?!\w))\)?"
)
_DIGIT = re.compile(r"\d")
_GLUE = frozenset("T+-ZIUG")
"""What may follow an ISO day directly: "T", a zone, the first letter of UTC, GMT, ICT."""
_MARKS = " ,|-–—•·;:()"
_AFTERNOON, _EVENING = frozenset(("pm", "p.m.", "ch", "chiều", "tối", "đêm")), frozenset(("am", "a.m.", "sa", "sáng"))


_Parts = tuple[int, int, int, bool]
"""Year, month, day as printed, and whether month and day could stand in the other order."""


class Time(NamedTuple):
    """A time of day and where its words stand. No hour (None) means the page printed "no time"."""

    start: int
    end: int
    hour: int | None
    minute: int
    second: int | None
    offset: int | None
    """Minutes east of Greenwich, when said."""


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
            days = _calendar(year, month, day), _calendar(year, day, month) if swappable else None
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


def _calendar(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1] else None


def _place(text: str, match: re.Match[str], days: tuple[date | None, date | None], left: int) -> Found | None:
    """Join a date, read in the page's order and in the other, with its time, zone and weekday."""
    if days == (None, None):
        return None
    start, end = match.span()
    time = _time_after(text, end) or (_time_before(text, left, start) if start > left else None)
    if time is not None:
        if time.end <= start and time.offset is None:
            offset, zone_end = _zone(text, end)
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
    """The day by the weekday's checksum. Flagged `other_order` where only the order the page is not known for is possible
    ("10/23/2008"), or agrees with an English weekday; `weekday_mismatch` where the page's order does not agree.
    """
    if day is None or (english and other is not None and day.weekday() != weekday == other.weekday()):
        assert other is not None
        return other, ("other_order",)
    return day, () if weekday is None or day.weekday() == weekday else ("weekday_mismatch",)


def _is_range(text: str, start: int) -> bool:
    """ "26-28/1/2021": the day found is the second of two."""
    return (
        start > 1
        and text[start - 1] in "-–&"
        and text[start - 2].isdigit()
        and not re.search(r"(?:\d{4}|:\d\d)$", text[max(0, start - 6) : start - 1])
    )


def _time(match: re.Match[str], text: str) -> Time:
    """Read a printed time of day, its half of the day and its zone."""
    hour_words, minutes, seconds, spoken, half = match.groups()
    hour, minute = int(hour_words), int(minutes or spoken or 0)
    second = int(seconds) if seconds else None
    end = match.end()
    offset, zone_end = _zone(text, end)
    nothing = minute == 0 and not second
    if half:
        half = half.lower()
        if hour == 12 and nothing and half in ("am", "a.m.", "sa"):
            return Time(match.start(), zone_end, None, 0, None, offset)
        hour = _whole_day_hour(hour, half)
    elif hour == 0 and nothing and second == 0 and offset is None:
        return Time(match.start(), zone_end, None, 0, None, None)
    return Time(match.start(), zone_end, hour, minute, second, offset)


def _whole_day_hour(hour: int, half: str) -> int:
    """Hour of a 24-hour clock. Beyond 12 the word is noise: "23:33 Chiều", "00:05 AM".

    >>> _whole_day_hour(2, "chiều"), _whole_day_hour(23, "chiều"), _whole_day_hour(12, "sa"), _whole_day_hour(1, "trưa")
    (14, 23, 0, 13)
    """
    if half == "trưa":
        return hour + 12 if hour < 3 else hour
    if hour == 12:
        return 0 if half in _EVENING or half == "đêm" else 12
    if hour > 12 or half in _EVENING or (half == "đêm" and hour < 6):
        return hour
    return hour + 12 if half in _AFTERNOON else hour


def _zone(text: str, end: int) -> tuple[int | None, int]:
    """Minutes east of Greenwich printed at a place, and where the words end."""
    if end >= len(text):
        return None, end
    match = _ZONE.match(text, end)
    if match is None:
        return None, end
    hours, minutes, plain_hours, plain_minutes, name = match.groups()
    if name:
        return (ZONES[name], match.end()) if name in ZONES else (None, end)
    return _minutes(hours or plain_hours, minutes or plain_minutes), match.end()


def _minutes(hours: str, minutes: str | None) -> int | None:
    total = abs(int(hours)) * 60 + int(minutes or 0)
    return None if total > 14 * 60 else -total if hours.startswith("-") else total


def _machine_time(text: str, end: int) -> Time | None:
    """The time glued to an ISO date, well formed or not."""
    match = _MACHINE.match(text, end)
    if match is None:
        return None
    before, name, hours, minutes, seconds, after = match.groups()
    hour, minute, second = int(hours), int(minutes), int(seconds) if seconds else None
    if hour > 23 or minute > 59 or (second or 0) > 59 or (name and name not in ZONES):
        return None
    said = after or before
    offset = (0 if said == "Z" else _minutes(said[:3], said[3:].lstrip(":"))) if said else ZONES[name] if name else None
    if hour == minute == 0 and second == 0 and offset is None:
        return Time(end, match.end(), None, 0, None, None)
    return Time(end, match.end(), hour, minute, second, offset)


def _time_after(text: str, end: int) -> Time | None:
    """The time right after a date, nothing but links between."""
    if end == len(text):
        return None
    if text[end] in _GLUE and (time := _machine_time(text, end)):
        return time
    digit = _DIGIT.search(text, end, end + 26)
    if digit is None or not _linked(text[end : digit.start()]):
        return None
    match = _TIME.match(text, digit.start())
    return _time(match, text) if match is not None else None


def _time_before(text: str, left: int, start: int) -> Time | None:
    """The time right before a date."""
    if _DIGIT.search(text, left, start) is None:
        return None
    for match in reversed(list(_TIME.finditer(text, max(left, start - 50), start))):
        time = _time(match, text)
        return time if time.end <= start and _linked(text[time.end : start]) else None
    return None


def _linked(gap: str) -> bool:
    gap = gap.strip(_MARKS)
    return not gap or (len(gap) <= 24 and all(word.strip(_MARKS + ".") in LINKS for word in gap.lower().split()))


def _weekday(text: str, left: int, start: int) -> tuple[int, int | None]:
    """The weekday that stands right before a date or its time, and where its words begin."""
    left = max(left, start - 24)
    before = text[left:start].lower()
    if len(before) != start - left or not before.strip(_MARKS):
        return start, None
    words = [bare for word in before.replace(",", " ").split() if (bare := word.strip(_MARKS + "."))]
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
