"""What was learned, between the store's plain rows and the reading's selectors."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field

from crawler.extraction.families import FAMILIES
from crawler.extraction.selectors import Selectors
from crawler.learning.comparison import Learned
from crawler.learning.fields import Proposal
from crawler.store.furniture import LearnedRow, SelectorRow, recall


@dataclass(frozen=True, slots=True)
class KnownPortal:
    """How a portal without a class is walked and read."""

    family: str
    home: str
    article_url: str | None = None
    article_mark: str | None = None
    sections: Mapping[str, str] = field(default_factory=dict)
    """Name -> address."""
    learned: Learned = field(default_factory=Learned)

    def selectors(self) -> Selectors:
        """Return its family's selectors, and what was learned for where they find nothing.

        >>> KnownPortal("nukeviet", "https://so.example/").selectors().body
        ('#news-bodyhtml', 'div.bodytext')
        """
        return FAMILIES[self.family].selectors.then(self.learned.selectors())

    def row(self, portal: str, now: int) -> LearnedRow:
        """Return it as the store keeps it.

        Args:
            portal: name it is kept under.
            now: seconds since 1970, UTC.
        """
        walk = {name: getattr(self, name) for name in ("family", "home", "article_url", "article_mark")}
        walk["sections"] = dict(self.sections)
        selectors = tuple(SelectorRow(p.field, p.css, p.right, p.of) for p in self.learned.proposals)
        return LearnedRow(portal, now, walk, selectors, self.learned.furniture)


def known_portal(connection: sqlite3.Connection, portal: str) -> KnownPortal | None:
    """Return what the store knows of a portal without a class; None when it was never learned or was forgotten."""
    row = recall(connection, portal)
    if row is None or row.walk.get("family") not in FAMILIES:
        return None
    proposals = tuple(Proposal(each.field, each.css, each.right, each.of) for each in row.selectors)
    return KnownPortal(**row.walk, learned=Learned(proposals, row.lines))
