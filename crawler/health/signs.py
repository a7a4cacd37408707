"""The checks, in the order of cause and effect: an unreachable host before the articles it could not give."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from crawler.health.causes import GIVEN_UP, error_class, main_cause
from crawler.health.expectations import Expectations
from crawler.health.past import Past
from crawler.health.reading_signs import READING_CHECKS
from crawler.health.sign import FAIL, WARN, Sign
from crawler.health.sketches import nearest

Check = Callable[[Past, type[Expectations]], Iterator[Sign]]
_UNLIKE: Final = 0.35
"""Builds less alike than this are another template; pages of one template share two thirds and more."""
_FEW_LINKS: Final = 6  # usual links below which half of them is no measure


def ended(past: Past, _: type[Expectations]) -> Iterator[Sign]:
    """Did the run come to its end?"""
    reason = past.run.reason
    if reason == "storage":
        yield Sign("storage", FAIL, "run again when there is room")
    elif reason is None:
        yield Sign("killed", WARN, "the next run goes on where it was")
    elif reason not in ("finished", "shutdown"):
        yield Sign("stopped", WARN, reason)
    broken = past.now.errors.get("parse", 0)
    if broken:
        yield Sign("bug", FAIL, f"{broken:,} pages; they stay to do")


def lists_answer(past: Past, _: type[Expectations]) -> Iterator[Sign]:
    """Do the lists the portal names answer, and where they should?"""
    lists = past.now.lists
    dead = {address: str(entry["reason"]) for address, entry in lists.items() if entry.get("reason")}
    if dead and len(dead) == len(lists):
        reasons = Counter(dead.values())
        cause = main_cause(reasons, past.run.incidents)
        yield Sign(cause, FAIL, f"none of its {len(lists)} lists could be read: {_met(past, reasons)}")
        return
    for address, reason in dead.items():
        if past.was_read(address) or not past.before:
            yield Sign(main_cause({reason: 1}, past.run.incidents), FAIL, f"{address}: {reason}")
    for address, entry in lists.items():
        if entry.get("moved") and past.was_read(address):
            yield Sign("section_moved", FAIL, f"{address} leads to {entry['moved']}")


def walls(past: Past, _: type[Expectations]) -> Iterator[Sign]:
    """Were pages block pages?"""
    blocked = past.now.errors.get("blocked", 0)
    if blocked:
        grave = blocked >= 3 or blocked > past.now.articles
        yield Sign("blocked", FAIL if grave else WARN, f"{blocked:,} block pages")


def certificates(past: Past, _: type[Expectations]) -> Iterator[Sign]:
    """Is something wrong with its certificate that was right before?"""
    mine, known = past.run.incidents, past.incidents
    if "tls_accepted" in mine and past.before and "tls_accepted" not in known:
        yield Sign("certificate", WARN, "its pages are still read; they say so")


def addresses_fail(past: Past, expect: type[Expectations]) -> Iterator[Sign]:
    """Do too many of its pages fail?"""
    counted = {reason: n for reason, n in past.now.failures.items() if error_class(reason) not in ("blocked", "parse")}
    failed, asked = sum(counted.values()), past.now.requests
    if failed >= 3 and failed >= expect.expect_failures * asked:
        cause = main_cause(counted, past.run.incidents)
        words = f"{failed:,} of {asked:,} addresses failed: {_spelled(Counter(counted))}"
        yield Sign("incomplete" if cause == "section_moved" else cause, FAIL, words)


def same_publisher(past: Past, _: type[Expectations]) -> Iterator[Sign]:
    """Are these still the portal's own pages?"""
    now = past.now
    usual = past.usual_title
    strange = bool(now.title and usual) and len(usual & set(now.title)) < 0.25 * len(usual)
    alike = nearest(now.list_build, [each.list_build for each in past.before])
    if strange and (alike is None or alike < _UNLIKE):
        yield Sign("other_publisher", FAIL, f"words in the titles of its lists: {', '.join(now.title[:8])}")


def build(past: Past, _: type[Expectations]) -> Iterator[Sign]:
    """Are the pages built as they were? Alone a warning; with nothing to read, the cause of it."""
    now, before = past.now, past.before
    of_articles = nearest(now.article_build, [each.article_build for each in before])
    of_lists = nearest(now.list_build, [each.list_build for each in before])
    lost = _links(past) == 0
    if of_articles is not None and of_articles < _UNLIKE:
        yield Sign("template_changed", WARN, f"article pages share {of_articles:.0%} of their markup's names")
    elif of_lists is not None and of_lists < _UNLIKE:
        yield Sign("template_changed", FAIL if lost else WARN, f"lists share {of_lists:.0%} of their markup's names")


def lists_show(past: Past, expect: type[Expectations]) -> Iterator[Sign]:
    """Do the lists show articles, as many as usual?"""
    read = [address for address, entry in past.now.lists.items() if isinstance(entry.get("links"), int)]
    links = _links(past)
    usual = sum(past.usual_links(address) or 0 for address in read)
    places = f"{len(read)} list{'s' * (len(read) != 1)}"
    if read and links == 0 and (usual or not (past.before or past.now.articles or past.now.links)):
        more = f"; usually {usual:.0f}" if usual else ""
        yield Sign("list_empty", FAIL, f"0 article links on {places}{more}")
        return
    empty = [address for address in read if past.now.lists[address]["links"] == 0 and past.usual_links(address)]
    for address in empty:
        yield Sign("list_empty", FAIL, f"{address}: 0 article links, usually {past.usual_links(address):.0f}")
    if not empty and usual >= _FEW_LINKS and links is not None and links < expect.expect_links * usual:
        yield Sign("list_shrunk", FAIL, f"{links:,} article links on {places}, usually {usual:.0f}")


def complete(past: Past, _: type[Expectations]) -> Iterator[Sign]:
    """Did the news one list showed come to an end, stored or with a reason? Several lists may show the same."""
    now = past.now
    listed = max((int(entry.get("news") or 0) for entry in now.lists.values()), default=0)
    done = now.new + sum(now.declined.values()) + sum(now.failures.values())
    if past.run.reason == "finished" and listed >= 5 and done < 0.5 * listed:
        yield Sign("incomplete", FAIL, f"{listed:,} news on one list, {now.new:,} stored")


def _links(past: Past) -> int | None:
    known = [links for entry in past.now.lists.values() if isinstance(links := entry.get("links"), int)]
    return sum(known) if known else None


def _met(past: Past, reasons: Counter[str]) -> str:
    """Return what the guards met, where the lists themselves only say that the host was given up."""
    if any(not reason.startswith(GIVEN_UP) for reason in reasons):
        return _spelled(reasons)
    met = [name for name in past.run.incidents if not name.startswith(GIVEN_UP)]
    return ", ".join(met) or _spelled(reasons)


def _spelled(reasons: Counter[str]) -> str:
    return ", ".join(f"{number} {reason}" for reason, number in reasons.most_common(3))


CHECKS: Final[tuple[Check, ...]] = (
    ended,
    walls,
    lists_answer,
    addresses_fail,
    same_publisher,
    build,
    lists_show,
    *READING_CHECKS,
    complete,
    certificates,
)
