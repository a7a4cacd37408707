"""The pages of ours: find articles, look at one, read the page it came from."""

import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any
from urllib.parse import unquote, urlencode

from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import NotFound, Request, Response
from jinja2 import Environment, PackageLoader, select_autoescape

from crawler.browse.facets import FACETS, chosen_in, condition, counted, counted_in, values_of
from crawler.duplicates.clusters import cluster_of, members
from crawler.search.index import behind, has_index, row_after
from crawler.search.search import excerpt, search
from crawler.showing import visible
from crawler.store.article_rows import COLUMNS, from_row
from crawler.store.errors import StoreError
from crawler.store.pages import PageShelf
from crawler.store.removed_rows import recall

_TIME_MS = 1_000
_HITS = 200  # of a search, among which facets are counted
_ROWS = 30  # on a page
_LISTED = "id, title, portal, province, section, published_value, substr(published_value, 1, 4) AS year"
_TOO_LONG = "That took too long;"


async def find(datasette: Any, request: Request) -> Response:
    """Show articles: those that fit the words, or the newest, of what is chosen."""
    arguments = {name: request.args.get(name) or "" for name in ("q", "page", *FACETS)}
    query, chosen = arguments["q"].strip(), chosen_in(arguments)
    number = int(arguments["page"]) if arguments["page"].isdecimal() and len(arguments["page"]) < 6 else 0
    read = _found if query else _newest
    context = await _read(datasette, lambda connection: read(connection, query, chosen, number))
    return _page("find.html", query=query, chosen=chosen, number=number, **context)


async def article(datasette: Any, request: Request) -> Response:
    """Show one article with everything the store knows of it."""
    number = int(request.url_vars["number"])
    return _page("article.html", **await _read(datasette, lambda connection: _article(connection, number)))


async def stored_page(datasette: Any, request: Request) -> Response:
    """Give a stored page as plain text: what a portal sent is never shown as a page of ours."""
    number = int(request.url_vars["number"])
    body = await _read(datasette, lambda connection: _stored(connection, number))
    headers = {"x-page": "1", "content-disposition": f'inline; filename="page-{number}.txt"'}
    return Response(body, content_type="text/plain; charset=utf-8", headers=headers)


ROUTES = [
    (r"^/$", find),
    (r"^/article/(?P<number>\d{1,15})$", article),
    (r"^/page/(?P<number>\d{1,15})$", stored_page),
]


async def _read(datasette: Any, work: Callable[[sqlite3.Connection], Any]) -> Any:
    return await datasette.get_database().execute_fn(work)


def _found(connection: sqlite3.Connection, query: str, chosen: dict[str, str], number: int) -> dict[str, Any]:
    if not has_index(connection):
        return {
            **_nothing(),
            "note": "Nothing is indexed yet: scrapy search WORDS, or browse a store that can be written.",
        }
    hits = _timed(connection, lambda: search(connection, query, _HITS), None)
    if hits is None:
        return {**_nothing(), "note": f"{_TOO_LONG} add a word."}
    rows = [row for hit in hits if (row := _row(connection, hit.article)) is not None]
    rows = [row for row in rows if all(row[name] == value for name, value in chosen.items())]
    shown = rows[number * _ROWS : (number + 1) * _ROWS]
    for row in shown:
        row["excerpt"] = excerpt(_text(connection, row["id"]), query)
    return {
        "rows": shown,
        "facets": {name: values_of(name, counted_in(rows, name), chosen, query) for name in FACETS},
        "total": len(rows),
        "note": _unindexed(connection),
        "more": _link({"q": query, **chosen}, number + 1) if len(rows) > (number + 1) * _ROWS else "",
        "is_part": len(hits) == _HITS,
    }


def _newest(connection: sqlite3.Connection, query: str, chosen: dict[str, str], number: int) -> dict[str, Any]:
    listed, values = _listing(connection, chosen)
    values += [_ROWS + 1, number * _ROWS]
    found = _timed(
        connection, lambda: [dict(row) for row in connection.execute(f"{listed} LIMIT ? OFFSET ?", values)], None
    )
    facets = {}
    for name in FACETS:
        counts = _timed(connection, partial(counted, connection, name, chosen), [])
        facets[name] = values_of(name, counts, chosen, query)
    return {
        "rows": (found or [])[:_ROWS],
        "facets": facets,
        "total": _timed(connection, lambda: _count(connection, chosen), None),
        "note": f"{_TOO_LONG} choose a portal too." if found is None else _unindexed(connection),
        "more": _link(chosen, number + 1) if len(found or []) > _ROWS else "",
        "is_part": False,
    }


def _listing(connection: sqlite3.Connection, chosen: dict[str, str]) -> tuple[str, list[Any]]:
    """Return a query of what is chosen, newest first, that an index can answer without sorting all."""
    where, values = condition(chosen)
    if "portal" in chosen:
        return f"SELECT {_LISTED} FROM articles WHERE {where} ORDER BY published_value DESC", values  # noqa: S608
    if not has_index(connection):
        return f"SELECT {_LISTED} FROM articles WHERE {where} ORDER BY id DESC", values  # noqa: S608
    below = row_after(f"{chosen['year']}-12-31") if "year" in chosen else 1 << 62
    by_day = f"SELECT {_LISTED} FROM indexed CROSS JOIN articles ON id = article WHERE row < ? AND {where}"  # noqa: S608
    return f"{by_day} ORDER BY row DESC", [below, *values]


def _link(arguments: dict[str, str], number: int) -> str:
    return urlencode({**arguments, "page": number})


def _unindexed(connection: sqlite3.Connection) -> str:
    late = behind(connection) if has_index(connection) else 0
    return f"{late:,} more since this was opened." if late else ""


def _timed(connection: sqlite3.Connection, work: Callable[[], Any], otherwise: Any) -> Any:
    try:
        with sqlite_timelimit(connection, _TIME_MS):
            return work()
    except sqlite3.OperationalError:
        return otherwise


def _nothing() -> dict[str, Any]:
    return {"rows": [], "facets": {}, "total": 0, "more": "", "is_part": False}


def _count(connection: sqlite3.Connection, chosen: dict[str, str]) -> int:
    where, values = condition(chosen)
    return int(connection.execute(f"SELECT count(*) FROM articles WHERE {where}", values).fetchone()[0])  # noqa: S608


def _row(connection: sqlite3.Connection, number: int) -> dict[str, Any] | None:
    row = connection.execute(f"SELECT {_LISTED} FROM articles WHERE id = ?", (number,)).fetchone()  # noqa: S608
    return dict(row) if row else None


def _text(connection: sqlite3.Connection, number: int) -> str:
    return str(connection.execute("SELECT text FROM articles WHERE id = ?", (number,)).fetchone()[0])


def _article(connection: sqlite3.Connection, number: int) -> dict[str, Any]:
    row = connection.execute(f"SELECT {', '.join(COLUMNS)} FROM articles WHERE id = ?", (number,)).fetchone()  # noqa: S608
    if row is None:
        raise NotFound(f"There is no article {number}.")
    kept = connection.execute(
        "SELECT page, extractor_version, first_seen_at, gone_at, gone_reason FROM articles WHERE id = ?", (number,)
    ).fetchone()
    revisions = connection.execute(
        "SELECT number, seen_at, change, difference, page FROM revisions WHERE article = ? ORDER BY number", (number,)
    ).fetchall()
    removed = recall(connection, number)
    copies = []
    if has_index(connection) and (cluster := cluster_of(connection, number)) is not None:
        copies = members(connection, cluster)
    return {
        "number": number,
        "article": from_row(tuple(row)),
        "kept": dict(kept),
        "revisions": [{**dict(one), "difference": _indented(one["difference"])} for one in revisions],
        "copies": copies,
        "removed": removed[max(removed)] if removed else [],
    }


def _indented(packed: str | None) -> str:
    return json.dumps(json.loads(packed), ensure_ascii=False, indent=2) if packed else ""


def _stored(connection: sqlite3.Connection, number: int) -> str:
    try:
        return PageShelf(connection).get(number).body.decode("utf-8", "replace")
    except StoreError as error:
        raise NotFound(str(error)) from None


def file_name(url: str) -> str:
    """Return the file an address ends in, as people write it.

    >>> file_name("https://so-mau.example/van-ban/K%E1%BA%BF%20ho%E1%BA%A1ch.pdf?x=1")
    'Kế hoạch.pdf'
    """
    path = url.partition("#")[0].partition("?")[0]
    return unquote(path.rstrip("/").rpartition("/")[2], errors="replace")


def _page(template: str, **context: Any) -> Response:
    return Response.html(_environment().get_template(template).render(**context), headers={"x-page": "1"})


@cache
def _environment() -> Environment:
    environment = Environment(loader=PackageLoader("crawler.browse"), autoescape=select_autoescape(default=True))
    environment.filters["visible"] = visible
    environment.filters["file_name"] = file_name
    environment.filters["instant"] = lambda seconds: datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M UTC")
    return environment
