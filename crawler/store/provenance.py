"""Why an address is in the store: where it was found, what became of it, under which other addresses it is known."""

import sqlite3
from dataclasses import dataclass

from crawler.store.identity import address_key

_ROW = """
SELECT f.key, f.article, f.portal, f.url, f.kind, f.state, f.reason, f.status, f.tries, f.next_at, f.section,
       parent.url, f.link_text, f.listing_date, f.seen_at, f.done_at, a.platform, a.extractor_version,
       a.rest ->> 'fixes', a.rest ->> 'flags', a.title, a.published_value, a.published_origin, a.gone_at, a.gone_reason,
       a.unlisted_at
FROM frontier f LEFT JOIN frontier parent ON parent.key = f.found_on LEFT JOIN articles a ON a.id = f.article
WHERE f.key = ?
"""
_OWNER = "SELECT owner FROM aliases WHERE key = ?"
_OTHERS = """
SELECT url, origin FROM aliases WHERE owner IN (?1, (SELECT key FROM articles WHERE id = ?2)) AND origin <> 'identity'
UNION SELECT url, coalesce(reason, 'link') FROM frontier WHERE article = ?2 AND key <> ?1 AND ?2 IS NOT NULL
ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class Provenance:
    """One row of the ledger, with what its article says of its reading. Times are seconds since 1970, UTC."""

    key: int
    article: int | None
    """Number of the article it leads to; None: it leads to none."""
    portal: str
    url: str
    kind: str
    state: str
    reason: str | None
    status: int | None
    tries: int
    next_at: int | None
    """Next try or re-check; None: never again."""
    section: str | None
    found_on: str | None
    """Address of the page it was found on; None: the portal's class names it."""
    link_text: str | None
    listing_date: str | None
    seen_at: int
    done_at: int | None
    platform: str | None
    """The family whose rules read it."""
    extractor_version: str | None
    fixes: str | None
    """JSON list of the repairs made."""
    flags: str | None
    """JSON list of the doubts left, how its connection was verified among them (`tls=unverified:self-signed`)."""
    title: str | None
    published: str | None
    published_origin: str | None
    gone_at: int | None
    gone_reason: str | None
    unlisted_at: int | None
    """Since when its list shows its neighbours without it."""
    aliases: tuple[tuple[str, str], ...]
    """Every other address of the article, with how it was met: link, address, redirect, alias."""


def provenance(connection: sqlite3.Connection, url: str, portal: str | None = None) -> Provenance | None:
    """Give the row of an address, or of the article it is another address of; None when it was never seen.

    Args:
        connection: An open store.
        url: Any address of it.
        portal: Name of the portal; any when None.
    """
    names = [portal] if portal else [name for (name,) in connection.execute("SELECT DISTINCT portal FROM frontier")]
    for key in (*(address_key(name, url) for name in names), *_of_the_very_address(connection, url)):
        row = connection.execute(_ROW, (key,)).fetchone()
        if row is None and (owner := connection.execute(_OWNER, (key,)).fetchone()):
            row = connection.execute(_ROW, owner).fetchone()
        if row is not None:
            others = tuple(connection.execute(_OTHERS, row[:2]).fetchall())
            return Provenance(*(*row, others))
    return None


def _of_the_very_address(connection: sqlite3.Connection, url: str) -> list[int]:
    """Keys of rows with this very address: those whose key is made of the portal's own number."""
    return [key for (key,) in connection.execute("SELECT key FROM frontier WHERE url = ?", (url,))]
