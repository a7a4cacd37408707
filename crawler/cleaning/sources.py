"""The named origin of a reprinted article: "Nguồn: ...", "Theo TTXVN", "Báo Hải Dương" alone."""

import re

from crawler.cleaning.names import AGENCY_CODE, is_initials, is_office, is_person, spelled

LABELLED = re.compile(r"(?:nguồn(?:\s*tin)?|source)\s*:\s*(.{2,90})", re.IGNORECASE)
BARE = re.compile(r"(?:nguồn(?:\s*tin)?|theo)\s+(.{2,100})", re.IGNORECASE)
OUTLET = (
    r"báo(?!\s+(?:cáo|chí|giá|động|hiệu|tin|danh)\b)|đài(?!\s+(?:tưởng|vọng|quan|hoa|các)\b)|cổng(?=\s+(?:thông|tt|giao|dịch|điện|tin))"
    r"|trang(?=\s+(?:thông|tin|web|tt|điện))|tạp chí|bản tin|kênh(?=\s+[a-zđ]*\d)|ttxvn|vgp|vov|vtv|vtc|thông tấn xã"
)
"""What the name of a newspaper, station, portal or agency begins with."""
HOST = r"[\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org)"
MARK = re.compile(rf"\b(?:{OUTLET}|ttđt|tttđt)|chinhphu|điện tử?\b|điện tư\b|online|\b{HOST}\b", re.IGNORECASE)
ALONE = re.compile(rf"(?:{OUTLET})(?:\d\b)?(?:\s[\w&.–-]+){{0,10}}|{HOST}", re.IGNORECASE)
NAMELESS = frozenset({"báo", "đài", "cổng", "trang", "tạp chí", "bản tin", "kênh"})
ADDRESS = re.compile(r"\s*:?\s*https?://\S+")


def source_of(line: str) -> str | None:
    """Return the origin a whole line names, or None. Words of a sentence ("Theo kế hoạch, ...") name none.

    >>> source_of("Theo Baomay.vn"), source_of("(Nguồn: Báo Mây)"), source_of("Theo kế hoạch, hội thi mở vào tháng 5.")
    ('Baomay.vn', 'Báo Mây', None)
    """
    text = line.strip()
    if not 3 <= len(text) <= 110:
        return None
    text = re.sub(r"^\((.*?)\)[\s\-–]*[A-ZĐ.]{0,5}$", r"\1", text).strip(" .*")
    found = LABELLED.fullmatch(text)
    if found is not None:
        return _name(found[1])
    if ". " in text or text.endswith((":", ";", "!", "?")):
        return None
    found = BARE.fullmatch(text)
    if found is not None:
        return _name(found[1]) if _names_a_source(found[1]) else None
    return _name(text) if ALONE.fullmatch(text) and _is_title(text) else None


def is_source(name: str) -> bool:
    """Say whether a unit's name is that of a newspaper, station, portal or agency.

    >>> is_source("Đài TT-TH huyện Mây"), is_source("Văn phòng Sở")
    (True, False)
    """
    return bool(MARK.search(name))


def _names_a_source(name: str) -> bool:
    name = ADDRESS.sub("", name) or name
    if "," in name or len(name.split()) > 14:
        return False
    bare = re.sub(r"\s*\([^)]*\)$", "", name).strip()
    if is_office(bare) and _is_title(bare):
        return True
    return bool(MARK.search(name)) or bool(AGENCY_CODE.fullmatch(bare)) or is_person(bare) or is_initials(bare)


def _is_title(text: str) -> bool:
    """A name, not a sentence: it begins with a capital (or is a host) and tells of nothing."""
    if " " not in text:
        return text.casefold() not in NAMELESS
    return text[0].isupper() and not re.search(r"\b(?:đã|sẽ|được|đang|của|là|có|phát|đưa|tổ chức|về|cho|với)\b", text)


def _name(words: str) -> str | None:
    name = spelled(ADDRESS.sub("", words)).strip(" .;,()*-–:") or words.strip()
    doubled = re.fullmatch(r"(.+?)\s*\(\1", name)
    return doubled[1] if doubled else name
