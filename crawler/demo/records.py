"""The news the demo portals carry: invented, one set of records, and therefore known exactly."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

HERE = Path(__file__).parent
SECTIONS = MappingProxyType(
    {"tin-tuc-su-kien": "Tin tức - Sự kiện", "chuyen-doi-so": "Chuyển đổi số", "thong-bao": "Thông báo"}
)
"""Section slug -> its name, on every demo portal."""

NEWS_A_PORTAL, NOTICES_A_PORTAL = 9, 2
LOST, NO_BREAK = "‿", "␣"
_DATELINES = {"BTV": "(BTV) ", "CTTĐT": "CTTĐT - ", "STTTT": "(STTTT) – "}
_DAYS_APART = 11  # the same record is another day's news on every portal


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a body."""

    kind: str
    """text | heading | image | table | file."""
    text: str = ""
    """Words of a text or heading; the words before a file's link."""
    name: str = ""
    """File name of an image or document."""
    alt: str = ""
    caption: str = ""
    label: str = ""
    """Words of a file's link."""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class DemoArticle:
    """One article as one portal carries it: places and people filled in, dates moved, words still as `written`."""

    key: str
    number: int
    """Its number in that portal's CMS."""
    section: str
    title: str
    lead: str
    published: datetime
    """Local time of Việt Nam, no zone."""
    has_time: bool
    event: date
    author: str
    labelled: bool
    """The byline reads "Tin, ảnh: ..."."""
    dateline: str
    blocks: tuple[Block, ...]

    @property
    def slug(self) -> str:
        """The title as CMSs make it an address.

        >>> portal("nukeviet").articles[0].slug[:28]
        'xu-phat-bay-diem-ban-sim-kic'
        """
        return slug(self.title)

    @property
    def dateline_written(self) -> str:
        """The mark before the first words, brackets and dash included."""
        return _DATELINES.get(self.dateline, "")

    @property
    def byline(self) -> str:
        """The last line of the body, where the portal has no field for it."""
        return f"Tin, ảnh: {self.author}" if self.labelled else self.author

    @property
    def section_name(self) -> str:
        """Its section as people read it."""
        return SECTIONS[self.section]

    @property
    def views(self) -> int:
        """What its counter shows."""
        return 100 + self.number % 1000 * 7


@dataclass(frozen=True, slots=True)
class DemoPortal:
    """One demo portal. Fields as portals.toml explains them."""

    family: str
    tinh: str
    huyen: str
    xa: str
    giam_doc: str
    pho_chu_tich: str
    start: int
    article: str
    first_page: str
    next_page: str
    shows: tuple[str, ...]
    order: int
    aliases: tuple[str, ...] = ()
    print_view: str = ""
    feed: str = ""
    feed_form: str = "rss"
    sitemap: str = ""
    sitemap_of_news: str = "/sitemap-news.xml"
    sitemap_form: str = "lastmod"
    legacy: str = ""
    encoding: str = ""
    page_clock: str = ""
    page_clock_at: str = ""
    article_url: str = ""
    selectors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def host(self) -> str:
        """Its host: no such name exists, the demo's proxy answers for it.

        >>> portal("nukeviet_egov").host
        'so.nukeviet-egov.demo'
        """
        return f"so.{self.family.replace('_', '-')}.demo"

    @property
    def agency(self) -> str:
        """The department, invented like its province."""
        return f"Sở Thông tin và Truyền thông {self.tinh}"

    @property
    def articles(self) -> tuple[DemoArticle, ...]:
        """Its articles, newest first."""
        return _articles(self.family)


def said(words: str) -> str:
    """Return the words a reader should get out of `words`: lost spaces back, no-break spaces plain, no end mark.

    >>> said("năm.‿Tham dự␣có 80 người./.")
    'năm. Tham dự có 80 người.'
    """
    return words.replace(LOST, " ").replace(NO_BREAK, " ").removesuffix("/.")


def written(words: str) -> str:
    r"""Return the words as the portal wrote them.

    >>> written("năm.‿Tham dự␣có")
    'năm.Tham dự\xa0có'
    """
    return words.replace(LOST, "").replace(NO_BREAK, "\u00a0")


def slug(words: str) -> str:
    """Return `words` as an address part: no accents, hyphens between.

    >>> slug("Đua thuyền: 100% số đội")
    'dua-thuyen-100-so-doi'
    """
    bare = unicodedata.normalize("NFD", words.lower().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]+", "-", "".join(c for c in bare if not unicodedata.combining(c))).strip("-")


@cache
def portals() -> Mapping[str, DemoPortal]:
    """Return the demo portals by CMS family."""
    table = tomllib.loads((HERE / "portals.toml").read_text(encoding="utf-8"))["portal"]
    found = {}
    for order, row in enumerate(table):
        lists = {name: tuple(row.get(name, ())) for name in ("shows", "aliases")}
        selectors = {name: tuple(css) for name, css in row.get("selectors", {}).items()}
        found[row["family"]] = DemoPortal(**(row | lists | {"selectors": selectors}), order=order)
    return MappingProxyType(found)


def portal(family: str) -> DemoPortal:
    """Return the demo portal of a CMS family.

    Raises:
        KeyError: no demo portal of that family.
    """
    return portals()[family]


@cache
def _records() -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads((HERE / "articles.toml").read_text(encoding="utf-8"))["article"])


@cache
def _articles(family: str) -> tuple[DemoArticle, ...]:
    mine = portal(family)
    news = [record for record in _records() if record["section"] != "thong-bao"]
    notices = [record for record in _records() if record["section"] == "thong-bao"]
    chosen = [news[(mine.start + i) % len(news)] for i in range(NEWS_A_PORTAL)]
    chosen += [notices[(mine.order + i) % len(notices)] for i in range(NOTICES_A_PORTAL)]
    articles = [_article(record, mine, 4100 + 97 * mine.order + 13 * i) for i, record in enumerate(chosen)]
    return tuple(sorted(articles, key=lambda article: article.published, reverse=True))


def _article(record: dict[str, Any], mine: DemoPortal, number: int) -> DemoArticle:
    moment = record["published"]
    has_time = isinstance(moment, datetime) and "time" in mine.shows
    base = moment if isinstance(moment, datetime) else datetime.combine(moment, time())
    published = base + timedelta(days=_DAYS_APART * mine.order)
    event = published.date() - timedelta(days=record["event_back"])
    names = {name: getattr(mine, name) for name in ("tinh", "huyen", "xa", "giam_doc", "pho_chu_tich")}
    names |= {"ngay": f"{event.day}/{event.month}", "ngay_nam": f"{event:%d/%m/%Y}"}
    return DemoArticle(
        key=record["key"],
        number=number,
        section=record["section"],
        title=record["title"].format(**names),
        lead=record.get("lead", "").format(**names),
        published=published,
        has_time=has_time,
        event=event,
        author=record.get("author", ""),
        labelled=record.get("byline") == "labelled",
        dateline=record.get("dateline", ""),
        blocks=tuple(_block(piece, names) for piece in record["blocks"]),
    )


def _block(piece: str | dict[str, Any], names: dict[str, str]) -> Block:
    if isinstance(piece, str):
        return Block("text", piece.format(**names))
    if "heading" in piece:
        return Block("heading", piece["heading"].format(**names))
    if "table" in piece:
        return Block("table", rows=tuple(tuple(cell.format(**names) for cell in row) for row in piece["table"]))
    if "file" in piece:
        return Block("file", piece["before"], piece["file"], label=piece["label"])
    return Block("image", name=piece["image"], alt=piece["alt"], caption=piece["caption"].format(**names))
