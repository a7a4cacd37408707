"""Writing pages in the encodings of before Unicode, as old portals still serve them."""

import unicodedata

# TCVN 5712 (ABC fonts): one byte a small letter; capitals with a tone share the small letter's byte and a capital font.
_TCVN3 = dict(
    zip(
        "ăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        bytes.fromhex(
            "a8a9aaabacadaeb5b6b7b8b9bbbcbdbec6c7c8c9cacbcccecfd0d1d2d3d4d5d6d7d8dcdddedfe1e2e3e4e5e6e7e8e9eaebecedeeeff1f2f3f4f5f6f7f8f9fafbfcfdfe"
        ),
        strict=True,
    )
) | dict(zip("ĂÂÊÔƠƯĐ", bytes.fromhex("a1a2a3a4a5a6a7"), strict=True))
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def to_tcvn3(text: str) -> bytes:
    """Return `text` in TCVN3, one byte a letter; what it lacks becomes a character reference.

    >>> to_tcvn3("Cộng hòa").decode("latin-1")
    'Céng hßa'
    """
    written = bytearray()
    for letter in unicodedata.normalize("NFC", text):
        code = _TCVN3.get(letter) or _TCVN3.get(letter.lower())
        written += bytes([code]) if code else letter.encode("latin-1", "xmlcharrefreplace")
    return bytes(written)


def to_windows_1258(text: str) -> bytes:
    """Return `text` in windows-1258: letters, then their tone as a character of its own.

    >>> to_windows_1258("Hội").decode("windows-1258") == "Hô" + "\u0323" + "i"
    True
    """
    return "".join(map(_toned_apart, unicodedata.normalize("NFC", text))).encode("windows-1258", "xmlcharrefreplace")


def _toned_apart(letter: str) -> str:
    parts = unicodedata.normalize("NFD", letter)
    tones = "".join(mark for mark in parts if mark in _TONES)
    return unicodedata.normalize("NFC", parts.translate({ord(tone): None for tone in _TONES})) + tones


def encode(text: str, encoding: str) -> bytes:
    r"""Return `text` in `encoding`: `tcvn3`, `nfd` (UTF-8, tones apart), or any name Python knows.

    >>> encode("Hội", "utf-8")
    b'H\xe1\xbb\x99i'
    """
    if encoding == "tcvn3":
        return to_tcvn3(text)
    if encoding == "nfd":
        return unicodedata.normalize("NFD", text).encode()
    return to_windows_1258(text) if encoding == "windows-1258" else text.encode(encoding)
