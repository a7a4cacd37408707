"""Choosing articles by portal, province, year and section, with how many there are of each."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

FACETS = {
    "portal": "portal",
    "province": "province",
    "year": "substr(published_value, 1, 4)",
    "section": "section",
}
"""What can be chosen, and the expression it is read from."""
_SHOWN = 12  # values of a facet


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet."""

    label: str
    number: int
    link: str
    """Query string that chooses it, or takes the choice back."""
    chosen: bool


def chosen_in(arguments: Mapping[str, str]) -> dict[str, str]:
    """Return the facets a request has chosen; anything else in it is passed over."""
    return {name: arguments[name] for name in FACETS if arguments.get(name)}


def condition(chosen: Mapping[str, str]) -> tuple[str, list[str]]:
    """Return the choice as a condition on `articles`; values never become part of the SQL.

    >>> condition({"portal": "so_mau", "year": "2020"})
    ('portal = ? AND substr(published_value, 1, 4) = ?', ['so_mau', '2020'])
    """
    return " AND ".join(f"{FACETS[name]} = ?" for name in chosen) or "1", list(chosen.values())


def counted(connection: sqlite3.Connection, name: str, chosen: Mapping[str, str]) -> list[tuple[str, int]]:
    """Count the values of a facet among what is chosen."""
    where, values = condition(chosen)
    query = (
        f"SELECT {FACETS[name]}, count(*) FROM articles WHERE {where} AND {FACETS[name]} IS NOT NULL"  # noqa: S608
        f" GROUP BY 1 ORDER BY {'1' if name == 'year' else '2'} DESC LIMIT ?"
    )
    return [(value, number) for value, number in connection.execute(query, (*values, _SHOWN))]


def counted_in(rows: Iterable[Mapping[str, Any]], name: str) -> list[tuple[str, int]]:
    """Count the values of a facet among rows already found."""
    counts = Counter(row[name] for row in rows if row[name]).most_common(_SHOWN)
    return sorted(counts, reverse=True) if name == "year" else counts


def values_of(name: str, counts: Sequence[tuple[str, int]], chosen: Mapping[str, str], query: str) -> list[Value]:
    """Return the values of a facet with the link that chooses each."""
    found = []
    for label, number in counts:
        is_chosen = chosen.get(name) == label
        arguments = {other: value for other, value in chosen.items() if other != name}
        arguments |= {"q": query} if query else {}
        arguments |= {} if is_chosen else {name: label}
        found.append(Value(label, number, urlencode(arguments), is_chosen))
    return found
