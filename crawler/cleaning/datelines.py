"""The agency mark an article opens with: "(BTV) Sáng 5/3, ...", "CTTĐT - ...", "(Chinhphu.vn) – ..."."""

import re

from crawler.cleaning.vocabulary import phrases
from crawler.vietnamese.syllables import is_syllable

DASH = "-–—"
HOST = r"[\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org)"
BRACKETED = re.compile(rf"\(\s*([^()]{{2,24}}?)\s*\)\s*([{DASH}:]?)\s*")
BARE = re.compile(rf"({HOST}|[A-ZĐ][A-ZĐ&]{{1,7}}\d?|Sở [A-ZĐ&]{{2,6}} [A-ZĐ]{{2,4}})\s*[{DASH}]\s*", re.IGNORECASE)
CODE = re.compile(r"[A-ZĐ][A-ZĐ&]{1,8}\d?(?: (?:ĐT|online|Online|TH))?|Mic|MIC")
HOST_ONLY = re.compile(HOST, re.IGNORECASE)
TIME = r"(?=(?:Sáng|Chiều|Tối|Trưa|Ngày|Vừa qua|Mới đây)\b)"
OPENS_TIME = re.compile(rf"[{DASH}]\s*{TIME}")
BRAND = re.compile(rf"([A-Z][a-z]{{4,15}})\s*[{DASH}]\s*{TIME}")
"""A newspaper's name without blanks and marks, as its site writes it: "Kinhtedothi"."""
NOT_AGENCIES = frozenset(
    phrases(
        """UBND|HĐND|CNTT|TT&TT|TTTT|BCH|BTV|THPT|THCS|MTTQ|VHTT|KHCN|TP|TW|NQ|QĐ|CT|KH|NĐ|TT|CCHC|BHXH|BHYT|GDĐT|LĐLĐ|ĐVTN
        |HTX|OCOP|TNCS|CĐS|QPPL|TTHC|PCCC|ATGT|ATTP"""
    )
)
"""Abbreviations sentences of these articles begin with; unbracketed they are no dateline."""


def split_dateline(text: str) -> tuple[str | None, str]:
    """Split the opening of the first paragraph into (agency mark or None, the rest).

    >>> split_dateline("(BTV) Sáng 5/3, xã Mây khai hội.")
    ('BTV', 'Sáng 5/3, xã Mây khai hội.')
    >>> split_dateline("(1) Xã Mây khai hội.")
    (None, '(1) Xã Mây khai hội.')
    """
    first = text[:1]
    if first == "(":
        return _bracketed(text)
    if first in DASH:
        return None, OPENS_TIME.sub("", text, count=1)
    brand = BRAND.match(text, 0, 40)
    if brand is not None and not is_syllable(brand[1]):
        return brand[1], text[brand.end() :]
    found = BARE.match(text, 0, 40)
    if found is None or not _begins_sentence(text, found.end()):
        return None, text
    name = found[1]
    is_name = HOST_ONLY.fullmatch(name) or (name.isupper() and name not in NOT_AGENCIES) or name.startswith("Sở ")
    spaced = text[found.end(1)].isspace() or text[found.end() - 1].isspace() or OPENS_TIME.match(text, found.end(1))
    return (name, text[found.end() :]) if is_name and spaced else (None, text)


def _bracketed(text: str) -> tuple[str | None, str]:
    found = BRACKETED.match(text)
    if found is None or not _begins_sentence(text, found.end()):
        return None, text
    name, dash = found[1], found[2]
    certain = HOST_ONLY.fullmatch(name) or CODE.fullmatch(name)
    likely = dash and name[0].isupper() and not name.isdigit() and len(name.split()) <= 4
    return (name, text[found.end() :]) if certain or likely else (None, text)


def _begins_sentence(text: str, at: int) -> bool:
    """What follows the mark begins like a sentence."""
    return at < len(text) and (text[at].isupper() or text[at].isdigit() or text[at] in "“\"‘'(-–")
