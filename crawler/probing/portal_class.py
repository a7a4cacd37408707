"""The portal class a probe amounts to: its source text, only what differs from the family."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.extraction.families import GENERIC
from crawler.probing.probe import Probe
from crawler.reading import Portal
from crawler.store.identity import is_home

_WIDTH = 120
_SERIOUS = ("declined", "no date", "title is not the link's", "furniture in the body", "list says")
_MOST_SERIOUS = 0.2
"""Share of the sample that may be doubtful in a class that calls itself proven."""
_FIELDS = ("title", "lead", "body", "published", "authors", "section", "remove")
_AGENCY = re.compile(
    r"\b(?:Sở|Ủy ban|UBND|HĐND|Huyện|Huyện ủy|Thành ủy|Tỉnh ủy|Thị xã|Thành phố|Tỉnh|Ban|Cục|Chi cục|Bộ|Trung tâm|Hội"
    r"|Đài|Xã|Phường|Thanh tra|Công an|Trường|Viện|Báo)\s(?:(?! - )[^|–])+"
)


@dataclass(frozen=True, slots=True)
class ClassSource:
    """A portal class as text."""

    base: str
    """Name of its base class in `crawler.platforms`."""
    text: str
    """The class statement, ending in a newline."""
    needs_selectors: bool
    """It names `Selectors`."""
    proven: bool

    @property
    def lines(self) -> int:
        """Lines of code: without docstring and blank lines."""
        bare = re.sub(r'    """.*?"""\n', "", self.text, count=1, flags=re.DOTALL)
        return sum(bool(line.strip()) for line in bare.splitlines())


def class_source(name: str, found: Probe, doc: str, agency: str | None = None) -> ClassSource:
    """Write the class of a probed portal.

    Args:
        name: `ha_noi_stttt`: province label and body.
        found: what the probe saw.
        doc: whose portal it is, in a sentence.
        agency: publishing body where the registry does not know the host.
    """
    proven = reads_well(found)
    lines = [f"class {class_name(name)}({found.walk.__name__}):", f'    """{doc.rstrip(".")}."""', ""]
    lines += [f"    {line}" for line in _attributes(name, found, agency, proven=proven)]
    learned = _selectors(found)
    if learned:
        lines += ["", *(f"    {line}" for line in learned)]
    return ClassSource(found.walk.__name__, "\n".join(lines) + "\n", bool(learned), proven)


def class_name(name: str) -> str:
    """Return the class name of a portal name.

    >>> class_name("ha_noi_stttt")
    'HaNoiStttt'
    """
    return "".join(word.capitalize() for word in name.split("_"))


def reads_well(found: Probe) -> bool:
    """Say whether the sample proves the class: sections found, articles read, few serious doubts.

    A doubt is serious when a field is wrong or missing; a short body may be the article's own.
    """
    bad = sum(any(doubt.startswith(_SERIOUS) for doubt in reading.doubts) for reading in found.readings)
    return (
        bool(found.news or found.sitemaps or found.feeds)
        and bool(found.readings)
        and (bad <= _MOST_SERIOUS * len(found.readings))
    )


def agency_in(title: str) -> str | None:
    """Return the body a page's title names.

    >>> agency_in("Trang chủ - Website Sở Tư pháp tỉnh Mẫu"), agency_in("Trang chủ")
    ('Sở Tư pháp tỉnh Mẫu', None)
    """
    found = _AGENCY.search(title)
    return found[0].strip(" -.,") if found else None


def reading_portal(name: str, found: Probe, agency: str | None, province: str | None) -> Portal:
    """Return what reading wants to know of the portal the class will be."""
    selectors = found.selectors() or found.walk.selectors()
    return Portal(name, found.platform.family, agency, province, selectors)


def _attributes(name: str, found: Probe, agency: str | None, *, proven: bool) -> Iterator[str]:
    yield f'name = "{name}"'
    if is_home(found.home) or not found.news:
        yield f'home = "{found.home}"'
    else:
        yield f"sections = {{{_quoted(found.name)}: {_quoted(found.home)}}}"
    if not found.news:  # no menu leads to articles: what is listed for machines does
        if found.feeds:
            yield f"feeds = ({', '.join(_quoted(each.url) for each in found.feeds)},)"
        if found.sitemaps:
            yield f"sitemaps = ({', '.join(_quoted(each.url) for each in found.sitemaps)},)"
    if agency:
        yield f"agency = {_quoted(agency)}"
    if not proven:
        yield "proven = False"
    if found.platform.family == GENERIC.name:
        yield from _generic_attributes(found)
    deepest = max((section.depth for section in found.news), default=1)
    if deepest > found.walk.menu_depth:
        yield f"menu_depth = {deepest}"


def _generic_attributes(found: Probe) -> Iterator[str]:
    if found.articles.pattern:
        yield f'article_url = r"{found.articles.pattern}"'
    elif found.learned.article_mark:
        yield f"article_mark = ({_quoted(found.learned.article_mark)},)"


def _selectors(found: Probe) -> list[str]:
    if not found.family_misses:
        return []
    selectors = found.learned.selectors()
    given = [(field, getattr(selectors, field)) for field in _FIELDS]
    wrapped = [line for field, css in given if css for line in _argument(field, css)]
    if not wrapped:
        return []
    return [
        "@classmethod",
        "def selectors(cls) -> Selectors:",
        '    """Return where its article pages keep their fields."""',
        "    return Selectors(" if found.platform.family == GENERIC.name else "    return super().selectors().but(",
        *(f"        {line}" for line in wrapped),
        "    )",
    ]


def _argument(field: str, css: tuple[str, ...]) -> list[str]:
    line = f"{field}=({', '.join(map(_quoted, css))},),"
    if len(line) <= _WIDTH - 12:
        return [line]
    return [f"{field}=(", *(f"    {_quoted(each)}," for each in css), "),"]


def _quoted(text: str) -> str:
    r"""Write a string as the formatter does: double quotes, whatever stands inside.

    >>> _quoted("a"), _quoted("div[class^='x']")
    ('"a"', '"div[class^=\'x\']"')
    """
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
