"""Spaces that were lost after punctuation, and entities that lost their ampersand, judged token by token.

A token is a run without white space. Verdicts are remembered, so that a text costs one dictionary look-up a token. A
token is changed only where Vietnamese syllables prove the repair; what could be an abbreviation, a name, a domain, a
number or a file name stays.
"""

import html
import re
from collections.abc import Iterable
from typing import Final, NamedTuple
from unicodedata import normalize

from crawler.vietnamese.glue import GLUED_WORDS, may_be_cut, part_words
from crawler.vietnamese.syllables import LETTERS, is_syllable, syllables, vietnamese_share
from crawler.vietnamese.wordlists import ABBREVIATIONS, NAME_ENDINGS

MISSING_SPACE, ENTITIES, ETH_LETTER = "missing_space", "entities", "eth_letter"

_OPENING: Final = "\"'“‘([{<«-–—/*+•|"
_CLOSING: Final = ".,:!?…\"'”’)]}>»-–—/*%|"
_ETHS: Final = {0x00D0: "Đ", 0x00F0: "đ", 0x0189: "Đ", 0x0256: "đ"}
_ETH = re.compile("[ÐðƉɖ]")
_BOUNDARY = re.compile(r"(?<=[^\s(\[“‘])(\.{1,10}|…{1,4}|[,:!?]|;(?!é))(?=[^\W\d_])")
""";é" is what is left of an entity ("quy;ét"), not the end of a clause."""
_LAST_LETTERS = re.compile(r"[^\W\d_]{1,40}\Z")
_LETTERS = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"https?://|www\.|[@=\\]", re.IGNORECASE)
_DOMAIN = re.compile(r"[a-z0-9-]{2,40}\.(?:vn|com|net|org|gov|edu|info)\b", re.IGNORECASE)
_AMPERSAND = r"(?:&(?:amp;)*|;)?"
"""What may be left before an entity's name: itself, doubly escaped, the end of `&amp;`, or nothing."""
_WHOLE_ENTITY = re.compile(
    r"&(?:amp;)*(amp|quot|nbsp|[lr]aquo|[a-zA-Z](?:grave|acute|circ|tilde)|#\d{2,5}|#x[0-9a-fA-F]{2,4});"
)
_MARK_ENTITY = re.compile(
    rf"{_AMPERSAND}(?<![a-zA-Z])([lr][ds]quo|[nm]dash);|{_AMPERSAND}(nbsp|hellip|[nm]dash|r[ds]quo);|(?<=[A-ZĐƯ])(amp);"
)
_GLUED_OPENING = re.compile(r"(?<=[^\W\d_])(l[ds]quo);(?=[^\W\d_])")
"""An opening quotation mark that lost the blank before it as well: "Đề ánldquo;Tuyên truyền"."""
_LETTER_ENTITY = re.compile(rf"{_AMPERSAND}([aeiouyAEIOUY](?:grave|acute|circ|tilde)|#\d{{3,5}});")
_WORD_OF_ENTITIES = re.compile(
    rf"(?<![^\W\d_])[^\W\d_]{{0,6}}(?:{_AMPERSAND}(?:[aeiouyAEIOUY](?:grave|acute|circ|tilde)|#\d{{3,5}});"
    r"[\u0300-\u0323]?[^\W\d_]{0,6}){1,4}"
)
_ENCODED_SEMICOLON = re.compile(r"(?<=circ|rave|cute|ilde)%3([bBḅḄ])")
"""The semicolon of an entity, percent-encoded; a dot below that followed it has joined the B."""
_STRAY_SEMICOLON = re.compile(
    r"(?<![^\W\d_])([bcdđghklmnpqrstvx]{1,3}|[qQ]u|[BCDĐGHKLMNPQRSTVX][ghr]?h?);([^\W\d_A-Z]{1,4})(?![^\W\d_])"
)
"""What is left of "ph&amp;eacute;p" on pages that were converted twice: "ph;ép"."""
_VOWEL = re.compile("[aăâeêioôơuưy]")
_BEFORE, _AFTER = _OPENING + "„‚»’”", _CLOSING.replace("/", "") + "“‘«"
"""Signs around a word of any language. A slash may end an address that was glued to the word."""
_JOINED = re.compile("[-–—/'’]")
_SUSPECT = re.compile(
    rf"(?<!\S)(?!(?:[{re.escape(_OPENING)}]*+(?=[0-9]+[A-Za-z]*[aeiouywzAEIOUYWZ])[0-9A-Za-z]+[{re.escape(_CLOSING)}]*"
    rf"|[{re.escape(_BEFORE)}]*+(?=[0-9A-Za-z'’-]*[aeiouywzAEIOUYWZ])"
    rf"[A-Za-z][0-9A-Za-z]*(?:[-'’][0-9A-Za-z]+)*[{re.escape(_AFTER)}]*"
    r"|[0-9.,:/()…–—+%$€£\"'“”‘’\[\]<>«»*•|!?-]+)(?!\S))\S+"
)
"""Tokens other than ASCII words with a vowel and figures, which stay as they are printed. The signs before a word are
taken once (`*+`): tried at every length, a line of dashes would cost the square of its length."""
_VOWELS = b"aeiouywzAEIOUYWZ"
_SHAPE = bytes(
    ord("a" if byte in _VOWELS else " " if byte == 32 else "." if byte in b".," else "?") for byte in range(256)
)
_PLAIN_SHAPES = frozenset(b"a" * vowels for vowels in range(1, 20))
"""What is left of an ASCII word once its consonants are gone: vowels, and nothing else."""
_STOPPED_SHAPES = frozenset(shape + b"." for shape in _PLAIN_SHAPES)
"""With one comma or full stop, behind the word or before a consonant that is gone ("e.g")."""
_OPENING_LENGTH = 300
_MOSTLY_ASCII = 1.15
"""Bytes a character of a text's opening: more in Vietnamese (1.3), whose words are soon all known."""
TELLING_LENGTH = 160
"""Characters of an opening whose words tell that a text is in another language."""
_FOREIGN_SHARE = 0.5
"""Share of syllables among the words of an opening: to .4 in other languages, from .8 in Vietnamese without marks."""
_OTHER_FIRST_BYTES: Final = bytes(set(range(256)) - {letter.encode()[0] for letter in "ăđĩũơưạỹ"})
_CONSONANT_BYTES = bytes(set(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") - set(_VOWELS))
_ASCII_RULE = re.compile(r";|%3|[.,:!?][A-Za-z]|://|[0-9][A-Z]")
"""What a token in ASCII has that becomes another: an entity, a lost space, a word glued to a figure or an address."""
_MARKS = frozenset(".…,:!?;@=\\")
"""Signs without one of which a token holds no clause's end and no address."""
_CONSONANTS = frozenset("bcdđfghjklmnpqrstvx")
_PLAINLY_VIETNAMESE = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9]")
_LONGEST = 200
"""Characters of a token that is looked at: longer ones are no words."""
_LONGEST_RUN = 40
"""Letters of a word in which a cut is looked for."""
_REMEMBERED = 30_000


class Verdict(NamedTuple):
    """What a token becomes."""

    text: str
    fixes: frozenset[str]
    sure: bool
    """The token itself is plainly Vietnamese; if not, its line must be."""


class _Verdicts(dict[str, Verdict | None]):
    """Token -> Verdict, None for tokens that stay. Filled on first sight; forgets everything when it is full."""

    def __missing__(self, token: str) -> Verdict | None:
        if len(self) > _REMEMBERED:
            self.clear()
        verdict = judge(token)
        if len(token) <= _LONGEST:  # what a hostile page makes up is not worth the room
            self[token] = verdict
        return verdict


verdict_on: Final = _Verdicts().__getitem__
"""Token -> its Verdict or None, remembered."""


def judge(token: str) -> Verdict | None:
    """Return what one token (no white space, NFC) must become, or None if it stays.

    >>> judge("thông.Ông").text, judge("Hograve;a").text, judge("Ðảng").text, judge("gópý").text
    ('thông. Ông', 'Hòa', 'Đảng', 'góp ý')
    >>> [judge(token) for token in ("TP.HCM", "PGS.TS.Nguyễn", "Chinhphu.vn", "1.720", "Internet", "hội,")]
    [None, None, None, None, None, None]
    """
    if token.isascii() and _ASCII_RULE.search(token) is None:
        return None
    core = token.lstrip(_OPENING).rstrip(_CLOSING)
    if (core.isalnum() and core.isascii()) or is_syllable(core.rstrip(";")) or len(token) > _LONGEST:
        return None
    fixes: set[str] = set()
    text = _with_entities(token, fixes)
    if _ETH.search(text):
        text = text.translate(_ETHS)
        fixes.add(ETH_LETTER)
    text = " ".join(_spaced(part, fixes) for part in text.split())
    if text == token:
        return None
    return Verdict(text, frozenset(fixes), plainly_vietnamese(text if ENTITIES in fixes else token))


def suspects(tokens: Iterable[str]) -> list[str]:
    """Return the tokens that a rule has to look at: all but syllables, plain foreign words and figures.

    >>> suspects(["Hội", "hội,", "don't", "12/07/2022", "(über)", "gópý", "Ðảng", "ph;ép", "thc"])
    ['gópý', 'Ðảng', 'ph;ép', 'thc']
    """
    return [token for token in _SUSPECT.findall(" ".join(tokens)) if not _is_word(token)]


def words_worth_a_look(text: str) -> Iterable[str]:
    """Return the words of a text (between single blanks) that may be suspects. Of a text that is mostly ASCII the plain
    words are left out, a comma or full stop behind them or not: nearly all of it, for less than to tell if they were
    seen before. Of a text in another language only those with a sign of their own are left (`;`, `%3`, a lost letter).

    >>> words_worth_a_look("Then the BBC said, on Monday, e.g that all’s well.")
    ['BBC', 'e.g', 'all’s']
    """
    if _is_foreign(text):
        return _words_with_signs(text)
    words, opening = text.split(" "), text[:_OPENING_LENGTH]
    if len(opening.encode("utf-8", "replace")) > _MOSTLY_ASCII * len(opening):
        return words
    shapes = text.encode("utf-8", "replace").translate(_SHAPE, _CONSONANT_BYTES).split(b" ")
    return [
        word
        for word, shape in zip(words, shapes, strict=True)
        if shape not in _PLAIN_SHAPES and (shape not in _STOPPED_SHAPES or word[-1] not in ".,")
    ]


def _is_foreign(text: str) -> bool:
    """Whether a text opens in another language and has no letter that only Vietnamese writes: no space is missing in it
    that Vietnamese syllables could prove. A line is too short to tell.
    """
    opening = text[:TELLING_LENGTH]
    if len(opening) < TELLING_LENGTH or plainly_vietnamese(opening):
        return False
    return vietnamese_share(opening) < _FOREIGN_SHARE and not _may_hold_vietnamese_letters(text)


def _may_hold_vietnamese_letters(text: str) -> bool:
    """Whether the first byte of a letter that only Vietnamese writes is there: a byte is found sooner than a letter."""
    return not text.isascii() and bool(text.encode("utf-8", "replace").translate(None, _OTHER_FIRST_BYTES))


def _words_with_signs(text: str) -> set[str]:
    """The words with what is left of an entity, or with a sign where a letter was lost."""
    found = set()
    for sign in (";", "%3", "?", "\ufffd"):
        at = text.find(sign)
        while at >= 0:
            if sign == "?" and not text[at + 1 : at + 2].isalpha():  # where a sentence ends
                at = text.find(sign, at + 1)
                continue
            end = text.find(" ", at) % (len(text) + 1)
            found.add(text[text.rfind(" ", 0, at) + 1 : end])
            at = text.find(sign, end)
    return found


def _is_word(token: str) -> bool:
    """Say cheaply of most tokens that nothing is wrong with them: a syllable, or words in small letters that cannot be
    cut in two, with the signs around them.
    """
    core = token.lstrip(_BEFORE).rstrip(_AFTER)
    lower = core.lower()
    if lower in syllables():
        return True
    if "ð" in lower or "ɖ" in lower or _CONSONANTS.issuperset(lower):
        return False
    return _is_whole(core) if core.isalpha() else all(map(_is_whole, _JOINED.split(core)))


def _is_whole(word: str) -> bool:
    lower = word.lower()
    if not word.isalpha() or word[1:] != lower[1:] or len(word) > _LONGEST_RUN:
        return False
    return not LETTERS.issuperset(lower) or not may_be_cut(word)  # a word with a letter of no syllable is foreign


def plainly_vietnamese(text: str) -> bool:
    """Say whether a letter stands in it that only Vietnamese (of the languages met) writes.

    >>> plainly_vietnamese("Hội nghị"), plainly_vietnamese("Là thành phố"), plainly_vietnamese("Là thành viên")
    (True, True, False)
    """
    return _PLAINLY_VIETNAMESE.search(text) is not None


def _with_entities(token: str, fixes: set[str]) -> str:
    """Turn what is left of `&ograve;` or of `ograve;` into its character, where that makes a Vietnamese word."""
    if ";" not in token and "%3" not in token:
        return token
    text = _ENCODED_SEMICOLON.sub(lambda found: ";" if found[1] in "bB" else ";\u0323", token)
    text = _MARK_ENTITY.sub(lambda found: html.unescape(f"&{found[1] or found[2] or found[3]};"), text)
    text = _GLUED_OPENING.sub(lambda found: html.unescape(f" &{found[1]};"), text)
    text = _WORD_OF_ENTITIES.sub(_word_of_entities, text)
    text = _STRAY_SEMICOLON.sub(_without_semicolon, text)
    if "%3" in token and _LETTER_ENTITY.search(text):
        return token  # no word came of it: leave it as it was printed
    text = _WHOLE_ENTITY.sub(lambda found: html.unescape(f"&{found[1]};"), text)
    if text != token:
        fixes.add(ENTITIES)
    return text


def _word_of_entities(found: re.Match[str]) -> str:
    word = normalize("NFC", _LETTER_ENTITY.sub(lambda entity: html.unescape(f"&{entity[1]};"), found[0]))
    return word if is_syllable(word) else found[0]


def _without_semicolon(found: re.Match[str]) -> str:
    word = found[1] + found[2]
    return word if not word.isascii() and is_syllable(word) else found[0]


def _spaced(token: str, fixes: set[str]) -> str:
    """Return the token with the spaces it lost."""
    if _MARKS.isdisjoint(token.rstrip(_CLOSING)):
        return _parted([token], fixes)
    address = _ADDRESS.search(token)
    if address is not None:
        return _before_address(token, address.start(), fixes)
    pieces, start = [], 0
    in_domain = _DOMAIN.search(token) is not None
    for boundary in _BOUNDARY.finditer(token):
        before, after = token[start : boundary.start()], token[boundary.end() :]
        if _space_is_missing(before, boundary[0], after) and not (in_domain and before.isascii()):
            pieces.append(token[start : boundary.end()])
            start = boundary.end()
            fixes.add(MISSING_SPACE)
    return _parted([*pieces, token[start:]], fixes)


def _parted(pieces: list[str], fixes: set[str]) -> str:
    parted = [part_words(piece) for piece in pieces]
    if parted != pieces:
        fixes.add(GLUED_WORDS)
    return " ".join(parted)


def _before_address(token: str, start: int, fixes: set[str]) -> str:
    """Part a word from the address glued to it ("Biênhttp://...")."""
    word = token[:start]
    if token[start : start + 4].lower() == "http" and word and is_syllable(word):
        fixes.add(GLUED_WORDS)
        return f"{word} {token[start:]}"
    return token


def _space_is_missing(before: str, mark: str, after: str) -> bool:
    """Say whether a space was lost after the punctuation `mark` that stands between `before` and `after`."""
    left_match, right_match = _LAST_LETTERS.search(before), _LETTERS.match(after)
    left, right = left_match[0] if left_match else "", right_match[0] if right_match else ""
    if not left and not (before[-1:].isdigit() or before[-1:] in ')”"’%]»'):
        return False
    if mark == ".":
        return _sentence_ends(left, right)
    if mark[0] in ".…":
        return _opens_sentence(right)
    if right.isupper() and "/" in before and left:
        return False  # a document's number: 1562/BC-AT,VSLĐ
    return _clause_ends(left, mark, right)


def _sentence_ends(left: str, right: str) -> bool:
    """A full stop: never after an initial, an abbreviation, inside a domain or a file name."""
    if right.lower() in NAME_ENDINGS or left.lower() in ABBREVIATIONS:
        return False
    if not left:
        return _opens_sentence(right)
    if len(left) == 1 or (left.isupper() and len(left) < 4 and not _vietnamese_word(left)):
        return False
    if not left.isupper() and not _VOWEL.search(normalize("NFD", left.lower())):
        return False
    if _vietnamese_word(left) and left.islower():
        return _opens_sentence(right) or _is_name(right)
    foreign_pair = left[0].isupper() and left.isascii() and right.isascii() and not is_syllable(left)
    return _opens_sentence(right) and left[-1].islower() == left[1:].islower() and not foreign_pair


def _clause_ends(left: str, mark: str, right: str) -> bool:
    """A comma and the like, between words that cannot be one name or number."""
    if len(left) == 1:
        return False
    if right[0].isupper():
        return _opens_sentence(right) or (
            _is_name(right) and (_vietnamese_word(left) or (left.isupper() and mark == ","))
        )
    return (
        mark in ",;"
        and min(len(left), len(right)) > 1
        and is_syllable(left)
        and is_syllable(right)
        and (not (left.isascii() and right.isascii()) or min(len(left), len(right)) > 2)
        and not is_syllable(left + right)  # "lo;ét" lost a letter, not a space
    )


def _opens_sentence(word: str) -> bool:
    """A Vietnamese syllable with a capital: "Tham", "Ông", "Ở"."""
    return word[0].isupper() and (word[1:].islower() or word in {"Ở", "Ý"}) and is_syllable(word)


def _is_name(word: str) -> bool:
    """An acronym or a name in foreign letters: "UBND", "Facebook"."""
    return len(word) > 1 and word[0].isupper() and (word.isupper() or (word[1:].islower() and len(word) > 2))


def _vietnamese_word(word: str) -> bool:
    """A syllable that only Vietnamese writes with these letters."""
    return not word.isascii() and is_syllable(word)
