"""What the browse server refuses: foreign hosts, writing, other files, work without end."""

import sqlite3
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

_READING = frozenset([sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE])
_TELLING = (
    "table_info table_xinfo table_list foreign_key_list index_list index_info index_xinfo data_version schema_version"
    " database_list compile_options"
)
_PRAGMAS = frozenset(_TELLING.split())
_FUNCTIONS = frozenset(["load_extension", "fts3_tokenizer", "writefile", "edit"])
_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
_DATASETTE_POLICY = f"{_POLICY}; script-src 'self' 'unsafe-inline'; connect-src 'self'"
_METHODS = frozenset(["GET", "HEAD"])
LOCAL = frozenset(["127.0.0.1", "localhost", "::1"])

Application = Callable[[MutableMapping[str, Any], Any, Any], Awaitable[None]]


def read_only(connection: sqlite3.Connection) -> None:
    """Let a connection read this database and nothing else: no writing, no ATTACH, no PRAGMA that sets anything.

    >>> connection = sqlite3.connect(":memory:")
    >>> read_only(connection)
    >>> connection.execute("ATTACH 'other.db' AS other")
    Traceback (most recent call last):
        ...
    sqlite3.DatabaseError: not authorized
    """
    connection.execute("PRAGMA query_only = ON")
    connection.set_authorizer(_authorize)


def _authorize(action: int, first: str | None, second: str | None, *_place: str | None) -> int:
    if action == sqlite3.SQLITE_FUNCTION:
        return sqlite3.SQLITE_DENY if (second or "").lower() in _FUNCTIONS else sqlite3.SQLITE_OK
    if action in _READING or (action == sqlite3.SQLITE_PRAGMA and (first or "").lower() in _PRAGMAS):
        return sqlite3.SQLITE_OK
    if (action, first) == (sqlite3.SQLITE_UPDATE, "sqlite_master"):
        return sqlite3.SQLITE_OK  # asked when an FTS5 table is opened; `query_only` lets no such statement through
    return sqlite3.SQLITE_DENY


class Guarded:
    """Answers only those who call the server by its own name, and says on each page what it may load.

    A page of another site that makes a browser ask 127.0.0.1 under that site's name (DNS rebinding) gets 400.
    """

    def __init__(self, application: Application, hosts: Iterable[str]) -> None:
        self._application = application
        self._hosts = frozenset(hosts) | LOCAL

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        names = [value for name, value in scope["headers"] if name.lower() == b"host"]
        if len(names) != 1 or host_name(names[0].decode("latin-1")) not in self._hosts:
            await _refuse(send, 400, b"This server answers only under its own name.\n")
            return
        if scope["method"] not in _METHODS:
            await _refuse(send, 405, b"Nothing can be sent here.\n")
            return

        async def send_guarded(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *_headers(message.get("headers", []))]
            await send(message)

        await self._application(scope, receive, send_guarded)


def host_name(header: str) -> str:
    """Return the name in a Host header, without its port.

    >>> host_name("LOCALHOST:8001"), host_name("[::1]:8001"), host_name("evil.example")
    ('localhost', '::1', 'evil.example')
    """
    if header.startswith("["):
        return header[1:].partition("]")[0].lower()
    return header.partition(":")[0].lower().rstrip(".")


def _headers(present: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    ours = any(name.lower() == b"x-page" for name, _ in present)
    policy = _POLICY if ours else _DATASETTE_POLICY
    return [
        (b"content-security-policy", policy.encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"no-referrer"),
    ]


async def _refuse(send: Any, status: int, words: bytes) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words})
