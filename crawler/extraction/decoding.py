"""Page -> UTF-8 bytes: which characters the server meant, whatever it said.

Valid UTF-8 with a multibyte character in it is UTF-8, whatever header or markup declare: no text in a single-byte encoding
passes that test by chance. Everything else (byte order marks, UTF-16, windows-1258, old fonts declared as windows-1252) is
the rare case and may cost more.
"""

import codecs
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final
from unicodedata import normalize

from crawler.extraction.errors import NotAnArticle
from items import Page

CHARSET, UNDECLARED_GZIP, INVALID_UTF8 = "charset", "undeclared_gzip", "invalid_utf8"
CONTROL_CHARACTERS, MOJIBAKE = "control_characters", "mojibake"

LARGEST: Final = 8 * 1024 * 1024
"""Bytes a page may have once it is inflated."""
_LAYERS: Final = 4
_HEAD: Final = 4096
"""Bytes a declaration is looked for in."""
_GZIP: Final = b"\x1f\x8b"
_MAGIC: Final = (
    b"%PDF-",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"RIFF",
    b"\xd0\xcf\x11\xe0",
    b"Rar!",
    b"7z\xbc\xaf",
    b"{\\rtf",
    b"%!PS",
    b"\x7fELF",
    b"OggS",
    b"ID3",
    b"II*\x00",
    b"MM\x00*",
    b"\x00\x00\x01\x00",
    b"BZh",
    b"\xfd7zXZ",
    b"\x28\xb5\x2f\xfd",
    b"SQLite format 3",
    b"wOFF",
    b"wOF2",
    b"FLV\x01",
    b"CWS",
    b"FWS",
)
_MEDIA_BOX: Final = b"ftyp"
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS: Final = bytes([*range(9), 11, 12, *range(14, 32), 127])
_EACH_CONTROL: Final = tuple(bytes([control]) for control in _CONTROLS)
_HIGH_CONTROL: Final = re.compile(rb"\xc2[\x80-\x9f]|\xef\xbf[\xbe\xbf]")
_SUSPECT: Final = re.compile(rb"\xc2(?:[\x80-\x9f]|[\xba\xbb](?<=\xc3\xa1..))", re.DOTALL)
"""A C1 control, or the letters "á»", "áº": Vietnamese UTF-8 that was read as Latin-1 and encoded again."""
_MISREAD: Final = re.compile(rb"\xc3\xa1\xc2[\xba\xbb]|\xc3[\x83\x84\x86]\xc2|\xc3\x83\xc2")
_META_CHARSET = re.compile(rb"""<meta\s[^>]{0,200}?charset\s*=\s*["']?\s*([a-zA-Z0-9_.:-]{2,40})""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""\A\s*<\?xml\s[^>]{0,100}?encoding\s*=\s*["']([a-zA-Z0-9_.:-]{2,40})["']""")
_HEADER_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([a-zA-Z0-9_.:-]{2,40})""", re.IGNORECASE)
_LATIN: Final = frozenset({"iso8859-1", "ascii", "cp1252", "iso8859-15"})
_OLD_FONTS: Final = re.compile(r"tcvn|viscii|vps|vni|x-user-defined|abc", re.IGNORECASE)
_CP1258_MARK = re.compile(rb"[aeiouyAEIOUY\xc2\xc3\xca\xd4\xd5\xdd\xe2\xe3\xea\xf4\xf5\xfd][\xcc\xd2\xde\xec\xf2]")
_CP1258_MARKS = re.compile(rb"[\xcc\xd2\xde\xec\xf2]")
_HIGH_PAIR = re.compile(rb"[\x80-\xff]{2}")
_HIGH = re.compile(rb"[\x80-\xff]")
_CP1252_UPPER: Final = {
    place: bytes([place]).decode("cp1252") for place in range(0x80, 0xA0) if place not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_BYTE_OF_CP1252: Final = {ord(shown): place for place, shown in _CP1252_UPPER.items()}


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's characters."""

    data: bytes
    """UTF-8, without byte order mark, NUL and control characters: for `HTMLParser(encoding="utf-8")`."""
    fixes: tuple[str, ...] = ()
    """`charset` (the declared one was false), `undeclared_gzip`, `invalid_utf8`, `control_characters`, `mojibake`."""

    @property
    def text(self) -> str:
        """The same as str.

        >>> Decoded("Sở".encode()).text
        'Sở'
        """
        return self.data.decode("utf-8", "replace")


def decode(page: Page) -> Decoded:
    """Return the page's characters as UTF-8.

    Raises:
        NotAnArticle: `empty`; `not_html` (picture, archive, office file, JSON, UTF-7); `too_big` once inflated.

    >>> decode(Page(url="", body="<p>Sở Mẫu</p>".encode(), headers={"Content-Type": "text/html; charset=iso-8859-1"}))
    Decoded(data=b'<p>S\\xe1\\xbb\\x9f M\\xe1\\xba\\xabu</p>', fixes=('charset',))
    >>> decode(Page(url="", body=b"%PDF-1.4 ..."))
    Traceback (most recent call last):
    crawler.extraction.errors.NotAnArticle: not_html: starts like a file of another kind
    """
    data, fixes = _inflated(page.body)
    _refuse_other_kinds(data)
    declared = _declared(page.headers, data)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        text, more = _decode_other(data, declared)
        return _without_controls(text.encode("utf-8", "ignore"), (*fixes, *more))
    if declared is not None and declared != "utf-8":
        data, more = _despite_declaration(data, declared)
        fixes += more
    data = data.removeprefix(codecs.BOM_UTF8)
    return _without_controls(data, fixes)


def _inflated(body: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Undo gzip nobody declared. Raises NotAnArticle for a torn stream and for a bomb."""
    fixes: tuple[str, ...] = ()
    for _ in range(_LAYERS):
        if not body.startswith(_GZIP):
            break
        stream = zlib.decompressobj(wbits=31)
        try:
            body = stream.decompress(body, LARGEST + 1)
        except zlib.error as error:
            raise NotAnArticle("not_html", f"broken gzip: {error}") from None
        if len(body) > LARGEST:
            raise NotAnArticle("too_big", f"over {LARGEST} bytes once inflated")
        if not stream.eof:
            raise NotAnArticle("not_html", "gzip that ends too early")
        fixes = (UNDECLARED_GZIP,)
    return body, fixes


def _refuse_other_kinds(data: bytes) -> None:
    """Raise NotAnArticle for nothing at all, other kinds of files, and JSON."""
    head = data[:64].removeprefix(codecs.BOM_UTF8).lstrip()
    if not head and not data.strip(b" \t\r\n\x0b\x0c\x00\xef\xbb\xbf"):
        raise NotAnArticle("empty", "no characters")
    if head.startswith(_MAGIC) or head.startswith(_GZIP) or data[4:8] == _MEDIA_BOX:
        raise NotAnArticle("not_html", "starts like a file of another kind")
    if head[:1] in (b"{", b"[") and _is_json(data):
        raise NotAnArticle("not_html", "JSON")


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True


def _declared(headers: Mapping[str, str], data: bytes) -> str | None:
    """Return the normalised name of the charset that header, XML declaration or <meta> give, the first that is known."""
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
    return known.name if known._is_text_encoding else None  # noqa: SLF001 - codecs has no public way to ask


def _despite_declaration(data: bytes, declared: str) -> tuple[bytes, tuple[str, ...]]:
    """Valid UTF-8 that is declared as something else: the bytes win, except for pure ASCII in a seven-bit encoding."""
    if not data.isascii():
        return data, (CHARSET,)
    if declared == "utf-7":
        raise NotAnArticle("not_html", "UTF-7")
    if declared.startswith("iso2022") and b"\x1b" in data:
        return data.decode(declared, "replace").encode("utf-8", "ignore"), ()
    wide = _utf16_without_bom(data)
    return (data.decode(wide, "replace").encode("utf-8", "ignore"), ()) if wide else (data, ())


def _decode_other(data: bytes, declared: str | None) -> tuple[str, tuple[str, ...]]:
    """Decode what is not valid UTF-8."""
    for mark, name in _BOMS:
        if data.startswith(mark) and name != "utf-8":
            return data.decode(name, "replace"), ()
    wide = _utf16_without_bom(data)
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


def _utf16_without_bom(data: bytes) -> str | None:
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
    return 1 - len(plain.translate(None, _CONTROLS)) / len(plain) if plain else 0.0


def _mostly_utf8(data: bytes) -> bool:
    """Whether nearly every byte beyond ASCII belongs to a valid UTF-8 character."""
    high = len(data) - len(data.translate(None, bytes(range(0x80, 0x100))))
    kept = data.decode("utf-8", "ignore").encode("utf-8")
    return (len(data) - len(kept)) * 5 < high


def _decode_damaged_utf8(data: bytes) -> str:
    """Read damaged UTF-8. A lone byte that windows-1252 shows as punctuation was pasted from there; a character cut at the
    end of the page is dropped; the rest becomes U+FFFD and speaks for itself.
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
        return _CP1252_UPPER.get(broken[0], " "), error.end
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
    """The five tone bytes of windows-1258 follow vowels, nearly always; in other encodings they are letters anywhere."""
    marks = len(_CP1258_MARKS.findall(data))
    return marks >= 5 and len(_CP1258_MARK.findall(data)) > 0.9 * marks


def _decode_cp1258(data: bytes) -> str:
    return data.decode("cp1258", "replace")


def _decode_latin(data: bytes) -> str:
    """Read Latin-1 as browsers do: as windows-1252."""
    return data.decode("latin-1").translate(_CP1252_UPPER)


def _without_controls(data: bytes, fixes: tuple[str, ...]) -> Decoded:
    """Take out NUL, C0 and C1 controls and noncharacters; undo a second encoding first, whose letters look like C1."""
    if any(control in data for control in _EACH_CONTROL):
        data = data.translate(None, _CONTROLS)
        fixes += (CONTROL_CHARACTERS,)
    if _SUSPECT.search(data) is None:
        return Decoded(data, fixes)
    undone = _undo_second_encoding(data)
    if undone is not None:
        return Decoded(_HIGH_CONTROL.sub(b"", undone), (*fixes, MOJIBAKE))
    if _MISREAD.search(data) is not None:
        return Decoded(data, fixes)  # some paragraphs only: their letters may still be told from their C1 controls
    visible = _HIGH_CONTROL.sub(b"", data)
    return Decoded(visible, fixes if visible == data or CONTROL_CHARACTERS in fixes else (*fixes, CONTROL_CHARACTERS))


def _undo_second_encoding(data: bytes) -> bytes | None:
    """Undo UTF-8 read as windows-1252 and encoded again, if the whole page can be and gains by it."""
    if _MISREAD.search(data) is None:
        return None
    undone = data
    for _ in range(3):
        try:
            once = undone.decode("utf-8").translate(_BYTE_OF_CP1252).encode("latin-1")
            once.decode("utf-8")
        except UnicodeError:
            break
        if once.isascii() or once == undone:
            break
        undone = once
    return undone if undone is not data else None
