"""The browse server: Datasette with our pages and our guards."""

from collections.abc import Iterable
from pathlib import Path

from datasette.app import Datasette
from datasette.plugins import pm

from crawler.browse import plugin
from crawler.browse.guards import Application, Guarded

_SETTINGS = {
    "sql_time_limit_ms": 1_000,
    "max_returned_rows": 1_000,
    "facet_time_limit_ms": 500,
    "allow_download": False,
    "allow_csv_stream": False,
    "truncate_cells_html": 120,  # letters: a whole text makes a row as high as a house
    "suggest_facets": False,  # it would read every column of every article
}
_NAME = "articles"
"""Of the database on the pages, whatever its file is called."""
_METADATA = {
    "title": "Tin Sở",
    "description": "The tables of the store as they are. Nothing can be changed here.",
    "databases": {_NAME: {"tables": {"articles": {"facets": ["portal"], "sort_desc": "id", "label_column": "title"}}}},
}


def application(store: Path, hosts: Iterable[str] = ()) -> Application:
    """Return the server as an ASGI application.

    Args:
        store: The database file.
        hosts: Names besides 127.0.0.1 and localhost under which it may be called.
    """
    from datasette import handle_exception  # only now: Datasette imports it itself, and first

    handle_exception.rich = None  # with it, Datasette fails to tell of pages that are not there, and prints locals
    if not pm.has_plugin("tin-so"):
        pm.register(plugin, "tin-so")
    datasette = Datasette([str(store)], settings=_SETTINGS, metadata=_METADATA, cache_headers=False)
    database = datasette.get_database()
    datasette.remove_database(database.name)  # Datasette calls it as its file is called: our links and notes would miss
    datasette.add_database(database, name=_NAME)
    return Guarded(datasette.app(), hosts)
