"""Dates without day or separators: the prefix crawlers add, months alone, digits of metadata."""

import re
from datetime import date, datetime

from crawler.dates.grammar import FIRST_YEAR
from crawler.dates.url_dates import VIETNAM
from items import Moment

_PREFIX = re.compile(r"(date ((?:19|20)\d\d)-(\d\d)(?:-(\d\d))?)(?![\d-])", re.IGNORECASE)
_MONTH = re.compile(r"tháng\s(\d{1,2})\s?(?:[/-]|,?\s?năm)\s?((?:19|20)\d\d)|((?:19|20)\d\d)-(\d\d)", re.IGNORECASE)
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?Z?)?|(1\d{9})(?:\d{3})?")
_STRUCTURED = frozenset(("jsonld", "meta", "feed", "sitemap"))


def prefix_date(text: str, origin: str) -> Moment | None:
    """Return the date some crawlers put before a text, with a day only in later years.

    >>> prefix_date("date 2020-01 Xã Mây tổng kết năm 2019", "prefix")
    Moment(value='2020-01', precision='month', raw='date 2020-01', origin='prefix')
    """
    found = _PREFIX.match(text)
    if found is None:
        return None
    raw, year, month, day = found.groups()
    try:
        date(int(year), int(month), int(day or 1))
    except ValueError:
        return None
    return Moment(raw[5:], "day" if day else "month", raw, origin) if int(year) >= FIRST_YEAR else None


def month_alone(text: str, origin: str) -> Moment | None:
    """Return a month that stands alone: "tháng 5/2023", "Tháng 12 năm 2022", "2020-01"."""
    found = _MONTH.fullmatch(text.strip(" ()[].,:"))
    if found is None:
        return None
    year, month = int(found[2] or found[3]), int(found[1] or found[4])
    known = 1 <= month <= 12 and year >= FIRST_YEAR
    return Moment(f"{year}-{month:02}", "month", found[0], origin) if known else None


def compact_date(text: str, origin: str, zone: str) -> Moment | None:
    """Return what digits without separators say, in metadata only: `20240327T084200`, (milli)seconds since 1970.

    >>> compact_date("20240327T084200", "meta", "+07:00").value
    '2024-03-27T08:42:00+07:00'
    >>> compact_date("20240327", "visible", "+07:00") is None
    True
    """
    found = _COMPACT.fullmatch(text) if origin in _STRUCTURED else None
    if found is None:
        return None
    if found[7]:
        instant = datetime.fromtimestamp(int(found[7]), VIETNAM)
        return Moment(instant.isoformat(), "second", text, origin)
    try:
        instant = datetime(*(int(part or 0) for part in found.groups()[:6]))  # type: ignore[arg-type] # noqa: DTZ001
    except ValueError:
        return None
    if found[4] is None:
        return Moment(instant.date().isoformat(), "day", text, origin)
    value = instant.isoformat() + ("+00:00" if text.endswith("Z") else zone)
    return Moment(value, "second" if found[6] else "minute", text, origin)
