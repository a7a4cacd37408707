"""Close a request in the ledger: what became of a response or a failure."""

from collections.abc import Sequence
from typing import Any

from scrapy import exceptions
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.middlewares.refusals import Refusal
from crawler.platforms.pagers import Stated
from crawler.reading import RULES_VERSION, Removed
from crawler.store.outcomes import Complete, Failed, Reading, SectionRead, Skipped
from items import Article, Page

_GONE = 410
_NOTHING_SAID = Stated()
_REASONS = (
    (exceptions.CannotResolveHostError, "dns"),
    (exceptions.DownloadTimeoutError, "timeout"),
    (exceptions.ResponseDataLossError, "torn"),
    (exceptions.DownloadConnectionRefusedError, "refused"),
    (exceptions.DownloadCancelledError, "too_big"),
    (exceptions.DownloadFailedError, "connection"),
)
"""What Scrapy raises for a download that failed -> the ledger's word."""


def reading_of(
    response: Response,
    page: Page,
    article: Article | None,
    reason: str | None,
    identity: str | None,
    *,
    removed: Sequence[Removed] | None = None,
) -> Reading:
    """Return the record of an article page that was read or declined; `removed` is to be kept with the article."""
    meta = response.meta
    redirects = tuple(meta.get("redirect_urls", ()))
    return Reading(
        request_url=redirects[0] if redirects else response.url,
        page=page,
        article=article,
        reason=reason,
        key=identity,
        aliases=tuple(url for url in (*redirects, response.url) if article is None or url != article.canonical_url),
        section=meta.get("section"),
        found_on=meta.get("found_on"),
        link_text=meta.get("link_text"),
        listing_date=meta.get("listing_date"),
        status=response.status,
        etag=_header(response, "ETag"),
        last_modified=_header(response, "Last-Modified"),
        extractor_version=RULES_VERSION,
        identity=meta.get("identity"),
        removed=removed,
    )


def section_of(
    response: Response,
    *,
    links: int,
    news: int,
    said: Stated = _NOTHING_SAID,
    whole: bool = True,
    complete: Complete | None = None,
) -> SectionRead:
    """Return the record of a section page, feed or sitemap that was read; `said` is what its pager says.

    Its validators are kept only where the `whole` of it was followed: "nothing changed" must never hide what is unread.
    """
    redirects = response.meta.get("redirect_urls", ())
    return SectionRead(
        request_url=redirects[0] if redirects else response.url,
        links=links,
        news=news,
        says_articles=said.articles,
        says_pages=said.pages,
        kind=response.meta.get("kind", "section"),
        section=response.meta.get("section"),
        status=response.status,
        etag=_header(response, "ETag") if whole else None,
        last_modified=_header(response, "Last-Modified") if whole else None,
        complete=complete,
        identity=response.meta.get("identity"),
    )


def failure_of(failure: Failure) -> Failed | Skipped:
    """Return the record of a request that came to nothing: refused by a rule of ours, or failed."""
    request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy hangs it there
    error = failure.value
    common: dict[str, Any] = {
        "request_url": request.meta.get("redirect_urls", [request.url])[0],
        "kind": request.meta.get("kind", "article"),
        "identity": request.meta.get("identity"),
    }
    if isinstance(error, HttpError):
        status = error.response.status
        return Failed(reason=f"http_{status}", status=status, final=status == _GONE, **common)
    if isinstance(error, Refusal) and error.stays_pending:
        at = int(error.next_try.timestamp()) if error.next_try else None
        return Failed(reason=error.reason, retry_at=at, **common)
    if isinstance(error, IgnoreRequest) and "max redirections" in str(error):  # Scrapy's only word for it
        return Failed(reason="redirect_loop", **common)
    if isinstance(error, IgnoreRequest):
        return Skipped(reason=str(getattr(error, "reason", None) or error or "ignored"), **common)
    return Failed(reason=failure_reason(failure), **common)


def failure_reason(failure: Failure) -> str:
    """Return a stable word for a transport failure."""
    for kind, word in _REASONS:
        if isinstance(failure.value, kind):
            return word
    return str(getattr(failure.value, "reason", None) or type(failure.value).__name__)


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
