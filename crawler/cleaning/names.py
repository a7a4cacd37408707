"""Person names, initials and units, by their shape: what a byline is made of."""

import re
from unicodedata import normalize

from crawler.cleaning.name_words import FAMILY_NAMES, NOT_FIRST, NOT_INITIALS, NOT_PAIRS, PLACES
from crawler.cleaning.vocabulary import ACCOUNTS
from crawler.vietnamese.syllables import is_syllable

INITIALS = re.compile(r"(?:[A-ZĐ]\.\s?){1,3}(?:[A-ZĐÀ-Ỹ][a-zà-ỹđ]{0,6}|[A-ZĐÀ-Ỹ]{1,6})|[A-ZĐ]{2}")
EDITORS = (
    r"ban biên tập|ban biên soạn|bbt|pv|ctv|btv|nhóm (?:pv|phóng viên|tác giả)|phóng viên|cộng tác viên|tổng hợp|bts?"
)
OFFICE = (
    r"(?:văn phòng|phòng|trung tâm|ban|đài|hội|sở|ubnd|hđnd|ủy ban|uỷ ban|công đoàn|chi đoàn|chi bộ|chi cục"
    r"|chi hội|thanh tra"
    r"|đoàn|công an|cục|vụ|trường|tổ|viện|bộ phận|đội|tp|thành phố|huyện|tỉnh|xã|bộ|mặt trận|mttq|vps?|vhtt|ttvh"
    r"|đtt|bch|btc|ngân hàng|tổng cục|kho bạc|liên đoàn|bảo hiểm)"
)
REST = r"(?:\s[\w&.\-,/–]+)"
BOARD = re.compile(EDITORS, re.IGNORECASE)
UNIT = re.compile(rf"(?:{EDITORS}|{OFFICE}{REST}{{0,14}})", re.IGNORECASE)
NAMED_OFFICE = re.compile(rf"(?!(?:{EDITORS})\b){OFFICE}{REST}{{1,14}}", re.IGNORECASE)
AGENCY_CODE = re.compile(r"[A-ZĐ&]{3,8}|[A-ZĐ]{2,5}[oO]nline")
LETTERS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


def is_person(text: str) -> bool:
    """Say whether a text is the bare name of one person: 2-5 capitalised syllables, no title, unit or place.

    >>> is_person("Lâm Thị Mây"), is_person("MINH SƯƠNG"), is_person("Ban Biên Tập"), is_person("Hà Nội")
    (True, True, False, False)
    """
    words = text.split()
    if not 2 <= len(words) <= 5 or not all(_is_name_word(word) for word in words):
        return False
    lower = [word.casefold() for word in words]
    if lower[0] in NOT_FIRST or f"{lower[0]} {lower[1]}" in NOT_PAIRS or " ".join(lower) in PLACES:
        return False
    if any(word.isupper() for word in words) and not text.isupper():
        return False
    known = sum(1 for word in lower if is_syllable(word))
    return known == len(words) or (known > 0 and lower[0] in FAMILY_NAMES)


def has_family_name(text: str) -> bool:
    """Say whether the first word is a common family name.

    >>> has_family_name("Bùi Sương"), has_family_name("Sương Mây")
    (True, False)
    """
    return text.split(None, 1)[0].casefold() in FAMILY_NAMES if text.strip() else False


def is_initials(text: str) -> bool:
    """Say whether a text is an author's initials: "H.Y", "K.Anh", "TC"; never a unit's ("PV", "TP").

    >>> is_initials("H.Y"), is_initials("N.HƯNG"), is_initials("PV"), is_initials("UBND")
    (True, True, False, False)
    """
    return len(text) < 12 and bool(INITIALS.fullmatch(text)) and text.casefold() not in NOT_INITIALS


def is_unit(text: str) -> bool:
    """Say whether a text is a unit or an editorial board, not a person.

    >>> is_unit("Chi đoàn Sở Mây"), is_unit("BTNO"), is_unit("Sương Mây")
    (True, True, False)
    """
    return len(text) < 90 and bool(UNIT.fullmatch(text) or AGENCY_CODE.fullmatch(text))


def is_board(text: str) -> bool:
    """Say whether a text names those who edited it, and nobody by name.

    >>> is_board("Nhóm PV"), is_board("Tổng hợp"), is_board("Chi đoàn Sở Mây")
    (True, True, False)
    """
    return bool(BOARD.fullmatch(text.strip()))


def is_office(text: str) -> bool:
    """Say whether a text is the name of one unit, which an editorial board or "Nhóm PV" is not.

    >>> is_office("Phòng Bưu chính huyện Mây"), is_office("Ban biên tập"), is_office("Văn phòng")
    (True, False, False)
    """
    return len(text) < 90 and bool(NAMED_OFFICE.fullmatch(text))


def is_account(text: str) -> bool:
    """Say whether a text is a CMS account: a login, or Vietnamese words typed without any mark by the system.

    >>> is_account("admin admin"), is_account("Pho Ban bien tap"), is_account("Lâm Thị Mây"), is_account("tqphuc")
    (True, True, False, True)
    """
    folded = " ".join(text.casefold().split())
    if folded in ACCOUNTS or folded.startswith(("admin", "quantri", "bbt_", "btv_")):
        return True
    login = " " not in folded and "/" not in folded and (text.islower() or "_" in text)
    return folded.isascii() and ("@" in folded or login)


def _is_name_word(word: str) -> bool:
    if not word[0].isupper() or len(word) > 8 or not LETTERS.fullmatch(word):
        return False
    return word[1:].islower() or word.isupper() or "'" in word


def spelled(name: str) -> str:
    """Return a name as it is stored: NFC, one space.

    >>> spelled("Thái  Hồng")
    'Thái Hồng'
    """
    return " ".join(normalize("NFC", name).split())


SEPARATOR = re.compile(r"\s*(?:[–—/,;&+•]|\s-|-\s|\bvà\b)\s*|(?<=[^\W\d_]{3})-(?=[^\W\d_]{3})")


def people_in(text: str) -> tuple[list[str], list[str]] | None:
    """Split "Name – Name", "Name - unit", "Name/agency" into (people, units); None when anything else stands there.

    >>> people_in("Lâm Mây – Bùi Sương"), people_in("Lâm Mây - Văn phòng Sở"), people_in("Lâm Mây phát biểu")
    ((['Lâm Mây', 'Bùi Sương'], []), (['Lâm Mây'], ['Văn phòng Sở']), None)
    """
    people: list[str] = []
    units: list[str] = []
    for part in SEPARATOR.split(text):
        name = part.strip(" .*|")
        if not name:
            continue
        if is_initials(name) or is_person(name):
            people.append(spelled(name))
        elif people and is_unit(name):
            units.append(name)
        elif not people and is_unit(name):
            return None
        else:
            return None
    return (people, units) if people else None
