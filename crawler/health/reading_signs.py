"""Checks of what was read: fields, bodies, dates, texts, language, each against the portal's own earlier articles."""

from collections.abc import Callable, Iterator
from statistics import median
from typing import Final

from crawler.health.chances import ALARM, few, many, quantile
from crawler.health.expectations import Expectations
from crawler.health.past import Past
from crawler.health.sign import FAIL, WARN, Sign

_WATCHED: Final = ("title", "text", "published", "lead", "section", "authors", "images")
_VITAL: Final = frozenset({"title", "text", "published"})
_DROP: Final = 0.3  # a rate that fell by less is a matter of what was published, not of how it is read
_BENIGN: Final = frozenset({"not_modified", "before_since", "after_until", "section_page", "home_page", "robots_txt"})
_BACKLOG_DAYS: Final = 45  # news that turn up late: portals publish a month's minutes at once


def readable(past: Past, _: type[Expectations]) -> Iterator[Sign]:
    """Do the addresses that lists show hold articles, as they did?"""
    now = {reason: number for reason, number in past.now.declined.items() if reason not in _BENIGN}
    before = sum(number for reason, number in past.total("declined").items() if reason not in _BENIGN)
    lost, tried = sum(now.values()), sum(now.values()) + past.now.articles
    known = before + past.articles
    rose = tried > 0 and lost / tried >= (before / known if known else 0) + _DROP
    if lost >= 3 and rose and many(lost, tried, before, known) < (ALARM if known else 1):
        reason = max(now, key=lambda name: now[name])
        yield Sign("unreadable", FAIL, f"{lost:,} of {tried:,} pages, mostly: {reason}")


def fields_filled(past: Past, expect: type[Expectations]) -> Iterator[Sign]:
    """Is every field found as often as it was?"""
    now, articles = past.now, past.now.articles
    known = past.total("fields")
    for name in _WATCHED:
        filled = now.fields.get(name, 0)
        if name in expect.expect_fields:
            lost = articles >= 3 and filled < expect.expect_fields[name] * articles
        else:
            lost = _fell(filled, articles, known[name], past.articles)
        if lost:
            usual = f"; usually {known[name] / past.articles:.0%}" if past.articles else ""
            word = FAIL if name in _VITAL else WARN
            yield Sign("field_lost", word, f"{name}: {filled:,} of {articles:,} articles{usual}")


def bodies_whole(past: Past, expect: type[Expectations]) -> Iterator[Sign]:
    """Are bodies as long as they were? Shorter than half of the usual, or than any body before."""
    lengths, known = past.now.lengths, past.lengths
    if not lengths or not known:
        return
    half = quantile(known, 0.5) // 2
    limits = [expect.expect_length] if expect.expect_length else [half, min(*known, half)]
    for limit in limits:
        short, before = sum(length < limit for length in lengths), sum(length < limit for length in known)
        rose = short / len(lengths) >= before / len(known) + _DROP
        if rose and many(short, len(lengths), before, len(known)) < ALARM:
            yield Sign("bodies_cut", FAIL, f"{short:,} of {len(lengths):,} bodies have fewer than {limit:,} letters")
            return


def dates_in_order(past: Past, _: type[Expectations]) -> Iterator[Sign]:
    """Are news new? None from the future, and those of a later run not long before those of an earlier one."""
    days, today = past.now.days, past.day.toordinal()
    future = sum(day > today + 1 for day in days)
    if future >= 2 and future >= len(days) / 3:
        yield Sign("dates_shifted", FAIL, f"{future:,} of {len(days):,} are dated after the run")
        return
    newest = past.newest
    if newest is None or len(days) < 3 or not past.now.incremental:
        return
    behind = newest - median(days)
    allowed = max(_BACKLOG_DAYS, 2 * _usual_backlog(past))
    if behind > allowed:
        yield Sign("dates_shifted", FAIL, f"its news are dated {behind:.0f} days before the newest known")


def _usual_backlog(past: Past) -> float:
    """Return how far behind the newest known the news of earlier runs were, at most, in days."""
    found = [0.0]
    for number, run in enumerate(past.before):
        newest = max((day for each in past.before[number + 1 :] for day in each.days), default=None)
        if run.incremental and len(run.days) >= 3 and newest is not None:
            found.append(newest - median(run.days))
    return max(found)


def texts_differ(past: Past, _: type[Expectations]) -> Iterator[Sign]:
    """Does every address have a text of its own?"""
    now, articles = past.now.repeated, past.now.articles
    before = sum(each.repeated for each in past.before)
    if now >= 3 and _fell(articles - now, articles, past.articles - before, past.articles):
        yield Sign("same_text", FAIL, f"{now:,} of {articles:,} articles repeat another's text")


def language(past: Past, expect: type[Expectations]) -> Iterator[Sign]:
    """Are its articles in the language they were in?"""
    mine = expect.expect_language
    if mine is None:
        return
    now, articles = past.now.languages.get(mine, 0), past.now.articles
    if articles >= 3 and _fell(now, articles, past.total("languages")[mine], past.articles):
        other = max(past.now.languages, key=lambda name: past.now.languages[name] if name != mine else -1)
        yield Sign("other_language", FAIL, f"{articles - now:,} of {articles:,} articles are {other!r}, not {mine!r}")


def _fell(hits: int, tries: int, known_hits: int, known_tries: int) -> bool:
    """Say whether a rate fell by more than chance and by enough to matter."""
    if not tries or not known_tries:
        return False
    dropped = hits / tries <= known_hits / known_tries - _DROP
    return dropped and few(hits, tries, known_hits, known_tries) < ALARM


READING_CHECKS: Final[tuple[Callable[[Past, type[Expectations]], Iterator[Sign]], ...]] = (
    readable,
    texts_differ,
    language,
    fields_filled,
    bodies_whole,
    dates_in_order,
)
