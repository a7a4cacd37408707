"""Who wrote it, as the page says: author fields of the metadata, rel=author links, byline slots."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from lxml.html import HtmlElement

from crawler.extraction.blocks import Outline
from crawler.extraction.dates import Slot, looks_dated
from crawler.extraction.structured import Structured, text_of
from crawler.extraction.text import fold, key, words
from crawler.extraction.vocabulary import words_of

_AUTHOR_WORDS = frozenset(("author", "authors", "byline", "bylines", "autor", "autoren", "auteur", "autore", "tacgia"))
_BY = re.compile(
    r"(?:by|von|par|por|di|av|af|door|text|tekst|written by|autor(?:a|es)?|autore|tác giả|bài)\b:? +(?=[^\W\d_])",
    re.IGNORECASE,
)
_BY_LABEL = re.compile(r"(?:written )?by|author|verfasst|geschrieben|écrit|escrito|scritto|autor", re.IGNORECASE)
_AUTHOR_PAGE = re.compile(
    r"/(?:author|autor|autoren|auteur|authors|tac-gia|byline|profile|people|staff|journalist)s?/", re.IGNORECASE
)
_ADDRESS = re.compile(r"^(?:https?:|www\.|//|/)|^\S+@\S+$")


def authors_of(said: Structured, outline: Outline, slots: Sequence[Slot], scope: tuple[int, int]) -> list[str]:
    """Return author entries as written, one a field; they may hold several names, a role, or a CMS account.

    Metadata that names only the publisher gives way to a byline on the page.
    """
    found = _named(said.article.get("author") or said.article.get("creator"), said)
    if not any(map(_is_name, found)):
        found = [fold(value) for value in said.authors]
    if not any(map(_is_name, found)) and _BY_LABEL.match(said.first("twitter:label1", "twitter:misc:label1")):
        found = [fold(said.first("twitter:data1"))]
    found = _once(filter(_is_name, found))
    if not found:
        return _visible(outline, slots, scope)
    if all(_is_publisher(name, said) for name in found):
        return [name for name in _visible(outline, slots, scope, sure=True) if not _is_publisher(name, said)] or found
    return found


def declared_authors(said: Structured) -> list[str]:
    """Return the people the page's JSON-LD names as authors of its article; the publisher is none of them.

    >>> declared_authors(Structured(article={"author": {"name": "Anna Muster"}, "publisher": {"name": "Mist Post"}}))
    ['Anna Muster']
    >>> declared_authors(Structured(article={"author": "Mist Post", "publisher": {"name": "Mist Post"}}))
    []
    """
    named = _once(filter(_is_name, _named(said.article.get("author"), said)))
    return [name for name in named if not _is_publisher(name, said)]


def _once(names: Iterable[str]) -> list[str]:
    """Each name once; a slug ("anna-muster") is the name it spells; a remark in brackets is none."""
    once: dict[str, str] = {}
    for name in names:
        if name[0] not in "([":
            once.setdefault("".join(filter(str.isalnum, name.casefold())), name)
    return list(once.values())


def _is_name(text: str) -> bool:
    return any(map(str.isalpha, text)) and not _ADDRESS.search(text)


def _is_publisher(name: str, said: Structured) -> bool:
    short = key(name)
    letters = "".join(filter(str.isalnum, short))
    host = (said.canonical or said.first("og:url")).lower().partition("//")[2].partition("/")[0]
    if letters in host.replace("-", ""):
        return True
    names = (text_of(said.article.get("publisher")), said.first("og:site_name", "application-name", "dc.publisher"))
    return any(short in key(other) or key(other) in short for other in names if len(other) > 1)


def _named(value: Any, said: Structured) -> list[str]:
    if isinstance(value, list):
        return [name for item in value for name in _named(item, said)]
    if isinstance(value, dict):
        name = value.get("name")
        if not name and "@id" in value:
            name = next((node.get("name") for node in said.nodes if node.get("@id") == value["@id"]), None)
        if isinstance(name, list):
            return [text_of(item) for item in name]
        return [text_of(name)] if name else []
    text = text_of(value)
    return [text] if text else []


def _visible(outline: Outline, slots: Sequence[Slot], scope: tuple[int, int], *, sure: bool = False) -> list[str]:
    """Bylines on the page; with `sure`, only those that say so by their link or their first word."""
    first, last = scope
    links = [
        words(link)
        for block, _ in slots
        if block.linked
        for link in block.element.iter("a")
        if link.get("rel") == "author" or _is_author_name(link) or _AUTHOR_PAGE.search(link.get("href") or "")
    ]
    lines = [text for _, text in slots if len(text) < 80 and begins_byline(text)]
    texts = [words(e) for e, _, at in outline.marked if first <= at <= last and _is_author_name(e)]
    texts += [text for block, text in slots if block.names and _is_author_name(block.element)]
    if sure:
        texts = [text for text in texts if begins_byline(text)]
    for candidates in (links, texts, lines):
        found = [text for text in dict.fromkeys(candidates) if _is_byline(text)]
        if found:
            return found[:4]
    return []


def _is_byline(text: str) -> bool:
    return 3 < len(text) < 120 and text[0] not in "([" and not looks_dated(text) and _is_name(text)


def begins_byline(text: str) -> bool:
    """Whether a short line begins as bylines do.

    >>> begins_byline("Von Anna Muster"), begins_byline("Bye and good luck")
    (True, False)
    """
    return _BY.match(text) is not None


def _is_author_name(element: HtmlElement) -> bool:
    names = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
    return any(not _AUTHOR_WORDS.isdisjoint(words_of(name)) for name in names.split())
