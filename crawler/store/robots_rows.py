"""The last good robots.txt of each host, between runs (RFC 9309, section 2.3.1.4)."""

import sqlite3
import time

from scrapy.crawler import Crawler

from crawler.store.session import Session

_DAY = 86_400
KEPT_DAYS = 30
"""How long a copy may stand in for a host that does not answer."""


def recall(connection: sqlite3.Connection, origin: str, now: int) -> bytes | None:
    """Return the body last remembered for `scheme://host:port`, None when there is none or it is too old."""
    row = connection.execute(
        "SELECT body FROM robots WHERE origin = ? AND seen_at > ?", (origin, now - KEPT_DAYS * _DAY)
    ).fetchone()
    return row[0] if row else None


def remember(connection: sqlite3.Connection, origin: str, body: bytes, now: int) -> None:
    """Keep the body of an answer with status 200 in place of the one before. Inside a transaction."""
    connection.execute(
        "INSERT INTO robots (origin, body, seen_at) VALUES (?1, ?2, ?3)"
        " ON CONFLICT (origin) DO UPDATE SET body = ?2, seen_at = ?3",
        (origin, body, now),
    )


class StoredRobots:
    """The memory of robots.txt of a crawl, in its store. Setting: `ROBOTS_MEMORY`."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    def recall(self, origin: str) -> bytes | None:
        """See `crawler.middlewares.robots.RobotsMemory`. A store that is busy remembers nothing."""
        try:
            return recall(Session.of(self._crawler).reader.connection, origin, int(time.time()))
        except sqlite3.OperationalError:
            return None

    def remember(self, origin: str, body: bytes) -> None:
        """See `crawler.middlewares.robots.RobotsMemory`."""
        now = int(time.time())
        Session.of(self._crawler).submit(lambda store: remember(store.connection, origin, body, now))
