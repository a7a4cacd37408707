"""What portals themselves say about the use of their texts, word for word, from their stored pages."""

import html
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.store.errors import StoreError
from crawler.store.pages import PageShelf

_RIGHTS = re.compile(
    r"bản quyền|ghi rõ nguồn|trích nguồn|©|copyright|giấy phép\s+(?:số|thiết lập|xuất bản|trang|hoạt động)"
    r"|creative commons|all rights reserved|sao chép",
    re.IGNORECASE,
)
_LONGEST = 240  # letters of a line that says so; longer ones are articles about the law
_PAGES = 3  # of a portal, the latest


@dataclass(frozen=True, slots=True)
class Evidence:
    """One statement of a portal."""

    portal: str
    url: str
    fetched_at: str | None
    words: str


def rights_evidence(connection: sqlite3.Connection) -> list[Evidence]:
    """Return what the latest stored pages of each portal of the release say, each statement once."""
    portals = connection.execute("SELECT DISTINCT portal FROM articles JOIN release ON article = id ORDER BY portal")
    return [evidence for (portal,) in portals.fetchall() for evidence in _of_portal(connection, portal)]


def _of_portal(connection: sqlite3.Connection, portal: str) -> Iterator[Evidence]:
    shelf, said = PageShelf(connection), set()
    latest = "SELECT id FROM pages WHERE portal = ? ORDER BY id DESC LIMIT ?"
    for (number,) in connection.execute(latest, (portal, _PAGES)).fetchall():
        try:
            page = shelf.get(number)
        except StoreError:
            continue  # `scrapy verify` tells of damaged pages
        for line in statements(page.body):
            if line not in said:
                said.add(line)
                fetched = page.fetched_at if isinstance(page.fetched_at, str) else None
                yield Evidence(portal, page.url, fetched, line)


def statements(body: bytes) -> list[str]:
    """Return the lines of a page that speak of rights.

    >>> statements("<p>Tin</p><div>Ghi rõ nguồn khi phát hành lại</div>".encode())
    ['Ghi rõ nguồn khi phát hành lại']
    """
    text = re.sub(r"(?is)<(script|style)\b.*?</\1>|<[^>]+>", "\n", body.decode("utf-8", "replace"))
    lines = (" ".join(line.split()) for line in html.unescape(text).splitlines())
    return list(dict.fromkeys(line for line in lines if len(line) <= _LONGEST and _RIGHTS.search(line)))
