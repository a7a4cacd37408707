"""An article as JSON, as one flat row, as one typed row."""

import json
import re
from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from items import Article, Moment
from spiders.registry.fate import province_now

if TYPE_CHECKING:
    import pyarrow as pa


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # all but tab and line break: no spreadsheet keeps them
_VIETNAM = timezone(timedelta(hours=7))

COLUMNS = (
    "url", "canonical_url", "portal", "platform", "agency", "province", "province_now", "section", "title", "lead",
    "text", "authors", "source_name", "dateline", "published", "published_precision", "published_raw",
    "published_origin", "updated", "updated_precision", "page_clock", "event_date", "views", "keywords", "captions",
    "images", "attachments", "language", "fixes", "flags", "fetched_at",
)  # fmt: skip
"""The columns of a CSV export, in order."""


def article_json(article: Article) -> bytes:
    """Return one article as a line of JSON, without its line break.

    >>> json.loads(article_json(Article(url=None, title="Họp")))["title"]
    'Họp'
    """
    return json.dumps(article_record(article), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def article_record(article: Article) -> dict[str, Any]:
    """Return an article as plain dicts and lists, `province_now` added: where its province label belongs today.

    Four times as fast as `dataclasses.asdict`, which copies deeply.
    """
    record = {name: getattr(article, name) for name in _FIELDS}
    record["province_now"] = _province_now(article.province)
    for name in ("published", "updated"):
        record[name] = _plain(record[name])
    for name in ("images", "attachments"):
        record[name] = [_plain(each) for each in record[name]]
    return record


_FIELDS = tuple(field.name for field in fields(Article))
_province_now = lru_cache(maxsize=1_000)(province_now)  # a label a portal: all articles of a store share a few


def _plain(value: Any) -> dict[str, Any] | None:
    return None if value is None else {name: getattr(value, name) for name in value.__slots__}


def flat_row(article: Article, *, guarded: bool = True) -> list[str]:
    """Return the cells of a CSV row, in the order of COLUMNS; lists are joined by line breaks.

    A cell that a spreadsheet would run (`=1+1`, `@SUM`) gets an apostrophe in front, as spreadsheets themselves do,
    and control characters are left out, unless `guarded` is false.

    >>> flat_row(Article(url=None, title="=1+1"))[COLUMNS.index("title")]
    "'=1+1"
    """
    cells = [_cell(article, column) for column in COLUMNS]
    return [safe_cell(cell) for cell in cells] if guarded else cells


def safe_cell(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula.

    >>> safe_cell("@cmd"), safe_cell("Họp"), safe_cell("")
    ("'@cmd", 'Họp', '')
    """
    if text and not text.isprintable():
        text = _CONTROL.sub("", text)
    return "'" + text if text.startswith(_FORMULA) else text


def _cell(article: Article, column: str) -> str:
    if column == "province_now":
        return _province_now(article.province) or ""
    name, _, part = column.partition("_")
    if name in ("published", "updated"):
        moment: Moment | None = getattr(article, name)
        return str(getattr(moment, part or "value")) if moment else ""
    value = getattr(article, column)
    if column in ("images", "attachments"):
        return "\n".join(each.url for each in value)
    if isinstance(value, list):
        return "\n".join(value)
    return "" if value is None else str(value)


def moment_instant(moment: Moment | None) -> datetime | None:
    """Return the earliest instant a moment can mean, in UTC; its precision says how much of it is real.

    >>> moment_instant(Moment("2020-01", "month", "", "prefix"))
    datetime.datetime(2019, 12, 31, 17, 0, tzinfo=datetime.timezone.utc)
    """
    if moment is None:
        return None
    value = moment.value + "-01" if moment.precision == "month" else moment.value
    instant = datetime.fromisoformat(value)
    return (instant if instant.tzinfo else instant.replace(tzinfo=_VIETNAM)).astimezone(UTC)


def typed_columns(articles: Sequence[Article]) -> dict[str, list[Any]]:
    """Return articles as columns, dates as instants, for a typed table.

    >>> typed_columns([Article(url=None, title="Họp")])["title"]
    ['Họp']
    """
    columns: dict[str, list[Any]] = {name: [getattr(article, name) for article in articles] for name in _FIELDS}
    columns["province_now"] = [_province_now(article.province) for article in articles]
    for name in ("images", "attachments"):
        columns[name] = [[_plain(each) for each in nested] for nested in columns[name]]
    for name in ("published", "updated"):
        moments: list[Moment | None] = columns[name]
        for part in Moment.__slots__:
            columns[f"{name}_{part}"] = [getattr(moment, part) if moment else None for moment in moments]
        columns[name] = [moment_instant(moment) for moment in moments]
    columns["event_date"] = [date.fromisoformat(day) if day else None for day in columns["event_date"]]
    return columns


def typed_schema() -> "pa.Schema":
    """Return the Arrow schema of `typed_columns`."""
    import pyarrow as pa

    text, texts, instant = pa.string(), pa.list_(pa.string()), pa.timestamp("us", tz="UTC")
    image = pa.struct([("url", text), ("alt", text), ("caption", text), ("credit", text)])
    attachment = pa.struct([("url", text), ("label", text), ("media_type", text)])
    special: dict[str, pa.DataType] = {
        "published": instant, "updated": instant, "event_date": pa.date32(), "views": pa.int64(),
        "images": pa.list_(image), "attachments": pa.list_(attachment),
    }  # fmt: skip
    lists = {"paragraphs", "captions", "authors", "keywords", "fixes", "flags"}
    columns = [(name, special.get(name, texts if name in lists else text)) for name in _FIELDS]
    columns.insert(_FIELDS.index("province") + 1, ("province_now", text))
    columns += [(f"{name}_{part}", text) for name in ("published", "updated") for part in Moment.__slots__]
    return pa.schema(columns)
