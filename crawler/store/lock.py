"""One run per portal and database: a lock in a folder beside the database, freed by the system when its holder dies."""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from crawler.store.errors import AlreadyRunning


class PortalLock:
    """Hold the right to crawl one portal into one database.

    The lock is the kernel's (`flock`): it cannot outlive the process, so a killed run never blocks the next one. The
    file itself stays and is harmless.

    >>> import tempfile
    >>> database = Path(tempfile.mkdtemp(), "articles.db")
    >>> with PortalLock(database, "ha_noi_stttt"):
    ...     PortalLock(database, "ha_noi_stttt").acquire()
    Traceback (most recent call last):
        ...
    crawler.store.errors.AlreadyRunning: ha_noi_stttt is already being crawled ...
    """

    def __init__(self, database: Path, portal: str) -> None:
        self.portal = portal
        self.path = database.with_name(f"{database.name}.locks") / portal
        self._file: int | None = None

    def acquire(self) -> None:
        """Take the lock or raise `AlreadyRunning` at once."""
        self.path.parent.mkdir(exist_ok=True)
        file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.pread(file, 32, 0).decode("ascii", "replace").strip() or "unknown"
            os.close(file)
            raise AlreadyRunning(
                f"{self.portal} is already being crawled into this database (process {holder}, {self.path})",
                "wait for it or stop it",
            ) from None
        os.ftruncate(file, 0)
        os.pwrite(file, str(os.getpid()).encode(), 0)
        self._file = file

    def release(self) -> None:
        """Give the lock back. Harmless when it is not held."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
