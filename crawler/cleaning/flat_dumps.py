"""Text dumps that lost their lines: broken again where it is certain.

What is certain: runs of spaces, furniture at either end, several furniture phrases in a row ("In bài viết Gửi mail Các
tin khác"), a date slot near the beginning ("06/02/2018 | 9:39 AM"), before which the title stands; else the words
articles open with.
"""

import re
from functools import cache

from crawler.cleaning.datelines import BRACKETED
from crawler.cleaning.vocabulary import ACCOUNTS, ANYWHERE, CUTS, TOOLBAR_WORDS, WHOLE
from crawler.dates.read import is_date_line

WEEKDAY = re.compile(
    r"\b(?:thứ|chủ nhật|t[2-7]|cn|monday|tuesday|wednesday|thursday|friday|saturday|sunday|gmt)\b", re.IGNORECASE
)
SECONDS = re.compile(r"\d{1,2}:\d\d:\d\d")
DATE_LABEL = re.compile(r"ngày|đăng|xuất bản|cập nhật|lúc:|submitted|posted|published", re.IGNORECASE)
PROSE = 250
"""A line this long is no title."""
LOST = 400
"""A line this long in a dump of one or two lines has lost its line breaks."""
OPENING = re.compile(
    r"\s(?=(?:\([^()]{2,24}\)\s*[-–]?\s*)?(?:Ngày|Sáng|Chiều|Tối|Trưa|Vừa qua|Mới đây|Hôm nay|Trong (?:\d+ )?ngày)\s)"
)
SENTENCE_END = re.compile(r"[.…!?](?=\s+[A-ZĐÀ-Ỹ“\"(])")
DAY = re.compile(
    r"\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d|\d{1,2} \d{1,2} (?:19|20)\d\d(?= \d{1,2}:)"
    r"|\d{1,2} tháng \d{1,2},? (?:năm )?(?:19|20)\d\d"
)
TIME = re.compile(r"\d{1,2}(?::|h|g| giờ )\d\d")
SLOT_LABEL = re.compile(
    r"[(\[ ]*(?:ngày (?:đăng|xuất bản|cập nhật|viết)|(?:đăng|cập nhật|xuất bản)(?: tin| bài)?(?: lúc| ngày|:)|thời gian"
    r"|view|lượt|submitted|posted|published)",
    re.IGNORECASE,
)
SLOT_BEGIN = re.compile(
    r"[(\[|• -]*(?:(?:ngày|đăng|cập|thời|thứ|chủ|lúc|cn|t[2-7]|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|submitted|posted|published)\b|\d{1,2}[:hg]\d\d|$)",
    re.IGNORECASE,
)
SLOT_END = re.compile(r"\d|\)$|^(?:am|pm|sa|ch|sáng|trưa|chiều|tối)$", re.IGNORECASE)
FEW_WORDS = 3
"""Hardly a headline has so few words."""
WORDS_BEFORE, WORDS_AFTER = 7, 10
"""Words a date slot has around its day at most."""


def lost_lines(lines: list[str]) -> bool:
    """Say whether a dump of these lines has lost its line breaks: it is long, or a date slot stands within a line.

    >>> lost_lines(["Xã Mây khai hội", "Sáng nay, xã Mây khai hội."]), lost_lines(["Xã Mây khai hội. " * 30])
    (False, True)
    >>> lost_lines(["Xã Mây khai hội 05/03/2021 08:30 Hội vui."]), lost_lines(["Xã Mây khai hội 05/03/2021 08:30"])
    (True, False)
    """
    if len(lines) == 1 and (slot := _slot(lines[0])) is not None and slot[1] < len(lines[0]):
        return True
    return 0 < len(lines) <= 2 and max(map(len, lines)) >= LOST


def unfolded(text: str) -> list[str]:
    """Return the lines of a dump that has none.

    >>> unfolded("Skip to main content Xã Mây khai hội 05/03/2021 | 8:30 AM Người dân các thôn đã về sân đình xem lễ.")
    ['Skip to main content', 'Xã Mây khai hội', '05/03/2021 | 8:30 AM', 'Người dân các thôn đã về sân đình xem lễ.']
    """
    pieces = [piece for part in re.split(r"\s*\n\s*|[ \t\u00a0]{2,}", text) if (piece := " ".join(part.split()))]
    if len(pieces) > 3:
        return pieces
    whole, lines = _leading_furniture(" ".join(pieces))
    whole, tail = _trailing_furniture(whole)
    first, *others = _parted(whole)
    return [*lines, *_head_lines(first), *others, *tail]


def _parted(whole: str) -> list[str]:
    """Break at furniture phrases that follow each other: one may be a story's topic, several in a row are none."""
    lines: list[str] = []
    begin = 0
    for run in _furniture_runs().finditer(whole):
        phrases = [found[0] for found in _phrases().finditer(run[0])]
        is_furniture = run[0][0].isupper() or phrases[0].casefold() in ACCOUNTS
        if is_furniture and any(" " in phrase for phrase in phrases) and whole[begin : run.start()].strip():
            lines += [whole[begin : run.start()].strip(), *phrases]
            begin = run.end()
    rest = whole[begin:].strip()
    return [*lines, rest] if rest or not lines else lines


@cache
def _phrases() -> re.Pattern[str]:
    several = {phrase for phrase in (*WHOLE, *CUTS, *ACCOUNTS) if " " in phrase}
    words = sorted(several | set(TOOLBAR_WORDS), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)


@cache
def _furniture_runs() -> re.Pattern[str]:
    """Two phrases or more with nothing but signs between them, or one that ends the text after a full stop."""
    one = f"(?:{_phrases().pattern})"
    return re.compile(rf"{one}(?:[\s.:|»«•–-]+{one})+|(?<=[./!?…”\"])\s{one}\s*$", re.IGNORECASE)


def _head_lines(whole: str) -> list[str]:
    """Title, date slot and the rest; the slot is where it is found, before the title or after it."""
    begin, end = _slot(whole) or (0, 0)
    above, rest = whole[:begin].strip(), whole[end:]
    at = _title_end(rest) if len(above.split()) <= FEW_WORDS else 0  # so few are a section's name, or nothing
    parts = [above, whole[begin:end], rest[:at], rest[at:]]
    return [part for piece in parts if (part := piece.strip())]


def _slot(whole: str) -> tuple[int, int] | None:
    """Return where the first date slot begins and ends, if it stands where a title may end.

    A day of the story ("Ngày 31/3/2017, ...") has neither time of day nor the slot's own words.
    """
    head = whole[: PROSE + 120]
    for day in DAY.finditer(head):
        if day.start() > PROSE or SENTENCE_END.search(head, 20, day.start()) is not None:
            return None
        begin, end = _widest(head, day.start(), day.end())
        words = head[begin:end]
        if end > begin and (TIME.search(words) or SLOT_LABEL.search(words) or _is_bracketed(head, begin, end)):
            return begin, end
    return None


def _widest(head: str, begin: int, end: int) -> tuple[int, int]:
    """Grow a day to the widest run of whole words around it that is nothing but a date slot.

    It begins with the slot's own words, a time or the day (the title may end in a year), ends in a number or a half of
    the day, and before the words articles open with.
    """
    before = [word for word in re.finditer(r"(?:[(\[] )?\S+", head[:begin]) if word.end() < begin][-WORDS_BEFORE:]
    labels = [word.start() for word in before if SLOT_LABEL.match(word[0] + head[word.end() : begin])]
    starts = labels[-1:] or [word.start() for word in before if SLOT_BEGIN.match(word[0])]
    starts.append(head.rfind(" ", 0, begin) + 1)
    opening = OPENING.search(head, end)
    after = re.finditer(r"\S+", head[: opening.start() if opening else None])
    ends = [word.end() for word in after if word.end() >= end and SLOT_END.search(word[0])][: WORDS_AFTER + 1]
    runs = [(left, right) for left in starts for right in ends if is_date_line(head[left:right])]
    return max(runs, key=lambda run: run[1] - run[0], default=(begin, begin))


def _is_bracketed(head: str, begin: int, end: int) -> bool:
    return head[begin] == "(" and head[end - 1] == ")"


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
