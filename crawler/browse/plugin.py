"""What Datasette asks of us: guarded connections, and our pages in front of its own."""

import sqlite3
from collections.abc import Callable
from typing import Any

from datasette import hookimpl

from crawler.browse.guards import read_only
from crawler.browse.pages import ROUTES


@hookimpl
def prepare_connection(conn: sqlite3.Connection, database: str) -> None:
    """Make every connection one that only reads, but that to Datasette's own notes in memory."""
    if database != "_internal":
        read_only(conn)


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Any]]]:
    """Put our pages in front of Datasette's."""
    return ROUTES
