"""The day an article tells of: the date in its opening sentence, its year completed from what else is known."""

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple
from unicodedata import is_normalized, normalize

from crawler.dates.grammar import FIRST_YEAR, LAST_YEAR, calendar_day
from crawler.dates.words import DOCUMENT_NUMBER
from items import Moment

OPENING, LONG_OPENING = 260, 500
"""Characters of the opening that are searched: an event stands in its first half-sentence, or in the clause after long
reasons ("Nhằm ..., thực hiện ..., ngày 19/6 tỉnh ban hành ...")."""
SOON = 60
"""Days after publication in which an announced event ("Ngày 25/12 tới") may lie."""
NEXT, LAST_YEARS = 14, 300
"""A yearless day at most so many days ahead is meant where the same day lies more than so many days back: news are not
a year old."""

_DAY = re.compile(
    r"(?<![\d/.-])(?P<day>\d{1,2})"
    r"(?:\s?[-–]\s?\d{1,2}(?!\d)|(?:(?:\s?[&,]\s?|\s(?:và|đến|tới)\s(?:ngày\s)?)\d{1,2}(?!\d))*)"
    r"(?:\s?(?P<mark>[/.–-])\s?(?P<month>\d{1,2})(?!\d)(?:\s?(?P=mark)\s?(?P<year>(?:19|20)\d\d)(?!\d))?"
    r"|\s?tháng\s(?P<named>\d{1,2})(?!\d)(?:\s?(?:/|-|,?\s?năm)\s?(?P<named_year>(?:19|20)\d\d)(?!\d))?)"
    r"(?![\d%]|[.,]\d|/[^\W_])",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_LONGEST = 40
"""Characters of a date and the words that tell whose it is."""
_LEAD_IN = re.compile(
    r"(?:^|[\s(“\"-])(?:(sáng|trưa|chiều|tối|đêm|hôm|(?:nay|qua),?)\s?(?:ngày\s)?\(?"
    r"|((?:\S+\s){0,2})ngày\s(?:mùng\s|mồng\s)?\(?"
    r"|(?:thứ\s(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)\s?[,(]\s?(?:ngày\s)?)$",
    re.IGNORECASE,
)
_LONGEST_LEAD_IN = 80
"""Characters of it: two words before "ngày" are as far as it goes."""
_CLAUSE = re.compile(r"[,;]\s*$")
"""What stands before the date of a new clause."""
_NO_EVENT = re.compile(
    r"\b(?:kỷ niệm|kỉ niệm|chào mừng|nhân|mừng|hưởng ứng|dịp|hướng tới|lập thành tích|mỗi|hằng|hàng|bình quân|trước|sau"
    r"|đến|tới|hết|quá|kể từ|hiệu lực|thi hành|sinh|so với)"
    r"(?:\s[^\s,]+){0,2}?\s*$|\btrước (?:đó|đây),\s*$",
    re.IGNORECASE,
)
_CITED = re.compile(
    rf"(?:(?:{DOCUMENT_NUMBER}|\bsố\s[\w./-]+)[\s,]*"
    r"|\b(?:căn cứ|theo|thực hiện|triển khai|quán triệt|hưởng ứng lời kêu gọi)(?:\s[^\s,]+){1,12}\s)"
    r"(?:ký\s)?(?:ngày\s)?$"
    r"|\bsố\s[\w./-]+(?:\s[^\s;.]+){0,9}\s(?:ký|ban hành)\s(?:ngày\s)?$",
    re.IGNORECASE,
)
_OF = re.compile(r"\s?,?\s(?:của|do|hàng năm|hằng năm|là ngày|đến nay|tới nay)\b", re.IGNORECASE)
_LISTED = re.compile(r"(?:căn cứ|theo|thực hiện|triển khai|quán triệt)\b", re.IGNORECASE)
"""Opens a list of documents, whose members end in semicolons."""
_COMING = re.compile(r"\s?\)?\s(?:sắp )?tới\b|.{0,60}?\bsẽ\b", re.IGNORECASE)
_END = re.compile(r"[.!?]\s+(?=[^\W\d_])")
_NEXT_ITEM = re.compile(r";\s+(?=[A-ZĐÂĂÊÔƠƯÍÝ])")
_REASON = re.compile(
    r"(?!.*\b(?:đã|vừa|sẽ)\b)(?:nhằm|với mục đích|với mục tiêu|để|thực hiện|căn cứ|hưởng ứng|chào mừng"
    r"|nhân dịp|nhân kỷ niệm|tiếp tục)\b"
    r"[^.!?]*[.]\s(?:(?:sáng|trưa|chiều|tối|trong|từ|vừa qua|theo đó)?,?\s?(?:các\s)?(?:ngày\s)?)?$",
    re.IGNORECASE,
)
"""A reason that was closed with a full stop, up to the day at the head of the sentence that it belongs to."""
_TORN = re.compile(
    r" (?=\d)(?:(?<=gày \d )(?=\d ?/)|(?:(?<=/[01] )|(?<=/ [01] ))(?=\d ?/ ?(?:19|20))"
    r"|(?:(?<=/19\d )|(?<=/20\d )|(?<=/ 19\d )|(?<=/ 20\d ))(?=\d(?!\d)))"
)
"""The blanks inside the day, the month or the year of "ngày 2 9/1 0/201 4"."""
_YEAR = re.compile(r"(?<![\d/.–-])(?<![-–]\s)((?:19|20)\d\d)(?!\d|/|\s?[-–]\s?\d)")
_FULL_YEAR = re.compile(r"(?<!\d)\d{1,2}\s?([/.-])\s?\d{1,2}\s?\1\s?((?:19|20)\d\d)(?![\d/])")
_RANGE_YEAR = re.compile(
    r"\s?(?:đến|-|–)\s?(?:ngày\s)?\d{1,2}\s?([/.-])\s?\d{1,2}\s?\1\s?((?:19|20)\d\d)(?!\d)", re.IGNORECASE
)


class _Printed(NamedTuple):
    """A date of the opening as printed, year 0 when it has none."""

    day: int
    month: int
    year: int
    coming: bool


def event_date(opening: str, *, published: Moment | None, updated: Moment | None, title: str, body: str) -> str | None:
    """Return the ISO date of the event the opening sentence tells of, or None.

    A range gives its first day. A date without a year is the nearest one not after publication (else not after the last
    change), after it only when announced ("tới", "sẽ") or else a year old. Without either, the year stands in the
    title, in the opening, or in the only year of the body's full dates. Cited documents, anniversaries and time limits
    are not events. A reason closed with a full stop ("Nhằm ... . Ngày 5/1, ...") is no sentence of its own.

    Args:
        opening: lead or first paragraph.
        published: of the article, of any precision.
        updated: its last change, where it tells no publication.
        title: year of last resort ("... 6 tháng cuối năm 2018").
        body: whole text.

    >>> event_date("Sáng 09/7, xã Mây họp.", published=None, updated=None, title="Họp sáu tháng đầu năm 2018", body="")
    '2018-07-09'
    >>> month = Moment("2020-01", "month", "date 2020-01", "prefix")
    >>> event_date("Ngày 8-1, xã Mây họp.", published=month, updated=None, title="Tổng kết năm 2019", body="")
    '2020-01-08'
    """
    text = _opening(opening)
    printed = _printed(text)
    if printed is None:
        return None
    day, month, year, coming = printed
    if year:
        return _iso(year, month, day)
    known = published or updated
    if known is not None:
        return _nearest(known, month, day, coming=coming)
    told = _year(title, text, body, month)
    return _iso(told, month, day) if told else None


def _opening(text: str) -> str:
    """The words searched, with the digits of a date that a page tore apart ("29/1 0/201 4") together again."""
    text = text[: LONG_OPENING * 2]
    text = (text if text.isprintable() and "  " not in text else " ".join(text.split())).strip(" ")
    text = text[: LONG_OPENING + _LONGEST]
    if not text.isascii() and not is_normalized("NFC", text):
        text = normalize("NFC", text)
    return _TORN.sub("", text) if "/" in text else text


def _printed(text: str) -> _Printed | None:
    """The first date of the first sentence that is introduced as a day and cites nothing."""
    end = 0
    for digit in _DIGIT.finditer(text):
        if digit.start() >= LONG_OPENING:
            return None
        match = _DAY.match(text, digit.start()) if digit.start() >= end else None
        if match is None:
            continue
        end = match.end()
        before, after = text[: match.start()], text[match.end() :]
        if (_END.search(before) and not _REASON.match(before)) or (
            _NEXT_ITEM.search(before) and not _LISTED.match(text)
        ):
            return None
        day, month = int(match["day"]), int(match["month"] or match["named"])
        if not 1 <= month <= 12 or not 1 <= day <= 31:
            continue
        year = int(match["year"] or match["named_year"] or 0)
        if (year and not FIRST_YEAR <= year <= LAST_YEAR) or not _is_told(before, after, end):
            continue
        if not year and (until := _RANGE_YEAR.match(after)):
            year = int(until[2])
        return _Printed(day, month, year, " sẽ " in before or _COMING.match(after) is not None)
    return None


def _is_told(before: str, after: str, end: int) -> bool:
    """Say whether a date is introduced as the day of something, far into the sentence only where a clause begins."""
    lead_in = _LEAD_IN.search(before, max(0, len(before) - _LONGEST_LEAD_IN))
    if lead_in is None or _OF.match(after) or (after[:1] == ";" and _LISTED.match(before)):
        return False
    reasons = before[: lead_in.start()] + " " + (lead_in[2] or "")
    if end > OPENING and not _CLAUSE.search(reasons):
        return False
    return lead_in[1] is not None or not (_CITED.search(before) or _NO_EVENT.search(reasons))


def _nearest(known: Moment, month: int, day: int, *, coming: bool) -> str | None:
    """The nearest such day not after a moment; when announced, or else a year back, the one soon after it."""
    last = _last_day(known)
    days = [near for year in range(last.year + 1, last.year - 5, -1) if (near := calendar_day(year, month, day))]
    past = next((near for near in days if near <= last), None)
    ahead = next((near for near in reversed(days) if near >= last), None)
    if ahead is not None and (
        (coming and (ahead - last).days <= SOON)
        or (
            known.precision != "month"
            and (ahead - last).days <= NEXT
            and past is not None
            and (last - past).days > LAST_YEARS
        )
    ):
        return ahead.isoformat()
    return past.isoformat() if past is not None else None


def _last_day(known: Moment) -> date:
    year, month = int(known.value[:4]), int(known.value[5:7])
    return date(year, month, int(known.value[8:10]) if known.precision != "month" else monthrange(year, month)[1])


def _year(title: str, opening: str, body: str, month: int) -> int | None:
    """The year a yearless event must lie in, when only the text can tell."""
    for text in (title, opening):
        years = {int(year) for year in _YEAR.findall(text)}
        if len(years) == 1:
            return _shifted(years.pop(), text.lower(), month)
    years = {int(found[2]) for found in _FULL_YEAR.finditer(body)}
    return years.pop() if len(years) == 1 else None


def _shifted(year: int, text: str, month: int) -> int:
    """A year is summed up in the first months of the next; its tasks are given out in the last of the one before."""
    if month <= 2 and "tổng kết" in text:
        return year + 1
    if month >= 11 and f"nhiệm vụ năm {year}" in text and "tổng kết" not in text:
        return year - 1
    return year


def _iso(year: int, month: int, day: int) -> str | None:
    found = calendar_day(year, month, day)
    return found.isoformat() if found is not None and FIRST_YEAR <= year <= LAST_YEAR else None
