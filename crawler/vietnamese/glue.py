"""Words glued together because a line break between them was lost.

A token is parted only if it is no syllable itself and exactly one cut gives two syllables. Borrowed words (`ôtô`),
names (`Êđê`, `Lênin`) and slips of the keyboard (`tòan`, `trêne`) look the same, so a cut also needs evidence: a tone
that borrowed words do not carry, or two halves long enough.
"""

import re
from typing import Final
from unicodedata import normalize

from crawler.vietnamese.syllables import base_letters, is_syllable, skeletons, syllables
from crawler.vietnamese.wordlists import ACRONYMS, ONE_WORD, UNHEARD

GLUED_WORDS: Final = "glued_words"

_RUN = re.compile(r"[^\W\d_]{3,40}")
_ACRONYM_RUN = re.compile(r"(?<![^\W_])([A-ZĐƯ]{2,10}(?:&[A-ZĐƯ]{1,5})?)([^\W\dA-ZĐƯ_]{1,6})(?![^\W_])")
_NUMBER_AFTER = re.compile(r"(?<![^\W_])([^\W\d_]{2,7})(?=\d{2})")
_NUMBER_BEFORE = re.compile(r"(?:(?<=\d:\d\d)|(?<=/\d{4}))([^\W\d_]{2,7})(?![^\W_])")
_PLAINLY_VIETNAMESE = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9]")
_LONE = frozenset({"ý", "ở"})
"""Words of one letter that glue to others; more would cut typing slips ("việco", "làà")."""
_SOUND_TONES = frozenset("\u0300\u0309\u0303\u0323")
_SYLLABLE = 7
"""Letters of the longest syllables ("nghiêng")."""


def part_words(token: str) -> str:
    """Return the token with spaces where words were glued, unchanged if that is not certain.

    >>> [part_words(token) for token in ("gópý,", "Vềcông", "BANHÀNH", "TT&TTkhẳng", "dânTrong", "Thành04")]
    ['góp ý,', 'Về công', 'BAN HÀNH', 'TT&TT khẳng', 'dân Trong', 'Thành 04']
    >>> [part_words(token) for token in ("cáchọc", "ôtô", "tòan", "Cancún", "VinFast", "VnExpress")]
    ['cáchọc', 'ôtô', 'tòan', 'Cancún', 'VinFast', 'VnExpress']
    """
    token = _ACRONYM_RUN.sub(_after_acronym, token)
    token = _RUN.sub(_parted_run, token)
    token = _NUMBER_AFTER.sub(lambda found: f"{found[1]} " if _own_word(found[1]) else found[0], token)
    return _NUMBER_BEFORE.sub(
        lambda found: f" {found[1]}" if found[1].istitle() and is_syllable(found[1]) else found[0], token
    )


def may_be_cut(word: str) -> bool:
    """Say whether a word of letters is none itself and has a place that leaves two.

    >>> may_be_cut("gópý"), may_be_cut("también"), may_be_cut("họp")
    (True, False, False)
    """
    return bool(_cuts(word))


def is_ambiguous(word: str) -> bool:
    """Say whether a word looks glued but may be cut in more than one place.

    >>> is_ambiguous("cáchọc"), is_ambiguous("gópý"), is_ambiguous("họp")
    (True, False, False)
    """
    return len(_cuts(word)) > 1


def _parted_run(found: re.Match[str]) -> str:
    run = found[0]
    return _cut_at_capital(run) if _has_inner_capital(run) else _cut_in_two(run)


def _has_inner_capital(run: str) -> bool:
    return not (run.isupper() or run[1:].islower())


def _cut_in_two(run: str) -> str:
    """Part two glued words of one letter case."""
    cuts = _cuts(run)
    if len(cuts) != 1 or not _has_evidence(run, cuts[0]):
        return run
    return f"{run[: cuts[0]]} {run[cuts[0] :]}"


def _cuts(word: str) -> list[int]:
    """Where a word of letters, which is none itself, comes apart into two."""
    if not 4 <= len(word) <= 2 * _SYLLABLE or word.isascii() or not word.isalpha():
        return []
    lower, known = word.lower(), syllables()
    if lower in known or lower in ONE_WORD:
        return []
    cuts = [
        place
        for place in range(max(1, len(lower) - _SYLLABLE), min(len(lower), _SYLLABLE + 1))
        if (left := lower[:place]) in known
        and (right := lower[place:]) in known
        and _may_stand(left)
        and _may_stand(right)
    ]
    return [] if cuts and base_letters(lower) in skeletons() else cuts


def _may_stand(part: str) -> bool:
    """P alone opens only borrowed words and names, and of single letters only two are words that glue."""
    return (len(part) > 1 or part in _LONE) and not (part[0] == "p" and part[1:2] != "h") and part not in UNHEARD


def _has_evidence(run: str, place: int) -> bool:
    left, right = run[:place].lower(), run[place:].lower()
    if (
        run[0].isupper()
        and not run.isupper()
        and not _PLAINLY_VIETNAMESE.search(run)
        and (left.isascii() or right.isascii())
    ):
        return False  # Cancún, Perú: a foreign name has one accent
    return _carries_tone(left) or _carries_tone(right) or min(len(left), len(right)) > 2


def _carries_tone(part: str) -> bool:
    """A tone borrowed words do not have: any but ngang, and sắc before a stop ("các", "phốt")."""
    letters = set(normalize("NFD", part))
    return bool(letters & _SOUND_TONES) or ("\u0301" in letters and not part.endswith(("c", "p", "t", "ch")))


def _cut_at_capital(run: str) -> str:
    """Part words where a capital stands inside ("dânTrong", "củaUBND"), if there is one such place."""
    places = [place for place in range(1, len(run)) if run[place].isupper() and run[place - 1].islower()]
    if len(places) != 1:
        return run
    left, right = run[: places[0]], run[places[0] :]
    if run.lower() in ONE_WORD or not _fits_before_capital(left, right):
        return run
    return f"{left} {right}"


def _fits_before_capital(left: str, right: str) -> bool:
    if not is_syllable(left):
        return False
    if right.isupper():
        return len(right) > 1 and not left.isascii() and left.islower()
    if not (right[1:].islower() and is_syllable(right)):
        return False
    if left.islower():
        return not (left.isascii() and right.isascii())
    return not (left.isascii() or right.isascii())  # "NguyễnThị", never "VietNam" or "HàNoi"


def _after_acronym(found: re.Match[str]) -> str:
    """Part a word from the acronym before it ("CNTTvà", "UBNDThành")."""
    capitals, rest = found[1], found[2]
    if is_syllable(found[0]) or base_letters(found[0]) in skeletons():
        return found[0]
    after = _own_word(rest) and len(rest) > 1
    within = is_syllable(capitals[-1] + rest)
    if within and capitals[:-1] in ACRONYMS and not rest.isascii():
        return f"{capitals[:-1]} {capitals[-1]}{rest}"
    return f"{capitals} {rest}" if after and (not within or capitals in ACRONYMS) else found[0]


def _own_word(word: str) -> bool:
    return not word.isascii() and is_syllable(word)
