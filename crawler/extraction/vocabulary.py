"""The words templates use: element sets and class-name vocabulary, in one place.

A class or id is split into its words (`td-post-content` -> td, post, content; `articleBody` -> article, body) and
looked up here. A word says what a template author called the box, not what the box is: the reading weighs it and
overrules it when most of the page's prose stands inside.
"""

import re
from functools import lru_cache
from itertools import pairwise


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BLOCKS = _words(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre section summary table tbody td "
    "tfoot th thead tr ul"
)
"""Elements that start a new line."""

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
LISTS = frozenset(("ul", "ol", "dl"))
FURNITURE_TAGS = frozenset(("menu", "form"))

NEVER_TEXT = tuple(
    _words("script style noscript template svg select textarea button nav footer aside dialog marquee video audio")
)
"""Elements whose characters nobody reads as an article's; the parser's C code takes them out in one go."""


class Hint:
    """What a class name suggests. Strings, no enumeration: every rule names one for every block, and a member costs ten
    times what a string costs to name.
    """

    NONE = ""
    BODY = "body"
    FURNITURE = "furniture"
    COMMENTS = "comments"
    CAPTION = "caption"
    META = "meta"
    LEAD = "lead"
    CHROME = "chrome"
    """Furniture of the site, never of an article: footer, menu, cookie notice."""


FURNITURE = frozenset((Hint.FURNITURE, Hint.COMMENTS, Hint.CHROME))

FURNITURE_WORDS = _words(
    "accordion ad addthis addtoany ads adsense adslot adv advert advertise advertisement advertisements advertising "
    "adverts banner banners bio biography bookmark bookmarks bread callout carousel collapsable cta disclaimer "
    "donate donation dropdown expandable factbox feedback flyout follow hidden infobox inread jobs jp jumplinks "
    "keypoints leaderboard logo marquee more mostread newsletter newsletters newsticker next nocontent noprint "
    "optin outbrain partner player playlist poll popular prev previous print printing privacy promo promos promoted "
    "promotion rail rating readmore recirc recirculation recommend recommendation recommendations recommended "
    "register registration related relatedposts relation replay rss share sharebar sharedaddy shares sharing "
    "sidebar skip sociable social sponsor sponsored subscribe subscription survey taboola tabs tag tags taxonomy "
    "teaser teasers ticker toc tooltip topics trending upsell vote weather widget widgets yarpp"
)

CHROME_WORDS = _words(
    "breadcrumb breadcrumbs consent cookie cookies copyright dialog foot footer gdpr ipp login masthead menu modal "
    "nav navbar navi navigation overlay pager pagination paging popup signup sitemap subnav toolbar"
)
"""`ipp` is the toolbar of the Internet Archive, kept in many saved pages."""

COMMENT_WORDS = _words(
    "comment comments commentlist commentform comentarios kommentare reply replies respond disqus livefyre viafoura "
    "discussion forum guestbook"
)

FURNITURE_PAIRS = frozenset(
    tuple(pair.split("-"))
    for pair in _words(
        "about-author external-content fact-box info-box key-points load-more more-stories most-read next-article "
        "person-box read-also read-more see-also"
    )
)

CAPTION_WORDS = _words(
    "caption captions figcaption credit credits photocredit imgdesc captiontext imagecaption attribution"
)

META_WORDS = _words(
    "author authors byline bylines date dateline datetime kicker meta metadata overline postmeta posted publish "
    "published publication pubdate time timestamp topline views viewcount eyebrow"
)

LEAD_WORDS = _words(
    "sapo lead lede standfirst teaser abstract deck dek intro hometext subheadline subtitle summary chapo"
)

BODY_WORDS = _words(
    "articlebody storybody articletext articlecontent postcontent entrycontent bodytext maintext newsbody "
    "storycontent storytext posttext newscontent contentbody bodycontent"
)
BODY_PAIRS = frozenset(
    (a, b)
    for a in ("article", "story", "post", "entry", "news", "content", "detail", "main", "page", "blog", "text", "field")
    for b in ("body", "content", "text", "detail")
    if a != b
)

STATE_WORDS = frozenset(
    ["has", "with", "no", "is", "without", "have", "not", "toggle", "js", "tag", "category", "status", "format"]
)
"""First words that turn a class into a state of the page: `has-sidebar`, `no-comments`, `tag-politics`."""
LAYOUT_WORDS = frozenset(("grid", "layout", "page"))
"""With these a name describes the page's columns (`sidebar-grid`), not a box."""
STATE_ENDINGS = frozenset(
    ["enabled", "disabled", "handle", "active", "open", "closed", "visible", "ready", "loaded", "processed"]
)
"""Last words that do: `modal-enabled`, `overlay-handle`."""

KEPT = 2048
"""Names remembered: a page has a hundred of its own, and those of its site come again."""
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_LOWER_WORD = re.compile(r"[a-z]+")


@lru_cache(maxsize=KEPT)
def words_of(name: str) -> tuple[str, ...]:
    """Split one class or id into its words, lower case.

    >>> words_of("tdPost-content_2")
    ('td', 'post', 'content')
    """
    return tuple(_split(name))


def _split(name: str) -> list[str]:
    return _LOWER_WORD.findall(name) if name.islower() else [*map(str.lower, _WORD.findall(name))]


@lru_cache(maxsize=KEPT)
def hint_of(names: str) -> str:
    """What the classes and the id of an element suggest.

    >>> hint_of("col-md-8 articleBody"), hint_of("box related-news"), hint_of("page has-sidebar")
    ('body', 'furniture', '')
    """
    found = Hint.NONE
    for name in names.split()[:40]:
        hint = _hint_of_name(name)
        if hint == Hint.BODY:
            return hint
        if hint and (not found or found == Hint.META):
            found = hint
    return found


_CLOSING = frozenset(word.encode() for word in CHROME_WORDS | COMMENT_WORDS)
_APART = bytes(byte if byte in b"abcdefghijklmnopqrstuvwxyz" else ord(" ") for byte in range(256))


@lru_cache(maxsize=KEPT)
def may_be_closed(names: str) -> bool:
    """Whether `hint_of` may call a box the site's furniture or comments: a look that costs an eighth of the answer.

    >>> may_be_closed("col-md-8 footer"), may_be_closed("siteFooter"), may_be_closed("col-md-8 article")
    (True, True, False)
    """
    return not names.islower() or not _CLOSING.isdisjoint(names.encode("utf-8", "replace").translate(_APART).split())


@lru_cache(maxsize=2 * KEPT)
def _hint_of_name(name: str) -> str:
    words = _split(name)
    if _TELLING.isdisjoint(words):
        return Hint.NONE
    if len(words) == 1:
        return _HINTS.get(words[0], Hint.NONE)
    if words[0] in STATE_WORDS or words[-1] in STATE_ENDINGS:
        return Hint.NONE
    hints = {*map(_HINTS.get, words), *map(_PAIR_HINTS.get, pairwise(words))}
    if "".join(words) in BODY_WORDS:
        hints.add(Hint.BODY)
    if not LAYOUT_WORDS.isdisjoint(words):
        hints.discard(Hint.FURNITURE)
    return next(filter(hints.__contains__, _RANK), Hint.NONE)


_RANK = (Hint.COMMENTS, Hint.CHROME, Hint.CAPTION, Hint.FURNITURE, Hint.BODY, Hint.LEAD, Hint.META)
_HINTS = {
    word: hint
    for hint, words in (
        (Hint.META, META_WORDS),
        (Hint.LEAD, LEAD_WORDS),
        (Hint.BODY, BODY_WORDS),
        (Hint.FURNITURE, FURNITURE_WORDS),
        (Hint.CAPTION, CAPTION_WORDS),
        (Hint.CHROME, CHROME_WORDS),
        (Hint.COMMENTS, COMMENT_WORDS),
    )
    for word in words
}
_PAIR_HINTS: dict[tuple[str, ...], str] = {
    **dict.fromkeys(BODY_PAIRS, Hint.BODY),
    **dict.fromkeys(FURNITURE_PAIRS, Hint.FURNITURE),
}
_TELLING = frozenset(_HINTS) | frozenset(pair[1] for pair in _PAIR_HINTS)
"""Words without one of which a name says nothing."""


_TITLE_WORDS = frozenset(
    ["title", "headline", "heading", "tieude", "titulo", "titre", "titel", "subject", "headtitle", "newstitle"]
)

_IN_TITLE_WORDS = ("tit", "head", "tieude", "subject")
"""Each of those words has one of these in it: most names have none, and need not be split."""


@lru_cache(maxsize=KEPT)
def is_title_name(names: str) -> bool:
    """Whether a class or id calls its element a title.

    >>> is_title_name("asset-full-content-title"), is_title_name("title-tag"), is_title_name("show-asset-title left")
    (True, False, True)
    """
    if not any(map(names.lower().__contains__, _IN_TITLE_WORDS)):
        return False
    return any(found and found[-1] in _TITLE_WORDS for found in map(words_of, names.split()))
