"""Lines of a page that are no text of its article, kept by version where the setting KEEP_REMOVED asks for it."""

import json
import sqlite3
from collections.abc import Sequence

RemovedLine = tuple[str, int, str]
"""Class, position in the body, words: see `crawler.cleaning.boilerplate.Removed`."""


def keep(connection: sqlite3.Connection, article: int, revision: int, lines: Sequence[RemovedLine] | None) -> None:
    """Put lines in place of what is kept of a version of an article. Inside a transaction.

    >>> connection = sqlite3.connect(":memory:")
    >>> _ = connection.execute("CREATE TABLE removed (article, revision, lines, PRIMARY KEY (article, revision))")
    >>> keep(connection, 7, 1, [("byline", 3, "Bùi Sương")])
    >>> recall(connection, 7)
    {1: [('byline', 3, 'Bùi Sương')]}
    """
    if lines:
        packed = json.dumps([list(line) for line in lines], ensure_ascii=False, separators=(",", ":"))
        connection.execute("INSERT OR REPLACE INTO removed VALUES (?, ?, ?)", (article, revision, packed))


def forget(connection: sqlite3.Connection, article: int, revision: int) -> None:
    """Delete what is kept of a version: other rules have read it since."""
    connection.execute("DELETE FROM removed WHERE article = ? AND revision = ?", (article, revision))


def recall(connection: sqlite3.Connection, article: int) -> dict[int, list[RemovedLine]]:
    """Return what is kept of an article: number of the version -> its lines, in order."""
    query = "SELECT revision, lines FROM removed WHERE article = ? ORDER BY revision"
    return {
        revision: [(class_, position, words) for class_, position, words in json.loads(packed)]
        for revision, packed in connection.execute(query, (article,))
    }
