"""Dates that addresses carry. They tell when an article was created, which is never after its publication."""

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from crawler.dates.grammar import FIRST_YEAR
from items import Moment

VIETNAM: Final = timezone(timedelta(hours=7))
"""Asia/Ho_Chi_Minh: +07:00, no summer time since 1975."""

_STAMP = re.compile(r"-\d{0,3}(\d{12})\d{3}(?=\.(?:html?|chn|epi)\b)")
_EPOCH = re.compile(r"[-/_](1\d{9})(?:\d{3})?(?=\.(?:html?|aspx|amp)\b|/?(?:$|[?#]))")
_DAY = re.compile(r"/((?:19|20)\d\d)([-/])(\d{1,2})\2(\d{1,2})(?=[/_-]|$)|/((?:19|20)\d\d)(\d\d)(\d\d)(?=/|$)")
_MONTH = re.compile(r"/((?:19|20)\d\d)[-/](\d{1,2})/|/((?:19|20)\d\d)(\d\d)/|quantritintuc((?:19|20)\d\d)(\d\d)/")
_QUERY = re.compile(r"[?&]PublishedDate=(\d{4}-\d\d-\d\d(?:T\d\d(?::|%3A)\d\d(?:(?::|%3A)\d\d)?Z?)?)", re.IGNORECASE)


def date_from_url(url: str) -> Moment | None:
    """Return when an address says its article was created, or None.

    Known: the 15 digits `yymmddHHMMSSmmm` at the end of the ids of a CMS many newspapers and ministries use, seconds or
    milliseconds since 1970 at the end of a slug, `PublishedDate=` of SharePoint, days and months as folders. Times are
    local.

    >>> date_from_url("https://so.mau.example/hop-giao-ban-115230812201019472.htm").value
    '2023-08-12T20:10:19+07:00'
    >>> date_from_url("https://so.mau.example/portal/Pages/2024-5-17/De-cuong-x1.aspx").value
    '2024-05-17'
    >>> date_from_url("https://so.mau.example/News/can-bo/2023/01/1717.aspx").value
    '2023-01'
    >>> date_from_url("https://so.mau.example/hop-giao-ban-197103675.htm") is None
    True
    """
    return _from_stamp(url) or _from_epoch(url) or _from_query(url) or _from_day(url) or _from_month(url)


def _from_stamp(url: str) -> Moment | None:
    found = _STAMP.search(url)
    if found is None:
        return None
    year, *parts = (int(found[1][at : at + 2]) for at in range(0, 12, 2))
    try:
        instant = datetime(2000 + year, *parts, tzinfo=VIETNAM)  # type: ignore[misc, arg-type]
    except ValueError:
        return None
    return Moment(instant.isoformat(), "second", found[0][1:], "url") if instant.year <= 2050 else None


def _from_epoch(url: str) -> Moment | None:
    found = _EPOCH.search(url)
    if found is None:
        return None
    instant = datetime.fromtimestamp(int(found[1]), UTC).astimezone(VIETNAM)
    return Moment(instant.isoformat(), "second", found[0][1:], "url") if instant.year >= 2004 else None


def _from_query(url: str) -> Moment | None:
    found = _QUERY.search(url) if "=" in url else None
    if found is None:
        return None
    words = found[1].upper().replace("%3A", ":")
    try:
        instant = datetime.fromisoformat(words)
    except ValueError:
        return None
    if len(words) == 10:
        return Moment(words, "day", found[1], "url")
    zoned = instant if instant.tzinfo else instant.replace(tzinfo=VIETNAM)
    return Moment(zoned.isoformat(), "second" if words.count(":") > 1 else "minute", found[1], "url")


def _from_day(url: str) -> Moment | None:
    found = _DAY.search(url)
    if found is None:
        return None
    year, _, month, day, *folder = found.groups()
    try:
        instant = datetime(*map(int, (year, month, day) if year else folder), tzinfo=VIETNAM)  # type: ignore[misc, arg-type]
    except ValueError:
        return None
    return Moment(instant.date().isoformat(), "day", found[0].strip("/"), "url") if instant.year >= FIRST_YEAR else None


def _from_month(url: str) -> Moment | None:
    found = _MONTH.search(url)
    if found is None:
        return None
    year, month = (part for part in found.groups() if part)
    known = 1 <= int(month) <= 12 and FIRST_YEAR <= int(year) <= 2050
    return Moment(f"{year}-{int(month):02}", "month", found[0].strip("/"), "url") if known else None
