"""The addresses of a demo portal, in its family's own shapes."""

import re
from dataclasses import dataclass

from crawler.demo.records import SECTIONS, DemoArticle, DemoPortal, slug

PER_PAGE = 2
"""Articles on a section page: few, so that every section of some size has a pager."""
_DROPS_D = frozenset({"liferay6", "liferay7", "bac_ninh_liferay"})  # Liferay's slugger leaves đ out
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class SectionPage:
    """One page of a section's list."""

    section: str
    number: int
    of: int
    articles: tuple[DemoArticle, ...]


def article_path(portal: DemoPortal, article: DemoArticle, shape: str = "") -> str:
    """Return the path of an article; of its print view or an alias, given their `shape`.

    >>> from crawler.demo.records import portal
    >>> article_path(portal("drupal"), portal("drupal").articles[0])
    '/vi/node/4527'
    """
    day = article.published
    return (shape or portal.article).format(
        number=article.number,
        slug=_slug(portal, article.title),
        section=article.section,
        compact=f"{day:%y%m%d%H%M%S}",
        day=f"{day.year}-{day.month}-{day.day}",
        code=_code(article.number),
    )


def other_paths(portal: DemoPortal, article: DemoArticle) -> list[str]:
    """Return the further paths that show the same article in the portal's full dress."""
    return [article_path(portal, article, shape) for shape in portal.aliases]


def print_path(portal: DemoPortal, article: DemoArticle) -> str:
    """Return the path of its print view, empty where the portal has none."""
    return article_path(portal, article, portal.print_view) if portal.print_view else ""


def section_path(portal: DemoPortal, section: str, page: int = 1) -> str:
    """Return the path of a section's page.

    >>> from crawler.demo.records import portal
    >>> section_path(portal("joomla"), "thong-bao", 3)
    '/thong-bao?start=4'
    """
    shape = portal.next_page if page > 1 else portal.first_page
    return shape.format(section=section, page=page, page0=page - 1, offset=(page - 1) * PER_PAGE)


def section_pages(portal: DemoPortal) -> list[SectionPage]:
    """Return every page of every section, in order."""
    pages = []
    for section in SECTIONS:
        mine = [article for article in portal.articles if article.section == section]
        of = -(-len(mine) // PER_PAGE)
        for number in range(1, of + 1):
            shown = tuple(mine[(number - 1) * PER_PAGE : number * PER_PAGE])
            pages.append(SectionPage(section, number, of, shown))
    return pages


def home(portal: DemoPortal) -> str:
    """Return the address of a portal's front page."""
    return f"http://{portal.host}/"


def list_addresses(portal: DemoPortal) -> dict[str, str]:
    """Return the address of the first page of each section, by the section's name.

    >>> from crawler.demo.records import portal
    >>> list_addresses(portal("drupal"))["Thông báo"]
    'http://so.drupal.demo/vi/thong-bao'
    """
    return {name: f"http://{portal.host}{section_path(portal, section)}" for section, name in SECTIONS.items()}


def _slug(portal: DemoPortal, title: str) -> str:
    return slug(re.sub("[đĐ]", "", title) if portal.family in _DROPS_D else title)


def _code(number: int) -> str:
    """Return six letters and digits as Tân Dân's portals end an address with."""
    code, rest = "", number * 390_625 + 7
    for _ in range(6):
        rest, digit = divmod(rest, len(_DIGITS))
        code += _DIGITS[digit]
    return code
