"""A demo portal as a web server sees it: path -> status, headers, bytes."""

import gzip
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, timedelta
from email.utils import format_datetime
from functools import cache, cached_property
from typing import NamedTuple
from urllib.parse import parse_qsl

import jinja2
from markupsafe import Markup

from crawler.demo.addresses import SectionPage, article_path, other_paths, print_path, section_pages, section_path
from crawler.demo.legacy import encode
from crawler.demo.records import HERE, SECTIONS, DemoArticle, DemoPortal, portal, written
from crawler.demo.uploads import upload, upload_path

WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
_FORMS = {"/lien-he": "contact.html", "/dang-nhap": "login.html"}  # pages that are no news
_SHARED = {"print.html", "home.html", *_FORMS.values()}
_DECLARED = {"tcvn3": "iso-8859-1", "nfd": "utf-8"}  # pages in ABC fonts called themselves Latin


class Answer(NamedTuple):
    """What the portal answers."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@cache
def _templates() -> jinja2.Environment:
    found = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    found.filters["written"] = written
    found.filters["weekday"] = lambda moment: WEEKDAYS[moment.weekday()]
    found.filters["charrefs"] = _charrefs
    found.filters["rfc"] = lambda moment: format_datetime((moment - timedelta(hours=7)).replace(tzinfo=UTC))
    return found


def _charrefs(markup: str) -> Markup:
    """Write every letter beyond ASCII as a character reference, as SharePoint's editor does."""
    return Markup(str(markup).encode("ascii", "xmlcharrefreplace").decode("ascii"))  # noqa: S704 - rendered, escaped


class Site(Mapping[str, Answer]):
    """A demo portal: a mapping from the path (with its query) to the answer, rendered when asked for.

    An unknown query on a known path answers as the path does, as real CMSs do. An unknown path raises KeyError.

    >>> site = Site("wordpress")
    >>> site["/thong-bao/"].status
    Traceback (most recent call last):
        ...
    KeyError: '/thong-bao/'
    >>> site["/category/thong-bao/?utm_source=x"].status
    200
    """

    def __init__(self, family: str, mine: DemoPortal | None = None) -> None:
        self.portal: DemoPortal = mine or portal(family)

    def __getitem__(self, path: str) -> Answer:
        """Return the answer to a path."""
        route = self._routes.get(_plain(path)) or self._routes.get(path.partition("?")[0])
        if route is None:
            raise KeyError(path)
        return route()

    def __iter__(self) -> Iterator[str]:
        """Iterate over the paths, queries in order of their names."""
        return iter(self._routes)

    def __len__(self) -> int:
        """Count the paths."""
        return len(self._routes)

    @cached_property
    def _routes(self) -> dict[str, Callable[[], Answer]]:
        found: dict[str, Callable[[], Answer]] = {"/": self._home, "/robots.txt": self._robots}
        found |= {path: lambda form=form: self._page(form) for path, form in _FORMS.items()}  # type: ignore[misc]
        for listed in section_pages(self.portal):
            path = section_path(self.portal, listed.section, listed.number)
            found[_plain(path)] = lambda page=listed: self.section(page)  # type: ignore[misc]
        for article in self.portal.articles:
            found |= self._article_routes(article)
        return found | self._machine_routes()

    def _article_routes(self, article: DemoArticle) -> dict[str, Callable[[], Answer]]:
        mine = self.portal
        found = {
            _plain(path): lambda: self.article(article)
            for path in (article_path(mine, article), *other_paths(mine, article))
        }
        if printed := print_path(mine, article):
            found[_plain(printed)] = lambda: self._page("print.html", article=article, legacy=article.key)
        for block in article.blocks:
            if block.name:
                found[upload_path(block.name)] = lambda name=block.name: _file(name)  # type: ignore[misc]
        return found

    def _machine_routes(self) -> dict[str, Callable[[], Answer]]:
        mine = self.portal
        found: dict[str, Callable[[], Answer]] = {}
        for section in SECTIONS if "{section}" in mine.feed else ():
            found[mine.feed.format(section=section)] = lambda of=section: self._feed(of)  # type: ignore[misc]
        if mine.feed and not found:
            found[mine.feed] = lambda: self._feed("")
        if mine.sitemap:
            found[mine.sitemap] = lambda: self._xml("_sitemap_index.xml")
            found[mine.sitemap_of_news] = self._sitemap
        return found

    def _home(self) -> Answer:
        return self._page("home.html", latest=self.portal.articles[:4])

    def section(self, page: SectionPage) -> Answer:
        """Render a section page."""
        return self._page("section.html", page=page, name=SECTIONS[page.section])

    def article(self, article: DemoArticle) -> Answer:
        """Render an article page."""
        mine = self.portal
        others = [other for other in mine.articles if other.section == article.section and other is not article]
        return self._page("article.html", article=article, others=others, legacy=article.key)

    def _robots(self) -> Answer:
        lines = ["User-agent: *", "Disallow: /dang-nhap", "Crawl-delay: 0"]
        if self.portal.sitemap:
            lines.append(f"Sitemap: http://{self.portal.host}{self.portal.sitemap}")
        return Answer(200, {"Content-Type": "text/plain"}, "\n".join(lines).encode() + b"\n")

    def _feed(self, section: str) -> Answer:
        items = [article for article in self.portal.articles if section in ("", article.section)]
        template = "_atom.xml" if self.portal.feed_form == "atom" else "_feed.xml"
        return self._xml(template, articles=items)

    def _sitemap(self) -> Answer:
        plain = self._xml("_sitemap.xml", articles=self.portal.articles)
        if not self.portal.sitemap_of_news.endswith(".gz"):
            return plain
        return Answer(200, {"Content-Type": "application/gzip"}, gzip.compress(plain.body, mtime=0))

    def _xml(self, template: str, **names: object) -> Answer:
        text = _templates().get_template(template).render(self._names() | names)
        return Answer(200, {"Content-Type": "text/xml; charset=utf-8"}, text.encode())

    def _page(self, template: str, legacy: str = "", **names: object) -> Answer:
        """Render a page of the family; the one article named `legacy` goes out in its portal's old encoding."""
        mine = self.portal
        encoding = mine.encoding if legacy and legacy == mine.legacy else "utf-8"
        charset = _DECLARED.get(encoding, encoding)
        shared = template if template in _SHARED else f"{mine.family}/{template}"
        text = _templates().get_template(shared).render(self._names() | {"charset": charset} | names)
        return Answer(200, {"Content-Type": f"text/html; charset={charset}"}, encode(text, encoding))

    def _names(self) -> dict[str, object]:
        mine = self.portal
        return {
            "portal": mine,
            "sections": SECTIONS,
            "path": lambda article: article_path(mine, article),
            "print_path": lambda article: print_path(mine, article),
            "list_path": lambda section, page=1: section_path(mine, section, page),
            "upload": upload_path,
        }


def _file(name: str) -> Answer:
    media_type, body = upload(name)
    return Answer(200, {"Content-Type": media_type}, body)


def _plain(path: str) -> str:
    """Return a path with the parts of its query in order of name, empty ones left out: crawlers tidy queries."""
    path, _, query = path.partition("?")
    pairs = sorted(parse_qsl(query))
    return path + ("?" + "&".join(f"{name}={value}" for name, value in pairs) if pairs else "")
