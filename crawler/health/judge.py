"""The verdict on a run: ok, warn or fail, and why, in words. Pure: a run and the runs before it in, a verdict out."""

from collections.abc import Sequence
from dataclasses import dataclass

from crawler.health.archive_signs import archive_signs
from crawler.health.causes import CAUSES
from crawler.health.expectations import Expectations
from crawler.health.past import Past
from crawler.health.sign import FAIL, WARN, Sign
from crawler.health.signs import CHECKS
from crawler.store.health_rows import RunRow

OK = "ok"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a portal is, judged by one run."""

    word: str
    """ok | warn | fail."""
    cause: str | None = None
    """The first cause (a key of `causes.CAUSES`); the others follow from it or matter less."""
    reason: str = ""
    """For a person: the cause in words and the numbers behind it."""
    signs: tuple[Sign, ...] = ()
    """Everything noticed, gravest first."""

    def __str__(self) -> str:
        return f"{self.word}: {self.reason}" if self.reason else self.word


def judge(run: RunRow, runs: Sequence[RunRow], expect: type[Expectations] = Expectations, silent: float = 0) -> Verdict:
    """Judge a run.

    Args:
        run: The run, with what it observed in its tally.
        runs: Earlier runs of the portal that were well, newest first; what is usual is learned from them.
        expect: The portal's class, or anything with the attributes of `Expectations`.
        silent: Days the portal has been silent beyond what is usual; 0 when it is not.

    >>> seen = {"lists": {"https://so.example/": {"links": 0}}}
    >>> run = RunRow(1, "so_mau", "{}", 0, 60, "finished", {"observed": seen})
    >>> str(judge(run, []))
    'fail: its lists show no articles (0 article links on 1 list)'
    """
    past = Past.of(run, runs)
    signs = [sign for check in CHECKS for sign in check(past, expect)]
    signs += archive_signs(past, expect)
    if silent:
        signs.append(Sign("silent", WARN, f"no news for {silent:.0f} days"))
    signs.sort(key=lambda sign: sign.word != FAIL)  # stable: the order of the checks is that of cause and effect
    if not signs:
        return Verdict(OK)
    first = signs[0]
    return Verdict(first.word, first.cause, f"{CAUSES[first.cause]} ({first.words})", tuple(signs))
