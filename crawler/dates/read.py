"""Dates: the portal's words -> one moment, its role and its doubts.

What the numbers mean is `date_grammar`'s business, the vocabulary is `date_words`'; this module decides what a date
says about the page: published, changed, or nothing at all (a data cut-off, a cited document, an anniversary).
"""

import re
from dataclasses import dataclass
from datetime import datetime
from unicodedata import is_normalized, normalize

from crawler.dates.bare_dates import compact_date, month_alone, prefix_date
from crawler.dates.grammar import FIRST_YEAR, LONGEST, Found, scan
from crawler.dates.relative_dates import foreign, relative
from crawler.dates.url_dates import VIETNAM, date_from_url
from crawler.dates.words import DOCUMENT_NUMBER, MONTH_FIRST_PAGES, NOT_OF_THE_PAGE, PUBLISHED, SLOT_WORDS, UPDATED
from items import Moment

__all__ = ["Dated", "date_from_url", "is_cited", "is_date_line", "month_first", "read_date", "read_dates"]

_LABEL = re.compile(
    rf"\b(?:(?P<other>{NOT_OF_THE_PAGE})|(?P<updated>{UPDATED})|(?P<published>{PUBLISHED}))", re.IGNORECASE
)
_CITATION = re.compile(rf"(?:{DOCUMENT_NUMBER}|\bsố\s[\w./-]+)[\s,]*(?:(?:ký\s)?ngày\s)?$", re.IGNORECASE)
_OPENER = re.compile(r"(?:^|[\s(-])(sáng|trưa|chiều|tối|đêm|ngày|nay|qua)\s?\(?(?:ngày\s)?$", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]+\d?|\d+")
_DIGIT = re.compile(r"\d")
_MOST_UNKNOWN = 8
"""Words beside the date, neither label nor counter, up to which a line may still be a slot (a byline, a category)."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A date read from a page's words."""

    moment: Moment
    role: str | None = None
    """published | updated | event; None when the words say nothing about it."""
    flags: tuple[str, ...] = ()
    """weekday_mismatch: the printed weekday is another day's. other_order: only the order of day and month this page is
    not known for is possible."""


def read_date(
    words: str, *, origin: str, month_first: bool = False, base: datetime | None = None, zone: str = "+07:00"
) -> Dated | None:
    """Find the one date that a short line says about its page: the first.

    Args:
        words: a date slot ("Ngày đăng 10/10/2014 | 12:00 AM | View count: 757"), an attribute, a metadata value.
        origin: jsonld | meta | visible | listing | feed | sitemap | prefix | url, kept on the moment.
        month_first: the page prints month/day/year (see `month_first`).
        base: the fetch time. Relative words need it, and a date more than a day after it is refused.
        zone: of times that name none; "" leaves them without.

    Returns:
        Value in the zone the words carry, else in `zone`; fractions of seconds dropped; raw without label and counter.

    >>> dated = read_date("( Cập nhật lúc: 12/07/2022  )", origin="visible")
    >>> dated.moment, dated.role
    (Moment(value='2022-07-12', precision='day', raw='12/07/2022', origin='visible'), 'updated')
    >>> read_date("29/01/2018 02:18:52 PM", origin="visible").moment.value
    '2018-01-29T14:18:52+07:00'
    >>> read_date("2026-03-01T02:51:00Z", origin="jsonld").moment.value
    '2026-03-01T02:51:00+00:00'
    >>> read_date("49/2017/NĐ-CP ngày 24-4-2017", origin="visible") is None
    True
    """
    found = read_dates(words, origin=origin, month_first=month_first, base=base, zone=zone)
    return found[0] if found else None


def read_dates(
    words: str, *, origin: str, month_first: bool = False, base: datetime | None = None, zone: str = "+07:00"
) -> list[Dated]:
    """Like `read_date`, all dates of the line: "Ngày đăng: 02/03/2020 - Cập nhật: 05/03/2020 08:10" has two.

    >>> [each.role for each in read_dates("Ngày đăng: 02/03/2020 - Cập nhật: 05/03/2020 08:10", origin="visible")]
    ['published', 'updated']
    """
    if words[10:11] == "T" and words[4:5] == "-" and words[13:14] == ":":
        dated = _iso(words, origin, zone, base)
        if dated is not None:
            return [dated]
    if base is None and _DIGIT.search(words) is None:
        return []
    text = _folded(words)
    if text[:5] in ("date ", "Date ") and (prefix := prefix_date(text, origin)) is not None:
        return [Dated(prefix)]
    found, impossible, historic = scan(text, month_first=month_first)
    if historic or (impossible and not found):
        return []
    if found:
        read = _judged(text, found)
        return [
            Dated(_moment(text, each, origin, zone), role, each.flags) for each, role in read if _in_time(each, base)
        ]
    bare = month_alone(text, origin) or compact_date(text, origin, zone)
    other = Dated(bare) if bare else _distant(text, origin, base)
    return [other] if other else []


def is_date_line(line: str) -> bool:
    """Say whether a whole line is nothing but a date slot: the date, its labels, a counter.

    >>> is_date_line("25/07/2022 14:50 Số lượt xem: 265"), is_date_line("Hà Nội, ngày 14 tháng 6 năm 2018")
    (True, False)
    """
    if len(line) > 120 or _DIGIT.search(line) is None:
        return False
    text = _folded(line)
    found, impossible, historic = scan(text)
    if historic or impossible:
        return False
    if not found:
        age = relative(text, datetime(2000, 1, 1, tzinfo=VIETNAM))
        return age is not None and not _unknown(text.replace(age[2], " "))
    if _unknown(_beside(text, found), numbers=2):
        return False
    roles = [role for _, role in _judged(text, found)]
    return "event" not in roles and len(roles) == len(found) and (len(found) == 1 or any(roles))


def is_cited(before: str) -> bool:
    """Say whether the words before a date make it a cited document's ("Quyết định số 1/QĐ-UBND ngày ").

    >>> is_cited("theo Nghị định 49/2017/NĐ-CP ngày "), is_cited("Chiều ngày ")
    (True, False)
    """
    return ("/" in before or "số" in before) and _CITATION.search(before) is not None


def month_first(url: str | None, origin: str = "visible") -> bool:
    """Say whether a page is known to print month/day/year.

    >>> month_first("http://mic.gov.vn/pages/tintuc/printpage.aspx?tintucID=1")
    True
    >>> month_first("https://so.mau.example/tin-1.html")
    False
    """
    if not url:
        return False
    for host, path, where in MONTH_FIRST_PAGES:
        if host in url and (not where or where == origin):
            name, _, rest = url.partition("://")[2].lower().partition("/")
            if name.partition(":")[0].removeprefix("www.") == host and f"/{rest}".startswith(path or "/"):
                return True
    return False


def _folded(words: str) -> str:
    """White space folded, NFC."""
    words = words[:LONGEST]
    if not words.isascii() and not is_normalized("NFC", words):
        words = normalize("NFC", words)
    return " ".join(words.split())


def _iso(words: str, origin: str, zone: str, base: datetime | None) -> Dated | None:
    """The short way for well-formed metadata."""
    raw = words.strip()
    try:
        instant = datetime.fromisoformat(raw)
    except ValueError:
        return None
    if instant.year < FIRST_YEAR or (instant.tzinfo is None and not (instant.hour or instant.minute or instant.second)):
        return None
    if base is not None and instant.toordinal() > base.toordinal() + 1:
        return None
    precision = "second" if raw[16:17] == ":" else "minute"
    value = instant.isoformat(timespec="seconds")
    return Dated(Moment(value if instant.tzinfo else value + zone, precision, raw, origin))


def _in_time(found: Found, base: datetime | None) -> bool:
    return base is None or found.day.toordinal() <= base.toordinal() + 1


def _judged(text: str, found: list[Found]) -> list[tuple[Found, str | None]]:
    """The dates that say something, with their role."""
    read: list[tuple[Found, str | None]] = []
    left = 0
    for each in found:
        role = _role(text, left, each)
        if role != "other":
            read.append((each, role))
        left = each.end
    return read


def _role(text: str, left: int, found: Found) -> str | None:
    """What the words around a date say it is; "other" for a day that is not the page's."""
    if found.start == left and found.end == len(text):
        return None
    before = text[left : found.start]
    label = None
    for label in _LABEL.finditer(before):  # noqa: B007 - the last one counts
        pass
    if label is not None:
        return label.lastgroup
    if before and is_cited(before):
        return "other"
    if before.endswith(", ngày ") and "tháng" in text[found.start : found.end] and _unknown(before):
        return "event"
    opener = _OPENER.search(before) if before else None
    if opener is not None and opener[1].lower() != "ngày":
        return "event"
    rest = _WORDS.findall(before + " " + text[found.end :])
    unknown = sum(word.lower() not in SLOT_WORDS and not word.isdigit() for word in rest)
    return "event" if unknown > _MOST_UNKNOWN or (unknown >= 3 and opener is not None) else None


def _beside(text: str, found: list[Found]) -> str:
    """The line without its dates."""
    left, kept = 0, []
    for each in found:
        kept.append(text[left : each.start])
        left = each.end
    return " ".join([*kept, text[left:]])


def _unknown(text: str, numbers: int = 0) -> bool:
    """Whether a line holds words no date slot has, or more than so many bare numbers."""
    for word in _WORDS.findall(text.lower()):
        if word.isdigit():
            numbers -= 1
            if numbers < 0:
                return True
        elif word not in SLOT_WORDS:
            return True
    return False


def _moment(text: str, found: Found, origin: str, zone: str) -> Moment:
    raw = text[found.start : found.end]
    if found.time is None:
        return Moment(found.day.isoformat(), "day", raw, origin)
    _, _, hour, minute, second, offset = found.time
    value = (
        f"{found.day.isoformat()}T{hour:02}:{minute:02}:{second or 0:02}{zone if offset is None else _offset(offset)}"
    )
    return Moment(value, "minute" if second is None else "second", raw, origin)


def _offset(minutes: int) -> str:
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"


def _distant(text: str, origin: str, base: datetime | None) -> Dated | None:
    """Relative and foreign words."""
    if len(text) > 60 or not text:
        return None
    told = relative(text, base) if base is not None else None
    if told is not None and base is not None and not _unknown(text.replace(told[2], " "), numbers=3):
        instant, precision, raw = told
        local = instant.astimezone(VIETNAM) if instant.tzinfo else instant.replace(tzinfo=VIETNAM)
        value = local.isoformat(timespec="minutes")
        value = local.date().isoformat() if precision == "day" else value[:16] + ":00" + value[16:]
        return Dated(Moment(value, precision, raw, origin), _role_of(text))
    day = foreign(text, base)
    if day is None or (base is not None and day.toordinal() > base.toordinal() + 1):
        return None
    return Dated(Moment(day.date().isoformat(), "day", text, origin), _role_of(text))


def _role_of(text: str) -> str | None:
    label = _LABEL.search(text)
    return label.lastgroup if label is not None and label.lastgroup != "other" else None
