"""RawArticle: the portal's own words, found but not interpreted."""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from items.article import Attachment, Image


@dataclass(frozen=True, slots=True)
class RawDate:
    """A date as the page prints it, with where it stood."""

    text: str
    """The exact words: "Thứ hai, 16/11/2020 10:13", "2024-03-27+0708:42:00"."""
    origin: str
    """jsonld | meta | visible | listing | feed | sitemap | prefix | url."""
    role: str = "published"
    """published | updated, as the place or the label says. The words may still overrule it ("Cập nhật lúc")."""


@dataclass(frozen=True, slots=True)
class RawArticle:
    """What extraction found on one page (or in one text dump), in the portal's own words."""

    url: str | None
    """Address fetched."""
    title: str
    """Title as shown."""
    body: Sequence[HtmlElement] | str
    """The elements that hold the body, in order; or, for a text dump, its lines."""
    lead: str | None = None
    """Sapo, where the page keeps it apart from the body."""
    dates: Sequence[RawDate] = ()
    """Every candidate date, best first. Never the page clock's or a related item's when they are recognised."""
    authors: Sequence[str] = ()
    """Author fields and metadata, one entry a field; may still hold several names or a CMS account."""
    source_name: str | None = None
    """A labelled source ("Nguồn: ...") kept apart by the template."""
    section: str | None = None
    """Category as the page shows it."""
    canonical_url: str | None = None
    """What the page names as its own address (link rel=canonical, og:url), absolute, unjudged."""
    language: str | None = None
    """Declared language of the content, unjudged."""
    views: str | None = None
    """The counter's words."""
    keywords: Sequence[str] = ()
    """Tags, as listed."""
    images: Sequence[Image] = ()
    """Pictures found outside the body (lead image, og:image is not one)."""
    attachments: Sequence[Attachment] = ()
    """Documents linked outside the body (attachment boxes)."""
    before_title: Sequence[str] = ()
    """Short lines that stand before the title where a page clock may be ("Thứ Ba, 29/09/2020 23:33 Chiều")."""
    platform: str | None = None
    """CMS family whose selectors read the page; "generic" when none did."""
    fixes: Sequence[str] = ()
    """Repairs made while decoding: `charset`, `undeclared_gzip`, ..."""
    flags: Sequence[str] = ()
    """Doubts met while finding: `markup_cut`, `generic_body`, ..."""
