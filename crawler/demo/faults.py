"""Demo portals that break on command, each in a way real ones have broken."""

import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from html import escape
from typing import Final

from crawler.demo.addresses import SectionPage, article_path, section_path
from crawler.demo.records import SECTIONS, Block, DemoArticle, DemoPortal
from crawler.demo.site import Answer, Site
from crawler.demo.weeks import PortalAtATime

_HTML: Final = {"Content-Type": "text/html; charset=utf-8"}
_NAMES: Final = re.compile(rb"(\s(?:class|id)=\")([^\"]*)")
_DATED_BACK: Final = timedelta(days=-400)
_KEPT_LETTERS: Final = 20

OTHER_HOST: Final = frozenset({"host_gone"})
"""Faults the server has no part in: the crawl must be sent where no such host is."""
ON_THE_WIRE: Final = frozenset({"too_slow", "certificate"})
"""Faults of the connection, not of what is sent."""


def _page(title: str, body: str) -> bytes:
    return f"<!DOCTYPE html><html><head><title>{escape(title)}</title></head><body>{body}</body></html>".encode()


def _template_changed(site: Site, path: str) -> Answer:
    """Another vendor: the same words in markup whose names are all new."""
    answer = site[path]
    return answer._replace(body=_NAMES.sub(lambda found: found[1] + _renamed(found[2]), answer.body))


def _renamed(names: bytes) -> bytes:
    return b" ".join(b"x%08x" % zlib.crc32(name) for name in names.split())


def _list_empty(site: Site, path: str) -> Answer:
    """Lists without a single article, answered with 200."""
    for section in SECTIONS:
        if path.partition("?")[0] == section_path(site.portal, section).partition("?")[0]:
            return site.section(SectionPage(section, 1, 1, ()))
    return site[path]


def _section_moved(site: Site, path: str) -> Answer:
    """One list is not where it was; the front page answers instead."""
    if path == section_path(site.portal, "tin-tuc-su-kien"):
        return Answer(302, {"Location": "/", **_HTML}, b"")
    return site[path]


def _blocked(site: Site, _: str) -> Answer:  # noqa: ARG001 - one shape for all faults
    """A wall that wants to know whether a person asks."""
    form = '<form><p>Vui lòng nhập mã xác nhận để tiếp tục.</p><img src="/ma.png"><input name="captcha"></form>'
    return Answer(200, _HTML, _page("Xác minh con người", form))


def _other_publisher(site: Site, _: str) -> Answer:
    """The name was sold."""
    links = "".join(f'<li><a href="/go/{n}">Best offer {n}</a></li>' for n in range(9))
    name = f"<h1>{escape(site.portal.host)}</h1><p>This domain may be for sale.</p>"
    words = f'<div class="parked">{name}<ul>{links}</ul></div>'
    return Answer(200, _HTML, _page("Premium names at good prices", words))


def _dates_shifted(site: Site, path: str) -> Answer:
    """The portal's clock went back by more than a year."""
    return _redone(site, path, lambda article: replace(article, published=article.published + _DATED_BACK))


def _bodies_cut(site: Site, path: str) -> Answer:
    """Every second body ends after a few words."""
    return _redone(site, path, lambda article: _cut(article) if article.number % 2 else article)


def _cut(article: DemoArticle) -> DemoArticle:
    kept = Block("text", "".join(block.text for block in article.blocks)[:_KEPT_LETTERS])
    return replace(article, lead=article.lead[:_KEPT_LETTERS], author="", blocks=(kept,))


def _same_text(site: Site, path: str) -> Answer:
    """Whatever article is asked for, the newest comes."""
    newest = site.portal.articles[0]
    return site[article_path(site.portal, newest)] if _article_at(site, path) else site[path]


def _robots(site: Site, path: str) -> Answer:
    """Nobody is let in any more."""
    if path == "/robots.txt":
        return Answer(200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /\n")
    return site[path]


def _server_error(site: Site, _: str) -> Answer:  # noqa: ARG001 - one shape for all faults
    """Nothing but errors of the server."""
    return Answer(500, _HTML, _page("Server Error", "<h1>Server Error in '/' Application.</h1>"))


def _redone(site: Site, path: str, change: Callable[[DemoArticle], DemoArticle]) -> Answer:
    article = _article_at(site, path)
    return site.article(change(article)) if article else site[path]


def _article_at(site: Site, path: str) -> DemoArticle | None:
    return next((each for each in site.portal.articles if article_path(site.portal, each) == path), None)


FAULTS: Final[Mapping[str, Callable[[Site, str], Answer]]] = {
    "template_changed": _template_changed,
    "list_empty": _list_empty,
    "section_moved": _section_moved,
    "blocked": _blocked,
    "other_publisher": _other_publisher,
    "dates_shifted": _dates_shifted,
    "bodies_cut": _bodies_cut,
    "same_text": _same_text,
    "robots": _robots,
    "server_error": _server_error,
}
"""Cause (as health names it) -> what the portal answers to a path. Raises KeyError for an unknown path."""


@dataclass
class Weather:
    """What is wrong with which demo portal, and how much each has published. May change while the server runs.

    >>> weather = Weather({"drupal": "robots"}, shown=4)
    >>> weather.answer("drupal", "/robots.txt").body.splitlines()[-1], len(weather.site("joomla").portal.articles)
    (b'Disallow: /', 4)
    """

    faults: dict[str, str] = field(default_factory=dict)
    """Family -> fault."""
    shown: int | None = None
    """Articles every portal has published so far; None = its own eleven."""
    _sites: dict[tuple[str, int | None], Site] = field(default_factory=dict)

    def site(self, family: str) -> Site:
        """Return a family's site as it is now."""
        if (family, self.shown) not in self._sites:
            mine: DemoPortal | None = None if self.shown is None else PortalAtATime.of(family, self.shown)
            self._sites[family, self.shown] = Site(family, mine)
        return self._sites[family, self.shown]

    def answer(self, family: str, path: str) -> Answer:
        """Return what a portal answers, broken or not.

        Raises:
            KeyError: it has no such path.
        """
        broken = FAULTS.get(self.faults.get(family, ""))
        site = self.site(family)
        return broken(site, path) if broken else site[path]
