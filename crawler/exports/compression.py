"""Compression by suffix: `.gz`, `.zst`, or none."""

import gzip
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


@contextmanager
def compressed(path: Path, file: BinaryIO) -> Iterator[BinaryIO]:
    """Yield a file that compresses into `file` as the suffix of `path` asks; leaves `file` open.

    >>> import io
    >>> raw = io.BytesIO()
    >>> with compressed(Path("a.jsonl.gz"), raw) as out:
    ...     _ = out.write(b"{}")
    >>> gzip.decompress(raw.getvalue())
    b'{}'
    """
    if path.suffix == ".gz":
        with gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=0) as out:
            yield cast("BinaryIO", out)
    elif path.suffix == ".zst":
        with zstd.ZstdFile(file, "wb") as out:
            yield cast("BinaryIO", out)
    else:
        yield file
