"""Dates told by their distance ("5 giờ trước", "hôm qua") or in a foreign tongue: what the grammar leaves over."""

import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from crawler.dates.grammar import FIRST_YEAR

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

_AGE = re.compile(
    r"(?<!\d)(\d{1,3}|một|a|an|one)\s(giây|phút|giờ|tiếng|ngày|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?)"
    r"\s(?:trước|ago)\b",
    re.IGNORECASE,
)
_DAY = re.compile(r"\b(hôm nay|hôm qua|hôm kia|today|yesterday)\b", re.IGNORECASE)
_DAYS_BACK = {"hôm nay": 0, "today": 0, "hôm qua": 1, "yesterday": 1, "hôm kia": 2}
_SMALL = ("giây", "phút", "sec", "min")

_FOREIGN_AGE = re.compile(
    r"\b(?:vor|il y a|hace|fa|geleden|sedan|siden|hace|há|temu|назад|gestern|hier|ayer|včera|wczoraj)\b", re.IGNORECASE
)
_FOREIGN_DAY = re.compile(
    r"\d{4}\s?[年년]|(?=.*\b\d{1,2}\b(?![/:]))(?=.*\b(?:19|20)\d\d\b).*[^\W\d_]{3}", re.IGNORECASE
)
_EAST_ASIAN_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일號号]")
_GLUED = re.compile(r"[a-z][A-Z][a-z]")
"""A label grown together with a date: dateparser reads no such words."""
_VIETNAMESE = re.compile(
    r"[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]"
    r"|\b(?:tin|xem|trang|ngay|thang|tháng|ngày|năm|bài|số|kỳ|quý|khóa)\b",
    re.IGNORECASE,
)
_LANGUAGES = (
    "en", "fr", "de", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "is", "cs", "pl", "hu", "ro", "tr", "ru", "uk",
    "ja", "zh", "ko",
)  # fmt: skip
MOST_BESIDE = 12
"""Characters of Chinese, Japanese or Korean beside a day: a name, a source, a label, the time; a sentence has more."""
LONGEST = 60
"""Characters of the longest words handed to dateparser: it is slow, and longer words are not a date slot."""


def relative(words: str, base: datetime) -> tuple[datetime, str, str] | None:
    """Return (instant, precision, the words) of a distance from an instant, or None.

    Minutes name a minute, hours and days name a day; weeks, months and years name none.

    >>> relative("Cập nhật 5 giờ trước", datetime(2026, 3, 7, 8, 15))
    (datetime.datetime(2026, 3, 7, 3, 15), 'day', '5 giờ trước')
    >>> relative("2 tuần trước", datetime(2026, 3, 7, 8, 15)) is None
    True
    """
    found = _AGE.search(words)
    if found is not None:
        count, unit = int(found[1]) if found[1].isdigit() else 1, found[2].lower()
        if unit.startswith(_SMALL):
            back = timedelta(minutes=0 if unit.startswith(("giây", "sec")) else count)
            return base - back, "minute", found[0]
        back = timedelta(days=count) if unit.startswith(("ngày", "day")) else timedelta(hours=count)
        return base - back, "day", found[0]
    named = _DAY.search(words)
    if named is None:
        return None
    return base - timedelta(days=_DAYS_BACK[named[0].lower()]), "day", named[0]


def foreign(words: str, base: datetime | None) -> datetime | None:
    """Return the day that short foreign words name, or None; zone and time of day are not trusted.

    Year, month and day marked in Chinese, Japanese or Korean are read here, all else by dateparser.

    It is asked only about words with a year and a day number, or with a foreign word of distance and a base: one call
    costs as much as parsing a page.

    >>> foreign("2025年1月13日 21時37分", None).date().isoformat()
    '2025-01-13'
    >>> foreign("Tháng sau 15 họp bàn việc 2018", None) is None
    True
    """
    if len(words) > LONGEST or _VIETNAMESE.search(words):
        return None
    marked = _EAST_ASIAN_DAY.search(words)
    if marked is not None:
        beside = words[: marked.start()] + words[marked.end() :]
        return _day(*map(int, marked.groups())) if sum(map(str.isalpha, beside)) <= MOST_BESIDE else None
    if _GLUED.search(words):
        return None
    hinted = _FOREIGN_DAY.search(words) or (base is not None and _FOREIGN_AGE.search(words))
    if not hinted:
        return None
    read: datetime | None = _parser().get_date_data(words).date_obj if base is None else _relative_to(base, words)
    return read if read is not None and read.year >= FIRST_YEAR else None


def _day(year: int, month: int, day: int) -> datetime | None:
    try:
        return datetime(year, month, day) if year >= FIRST_YEAR else None  # noqa: DTZ001 - a day has no zone
    except ValueError:
        return None


def _relative_to(base: datetime, words: str) -> datetime | None:
    parser = _parser(base.replace(tzinfo=None, minute=0, second=0, microsecond=0))
    read: datetime | None = parser.get_date_data(words).date_obj
    return read


@lru_cache(maxsize=8)
def _parser(base: datetime | None = None) -> "DateDataParser":
    """A dateparser for these languages. Imported here: its import alone costs more than reading a hundred pages."""
    from dateparser.date import DateDataParser

    settings = {
        "DATE_ORDER": "DMY",
        "PREFER_DATES_FROM": "past",
        "REQUIRE_PARTS": ["day", "month", "year"],
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    if base is not None:
        settings["RELATIVE_BASE"] = base
    return DateDataParser(languages=list(_LANGUAGES), settings=settings)
