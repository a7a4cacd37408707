"""Test support: Vietnamese text as it looks when it was written in an older encoding and read as Latin-1."""

import random
import re
from pathlib import Path
from unicodedata import normalize

from crawler.vietnamese.legacy_tables import CP1252_OF_BYTE, tcvn3, viscii, vni
from crawler.vietnamese.syllables import syllables

HERE = Path(__file__).parent
VIETNAMESE = (HERE / "paragraphs_vi.txt").read_text(encoding="utf-8").splitlines()
OTHERS = (HERE / "paragraphs_other.txt").read_text(encoding="utf-8").splitlines()

_CP1258_TONES = "\u0300\u0309\u0303\u0301\u0323"


def encode_like(text: str, name: str) -> str | None:
    """Return how `text` looks once it went through the encoding `name`, None if that cannot carry it."""
    return {
        "mojibake": _as_mojibake,
        "tcvn3": _as_tcvn3,
        "vni": _as_vni,
        "viscii": _as_viscii,
        "cp1258": _as_cp1258,
    }[name](text)


def _as_mojibake(text):
    return text.encode("utf-8").decode("latin-1").translate(CP1252_OF_BYTE)


def _as_tcvn3(text):
    back = {letter: chr(code) for code, letter in tcvn3().items()}
    # Toned capitals are their small letters in a capital font.
    return "".join(back.get(letter) or back.get(letter.lower(), letter) for letter in text)


def _as_vni(text):
    back = {}
    for written, letter in vni().items():
        if letter not in back or written.isupper():
            back[letter] = written
    return "".join(back.get(letter, letter) for letter in text)


def _as_viscii(text):
    back = {letter: chr(code) for code, letter in viscii().items()}
    if any(letter in text for letter in "“”‘’–…³°") or any(ord(back.get(letter, " ")) < 32 for letter in text):
        return None
    return "".join(back.get(letter, letter) for letter in text).translate(CP1252_OF_BYTE)


def _as_cp1258(text):
    written = []
    for letter in text:
        parts = normalize("NFD", letter)
        tone = next((mark for mark in parts if mark in _CP1258_TONES), "")
        written.append(normalize("NFC", parts.replace(tone, "")) + tone if tone else letter)
    return "".join(written).encode("cp1258").decode("latin-1").translate(CP1252_OF_BYTE)


def many_vietnamese(count: int) -> list[str]:
    """Return paragraphs: ours, and new ones made of their sentences."""
    sentences = [each for paragraph in VIETNAMESE for each in re.split(r"(?<=\w[.!?…]) (?=[A-ZĐÀ-Ỹ])", paragraph)]
    sentences = [each for each in sentences if len(each) > 30]
    chance = random.Random(2022)
    made = {*VIETNAMESE}
    while len(made) < count:
        made.add(" ".join(chance.sample(sentences, chance.randint(1, 4))))
    return sorted(made)


def many_others(count: int) -> list[str]:
    """Return paragraphs in other languages, one language each."""
    languages = [OTHERS[:8], OTHERS[8:14], OTHERS[14:16], OTHERS[16:18], OTHERS[18:20], OTHERS[20:21], OTHERS[21:23]]
    chance = random.Random(1993)
    made = {*OTHERS}
    while len(made) < count:
        words = " ".join(chance.sample(own := chance.choice(languages), len(own))).split(" ")
        start = chance.randrange(len(words) - 4)
        made.add(" ".join(words[start : start + chance.randint(4, 40)]))
    return sorted(made)


def prose_of_syllables(count: int) -> list[str]:
    """Return lines of random syllables of the grammar: every letter of the script, no sense."""
    chance = random.Random(1258)
    every = sorted(syllables())
    return [" ".join(chance.sample(every, 12)) for _ in range(count)]
