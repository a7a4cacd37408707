"""Who wrote it: bylines at the end and the head of a body and in author fields become `authors`.

Forms: a bare name, two names, initials, name and unit, in brackets, labelled ("Tin, ảnh: ..."), with the date at the
head.
Traps that stay: the signature block of a decision, a list of names, a caption, a name after a title ("Ông ...").
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from crawler.cleaning.line import HEADING, IMAGE, ITEM, ROW, Line
from crawler.cleaning.names import (
    has_family_name,
    is_account,
    is_board,
    is_initials,
    is_office,
    is_person,
    is_unit,
    people_in,
    spelled,
)
from crawler.cleaning.sources import is_source, source_of
from crawler.dates.read import is_date_line
from crawler.documents import points_at_document

LONGEST = 110
"""No byline line is longer."""
WORK = r"(?:tin|tịn|bài|ảnh|ành|video|clip|đồ họa)"
LABELLED = re.compile(
    rf"(?:{WORK}(?:\s*(?:,|&|/|-|–|và|,\s*)?\s*{WORK}){{0,3}}|tác giả(?: bài viết)?|người (?:đăng|viết"
    rf"|gửi)(?: bài(?: viết)?)?"
    r"|thực hiện|(?:nhóm )?(?:pv|phóng viên)|ctv|biên tập|bài viết|reported by|written by|by)"
    r"(?:\s*[:：]\s*|\s+(?=[A-ZĐÀ-Ỹ(]))(.{2,90})",
    re.IGNORECASE,
)
PHOTO_ONLY = re.compile(r"\(?\s*(?:ảnh|hình|clip|video)(?:\s+minh h[oọ]a|\s+minh hoạ)?\s*[:(].*", re.IGNORECASE)
COMPILED = re.compile(
    r"\s*\(\s*(?:tổng hợp|t/?h|st|sưu tầm|lược ghi|theo .{2,40}|biên tập|dịch|ghi|tt|gt|bt)\s*\)?\.?$"
    r"|\s+(?:tổng hợp|sưu tầm|lược ghi|lược dịch|biên soạn|ghi|dịch|thực hiện)\.?$",
    re.IGNORECASE,
)
PHOTOGRAPHER = re.compile(r"\s*[-–;,.]?\s*\(?\s*(?:ảnh|hình)\s*:\s*([^()]{2,40})\)?\.?$", re.IGNORECASE)
BRACKETED_UNIT = re.compile(r"\s*\(([^()]{2,60})\)\.?$")
SIGNATURE = re.compile(
    r"(?:TM|KT|TL|TUQ|Q|T/M|K/T)\s*[./]\s?[A-ZĐÀ-Ỹ]|Nơi nhận|\(?\s*[Đđ]ã\s?ký|(?:(?:Q\.|QUYỀN "
    r"|PHÓ )?(?:TỔNG )?(?:CHỦ TỊCH|GIÁM ĐỐC|CHÁNH VĂN PHÒNG"
    r"|TRƯỞNG (?:BAN|PHÒNG)|CHI CỤC TRƯỞNG|CỤC TRƯỞNG|BÍ THƯ|HIỆU TRƯỞNG|BỘ TRƯỞNG|THỨ TRƯỞNG|THỦ TƯỚNG"
    r"|CHÁNH THANH TRA)\b)"
    r"|Người ký\b"
)
GLUED = re.compile(r"(\./\.|[.…!”])\s*[-–]?\s*([^.…!]{2,60})$")
ROLE_AFTER = re.compile(
    r"\s+[-–]\s+(?:phó |q\. ?|quyền )?(?:giám đốc|chủ tịch|bí thư|trưởng|chánh|hiệu trưởng|cục trưởng).*$",
    re.IGNORECASE,
)
SPLIT_FIELD = re.compile(r"\s*[;|]\s*")


@dataclass(slots=True)
class Credits:
    """People and origin read from bylines and source lines."""

    authors: list[str] = field(default_factory=list)
    source_name: str | None = None
    photographer: str | None = None
    """"(Ảnh: ...)" beside a byline."""

    def add(self, other: "Credits") -> None:
        """Take over what `other` says and this does not yet."""
        self.authors += [name for name in other.authors if name not in self.authors]
        self.source_name = self.source_name or other.source_name
        self.photographer = self.photographer or other.photographer


def byline_of(line: str, *, lenient: bool = False) -> Credits | None:
    """Read a whole line as a byline; None when it is not one. An empty `Credits` is an account or a board: nobody.

    `lenient` (the line stands right-aligned or alone at the end) also takes units without a name.

    >>> byline_of("Tin, ảnh: Bùi Sương").authors, byline_of("Lâm Mây – Bùi Sương").authors
    (['Bùi Sương'], ['Lâm Mây', 'Bùi Sương'])
    >>> byline_of("(Bài và ảnh: Bùi Sương)").authors
    ['Bùi Sương']
    >>> byline_of("Ông Bùi Sương"), byline_of("admin admin").authors
    (None, [])
    """
    text = line.strip().strip("|•*`").strip()
    if not 2 <= len(text) <= LONGEST or text.endswith((":", ";", "?", "!")):
        return None
    if is_account(text):
        return None if "@" in text else Credits()
    text = text.removesuffix("./.").strip(" ./")
    if is_board(text.strip("()")):
        return Credits()
    bracketed = text.startswith("(") and text.endswith(")")
    inner = text[1:-1].strip() if bracketed else text
    found = LABELLED.fullmatch(inner)
    if found is not None:
        return _labelled(inner, found[1])
    if bracketed:
        return _names(inner)
    names = _names(text)
    if names is not None or not lenient:
        return names
    if is_unit(text):
        return Credits(source_name=spelled(text) if is_source(text) or is_office(text) else None)
    return None


def _labelled(text: str, words: str) -> Credits | None:
    """After a label with a colon nearly anything short is the author; without one only names are."""
    bare, photographer = _without_photographer(words)
    bare = COMPILED.sub("", bare).strip(" .()")
    if PHOTO_ONLY.fullmatch(text):
        return None
    names = _names(words)
    if names is not None:
        return names
    if ":" not in text[: text.find(words)] or len(words) > 60 or len(bare.split()) > 7:
        return None
    if is_account(bare) and text.casefold().startswith(("người", "tác giả", "biên tập")):
        return Credits()
    if is_unit(bare):
        return Credits(source_name=bare if is_source(bare) else None, photographer=photographer)
    if source_of(bare):
        return Credits(source_name=source_of(bare))
    looks_named = bare[:1].isupper() and not re.search(r"[a-zà-ỹ]{2,}\s+[a-zà-ỹ]{2,}\s+[a-zà-ỹ]{2,}", bare)
    return Credits([spelled(bare)], photographer=photographer) if looks_named else None


def _without_photographer(text: str) -> tuple[str, str | None]:
    found = PHOTOGRAPHER.search(text) if "nh:" in text or "nh :" in text or "ình:" in text else None
    return (text[: found.start()], spelled(found[1])) if found else (text, None)


def _names(text: str) -> Credits | None:
    """Names, with what may stand around them."""
    text, photographer = _without_photographer(text)
    origin = (
        source_of("Nguồn: " + match[1])
        if (match := re.search(r"\((?:theo|nguồn:?)\s+([^()]+)\)\.?$", text, re.IGNORECASE))
        else None
    )
    text = ROLE_AFTER.sub("", COMPILED.sub("", text)).strip(" .")
    bracket = BRACKETED_UNIT.search(text)
    if bracket is not None:
        text = text[: bracket.start()]
        origin = origin or (spelled(bracket[1]) if is_source(bracket[1]) else None)
    slash = text.rpartition("/")
    if slash[1] and people_in(slash[0]) and not people_in(slash[2]):
        return Credits(people_in(slash[0])[0], spelled(slash[2]), photographer)  # type: ignore[index]
    found = people_in(text)
    if found is None:
        return None
    people, units = found
    origin = origin or next((spelled(unit) for unit in units if is_source(unit)), None)
    return Credits(people, origin, photographer)


def people_of_fields(fields: Iterable[str]) -> list[str]:
    """Judge author fields and metadata: names out of each, accounts and units left out.

    >>> people_of_fields(["Lâm Mây; Bùi Sương", "admin admin", "Ban biên tập", "Tác giả: Kiều Nhàn"])
    ['Lâm Mây', 'Bùi Sương', 'Kiều Nhàn']
    """
    people: list[str] = []
    for entry in fields:
        for words in SPLIT_FIELD.split(entry.strip()):
            if words and not words.startswith(("http:", "https:", "/", "@")):
                people += [name for name in _field_people(words) if name not in people]
    return people


def _field_people(words: str) -> list[str]:
    read = byline_of(words)
    if read is not None:
        return read.authors
    if is_unit(words) or is_source(words) or is_account(words) or len(words) > 60:
        return []
    parts = words.split()
    foreign = 2 <= len(parts) <= 4 and all(part[0].isupper() and part[1:].islower() for part in parts)
    return [spelled(words)] if foreign and words.isascii() and not is_account(words) else []


def take_end(lines: list[Line]) -> Credits | None:
    """Take the byline or source line off the end of `lines` (in place); None when the last line is neither.

    >>> lines = [Line("Xã Mây khai hội vào sáng nay, nhiều người dự."), Line("Bùi Sương")]
    >>> take_end(lines).authors, len(lines)
    (['Bùi Sương'], 1)
    """
    at = _last_words(lines)
    if at is None:
        return None
    if lines[at].block >= 0 and (right := _right_aligned(lines, at)) is not None:
        return right
    line = lines[at]
    if len(line.text) > LONGEST:
        return _split_glued(line)
    if line.kind == ROW:
        return _account_in_row(line)
    if line.kind in (ITEM, HEADING):
        return None
    read = _end_line(lines, at) if at else None
    if read is None:
        return _split_glued(line, labelled=True)
    del lines[at]
    return read


def _account_in_row(line: Line) -> Credits | None:
    """A text that its portal cut off inside a table takes the account below ("admin admin") into its last row."""
    row, _, cell = line.text.rpartition(" | ")
    words = cell.casefold().split()
    if row and len(set(words)) < len(words) and is_account(cell):
        line.text = row
        return Credits()
    return None


def _right_aligned(lines: list[Line], last: int) -> Credits | None:
    """A name alone at the right, one to three lines above the end: a note or a pointer was put under it."""
    for at in range(last - 1, max(0, last - 4), -1):
        if lines[at].right and lines[at].kind != IMAGE:
            read = _end_line(lines, at)
            if read is not None and read.authors:
                del lines[at]
                return read
    return None


def _last_words(lines: Sequence[Line]) -> int | None:
    """Return the place of the last line with words; "Xem chi tiết tại đây" under a byline is passed over."""
    last = at = next((at for at in range(len(lines) - 1, -1, -1) if lines[at].kind != IMAGE), None)
    while at is not None and at > 1 and len(lines[at].text) < LONGEST and points_at_document(lines[at].text):
        at -= 1
    if at is not None and at != last and (lines[at].kind == IMAGE or len(lines[at].text) > LONGEST):
        return last
    return at


def _end_line(lines: Sequence[Line], at: int) -> Credits | None:
    """Read the last line with words, the lines above it deciding whether it signs a decision or closes a list."""
    line = lines[at]
    above = [other for other in lines[max(0, at - 6) : at] if other.kind != IMAGE]
    if not any(len(other.text) >= 40 for other in lines[:at]):
        return None
    origin = source_of(line.text)
    after_end = bool(above) and above[-1].text.endswith(("./.", ".", "…", "”", '"', ")"))
    if origin is None or (is_person(line.text.strip(" ()")) and not line.text.casefold().startswith(("theo", "nguồn"))):
        read = byline_of(line.text, lenient=line.right or (after_end and bool(line.emphasis)))
        if read is None or (read.authors and not _may_sign(line, above)):
            return None
        return read
    return Credits(source_name=origin)


def _may_sign(line: Line, above: Sequence[Line]) -> bool:
    """Not under a picture (its caption), not under "KT. GIÁM ĐỐC" (it signs a decision), not the fourth of a list."""
    if line.after_image and not line.right and not LABELLED.fullmatch(line.text):
        return False
    if any(len(other.text) < 90 and SIGNATURE.search(other.text) for other in above):
        return False
    others = [other for other in above[-3:] if len(other.text) < 60 and byline_of(other.text) is not None]
    return len(others) < 3


def _split_glued(line: Line, *, labelled: bool = False) -> Credits | None:
    """Cut off a byline that follows the end mark on its line: "... trên địa bàn tỉnh./. Bùi Sương".

    `labelled` (the line is short, as lines of names are): only one that says what it is, after a sentence.
    """
    found = GLUED.search(line.text, max(0, len(line.text) - 70))
    if found is None:
        return None
    words = found[2].strip()
    if labelled and (line.text.count(" ", 0, found.start()) < 3 or not LABELLED.fullmatch(words.strip("() "))):
        return None
    read = byline_of(words) if words.count(" ") or found[1] == "./." else None
    if read is None and words.startswith("(") and (origin := source_of(words)):
        read = Credits(source_name=origin)
    plain_stop = found[1] != "./." and not (
        words.startswith("(") or LABELLED.fullmatch(words) or has_family_name(words)
    )
    if read is None or plain_stop or (read.authors == [] and read.source_name is None):
        return None
    line.text = line.text[: found.end(1)]
    return read


def take_head(lines: list[Line]) -> tuple[Credits, str | None] | None:
    """Take a byline off the head of `lines` (in place), with the date that may stand beside it.

    >>> lines = [Line("Bùi Sương - 06:16, 22/08/2024"), Line("Sáng nay, xã Mây khai hội với hơn hai trăm người dự.")]
    >>> credits, date = take_head(lines)
    >>> credits.authors, date, len(lines)
    (['Bùi Sương'], '06:16, 22/08/2024', 1)
    """
    if len(lines) < 2 or lines[0].kind in (IMAGE, HEADING, ITEM, ROW) or len(lines[0].text) > LONGEST:
        return None
    if not any(len(line.text) >= 40 for line in lines[1:4]):
        return None
    names, date = _with_date(lines[0].text)
    read = byline_of(names)
    certain = (
        date or LABELLED.fullmatch(names) or has_family_name(names) or lines[0].right or lines[0].text == lines[1].text
    )
    if read is None and date and is_unit(names):
        read = Credits(source_name=names if is_source(names) or is_office(names) else None)
    if read is None or not certain or not (read.authors or date or is_account(names)):
        return None
    text = lines[0].text
    while lines and lines[0].text == text:
        del lines[0]
    return read, date


def _with_date(text: str) -> tuple[str, str | None]:
    """Split "Name - date" where the digits begin."""
    at = next((index for index, letter in enumerate(text) if letter.isdigit()), 0)
    if at < 4:
        return text, None
    date = text[at:].strip()
    return (text[:at].strip(" -–|,•"), date) if is_date_line(date) else (text, None)


def is_byline_shape(text: str) -> bool:
    """Say whether a line could be a byline (used by rules that must not take it for something else).

    >>> is_byline_shape("H.Y"), is_byline_shape("Hội thi mở ra")
    (True, False)
    """
    return is_initials(text) or is_person(text) or byline_of(text) is not None
