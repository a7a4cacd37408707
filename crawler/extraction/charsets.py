"""Which encoding bytes are in that are no valid UTF-8: by their marks, by what is declared, else by how they look."""

import codecs
import re
from collections.abc import Mapping
from functools import cache
from typing import Final
from unicodedata import normalize

from crawler.extraction.errors import NotAnArticle

CHARSET, INVALID_UTF8 = "charset", "invalid_utf8"

_HEAD: Final = 4096
"""Bytes a declaration is looked for in."""
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META_CHARSET = re.compile(rb"""<meta\s[^>]{0,200}?charset\s*=\s*["']?\s*([a-zA-Z0-9_.:-]{2,40})""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""\A\s*<\?xml\s[^>]{0,100}?encoding\s*=\s*["']([a-zA-Z0-9_.:-]{2,40})["']""")
_HEADER_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([a-zA-Z0-9_.:-]{2,40})""", re.IGNORECASE)
_LATIN: Final = frozenset({"iso8859-1", "ascii", "cp1252", "iso8859-15"})
_OLD_FONTS: Final = re.compile(r"tcvn|viscii|vps|vni|x-user-defined|abc", re.IGNORECASE)
_CP1258_MARK = re.compile(rb"[aeiouyAEIOUY\xc2\xc3\xca\xd4\xd5\xdd\xe2\xe3\xea\xf4\xf5\xfd][\xcc\xd2\xde\xec\xf2]")
_CP1258_MARKS = re.compile(rb"[\xcc\xd2\xde\xec\xf2]")
_HIGH_PAIR = re.compile(rb"[\x80-\xff]{2}")
_HIGH = re.compile(rb"[\x80-\xff]")
CP1252_UPPER: Final = {
    place: bytes([place]).decode("cp1252") for place in range(0x80, 0xA0) if place not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_OF_PAGES: Final = (
    *("ascii", "utf-", "iso8859", "iso2022", "cp125", "cp8", "cp9", "koi8", "mac", "tis"),
    *("gb", "hz", "big5", "euc", "shift_jis", "johab"),
)
"""Beginnings of the names of encodings pages are in: Python also knows escapes, punycode and compressors by name."""
CONTROLS: Final = bytes([*range(9), 11, 12, *range(14, 32), 127])
"""Control characters no text has."""


def declared_charset(headers: Mapping[str, str], data: bytes) -> str | None:
    """Return Python's name of the charset that header, <meta> or XML declaration give; None if none does, or unknown.

    >>> declared_charset({"content-type": "text/html; charset=Windows-1258"}, b"")
    'cp1258'
    >>> declared_charset({}, b'<meta charset="TCVN-5712">')
    'old-font'
    """
    if headers:
        for name, value in headers.items():
            if name.lower() == "content-type":
                found = _HEADER_CHARSET.search(str(value))
                if found is not None:
                    return _codec(found[1])
    head = data[:_HEAD]
    declaration = _META_CHARSET.search(head) or _XML_ENCODING.match(head)
    return _codec(declaration[1].decode("ascii")) if declaration is not None else None


@cache
def _codec(label: str) -> str | None:
    """Return Python's name of a charset, "old-font" for Vietnamese ones it does not know, None if unknown."""
    if _OLD_FONTS.search(label):
        return "old-font"
    try:
        known = codecs.lookup(label)
    except (LookupError, ValueError):
        return None
    name = known.name.removesuffix("-sig")
    return name if name.startswith(_OF_PAGES) else None


def decode_other(data: bytes, declared: str | None) -> tuple[str, tuple[str, ...]]:
    """Decode bytes that are not valid UTF-8. Returns the text and the repairs: `charset`, `invalid_utf8`.

    Raises NotAnArticle (`not_html`) for bytes that are no text.

    >>> decode_other("Thu đô".encode("cp1258"), "cp1258")
    ('Thu đô', ())
    """
    for mark, name in _BOMS:
        if data.startswith(mark) and name != "utf-8":
            return data.decode(name, "replace"), ()
    wide = utf16_without_bom(data)
    if wide is not None:
        return data.decode(wide, "replace"), ()
    if _control_share(data) > 0.05:
        raise NotAnArticle("not_html", "binary")
    if declared in (None, "utf-8", "utf-7") or _mostly_utf8(data):
        if _mostly_utf8(data):
            return _decode_damaged_utf8(data), (INVALID_UTF8,)
        return _decode_undeclared(data), () if declared is None else (CHARSET,)
    if declared == "old-font":
        return data.decode("latin-1"), ()
    if declared in _LATIN:
        if _is_cp1258(data):
            return normalize("NFC", _decode_cp1258(data)), (CHARSET,)
        return _decode_latin(data), ()
    text = _decode_cp1258(data) if declared == "cp1258" else data.decode(declared or "latin-1", "replace")
    return normalize("NFC", text) if declared == "cp1258" else text, ()


def utf16_without_bom(data: bytes) -> str | None:
    """Markup in UTF-16 is every second byte NUL."""
    head = data[:1024]
    if b"\x00" not in head or len(data) < 4:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > 0.3 * half and even < 0.1 * odd:
        return "utf-16-le"
    if even > 0.3 * half and odd < 0.1 * even:
        return "utf-16-be"
    return None


def _control_share(data: bytes) -> float:
    """Which part of the first bytes no text has (NUL not counted: some servers pad with it)."""
    head = data[: 2 * _HEAD]
    plain = head.replace(b"\x00", b"")
    return 1 - len(plain.translate(None, CONTROLS)) / len(plain) if plain else 0.0


def _mostly_utf8(data: bytes) -> bool:
    """Whether nearly every byte beyond ASCII belongs to a valid UTF-8 character."""
    high = len(data) - len(data.translate(None, bytes(range(0x80, 0x100))))
    kept = data.decode("utf-8", "ignore").encode("utf-8")
    return (len(data) - len(kept)) * 5 < high


def _decode_damaged_utf8(data: bytes) -> str:
    """Read damaged UTF-8.

    A lone byte that windows-1252 shows as punctuation was pasted from there; a character cut at the end of the page is
    dropped; the rest becomes U+FFFD and speaks for itself.
    """
    codecs.register_error("pasted_punctuation", _pasted_punctuation)
    return data.decode("utf-8", "pasted_punctuation")


def _pasted_punctuation(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    broken = error.object[error.start : error.end]
    if error.end == len(error.object) and error.reason == "unexpected end of data":
        return "", error.end
    if len(broken) == 1 and (0x91 <= broken[0] <= 0x97 or broken[0] in (0x85, 0xA0)):
        return CP1252_UPPER.get(broken[0], " "), error.end
    return "\ufffd", error.end


def _decode_undeclared(data: bytes) -> str:
    """Read bytes nobody named, or named wrongly: windows-1258 by its tones, other scripts by detection, else Latin."""
    if _is_cp1258(data):
        return normalize("NFC", _decode_cp1258(data))
    high = len(_HIGH.findall(data))
    if 2 * len(_HIGH_PAIR.findall(data)) > 0.6 * high:
        text = _detect(data)
        if text is not None:
            return text
    return _decode_latin(data)


def _detect(data: bytes) -> str | None:
    """Ask Beautiful Soup for a script that is not Latin (its letters stand side by side)."""
    from bs4.dammit import UnicodeDammit

    found = UnicodeDammit(data, is_html=True)
    known = _codec(found.original_encoding) if found.original_encoding else None
    if known is None or known in _LATIN or known in ("old-font", "utf-8", "utf-7"):
        return None
    return found.unicode_markup


def _is_cp1258(data: bytes) -> bool:
    """The five tone bytes of windows-1258 nearly always follow vowels; in other encodings they are letters anywhere."""
    marks = len(_CP1258_MARKS.findall(data))
    return marks >= 5 and len(_CP1258_MARK.findall(data)) > 0.9 * marks


def _decode_cp1258(data: bytes) -> str:
    return data.decode("cp1258", "replace")


def _decode_latin(data: bytes) -> str:
    """Read Latin-1 as browsers do: as windows-1252."""
    return data.decode("latin-1").translate(CP1252_UPPER)
