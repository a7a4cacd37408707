"""What a page says about itself to machines: JSON-LD, meta tags (Open Graph, Dublin Core, ...), microdata.

Everything is returned as written. A page may lie or be malformed in any of these places, so nothing here is the
last word: the readings of title, dates and authors weigh it.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from lxml.html import HtmlElement

_DECODER = json.JSONDecoder(strict=False)  # raw control characters inside strings are common
_TAG = re.compile(r"<[^<>]{1,2000}>")
_OPENING = re.compile(r"\{|(?<!CDATA)\[(?=\s*[\[{])")
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_PAIR = re.compile(
    r'"(headline|datePublished|dateModified|articleSection|articleBody)"\s*:\s*"((?:[^"\\]|\\.){1,20000})"'
)
_ARTICLE_ENDINGS = ("article", "posting", "blogposting", "report", "review", "recipe", "howto", "claimreview")

Node = dict[str, Any]


@dataclass(slots=True)
class Structured:
    """What the head and the structured scripts of a page hold."""

    article: Node = field(default_factory=dict)
    """The JSON-LD node of the article, empty when there is none."""
    page: Node = field(default_factory=dict)
    """The JSON-LD node of the web page around it."""
    crumbs: list[str] = field(default_factory=list)
    """Names of a JSON-LD BreadcrumbList, outermost first."""
    nodes: list[Node] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    """First content of each meta name / property / itemprop, names in lower case."""
    authors: list[str] = field(default_factory=list)
    """All contents of the author meta tags, in order."""
    tags: list[str] = field(default_factory=list)
    title: str = ""
    """Text of <title>, white space folded."""
    canonical: str = ""

    @property
    def body(self) -> str:
        """The article's text as JSON-LD gives it, markup taken off; "" when absent or a mere teaser."""
        text = self.article.get("articleBody")
        if not isinstance(text, str) or len(text) < 400:
            return ""
        return _TAG.sub(" ", unescape(text)) if "<" in text or "&" in text else text

    def first(self, *names: str) -> str:
        """Return the first non-empty meta content among names."""
        for name in names:
            value = self.meta.get(name)
            if value:
                return value
        return ""


_AUTHOR_METAS = frozenset(
    {
        "author",
        "article:author",
        "dc.creator",
        "dcterms.creator",
        "citation_author",
        "parsely-author",
        "byl",
        "sailthru.author",
        "dc.contributor",
        "cxenseparse:author",
        "article:author_name",
    }
)


def structured_of(root: HtmlElement) -> Structured:
    """Read the head, then take every script out of the tree's way."""
    found = Structured()
    for element in root.iter("meta", "title", "link", "script"):
        tag = element.tag
        if tag == "meta":
            _read_meta(element, found)
        elif tag == "script":
            kind = element.get("type") or ""
            if "ld" in kind and "json" in kind.lower():
                for node in nodes_of(element.text or ""):
                    _sort_node(node, found)
        elif tag == "title":
            if not found.title and element.text:
                found.title = " ".join(element.text.split())
        elif not found.canonical and element.get(b"rel") == "canonical":
            found.canonical = element.get(b"href") or ""
    return found


def _read_meta(element: HtmlElement, found: Structured) -> None:
    content = element.get(b"content")
    if not content:
        return
    name = element.get(b"property") or element.get(b"name") or element.get(b"itemprop")
    if not name:
        return
    name = name.lower()
    if name in _AUTHOR_METAS:
        found.authors.append(content)
    elif name == "article:tag":
        found.tags.append(content)
    found.meta.setdefault(name, content)


def nodes_of(script: str) -> list[Node]:
    r"""Read the objects of one JSON-LD script, mending what template authors get wrong.

    >>> nodes_of('{"headline": "Xã Mây họp",}')
    [{'headline': 'Xã Mây họp'}]
    >>> nodes_of('//<![CDATA[\n{"a": 1}\n//]]>'), nodes_of("{&quot;a&quot;: 1}"), nodes_of('{"a": 1} {"b": 2}')
    ([{'a': 1}], [{'a': 1}], [{'a': 1}, {'b': 2}])
    """
    nodes: list[Node] = []
    position = 0
    while (start := _OPENING.search(script, position)) is not None:
        try:
            value, position = _DECODER.raw_decode(script, start.start())
        except (ValueError, RecursionError):
            return nodes or _mended(script)
        nodes.extend(_flatten(value, 0))
    return nodes


def _mended(script: str) -> list[Node]:
    mended = _TRAILING_COMMA.sub("", unescape(script) if "&quot;" in script else script)
    start = _OPENING.search(mended)
    if start is not None:
        try:
            value, _ = _DECODER.raw_decode(mended, start.start())
            return list(_flatten(value, 0))
        except (ValueError, RecursionError):
            pass
    pairs: Node = {}
    for name, value in _PAIR.findall(script):
        pairs.setdefault(name, value)
    return [{"@type": "Article", **pairs}] if pairs else []


def _flatten(value: Any, depth: int) -> Iterator[Node]:
    if depth > 4:
        return
    if isinstance(value, list):
        for item in value[:50]:
            yield from _flatten(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(value.get(name), (dict, list)):
                yield from _flatten(value[name], depth + 1)


def types_of(node: Node) -> tuple[str, ...]:
    """Types of a JSON-LD node, lower case, without their vocabulary's address.

    >>> types_of({"@type": ["http://schema.org/NewsArticle", "Thing"]})
    ('newsarticle', 'thing')
    """
    kinds = node.get("@type") or ()
    kinds = kinds if isinstance(kinds, list) else (kinds,)
    return tuple(str(kind).rsplit("/", 1)[-1].lower() for kind in kinds)


def _sort_node(node: Node, found: Structured) -> None:
    found.nodes.append(node)
    kinds = types_of(node)
    if any(kind.endswith(_ARTICLE_ENDINGS) for kind in kinds):
        if not found.article or _weight(node) > _weight(found.article):
            found.article = node
    elif "breadcrumblist" in kinds:
        found.crumbs = found.crumbs or crumbs_of(node)
    elif any(kind.endswith("page") for kind in kinds):
        found.page = found.page or node
        crumbs = node.get("breadcrumb")
        if isinstance(crumbs, dict):
            found.crumbs = found.crumbs or crumbs_of(crumbs)


def _weight(node: Node) -> int:
    return sum(bool(node.get(name)) for name in ("headline", "datePublished", "author", "articleBody"))


def crumbs_of(node: Node) -> list[str]:
    """Names of a BreadcrumbList in order."""
    names = []
    items = node.get("itemListElement")
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict):
            inner = item.get("item")
            name = item.get("name") or (inner.get("name") if isinstance(inner, dict) else None)
            if isinstance(name, str) and name.strip():
                names.append(" ".join(unescape(name).split()))
    return names


def text_of(value: Any) -> str:
    """Return a JSON-LD value as text: the string itself, the name of an object, the first of a list.

    >>> text_of({"@type": "Person", "name": "Lý Thị Sương"}), text_of([" Tin "]), text_of(None)
    ('Lý Thị Sương', 'Tin', '')
    """
    if isinstance(value, str):
        text = unescape(value) if "&" in value else value
        return " ".join(text.split())
    if isinstance(value, list):
        return next((text for text in map(text_of, value) if text), "")
    if isinstance(value, dict):
        return text_of(value.get("name") or value.get("@value"))
    return ""
