"""Captions: out of the body, into `captions` and onto their pictures.

In markup the picture above decides, with the line's place (centred, italic, in the picture's table). In a dump only the
words can: a scene ("... phát biểu tại hội nghị", "Toàn cảnh ..."), one sentence, no tie to the sentences around it.
"""

import re
from collections.abc import Sequence
from itertools import zip_longest

from crawler.cleaning.line import CAPTION, HEADING, IMAGE, ITEM, QUOTE, ROW, Line
from crawler.cleaning.names import is_initials, is_person
from items import Image

LONGEST = 300
NUMBERED = re.compile(r"\s*[-–]\s*(?:Ảnh|Hình)\s*\d{1,3}\s*\.?$")
LABEL = re.compile(
    r"\(?\s*(?:ảnh|hình)(?:\s*ảnh)?\s*(?:minh h[oọ][ạa]?|:|\d{1,3}\s*[:.]|tư liệu|internet|vgp|ttxvn|sưu tầm|chụp"
    r"|st\b|do )",
    re.IGNORECASE,
)
CREDIT = re.compile(
    r"(?:\s*[-–|/.,]?\s*\(\s*(?:nguồn\s*)?(?:ảnh|hình|nguồn)(?:\s*ảnh)?\s*:?\s*([^()]{2,60})\)?"
    r"|(?:\s*[-–|/.,;]\s*(?:nguồn\s*)?(?:ảnh|nguồn)|\s+(?-i:Nguồn ảnh|Nguồn|Ảnh))\s*:\s*([^():]{2,60})"
    r"|\s[-–]\s*(?-i:Ảnh)\s+((?-i:[A-ZĐÀ-Ỵ][a-zà-ỹ]*(?:\s[A-ZĐÀ-Ỵ][a-zà-ỹ]*){1,3}))"
    r"|\s*[-–|/.,]?\s*(?<!\w)(?-i:Ảnh)\s+((?-i:VGP|TTXVN|VNE|TTĐT)[/\w\s.]{0,40}))\s*\.?$",
    re.IGNORECASE,
)
"""At the end of a caption: "(Ảnh: ...)", ". Ảnh: ...", "Ảnh VGP/..."."""
CREDIT_SIGN = re.compile(r"(?i:\(\s*(?:ảnh|hình|nguồn)|(?:ảnh|nguồn)\s*:)|Ảnh")
BEFORE_SIGN = 12
"""Every credit has such a sign, at most so many characters after its beginning (" - Nguồn ảnh:")."""
CREDIT_LINE = re.compile(r"\(?\s*(?:nguồn\s*)?(?:ảnh|nguồn ảnh|nguồn hình)\s*:\s*([^()]{2,60})\)?\.?", re.IGNORECASE)
CREDIT_UNDER = re.compile(
    r"\(?\s*(?:nguồn\s*)?(?:ảnh|hình|nguồn)(?:\s*ảnh)?\s*:?\s+([^():.]{2,40})\)?\.?", re.IGNORECASE
)
CREDIT_NAME = re.compile(r"\s*\(([^()]{3,30})\)\.?$")
CREDIT_BARE = re.compile(r"\(?[Ảả]nh\s*:?\s+((?:VGP|TTXVN)[/\w\sÀ-ỹ.]{0,40})\)?\.?")
BYLINE_WORDS = re.compile(
    r"(?:tin|bài|bài viết|tin bài|clip|video|tổng hợp|nội dung)?(?:\s*(?:và|&|,))?", re.IGNORECASE
)
SENTENCE_END = re.compile(r"[.…!”]\s+|\./\.\s*")
OPEN_END = re.compile(r"(?:,|–|-|\b(?:đồng chí|đ/c|ông|bà|của|cho|và|cùng|với|về|tại|do|anh|chị|em))$", re.IGNORECASE)
"""An end that wants more words."""
PERSON_OPENING = re.compile(r"(?:đồng chí|đ/c|ông|bà)\s", re.IGNORECASE)
SCENE_OPENING = re.compile(
    r"(?:toàn cảnh|quang cảnh|khung cảnh|phối cảnh|một số hình ảnh|các đại biểu|đại biểu|lãnh đạo|ông|bà|đồng chí"
    r"|đ/c|các đồng chí|phó|tổng bí thư"
    r"|bộ trưởng|thứ trưởng|thủ tướng|chủ tịch|bí thư|giám đốc|trưởng|chánh|thừa ủy quyền|thừa uỷ quyền|thay mặt"
    r"|cán bộ|người dân|đại diện"
    r"|các em|học sinh|các học viên|học viên|đoàn viên|ban tổ chức|thiếu tướng|trung tướng|đại tá|thượng tá"
    r"|trung tá|thiếu tá|pgs|gs|ts|thạc sĩ"
    r"|(?:các )?đảng viên|đoàn đại biểu"
    r"|tiến sĩ|nhà báo|đoàn công tác|đoàn kiểm tra|đoàn giám sát|các đội|đội|ban chấp hành|các tập thể"
    r"|các cá nhân)(?=[\s.,])",
    re.IGNORECASE,
)
GALLERY = re.compile(
    r"(?:[-*]\s)?(?:(?:dưới|sau) [đd]ây là )?(?:một số|một vài|những)?\s?hình ảnh\b.{0,100}", re.IGNORECASE
)
"""The line over a row of pictures: "Dưới đây là một số hình ảnh tại hội nghị:"."""
QUESTION = re.compile(r"(?:pv|phóng viên|hỏi|đáp|trả lời)\s*:", re.IGNORECASE)
VIEW_OPENING = re.compile(r"(?:toàn cảnh|quang cảnh|khung cảnh|phối cảnh|một số hình ảnh)\b", re.IGNORECASE)
SCENE_VERB = re.compile(
    r"\b(?:phát biểu|trao|tặng|thông qua|tham dự|dự (?:hội|lễ|buổi|đại)|trình bày|báo cáo|ký (?:kết|cam|giao)"
    r"|chụp (?:ảnh|hình)|kiểm tra|thăm"
    r"|cắt băng|phát động|dâng (?:hương|hoa)|khai mạc|bế mạc|tham quan|bấm nút|chúc mừng|công bố|giới thiệu|trả lời"
    r"|thảo luận|biểu quyết"
    r"|nhận (?:bằng|giấy|cờ|huân|quà|thưởng|quyết)|điều hành|tập huấn|thực hành|tham gia|biểu diễn|bỏ phiếu|ra mắt"
    r"|làm việc)\b",
    re.IGNORECASE,
)
NARRATIVE = re.compile(
    r"\b(?:đã|cũng|sẽ|đang|vừa|cho biết|cho rằng|khẳng định|nhấn mạnh|đề nghị|yêu cầu|theo đó|đồng thời|trong đó"
    r"|nhằm|gồm|bao gồm|để|chủ trì"
    r"|dự và|dự, |tham dự và|tham dự có|tới dự|đến dự|cùng dự|qua đó|tuy nhiên|do đó|vì vậy|ngoài ra|bởi|nếu|khi"
    r"|có (?:ông|bà|các|đồng|hơn|gần|khoảng))\b",
    re.IGNORECASE,
)
INNER_STOP = re.compile(r"[.!?…]\s+[A-ZĐÀ-Ỹ“\"]")
ENUMERATED = re.compile(r"(?:[IVX]{1,5}|\d{1,2}|[a-zđ])[.)/]\s|[-+*•]\s")
TIED = re.compile(
    r"(?:tại|ngày|sáng|chiều|tối|trưa|theo|sau|trong|cũng|nhân|về|bên cạnh|ngoài|đồng thời|tuy|qua|với|để|trước"
    r"|hiện|hôm|từ|năm|tháng|vì|do|đến|được|đây|"
    r"thực hiện|căn cứ|chi tiết|xem|kết thúc|mục đích|nội dung|kính|trân trọng|hội nghị|buổi|phát biểu|tham dự|dự )\b",
    re.IGNORECASE,
)
"""Openings that tie a line to the story around it."""


def is_scene(text: str) -> bool:
    """Say whether words alone tell a caption: a scene in one sentence of 3-32 words, told by nobody.

    >>> is_scene("Ông Lâm Mây phát biểu tại hội nghị."), is_scene("Ông Lâm Mây đã phát biểu tại hội nghị.")
    (True, False)
    """
    if not 8 <= len(text) <= 200 or not 3 <= text.count(" ") + 1 <= 32 or INNER_STOP.search(text):
        return False
    if VIEW_OPENING.match(text) and text[-1] not in ";,?":
        return text[-1] != ":" or text.casefold().startswith("một số hình ảnh")
    if text[-1] in ":;,?":
        return False
    return bool(SCENE_OPENING.match(text) and SCENE_VERB.search(text) and not NARRATIVE.search(text))


def is_caption(line: Line, *, pictured: bool) -> bool:
    """Say whether a line is a caption. `pictured`: the body has pictures, so a caption must stand by one.

    >>> is_caption(Line("Cầu Mây mùa nước nổi", after_image=True, centred=True), pictured=True)
    True
    >>> is_caption(Line("Cầu Mây được xây năm 1976, dài 40 mét.", after_image=True), pictured=True)
    False
    """
    text = line.text
    if line.kind == CAPTION:
        return len(text) <= 2 * LONGEST
    if len(text) > LONGEST or line.kind in (IMAGE, ROW) or (line.kind == HEADING and not _is_styled_caption(line)):
        return False
    words = text.count(" ") + 1
    if words <= 45 and LABEL.match(text):
        return True
    credited = _is_credited(line) if words <= 45 and line.kind not in (ITEM, QUOTE) else None
    if credited is not None:
        return credited
    if line.kind == ITEM or line.right:
        return False
    if line.after_image or line.in_table:
        return _by_a_picture(line, words)
    if line.block >= 0 and not (line.centred or line.emphasis == "italic"):
        return not pictured and bool(VIEW_OPENING.match(text)) and is_scene(text)
    return is_scene(text)


def _is_styled_caption(line: Line) -> bool:
    """Editors also set captions with heading tags, for their looks."""
    return line.after_image and (LABEL.match(line.text) is not None or (line.centred and line.emphasis == "italic"))


def _is_credited(line: Line) -> bool | None:
    """Say whether words end with "(Ảnh: ...)": True a caption's, False a byline's ("Tin, ảnh: ..."), None when not."""
    found = _credit_in(line.text)
    if found is None:
        return None
    words = line.text[: found.start()].strip(" ,.-–")
    if (label := SENTENCE_END.split(words)[-1].strip(" (")) and label != words and BYLINE_WORDS.fullmatch(label):
        return False  # "... bà con ra về. Tin, ảnh: Bùi Sương": the end of the story, and who wrote it
    shown = line.after_image and (line.centred or line.emphasis == "italic")
    return not BYLINE_WORDS.fullmatch(words) and (shown or not is_person(words))


def _by_a_picture(line: Line, words: int) -> bool:
    """A short line under a picture, unless it heads a section or goes on with the story."""
    text = line.text
    if words > 60 or text.isupper() or text[-1] in ":;?" or ENUMERATED.match(text) or QUESTION.match(text):
        return False
    if is_scene(text):
        return True
    placed = line.centred or line.emphasis == "italic" or line.in_table
    if placed:
        return words <= 45 or not INNER_STOP.search(text)
    if line.emphasis == "bold" and text[-1] not in ".”":
        return False
    return words <= 34 and text[-1] not in ".…!?" and not TIED.match(text) and not line.linked


def _credit_in(text: str) -> re.Match[str] | None:
    """Search a credit at the end of lines that have its signs; most have none."""
    tail = text[-90:]
    if "(" not in tail and ":" not in tail and "Ảnh" not in tail:
        return None
    sign = CREDIT_SIGN.search(tail)
    return CREDIT.search(text, len(text) - len(tail) + max(0, sign.start() - BEFORE_SIGN)) if sign else None


def tidy(text: str) -> tuple[str, str | None]:
    """Split a caption into (its words, its credit): " - Ảnh 1." goes, "(Ảnh: ...)" becomes the credit.

    >>> tidy("Cầu Mây (Ảnh: Bùi Sương)"), tidy("Cầu Mây - Ảnh 1."), tidy("Ảnh: VGP")
    (('Cầu Mây', 'Bùi Sương'), ('Cầu Mây', None), ('', 'VGP'))
    """
    text = NUMBERED.sub("", text).strip()
    found = CREDIT_LINE.fullmatch(text) or CREDIT_BARE.fullmatch(text)
    if found is not None:
        name = found[1].strip(" .")
        return ("", name) if len(name.split()) <= 5 else (name, None)
    found = _credit_in(text)
    if found is None:
        name = CREDIT_NAME.search(text)
        if name is not None and name.start() and (is_person(name[1]) or is_initials(name[1])):
            return text[: name.start()].rstrip(), name[1]
        return text, None
    credit = next(filter(None, found.groups())).strip(" .:")
    words = text[: found.start()].strip()
    return (words, credit) if words else (text, None)


def take_captions(lines: Sequence[Line]) -> tuple[list[Line], list[str], list[Image]]:
    """Split lines into (what stays, captions, pictures with their captions and credits), all in order.

    >>> picture = Line("https://so.example/a.jpg", "image")
    >>> caption = Line("Cầu Mây. Ảnh: Bùi Sương", after_image=True, centred=True)
    >>> kept, captions, images = take_captions([picture, caption, Line("Xã Mây họp.")])
    >>> captions, images[0].credit, [line.text for line in kept]
    (['Cầu Mây'], 'Bùi Sương', ['Xã Mây họp.'])
    """
    pictured = any(line.kind == IMAGE for line in lines)
    taken = _Pictures()
    kept: list[Line] = []
    previous: Line | None = None
    last_caption: Line | None = None
    for line, below in zip_longest(lines, lines[1:]):
        if line.kind == IMAGE:
            taken.picture(line)
        elif kept and below is not None and below.kind == IMAGE and GALLERY.fullmatch(line.text):
            taken.close()
            taken.captions.append(line.text.removesuffix("./.").rstrip(" :."))
        elif (is_caption(line, pictured=pictured) and not _is_lead(line, kept, pictured=pictured)) or (
            taken.below and last_caption is not None and previous is last_caption and _continues(line, last_caption)
        ):
            taken.caption(line)
            last_caption = line
        else:
            taken.close()
            kept.append(line)
        previous = line
    taken.close()
    if not kept and taken.captions:
        return [line for line in lines if line.kind != IMAGE], [], taken.images
    return kept, taken.captions, taken.images


def _continues(line: Line, caption: Line) -> bool:
    """A short line set like the caption right above it, which had no stop, is its second line or its credit."""
    text = line.text
    if len(text) > 120 or line.kind in (HEADING, ROW, ITEM) or line.after_image:
        return False
    if CREDIT_UNDER.fullmatch(text) and (caption.after_image or caption.centred):
        return True
    if caption.text[-1] in ".!?…:":
        return False
    if line.right or text[-1] == "?" or (_begins_anew(text) and not OPEN_END.search(caption.text)):
        return False
    alike = (line.centred and caption.centred) or (line.emphasis == caption.emphasis == "italic")
    return alike or (text[0].islower() and text[-1] not in ".:;")


def _begins_anew(text: str) -> bool:
    """A name alone is a byline, and "Đồng chí ..." opens the next caption."""
    return is_initials(text) or is_person(text) or bool(PERSON_OPENING.match(text))


def _is_lead(line: Line, kept: Sequence[Line], *, pictured: bool) -> bool:
    """A dump's first line that ends like a sentence is its lead, not a caption."""
    return not kept and not pictured and line.kind != CAPTION and line.text[-1] == "." and not LABEL.match(line.text)


class _Pictures:
    """Pictures and captions met so far; captions wait for the run of pictures they stand under to end."""

    def __init__(self) -> None:
        self.images: list[Image] = []
        self.captions: list[str] = []
        self.waiting: list[Image] = []
        self.below: list[tuple[str, str | None]] = []

    def picture(self, line: Line) -> None:
        if self.below:
            self.close()
        self.waiting.append(Image(line.text, line.alt))

    def caption(self, line: Line) -> None:
        """Take one line; the second line of a broken caption is added to the first."""
        words, credit = tidy(line.text)
        if self.below and (under := CREDIT_UNDER.fullmatch(line.text)) is not None:
            words, credit = "", under[1]
        if words and self.below and self._goes_on(line):
            words = f"{self.below[-1][0]} {words}"
            self.below[-1], self.captions[-1] = (words, self.below[-1][1] or credit), words
        elif words and self.captions and self.captions[-1] == words:
            return
        elif words:
            self.captions.append(words)
            self.below.append((words, credit))
        elif self.below and self.below[-1][1] is None:
            self.below[-1] = (self.below[-1][0], credit)
        else:
            self.below.append(("", credit))

    def _goes_on(self, line: Line) -> bool:
        """Lower-case goes on; so does a second line in the block under one picture."""
        first, last = self.below[-1]
        if not first or last is not None or first[-1] in ".!?…":
            return False
        return line.text[0].islower() or (len(self.waiting) == 1 and line.block >= 0 and not line.after_image)

    def close(self) -> None:
        """Give the captions of this run to its pictures: one each, or all to the last."""
        if not (self.waiting or self.below):
            return
        if self.waiting and self.below:
            first = max(0, len(self.waiting) - len(self.below))
            for place, (words, credit) in enumerate(self.below):
                at = min(first + place, len(self.waiting) - 1)
                image = self.waiting[at]
                self.waiting[at] = Image(image.url, image.alt, image.caption or words or None, image.credit or credit)
        self.images += [image for image in self.waiting if image.url]
        self.waiting, self.below = [], []
