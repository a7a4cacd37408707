"""Who wrote it, as the page says: author fields of the metadata, rel=author links, byline slots."""

import re
from collections.abc import Sequence
from typing import Any

from lxml.html import HtmlElement

from crawler.extraction.blocks import Block, Outline
from crawler.extraction.structured import Structured, text_of
from crawler.extraction.text import fold, words
from crawler.extraction.vocabulary import words_of

_AUTHOR_WORDS = frozenset("author authors byline bylines autor autoren auteur autore tacgia".split())
_BY = re.compile(
    r"(?:by|von|par|por|di|av|door|text|tekst|written by|autor(?:a|es)?|autore|tác giả|bài|de)\b:? +(?=[^\W\d_a-zà-ÿ])",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"^(?:https?:|www\.|//|/)|@\w+\.\w+$")


def authors_of(said: Structured, outline: Outline, slots: Sequence[Block], scope: tuple[int, int]) -> list[str]:
    """Return author entries as written, one a field; they may hold several names, a role, or a CMS account."""
    found = _named(said.article.get("author") or said.article.get("creator"), said)
    if not found:
        found = [value for value in map(fold, said.authors) if value and not _ADDRESS.search(value)]
    if not found:
        found = _visible(outline, slots, scope)
    return list(dict.fromkeys(name for name in found if name))


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
    return [] if not text or _ADDRESS.search(text) else [text]


def _visible(outline: Outline, slots: Sequence[Block], scope: tuple[int, int]) -> list[str]:
    first, last = scope
    links = [
        words(link)
        for block in slots
        for link in block.element.iter("a")
        if link.get("rel") == "author" or _is_author_name(link)
    ]
    if links:
        return links
    texts = [
        words(element) for element, home in outline.marked if first <= home.index <= last and _is_author_name(element)
    ]
    texts += [words(block.element) for block in slots if block.names and _is_author_name(block.element)]
    return [text for text in texts if 3 < len(text) < 120][:3]


def _is_author_name(element: HtmlElement) -> bool:
    names = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
    return any(not _AUTHOR_WORDS.isdisjoint(words_of(name)) for name in names.split())
