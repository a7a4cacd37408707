"""Page -> UTF-8 bytes: which characters the server meant, whatever it said.

Valid UTF-8 with a multibyte character in it is UTF-8, whatever header or markup declare: no text in a single-byte
encoding passes that test by chance. Everything else is the rare case, may cost more, and lives in `charsets`.
"""

import codecs
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from crawler.extraction.charsets import (
    CHARSET,
    CONTROLS,
    CP1252_UPPER,
    declared_charset,
    decode_other,
    utf16_without_bom,
)
from crawler.extraction.errors import NotAnArticle
from items import Page

UNDECLARED_GZIP, CONTROL_CHARACTERS, MOJIBAKE = "undeclared_gzip", "control_characters", "mojibake"

LARGEST: Final = 8 * 1024 * 1024
"""Bytes a page may have once it is inflated."""
_PIECE: Final = 16 * 1024
_LAYERS: Final = 4
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
_BLANK: Final = b" \t\r\n\x0b\x0c\x00\xef\xbb\xbf"
_MEDIA_BOX: Final = b"ftyp"
_HIGH_CONTROL: Final = re.compile(rb"\xc2[\x80-\x9f]|\xef\xbf[\xbe\xbf]")
_SUSPECT: Final = re.compile(rb"\xc2(?:[\x80-\x9f]|[\xba\xbb](?<=\xc3\xa1..))", re.DOTALL)
"""A C1 control, or the letters "á»", "áº": Vietnamese UTF-8 that was read as Latin-1 and encoded again."""
_C2: Final = 0xC2
_FEW: Final = 40
_MISREAD: Final = re.compile(rb"\xc3\xa1\xc2[\xba\xbb]|\xc3[\x83\x84\x86]\xc2|\xc3\x83\xc2")
_BYTE_OF_CP1252: Final = {ord(shown): place for place, shown in CP1252_UPPER.items()}


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
    r"""Return the page's characters as UTF-8.

    Raises:
        NotAnArticle: `empty`; `not_html` (picture, archive, office file, JSON, UTF-7); `too_big` once inflated.

    >>> decode(Page(url="", body="<p>Sở Mẫu</p>".encode(), headers={"Content-Type": "text/html; charset=iso-8859-1"}))
    Decoded(data=b'<p>S\xe1\xbb\x9f M\xe1\xba\xabu</p>', fixes=('charset',))
    >>> decode(Page(url="", body=b"%PDF-1.4 ..."))
    Traceback (most recent call last):
    crawler.extraction.errors.NotAnArticle: not_html: starts like a file of another kind
    """
    return decode_body(page.body, page.headers)


def decode_body(body: bytes, headers: Mapping[str, str]) -> Decoded:
    """Do what `decode` does, for bytes that are no longer the page's own: scripts may be gone already."""
    data, fixes = _inflated(body)
    _refuse_other_kinds(data)
    declared = declared_charset(headers, data)
    if not _is_utf8(data):
        text, more = decode_other(data, declared)
        return _without_controls(text.encode("utf-8", "ignore"), (*fixes, *more))
    if declared is not None and declared != "utf-8":
        data, more = _despite_declaration(data, declared)
        fixes += more
    data = data.removeprefix(codecs.BOM_UTF8)
    return _without_controls(data, fixes)


def _is_utf8(data: bytes) -> bool:
    """Asked piece by piece: the characters of a whole page take up to four times the room of its bytes."""
    view, at = memoryview(data), 0
    try:
        while at < len(data):
            at += codecs.utf_8_decode(view[at : at + _PIECE], "strict", at + _PIECE >= len(data))[1]
    except UnicodeDecodeError:
        return False
    return True


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
    if not head.strip(_BLANK) and not data.strip(_BLANK):
        raise NotAnArticle("empty", "no characters")
    if head.startswith((*_MAGIC, _GZIP)) or data[4:8] == _MEDIA_BOX:
        raise NotAnArticle("not_html", "starts like a file of another kind")
    if head[:1] in (b"{", b"[") and _is_json(data):
        raise NotAnArticle("not_html", "JSON")


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True


def _despite_declaration(data: bytes, declared: str) -> tuple[bytes, tuple[str, ...]]:
    """Valid UTF-8 that is declared as something else: the bytes win, except for pure ASCII in a seven-bit encoding."""
    if not data.isascii():
        return data, (CHARSET,)
    if declared == "utf-7":
        raise NotAnArticle("not_html", "UTF-7")
    if declared.startswith("iso2022") and b"\x1b" in data:
        return data.decode(declared, "replace").encode("utf-8", "ignore"), ()
    wide = utf16_without_bom(data)
    return (data.decode(wide, "replace").encode("utf-8", "ignore"), ()) if wide else (data, ())


def _without_controls(data: bytes, fixes: tuple[str, ...]) -> Decoded:
    """Take out NUL, C0 and C1 controls and noncharacters; undo a second encoding first, whose letters look like C1."""
    if any(map(data.__contains__, CONTROLS)):  # thirty searches in C: an expression looks at every byte for longer
        data = data.translate(None, CONTROLS)
        fixes += (CONTROL_CHARACTERS,)
    if not _looks_misread(data):
        return Decoded(data, fixes)
    undone = _undo_second_encoding(data)
    if undone is not None:
        return Decoded(_HIGH_CONTROL.sub(b"", undone), (*fixes, MOJIBAKE))
    if _MISREAD.search(data) is not None:
        return Decoded(data, fixes)  # some paragraphs only: their letters may still be told from their C1 controls
    visible = _HIGH_CONTROL.sub(b"", data)
    return Decoded(visible, fixes if visible == data or CONTROL_CHARACTERS in fixes else (*fixes, CONTROL_CHARACTERS))


def _looks_misread(data: bytes) -> bool:
    """Whether `_SUSPECT` is found: the byte these begin with is rare, and one byte is found many times as fast."""
    at = data.find(_C2)
    for _ in range(_FEW):
        if at < 0:
            return False
        if _SUSPECT.match(data, at) is not None:
            return True
        at = data.find(_C2, at + 1)
    return at >= 0 and _SUSPECT.search(data, at) is not None


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
