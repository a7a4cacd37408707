"""One thing a check noticed."""

from dataclasses import dataclass

WARN, FAIL = "warn", "fail"


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that is not as it should be."""

    cause: str
    """A key of `causes.CAUSES`."""
    word: str
    """warn | fail."""
    words: str
    """The numbers behind it."""
