"""What a page prints twice: title, lead, paragraph; and sentences it prints over several lines."""

import re
from collections.abc import Sequence
from unicodedata import is_normalized, normalize

from crawler.cleaning.line import HEADING, IMAGE, ITEM, PARAGRAPH, ROW, Line
from crawler.vietnamese.syllables import is_syllable

SIGNS = re.compile(r"[\W_]+")
PIECE = 40
"""A line this long without an end mark may go on in the next."""
END_MARKS = frozenset('.:;!?…"”)|')
JOINED = ",.;:)”…!?%"
"""A line that begins with one of these was cut off the line above."""


def folded(text: str) -> str:
    """Fold for comparing: NFC, case, letters and digits only.

    >>> folded("Xã Mây – khai hội.") == folded("XÃ MÂY - KHAI HỘI")
    True
    """
    if not is_normalized("NFC", text):
        text = normalize("NFC", text)
    return SIGNS.sub("", text.casefold().replace("ð", "đ"))


def join_broken(lines: list[Line]) -> tuple[list[Line], bool]:
    """Join lines an inline tag or a lost line wrap broke; say whether any was.

    >>> joined, any_joined = join_broken([Line("h"), Line("oạt động của xã Mây"), Line(", huyện Sương.")])
    >>> joined[0].text, any_joined
    ('hoạt động của xã Mây, huyện Sương.', True)
    """
    kept: list[Line] = []
    said = ""  # what the last line says so far: a local name grows in place, where ten thousand pieces may be one line
    for line in lines:
        if kept and (glue := _glue(kept[-1], said, line)) is not None:
            above = kept[-1]
            said += glue + line.text
            above.centred = above.centred and line.centred
            above.linked = above.linked and line.linked
            continue
        if kept:
            kept[-1].text = said
        kept.append(line)
        said = line.text
    if kept:
        kept[-1].text = said
    return kept, len(kept) < len(lines)


def _glue(above: Line, said: str, line: Line) -> str | None:
    """Return what joins two lines ("" or one space), None when they are two; `said` is the text of the one above."""
    if line.kind in _WHOLE_KINDS or above.kind in _WHOLE_KINDS:
        return None
    first = line.text[0]
    if first.isupper() or first.isdigit() or _CAPITAL_ENTITY.match(line.text):
        return None
    if first in JOINED:
        rest = line.text[1:].strip()
        return "" if rest and said[-1] not in END_MARKS and first not in ".…" else None
    if not first.islower() or (len(line.text) > 1 and line.text[1] in ").:"):
        return None
    if len(said) <= 2 and said.isalpha():
        return ""
    if len(said) < PIECE:
        return None
    if above.block != line.block and not (_is_plain(above) and _is_plain(line) and above.emphasis == line.emphasis):
        return None
    return _seam(said, line.text) if said[-1].isalnum() or said[-1] == "," else None


def _is_plain(line: Line) -> bool:
    """Say whether a block is set like a paragraph or a lead: captions and headings that break see to themselves."""
    set_apart = line.centred or line.right or line.emphasis == "italic"
    return line.kind == PARAGRAPH and not (set_apart or line.after_image or line.linked)


def _seam(above: str, line: str) -> str:
    """Return "" where a word was cut ("tr" + "ên"), else a blank."""
    left, right = above[above.rfind(" ") + 1 :], line.partition(" ")[0].rstrip(".,;:!?")
    return "" if left.isalpha() and not is_syllable(left) and is_syllable(left + right) else " "


_CAPITAL_ENTITY = re.compile(r"[;&]?(?:amp;)?[A-Z](?:grave|acute|circ|tilde);")
"""What is left of a capital that was an entity (";Yacute; kiến"): a line of its own begins, whatever sign is first."""
_SENTENCE = 40  # characters of a paragraph that is repeated by mistake rather than on purpose
_ENOUGH = 60  # characters: a sentence beside the title's copy
_WHOLE_KINDS = frozenset({IMAGE, ROW, HEADING, ITEM})


def drop_title(lines: list[Line], title: str) -> bool:
    """Drop copies of the title among the first lines (in place); say whether any was there.

    A notice that is little more than its title and a document keeps it: the line is the document's name.

    >>> lines = [Line("XÃ MÂY KHAI HỘI"), Line("Sáng nay, hàng nghìn người dân đã về sân đình xã Mây xem lễ khai hội.")]
    >>> drop_title(lines, "Xã Mây khai hội"), len(lines)
    (True, 1)
    >>> drop_title([Line("Lịch tiếp dân"), Line("Xem chi tiết tại đây")], "Lịch tiếp dân")
    False
    """
    wanted = folded(title)
    if not wanted:
        return False
    left: int | None = None
    while True:
        at = next((index for index, line in enumerate(lines[:4]) if _is_title(line, wanted)), None)
        if at is None:
            return left is not None
        told = sum(len(line.text) for line in lines if line.kind != IMAGE) if left is None else left
        if told - len(lines[at].text) < _ENOUGH:
            return left is not None
        left = told - len(lines[at].text)
        del lines[at]


def _is_title(line: Line, wanted: str) -> bool:
    if line.kind == IMAGE or not len(wanted) <= len(line.text) <= 2 * len(wanted) + 12:
        return False
    said = folded(line.text)
    return said in (wanted, "null" + wanted)


def settle_lead(lead: str | None, paragraphs: list[str]) -> tuple[str | None, list[str], bool]:
    """Say the lead once: a first paragraph that repeats it goes; a lead cut off from a paragraph goes itself.

    >>> settle_lead("Xã Mây khai hội.", ["Xã Mây khai hội.", "Hội kéo dài ba ngày."])
    ('Xã Mây khai hội.', ['Hội kéo dài ba ngày.'], True)
    >>> settle_lead("Xã Mây khai hội vào...", ["Xã Mây khai hội vào sáng nay."])
    (None, ['Xã Mây khai hội vào sáng nay.'], True)
    """
    if not lead:
        return None, paragraphs, False
    for at, paragraph in enumerate(paragraphs[:3]):
        if len(paragraph) < len(lead) // 2 or not _begin_alike(lead, paragraph):
            continue
        said = folded(lead)
        if not said:
            return None, paragraphs, False
        start = folded(paragraph[: len(lead) + 60])
        if start == said and len(paragraph) <= len(lead) + 60:
            return lead, paragraphs[:at] + paragraphs[at + 1 :], True
        if start.startswith(said):
            return None, paragraphs, True
    return lead, paragraphs, False


def _begin_alike(lead: str, paragraph: str) -> bool:
    """Say whether the first words are the same; nearly always the first letters tell them apart."""
    first, second = lead[0], paragraph[0]
    if first.isalnum() and second.isalnum() and first.casefold() != second.casefold():
        return False
    return folded(paragraph[:24]).startswith(folded(lead[:24])[:8])


def drop_adjacent(texts: Sequence[str]) -> list[str]:
    """Drop a paragraph that repeats the one above word for word. A short line may name another document each time.

    >>> drop_adjacent(["Hội nghị đã thành công tốt đẹp, đại biểu ra về phấn khởi."] * 2)
    ['Hội nghị đã thành công tốt đẹp, đại biểu ra về phấn khởi.']
    >>> drop_adjacent(["Xem chi tiết tại đây", "Xem chi tiết tại đây"])
    ['Xem chi tiết tại đây', 'Xem chi tiết tại đây']
    """
    return [text for at, text in enumerate(texts) if not at or text != texts[at - 1] or len(text) < _SENTENCE]
