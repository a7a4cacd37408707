"""Where a page says when: candidates in the page's own words, best first. Reading them is cleaning's business.

A date is taken only from a place that dates this article: its structured data, its meta tags, a date slot by the
title or the byline. Related lists, footers, comments and the page's clock are never asked, so a page without a date
has none.
"""

import re
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from crawler.extraction.blocks import Block, Outline
from crawler.extraction.structured import Structured, text_of
from crawler.extraction.text import words
from crawler.extraction.vocabulary import Hint, words_of
from items import RawDate

Slot = tuple[Block, str]
"""A short block that may hold the date, the byline or the counter, with its words."""


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


PUBLISHED_METAS = _names(
    "article:published_time article:published:time article:published og:published_time og:posttime datepublished "
    "date_published publishdate publish-date publish_date published_time pubdate citation_publication_date "
    "citation_date dc.date.issued dcterms.issued dc.date dcterms.date dcterms.created dc.date.created "
    "dcterms.available parsely-pub-date sailthru.date date cms-date cxenseparse:recs:publishtime "
    "cxenseparse:publishtime article.published datecreated creation_date last_published originalpublicationdate "
    "article_date_original og:article:published_time news_publish_time ptime pdate"
)
UPDATED_METAS = _names(
    "article:modified_time article:modified:time og:updated_time datemodified last-modified dcterms.modified "
    "dc.date.modified article:modified lastmod modified_time revised"
)

# A digit first, so that the search runs over the other characters in C; what may not stand before it is asked after it.
_SHAPE = re.compile(
    r"\d(?:"
    r"(?<![\d./-]\d)\d? ?[/.\-] ?\d{1,2} ?[/.\-] ?(?:19|20)?\d\d(?!\d|[./-]\d)"  # 16/11/2020, 5.3.21
    r"|(?<!\d\d)(?:(?<=1)9|(?<=2)0)\d\d ?[/.\-年년] ?\d{1,2} ?[/.\-月월] ?\d{1,2}(?!\d)"  # 2020-11-16
    r"|(?<!\d\d)\d? \d{1,2} (?:19|20)\d\d(?!\d)"  # 05 07 2019
    r"|(?<!\w\d)\d?(?:st|nd|rd|th|er)?[\s.,][^\d\n]{1,20}(?:19|20)\d\d(?!\d)"  # 16 November 2020
    r"|(?:(?<=1)9|(?<=2)0)\d\d[年년]"
    r")"
)
_MONTH_FIRST = re.compile(r" \d{1,2},? (?:19|20)\d\d(?!\d)")  # November 16, 2020
_ELSEWHERE = frozenset((Hint.COMMENTS, Hint.CAPTION))
_DIGIT = re.compile(r"\d")
_AGE = re.compile(r"\d+ (?:phút|giờ|ngày|minutes?|hours?|days?) (?:trước|ago)", re.IGNORECASE)
_TITLE_END = re.compile(r"\s[|–—-]\s|, (?=\d)")
_UPDATED_WORDS = frozenset(["updated", "update", "modified", "dateupdated", "datemodified", "lastmod", "modification"])
_UPDATED_TEXT = re.compile(
    r"\s*(?:last )?(?:updated?|modified|cập nhật|chỉnh sửa|aktualisiert|mis à jour|actualizado)\b", re.IGNORECASE
)
LONGEST = 160
"""Characters of the longest date slot: label, date, counter."""
MOST_LETTERS = 44
"""Letters beside the date in a slot: "Ngày đăng ... Lượt xem", "First published on ... by ..."; more is a sentence."""


def dates_of(said: Structured, outline: Outline, slots: Sequence[Slot], scope: tuple[int, int]) -> list[RawDate]:
    """Return candidate dates, best first.

    Args:
        said: the page's metadata.
        outline: its blocks, <time> and date-classed elements.
        slots: short blocks by the title and at the body's head, nearest first.
        scope: first and last block index in which an element may date this article.
    """
    found = list(_structured(said))
    found.extend(_visible(outline, slots, scope))
    if not found:  # a template may print the date at the end of <title>
        last = _TITLE_END.split(said.first("og:title") or said.title)[-1]
        if len(last) < 30 and looks_dated(last):
            found.append(RawDate(last, "meta"))
    return list(dict.fromkeys(found))


def _structured(said: Structured) -> Iterator[RawDate]:
    for node in filter(None, (said.article, said.page)):
        for name, role in (("datePublished", "published"), ("dateCreated", "published"), ("dateModified", "updated")):
            value = text_of(node.get(name))
            if value and any(map(str.isdigit, value)) and (name != "dateCreated" or not node.get("datePublished")):
                yield RawDate(value, "jsonld", role)
    meta = said.meta
    for role, names in (("published", PUBLISHED_METAS), ("updated", UPDATED_METAS)):
        for name in filter(meta.__contains__, names):
            written = meta[name]
            if any(map(str.isdigit, written)):
                yield RawDate(" ".join(written.split()), "meta", role)


def _visible(outline: Outline, slots: Sequence[Slot], scope: tuple[int, int]) -> Iterator[RawDate]:
    first, last = scope
    for element, home, at in outline.times:
        if first <= at <= last and home.hint not in _ELSEWHERE:
            value = element.get("datetime") or ""
            text = words(element)
            role = _role(element, text)
            if looks_dated(value):
                yield RawDate(value.strip(), "visible", role)
            if looks_dated(text):
                yield RawDate(text, "visible", role)
    for element, home, at in outline.marked:
        if first <= at <= last and home.hint not in _ELSEWHERE:
            text = words(element)
            if looks_dated(text):
                yield RawDate(text, "visible", _role(element, text))
    for block, text in slots:
        if block.hint not in _ELSEWHERE and block.tag != "figcaption" and looks_dated(text):
            yield RawDate(text, "visible", _role(block.element, text))


def looks_dated(text: str) -> bool:
    """Whether a short text is a date slot: a date as days, months and years are written, a label, little else.

    >>> looks_dated("Thứ hai, 16/11/2020 10:13"), looks_dated("2024-03-27+0708:42:00")
    (True, True)
    >>> looks_dated("Điện thoại: 024 3736 7115")
    False
    >>> looks_dated("Quang cảnh lễ khánh thành cầu Mây Bạc qua sông Sương, ngày 24/4/2023")
    False
    """
    if not 5 < len(text) <= LONGEST or not _DIGIT.search(text):
        return False
    found = _SHAPE.search(text)
    if found is None:
        found = _MONTH_FIRST.search(text)
        if found is None or not found.start() or not text[found.start() - 1].isalpha():
            return _AGE.search(text) is not None
    rest = text[: found.start()] + text[found.end() :]
    return sum(map(str.isalpha, rest)) <= MOST_LETTERS


def _role(element: HtmlElement, text: str) -> str:
    if _UPDATED_TEXT.match(text):
        return "updated"
    names = f"{element.get('class') or ''} {element.get('itemprop') or ''} {element.get('id') or ''}"
    for name in names.split():
        if not _UPDATED_WORDS.isdisjoint(words_of(name)):
            return "updated"
    return "published"
