"""Bytes -> tree, once."""

from dataclasses import dataclass
from functools import cache

from lxml import etree
from lxml.html import HtmlElement, HTMLParser

from crawler.extraction.decoding import LARGEST, decode_body
from crawler.extraction.errors import NotAnArticle
from crawler.extraction.guards import LONGEST_RUN, MOST_TAGS, check_markup, flattened, thinned
from crawler.extraction.scripts import without_scripts
from items import Page


@dataclass(slots=True)
class Document:
    """A parsed page. The tree is ours alone: reading it removes what is not the article."""

    root: HtmlElement
    url: str
    markup: bytes
    """What was parsed: UTF-8, without scripts."""
    fixes: tuple[str, ...] = ()


@cache
def html_parser(*, deep: bool) -> HTMLParser:
    """Return the parser of UTF-8 markup. `deep`: nested tables and <font> soups go deeper than libxml2's 256 elements.

    >>> html_parser(deep=True) is html_parser(deep=True)
    True
    """
    # remove_comments / remove_pis: nobody reads them; collect_ids=False: no id table is built. One element class for
    # all tags: lxml's own HTML lookup asks Python for every element it hands out.
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, huge_tree=deep)
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    return parser


def parse_markup(markup: bytes) -> HtmlElement | None:
    """Parse UTF-8 markup; None when nothing in it is an element.

    >>> parse_markup("<p>Tin</p>".encode()).tag
    'html'
    """
    try:
        return etree.fromstring(markup, html_parser(deep=True))
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def parse(page: Page, *, menus: bool = True) -> Document:
    """Decode and parse a page, with or without its menus: an article is never in them, the way to others is.

    Raises NotAnArticle (`empty`, `not_html`, `too_big`, `hostile_markup`) for bytes that should not reach the parser.
    """
    if len(page.body) > LARGEST:
        raise NotAnArticle("too_big", f"{len(page.body)} bytes, {LARGEST} are read")
    decoded = decode_body(without_scripts(page.body, menus=menus), page.headers)
    check_markup(decoded.data)
    root, fixes = _tree(decoded.data, decoded.fixes)
    if root is None:
        raise NotAnArticle("empty", "no element in the markup")
    return Document(root, page.url, decoded.data, fixes)


def _tree(markup: bytes, fixes: tuple[str, ...]) -> tuple[HtmlElement | None, tuple[str, ...]]:
    """The tree, and the repairs with those that pages without measure need."""
    if len(markup) > MOST_TAGS and markup.count(b"<") > MOST_TAGS:
        return parse_markup(thinned(flattened(markup))), (*fixes, "thinned")
    thin = thinned(markup) if len(markup) > LONGEST_RUN else markup
    fixes = fixes if thin is markup else (*fixes, "thinned")
    root = parse_markup(thin)
    if _gave_up():
        return parse_markup(flattened(thin)), (*fixes, "flattened")
    return root, fixes


def _gave_up() -> bool:
    """Whether the parser left the rest of the last page unread, for its depth."""
    last = html_parser(deep=True).error_log.last_error
    return last is not None and last.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT
