"""Page: the bytes a portal answered, and nothing read into them yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from items.raw_article import RawDate


@dataclass(frozen=True, slots=True)
class Page:
    """One answer of a web server, or one saved file.

    >>> Page(url="https://so.example/tin-1.html", body=b"<h1>Tin</h1>").headers
    {}
    """

    url: str
    """The address the bytes came from, after redirects. Empty for a file without one."""
    body: bytes
    """The document as received, content encodings (gzip, br, zstd) undone, characters untouched."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """HTTP headers; only `Content-Type` is read (for its charset). Names in any letter case."""
    fetched_at: datetime | str | None = None
    """When, with zone: a datetime or ISO 8601. Base of relative dates ("5 giờ trước"); None leaves them unread."""
    notes: Sequence[str] = ()
    """What the crawl noted of the answer and its bytes do not show: `noindex` (it asks search engines to leave it out),
    `tls=unverified:expired`, `suspect:no_closing_html`. They become flags of the article."""
    listed: RawDate | None = None
    """The date that the list, feed or news sitemap which led here prints beside the link: many portals date an article
    nowhere else. It serves only where the page itself shows no date."""
