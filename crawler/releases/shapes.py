"""The shapes a release can have: its columns, and how articles become rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crawler.exports.columns import typed_columns, typed_schema
from items import Article

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Entry:
    """One article on its way into a release."""

    key: int
    """What the article is called in every release: a hash of its portal and its identity there."""
    content: int
    """Hash of title, lead and paragraphs."""
    cluster: int | None
    """Cluster of copies, None for an article without any."""
    role: str | None
    """origin | reprint | edited_reprint."""
    article: Article

    @property
    def text(self) -> str:
        """Its text, by which writers measure."""
        return self.article.text


@dataclass(frozen=True, slots=True)
class Shape:
    """Columns of a release."""

    name: str
    meaning: str
    schema: "Callable[[], pa.Schema]"
    columns: Callable[[Sequence[Entry]], dict[str, list[Any]]]


def full_columns(entries: Sequence[Entry]) -> dict[str, list[Any]]:
    """Return every field of the articles, with their key and their place among copies."""
    own: dict[str, list[Any]] = {
        "id": [entry.key for entry in entries],
        "duplicate_cluster": [entry.cluster for entry in entries],
        "duplicate_role": [entry.role for entry in entries],
    }
    return own | typed_columns([entry.article for entry in entries])


def full_schema() -> "pa.Schema":
    """Return the schema of `full_columns`."""
    import pyarrow as pa

    schema = typed_schema().insert(0, pa.field("id", pa.int64(), nullable=False))
    return schema.append(pa.field("duplicate_cluster", pa.int64())).append(pa.field("duplicate_role", pa.string()))


def _of_text(*names: str) -> "Callable[[], pa.Schema]":
    def schema() -> "pa.Schema":
        import pyarrow as pa

        return pa.schema([(name, pa.string()) for name in names])

    return schema


def joined(article: Article) -> str:
    r"""Return title, lead and body, a line each, as the BinhVQ corpus has them.

    >>> joined(Article(None, "Tin", lead="Mở.", paragraphs=["Một.", "Hai."]))
    'Tin\nMở.\nMột.\nHai.'
    """
    return "\n".join(part for part in (article.title, article.lead, *article.paragraphs) if part)


def _binhvq(entries: Sequence[Entry]) -> dict[str, list[Any]]:
    return {"text": [joined(entry.article) for entry in entries]}


def _culturax(entries: Sequence[Entry]) -> dict[str, list[Any]]:
    return {
        "text": [joined(entry.article) for entry in entries],
        "timestamp": [entry.article.fetched_at for entry in entries],
        "url": [entry.article.url for entry in entries],
        "source": ["tin-so" for _ in entries],
    }


def _title_sapo_body(entries: Sequence[Entry]) -> dict[str, list[Any]]:
    articles = [entry.article for entry in entries]
    return {
        "title": [article.title for article in articles],
        "sapo": [article.lead for article in articles],
        "body": ["\n".join(article.paragraphs) for article in articles],
        "url": [article.url for article in articles],
        "published": [article.published.value if article.published else None for article in articles],
    }


SHAPES = {
    shape.name: shape
    for shape in (
        Shape("full", "every field of the normal form", full_schema, full_columns),
        Shape("binhvq", "`text` = title, lead and body, a line each", _of_text("text"), _binhvq),
        Shape(
            "culturax",
            "`text`, `timestamp` (of the crawl), `url`, `source`",
            _of_text("text", "timestamp", "url", "source"),
            _culturax,
        ),
        Shape(
            "title-sapo-body",
            "`title`, `sapo`, `body`, `url`, `published`",
            _of_text("title", "sapo", "body", "url", "published"),
            _title_sapo_body,
        ),
    )
}
"""Shapes by name."""
