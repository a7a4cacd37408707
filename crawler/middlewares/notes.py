"""What the guards noted of an answer, gathered for the page that is kept of it."""

from typing import Final

from scrapy.http import Response

_NOTES: Final = ("noindex", "suspect:", "tls=")
"""What begins like this among the flags of a response is ours; Scrapy's own (`cached`) say nothing of a page."""


def page_notes(response: Response) -> tuple[str, ...]:
    """Return the notes for `Page.notes`.

    >>> page_notes(Response("https://so.example/", flags=["partial", "tls=unverified:expired"]))
    ('tls=unverified:expired',)
    """
    return tuple(flag for flag in response.flags if flag.startswith(_NOTES))
