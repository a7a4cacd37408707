"""Furniture lines go: the rules of `vocabulary` applied to whole lines, by class and position."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple
from unicodedata import is_normalized, normalize

from crawler.cleaning.line import HEADING, IMAGE, Line
from crawler.cleaning.vocabulary import (
    ACCOUNTS,
    ANYWHERE,
    COUNTER_WORDS,
    CUTS,
    EDGE,
    FOOTER_PREFIXES,
    KEYWORD_LABELS,
    PREFIXES,
    REPLY_WORDS,
    SHAPE_OPENINGS,
    SHAPES,
    STATISTICS_WORDS,
    TOOLBAR_WORDS,
    WHOLE,
)
from crawler.dates.read import is_date_line

SHORT = 90
"""Only a few furniture lines are longer."""
LONGEST = 200
"""No furniture line is longer; longer lines are not looked at."""
PROSE = {"related_list": 80, "comment_form": 140}
"""A line this long that ends like a sentence and is no link goes on with the article: titles have no stop, comments are
short."""
TAIL = 0.75
"""Where the tail begins, as a share of the characters."""
AROUND = " \t:…|•»«>*-–—·."
SENTENCE_ENDS = frozenset('.…!?”";')


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _counter(words: Iterable[str]) -> re.Pattern[str]:
    label = _any_of(words)
    return re.compile(
        rf"[(\[•\-\s]*(?:(?:{label})\s*:?\s*\(?(\d[\d.,]*)\)?(?:\s*(?:lượt|lần|người)(?:\s+(?:xem|đọc))?)?"
        rf"|(\d[\d.,]*)\s*(?:{label}))[)\]\s.]*"
    )


COUNTER, REPLIES = _counter(COUNTER_WORDS), _counter(REPLY_WORDS)
COUNTER_INSIDE = re.compile(
    r"(?:lượt xem|lượt đọc|lượt truy cập|đã xem|đã đọc|view count|views|hits)\s*:\s*(\d[\d.,]*)"
)
STATISTICS = re.compile(
    r"(?:thống kê (?:lượt )?truy cập\W+)?(?:"
    rf"\d[\d.,]*\s+(?:{_any_of(STATISTICS_WORDS)})|[•\-\s]*(?:\d[\d.,]*\s*)?(?:{_any_of(STATISTICS_WORDS)})\s*(?::\s*(?:\d[\d.,]*)?|\s\d[\d.,]*)"
    rf"(?:[\s•|,]+(?:{_any_of(STATISTICS_WORDS)})\s*:?\s*\d[\d.,]*)*)"
)
TOOLBAR = re.compile(rf"(?:(?:{_any_of(TOOLBAR_WORDS)})(?!\w)|[^\w]|\d{{2,3}}%)+")
FILE_NAME = re.compile(r"[\w\-.()+ /%&]{1,150}\.(?:jpe?g|png|gif|bmp|webp|mp4|mp3|jfif)", re.IGNORECASE)
CAMERA_NAME = re.compile(
    r"(?:_?img|dsc[fn]?|_mg|vlcsnap|screenshot|image|z\d{8,}|p\d{5,}|photo)[\s_-]?\d[\w\-. ]*", re.IGNORECASE
)
SERVER_PATH = re.compile(r"(?:https?://\S+|/)\S*/\S+\.(?:jpe?g|png|gif|bmp|webp|mp4|mp3)", re.IGNORECASE)
SHAPE = re.compile("|".join(f"({shape})" for _, _, shape in SHAPES))
DATED_ITEM = re.compile(r"\d{1,2}:\d\d\s*[|,-]?\s*\d{1,2}/\d{1,2}/\d{4}\s+\D{2,40}")
"""An item of a list of other news: "10:21 | 25/02/2026 Nông thôn mới"."""
SUBMITTED = re.compile(r"submitted by .{2,60} on .*\d{4}.*")
PLAYER = re.compile(r"\d{1,2}:\d\d(?: / \d{1,2}:\d\d)?")
BEGINNINGS = tuple(beginning for beginnings in PREFIXES.values() for beginning in beginnings)
HAS_DIGIT = re.compile(r"\d").search
HAS_WORD = re.compile(r"[^\W_]").search
KEYWORDS = re.compile(rf"(?:{_any_of(KEYWORD_LABELS)})\s*:\s*(.*)", re.IGNORECASE)
GLUED_TAG = re.compile(r"(?<=[a-zà-ỹ])TAGS?\s*:\s*(.*)")


class Removed(NamedTuple):
    """One line that is not the article: for `--explain` and for the record.

    >>> Removed("toolbar", 3, "In bài viết").class_
    'toolbar'
    """

    class_: str
    """Class of the rule (skip_link, toolbar, related_list, ...), or what became of the line: caption, byline,
    date_line, dateline, page_clock, repeated_title, repeated_text."""
    position: int
    """Number of the line in the body, from 0. Lines above it (the lead, what stands over a dump's body) count upwards
    from -1."""
    text: str
    """The words removed."""


@dataclass(slots=True)
class Stripped:
    """Lines without furniture, and what the furniture said."""

    lines: list[Line]
    removed: list[Removed] = field(default_factory=list)
    views: int | None = None
    """What a counter line said."""
    keywords: list[str] = field(default_factory=list)
    order: dict[int, int] = field(default_factory=dict)
    """Where each line stood at first, by its identity."""
    classes: dict[int, tuple[str, str] | None] = field(default_factory=dict)
    """What each line was found to be, by its identity."""
    dates: list[str] = field(default_factory=list)
    """Date lines of the head and the tail, as printed."""


def key_of(text: str) -> str:
    """Fold a line for comparing: NFC, case, one space, no punctuation around.

    >>> key_of("  In bài viết: ")
    'in bài viết'
    """
    if not text.isascii():
        text = (text if is_normalized("NFC", text) else normalize("NFC", text)).replace("Ð", "Đ")
    folded = text.casefold()
    if "  " in folded or not folded.isprintable():
        folded = " ".join(folded.split())
    return folded.strip(AROUND)


def numbered(lines: Sequence[Line]) -> dict[int, int]:
    """Return where each line stands, by its identity."""
    return {id(line): position for position, line in enumerate(lines)}


def strip_boilerplate(lines: list[Line], title: str = "", order: dict[int, int] | None = None) -> Stripped:
    """Take furniture lines out. `title` lets the title's own words without accents (automatic alt text) be known;
    `order` says where the lines stood (see `numbered`) when some were taken before.

    >>> lines = [Line("Xã Mây mở lớp học số cho người cao tuổi."), Line("In bài viết"), Line("Các tin khác")]
    >>> kept = strip_boilerplate(lines)
    >>> [line.text for line in kept.lines], [each.class_ for each in kept.removed]
    (['Xã Mây mở lớp học số cho người cao tuổi.'], ['related_list', 'toolbar'])
    """
    work = _Work(lines, title, Stripped(lines, order=order or numbered(lines)))
    work.cut_tail()
    work.drop_anywhere()
    work.peel()
    return work.done


def peel(stripped: Stripped, title: str = "") -> None:
    """Take furniture off both ends again, after other rules have taken lines away."""
    work = _Work(stripped.lines, title, stripped)
    work.peel()


def class_of(text: str, title: str = "") -> tuple[str, str] | None:
    """Return (class, where) of a whole line, or None for anything that may be the article.

    >>> class_of("Số lượt xem: 3.072"), class_of("Đăng nhập")
    (('counter', 'anywhere'), ('login', 'edge'))
    >>> class_of("Đăng nhập một lần giúp người dân đỡ nhớ mật khẩu.")
    """
    if len(text) > SHORT and _is_plainly_prose(text):
        return None
    key = key_of(text)
    found = WHOLE.get(key)
    if found is not None:
        return found
    if " " in key and key in ACCOUNTS:
        return "cms_account", ANYWHERE
    if key.startswith(BEGINNINGS):
        return next(name for name, beginnings in PREFIXES.items() if key.startswith(beginnings)), ANYWHERE
    for rule in _RULES:
        found = rule(text, key)
        if found is not None:
            return found
    if title and len(text) > 14 and text.isascii() and key == _unaccented(title):
        return "image_residue", ANYWHERE
    return None


def _is_plainly_prose(text: str) -> bool:
    """Say cheaply that a longer line is no furniture: phrases are short, bars of tools or numbers have no commas."""
    if len(text) > LONGEST:
        return True
    return ", " in text and not text.isascii() and not text[:28].casefold().startswith(BEGINNINGS)


def counter_of(text: str) -> int | None:
    """Return the number of a counter line.

    >>> counter_of("22 Lượt xem"), counter_of("Lượt xem bài hát tăng 22 %")
    (22, None)
    """
    found = COUNTER.fullmatch(key_of(text))
    digits = re.sub(r"\D", "", (found[1] or found[2]) if found else "")
    return int(digits) if digits and len(digits) < 12 else None


def views_in(text: str) -> str | None:
    """Return the counter's digits out of a line that also says other things.

    >>> views_in("11/01/2021 14:58 Số lượt xem: 72"), views_in("Thứ Hai, 11/01/2021")
    ('72', None)
    """
    found = COUNTER_INSIDE.search(text.casefold()) or COUNTER.fullmatch(key_of(text))
    return next(digits for digits in found.groups() if digits).strip(".,") if found else None


@lru_cache(maxsize=64)
def _unaccented(title: str) -> str:
    return normalize("NFD", key_of(title).replace("đ", "d")).encode("ascii", "ignore").decode()


def _numbers(text: str, key: str) -> tuple[str, str] | None:
    """Counters, statistics, the player's clock: lines with digits."""
    if len(text) > 120 or not HAS_DIGIT(key):
        return None
    if key.isdigit() and len(key) < 8:
        return "counter", "head"
    if COUNTER.fullmatch(key) or REPLIES.fullmatch(key):
        return "counter", ANYWHERE
    if STATISTICS.fullmatch(key):
        return "statistics", ANYWHERE
    return ("text_to_speech", ANYWHERE) if PLAYER.fullmatch(key) else None


def _residue(text: str, _key: str) -> tuple[str, str] | None:
    """File names, camera names, paths of a server or of the editor's disk."""
    if text[1:3] == ":\\" and text[0].isalpha():
        return "image_residue", ANYWHERE
    if "." in text[-5:-3] and (FILE_NAME.fullmatch(text) or SERVER_PATH.fullmatch(text)):
        return "image_residue", ANYWHERE
    if len(text) < 60 and text[-1].isalnum() and HAS_DIGIT(text) and CAMERA_NAME.fullmatch(text):
        return "image_residue", ANYWHERE
    return None


def _toolbar(_text: str, key: str) -> tuple[str, str] | None:
    """A line of nothing but toolbar words and signs."""
    if len(key) > 1 and TOOLBAR.fullmatch(key):
        return "toolbar", EDGE if " " not in key else ANYWHERE
    return None


def _shaped(_text: str, key: str) -> tuple[str, str] | None:
    """Furniture whose words vary."""
    if not key.startswith(SHAPE_OPENINGS) and "://" not in key:
        return None
    found = SHAPE.fullmatch(key)
    return SHAPES[found.lastindex - 1][:2] if found is not None and found.lastindex else None


def _doubled(text: str, _key: str) -> tuple[str, str] | None:
    """Portlet titles are printed twice: "Danh mục Danh mục"."""
    half = len(text) // 2
    if (
        text[:half] == text[half + 1 :]
        and text[half] == " "
        and text[0].isupper()
        and 1 <= text.count(" ", 0, half) < 8
    ):
        return "doubled_portlet_title", ANYWHERE
    return None


def _signs(text: str, _key: str) -> tuple[str, str] | None:
    """Lines without a letter or digit: `|`, `.`, `***`."""
    return None if HAS_WORD(text) else ("residue", ANYWHERE)


_RULES: tuple[Callable[[str, str], tuple[str, str] | None], ...] = (
    _numbers,
    _residue,
    _toolbar,
    _shaped,
    _doubled,
    _signs,
)


class _Work:
    """One stripping: the lines left, and the record of those gone."""

    def __init__(self, lines: list[Line], title: str, done: Stripped) -> None:
        self.title = title
        self.done = done
        self.order = done.order
        self.classes = self.done.classes
        for line in lines:
            if id(line) not in self.classes and line.kind != IMAGE:
                self.classes[id(line)] = class_of(line.text, title)

    def drop(self, name: str, line: Line) -> None:
        """Record one line as gone; counters and date lines are read."""
        self.done.removed.append(Removed(name, self.order[id(line)], line.text))
        if name == "counter" and self.done.views is None:
            self.done.views = counter_of(line.text)

    def cut_tail(self) -> None:
        """Cut at the first marker after which nothing is the article; an inner box loses its links only."""
        position = 0
        while position < len(self.done.lines):
            name = self._opens_tail(position)
            if name:
                end = len(self.done.lines) if self._nothing_follows(position, name) else self._end_of_box(position)
                for line in self.done.lines[position:end]:
                    self.drop(name, line)
                self.done.lines = self.done.lines[:position] + self.done.lines[end:]
            else:
                position += 1

    def _opens_tail(self, position: int) -> str | None:
        line = self.done.lines[position]
        if position == 0 or len(line.text) > LONGEST or line.kind == IMAGE:
            return None
        key = key_of(line.text if len(line.text) <= SHORT else line.text[:32])
        if key in CUTS:
            return CUTS[key]
        return "footer" if key.startswith(FOOTER_PREFIXES) and self._nothing_follows(position, "footer") else None

    def _nothing_follows(self, position: int, name: str) -> bool:
        """Say whether no prose stands below, or so little of the page that it is comments and the like."""
        lines = self.done.lines
        rest = lines[position + 1 :]
        shortest = PROSE.get(name, PROSE["related_list"])
        if not any(len(line.text) >= shortest and not line.linked and _is_sentence(line.text) for line in rest):
            return True
        before = sum(len(line.text) for line in lines[:position] if line.kind != IMAGE)
        after = sum(len(line.text) for line in rest if line.kind != IMAGE)
        return before >= TAIL * (before + after)

    def _end_of_box(self, position: int) -> int:
        """Return where the links under a marker end."""
        lines = self.done.lines
        end = position + 1
        while end < len(lines) and (lines[end].linked or lines[end].kind == IMAGE) and end - position < 12:
            end += 1
        return end

    def drop_anywhere(self) -> None:
        """Drop the lines that are furniture wherever they stand; take keywords."""
        kept: list[Line] = []
        residue = False
        for line in self.done.lines:
            found = self.classes.get(id(line))
            if found is not None and found[1] == ANYWHERE:
                self.drop(found[0], line)
                residue = residue or found[0] == "image_residue"
            elif not self._take_keywords(line):
                line.after_image = line.after_image or residue
                residue = False
                kept.append(line)
        self.done.lines = kept

    def _take_keywords(self, line: Line) -> bool:
        text = line.text
        if len(text) > 400 or ":" not in text:
            return False
        found = KEYWORDS.fullmatch(text)
        if found is not None:
            self.done.keywords += _listed(found[1])
            self.drop("keywords", line)
            return True
        if "TAG" in text and (found := GLUED_TAG.search(text)):
            self.done.keywords += _listed(found[1])
            line.text = text[: found.start()].rstrip()
        return False

    def peel(self) -> None:
        """Take furniture off the head and the tail until something else stands there."""
        lines = self.done.lines
        start = 0
        while start < len(lines) and (name := self._edge(lines[start], head=True)):
            self.drop(name, lines[start])
            start += 1
        end = len(lines)
        while end > start and (name := self._edge(lines[end - 1], head=False)):
            self.drop(name, lines[end - 1])
            end -= 1
        self.done.lines = lines[start:end]

    def _edge(self, line: Line, *, head: bool) -> str | None:
        if len(line.text) > LONGEST or line.kind == IMAGE:
            return None
        found = self.classes.get(id(line))
        if found is not None and found[1] in ((ANYWHERE, EDGE, "head") if head else (ANYWHERE, EDGE)):
            return found[0]
        if len(line.text) >= SHORT or line.kind == HEADING or not HAS_DIGIT(line.text):
            return None
        if is_date_line(line.text) or (head and SUBMITTED.fullmatch(key_of(line.text))):
            self.done.dates.append(line.text)
            return "date_line"
        return "related_list" if not head and DATED_ITEM.fullmatch(line.text) else None


def _is_sentence(text: str) -> bool:
    """It ends with a stop, and was not cut off by a list ("...")."""
    return text[-1] in SENTENCE_ENDS and not text.endswith(("...", "…"))


def _listed(words: str) -> list[str]:
    return [word for part in re.split(r"[,;|]", words) if (word := " ".join(part.split()).strip(" .#"))]
