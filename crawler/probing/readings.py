"""A few articles read, with what a person should doubt about each."""

from collections.abc import Iterable
from dataclasses import dataclass

from crawler.dates.read import read_date
from crawler.extraction.text import key
from crawler.learning import Sample
from crawler.reading import NotAnArticle, Portal, read_article
from items import Article

_SHORT = 200
"""Characters below which a body without a document is worth a look."""
_NOT_DOUBTS = frozenset(("generic_body",))


@dataclass(frozen=True, slots=True)
class SampleReading:
    """What was read from one page of the sample."""

    url: str
    title: str
    published: str
    """ISO, to the precision printed; empty when the page does not say."""
    printed_date: str
    characters: int
    """Length of lead and body."""
    paragraphs: int
    authors: str
    doubts: tuple[str, ...]
    declined: str = ""
    """Why nothing was read."""
    by_selectors: bool = True
    """The body stood where the selectors said."""


def read_samples(samples: Iterable[Sample], portal: Portal, furniture: frozenset[str]) -> list[SampleReading]:
    """Read pages as articles of a portal.

    Args:
        samples: pages, with the words and the date of the links that led to them.
        portal: family and selectors to read them with.
        furniture: lines the portal's pages share.
    """
    found = []
    for sample in samples:
        try:
            article = read_article(sample.page, portal)
        except NotAnArticle as refusal:
            found.append(SampleReading(sample.page.url, "", "", "", 0, 0, "", ("declined",), str(refusal)))
            continue
        found.append(_reading(sample, article, furniture))
    return found


def _reading(sample: Sample, article: Article, furniture: frozenset[str]) -> SampleReading:
    moment = article.published or article.updated
    return SampleReading(
        url=sample.page.url,
        title=article.title,
        published=moment.value if moment else "",
        printed_date=moment.raw if moment else "",
        characters=len(article.text),
        paragraphs=len(article.paragraphs),
        authors=", ".join(article.authors),
        doubts=tuple(_doubts(sample, article, furniture)),
        by_selectors="generic_body" not in article.flags,
    )


def _doubts(sample: Sample, article: Article, furniture: frozenset[str]) -> Iterable[str]:
    moment = article.published or article.updated
    said, title = key(sample.words), key(article.title)
    if said and not said.startswith(title) and not title.startswith(said.rstrip(".…")):
        yield "title is not the link's"
    if moment is None:
        yield "no date"
    listed = read_date(sample.date, origin="listing") if sample.date else None
    if moment and listed and moment.value[:10] != listed.moment.value[:10]:
        yield f"list says {listed.moment.value[:10]}"
    if len(article.text) < _SHORT and not article.attachments and "short_body" not in article.flags:
        yield "short body"
    if any(paragraph in furniture for paragraph in article.paragraphs):
        yield "furniture in the body"
    yield from (flag for flag in article.flags if flag not in _NOT_DOUBTS and flag != "no_published_date")
