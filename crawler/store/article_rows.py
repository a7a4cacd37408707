"""An Article as a row of the table `articles`, and back, without loss.

Columns are what people ask for; every other field that is not at its default goes to `rest` as JSON, so a field added
to Article later needs no new table. Nothing is written twice: `lead` is where `text` begins, a canonical address that
is the article's own is a mark, and `paragraphs` are `text` without the lead, split at
blank lines, unless that does not give the same list back.
"""

import json
from collections.abc import Sequence
from dataclasses import MISSING, fields
from typing import Any

from items import Article, Attachment, Image, Moment

_PLAIN = (
    "url", "canonical_url", "platform", "agency", "province", "section", "title", "lead", "event_date", "source_name",
    "dateline", "language", "views", "fetched_at",
)  # fmt: skip
_MOMENTS = ("published", "updated")
_MOMENT_PARTS = ("value", "precision", "raw", "origin")
_LEAD, _CANONICAL = _PLAIN.index("lead"), _PLAIN.index("canonical_url")
_DERIVED = frozenset([*_PLAIN, *_MOMENTS, "portal", "text", "paragraphs"])
COLUMNS = (
    *_PLAIN,
    *(f"{moment}_{part}" for moment in _MOMENTS for part in _MOMENT_PARTS),
    "portal",
    "rest",
    "text",
)
"""Columns of `articles` that hold the Article itself, as `from_row` reads them."""
_WRITTEN_AS = {"lead": "lead_length", "canonical_url": "canonical"}
WRITTEN = tuple(_WRITTEN_AS.get(column, column) for column in COLUMNS)
"""The columns `to_row` gives values for; two of `COLUMNS` are worked out from them by the table."""
_SAME = "="
_NESTED: dict[str, Any] = {"images": Image, "attachments": Attachment}


def _default(field: Any) -> Any:
    if field.default is not MISSING:
        return field.default
    return field.default_factory() if field.default_factory is not MISSING else MISSING


_OTHERS = tuple((field.name, _default(field)) for field in fields(Article) if field.name not in _DERIVED)


def to_row(article: Article) -> tuple[Any, ...]:
    r"""Give the values of `WRITTEN` for an article.

    >>> article = Article(url=None, title="Tin", paragraphs=["Một.", "Hai."], text="Một.\n\nHai.")
    >>> row = dict(zip(WRITTEN, to_row(article)))
    >>> row["title"], row["rest"], row["published_value"]
    ('Tin', '{}', None)
    """
    lead, text = article.lead, article.text
    rest = {name: value for name, default in _OTHERS if (value := getattr(article, name)) != default}
    begins = lead is not None and text.startswith(lead)
    if lead is not None and not begins:
        rest["lead"] = lead
    if _split(lead, text) != article.paragraphs:
        rest["paragraphs"] = article.paragraphs
    plain = [getattr(article, name) for name in _PLAIN]
    plain[_LEAD] = len(lead) if lead is not None and begins else None
    if article.canonical_url is not None and article.canonical_url == article.url:
        plain[_CANONICAL] = _SAME
    packed = json.dumps(rest, ensure_ascii=False, default=_nested) if rest else "{}"
    return (*plain, *_moment(article.published), *_moment(article.updated), article.portal, packed, text)


def from_row(row: Sequence[Any]) -> Article:
    """Make the article again from the values of `COLUMNS`."""
    plain = dict(zip(_PLAIN, row, strict=False))
    start = len(_PLAIN)
    values = [row[start : start + 4], row[start + 4 : start + 8]]
    published, updated = (Moment(*moment) if moment[0] is not None else None for moment in values)
    portal, packed, text = row[start + 8 : start + 11]
    rest = json.loads(packed)
    for name, make in _NESTED.items():
        if name in rest:
            rest[name] = [make(**nested) for nested in rest[name]]
    plain["lead"] = rest.pop("lead", plain["lead"])
    rest.setdefault("paragraphs", _split(plain["lead"], text))
    return Article(**plain, portal=portal, published=published, updated=updated, text=text, **rest)


def _moment(moment: Moment | None) -> tuple[str | None, ...]:
    if moment is None:
        return (None, None, None, None)
    return (moment.value, moment.precision, moment.raw, moment.origin)


def _nested(value: Any) -> dict[str, Any]:
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _split(lead: str | None, text: str) -> list[str]:
    if lead:
        if text == lead:
            return []
        if text.startswith(lead + "\n\n"):
            text = text[len(lead) + 2 :]
    return text.split("\n\n") if text else []
