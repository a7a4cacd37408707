# ruff: noqa: SIM905 - word tables read better as prose than as lists of quoted strings
"""Repairs of one line of text: letters, invisible characters, spaces. Spelling, tone placement and facts stay.

`mend` is called on every line of every article, so a clean line costs four C-level looks and one dictionary look-up a
word; everything else happens only after one of these says so.
"""

import re
from typing import Final
from unicodedata import is_normalized, normalize

from crawler.vietnamese.glue import is_ambiguous
from crawler.vietnamese.spacing import plainly_vietnamese, verdict_on
from crawler.vietnamese.syllables import vietnamese_share

NFC, INVISIBLE_CHARACTERS = "nfc", "invisible_characters"
LOST_LETTERS, DOUBTFUL_GLUE = "lost_letters", "glued_words"

_NOTHING: Final[frozenset[str]] = frozenset()
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]|(?<![\u2190-\U0010ffff])\u200d|\u200d(?![\u2190-\U0010ffff])"
)
"""Controls, zero-width characters, soft hyphens, lone surrogates; the joiner stays between the parts of an emoji."""
_VIETNAMESE_ENOUGH = 0.6
_VOWELLESS = re.compile(r"[bcdfghjklmnpqrstvxđBCDFGHJKLMNPQRSTVXĐ]?[bcdfghjklmnpqrstvxđ]+\Z")
_UNITS = frozenset(
    """
    đ km kg cm mm ml dm dl gb mb kb tb hz khz mhz ghz kw kwh mw kv kb db mg ng kcal ha tr tp ts ths th gs pgs bs ks
    cn nxb tx ttg st nd rd vs vv v tt p q h x k c b t n m s g l đc đt sđt mr mrs dr ms www http https ftp html pdf php
    """.split()
)
_QUESTIONED = re.compile(r"[^\W\d_]\?[^\W\d_]")
_EDGES: Final = ".,;:!?…\"'“”‘’()[]{}<>«»-–—/*+•|%&0123456789"
_FEWEST_LOST = 3
_LOST_SHARE = 0.05
_REMEMBERED = 60_000


def mend(text: str) -> tuple[str, frozenset[str]]:
    """Return one line repaired, and the names of the repairs.

    Folded white space is not a repair. A text that is mended stays as it is when mended again.

    >>> mend("trong năm 2022.Tham dự có đại diệncác phòng")[0]
    'trong năm 2022. Tham dự có đại diện các phòng'
    >>> sorted(mend("HÐND  tỉnh Ho\u0300a Bi\u0300nh; TP.HCM")[1])
    ['eth_letter', 'nfc']
    >>> mend("PGS.TS.Nguyễn Văn A, T.Ư Đoàn, kế hoạch . Các, 2021 -2025")[1]
    frozenset()
    """
    if _is_plain(text):
        return text, _NOTHING
    fixes: set[str] = set()
    while (mended := _mend_once(text, fixes)) != text:
        text = mended
    return text, frozenset(fixes)


def fold(text: str) -> str:
    """Return the text in NFC with white space folded, nothing else changed: for comparing.

    >>> fold("  Họp \u00a0 báo ")
    'Họp báo'
    """
    return " ".join(normalize("NFC", text).split())


def flags(text: str) -> tuple[str, ...]:
    """Return the doubts about a whole text: `lost_letters`, `glued_words` (cut in more than one place, so left).

    Words without a vowel, or with a question mark inside, are what is left when a font or a database lost letters. They
    cannot be restored, and are not guessed.

    >>> flags("Thc hin tha thun hp tác gia hai thành ph trc thuc trung ng")
    ('lost_letters',)
    >>> flags("Thực hiện thỏa thuận hợp tác giữa hai thành phố")
    ()
    """
    words = text.split()
    doubted = {word: doubt for word in set(words) if (doubt := _doubt_on(word))}
    found = set()
    doubts = [doubted[word] for word in words if word in doubted] if doubted else []
    lost = doubts.count(LOST_LETTERS)
    if "\ufffd" in text or (lost >= _FEWEST_LOST and lost > _LOST_SHARE * len(words)):
        found.add(LOST_LETTERS)
    if DOUBTFUL_GLUE in doubts and plainly_vietnamese(text):
        found.add(DOUBTFUL_GLUE)
    return tuple(sorted(found))


def _is_plain(text: str) -> bool:
    """No repair can apply: the common case, decided in C."""
    return (
        text.isprintable()
        and is_normalized("NFC", text)
        and "  " not in text
        and text[:1] != " "
        and text[-1:] != " "
        and not any(map(verdict_on, text.split(" ")))
    )


def _mend_once(text: str, fixes: set[str]) -> str:
    if not text.isprintable():
        visible = _INVISIBLE.sub("", text)
        if visible != text:
            fixes.add(INVISIBLE_CHARACTERS)
        text = visible
    if not is_normalized("NFC", text):
        text = normalize("NFC", text)
        fixes.add(NFC)
    words = text.split()
    if any(map(verdict_on, words)):
        words = _reworded(words, text, fixes)
    return " ".join(words)


def _reworded(words: list[str], line: str, fixes: set[str]) -> list[str]:
    """Replace the tokens that have a verdict, if they or their line are Vietnamese."""
    vietnamese: bool | None = None
    reworded = []
    for word in words:
        verdict = verdict_on(word)
        if verdict is not None and not verdict.sure and vietnamese is None:
            vietnamese = plainly_vietnamese(line) or vietnamese_share(line) >= _VIETNAMESE_ENOUGH
        if verdict is not None and (verdict.sure or vietnamese):
            fixes.update(verdict.fixes)
            word = verdict.text  # noqa: PLW2901 - the word's repaired form
        reworded.append(word)
    return reworded


class _Doubts(dict[str, str]):
    """Token -> the flag it speaks for, "" for none. Filled on first sight; forgets everything when it is full."""

    def __missing__(self, token: str) -> str:
        if len(self) > _REMEMBERED:
            self.clear()
        doubt = self[token] = _doubt(token)
        return doubt


_doubt_on: Final = _Doubts().__getitem__


def _doubt(token: str) -> str:
    word = token.strip(_EDGES)
    if _QUESTIONED.search(token):
        return LOST_LETTERS
    if _VOWELLESS.match(word):
        return "" if word.lower() in _UNITS else LOST_LETTERS
    return DOUBTFUL_GLUE if is_ambiguous(word) else ""
