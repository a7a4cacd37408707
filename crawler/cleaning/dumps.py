"""Text dumps: an article's words with its page's furniture around them, markup gone.

The head of the dump is read line by line: furniture, the page's clock, the section, the title, the date line under it.
What follows is the body, still with its furniture; `clean` takes that out as it does for markup.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from crawler.cleaning.boilerplate import Removed, class_of, views_in
from crawler.cleaning.flat_dumps import DATE_LABEL, PROSE, SECONDS, SENTENCE_END, WEEKDAY, lost_lines, unfolded
from crawler.cleaning.repeats import folded
from crawler.dates.read import is_date_line
from crawler.documents import points_at_document
from items import RawArticle, RawDate

PREFIX = re.compile(r"\s*(date \d{4}-\d{2}(?:-\d{2})?)\s+")
SECTION_LABEL = re.compile(r"(?:chi tiết bài viết|chuyên mục\s*:?|danh mục\s*:)\s+(.+)", re.IGNORECASE)
HEAD = 40
"""No head of a page has more lines than this."""
SENTENCE = 60
"""A line this long that ends with a stop is a sentence of the body."""
LONG_SENTENCE = 160
"""A line this long that ends with a stop is no title either: the dump has none."""
HEADLINE_WORDS = 6
"""A headline under a section's name has at least so many words."""
SECTION_WORDS = 8
"""A section's name has no more words."""


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


class _Title(NamedTuple):
    """What the head names, and the first and last line that names it."""

    words: str
    section: str | None
    first: int
    last: int


def read_dump(text: str, url: str | None = None, explain: list[Removed] | None = None) -> RawArticle:
    r"""Read the head of a dump; the body is the rest, one line a line.

    Args:
        text: the dump, decoded.
        url: its address, where it is known.
        explain: if given, the lines of the head that are neither title nor section are appended.

    Returns:
        A RawArticle whose `body` is a str. Its title is "" only for an empty dump. The flag `title_guessed` says that
        the dump has no line breaks, or no title: then its opening words stand for one and stay in the body.

    >>> head = "Skip to main content\n date 2021-03 Xã Mây khai hội\n\n05/03/2021 08:30 Lượt xem: 12"
    >>> raw = read_dump(head + "\nSáng 5/3, xã Mây khai hội.")
    >>> raw.title, raw.views, [date.text for date in raw.dates], raw.body
    ('Xã Mây khai hội', '12', ['date 2021-03', '05/03/2021 08:30 Lượt xem: 12'], 'Sáng 5/3, xã Mây khai hội.')
    """
    text = text.removeprefix("\ufeff")
    lines = [line for raw_line in text.splitlines() if (line := " ".join(raw_line.split()).strip("|").strip())]
    flags: tuple[str, ...] = ()
    if lost_lines(lines):
        lines, flags = unfolded(text), ("title_guessed",)
    prefix, lines = _prefix(lines)
    head = _head(lines)
    title = _title(head)
    if _is_prose(title.words):
        title, flags = title._replace(words=_opening_of(title.words), last=title.last - 1), ("title_guessed",)
    _sort_slots(head, title)
    slots = {at for at, _ in head.slots}
    below = [at for at in range(title.last + 1, len(lines)) if at not in slots]
    if explain is not None:
        explain += _explained(lines, head, title, prefix, first=below[0] if below else len(lines))
    return RawArticle(
        url=url,
        title=title.words,
        body="\n".join(lines[at] for at in below),
        dates=[*prefix, *head.dates],
        section=title.section,
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


def _title(head: _Head) -> _Title:
    """Choose title and section among the candidates."""
    candidates = [(at, line, folded(line.removeprefix("null "))) for at, line in head.candidates]
    if not candidates:
        return _Title("", None, 0, -1)
    twice = _twice(candidates)
    if twice is not None:
        return twice
    index = _before_first_slot(candidates, head.slots)
    if index is None:
        index = _after_section(candidates)
    elif _titled_below(candidates, head.slots, index):
        index += 1
    at, words, _ = candidates[index]
    above, section = candidates[index - 1][:2] if index else (at, None)
    if section is None or not _is_section(section):
        return _Title(words, None, at, at)
    return _Title(words, _section_name(section), above, at)


def _is_prose(words: str) -> bool:
    return len(words) >= PROSE or (len(words) >= LONG_SENTENCE and words[-1] in ".…")


def _opening_of(prose: str) -> str:
    """The first sentence, cut after a whole word when it is long.

    >>> _opening_of("Sáng nay xã Mây khai hội. " + "Bà con về sân đình. " * 20), len(_opening_of("xã Mây " * 99))
    ('Sáng nay xã Mây khai hội', 150)
    """
    stop = SENTENCE_END.search(prose, 20, LONG_SENTENCE)
    if stop is not None:
        return prose[: stop.start()]
    return prose[: prose.rfind(" ", 0, LONG_SENTENCE - 10)].rstrip(" ,;:–-") + "…"


def _twice(candidates: Sequence[tuple[int, str, str]]) -> _Title | None:
    """TITLE / section / TITLE: the repeated line is the title, a short line between or before is the section."""
    for first, (at, line, said) in enumerate(candidates):
        for second in range(first + 1, min(first + 4, len(candidates))):
            if candidates[second][2] == said and len(said) > 15 and not points_at_document(line):
                between = [words for _, words, _ in candidates[first + 1 : second] if _is_section(words)]
                title = line if not line.startswith("null ") else candidates[second][1]
                return _Title(title, _section_name(between[0] if between else None), at, candidates[second][0])
    return None


def _before_first_slot(candidates: Sequence[tuple[int, str, str]], slots: Sequence[tuple[int, str]]) -> int | None:
    """The date line under the title: the line above it is the title."""
    for at, _ in slots:
        above = [index for index, (line_at, _, _) in enumerate(candidates) if line_at < at]
        if above:
            return above[-1] if len(above) <= 3 else None
    return None


def _titled_below(candidates: Sequence[tuple[int, str, str]], slots: Sequence[tuple[int, str]], above: int) -> bool:
    """SECTION / date / TITLE: whether the line under the date is the title of the section's name above it."""
    if above + 1 >= len(candidates):
        return False
    (name_at, name, _), (title_at, title, _) = candidates[above : above + 2]
    between = [at for at, _ in slots if name_at < at < title_at]
    adjacent = title_at - name_at == 1 + len(between)
    return adjacent and _is_section(name) and _is_titled_by(name, title)


def _is_titled_by(section: str, title: str) -> bool:
    """Whether a line is long enough to be a headline under a section's name, and no sentence."""
    longer = len(title) > 1.5 * len(section) and len(title.split()) >= HEADLINE_WORDS
    return longer and len(title) < PROSE and title[-1] not in ".:;"


def _after_section(candidates: Sequence[tuple[int, str, str]]) -> int:
    """A short line directly above a longer one is the section's name."""
    if len(candidates) < 2:
        return 0
    (first_at, first, _), (second_at, second, _) = candidates[:2]
    return 1 if second_at - first_at == 1 and _is_section(first) and _is_titled_by(first, second) else 0


def _is_section(line: str) -> bool:
    return len(line.split()) <= SECTION_WORDS and len(line) <= 60 and line[-1] not in ".:;!?"


def _section_name(line: str | None) -> str | None:
    if line is None:
        return None
    found = SECTION_LABEL.fullmatch(line)
    return found[1] if found else line


def _sort_slots(head: _Head, title: _Title) -> None:
    """A date line before title and section is the page's clock when it looks like one; the others date the article."""
    head.dates += [RawDate(line, "visible") for at, line in head.slots if title.first < at < title.last]
    for line in (line for at, line in head.slots if at < title.first):
        is_clock = not DATE_LABEL.match(line.strip("( ")) and (WEEKDAY.search(line) or SECONDS.search(line))
        if is_clock and not head.before_title:
            head.before_title.append(line)
        else:
            head.dates.append(RawDate(line, "visible"))
    head.dates += [RawDate(line, "visible") for at, line in head.slots if at > title.last]


def _explained(
    lines: Sequence[str], head: _Head, title: _Title, prefix: Sequence[RawDate], first: int
) -> Iterator[Removed]:
    """Yield the lines above the first of the body that the article does not show."""
    for date in prefix:
        yield Removed("crawler_prefix", -first - 1, date.text)
    slots = {at for at, _ in head.slots}
    wanted, shown = folded(title.words), set[str]()
    for at, line in enumerate(lines):
        if at in slots:
            yield Removed("page_clock" if line in head.before_title else "date_line", at - first, line)
        elif at < first:
            said = folded(line.removeprefix("null "))
            is_title = bool(wanted) and (said == wanted or (at == title.last and said.startswith(wanted)))
            if (is_title or _section_name(line) == title.section) and said not in shown:
                shown.add(said)
                continue
            found = class_of(line)
            yield Removed("repeated_title" if is_title else found[0] if found else "head", at - first, line)
