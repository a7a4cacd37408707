"""Which of a page's dates is its publication, which its last change, which its clock, and where they disagree."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.dates.doubts import DAY, UTC_ERROR, clock_gap, disagreement, is_migrated, newest_day, span
from crawler.dates.grammar import scan
from crawler.dates.read import Dated, date_from_url, is_date_line, month_first, read_date, read_dates
from crawler.dates.url_dates import VIETNAM
from crawler.dates.words import UTC_PAGES
from items import Moment, RawDate

_CLOCK_GAP = 60
"""Days between a page's clock and its event: no news is dated so late."""
_MOST = 10
"""Distinct candidates read: what stands later on the page is not about it."""
_ELSEWHERE = frozenset(("listing", "feed", "sitemap"))
"""Where others date an article: heard only when its page does not."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A page's dates, decided."""

    published: Moment | None
    updated: Moment | None
    page_clock: str | None
    """ISO 8601."""
    flags: tuple[str, ...]
    """date_conflict: sources disagree by more than a day. tz_suspect: a printed time looks like UTC. migrated_date: the
    text is a year or more older than its date. impossible_date: a date the calendar does not have. future_date: later
    than the fetch. weekday_mismatch, other_order: see `dates.Dated`. no_published_date."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One reading, with the role its words or its place give it."""

    dated: Dated
    role: str

    @property
    def moment(self) -> Moment:
        return self.dated.moment


def choose(
    raw_dates: Sequence[RawDate],
    *,
    url: str | None,
    before_title: Sequence[str] = (),
    body_text: str = "",
    fetched_at: datetime | str | None = None,
) -> Chosen:
    """Decide a page's dates.

    The first candidate of a role wins; a later one that says the same more precisely replaces it. What a list prints
    beside the link serves a page that shows no date; an address, whose date is the creation, one that nothing dates. A
    date labelled as a change is never the publication. On `.vn` pages instants in another zone are brought to +07:00; a
    time without a zone is +07:00 on Vietnamese pages, else stays bare.

    Args:
        raw_dates: candidates, best first.
        url: of the page; may carry a date, names pages known to print the month first.
        before_title: short dated lines above the title: the page's clock stands there, unlabelled, with its weekday.
            A second one right after it is the publication.
        body_text: the article, to see whether it is older than its date.
        fetched_at: later dates are refused.

    >>> chosen = choose([RawDate("( Cập nhật lúc: 12/07/2022 )", "visible")], url=None)
    >>> chosen.updated.value, chosen.published, chosen.flags
    ('2022-07-12', None, ('no_published_date',))
    >>> choose([RawDate("18/07/2016", "listing")], url=None).published.origin
    'listing'
    >>> choose([], url=None, before_title=["Thứ Ba, 29/09/2020 23:33 Chiều"]).page_clock
    '2020-09-29T23:33:00+07:00'
    """
    base = _instant(fetched_at)
    zone = _zone(url, body_text)
    flags: set[str] = set()
    read = list(_candidates(raw_dates, url, zone, base, flags))
    candidates = [each for each in read if each.moment.origin not in _ELSEWHERE]
    elsewhere = [each for each in read if each.moment.origin in _ELSEWHERE]
    clock, second = _clock(before_title, url, zone, base)
    if clock is None:
        clock = _printed_today(candidates, body_text, base)
    if clock is not None:
        candidates = [each for each in candidates if each.moment.value != clock.value]
    if second is not None:
        candidates.append(_Candidate(second, "published"))
    created = date_from_url(url) if url else None
    published, updated = _best(candidates, "published"), _best(candidates, "updated")
    if published is None:
        published = _best([each for each in elsewhere if not _same_day(each, updated)], "published")
    if published is None and created is not None:
        published = _Candidate(Dated(created), "published")
    flags.update(_doubts([*candidates, *elsewhere], published, updated, created, url))
    if published is None:
        flags.add("no_published_date")
    elif is_migrated(published.moment, body_text):
        flags.add("migrated_date")
    return Chosen(
        _local(published.moment, url) if published else None,
        _local(updated.moment, url) if updated else None,
        _local(clock, url).value if clock else None,
        tuple(sorted(flags)),
    )


def _candidates(
    raw_dates: Sequence[RawDate], url: str | None, zone: str, base: datetime | None, flags: set[str]
) -> Iterator[_Candidate]:
    """Read the candidates, each words-and-role once; what is refused leaves a flag."""
    seen: set[tuple[str, str]] = set()
    for raw in raw_dates:
        key = raw.text, raw.role
        if raw.origin not in _ELSEWHERE and (key in seen or len(seen) == _MOST):
            continue
        seen.add(key)
        read = read_dates(raw.text, origin=raw.origin, month_first=month_first(url, raw.origin), base=base, zone=zone)
        for each in read:
            if each.role != "event":
                yield _Candidate(each, each.role or raw.role)
        if not read and len(raw.text) < 200:
            found, impossible, _ = scan(" ".join(raw.text.split()))
            if impossible:
                flags.add("impossible_date")
            elif base is not None and any(each.day > base.date() for each in found):
                flags.add("future_date")


def _clock(
    lines: Sequence[str], url: str | None, zone: str, base: datetime | None
) -> tuple[Moment | None, Dated | None]:
    """The page's clock above the title, and the date that follows right after it."""
    first = month_first(url)
    for index, line in enumerate(lines):
        clock = _unlabelled(line, zone, first=first)
        if clock is None:
            continue
        after = lines[index + 1] if index + 1 < len(lines) else ""
        second = (
            read_date(after, origin="visible", month_first=first, base=base, zone=zone) if is_date_line(after) else None
        )
        return clock, second if second is not None and second.role != "updated" else None
    return None, None


def _unlabelled(line: str, zone: str, *, first: bool) -> Moment | None:
    """The moment of a line that has a clock's signature: nothing but a date, a weekday or seconds, no label."""
    if not is_date_line(line):
        return None
    found = scan(" ".join(line.split()), month_first=first).found
    if len(found) != 1 or not (found[0].weekday or (found[0].time is not None and found[0].time.second is not None)):
        return None
    dated = read_date(line, origin="visible", month_first=first, zone=zone)
    return dated.moment if dated is not None and dated.role is None else None


def _printed_today(candidates: Sequence[_Candidate], body_text: str, base: datetime | None) -> Moment | None:
    """A date slot that only tells the day of the fetch, over a text that is months older, is a clock as well."""
    if base is None or len(candidates) != 1 or candidates[0].moment.origin != "visible":
        return None
    moment = candidates[0].moment
    if moment.value[:10] != base.date().isoformat():
        return None
    newest = newest_day(body_text)
    return moment if newest is not None and base.date() - newest > timedelta(days=_CLOCK_GAP) else None


def _best(candidates: Sequence[_Candidate], role: str) -> _Candidate | None:
    """The first of a role, or one that says the same more precisely."""
    best: _Candidate | None = None
    for each in candidates:
        if each.role == role and (best is None or _refines(each.moment, best.moment)):
            best = each
    return best


def _same_day(listed: _Candidate, updated: _Candidate | None) -> bool:
    """Whether a list only repeats what the page labels as its last change."""
    return updated is not None and listed.moment.value[:10] == updated.moment.value[:10]


def _refines(new: Moment, old: Moment) -> bool:
    """Whether a moment says what another says, and more of it. Zeros that only fill a form are not more."""
    if new.precision in (old.precision, "month") or old.precision == "second":
        return new.precision == "day" and new.value == old.value[:10] and old.value[11:19] == "00:00:00"
    if old.precision == "minute":
        if new.precision == "day":
            return False
        return new.value[:16] == old.value[:16] and new.value[17:19] != "00"
    return new.value.startswith(old.value) and new.value[11:19] != "00:00:00"


def _doubts(
    candidates: Sequence[_Candidate],
    published: _Candidate | None,
    updated: _Candidate | None,
    created: Moment | None,
    url: str | None,
) -> Iterator[str]:
    for each in (published, updated):
        if each is not None:
            yield from each.dated.flags
    if published is None:
        return
    chosen = published.moment
    heard = {chosen.origin}
    for each in candidates:
        if each.role == "published" and each.moment.origin not in heard:
            heard.add(each.moment.origin)
            yield from disagreement(chosen, each.moment)
    if created is not None and created is not chosen:
        yield from disagreement(chosen, created)
        if (
            chosen.precision in ("minute", "second")
            and created.precision == "second"
            and clock_gap(chosen, created) == UTC_ERROR
        ):
            yield "tz_suspect"
    if updated is not None and span(updated.moment)[1] + DAY < span(chosen)[0]:
        yield "date_conflict"
    if url is not None and any(host in url and path in url.lower() for host, path in UTC_PAGES):
        yield "tz_suspect"


def _local(moment: Moment, url: str | None) -> Moment:
    """On a Vietnamese host the same instant in Vietnamese time."""
    if len(moment.value) <= 10 or moment.value.endswith("+07:00") or not _is_vn(url):
        return moment
    instant = datetime.fromisoformat(moment.value)
    if instant.tzinfo is None:
        return moment
    return Moment(instant.astimezone(VIETNAM).isoformat(), moment.precision, moment.raw, moment.origin)


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].partition(":")[0].lower()


def _is_vn(url: str | None) -> bool:
    return url is not None and _host(url).endswith(".vn")


def _zone(url: str | None, body_text: str) -> str:
    """Zone of times that name none: Vietnamese on a Vietnamese host or over a Vietnamese text, else unknown."""
    if not url or _is_vn(url):
        return "+07:00"
    head = body_text[:2000]
    return "+07:00" if "ư" in head or "ơ" in head or "đ" in head or not head else ""


def _instant(fetched_at: datetime | str | None) -> datetime | None:
    """The fetch time in Vietnam."""
    try:
        instant = datetime.fromisoformat(fetched_at) if isinstance(fetched_at, str) else fetched_at
        return instant and (instant.astimezone(VIETNAM) if instant.tzinfo else instant.replace(tzinfo=VIETNAM))
    except (ValueError, OverflowError):
        return None
