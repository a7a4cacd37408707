"""Sources of `scrapy read`: addresses, saved pages, text dumps, standard input."""

import gzip
import sys
from dataclasses import dataclass
from pathlib import Path

from items import Page

PAGE_SUFFIXES = (".html", ".htm", ".html.gz", ".htm.gz", ".xhtml", ".aspx", ".php")
_MARKUP = (b"<!doctype", b"<html", b"<head", b"<body", b"<div", b"<p>", b"<p ", b"<table", b"<article", b"<?xml")


class SourceError(Exception):
    """A source that cannot be read: says what, where and what to do."""


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to read, its bytes at hand."""

    name: str
    """As the person gave it."""
    page: Page
    is_dump: bool
    """A text dump rather than markup."""
    portal: str | None = None


def is_address(source: str) -> bool:
    """Say whether a source is to be fetched.

    >>> is_address("https://so.example/tin"), is_address("tin.html"), is_address("-")
    (True, False, False)
    """
    return source.startswith(("http://", "https://"))


def load(source: str, *, url: str | None = None, portal: str | None = None) -> Source:
    """Load a file or standard input ("-").

    Raises:
        SourceError: missing, a folder, unreadable, not gzip.
    """
    body = _standard_input() if source == "-" else _file(Path(source))
    return Source(source, Page(url=url or "", body=body), _is_dump(source, body), portal)


def _is_dump(source: str, body: bytes) -> bool:
    name = source.lower()
    if name.endswith(PAGE_SUFFIXES):
        return False
    if name.endswith(".txt"):
        return True
    head = body[:4096].lower()
    return not any(mark in head for mark in _MARKUP)


def _standard_input() -> bytes:
    return sys.stdin.buffer.read()


def _file(path: Path) -> bytes:
    try:
        body = path.read_bytes()
    except FileNotFoundError:
        raise SourceError("no such file; give a path, an http(s) address or - for standard input") from None
    except IsADirectoryError:
        raise SourceError("is a folder; name the files in it") from None
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}") from None
    if path.suffix == ".gz":
        try:
            return gzip.decompress(body)
        except (OSError, EOFError):
            raise SourceError("is not a whole gzip file") from None
    return body
