"""Text dumps: an article's words with its page's furniture around them, markup gone.

The head of the dump is read line by line: furniture, the page's clock, the section, the title, the date line under it.
What follows is the body, still with its furniture; `clean` takes that out as it does for markup.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from crawler.cleaning.boilerplate import Removed, class_of, views_in
from crawler.cleaning.bylines import POINTER
from crawler.cleaning.datelines import BRACKETED
from crawler.cleaning.repeats import folded
from crawler.cleaning.vocabulary import ANYWHERE, CUTS, WHOLE
from crawler.dates.read import is_date_line
from items import RawArticle, RawDate

PREFIX = re.compile(r"\s*(date \d{4}-\d{2}(?:-\d{2})?)\s+")
WEEKDAY = re.compile(
    r"\b(?:thứ|chủ nhật|t[2-7]|cn|monday|tuesday|wednesday|thursday|friday|saturday|sunday|gmt)\b", re.IGNORECASE
)
SECONDS = re.compile(r"\d{1,2}:\d\d:\d\d")
DATE_LABEL = re.compile(r"ngày|đăng|xuất bản|cập nhật|lúc:|submitted|posted|published", re.IGNORECASE)
SECTION_LABEL = re.compile(r"(?:chi tiết bài viết|chuyên mục\s*:?|danh mục\s*:)\s+(.+)", re.IGNORECASE)
OPENING = re.compile(
    r"\s(?=(?:\([^()]{2,24}\)\s*[-–]?\s*)?(?:Ngày|Sáng|Chiều|Tối|Trưa|Vừa qua|Mới đây|Hôm nay|Trong (?:\d+ )?ngày)\s)"
)
SENTENCE_END = re.compile(r"[.…!?](?=\s+[A-ZĐÀ-Ỹ“\"(])")
HEAD = 40
"""No head of a page has more lines than this."""
PROSE = 250
"""A line this long is no title."""
SENTENCE = 60
"""A line this long that ends with a stop is a sentence of the body."""
SECTION_WORDS = 8
"""A section's name has no more words."""
LOST = 400
"""A line this long in a dump of one or two lines has lost its line breaks."""


@dataclass(slots=True)
class _Head:
    """What stands before the body."""

    dates: list[RawDate] = field(default_factory=list)
    before_title: list[str] = field(default_factory=list)
    candidates: list[tuple[int, str]] = field(default_factory=list)
    """(line number, words) of the lines that may be title or section."""
    slots: list[tuple[int, str]] = field(default_factory=list)
    """(line number, words) of date lines."""
    views: str | None = None
    end: int = 0
    """Number of the first line of prose."""


def read_dump(text: str, url: str | None = None, explain: list[Removed] | None = None) -> RawArticle:
    r"""Read the head of a dump; the body is the rest, one line a line.

    Args:
        text: the dump, decoded.
        url: its address, where it is known.
        explain: if given, the lines of the head that are neither title nor section are appended.

    Returns:
        A RawArticle whose `body` is a str. Its title is "" only for an empty dump; one without line breaks carries the
        flag `title_guessed`.

    >>> head = "Skip to main content\n date 2021-03 Xã Mây khai hội\n\n05/03/2021 08:30 Lượt xem: 12"
    >>> raw = read_dump(head + "\nSáng 5/3, xã Mây khai hội.")
    >>> raw.title, raw.views, [date.text for date in raw.dates], raw.body
    ('Xã Mây khai hội', '12', ['date 2021-03', '05/03/2021 08:30 Lượt xem: 12'], 'Sáng 5/3, xã Mây khai hội.')
    """
    text = text.removeprefix("\ufeff")
    lines = [line for raw_line in text.splitlines() if (line := " ".join(raw_line.split()).strip("|").strip())]
    flags: tuple[str, ...] = ()
    if 0 < len(lines) <= 2 and max(map(len, lines)) >= LOST:
        lines, flags = _unfolded(text), ("title_guessed",)
    prefix, lines = _prefix(lines)
    head = _head(lines)
    title, section, used = _title(head)
    _sort_slots(head, used)
    slots = {at for at, _ in head.slots}
    below = [at for at in range(max(used, default=-1) + 1, len(lines)) if at not in slots]
    if explain is not None:
        explain += _explained(lines, head, used, prefix, first=below[0] if below else len(lines))
    return RawArticle(
        url=url,
        title=title,
        body="\n".join(lines[at] for at in below),
        dates=[*prefix, *head.dates],
        section=section,
        views=head.views,
        before_title=head.before_title,
        platform="dump",
        flags=flags,
    )


def _prefix(lines: list[str]) -> tuple[list[RawDate], list[str]]:
    """Cut the crawler's own "date 2020-01" off the line it stands on."""
    for at, line in enumerate(lines[:8]):
        found = PREFIX.match(line)
        if found is not None:
            rest = [line[found.end() :]] if line[found.end() :].strip() else []
            return [RawDate(found[1], "prefix")], [*lines[:at], *rest, *lines[at + 1 :]]
    return [], lines


def _head(lines: Sequence[str]) -> _Head:
    """Sort the lines down to the first prose."""
    head = _Head()
    for at, line in enumerate(lines[:HEAD]):
        head.end = at
        if is_date_line(line) if len(line) < 120 else False:
            head.slots.append((at, line))
            head.views = head.views or views_in(line)
            continue
        furniture = class_of(line)
        if furniture is not None:
            head.views = head.views or (views_in(line) if furniture[0] == "counter" else None)
            continue
        if head.candidates and (len(line) >= PROSE or (len(line) >= SENTENCE and line[-1] in ".…")):
            return head
        head.candidates.append((at, line))
        if len(line) >= PROSE:
            return head
    head.end = min(len(lines), HEAD)
    return head


def _title(head: _Head) -> tuple[str, str | None, set[int]]:
    """Choose title and section among the candidates; return them with the numbers of the lines they took."""
    candidates = [(at, line, folded(line.removeprefix("null "))) for at, line in head.candidates]
    if not candidates:
        return "", None, set()
    twice = _twice(candidates)
    if twice is not None:
        return twice
    before_date = _before_first_slot(candidates, head.slots)
    index = before_date if before_date is not None else _after_section(candidates)
    section = candidates[index - 1][1] if index and _is_section(candidates[index - 1][1]) else None
    used = {at for at, _, _ in candidates[: index + 1]}
    return candidates[index][1], _section_name(section), used


def _twice(candidates: Sequence[tuple[int, str, str]]) -> tuple[str, str | None, set[int]] | None:
    """TITLE / section / TITLE: the repeated line is the title, a short line between or before is the section."""
    for first, (_, line, said) in enumerate(candidates):
        for second in range(first + 1, min(first + 4, len(candidates))):
            if candidates[second][2] == said and len(said) > 15 and not POINTER.match(line):
                between = [words for _, words, _ in candidates[first + 1 : second] if _is_section(words)]
                title = line if not line.startswith("null ") else candidates[second][1]
                used = {at for at, _, _ in candidates[: second + 1]}
                return title, _section_name(between[0] if between else None), used
    return None


def _before_first_slot(candidates: Sequence[tuple[int, str, str]], slots: Sequence[tuple[int, str]]) -> int | None:
    """The date line under the title: the line above it is the title."""
    for at, _ in slots:
        above = [index for index, (line_at, _, _) in enumerate(candidates) if line_at < at]
        if above:
            return above[-1] if len(above) <= 3 else None
    return None


def _after_section(candidates: Sequence[tuple[int, str, str]]) -> int:
    """A short line directly above a longer one is the section's name."""
    if len(candidates) < 2:
        return 0
    (first_at, first, _), (second_at, second, _) = candidates[:2]
    adjacent = second_at - first_at == 1
    longer = len(second) > 1.5 * len(first) and len(second.split()) >= 6 and len(second) < PROSE
    return 1 if adjacent and _is_section(first) and longer and second[-1] not in ".:;" else 0


def _is_section(line: str) -> bool:
    return len(line.split()) <= SECTION_WORDS and len(line) <= 60 and line[-1] not in ".:;!?"


def _section_name(line: str | None) -> str | None:
    if line is None:
        return None
    found = SECTION_LABEL.fullmatch(line)
    return found[1] if found else line


def _sort_slots(head: _Head, used: set[int]) -> None:
    """A date line before the title is the page's clock when it looks like one; the others date the article."""
    title_at = max(used, default=0)
    before = [line for at, line in head.slots if at < title_at]
    for line in before:
        is_clock = not DATE_LABEL.match(line.strip("( ")) and (WEEKDAY.search(line) or SECONDS.search(line))
        if is_clock and not head.before_title:
            head.before_title.append(line)
        else:
            head.dates.append(RawDate(line, "visible"))
    head.dates += [RawDate(line, "visible") for at, line in head.slots if at > title_at]


def _explained(
    lines: Sequence[str], head: _Head, used: set[int], prefix: Sequence[RawDate], first: int
) -> Iterator[Removed]:
    """Yield the lines above the first of the body that the article does not show."""
    for date in prefix:
        yield Removed("crawler_prefix", -first - 1, date.text)
    slots = {at for at, _ in head.slots}
    for at, line in enumerate(lines):
        if at in slots:
            yield Removed("page_clock" if line in head.before_title else "date_line", at - first, line)
        elif at < first and at not in used:
            found = class_of(line)
            yield Removed(found[0] if found else "head", at - first, line)


def _unfolded(text: str) -> list[str]:
    """Break a dump that lost its lines where it is certain: runs of spaces, furniture at either end, the opening."""
    pieces = [piece for part in re.split(r"\s*\n\s*|[ \t\u00a0]{2,}", text) if (piece := " ".join(part.split()))]
    if len(pieces) > 3:
        return pieces
    whole, lines = _leading_furniture(" ".join(pieces))
    whole, tail = _trailing_furniture(whole)
    at = _title_end(whole)
    return [*lines, *(part.strip() for part in (whole[:at], whole[at:]) if part.strip()), *tail]


def _leading_furniture(text: str) -> tuple[str, list[str]]:
    lines: list[str] = []
    while True:
        lower = text[:120].casefold()
        found = next(
            (p for p, (_, where) in WHOLE.items() if where == ANYWHERE and " " in p and lower.startswith(p)), None
        )
        if found is None:
            return text, lines
        lines.append(text[: len(found)])
        text = text[len(found) :].lstrip(" .:|")


def _trailing_furniture(text: str) -> tuple[str, list[str]]:
    """Cut at a marker of several words that follows an end mark in the last quarter."""
    start = len(text) * 3 // 4
    lower = text.casefold()
    if len(lower) != len(text):
        return text, []
    for marker in sorted(CUTS, key=len, reverse=True):
        at = lower.find(marker, start) if marker.count(" ") >= 2 else -1
        if at > 0 and text[at].isupper() and not text[at - 2 : at].strip(" ").isalpha():
            return text[:at].rstrip(), [text[at : at + len(marker)], text[at + len(marker) :].strip() or "|"]
    return text, []


def _title_end(text: str) -> int:
    """Return where the title of a dump without lines may end: before opening words, else after a sentence."""
    found = OPENING.search(text, 20, 260) or BRACKETED.search(text, 20, 260)
    if found is not None:
        return found.start()
    stop = SENTENCE_END.search(text, 20)
    return stop.end() if stop is not None and stop.end() < PROSE else 0
