"""Readers to compare: ours and the peers. Each takes bytes and an address and gives text, title, date, authors.

A tool is imported only in the process that measures it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Answer:
    """What a tool found; None = it does not give this, "" = it found nothing."""

    text: str | None = None
    title: str | None = None
    date: str | None = None
    authors: list[str] | None = field(default=None)


Reader = Callable[[bytes, str], Answer]


def tin_so(*, generic: bool = False) -> Reader:
    """Return our whole reading: bytes -> Article."""
    from crawler.reading import NotAnArticle, read_article
    from items import Page

    def read(body: bytes, url: str) -> Answer:
        try:
            article = read_article(Page(url=url, body=body), generic=generic)
        except NotAnArticle:
            return Answer("", "", "", [])
        moment = article.published or article.updated
        return Answer(article.text, article.title, moment.value if moment else "", article.authors)

    return read


def trafilatura(*, metadata: bool = False, **options: Any) -> Reader:
    """Return trafilatura, with metadata (twice the cost) or text alone."""
    from trafilatura import bare_extraction

    def read(body: bytes, url: str) -> Answer:
        document = bare_extraction(body, url=url, with_metadata=metadata, include_comments=False, **options)
        if document is None:
            return Answer("", "", "", [])
        found = document.as_dict() if hasattr(document, "as_dict") else document
        if not metadata:
            return Answer(found.get("text") or "")
        authors = [name.strip() for name in (found.get("author") or "").split(";") if name.strip()]
        return Answer(found.get("text") or "", found.get("title") or "", found.get("date") or "", authors)

    return read


def readability() -> Reader:
    """Return readability-lxml; its summary is markup, flattened here."""
    from lxml import html
    from readability import Document

    def read(body: bytes, url: str) -> Answer:
        document = Document(body, url=url)
        summary = html.fromstring(document.summary())
        return Answer("\n".join(summary.itertext()), document.short_title())

    return read


def newspaper4k() -> Reader:
    """Return newspaper4k's article parser."""
    import newspaper

    def read(body: bytes, url: str) -> Answer:
        article = newspaper.Article(url or "https://example.org/")
        article.download(input_html=body.decode("utf-8", "replace"))
        article.parse()
        date = article.publish_date
        return Answer(article.text, article.title or "", str(date)[:10] if date else "", list(article.authors))

    return read


def news_please() -> Reader:
    """Return news-please on given markup."""
    from newsplease import NewsPlease

    def read(body: bytes, url: str) -> Answer:
        article = NewsPlease.from_html(body.decode("utf-8", "replace"), url=url or None)
        date = article.date_publish
        authors = list(article.authors or [])
        return Answer(article.maintext or "", article.title or "", str(date)[:10] if date else "", authors)

    return read


def goose3() -> Reader:
    """Return goose3."""
    from goose3 import Goose

    goose = Goose()

    def read(body: bytes, url: str) -> Answer:
        article = goose.extract(raw_html=body.decode("utf-8", "replace"))
        return Answer(article.cleaned_text, article.title or "", str(article.publish_date or "")[:10], article.authors)

    return read


def resiliparse() -> Reader:
    """Return resiliparse's main-content text."""
    from resiliparse.extract.html2text import extract_plain_text

    def read(body: bytes, url: str) -> Answer:
        text = body.decode("utf-8", "replace")
        return Answer(extract_plain_text(text, main_content=True, alt_texts=False, list_bullets=False))

    return read


def justext() -> Reader:
    """Return jusText with its English list (it has a Vietnamese one; the corpora are mixed)."""
    import justext as library

    stop_words = library.get_stoplist("English") | library.get_stoplist("Vietnamese")

    def read(body: bytes, url: str) -> Answer:
        paragraphs = library.justext(body, stop_words)
        return Answer("\n".join(each.text for each in paragraphs if not each.is_boilerplate))

    return read


def boilerpy3() -> Reader:
    """Return boilerpy3's article extractor."""
    from boilerpy3 import extractors

    extractor = extractors.ArticleExtractor()

    def read(body: bytes, url: str) -> Answer:
        document = extractor.get_doc(body.decode("utf-8", "replace"))
        return Answer(document.content, document.title or "")

    return read


def html_text() -> Reader:
    """Return html-text: all text, no choice."""
    import html_text as library

    def read(body: bytes, url: str) -> Answer:
        return Answer(library.extract_text(body.decode("utf-8", "replace")))

    return read


OURS: dict[str, Callable[[], Reader]] = {"tin-so": tin_so, "tin-so generic": lambda: tin_so(generic=True)}
PEERS: dict[str, Callable[[], Reader]] = {
    "trafilatura": lambda: trafilatura(metadata=True),
    "trafilatura fast": lambda: trafilatura(fast=True),
    "trafilatura precision": lambda: trafilatura(favor_precision=True),
    "readability-lxml": readability,
    "newspaper4k": newspaper4k,
    "news-please": news_please,
    "goose3": goose3,
    "resiliparse": resiliparse,
    "justext": justext,
    "boilerpy3": boilerpy3,
    "html-text": html_text,
}
