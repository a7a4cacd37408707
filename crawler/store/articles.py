"""The shelf of articles: one row an article, every version and every other address of it."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from crawler.store import removed_rows
from crawler.store.article_rows import COLUMNS, WRITTEN, from_row, to_row
from crawler.store.identity import address_key, is_home, url_key
from crawler.store.removed_rows import RemovedLine
from crawler.store.revisions import Revision, change_between, content_hash, differences, extras_hash
from items import Article

_SHORTEST_TWIN = 200  # letters: shorter texts ("Ảnh: hoạt động của Sở") are alike without being the same article
_COLUMNS = ", ".join(COLUMNS)
_INSERT = (
    f"INSERT INTO articles ({', '.join(WRITTEN)}, key, identity, content, extras, extractor_version, page,"  # noqa: S608
    " first_seen_at, changed_at)"
    f" VALUES ({', '.join('?' * (len(WRITTEN) + 8))})"
)
_UPDATE = (
    f"UPDATE articles SET {', '.join(f'{column} = ?' for column in WRITTEN)}, content = ?, extras = ?,"  # noqa: S608
    " extractor_version = ?, page = ?, changed_at = ?, revision = ?, gone_at = NULL, gone_reason = NULL WHERE id = ?"
)
_SELECT = f"SELECT {_COLUMNS} FROM articles"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Held:
    """What is already held of an article, enough to see whether a new reading says something new."""

    number: int
    key: int
    content: int
    extras: int
    revision: int
    page: int | None
    first_seen_at: int
    gone_at: int | None
    extractor_version: str | None


class ArticleShelf:
    """Articles of one database. All writing happens in the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def held(self, number: int) -> Held:
        """What is held of the article of that number."""
        row = self._connection.execute(
            "SELECT id, key, content, extras, revision, page, first_seen_at, gone_at, extractor_version"
            " FROM articles WHERE id = ?",
            (number,),
        ).fetchone()
        return Held(*row)

    def get(self, number: int) -> Article:
        """The article of that number."""
        return from_row(self._connection.execute(f"{_SELECT} WHERE id = ?", (number,)).fetchone())

    def find(self, portal: str, article: Article, identity: str | None, addresses: Sequence[str]) -> int | None:
        """Find the article a reading belongs to: by identity, by address, by a sane canonical link, by its words.

        Canonical links are trusted only when they stay on the site, are not its front page and lead to an article of
        the same title: templates that name one canonical address for every page are common. Words count only where
        the portal gives no identity of its own, and only when there are enough of them.
        """
        key = address_key(portal, addresses[0], identity)
        if (number := self._by_key(key)) is not None:
            return number
        if identity is not None:
            return None
        for address in addresses[1:]:
            if (number := self._by_key(address_key(portal, address))) is not None:
                return number
        canonical = article.canonical_url
        if canonical and (number := self._by_canonical(portal, article, canonical, addresses[0])) is not None:
            return number
        return self._by_words(portal, article)

    def add(
        self,
        key: int,
        article: Article,
        page: int | None,
        version: str | None,
        now: int,
        *,
        identity: str | None = None,
        removed: Sequence[RemovedLine] | None = None,
    ) -> int:
        """Keep a new article under the key of its first address and return its number."""
        row = self._connection.execute(
            _INSERT,
            (*to_row(article), key, identity, content_hash(article), extras_hash(article), version, page, now, now),
        )
        assert row.lastrowid is not None
        removed_rows.keep(self._connection, row.lastrowid, 1, removed)
        return row.lastrowid

    def revise(
        self,
        held: Held,
        article: Article,
        page: int | None,
        version: str | None,
        now: int,
        *,
        removed: Sequence[RemovedLine] | None = None,
    ) -> str | None:
        """Keep a new version of an article; return the kind of change, None when nothing that counts differs."""
        old = self.get(held.number)
        change = change_between(old, article)
        if change is None:
            return None
        content, extras = content_hash(article), extras_hash(article)
        number = held.revision + 1
        packed = json.dumps(differences(old, article), ensure_ascii=False)
        if held.revision == 1:
            self._record(held, "first", None, held.first_seen_at)
        newer = replace(held, revision=number, content=content, extras=extras, page=page, extractor_version=version)
        self._record(newer, change, packed, now)
        kept = replace(article, url=old.url)  # the address an article is known by does not change with its text
        self._connection.execute(_UPDATE, (*to_row(kept), content, extras, version, page, now, number, held.number))
        removed_rows.keep(self._connection, held.number, number, removed)
        return change

    def replace(
        self, number: int, article: Article, version: str | None, *, removed: Sequence[RemovedLine] | None = None
    ) -> None:
        """Put a better reading of the same page in place of the article; the portal changed nothing: no revision.

        Address and time of fetching stay: they are the page's.
        """
        values = dict(zip(WRITTEN, to_row(article), strict=True))
        values |= {"content": content_hash(article), "extras": extras_hash(article), "extractor_version": version}
        for fixed in ("url", "fetched_at", "portal"):
            del values[fixed]
        assignments = ", ".join(f"{column} = ?" for column in values)
        self._connection.execute(f"UPDATE articles SET {assignments} WHERE id = ?", (*values.values(), number))  # noqa: S608
        revision = self.held(number).revision
        removed_rows.forget(self._connection, number, revision)
        removed_rows.keep(self._connection, number, revision, removed)

    def is_known_version(self, held: Held, content: int) -> bool:
        """Whether the article already had these words in an earlier version."""
        found = self._connection.execute(
            "SELECT 1 FROM revisions WHERE article = ? AND content = ?", (held.number, content)
        ).fetchone()
        return found is not None

    def alias(self, portal: str, number: int, url: str, origin: str, now: int) -> None:
        """Keep another address of an article. An address that already leads somewhere stays as it is."""
        self._connection.execute(
            "INSERT OR IGNORE INTO aliases (key, owner, url, origin, seen_at) SELECT ?1, key, ?2, ?3, ?4 FROM articles"
            " WHERE id = ?5 AND key <> ?1",
            (address_key(portal, url), url, origin, now, number),
        )

    def name(self, portal: str, number: int, identity: str, url: str, now: int) -> None:
        """Have an article found by what the portal itself calls it, where its first address did not tell."""
        self._connection.execute(
            "INSERT OR IGNORE INTO aliases (key, owner, url, origin, seen_at) SELECT ?1, key, ?2, 'identity', ?3"
            " FROM articles WHERE id = ?4",
            (address_key(portal, "", identity), url, now, number),
        )

    def aliases(self, number: int) -> list[str]:
        """Every other address of an article, first seen first."""
        query = (
            "SELECT aliases.url FROM articles JOIN aliases ON articles.key = owner WHERE id = ?"
            " AND origin <> 'identity' ORDER BY seen_at, aliases.url"
        )
        return [url for (url,) in self._connection.execute(query, (number,))]

    def gone(self, number: int, reason: str, now: int) -> bool:
        """Note that the portal no longer has the article; its text stays. True when that is news."""
        done = self._connection.execute(
            "UPDATE articles SET gone_at = ?, gone_reason = ? WHERE id = ? AND gone_at IS NULL", (now, reason, number)
        )
        return done.rowcount == 1

    def of_days(self, portal: str, listing: str, since: str, before: str) -> list[tuple[int, int | None]]:
        """List the articles first found in a list, of these days, that are not gone: number, since when unlisted.

        Args:
            portal: Name of the portal.
            listing: Address of the list's first page; the request of each further page names it.
            since: First day, ISO 8601.
            before: The day after the last.
        """
        return self._connection.execute(
            "SELECT articles.id, unlisted_at FROM articles JOIN frontier ON frontier.key = articles.key"
            " JOIN frontier AS page ON page.key = frontier.found_on"
            " LEFT JOIN request_forms ON request_forms.id = page.form"
            " WHERE articles.portal = ? AND published_value >= ? AND published_value < ? AND gone_at IS NULL"
            " AND (page.key = ? OR request ->> '$.meta.section_url' = ?)",
            (portal, since, before, address_key(portal, listing), listing),
        ).fetchall()

    def note_unlisted(self, number: int, now: int | None) -> None:
        """Note that the list of an article does not show it since now, or shows it again (None)."""
        self._connection.execute("UPDATE articles SET unlisted_at = ? WHERE id = ?", (now, number))

    def is_unlisted(self, number: int) -> bool:
        """Whether the list of an article no longer shows it."""
        row = self._connection.execute("SELECT unlisted_at FROM articles WHERE id = ?", (number,)).fetchone()
        return row is not None and row[0] is not None

    def back(self, number: int) -> None:
        """Note that the portal has the article again."""
        self._connection.execute("UPDATE articles SET gone_at = NULL, gone_reason = NULL WHERE id = ?", (number,))

    def history(self, number: int) -> list[Revision]:
        """Every version of an article, oldest first; one version for an article that never changed."""
        rows = self._connection.execute(
            "SELECT number, seen_at, change, difference, page, extractor_version FROM revisions WHERE article = ?"
            " ORDER BY number",
            (number,),
        ).fetchall()
        kept = removed_rows.recall(self._connection, number)
        if not rows:
            held = self.held(number)
            rows = [(1, held.first_seen_at, "first", None, held.page, held.extractor_version)]
        return [
            Revision(place, seen_at, change, json.loads(packed) if packed else {}, page, version, kept.get(place, ()))
            for place, seen_at, change, packed, page, version in rows
        ]

    def select(self, where: str, values: Sequence[Any]) -> Iterator[Article]:
        """Stream the articles that meet a condition on the columns of `articles`."""
        for row in self._connection.execute(f"{_SELECT} {where}", values):
            yield from_row(row)

    def locate(self, url: str, portal: str | None = None) -> int | None:
        """Find an article by any of its addresses, in one portal or in all."""
        portals = [portal] if portal else [name for (name,) in self._connection.execute(_PORTALS)]
        for name in portals:
            key = address_key(name, url)
            if (number := self._by_key(key)) is not None:
                return number
        row = self._connection.execute(
            "SELECT article FROM frontier WHERE url = :url AND article IS NOT NULL"
            " UNION ALL SELECT id FROM articles WHERE url = :url",
            {"url": url},
        ).fetchone()
        return row[0] if row else None

    def _record(self, held: Held, change: str, difference: str | None, seen_at: int) -> None:
        self._connection.execute(
            "INSERT OR IGNORE INTO revisions (article, number, seen_at, change, difference, content, extras, page,"
            " extractor_version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                held.number,
                held.revision,
                seen_at,
                change,
                difference,
                held.content,
                held.extras,
                held.page,
                held.extractor_version,
            ),
        )

    def _by_key(self, key: int) -> int | None:
        for query in (_BY_FIRST_ADDRESS, _BY_ALIAS):
            row = self._connection.execute(query, (key,)).fetchone()
            if row is not None and row[0] is not None:
                return int(row[0])
        return None

    def _by_canonical(self, portal: str, article: Article, canonical: str, fetched: str) -> int | None:
        same_site = url_key(canonical).partition("/")[0] == url_key(fetched).partition("/")[0]
        if not same_site or is_home(canonical):
            return None
        number = self._by_key(address_key(portal, canonical))
        if number is None:
            return None
        title = self._connection.execute("SELECT title FROM articles WHERE id = ?", (number,)).fetchone()[0]
        return number if title == article.title else None

    def _by_words(self, portal: str, article: Article) -> int | None:
        if len(article.text) < _SHORTEST_TWIN:
            return None
        published = article.published.value if article.published else None
        row = self._connection.execute(
            "SELECT id FROM articles WHERE portal = ? AND published_value IS ? AND content = ? AND identity IS NULL",
            (portal, published, content_hash(article)),
        ).fetchone()
        return int(row[0]) if row else None


_BY_FIRST_ADDRESS = "SELECT article FROM frontier WHERE key = ?"
_BY_ALIAS = "SELECT article FROM aliases JOIN frontier ON frontier.key = owner WHERE aliases.key = ?"
_PORTALS = "SELECT DISTINCT portal FROM frontier UNION SELECT DISTINCT portal FROM articles"
