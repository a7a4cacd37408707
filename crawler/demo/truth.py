"""What a reader should get out of the demo portals: from the records, never from a reader."""

import re
from dataclasses import dataclass

from crawler.demo.addresses import article_path
from crawler.demo.records import Block, DemoArticle, DemoPortal, portal, said
from crawler.demo.uploads import upload_path


@dataclass(frozen=True, slots=True)
class Expected:
    """The true fields of one demo article, named as in `items.Article`."""

    url: str
    title: str
    section: str | None
    lead: str | None
    paragraphs: tuple[str, ...]
    captions: tuple[str, ...]
    authors: tuple[str, ...]
    dateline: str | None
    published: str | None
    """ISO 8601, as precise as the portal prints it."""
    updated: str | None
    page_clock: str | None
    event_date: str | None
    views: int | None
    images: tuple[str, ...]
    """Absolute addresses."""
    attachments: tuple[tuple[str, str], ...]
    """(absolute address, label)."""


def truth(family: str) -> list[Expected]:
    """Return the true fields of every article of a demo portal, newest first.

    Raises:
        KeyError: no demo portal of that family.

    >>> truth("drupal")[0].url
    'http://so.drupal.demo/vi/node/4527'
    """
    mine = portal(family)
    return [expected(mine, article) for article in mine.articles]


def expected(mine: DemoPortal, article: DemoArticle) -> Expected:
    """Return the true fields of one article on one portal.

    What a portal has no place for cannot be expected of a reader: a lead without a slot of its own is the first
    paragraph, an event is known only where the words name its day.
    """
    moment = f"{article.published:%Y-%m-%dT%H:%M:%S+07:00}" if article.has_time else f"{article.published:%Y-%m-%d}"
    updated = "updated" in mine.shows
    has_slot = "lead" in mine.shows
    lead = [] if has_slot or not article.lead else [said(article.lead)]
    return Expected(
        url=f"http://{mine.host}{article_path(mine, article)}",
        title=article.title,
        section=article.section_name if "section" in mine.shows else None,
        lead=said(article.lead) or None if has_slot else None,
        paragraphs=(*lead, *(words for block in article.blocks for words in _paragraphs(block))),
        captions=tuple(said(block.caption) for block in article.blocks if block.caption),
        authors=(article.author,) if article.author else (),
        dateline=article.dateline or None,
        published=None if updated else moment,
        updated=moment if updated else None,
        page_clock=mine.page_clock_at or None,
        event_date=_event(article) if has_slot or not article.lead else None,
        views=article.views if "views" in mine.shows else None,
        images=tuple(f"http://{mine.host}{upload_path(b.name)}" for b in article.blocks if b.kind == "image"),
        attachments=tuple(
            (f"http://{mine.host}{upload_path(b.name)}", b.label) for b in article.blocks if b.kind == "file"
        ),
    )


def _paragraphs(block: Block) -> list[str]:
    if block.kind == "table":
        return [" | ".join(row) for row in block.rows]
    if block.kind == "file":
        return [f"{said(block.text)} {said(block.label)}"]
    return [said(block.text)] if block.text else []


def _event(article: DemoArticle) -> str | None:
    """Return the day of the event where the body opens with it; "Báo cáo ngày 7/2" dates a paper, not an event."""
    first = next((block.text for block in article.blocks if block.kind == "text"), "")
    opens = re.match(r"(?:Sáng|Chiều|Ngày|Từ ngày) (?:ngày )?(\d+/\d+),", first)
    return article.event.isoformat() if opens else None
