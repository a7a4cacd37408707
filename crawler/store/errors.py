"""What the store refuses, in one clear line each."""


class StoreError(Exception):
    """The database file cannot be used. The message says what, where and what to do.

    >>> str(StoreError("output/articles.db is a directory", "give a file with -s STORE_PATH=FILE"))
    'output/articles.db is a directory: give a file with -s STORE_PATH=FILE'
    """

    def __init__(self, what: str, remedy: str) -> None:
        self.what = what
        self.remedy = remedy
        super().__init__(f"{what}: {remedy}")


class AlreadyRunning(StoreError):  # noqa: N818 - it names a state of affairs
    """Another process is crawling the same portal into the same database."""
