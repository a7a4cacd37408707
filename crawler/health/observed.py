"""What one run saw of a portal, small enough to be kept with the run for ever."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Self

FIELDS = ("title", "lead", "text", "published", "section", "authors", "source_name", "dateline", "images")
"""Fields whose fill is counted. `published` is met by an `updated` date too."""
KEPT_LENGTHS = 300


@dataclass
class Observed:
    """Counts and samples of one run. JSON in and out; unknown keys of other versions are left alone.

    >>> seen = Observed(articles=2, fields={"title": 2, "published": 1})
    >>> Observed.read(seen.write()).fields["published"]
    1
    """

    incremental: bool = False
    """An earlier round came to its end: only news were looked for."""
    lists: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Start address -> {"links", "news", "status", "reason", "moved", "section", "says_articles", "says_pages"}: what
    became of each list the portal names, and what its pager says of it."""
    links: int = 0
    """Article links on all lists read."""
    news: int = 0
    """Those the store did not know."""
    articles: int = 0
    """Articles read: new ones and those looked at again."""
    new: int = 0
    """Articles read whose address was new."""
    fields: Counter[str] = field(default_factory=Counter)
    """Field -> articles that have it."""
    lengths: list[int] = field(default_factory=list)
    """Letters of the bodies, the first 300."""
    languages: Counter[str] = field(default_factory=Counter)
    days: list[int] = field(default_factory=list)
    """Publication days of the new ones (as `date.toordinal`), the first 300."""
    repeated: int = 0
    """Articles whose very text another address gave in the same run."""
    flags: Counter[str] = field(default_factory=Counter)
    """Doubts of reading -> articles."""
    declined: Counter[str] = field(default_factory=Counter)
    """Reason -> pages that held no article."""
    failures: Counter[str] = field(default_factory=Counter)
    """Reason -> requests that came to nothing."""
    errors: Counter[str] = field(default_factory=Counter)
    """Class of error (dns, tls, timeout, robots, blocked, site_changed, parse, storage, ...) -> how many."""
    article_build: list[int] = field(default_factory=list)
    """Build of the article pages (`sketches.build_of`), what the first five share."""
    list_build: list[int] = field(default_factory=list)
    title: list[str] = field(default_factory=list)
    """Words in the titles of its lists."""

    @classmethod
    def read(cls, packed: Mapping[str, Any]) -> Self:
        """Return the observation a run's tally holds."""
        known = {each.name for each in fields(cls)}
        found = cls(**{name: value for name, value in packed.items() if name in known})
        for name in ("fields", "languages", "flags", "declined", "failures", "errors"):
            setattr(found, name, Counter(getattr(found, name)))
        return found

    def write(self) -> dict[str, Any]:
        """Return plain values for the tally."""
        return dict(vars(self))

    @property
    def requests(self) -> int:
        """Addresses that came to an end, the lists among them."""
        return self.articles + sum(self.declined.values()) + sum(self.failures.values()) + self.lists_read

    @property
    def lists_read(self) -> int:
        """Lists the portal names that answered."""
        return sum(each.get("reason") is None for each in self.lists.values())

    def newest(self, until: date) -> int | None:
        """Return the newest publication day no later than a day."""
        return max((day for day in self.days if day <= until.toordinal()), default=None)
