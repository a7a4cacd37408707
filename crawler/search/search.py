"""Searching: any text a person types gives an answer; what fits best and is newest comes first.

Best is: all words in the title, then side by side in the text, then anywhere in it; as typed before without marks
("đà nẵng" before "da nang"). Words typed without marks find words with any: nearly every article has some "da" and
some "nang", so that those count most where they stand side by side. Only the newest articles that have all words are
looked at: with words that stand in nearly every article, the rest can be no better than older.
"""

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from crawler.search.words import composed, folded, words_of

_WINDOW = 60  # newest articles of each kind among which the best are chosen; more when more are wanted
_PHRASE_WINDOW = 400  # as many are read for the words of a quoted phrase side by side,
_BARE_WINDOW = 200  #   and as many where words typed without marks are to stand side by side
_MOST_WORDS = 32  # of a query; the rest is passed over
_QUOTED = re.compile(r'["“”]([^"“”]+)["“”]')


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found."""

    article: int
    """Number in the table `articles`."""
    title: str
    url: str | None
    portal: str
    published: str | None
    """ISO 8601 to its precision."""
    fit: int
    """How well it fits: 4 title, 3 words side by side, 2 words as typed, 1 words without their marks."""


@dataclass(frozen=True, slots=True)
class _Query:
    exact: tuple[str, ...]
    """Words, as typed where they carry marks, else folded (`_`)."""
    loose: tuple[str, ...]
    """Words, all folded."""
    in_title: tuple[str, ...]
    loosely_in_title: tuple[str, ...]
    phrase: str
    phrases: tuple[str, ...]
    """Quoted: must stand side by side."""

    @property
    def is_bare(self) -> bool:
        """Whether it is of several words, all typed without marks."""
        return " " in self.phrase and self.exact == self.loose


def search(connection: sqlite3.Connection, query: str, limit: int = 20) -> list[Hit]:
    """Find articles that have all words of a query, at most `limit`, best and newest first.

    Args:
        connection: Of a store whose index exists (`crawler.search.index.catch_up`). Nothing is written.
        query: Anything. Words in quotes must stand side by side; no other sign means anything.
        limit: How many at most.
    """
    asked = _read(query)
    if asked is None or limit <= 0:
        return []
    wanted = _PHRASE_WINDOW if asked.phrases else _BARE_WINDOW if asked.is_bare else _WINDOW
    window = max(wanted, 2 * limit)
    fits = _candidates(connection, asked, window)
    hits = _hits(connection, fits, asked, limit)
    hits.sort(key=lambda found: (found[0].fit, found[1]), reverse=True)
    return [hit for hit, _ in hits[:limit]]


def excerpt(text: str, query: str, width: int = 200) -> str:
    """Return the part of a text where a query's words stand, about `width` characters.

    >>> excerpt("Một hai ba. " * 9 + "Đà Nẵng mở lớp. " + "Bốn năm. " * 9, "da nang", 60)
    '… Một hai ba. Đà Nẵng mở lớp. Bốn năm. Bốn năm. Bốn năm. …'
    """
    bare = _bare(text)
    words = [folded(word) for word in words_of(query)]
    places = [bare.find(sought) for sought in (" ".join(words), *words) if sought]
    start = max(0, next((place for place in places if place >= 0), 0) - width // 4)
    cut = text[start : start + width]
    before, after = ("… " if start else ""), (" …" if start + width < len(text) else "")
    if start:
        cut = cut.partition(" ")[2]
    if after:
        cut = cut.rpartition(" ")[0]
    return f"{before}{' '.join(cut.split())}{after}"


def _read(query: str) -> _Query | None:
    words = list(dict.fromkeys(words_of(query)))[:_MOST_WORDS]
    if not words:
        return None
    bare = [folded(word) or word for word in words]
    exact = [word if word != plain else f"_{plain}" for word, plain in zip(words, bare, strict=True)]
    quoted = [" ".join(words_of(phrase)) for phrase in _QUOTED.findall(query)]
    return _Query(
        exact=tuple(exact),
        loose=tuple(f"_{word}" for word in bare),
        in_title=tuple(f"={word}" for word in words),
        loosely_in_title=tuple(f"={word}" for word in bare),
        phrase=" ".join(words_of(query)),
        phrases=tuple(phrase for phrase in quoted if " " in phrase),
    )


def _candidates(connection: sqlite3.Connection, asked: _Query, window: int) -> dict[int, int]:
    """Return the newest rows that have all words, with how well they fit as far as the index tells."""
    found: dict[int, int] = {}
    steps = [(asked.in_title, 4), (asked.exact, 2)]
    if asked.loose != asked.exact:
        steps += [(asked.loosely_in_title, 1), (asked.loose, 1)]
    for terms, fit in steps:
        rows = _newest_with(connection, terms, window)
        for row in rows:
            found.setdefault(row, fit)
        if fit == 2 and len(rows) == window:
            break  # enough as typed
    return found


def _newest_with(connection: sqlite3.Connection, terms: Sequence[str], limit: int) -> list[int]:
    match = " AND ".join(f'"{term}"' for term in terms)  # terms hold letters and digits, nothing to escape
    query = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT ?"
    return [row for (row,) in connection.execute(query, (match, limit))]


def _hits(connection: sqlite3.Connection, fits: dict[int, int], asked: _Query, limit: int) -> list[tuple[Hit, int]]:
    query = (
        "SELECT a.id, a.title, a.url, a.portal, a.published_value, a.text FROM indexed i JOIN articles a"
        " ON a.id = i.article WHERE i.row = ?"
    )
    hits: list[tuple[Hit, int]] = []
    least = 0 if asked.phrases else 3
    for row, fit in sorted(fits.items(), key=lambda found: (found[1], found[0]), reverse=True):
        if sum(hit.fit >= (4 if fit == 4 else least) for hit, _ in hits) >= limit:
            break  # the rest is older and fits no better
        found = connection.execute(query, (row,)).fetchone()
        if found is None:
            continue  # it has changed since: its newer row counts
        text = f"{found[1]}\n{found[5]}"
        if asked.phrases and not _has_phrases(text, asked.phrases):
            continue
        number, title, url, portal, published, _ = found
        hits.append((Hit(number, title, url, portal, published, _fit(fit, asked, title, text)), row))
    return hits


def _fit(fit: int, asked: _Query, title: str, text: str) -> int:
    """Return how well an article fits, better than the index could tell."""
    if asked.is_bare and fit == 4 and not _beside(asked.phrase, _bare(composed(title))):
        fit = 2
    if fit == 2 and " " in asked.phrase:
        as_typed = _bare(composed(text)) if asked.is_bare else composed(text)
        return 3 if _beside(asked.phrase, as_typed) else 2
    return fit


def _beside(phrase: str, text: str) -> bool:
    """Return whether words stand side by side in a text, which is folded as they are."""
    return phrase in text and re.search(rf"\b{re.escape(phrase)}\b", text) is not None


def _has_phrases(text: str, phrases: Sequence[str]) -> bool:
    exact = f" {' '.join(words_of(text))} "
    return all(f" {phrase} " in (_bare(exact) if phrase == _bare(phrase) else exact) for phrase in phrases)


def _bare(text: str) -> str:
    """Fold letter by letter, so that places in the text stay what they are."""
    return text.lower().translate(_letters())


@cache
def _letters() -> dict[int, str]:
    """Return every letter with a mark of the Latin blocks, with its bare form; marks alone become spaces."""
    marked = [chr(code) for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00), *range(0x300, 0x370))]
    return {ord(letter): folded(letter)[:1] or " " for letter in marked}
