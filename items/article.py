"""Article: the normal form every portal's news is brought to."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time exactly as precise as the page gives it.

    >>> Moment("2020-01", "month", "date 2020-01", "prefix").value
    '2020-01'
    """

    value: str
    """ISO 8601 to its precision: `2020-01` | `2020-01-08` | `2018-01-11T14:58:00+07:00`. Never padded."""
    precision: str
    """month | day | minute | second."""
    raw: str
    """The exact words it was read from."""
    origin: str
    """jsonld | meta | visible | listing | feed | sitemap | prefix | url."""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the article."""

    url: str
    """Absolute address."""
    alt: str | None = None
    """Alternative text, when it says something (no file name, no repeated title)."""
    caption: str | None = None
    """The line under it."""
    credit: str | None = None
    """Who took it ("Ảnh: VGP")."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document linked from the article."""

    url: str
    """Absolute address."""
    label: str | None = None
    """The link's words."""
    media_type: str | None = None
    """By the file name: `application/pdf`, ..."""


@dataclass(frozen=True, slots=True)
class Article:
    """One news article in normal form. Field meanings are a contract: add freely, change only with a note."""

    url: str | None
    """Address fetched."""
    title: str
    """Title, mended, never the site's or the section's name."""
    canonical_url: str | None = None
    """Identity after redirects and normalisation."""
    portal: str | None = None
    """Name of the portal class (`ha_noi_stttt`)."""
    platform: str | None = None
    """CMS family that read it (`liferay6`, `generic`)."""
    agency: str | None = None
    """Publishing body."""
    province: str | None = None
    """Province label at publication; what it became in July 2025 is data elsewhere."""
    section: str | None = None
    """Category as the page shows it."""
    lead: str | None = None
    """Sapo; not repeated in `paragraphs`."""
    paragraphs: list[str] = field(default_factory=list)
    """Body in order: no captions, byline, counters, related lists. Subheadings are paragraphs; a table row is one
    paragraph, cells joined by " | "."""
    text: str = ""
    """Lead and paragraphs joined by one blank line."""
    captions: list[str] = field(default_factory=list)
    """Captions in order."""
    images: list[Image] = field(default_factory=list)
    """Pictures in order."""
    attachments: list[Attachment] = field(default_factory=list)
    """Documents in order."""
    authors: list[str] = field(default_factory=list)
    """People; never a CMS account such as "admin"."""
    source_name: str | None = None
    """The named origin ("Báo Bắc Ninh", "TTXVN")."""
    dateline: str | None = None
    """Agency mark at the start ("BTV", "Chinhphu.vn"), without brackets."""
    published: Moment | None = None
    """Publication. Never the page clock, never the crawl time, never invented."""
    updated: Moment | None = None
    """Last change, as the page says."""
    page_clock: str | None = None
    """The page's own clock, ISO 8601."""
    event_date: str | None = None
    """ISO date of the event in the opening sentence, year completed from context."""
    views: int | None = None
    """Counter, if shown."""
    keywords: list[str] = field(default_factory=list)
    """Tags, as listed."""
    language: str = "vi"
    """BCP 47 of the text."""
    fixes: list[str] = field(default_factory=list)
    """Repairs made: `glued_words`, `missing_space`, `nfc`, `tcvn3`, `repeated_title`, ... sorted, once each."""
    flags: list[str] = field(default_factory=list)
    """Doubts: `no_published_date`, `date_conflict`, `short_body`, `lost_letters`, ... sorted, once each."""
    fetched_at: str | None = None
    """Instant with zone, ISO 8601."""
