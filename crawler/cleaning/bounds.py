"""A page without measure gives an article of bounded size: one row must not fill the store, nor an export's memory.

The longest text met on a portal (a land register as one article) has 180,000 characters.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from items import Article

LONGEST_TEXT: Final = 600_000
"""Characters: under 2 MiB in any script."""
LONGEST_PARAGRAPH: Final = 100_000
MOST_ENTRIES: Final = 1_000
"""Of each list: pictures, documents, captions, ..."""
CUT: Final = " […] "
TEXT_CUT, LISTS_CUT = "text_cut", "lists_cut"
_TAIL: Final = 20_000  # characters kept of the end
_LISTS: Final = ("images", "attachments", "captions", "authors", "keywords")


def bounded(article: Article) -> Article:
    """Return the article, or what fits of it: the middle of a text is left out, and lists end; flags say so.

    >>> words = "đầu " + "x" * 10**6 + " cuối"
    >>> long = bounded(Article("https://so.example/1", "Tin", paragraphs=[words], text=words))
    >>> len(long.text) < LONGEST_TEXT, long.text[:3], long.text[-4:], long.flags
    (True, 'đầu', 'cuối', ['text_cut'])
    """
    if len(article.text) > LONGEST_TEXT:
        lead = [_shortened(article.lead)] if article.lead else []
        paragraphs = _fitting([_shortened(paragraph) for paragraph in article.paragraphs])
        article = replace(
            article,
            lead=lead[0] if lead else article.lead,
            paragraphs=paragraphs,
            text="\n\n".join([*lead, *paragraphs]),
            flags=sorted({*article.flags, TEXT_CUT}),
        )
    long = {name: value[:MOST_ENTRIES] for name in _LISTS if len(value := getattr(article, name)) > MOST_ENTRIES}
    return replace(article, **long, flags=sorted({*article.flags, LISTS_CUT})) if long else article


def _shortened(paragraph: str) -> str:
    if len(paragraph) <= LONGEST_PARAGRAPH:
        return paragraph
    return paragraph[: LONGEST_PARAGRAPH - _TAIL].rstrip() + CUT + paragraph[-_TAIL:].lstrip()


def _fitting(paragraphs: list[str]) -> list[str]:
    """The first and the last of them, as many as go into three quarters of the longest text."""
    room = LONGEST_TEXT * 3 // 4
    if sum(map(len, paragraphs)) <= room:
        return paragraphs
    last = _taken(reversed(paragraphs), LONGEST_PARAGRAPH)[::-1]
    first = _taken(paragraphs[: len(paragraphs) - len(last)], room - LONGEST_PARAGRAPH)
    return [*first, CUT.strip(), *last]


def _taken(paragraphs: Iterable[str], room: int) -> list[str]:
    taken: list[str] = []
    for paragraph in paragraphs:
        room -= len(paragraph) + 2
        if room < 0:
            break
        taken.append(paragraph)
    return taken
