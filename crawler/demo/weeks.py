"""A demo portal over the weeks: the same invented news come again with other names and days, a few more each week."""

from dataclasses import dataclass, fields, replace
from datetime import timedelta
from functools import cache
from typing import Self

from crawler.demo.records import Block, DemoArticle, DemoPortal, portal

_DAYS_APART = 2
_NUMBERS_APART = 1000


@dataclass(frozen=True, slots=True)
class PortalAtATime(DemoPortal):
    """A demo portal when it had published so many articles."""

    shown: tuple[DemoArticle, ...] = ()

    @classmethod
    def of(cls, family: str, number: int) -> Self:
        """Return a family's portal with its first `number` articles.

        >>> early, later = PortalAtATime.of("joomla", 5), PortalAtATime.of("joomla", 9)
        >>> len(later.articles), later.articles[-5:] == early.articles, early.host == portal("joomla").host
        (9, True, True)
        """
        mine = portal(family)
        given = {each.name: getattr(mine, each.name) for each in fields(mine)}
        return cls(**given, shown=tuple(reversed(_in_order(family, number))))

    @property
    def articles(self) -> tuple[DemoArticle, ...]:
        """Its articles, newest first."""
        return self.shown


@cache
def _in_order(family: str, number: int) -> tuple[DemoArticle, ...]:
    """Return the first articles ever published, oldest first: the portal's own, then these again, told apart."""
    own = sorted(portal(family).articles, key=lambda article: article.published)
    return tuple(_nth(own, position) for position in range(number))


def _nth(own: list[DemoArticle], position: int) -> DemoArticle:
    time, record = divmod(position, len(own))
    article = own[record]
    published = own[-1].published + timedelta(days=_DAYS_APART * (position - len(own) + 1))
    blocks = (Block("text", f"Tin kỳ {position + 1} của chuyên mục {article.section_name}."), *article.blocks)
    return replace(
        article,
        key=f"{article.key}-{position}",
        number=article.number + _NUMBERS_APART * time,
        title=f"{article.title} (kỳ {position + 1})",
        published=published,
        blocks=blocks,
    )
