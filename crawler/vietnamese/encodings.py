"""Paragraphs whose letters were read in the wrong encoding, brought back where the result proves it.

Detection asks one question: how Vietnamese does a paragraph become? A candidate is taken only if nearly all the words
it changes turn into Vietnamese syllables and most of them were none before. So French, English or German paragraphs
stay, and letters that are lost are not guessed.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Final
from unicodedata import normalize

from crawler.vietnamese.legacy_tables import BYTE_OF_CP1252, tcvn3, viscii, vni
from crawler.vietnamese.syllables import is_syllable, syllables

MOJIBAKE, TCVN3, VNI, VISCII, CP1258 = "mojibake", "tcvn3", "vni", "viscii", "cp1258"

_VIETNAMESE = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9]")
_UPPER_LATIN = re.compile("[\x80-\xffƒˆ‰Š‹ŒŽ˜™š›œžŸ€†‡]")
_ASCII: Final = bytes(range(128))
_MISREAD_UTF8 = re.compile("[ÃÄÅÆáâÂ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ ]")
_MISREAD_TOKEN = re.compile("á[º»]|Ä[\x90‘]|Æ[°¡]")
_FOLDED_NO_BREAK = re.compile("Ã ")
_SURELY_MISREAD = re.compile("[ÃÄÅÆáâÂ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|[a-z]Ã ")
"""Not the end of a capital word ("MANHÃ DE SOL")."""
_VNI_LETTERS = re.compile("[aeoôuöyAEOÔUÖY][ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË]|[ôöñæóòîÔÖÑÆÓÒÎ]")
_WORD_END = re.compile(r"[\s.,;:!?]")
_SYLLABLE_BYTES: Final = 12
_EDGES: Final = ".,;:!?…\"'“”‘’()[]{}<>-–—/*+•|%&0123456789"
_INNER_SYMBOL = re.compile(r"[A-Za-z\xc0-\xff][\xa1-\xbf]|[\xa1-\xbf][A-Za-z]")
_ROUNDS = 3
"""Times a text may have been read wrongly one after the other."""
_BECOME = 0.85
"""Share of the changed words that must become syllables."""
_WERE = 0.7
"""Share of them that may have been syllables before."""
_LEFT = 0.2
"""Share of the words with letters beyond ASCII that may still be unreadable in the end."""
_ALL = 0.6
"""Share of all words that must be syllables in the end: names and figures are the rest."""
_CAPITALS = re.compile("[A-Z].*[A-Z]")


def recover(text: str) -> tuple[str, str | None]:
    """Return a paragraph in its real letters, and the encoding it had been taken from, or (text, None).

    Call it before anything deletes soft hyphens or folds white space: both are letters in some of these encodings.

    >>> recover("Há»™i nghá»‹ tá»•ng káº¿t")
    ('Hội nghị tổng kết', 'mojibake')
    >>> recover("Céng hßa x· héi chñ nghÜa ViÖt Nam"), recover("Coäng hoøa xaõ hoäi Vieät Nam")
    (('Cộng hòa xã hội chủ nghĩa Việt Nam', 'tcvn3'), ('Cộng hòa xã hội Việt Nam', 'vni'))
    >>> recover("Cµng hòa xã hµi Vi®t Nam")
    ('Cộng hòa xã hội Việt Nam', 'viscii')
    >>> recover("L'été dernier, le thé était très cher à Besançon")[1] is None
    True
    """
    if text.isascii() or not _UPPER_LATIN.search(text):
        return text, None
    if _VIETNAMESE.search(text):
        return _recover_words(text) if "á»" in text or "áº" in text else (text, None)
    if _MISREAD_UTF8.search(text):
        undone = _undo_misread_utf8(text)
        if undone is not None:
            return (_recover_words(undone)[0] if _MISREAD_TOKEN.search(undone) else undone), MOJIBAKE
        if _MISREAD_TOKEN.search(text):
            return _recover_words(text)
    return _recover_single_byte(text)


def may_be_misread(text: str) -> bool:
    """Say whether a letter stands in a text that `recover` could read otherwise: for less than to ask it of every line,
    where characters beyond ASCII are few.

    >>> may_be_misread("“Mùa nước” – họp"), may_be_misread("“The river” – it’s high…")
    (True, False)
    """
    beyond = text.encode("utf-8", "replace").translate(None, _ASCII).decode()
    return _UPPER_LATIN.search(beyond) is not None


def _undo_misread_utf8(text: str) -> str | None:
    """Encode back as windows-1252 and read as UTF-8; None unless the whole text can be."""
    undone = _reread(text)
    if undone is None and "Ã " in text and _SURELY_MISREAD.search(text):
        # The second byte of "à" is a no-break space, often folded into a space already.
        undone = _reread(_FOLDED_NO_BREAK.sub(_with_no_break, text))
    for _ in range(_ROUNDS - 1):
        again = _reread(undone) if undone is not None else None
        if again is None:
            break
        undone = again
    return undone


def _with_no_break(found: re.Match[str]) -> str:
    """Put back the no-break space; keep the space too where the word ends with "à"."""
    before = found.string[max(0, found.start() - _SYLLABLE_BYTES) : found.start()]
    after = found.string[found.end() : found.end() + _SYLLABLE_BYTES]
    head, tail = _WORD_END.split(before)[-1], _WORD_END.split(after, maxsplit=1)[0]
    joined = _reread(head + "Ã\xa0" + tail)
    whole = joined is not None and is_syllable(joined.strip(_EDGES))
    return "Ã\xa0" if whole else "Ã\xa0 "


def _reread(text: str) -> str | None:
    shown = text.translate(BYTE_OF_CP1252)
    if shown.isascii():
        return None
    try:
        return shown.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None


def _recover_words(text: str) -> tuple[str, str | None]:
    """Repair misread words in a text that also holds right ones, if every one of them can be."""
    words = text.split(" ")
    for place, word in enumerate(words):
        if _MISREAD_TOKEN.search(word):
            undone = _reread(word)
            if undone is None or not is_syllable(undone.strip(_EDGES)):
                return text, None
            words[place] = undone
    undone = " ".join(words)
    return (undone, MOJIBAKE) if undone != text else (text, None)


def _recover_single_byte(text: str) -> tuple[str, str | None]:
    """Try each one-byte encoding; the one that makes most words Vietnamese wins. The words it changes are tried alone
    first: in other languages the first few of them tell that it is none.
    """
    if _is_foreign(text):
        return text, None
    accented = list(dict.fromkeys(word for word in text.split(" ") if not word.isascii()))
    if not any(map(_is_unread, accented)):
        return text, None
    best, best_name, best_gain = text, None, 0
    for name, decode in _CANDIDATES:
        changed = _changed(accented, decode(" ".join(accented)).split(" "))
        became = _became(changed)
        if not became:
            continue
        after = decode(text)
        gain = _gain(changed, became, after.split(" "))
        if gain > best_gain:
            best, best_name, best_gain = after, name, gain
    return best, best_name


def _is_foreign(text: str) -> bool:
    """Whether so many of its plain words are no syllables that no encoding can make it Vietnamese: most paragraphs in
    French or German. Asked of bytes, for which only plain letters are letters.
    """
    words = text.encode("latin-1", "replace").lower().split(b" ")
    plain = list(filter(bytes.isalpha, words))
    foreign = len(plain) - sum(map(_plain_syllables().__contains__, plain))
    return len(words) - foreign < _ALL * len(words)


@cache
def _plain_syllables() -> frozenset[bytes]:
    return frozenset(word.encode() for word in syllables() if word.isascii())


def _is_unread(word: str) -> bool:
    """Whether a word has letters beyond ASCII and is no Vietnamese syllable."""
    return not word.isascii() and word.strip(_EDGES) != "" and not _reads(word)


_Pairs = Sequence[tuple[str, str]]
"""Words before and after."""


def _changed(before: Sequence[str], after: Sequence[str]) -> _Pairs:
    """The words that another reading changes and that have letters in the end."""
    return [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1] and any(map(str.isalpha, pair[1]))]


def _became(changed: _Pairs) -> _Pairs:
    """Those that become Vietnamese syllables; none where they are not enough."""
    became: list[tuple[str, str]] = []
    for tried, pair in enumerate(changed):
        if _reads(pair[1]):
            became.append(pair)
        if len(became) + len(changed) - 1 - tried < _BECOME * len(changed):
            return []
    return became


def _gain(changed: _Pairs, became: _Pairs, after: list[str]) -> int:
    """Return how many words become Vietnamese; 0 when the evidence is not enough."""
    were = sum(1 for old, _ in changed if _reads(old))
    everything = [word for word in after if any(map(str.isalpha, word))]
    if (
        were > _WERE * len(changed)
        or sum(map(_is_unread, after)) > _LEFT * sum(1 for word in after if not word.isascii())
        or sum(map(_reads, everything)) < _ALL * len(everything)
    ):
        return 0
    enough = len(became) > 1 or (len(became) == 1 and _INNER_SYMBOL.search(became[0][0]) and len(everything) == 1)
    return len(became) - were if enough else 0


def _reads(word: str) -> bool:
    """A Vietnamese syllable, or words joined by punctuation that all are."""
    core = word.strip(_EDGES)
    if is_syllable(core):
        return True
    if core.isalpha():
        return False
    parts = _PARTS.findall(core)
    return len(parts) > 1 and all(map(is_syllable, parts))


_PARTS = re.compile(r"[^\W\d_]+")


def _from_tcvn3(text: str) -> str:
    words = text.translate(tcvn3()).split(" ")
    return " ".join(map(_capitals, words))


def _capitals(word: str) -> str:
    """Capital fonts show toned letters as capitals: "NGHị" was NGHỊ."""
    if word.isascii() or not _CAPITALS.search(word):
        return word
    small = [letter for letter in word if letter.isascii() and letter.islower()]
    return word if small else word.upper()


def _from_viscii(text: str) -> str:
    return text.translate(BYTE_OF_CP1252).translate(viscii())


def _from_vni(text: str) -> str:
    table = vni()
    return _VNI_LETTERS.sub(lambda found: _vni_letters(found[0], table), text)


def _vni_letters(written: str, table: dict[str, str]) -> str:
    letter = table.get(written)
    if letter is not None:
        return letter
    return "".join(table.get(each, each) for each in written)


def _from_cp1258(text: str) -> str:
    try:
        return normalize("NFC", text.translate(BYTE_OF_CP1252).encode("latin-1").decode("cp1258"))
    except UnicodeError:
        return text


_CANDIDATES: Final[tuple[tuple[str, Callable[[str], str]], ...]] = (
    (TCVN3, _from_tcvn3),
    (VNI, _from_vni),
    (VISCII, _from_viscii),
    (CP1258, _from_cp1258),
)
