"""Times of day as portals print them: 24 hours with a word that is noise, 12 with one that counts, after ISO days.

Where the rules come from stands in `date_grammar`.
"""

import re
from typing import NamedTuple

from crawler.dates.words import LINKS, ZONES

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
MARKS = " ,|-–—•·;:()"
"""What stands around dates and times without a meaning."""
_AFTERNOON, _EVENING = frozenset(("pm", "p.m.", "ch", "chiều", "tối", "đêm")), frozenset(("am", "a.m.", "sa", "sáng"))


class Time(NamedTuple):
    """A time of day and where its words stand. No hour (None) means the page printed "no time"."""

    start: int
    end: int
    hour: int | None
    minute: int
    second: int | None
    offset: int | None
    """Minutes east of Greenwich, when said."""


def _time(match: re.Match[str], text: str) -> Time:
    """Read a printed time of day, its half of the day and its zone."""
    hour_words, minutes, seconds, spoken, half = match.groups()
    hour, minute = int(hour_words), int(minutes or spoken or 0)
    second = int(seconds) if seconds else None
    end = match.end()
    offset, zone_end = zone_at(text, end)
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


def zone_at(text: str, end: int) -> tuple[int | None, int]:
    """Return the minutes east of Greenwich printed at a place (None for none), and where the words end."""
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


def time_after(text: str, end: int) -> Time | None:
    """Return the time right after a date, nothing but links between.

    >>> time_after("12/07/2022 | 2:30 chiều", 10).hour
    14
    """
    if end == len(text):
        return None
    if text[end] in _GLUE and (time := _machine_time(text, end)):
        return time
    digit = _DIGIT.search(text, end, end + 26)
    if digit is None or not _linked(text[end : digit.start()]):
        return None
    match = _TIME.match(text, digit.start())
    return _time(match, text) if match is not None else None


def time_before(text: str, left: int, start: int) -> Time | None:
    """Return the time right before a date, nothing but links between.

    >>> time_before("14h30 ngày 12/07/2022", 0, 11).minute
    30
    """
    if _DIGIT.search(text, left, start) is None:
        return None
    for match in reversed(list(_TIME.finditer(text, max(left, start - 50), start))):
        time = _time(match, text)
        return time if time.end <= start and _linked(text[time.end : start]) else None
    return None


def _linked(gap: str) -> bool:
    gap = gap.strip(MARKS)
    return not gap or (len(gap) <= 24 and all(word.strip(MARKS + ".") in LINKS for word in gap.lower().split()))
