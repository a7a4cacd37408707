"""The frontier: every address ever seen, what is still to fetch, and what became of the rest."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from crawler.store.identity import address_key

PENDING, STORED, UNCHANGED, SKIPPED, FAILED = "pending", "stored", "unchanged", "skipped", "failed"
STATES = (PENDING, STORED, UNCHANGED, SKIPPED, FAILED)
LEASE_SECONDS = 86_400  # longer than a row waits in memory; those of a process that died are freed as the next begins
_LAST = -1000  # priority of what is looked at again: after everything new
_TRIED_LATELY = 12 * 3600  # seconds: an address that came to nothing is not tried again in the same night
_FORMS_REMEMBERED = 256  # forms with a body are many and used once
LISTINGS = frozenset(["section", "feed", "sitemap"])
"""Kinds of pages that are read again in every round."""


@dataclass(frozen=True, slots=True)
class Found:
    """An address on its way into the frontier."""

    key: int
    url: str
    kind: str = "article"
    priority: int = 0
    depth: int = 0
    identity: str | None = None
    section: str | None = None
    found_on: int | None = None
    """Key of the page it was found on."""
    link_text: str | None = None
    listing_date: str | None = None
    request: Mapping[str, Any] | None = None
    """What else the request needs, ready for JSON."""


class Known(NamedTuple):
    """What the frontier knows of an address."""

    state: str
    kind: str
    reason: str | None
    run: int | None
    next_at: int | None
    article: int | None
    etag: str | None = None
    last_modified: str | None = None
    trusted: int = 0
    said: int | None = None
    seen_at: int = 0
    done_at: int | None = None


class Address(NamedTuple):
    """One address of an article that the portal gives no number."""

    key: int
    url: str
    state: str | None
    """None: it was never asked for by itself."""
    done_at: int | None

    def is_there(self, now: int) -> bool:
        """Whether it gave the article of late, or is on its way."""
        return self.state == PENDING or (self.state in (STORED, UNCHANGED) and self.was_asked(now))

    def was_asked(self, now: int) -> bool:
        """Whether it was asked for of late."""
        return self.done_at is not None and self.done_at >= now - _TRIED_LATELY


class Leased(NamedTuple):
    """A pending row handed out."""

    key: int
    url: str
    kind: str
    priority: int
    depth: int
    identity: str | None
    section: str | None
    found_on: str | None
    link_text: str | None
    listing_date: str | None
    etag: str | None
    last_modified: str | None
    trusted: int
    request: str | None


@dataclass(frozen=True, slots=True)
class Settled:
    """How a fetch ended, for the ledger."""

    key: int
    url: str
    kind: str
    state: str
    reason: str | None = None
    status: int | None = None
    next_at: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    article: int | None = None
    page: int | None = None
    said: int | None = None


class Frontier:
    """The table `frontier` of one database. All writing happens in the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._forms: dict[str, int] = {}

    def known(self, key: int) -> Known | None:
        """Look an address up by key, aliases of articles included."""
        row = self.connection.execute(
            "SELECT state, kind, reason, run, next_at, article, etag, last_modified, trusted, said,"
            " seen_at, done_at FROM frontier WHERE key = ?",
            (key,),
        ).fetchone()
        if row is not None:
            return Known(*row)
        row = self.connection.execute(
            "SELECT article, aliases.seen_at FROM aliases JOIN frontier ON frontier.key = owner"
            " WHERE aliases.key = ? AND article IS NOT NULL",
            (key,),
        ).fetchone()
        return Known(STORED, "article", None, None, None, row[0], seen_at=row[1]) if row is not None else None

    def exists(self, key: int) -> bool:
        """Whether an address was ever seen. Asks the index alone, which stays in memory however many rows there are."""
        query = "SELECT EXISTS (SELECT 1 FROM frontier WHERE key = ?1) OR EXISTS (SELECT 1 FROM aliases WHERE key = ?1)"
        return bool(self.connection.execute(query, (key,)).fetchone()[0])

    def is_only_another_address(self, key: int, owner: int) -> bool:
        """Whether an address has no row but is another address of that one."""
        query = (
            "SELECT EXISTS (SELECT 1 FROM aliases WHERE key = ?1 AND owner = ?2)"
            " AND NOT EXISTS (SELECT 1 FROM frontier WHERE key = ?1)"
        )
        return bool(self.connection.execute(query, (key, owner)).fetchone()[0])

    def add(self, portal: str, found: Found, now: int, lease_until: int | None = None) -> None:
        """Put an address into the queue; one that is there already becomes pending again."""
        form = self._form(found.request) if found.request else None
        self.connection.execute(
            "INSERT INTO frontier (key, portal, host, url, identity, kind, state, priority, depth, lease_until,"
            " section, found_on, link_text, listing_date, form, seen_at)"
            " VALUES (?, ?, ?, ?, ?, ?, 'pending', ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (key) DO UPDATE SET state = 'pending', reason = NULL, priority = excluded.priority,"
            " lease_until = excluded.lease_until, form = excluded.form, next_at = NULL",
            (
                found.key,
                portal,
                _host(found.url),
                found.url,
                found.identity,
                found.kind,
                found.priority,
                found.depth,
                lease_until,
                found.section,
                found.found_on,
                found.link_text,
                found.listing_date,
                form,
                now,
            ),
        )

    def lease(self, portal: str, limit: int, now: int) -> list[Leased]:
        """Lease up to `limit` free pending rows to the caller, highest priority first, then oldest."""
        rows = self.connection.execute(
            "SELECT key, url, kind, priority, depth, identity, section,"
            " (SELECT url FROM frontier AS parent WHERE parent.key = frontier.found_on), link_text, listing_date, etag,"
            " last_modified, trusted, (SELECT request FROM request_forms WHERE id = form) FROM frontier"
            " WHERE portal = ? AND state = 'pending' AND (lease_until IS NULL OR lease_until < ?)"
            " ORDER BY priority DESC, id LIMIT ?",
            (portal, now, limit),
        ).fetchall()
        self.connection.executemany(
            "UPDATE frontier SET lease_until = ? WHERE key = ?", [(now + LEASE_SECONDS, row[0]) for row in rows]
        )
        return [Leased(*row) for row in rows]

    def release(self, portal: str) -> None:
        """Free every lease of a portal: its holder is gone, as the portal's lock proves."""
        self.connection.execute(
            "UPDATE frontier SET lease_until = NULL WHERE portal = ? AND state = 'pending' AND lease_until IS NOT NULL",
            (portal,),
        )

    def wake(self, portal: str, now: int, *, limit: int, everything: bool = False) -> int:
        """Make what is due pending again and return how many rows that was.

        Due are failures and refusals whose next try has come and, after them, up to `limit` articles whose re-check
        has come, at the lowest priority. With `everything`, all articles ever stored that are not gone.
        """
        failed = self.connection.execute(
            "UPDATE frontier SET state = 'pending', lease_until = NULL, next_at = NULL"
            " WHERE portal = ? AND next_at <= ?"
            " AND (state = 'failed' OR (state = 'skipped' AND kind = 'article'))",
            (portal, now),
        ).rowcount
        due = "next_at <= :now" if not everything else "true"
        checked = self.connection.execute(
            "UPDATE frontier SET state = 'pending', lease_until = NULL, next_at = NULL, priority = :last"  # noqa: S608
            " WHERE id IN (SELECT id FROM frontier WHERE portal = :portal AND kind = 'article'"
            f" AND state IN ('stored', 'unchanged') AND {due} ORDER BY next_at LIMIT :limit)",
            {"portal": portal, "now": now, "last": _LAST, "limit": -1 if everything else limit},
        ).rowcount
        return failed + checked

    def wake_window(self, portal: str, arguments: str) -> int:
        """Make pending again what was left out for its date by runs that were asked for something else."""
        return self.connection.execute(
            "UPDATE frontier SET state = 'pending', reason = NULL, lease_until = NULL"
            " WHERE portal = ? AND reason IN ('before_since', 'after_until')"
            " AND run IN (SELECT id FROM runs WHERE arguments <> ?)",
            (portal, arguments),
        ).rowcount

    def settle(self, portal: str, settled: Settled, run: int | None, now: int) -> None:
        """Close an address: it leaves `pending` for the state it ended in. Unknown addresses get a row."""
        values = {
            "key": settled.key,
            "portal": portal,
            "url": settled.url,
            "kind": settled.kind,
            "state": settled.state,
            "reason": settled.reason,
            "run": run,
            "status": settled.status,
            "next_at": settled.next_at,
            "etag": settled.etag,
            "last_modified": settled.last_modified,
            "article": settled.article,
            "page": settled.page,
            "said": settled.said,
            "now": now,
        }
        if self.connection.execute(_SETTLE, values).rowcount == 0:
            self.connection.execute(_SETTLE_UNKNOWN, {**values, "host": _host(settled.url)})

    def add_address(self, portal: str, owner: int, url: str, now: int, tried_at: int | None = None) -> bool:
        """Keep another address of a row, unless it is the row's own or known already; True when it was kept."""
        added = self.connection.execute(
            "INSERT OR IGNORE INTO aliases (key, owner, url, origin, seen_at, tried_at)"
            " SELECT ?1, ?2, ?3, 'link', ?4, ?5 WHERE NOT EXISTS (SELECT 1 FROM frontier WHERE key = ?2 AND url = ?3)",
            (address_key(portal, url), owner, url, now, tried_at),
        )
        return added.rowcount == 1

    def try_next_address(self, portal: str, key: int, failed: str | None, now: int) -> bool:
        """Make a row pending at an address of it that was not tried lately; False when there is none.

        Args:
            portal: Name of the portal.
            key: The row.
            failed: The address that came to nothing. None: the row's own, which otherwise is the first to be tried.
            now: Seconds since 1970, UTC.
        """
        own = self._own_address(key)
        if own is None or address_key(portal, own) == key:  # a row without a number is its address: `other_addresses`
            return False
        failed = failed or own
        tried = address_key(portal, failed)
        following = own if address_key(portal, own) != tried else self._untried(key, tried, now)
        if following is None:
            return False
        self.connection.execute(
            "DELETE FROM aliases WHERE key = ? AND owner = ?", (address_key(portal, following), key)
        )
        self.connection.execute(
            "INSERT INTO aliases (key, owner, url, origin, seen_at, tried_at) VALUES (?1, ?2, ?3, 'link', ?4, ?4)"
            " ON CONFLICT (key) DO UPDATE SET tried_at = ?4 WHERE owner = ?2",
            (tried, key, failed, now),
        )
        self.connection.execute(
            "UPDATE frontier SET url = ?, state = 'pending', reason = NULL, lease_until = NULL, next_at = NULL"
            " WHERE key = ?",
            (following, key),
        )
        return True

    def _untried(self, key: int, failed: int, now: int) -> str | None:
        """The first met of a row's other addresses that is not the failed one and was not tried lately."""
        row = self.connection.execute(
            "SELECT url FROM aliases WHERE owner = ? AND key <> ? AND origin <> 'identity'"
            " AND coalesce(tried_at, 0) < ? ORDER BY seen_at, url LIMIT 1",
            (key, failed, now - _TRIED_LATELY),
        ).fetchone()
        return row[0] if row else None

    def other_addresses(self, portal: str, owner: int, failed: int) -> list[Address]:
        """List the addresses of an article that are, or would be, rows of their own, one that has failed aside.

        Args:
            portal: Name of the portal.
            owner: `articles.key`: the row of its first address. Where that has a number, all addresses are that row.
            failed: Key of the address that need not be told.
        """
        own = self._own_address(owner)
        if own is None or address_key(portal, own) != owner:
            return []
        rows = self.connection.execute(
            "SELECT other.key, other.url, state, done_at FROM (SELECT key, url FROM aliases WHERE owner = ?1"
            " AND origin <> 'identity' UNION SELECT ?1, ?2) AS other"
            " LEFT JOIN frontier USING (key) WHERE other.key <> ?3 ORDER BY other.url",
            (owner, own, failed),
        )
        return [Address(*row) for row in rows]

    def look_again(self, key: int) -> bool:
        """Make an article's row pending, after everything else; False when it is already, or was given up."""
        done = self.connection.execute(
            "UPDATE frontier SET state = 'pending', lease_until = NULL, next_at = NULL, priority = ?"
            " WHERE key = ? AND state IN ('stored', 'unchanged')",
            (_LAST, key),
        )
        return done.rowcount == 1

    def _own_address(self, key: int) -> str | None:
        row = self.connection.execute("SELECT url FROM frontier WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def ask_again(self, portal: str, address: Address, article: int, now: int) -> None:
        """Make another address of an article pending."""
        self.connection.execute(
            "INSERT INTO frontier (key, portal, host, url, kind, state, article, seen_at)"
            " VALUES (?1, ?2, ?3, ?4, 'article', 'pending', ?5, ?6)"
            " ON CONFLICT (key) DO UPDATE SET state = 'pending', reason = NULL, lease_until = NULL, next_at = NULL",
            (address.key, portal, _host(address.url), address.url, article, now),
        )

    def _form(self, request: Mapping[str, Any]) -> int:
        """Give the number of a request form, which is written once however many rows share it."""
        packed = json.dumps(request, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        if packed not in self._forms:
            self.connection.execute("INSERT OR IGNORE INTO request_forms (request) VALUES (?)", (packed,))
            row = self.connection.execute("SELECT id FROM request_forms WHERE request = ?", (packed,)).fetchone()
            if len(self._forms) >= _FORMS_REMEMBERED:
                self._forms.clear()
            self._forms[packed] = row[0]
        return self._forms[packed]

    def forget(self) -> None:
        """Drop what was remembered of the tables, after a transaction was rolled back."""
        self._forms.clear()

    def known_until(self, portal: str) -> dict[str, str]:
        """Give, by the address of each list, the newest day up to which it is known whole."""
        rows = self.connection.execute(
            "SELECT url, newest_date FROM sections JOIN frontier USING (key) WHERE portal = ? AND newest_date > ''",
            (portal,),
        )
        return dict(rows.fetchall())

    def read_until(self, portal: str, lists: Iterable[tuple[str, str]]) -> None:
        """Note lists that are known whole up to a day: address, ISO 8601."""
        self.connection.executemany(
            "UPDATE sections SET newest_date = max(coalesce(newest_date, ''), ?) WHERE key = ?",
            [(day, address_key(portal, url)) for url, day in lists],
        )

    def tries(self, key: int) -> int:
        """Count the failures in a row of an address."""
        row = self.connection.execute("SELECT tries FROM frontier WHERE key = ?", (key,)).fetchone()
        return row[0] if row else 0

    def pending(self, portal: str) -> tuple[int, int | None]:
        """Count the pending rows of a portal that nobody holds, and give their highest priority."""
        row = self.connection.execute(
            "SELECT count(*), max(priority) FROM frontier WHERE portal = ? AND state = 'pending'"
            " AND lease_until IS NULL",
            (portal,),
        ).fetchone()
        return row[0], row[1]


def _host(url: str) -> str:
    """The host of an absolute address, without taking the rest apart; some hundred are asked for on every listing."""
    return url.split("/", 3)[2].lower() if url.count("/", 0, 12) > 1 else ""


# Validators outlive answers without a body of their own: 304 and failures.
_SETTLE = """
UPDATE frontier SET kind = :kind, state = :state, reason = :reason, run = :run, status = :status, next_at = :next_at,
  etag = CASE WHEN :status = 304 OR :state = 'failed' THEN coalesce(:etag, etag) ELSE :etag END,
  last_modified = CASE WHEN :status = 304 OR :state = 'failed'
                       THEN coalesce(:last_modified, last_modified) ELSE :last_modified END,
  trusted = CASE WHEN :status = 304 THEN trusted + 1 ELSE 0 END,
  tries = CASE WHEN :state = 'failed' THEN tries + 1 ELSE 0 END,
  article = coalesce(:article, article), page = coalesce(:page, page),
  said = CASE WHEN :state IN ('stored', 'unchanged') THEN coalesce(:said, said) END, done_at = :now, lease_until = NULL
WHERE key = :key
"""
_SETTLE_UNKNOWN = """
INSERT INTO frontier (key, portal, host, url, kind, state, reason, run, tries, next_at, status, etag, last_modified,
                      article, page, said, seen_at, done_at)
VALUES (:key, :portal, :host, :url, :kind, :state, :reason, :run, :state = 'failed', :next_at, :status, :etag,
        :last_modified, :article, :page, :said, :now, :now)
"""
