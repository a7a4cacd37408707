# ruff: noqa: SIM905 - word tables read better as prose than as lists of quoted strings
"""Repairs of one line of text: letters, invisible characters, spaces. Spelling, tone placement and facts stay.

Every line of every article is judged, so a clean one costs five looks in C; the words of a whole text are judged at
once: the distinct ones, and of them those that are not known to need nothing. Everything else happens only after one of
these looks says so.
"""

import re
from collections.abc import Sequence
from typing import Final
from unicodedata import is_normalized, normalize

from crawler.vietnamese.glue import is_ambiguous
from crawler.vietnamese.spacing import plainly_vietnamese, suspects, verdict_on, words_worth_a_look
from crawler.vietnamese.syllables import vietnamese_share

NFC, INVISIBLE_CHARACTERS = "nfc", "invisible_characters"
LOST_LETTERS, DOUBTFUL_GLUE = "lost_letters", "glued_words"

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
_REMEMBERED = 30_000
_LONGEST = 40
"""Letters of a word worth remembering; what a hostile page makes up is not."""


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
    mended, fixes, _ = repaired(text)
    return mended, fixes


def repaired(text: str, known: set[str] | None = None) -> tuple[str, frozenset[str], bool]:
    """Return what `mend` does, and whether a doubt is left (see `flags`).

    Args:
        text: one line.
        known: what is strange in a whole text, of which this is a line that is tidy; None asks the line itself.

    >>> repaired("Sở  cấp ph;ép"), repaired("Thc hin")[2]
    (('Sở cấp phép', frozenset({'entities'}), False), True)
    """
    fixes: set[str] = set()
    while True:
        tidy = known is not None or _is_tidy(text)
        words = text.split(" ") if tidy else _tidied(text, fixes)
        strange = _strange(text if tidy else " ".join(words)) if known is None else known.intersection(words)
        if tidy and not strange:
            return text, frozenset(fixes), False
        replaced = _replacements(words, strange, fixes) if strange else {}
        mended = " ".join(map(replaced.get, words, words) if replaced else words)
        if mended == text:
            return text, frozenset(fixes), bool(strange)
        if len(replaced) == len(strange) and tidy and _is_plain(" ".join(replaced.values())):
            return mended, frozenset(fixes), False
        text, known = mended, None


def repaired_lines(lines: Sequence[str]) -> tuple[list[str], frozenset[str], bool]:
    """Return what `repaired` does to the lines of one text, whose words are judged at once: few lines need anything.

    >>> repaired_lines(["Sở  cấp ph;ép", "Xã Mây họp."])
    (['Sở cấp phép', 'Xã Mây họp.'], frozenset({'entities'}), False)
    """
    whole = " ".join(lines)
    untidy = set() if _is_tidy(whole) else {line for line in lines if not _is_tidy(line)}
    strange = _strange(" ".join([line for line in lines if line not in untidy]) if untidy else whole)
    mended, fixes, doubtful = list(lines), frozenset[str](), False
    for place, line in enumerate(lines):
        if line in untidy or any(map(line.__contains__, strange)):
            mended[place], made, doubt = repaired(line, None if line in untidy else strange)
            fixes, doubtful = fixes | made, doubtful or doubt
    return mended, fixes, doubtful


def _is_plain(text: str) -> bool:
    return _is_tidy(text) and not _strange(text)


def _is_tidy(text: str) -> bool:
    """Whether its letters and spaces need no repair: what `_tidied` returns, joined, is the text."""
    return (
        text.isprintable() and is_normalized("NFC", text) and "  " not in text and text[:1] != " " and text[-1:] != " "
    )


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
    doubted = {word: doubt for word in _strange(" ".join(words)) if (doubt := _doubt(word))}
    found = set()
    doubts = [doubted[word] for word in words if word in doubted] if doubted else []
    lost = doubts.count(LOST_LETTERS)
    if "\ufffd" in text or (lost >= _FEWEST_LOST and lost > _LOST_SHARE * len(words)):
        found.add(LOST_LETTERS)
    if DOUBTFUL_GLUE in doubts and plainly_vietnamese(text):
        found.add(DOUBTFUL_GLUE)
    return tuple(sorted(found))


def _tidied(text: str, fixes: set[str]) -> list[str]:
    """The words of a line without invisible characters, in NFC."""
    if not text.isprintable():
        visible = _INVISIBLE.sub("", text)
        if visible != text:
            fixes.add(INVISIBLE_CHARACTERS)
        text = visible
    if not is_normalized("NFC", text):
        text = normalize("NFC", text)
        fixes.add(NFC)
    return text.split()


def _replacements(words: list[str], strange: set[str], fixes: set[str]) -> dict[str, str]:
    """Return what becomes of the words that have a verdict, if they or their line are Vietnamese."""
    verdicts = {word: verdict for word in strange if (verdict := verdict_on(word))}
    if not all(verdict.sure for verdict in verdicts.values()):
        line = " ".join(words)
        if not plainly_vietnamese(line) and vietnamese_share(line) < _VIETNAMESE_ENOUGH:
            verdicts = {word: verdict for word, verdict in verdicts.items() if verdict.sure}
    for verdict in verdicts.values():
        fixes.update(verdict.fixes)
    return {word: verdict.text for word, verdict in verdicts.items()}


_plain: Final[set[str]] = set()
"""Words seen that need no repair and raise no doubt: nearly all of every text. Forgotten when there are too many."""


def _strange(text: str) -> set[str]:
    """Return the distinct words of a text (single blanks between them) that need a repair or raise a doubt."""
    unknown = set(words_worth_a_look(text)) - _plain
    if not unknown:
        return unknown
    strange = {word for word in suspects(unknown) if verdict_on(word) is not None or _doubt(word)}
    if len(_plain) > _REMEMBERED:
        _plain.clear()
    _plain.update([word for word in unknown - strange if len(word) <= _LONGEST])
    return strange


def _doubt(token: str) -> str:
    word = token.strip(_EDGES)
    if "\ufffd" in token or ("?" in token and _QUESTIONED.search(token)):
        return LOST_LETTERS
    if _VOWELLESS.match(word):
        return "" if word.lower() in _UNITS else LOST_LETTERS
    return DOUBTFUL_GLUE if is_ambiguous(word) else ""
