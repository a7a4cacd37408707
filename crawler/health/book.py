"""The book of verdicts: judges every run that has none yet, and opens and closes incidents."""

import sqlite3
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from statistics import quantiles

from crawler.health.archive import Archive
from crawler.health.expectations import Expectations
from crawler.health.judge import OK, Verdict, judge
from crawler.health.observed import Observed
from crawler.health.sign import FAIL, WARN, Sign
from crawler.store.health_rows import (
    DAY,
    RunRow,
    keep_in_tally,
    last_news_at,
    publication_moments,
    run_row,
    run_rows,
)
from crawler.store.verdict_rows import (
    IncidentRow,
    VerdictRow,
    close_incidents,
    keep_verdict,
    make_tables,
    open_incident,
    open_incidents,
    unjudged_runs,
    verdict_rows,
)

LEARNED_FROM = 12
"""Runs that were well, from which what is usual is learned."""
ACCEPTED_AFTER = 5
"""A warning that is the same for so many runs is how the portal is from now on."""
_OF_LISTS = frozenset({"list_empty", "list_shrunk", "section_moved", "other_publisher"})
_OF_ARTICLES = frozenset({"template_changed", "unreadable", "same_text", "other_language", "field_lost", "bodies_cut",
                          "dates_shifted"})  # fmt: skip
_LOOKED_AT = 60  # runs
_DEAD_AFTER = 600  # seconds without a sign of life
_LEAST_SILENCE = 14.0  # days; Tết alone is nine


def judge_portal(
    connection: sqlite3.Connection, portal: str, expect: type[Expectations] = Expectations, now: float | None = None
) -> Verdict | None:
    """Judge every run of a portal that has no verdict, oldest first; return the last verdict, None when none was due.

    Writes; call it inside no transaction. `now` is seconds since 1970.
    """
    at = int(time.time() if now is None else now)
    make_tables(connection)
    verdict = None
    numbers = unjudged_runs(connection, portal, at - _DEAD_AFTER)
    if numbers:  # the store is as the last of them left it
        keep_in_tally(connection, numbers[-1], "archive", Archive.of(connection, portal).write())
    for number in numbers:
        run = run_row(connection, number)
        if run is not None:
            verdict = _judged(connection, run, expect)
            _write(connection, run, verdict)
    return verdict


def _judged(connection: sqlite3.Connection, run: RunRow, expect: type[Expectations]) -> Verdict:
    verdict = judge(run, usual_runs(connection, run), expect, silent=silent_days(connection, run, expect))
    return still_open(verdict, open_incidents(connection, run.portal), Observed.read(run.observed))


def still_open(verdict: Verdict, incidents: Sequence[IncidentRow], seen: Observed) -> Verdict:
    """Add to a verdict the incidents that a run could not see to be over.

    A list that answers "not modified" is as it was when the incident began, and a run without articles tells nothing of
    how articles are read.
    """
    named = {sign.cause for sign in verdict.signs}
    stay = [row for row in incidents if row.cause not in named and not _could_tell(row.cause, seen)]
    if not stay:
        return verdict
    signs = (*verdict.signs, *(Sign(row.cause, row.word, "not seen to be over") for row in stay))
    first = min(stay, key=lambda row: row.word != FAIL)
    if verdict.word == FAIL or (verdict.word == WARN and first.word == WARN):
        return replace(verdict, signs=signs)
    return Verdict(first.word, first.cause, first.reason, signs)


def _could_tell(cause: str, seen: Observed) -> bool:
    """Say whether a run saw what an incident is about."""
    if cause in _OF_LISTS:
        return any(isinstance(entry.get("links"), int) for entry in seen.lists.values())
    return seen.articles > 0 if cause in _OF_ARTICLES else True


def usual_runs(connection: sqlite3.Connection, run: RunRow) -> list[RunRow]:
    """Return the earlier runs to learn from, newest first: asked the same, ended, and well (or long accepted)."""
    verdicts = {row.run: row for row in verdict_rows(connection, run.portal, _LOOKED_AT)}
    earlier = [
        each
        for each in run_rows(connection, run.portal, _LOOKED_AT, before=run.number)
        if each.reason == "finished" and each.arguments == run.arguments and each.observed
    ]
    judged = [(each, verdicts[each.number]) for each in earlier if each.number in verdicts]
    accepted = judged[:ACCEPTED_AFTER]
    causes = {verdict.cause for _, verdict in accepted}
    if len(accepted) == ACCEPTED_AFTER and len(causes) == 1 and all(v.word == "warn" for _, v in accepted):
        return [each for each, _ in accepted]
    return [each for each, verdict in judged if verdict.word == OK][:LEARNED_FROM]


def silent_days(connection: sqlite3.Connection, run: RunRow, expect: type[Expectations]) -> float:
    """Return the days without news, where they are more than this portal ever pauses; else 0."""
    last = last_news_at(connection, run.portal)
    if last is None:
        return 0.0
    days = (run.ended_at - last) / DAY
    limit = expect.expect_silence or usual_silence(publication_moments(connection, run.portal))
    return days if days > limit else 0.0


def usual_silence(moments: Sequence[str]) -> float:
    """Return how many days of silence are nothing new: twice the longest pause between days with news.

    >>> usual_silence(["2024-05-02", "2024-05-03T08:00:00+07:00", "2024-05-20"])
    34.0
    """
    days = sorted({date.fromisoformat(moment[:10]).toordinal() for moment in moments})
    pauses = [later - earlier for earlier, later in pairwise(days)]
    longest = max(pauses, default=0)
    if len(pauses) >= 40:  # one move to another system is no habit
        longest = min(longest, 2 * round(quantiles(pauses, n=20)[-1]) + 7)
    return max(_LEAST_SILENCE, 2.0 * longest)


def _write(connection: sqlite3.Connection, run: RunRow, verdict: Verdict) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        row = VerdictRow(run.number, verdict.word, verdict.cause, verdict.reason)
        keep_verdict(connection, run.portal, row)
        if verdict.cause and run.reason != "shutdown":
            open_incident(connection, run.portal, row, run.ended_at)
        if run.reason != "shutdown":  # a run that was stopped has not seen enough to call anything over
            close_incidents(connection, run.portal, {sign.cause for sign in verdict.signs}, run.number, run.ended_at)
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
