"""What a portal is expected to do. Learned from its own runs; a portal class overrides what it knows better."""

from collections.abc import Mapping
from typing import ClassVar


class Expectations:
    """Attributes of a portal class that health and schedule read. The values here serve any portal.

    >>> class SoMau(Expectations):
    ...     expect_silence = 60.0
    ...     at_most_every = 6.0
    >>> SoMau.expect_silence, SoMau.expect_language
    (60.0, 'vi')
    """

    expect_fields: ClassVar[Mapping[str, float]] = {}
    """Field -> least share of articles that must have it, instead of what is learned."""
    expect_length: ClassVar[int | None] = None
    """A body shorter than this many letters counts as short, instead of half of the usual length."""
    expect_language: ClassVar[str | None] = "vi"
    """Language of most articles (BCP 47); None = any."""
    expect_links: ClassVar[float] = 0.5
    """Least share of the usual number of article links (median of the last runs) its lists must show."""
    expect_silence: ClassVar[float | None] = None
    """Days without news after which the portal counts as silent, instead of what is learned from its pauses."""
    expect_failures: ClassVar[float] = 0.34
    """Share of a run's addresses that may fail before the run counts as failed."""
    expect_complete: ClassVar[float] = 0.9
    """Least share of the articles or pages that the pager of a list names which must be known; 0 = do not ask."""
    at_most_every: ClassVar[float] = 1.0
    """Hours between two scheduled crawls, at least."""
    at_least_every: ClassVar[float] = 24.0
    """Hours between two scheduled crawls, at most."""
    crontab: ClassVar[str | None] = None
    """A fixed schedule (five fields, time of Việt Nam) instead of the learned rhythm: "15 7,13 * * 1-5"."""
