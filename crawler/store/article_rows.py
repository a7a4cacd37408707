"""An Article as a row of the table `articles`, and back, without loss.

Columns are what people ask for; every other field that is not at its default goes to `rest` as JSON, so a field added
to Article later needs no new table. `paragraphs` are not written twice: they are `text` without the lead, split at
blank lines, unless that does not give the same list back.
"""

import json
from collections.abc import Sequence
from dataclasses import MISSING, fields
from typing import Any

from itemadapter import ItemAdapter

from items import Article, Attachment, Image, Moment

_PLAIN = (
    "url", "canonical_url", "platform", "agency", "province", "section", "title", "lead", "event_date", "source_name",
    "dateline", "language", "views", "fetched_at",
)  # fmt: skip
_MOMENTS = ("published", "updated")
_MOMENT_PARTS = ("value", "precision", "raw", "origin")
_DERIVED = frozenset([*_PLAIN, *_MOMENTS, "portal", "text", "paragraphs"])
COLUMNS = (
    *_PLAIN,
    *(f"{moment}_{part}" for moment in _MOMENTS for part in _MOMENT_PARTS),
    "portal",
    "rest",
    "text",
)
"""Columns of `articles` that hold the Article itself, in the order of `to_row`."""
_NESTED: dict[str, Any] = {"images": Image, "attachments": Attachment}


def to_row(article: Article) -> tuple[Any, ...]:
    r"""Give the values of `COLUMNS` for an article.

    >>> article = Article(url=None, title="Tin", paragraphs=["Một.", "Hai."], text="Một.\n\nHai.")
    >>> row = dict(zip(COLUMNS, to_row(article)))
    >>> row["title"], row["rest"], row["published_value"]
    ('Tin', '{}', None)
    """
    moments = [
        getattr(moment, part) if moment is not None else None
        for moment in (article.published, article.updated)
        for part in _MOMENT_PARTS
    ]
    rest = {
        field.name: value
        for field in fields(article)
        if field.name not in _DERIVED and (value := getattr(article, field.name)) != _default(field)
    }
    if _split(article.lead, article.text) != article.paragraphs:
        rest["paragraphs"] = article.paragraphs
    packed = json.dumps(rest, ensure_ascii=False, default=lambda nested: ItemAdapter(nested).asdict())
    return (*(getattr(article, name) for name in _PLAIN), *moments, article.portal, packed, article.text)


def from_row(row: Sequence[Any]) -> Article:
    r"""Make the article again from the values of `COLUMNS`.

    >>> article = Article(url=None, title="Tin", lead="Mở.", paragraphs=["Một."], text="Mở.\n\nMột.", flags=["cut"])
    >>> from_row(to_row(article)) == article
    True
    """
    plain = dict(zip(_PLAIN, row, strict=False))
    start = len(_PLAIN)
    values = [row[start : start + 4], row[start + 4 : start + 8]]
    published, updated = (Moment(*moment) if moment[0] is not None else None for moment in values)
    portal, packed, text = row[start + 8 : start + 11]
    rest = json.loads(packed)
    for name, make in _NESTED.items():
        if name in rest:
            rest[name] = [make(**nested) for nested in rest[name]]
    rest.setdefault("paragraphs", _split(plain["lead"], text))
    return Article(**plain, portal=portal, published=published, updated=updated, text=text, **rest)


def _split(lead: str | None, text: str) -> list[str]:
    if lead:
        if text == lead:
            return []
        if text.startswith(lead + "\n\n"):
            text = text[len(lead) + 2 :]
    return text.split("\n\n") if text else []


def _default(field: Any) -> Any:
    if field.default is not MISSING:
        return field.default
    return field.default_factory() if field.default_factory is not MISSING else MISSING
