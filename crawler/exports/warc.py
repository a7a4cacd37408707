"""WARC: the stored pages of chosen articles as standard records, one gzip member each."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from typing import BinaryIO

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.store.pages import PageShelf
from crawler.store.selection import Selection
from items import Page


def write_warc(
    connection: sqlite3.Connection, selection: Selection, file: BinaryIO, *, extra: str = "1", gzip: bool = True
) -> Iterator[int]:
    """Write the page of every chosen article that has one; yield the number of records after each.

    The header block of a record holds what the store keeps of the answer (its Content-Type); the body is the page
    byte for byte, content encodings undone. A page several articles were read from is written for each.

    Raises:
        StoreError: a stored page is damaged.
    """
    writer, shelf = WARCWriter(file, gzip=gzip), PageShelf(connection)
    writer.write_record(writer.create_warcinfo_record("articles.warc", {"software": "Tin So", "format": "WARC/1.0"}))
    where, values = selection.where()
    query = f"SELECT a.page FROM articles a WHERE {where} AND {extra} AND a.page IS NOT NULL ORDER BY a.id"  # noqa: S608
    for number, (page,) in enumerate(connection.execute(query, values), 1):
        _write(writer, shelf.get(page))
        yield number


def _write(writer: WARCWriter, page: Page) -> None:
    headers = [(name, value) for name, value in page.headers.items() if value.isprintable()]
    http = StatusAndHeaders(
        f"200 {HTTPStatus.OK.phrase}", [*headers, ("Content-Length", str(len(page.body)))], "HTTP/1.1"
    )
    when = {"WARC-Date": _instant(page.fetched_at)} if page.fetched_at else {}
    record = writer.create_warc_record(
        page.url or "urn:x-unknown", "response", BytesIO(page.body), http_headers=http, warc_headers_dict=when
    )
    writer.write_record(record)


def _instant(value: datetime | str) -> str:
    when = datetime.fromisoformat(value) if isinstance(value, str) else value
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
