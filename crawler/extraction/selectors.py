"""Selectors: where a CMS family keeps each field of an article."""

from dataclasses import dataclass, fields, replace
from typing import Any

Css = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Selectors:
    """CSS selectors by field, tried in order; the first that matches wins. An empty tuple leaves the field to the
    generic reading.

    >>> base = Selectors(title=("h1.title",), body=("div.bodytext",))
    >>> base.but(title=("h2.headline",)).body
    ('div.bodytext',)
    """

    title: Css = ()
    lead: Css = ()
    body: Css = ()
    """All elements the first matching selector finds are the body, in order."""
    around: Css = ()
    """Instead of `body`: a box that holds the body among what plugins put there (shares, related stories), which is
    taken out as on pages of no family. Of several the first: the others are other posts'."""
    published: Css = ()
    """Elements whose text (or `datetime` / `content` attribute) holds the publication date."""
    updated: Css = ()
    authors: Css = ()
    source_name: Css = ()
    section: Css = ()
    views: Css = ()
    keywords: Css = ()
    attachments: Css = ()
    """Boxes outside the body whose links are attachments."""
    remove: Css = ()
    """Elements inside the body that are not the article (related lists, players, CMS account lines)."""

    def but(self, **changes: Any) -> "Selectors":
        """Return a copy with some fields replaced: how a portal differs from its family."""
        return replace(self, **changes)

    def then(self, others: "Selectors") -> "Selectors":
        """Return a copy that tries these first and the others where they find nothing.

        >>> Selectors(title=("h1.title",)).then(Selectors(title=("h2",), body=("div.bai",)))
        Selectors(title=('h1.title', 'h2'), lead=(), body=('div.bai',), ...)
        """
        both = {one.name: (*getattr(self, one.name), *getattr(others, one.name)) for one in fields(self)}
        return Selectors(**{name: tuple(dict.fromkeys(css)) for name, css in both.items()})
