"""The demo portals' articles as benchmark cases: what `make bench` reads when no corpus is given."""

from urllib.parse import urlsplit

from benchmarks.corpora import Case
from crawler.demo import Site, portals, truth


def demo_cases() -> list[Case]:
    """Return every demo article as served, with the record's words as truth. Legacy-encoded pages are among them."""
    return [case for family in sorted(portals()) for case in _of(family)]


def _of(family: str) -> list[Case]:
    site, cases = Site(family), []
    for number, expected in enumerate(truth(family)):
        parts = urlsplit(expected.url)
        answer = site[f"{parts.path}?{parts.query}" if parts.query else parts.path]
        published = expected.published or ""
        cases.append(
            Case(
                id=f"{family}-{number}",
                url=expected.url,
                body=answer.body,
                text="\n".join([*([expected.lead] if expected.lead else []), *expected.paragraphs]),
                title=expected.title,
                day=published[:10] or None,
                minute=published[:16] if len(published) > 10 else None,
                authors=list(expected.authors),
            )
        )
    return cases
