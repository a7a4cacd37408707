"""Undoing content encodings so that a cut stream is an error, never a shorter page.

Scrapy's decoders return what they could read: 588 bytes of a page of 36,520, and nothing at all of a cut zstd stream,
as good pages. A stream has an end mark and (gzip, deflate, often zstd) a checksum, so the cut is visible to who looks.
"""

import sys
import zlib
from collections.abc import Callable, Iterable
from typing import Final, Protocol

import brotli  # type: ignore[import-untyped]  # comes with Scrapy; carries no types

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MAX_LAYERS: Final = 4
"""More encodings than this on one body are an attack: servers apply one, a proxy may add a second."""
MAX_MEMBERS: Final = 1_000
"""Streams one after the other in one body. A page is one; each costs a look at all that follows."""
GZIP_MAGIC: Final = b"\x1f\x8b"
_ZSTD_MAGIC: Final = b"\x28\xb5\x2f\xfd"
_CHUNK: Final = 1 << 16


class TornBody(Exception):  # noqa: N818 - a finding about the page
    """The stream ends early or its checksum is wrong: the page may be whole the next time."""


class TooBig(Exception):  # noqa: N818 - a finding about the page
    """The body inflates to more than the cap: it will be so the next time too."""


class _Inflater(Protocol):
    """One decompressor: feed it, ask for at most `_CHUNK` more, ask whether the stream has ended."""

    def more(self, fed: bytes) -> bytes: ...
    def ended(self) -> bool: ...
    def beyond(self) -> bytes: ...


class _Zlib:
    def __init__(self, wbits: int) -> None:
        self._stream = zlib.decompressobj(wbits)

    def more(self, fed: bytes) -> bytes:
        return self._stream.decompress(fed or self._stream.unconsumed_tail, _CHUNK)

    def ended(self) -> bool:
        return self._stream.eof

    def beyond(self) -> bytes:
        return self._stream.unused_data


class _Brotli:
    def __init__(self) -> None:
        self._stream = brotli.Decompressor()

    def more(self, fed: bytes) -> bytes:
        return bytes(self._stream.process(fed, output_buffer_limit=_CHUNK))

    def ended(self) -> bool:
        return bool(self._stream.is_finished())

    def beyond(self) -> bytes:
        return b""


class _Zstd:
    def __init__(self) -> None:
        self._stream = zstd.ZstdDecompressor()

    def more(self, fed: bytes) -> bytes:
        return bytes(self._stream.decompress(fed, _CHUNK))

    def ended(self) -> bool:
        return bool(self._stream.eof)

    def beyond(self) -> bytes:
        return bytes(self._stream.unused_data)


def _deflate(body: bytes) -> _Inflater:
    """RFC 9110 says zlib; old servers send the bare stream. A zlib header is 2 bytes divisible by 31."""
    is_zlib = len(body) >= 2 and body[0] & 0x0F == 8 and int.from_bytes(body[:2]) % 31 == 0
    return _Zlib(zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS)


_INFLATERS: Final[dict[str, Callable[[bytes], _Inflater]]] = {
    "gzip": lambda _: _Zlib(16 + zlib.MAX_WBITS),
    "x-gzip": lambda _: _Zlib(16 + zlib.MAX_WBITS),
    "deflate": _deflate,
    "br": lambda _: _Brotli(),
    "zstd": lambda _: _Zstd(),
}


def layers(headers: Iterable[str]) -> list[str]:
    """The encodings named in `Content-Encoding` headers, in the order they were applied; `identity` says nothing.

    >>> layers(["gzip, BR", "identity"])
    ['gzip', 'br']
    """
    named = (name.strip().lower() for header in headers for name in header.split(","))
    return [name for name in named if name and name != "identity"]


def inflated(body: bytes, encodings: list[str], max_size: int) -> bytes:
    """`body` with all `encodings` undone, the last applied first.

    A body that does not begin like gzip is taken as it is, and one that does for gzip, whatever the header says: some
    portals declare gzip on plain pages, or name their charset ("utf-8") here.

    Raises:
        TornBody: a stream ends early or is garbled.
        TooBig: more than `max_size` bytes (0: no cap), more than four layers, or a stream of a thousand members.

    >>> inflated(zlib.compress("tin tức".encode()), ["deflate"], 1000).decode()
    'tin tức'
    >>> inflated(zlib.compress(b"tin tuc")[:-2], ["deflate"], 1000)
    Traceback (most recent call last):
    ...
    crawler.middlewares.inflation.TornBody: deflate stream ends early
    """
    if len(encodings) > MAX_LAYERS:
        raise TooBig(f"{len(encodings)} layers of compression")
    for encoding in reversed(encodings):
        if body.startswith(GZIP_MAGIC):
            body = _inflate(body, "gzip", max_size)
        elif encoding in _INFLATERS and not encoding.endswith("gzip"):
            body = _inflate(body, encoding, max_size)
    return body


def _inflate(body: bytes, encoding: str, max_size: int) -> bytes:
    """All members of the stream: gzip and zstd allow several in a row; other bytes behind gzip are noise."""
    pieces: list[bytes] = []
    rest, room = body, max_size or sys.maxsize
    for _ in range(MAX_MEMBERS):
        try:
            room, rest = _inflate_member(rest, encoding, room, pieces)
        except (zlib.error, brotli.error, zstd.ZstdError, EOFError) as error:
            raise TornBody(f"{encoding}: {error}") from error
        if not rest.startswith((GZIP_MAGIC, _ZSTD_MAGIC)):
            if rest and encoding == "zstd":
                raise TornBody("zstd: frames of another kind follow")
            return b"".join(pieces)
    raise TooBig(f"{encoding}: over {MAX_MEMBERS} members")


def _inflate_member(body: bytes, encoding: str, room: int, pieces: list[bytes]) -> tuple[int, bytes]:
    """Append the member's bytes to `pieces`; the room left under the cap, and what follows the member."""
    stream = _INFLATERS[encoding](body)
    fed = body
    while not stream.ended():
        piece = stream.more(fed)
        if not piece and not fed:
            raise TornBody(f"{encoding} stream ends early")
        pieces.append(piece)
        room, fed = room - len(piece), b""
        if room < 0:
            raise TooBig(f"{encoding}: {len(body)} bytes inflate beyond the cap")
    return room, stream.beyond()
