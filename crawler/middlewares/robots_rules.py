"""What a robots.txt says, from its bytes, by RFC 9309 and what servers really send.

Pure: bytes in, rules out. What to do when there are no bytes is `crawler.middlewares.robots`' business.
"""

import re
from dataclasses import dataclass
from typing import Final, Self

from protego import Protego

from crawler.middlewares.inflation import GZIP_MAGIC, inflated

MAX_BYTES: Final = 1_500 * 1024
"""RFC 9309 wants at least 500 KiB read; what follows is cut at a line."""
MAX_CRAWL_DELAY: Final = 60.0
"""Seconds. A longer delay would be a ban in other words; the portals of the address book ask for 10 at most."""
_MARKUP: Final = re.compile(rb"\s*<(?:!doctype|html|head|body|\?xml)", re.IGNORECASE)


class UnreadableRobots(ValueError):  # noqa: N818 - names what it is
    """The bytes are no text this side of guessing: to be treated as if the host had not answered."""


@dataclass(frozen=True, slots=True)
class RobotsRules:
    r"""The rules of one host for one user agent.

    >>> rules = RobotsRules.read(b"User-agent: *\nDisallow: /private/\nCrawl-delay: 2", "TinSo")
    >>> rules.allows("https://so.example/private/a"), rules.allows("https://so.example/tin"), rules.crawl_delay
    (False, True, 2.0)
    """

    _parsed: Protego | None
    agent: str
    crawl_delay: float = 0.0
    """Seconds between requests, at most 60; 0: none asked for."""

    @classmethod
    def read(cls, body: bytes, agent: str) -> Self:
        """The rules for `agent` in the body of an answer with status 200.

        Raises:
            UnreadableRobots: neither UTF-8, UTF-16 nor a single-byte encoding (and not HTML, which says nothing).
        """
        text = robots_text(body)
        if not text:
            return cls(None, agent)
        parsed = Protego.parse(text)
        delay = parsed.crawl_delay(agent)
        return cls(parsed, agent, min(max(float(delay or 0), 0.0), MAX_CRAWL_DELAY))

    @classmethod
    def allowing(cls, agent: str) -> Self:
        """No rules: everything may be asked."""
        return cls(None, agent)

    def allows(self, url: str) -> bool:
        """Whether `url` (with scheme and host) may be asked."""
        return self._parsed is None or bool(self._parsed.can_fetch(url, self.agent))


def robots_text(body: bytes) -> str:
    r"""The text of a robots.txt: gzip undone, UTF-16 and byte order marks understood, any line ends, NUL dropped.

    An HTML page in its place has no rules and gives the empty text.

    >>> robots_text("User-agent: *\rDisallow: /x\0".encode())
    'User-agent: *\nDisallow: /x'
    >>> robots_text("\ufeffDisallow: /".encode("utf-16"))
    'Disallow: /'
    >>> robots_text(b"<!DOCTYPE html><title>Trang chu</title>")
    ''
    """
    if body.startswith(GZIP_MAGIC):
        try:
            body = inflated(body, ["gzip"], 2 * MAX_BYTES)
        except Exception as error:
            raise UnreadableRobots(str(error)) from error
    body = _cut_at_line(body)
    if _MARKUP.match(body):
        return ""
    text = _decoded(body)
    return text.replace("\0", "").replace("\ufeff", "").replace("\r\n", "\n").replace("\r", "\n")


def _cut_at_line(body: bytes) -> bytes:
    if len(body) <= MAX_BYTES:
        return body
    return body[: max(body.rfind(b"\n", 0, MAX_BYTES), body.rfind(b"\r", 0, MAX_BYTES)) + 1]


def _decoded(body: bytes) -> str:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    if body[1:64:2].count(0) > 8:  # "U\0s\0e\0r\0": UTF-16 without its mark
        return body.decode("utf-16-le", "replace")
    if body[0:64:2].count(0) > 8:
        return body.decode("utf-16-be", "replace")
    controls = sum(byte < 9 or 13 < byte < 32 for byte in body[:512])
    if controls > 20:
        raise UnreadableRobots("binary")
    return body.decode("utf-8", "replace")
