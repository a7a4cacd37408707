"""A file appears whole or not at all."""

import fcntl
import glob
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from crawler.exports.compression import compressed
from crawler.exports.writers import Writer
from items import Article


@contextmanager
def whole_path(path: Path) -> Iterator[Path]:
    """Give a temporary file beside `path` to write; on success flush it to disk and put it in place, else remove it.

    What a killed predecessor left of the same target is removed first; what another live process is writing is not.

    Raises:
        OSError: the folder cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    _sweep(path)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    temporary = Path(name)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield temporary
        os.fsync(descriptor)
        temporary.chmod(0o644)
        temporary.replace(path)
        _sync_folder(path.parent)
    finally:
        os.close(descriptor)
        temporary.unlink(missing_ok=True)


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file for writing that appears at `path` whole or not at all; see `whole_path`.

    Raises:
        OSError: the folder cannot be written.
    """
    with whole_path(path) as temporary, temporary.open("r+b") as file:
        yield file
        file.flush()


def write_export(path: Path, writer: Writer, articles: Iterable[Article]) -> int:
    """Write articles to `path` in the writer's form, compressed as the suffix says; return how many."""
    with whole_file(path) as file, compressed(path, file) as out:
        return writer.write(articles, out)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sweep(path: Path) -> None:
    for left in path.parent.glob(f".{glob.escape(path.name)}.*.part"):
        with suppress(OSError), left.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # refused while its writer lives
            left.unlink()
