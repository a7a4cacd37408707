"""RawArticle -> Article: every rule of this room, in the order that works.

Encodings first (everything else compares words), then lines, furniture, captions, bylines, and only then spacing
repairs: furniture is compared as it was printed, and nothing is mended that is thrown away.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import attrgetter

from crawler.cleaning.addresses import canonical
from crawler.cleaning.boilerplate import (
    Removed,
    Stripped,
    class_of,
    counter_of,
    key_of,
    numbered,
    peel,
    strip_boilerplate,
)
from crawler.cleaning.bylines import Credits, people_of_fields, take_end, take_head
from crawler.cleaning.captions import NUMBERED, take_captions
from crawler.cleaning.datelines import split_dateline
from crawler.cleaning.foreign_names import names_of_fields
from crawler.cleaning.line import IMAGE, Line
from crawler.cleaning.lines import Body, lines_of_text, read_body
from crawler.cleaning.repeats import drop_adjacent, drop_title, folded, join_broken, settle_lead
from crawler.cleaning.sources import source_of
from crawler.dates.events import event_date
from crawler.dates.moments import Chosen, choose
from crawler.vietnamese.encodings import may_be_misread, recover
from crawler.vietnamese.language import language_of
from crawler.vietnamese.spacing import plainly_vietnamese
from crawler.vietnamese.text import flags as text_flags
from crawler.vietnamese.text import repaired, repaired_lines
from items import Article, Attachment, Image, Moment, RawArticle, RawDate

SHORT = 200
"""Below this many characters a text is flagged `short_body`."""
SAMPLE = 600
"""Characters whose language is the text's."""
END_MARK = re.compile(r"\s*\.\s*/\s*\.?$|\s+/\.$|(?<=[”\")])/\.$")
GLUED_COUNTER = re.compile(r"\s*\(\s*((?:Số l|L)ượt xem\s*:\s*[\d.,]+)\s*\)$")
DIGITS = re.compile(r"\d[\d.,]*")
FURNITURE_PICTURES = ("get_flash_player", "getflashplayer", "getacro")
"""Parts of the addresses of pictures that come with plug-in notices, the same on every site."""
BACKGROUND = 60
"""Days."""
ABOVE = -1
"""Position of a line above the body."""
ROUNDS = 6
"""Byline, source, account and furniture lines stand at most this many deep at the end of a body."""


@dataclass(slots=True)
class _Repairs:
    """Mends texts and remembers which repairs were made."""

    fixes: set[str] = field(default_factory=set)
    explains: bool = False
    """Someone asks what became of every line."""
    doubtful: bool = False
    """Some text raises a doubt that no repair took away."""

    def words(self, text: str | None) -> str:
        """Return a text recovered from a legacy encoding and mended, white space folded."""
        return self.mended(self.recovered(text)) if text else ""

    def mended_lines(self, lines: Sequence[str]) -> list[str]:
        """Mend the lines of one text."""
        mended, fixes, doubtful = repaired_lines(lines)
        self.fixes |= fixes
        self.doubtful = self.doubtful or doubtful
        return mended

    def recovered(self, text: str) -> str:
        recovered, fix = recover(text)
        if fix is not None:
            self.fixes.add(fix)
        return recovered

    def mended(self, text: str) -> str:
        mended, fixes, doubtful = repaired(text)
        self.fixes |= fixes
        self.doubtful = self.doubtful or doubtful
        return mended


@dataclass(slots=True)
class _Reading:
    """What the body's lines were read as."""

    lines: list[Line]
    stripped: Stripped
    credits: Credits
    captions: list[str]
    images: list[Image]


def clean(
    raw: RawArticle,
    *,
    portal: str | None = None,
    agency: str | None = None,
    province: str | None = None,
    fetched_at: datetime | str | None = None,
    explain: list[Removed] | None = None,
) -> Article:
    r"""Bring one article to the normal form. Pure; never raises on any words.

    Args:
        raw: the portal's own words, HTML body elements or a dump's text.
        portal: name of the portal, passed through like `agency` and `province`.
        agency: publishing body.
        province: label at publication.
        fetched_at: instant with zone; base of relative dates.
        explain: if given, the lines that are no text of the article are appended, by class and position.

    >>> body = "Sáng 5/3/2021, xã Mây khai hội với hơn hai trăm người dự./.\n\nBùi Sương"
    >>> article = clean(RawArticle(url=None, title="Xã Mây khai hội", body=body))
    >>> article.paragraphs, article.authors
    (['Sáng 5/3/2021, xã Mây khai hội với hơn hai trăm người dự.'], ['Bùi Sương'])
    """
    repairs = _Repairs(set(raw.fixes), explains=explain is not None)
    title, title_views = _title(raw.title, repairs)
    body = Body(lines_of_text(raw.body)) if isinstance(raw.body, str) else read_body(raw.body, raw.url)
    reading = _read(body.lines, title, repairs)
    lead, paragraphs, dateline = _words(raw.lead, reading, title, repairs)
    if isinstance(raw.body, str):
        paragraphs, dateline = _settled(paragraphs, dateline, reading, title, repairs)
    if explain is not None:
        explain += sorted(reading.stripped.removed, key=attrgetter("position"))
    text = "\n\n".join([lead, *paragraphs] if lead else paragraphs)
    chosen = choose(
        _dates(raw, reading.stripped),
        url=raw.url,
        before_title=raw.before_title,
        body_text=text,
        fetched_at=_datetime(fetched_at),
    )
    language = language_of(text[:SAMPLE] or title, raw.language)
    doubts = [*chosen.flags, *(text_flags(text) if repairs.doubtful else ())]
    return Article(
        url=raw.url,
        title=title,
        canonical_url=canonical(raw.url, raw.canonical_url),
        portal=portal,
        platform=raw.platform,
        agency=agency,
        province=province,
        section=repairs.words(raw.section) or None,
        lead=lead,
        paragraphs=paragraphs,
        text=text,
        captions=[repairs.mended(caption) for caption in reading.captions],
        images=_images(raw.images, reading.images, title),
        attachments=_attachments(body.attachments, raw.attachments),
        authors=reading.credits.authors or _field_authors(raw.authors, language),
        source_name=_source(raw.source_name) or reading.credits.source_name,
        dateline=dateline,
        published=chosen.published,
        updated=chosen.updated,
        page_clock=chosen.page_clock,
        event_date=_event(lead, paragraphs, chosen, title, text),
        views=_views(raw.views, title_views, reading.stripped.views),
        keywords=_once([*raw.keywords, *reading.stripped.keywords]),
        language=language,
        fixes=sorted(repairs.fixes),
        flags=_flags(raw, text, doubts, dated=chosen.published is not None),
        fetched_at=fetched_at.isoformat() if isinstance(fetched_at, datetime) else fetched_at,
    )


def _field_authors(fields: Sequence[str], language: str) -> list[str]:
    return people_of_fields(fields) if language == "vi" else names_of_fields(fields)


def _event(lead: str | None, paragraphs: list[str], chosen: Chosen, title: str, text: str) -> str | None:
    """The day of the event: the lead's, else the first paragraph's, where old days below a lead are background."""
    for opening in (lead, *paragraphs[:1]):
        if opening:
            day = event_date(opening, published=chosen.published, updated=chosen.updated, title=title, body=text)
            if day is not None:
                return None if lead and opening is not lead and _is_background(day, chosen.published) else day
    return None


def _is_background(day: str, published: Moment | None) -> bool:
    """News of a lead without a date are not months old; what the text tells below it may be."""
    if published is None:
        return False
    shown = date.fromisoformat(published.value[:10] if len(published.value) > 7 else f"{published.value}-01")
    return (shown - date.fromisoformat(day)).days > BACKGROUND


def _title(title: str, repairs: _Repairs) -> tuple[str, int | None]:
    """Mend the title; a counter glued to it ("(Lượt xem: 12)") is read and cut off."""
    words = repairs.words(title)
    found = GLUED_COUNTER.search(words) if words.endswith(")") else None
    return (words[: found.start()], counter_of(found[1])) if found else (words, None)


def _read(lines: list[Line], title: str, repairs: _Repairs) -> _Reading:
    """Take furniture, captions and bylines out of the lines.

    A dump's lines (block -1) are mended first: what stands at their ends decides whether they go on in the next.
    """
    _recover(lines, repairs)
    lines, joined = join_broken([line for line in lines if line.text or line.kind == IMAGE])
    if joined:
        repairs.fixes.add("broken_lines")
    order = numbered(lines)
    printed = [(line, line.text) for line in lines] if repairs.explains else []
    if drop_title(lines, title):
        repairs.fixes.add("repeated_title")
    stripped = strip_boilerplate(lines, title, order)
    credits_ = Credits()
    _take_head(stripped, credits_, title, repairs)
    above = stripped.lines
    stripped.lines, captions, images = take_captions(above)
    taken = numbered(above).keys() - numbered(stripped.lines).keys() if repairs.explains else set()
    _take_end(stripped, credits_, title)
    if repairs.explains:
        _explain_others(stripped, printed, taken, title)
    return _Reading(stripped.lines, stripped, credits_, captions, images)


def _recover(lines: Sequence[Line], repairs: _Repairs) -> None:
    """Bring the lines to their real letters, in place; a dump's are mended as well."""
    said = [line for line in lines if line.kind != IMAGE]
    for line in said:
        if line.block < 0:
            line.text = repairs.words(line.text).strip("| ")
    accented = [line for line in said if line.block >= 0 and not line.text.isascii()]
    if accented and (plainly_vietnamese(accented[0].text) or may_be_misread("".join([line.text for line in accented]))):
        for line in accented:
            line.text = repairs.recovered(line.text)


def _explain_others(
    stripped: Stripped, printed: Sequence[tuple[Line, str]], captions: Collection[int], title: str
) -> None:
    """Record what is gone and is no furniture: whole lines, and bylines cut off a line.

    Args:
        stripped: the lines that are left.
        printed: every line with the words it had.
        captions: identities of the lines that became captions.
        title: of the article.
    """
    left = {id(line) for line in stripped.lines}
    known = {each.position for each in stripped.removed}
    for position, (line, words) in enumerate(printed):
        if line.kind == IMAGE or position in known:
            continue
        if id(line) not in left:
            name = "repeated_title" if folded(words) == folded(title) else "byline"
            stripped.removed.append(Removed("caption" if id(line) in captions else name, position, words))
        elif line.text != words:
            cut = words.removeprefix(line.text) if words.startswith(line.text) else words.removesuffix(line.text)
            stripped.removed.append(Removed("byline", position, cut.strip()))


def _settled(
    paragraphs: list[str], dateline: str | None, reading: _Reading, title: str, repairs: _Repairs
) -> tuple[list[str], str | None]:
    """Read a dump's paragraphs again until nothing is found: a caption taken away uncovers a date line, a byline."""
    for _ in range(ROUNDS):
        more = _read([Line(paragraph, block=-1) for paragraph in paragraphs], title, repairs)
        _, left, mark = _words(None, more, title, repairs)
        if left == paragraphs:
            break
        paragraphs, dateline = left, dateline or mark
        reading.captions += more.captions
        reading.credits.add(more.credits)
        reading.stripped.removed += more.stripped.removed
        reading.stripped.dates += more.stripped.dates
        reading.stripped.keywords += more.stripped.keywords
    return paragraphs, dateline


def _take_head(stripped: Stripped, found: Credits, title: str, repairs: _Repairs) -> None:
    for at in range(ROUNDS):
        taken = take_head(stripped.lines)
        if taken is None:
            uncovered = at or stripped.removed
            if not uncovered or not drop_title(stripped.lines, title):
                return
            repairs.fixes.add("repeated_title")
            continue
        found.add(taken[0])
        if taken[1]:
            stripped.dates.append(taken[1])
        peel(stripped, title)


def _take_end(stripped: Stripped, found: Credits, title: str) -> None:
    """Bylines, sources and furniture in any order off the end; names are read upwards, so the upper ones come first."""
    for _ in range(ROUNDS):
        taken = take_end(stripped.lines)
        if taken is None:
            return
        upper = Credits(list(taken.authors), taken.source_name, taken.photographer)
        upper.add(found)
        found.authors, found.source_name, found.photographer = upper.authors, upper.source_name, upper.photographer
        peel(stripped, title)


def _words(
    raw_lead: str | None, reading: _Reading, title: str, repairs: _Repairs
) -> tuple[str | None, list[str], str | None]:
    """Return (lead, paragraphs, dateline) in their final words."""
    lines = [line for line in reading.lines if line.kind != IMAGE]
    texts = [line.text for line in lines]
    told = reading.stripped.removed if repairs.explains else []
    said = repairs.recovered(" ".join(raw_lead.split())) if raw_lead and raw_lead.strip() else None
    if said and len(said) < 2 * len(title) and folded(said) == folded(title):
        told.append(Removed("repeated_title", ABOVE, said))
        said = None
        repairs.fixes.add("repeated_title")
    dateline = None
    if said:
        dateline, said = split_dateline(said)
    if texts:
        again, texts[0] = split_dateline(texts[0])
        if again and dateline:
            told.append(Removed("dateline", reading.stripped.order.get(id(lines[0]), 0), again))
        dateline = dateline or again
    opening = [said] if said else []
    mended = repairs.mended_lines([_end_marked(text, repairs) for text in (*opening, *texts)])
    said = mended.pop(0) if opening else None
    whole = paragraphs = [text for text in mended if text]
    lead, paragraphs, repeated = settle_lead(said, paragraphs)
    if repeated:
        repairs.fixes.add("repeated_lead")
        if said and not lead:
            told.append(Removed("repeated_text", ABOVE, said))
    once = drop_adjacent(paragraphs)
    if len(once) < len(paragraphs):
        repairs.fixes.add("repeated_paragraph")
    if repairs.explains and len(whole) == len(lines):
        left = iter([*once, None])
        expected = next(left)
        for line, words in zip(lines, whole, strict=True):
            if words == expected:
                expected = next(left)
            else:
                told.append(Removed("repeated_text", reading.stripped.order[id(line)], words))
    return lead or None, once, dateline


def _end_marked(text: str, repairs: _Repairs) -> str:
    """Make "./.", which closes a text, its full stop."""
    if "/" not in text[-5:]:
        return text
    if text.endswith(("…/.", "!/.", "?/.")):
        repairs.fixes.add("end_mark")
        return text[:-2]
    tail = END_MARK.sub(".", text[-12:])
    if tail == text[-12:]:
        return text
    repairs.fixes.add("end_mark")
    return text[:-12].rstrip() + tail if tail == "." else text[:-12] + tail


def _dates(raw: RawArticle, stripped: Stripped) -> list[RawDate]:
    known = {date.text for date in raw.dates}
    return [*raw.dates, *(RawDate(text, "visible") for text in stripped.dates if text not in known)]


def _images(outside: Sequence[Image], inside: Sequence[Image], title: str) -> list[Image]:
    """Pictures once each, with an alternative text only where it says something."""
    found: dict[str, Image] = {}
    for image in (*outside, *inside):
        if any(name in image.url.lower() for name in FURNITURE_PICTURES):
            continue
        alt = _alt(image, title)
        known = found.get(image.url)
        if known is None or (not known.caption and image.caption):
            found[image.url] = Image(image.url, alt, image.caption, image.credit)
    return list(found.values())


def _alt(image: Image, title: str) -> str | None:
    """An alternative text that is a file name, the title or the caption again says nothing."""
    alt = NUMBERED.sub("", image.alt) if image.alt else ""
    if not alt or class_of(alt, title) is not None:
        return None
    return None if key_of(alt) in (key_of(title), key_of(image.caption or "")) else alt


def _attachments(inside: Sequence[Attachment], outside: Sequence[Attachment]) -> list[Attachment]:
    found: dict[str, Attachment] = {}
    for each in (*inside, *outside):
        found.setdefault(each.url, each)
    return list(found.values())


def _source(words: str | None) -> str | None:
    if not words or not words.strip():
        return None
    folded_words = " ".join(words.split())
    return source_of(folded_words) or source_of(f"Nguồn: {folded_words}") or folded_words


def _views(words: str | None, *read: int | None) -> int | None:
    """The counter's number: from its own field, else from the title or the body's head."""
    if words:
        counted = counter_of(words)
        if counted is not None:
            return counted
        numbers = DIGITS.findall(words)
        if len(numbers) == 1 and (digits := re.sub(r"\D", "", numbers[0])) and len(digits) < 12:
            return int(digits)
    return next((number for number in read if number is not None), None)


def _flags(raw: RawArticle, text: str, doubts: Iterable[str], *, dated: bool) -> list[str]:
    found = {*raw.flags, *doubts}
    if not dated:
        found.add("no_published_date")
    if len(text) < SHORT:
        found.add("short_body")
    return sorted(found)


def _once(words: Iterable[str]) -> list[str]:
    found: dict[str, str] = {}
    for word in words:
        plain = " ".join(word.split()).strip(" ,;#")
        if plain:
            found.setdefault(plain.casefold(), plain)
    return list(found.values())


def _datetime(instant: datetime | str | None) -> datetime | None:
    if not isinstance(instant, str):
        return instant
    try:
        return datetime.fromisoformat(instant)
    except ValueError:
        return None
