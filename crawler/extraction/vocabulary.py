"""The words templates use: element sets and class-name vocabulary, in one place.

A class or id is split into its words (`td-post-content` -> td, post, content; `articleBody` -> article, body) and looked
up here. A word says what a template author called the box, not what the box is: the reading weighs it and overrules it
when most of the page's prose stands inside.
"""

import re
from enum import IntEnum
from functools import lru_cache

BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main ol p pre section summary table tbody td tfoot th"
    " thead tr ul".split(),
)
"""Elements that start a new line."""

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
LISTS = frozenset(("ul", "ol", "dl"))
FURNITURE_TAGS = frozenset(("menu", "form"))

NEVER_TEXT = (
    "script", "style", "noscript", "template", "svg", "select", "textarea", "button", "nav", "footer", "aside", "dialog", "marquee",
    "video", "audio",
)  # fmt: skip
"""Elements whose characters nobody reads as an article's; the parser's C code takes them out in one go."""


class Hint(IntEnum):
    """What a class name suggests."""

    NONE = 0
    BODY = 1
    FURNITURE = 2
    COMMENTS = 3
    CAPTION = 4
    META = 5
    LEAD = 6
    CHROME = 7
    """Furniture of the site, never of an article: footer, menu, notice."""


FURNITURE = frozenset((Hint.FURNITURE, Hint.COMMENTS, Hint.CHROME))

FURNITURE_WORDS = frozenset(
    "ad ads adv advert adverts advertise advertisement advertisements advertising adsense adslot banner banners"
    " accordion bio biography bookmark bookmarks bread callout carousel collapsable cookie cta"
    " disclaimer donate donation dropdown expandable factbox feedback flyout follow infobox inread jobs keypoints jumplinks leaderboard login"
    " logo marquee menu more mostread nav newsletter newsletters newsticker ticker optin outbrain overlay"
    " partner player playlist prev previous next popular poll print printing privacy promo promoted"
    " promos promotion rating readmore recirc recirculation recommend recommendation recommendations recommended"
    " register registration related relatedposts relation replay rss rail sharing share shares sharebar sharedaddy"
    " sidebar skip social sociable sponsor sponsored subscribe subscription survey tabs tag tags"
    " taboola taxonomy teaser teasers toc tooltip topics trending upsell vote weather widget widgets"
    " nocontent noprint hidden yarpp jp addtoany addthis".split(),
)

CHROME_WORDS = frozenset(
    "breadcrumb breadcrumbs dialog modal overlay popup consent cookie cookies copyright foot footer gdpr ipp login masthead menu nav navbar navi navigation pager pagination paging signup sitemap subnav toolbar".split(),
)  # fmt: skip

COMMENT_WORDS = frozenset(
    "comment comments commentlist commentform comentarios kommentare reply replies respond disqus livefyre viafoura discussion"
    " forum guestbook".split(),
)

FURNITURE_PAIRS = frozenset(
    {
        ("info", "box"), ("fact", "box"), ("read", "more"), ("read", "also"), ("see", "also"), ("more", "stories"), ("most", "read"),
        ("about", "author"), ("external", "content"), ("key", "points"), ("next", "article"), ("load", "more"), ("person", "box"),
    }
)  # fmt: skip

CAPTION_WORDS = frozenset(
    "caption captions figcaption credit credits photocredit imgdesc captiontext imagecaption attribution".split()
)

META_WORDS = frozenset(
    "author authors byline bylines date dateline datetime kicker meta metadata overline postmeta posted publish published"
    " publication pubdate time timestamp topline views viewcount eyebrow".split(),
)

LEAD_WORDS = frozenset(
    "sapo lead lede standfirst teaser abstract deck dek intro hometext subheadline subtitle summary chapo".split(),
)

BODY_WORDS = frozenset(
    "articlebody storybody articletext articlecontent postcontent entrycontent bodytext maintext newsbody storycontent"
    " storytext posttext newscontent contentbody bodycontent".split(),
)
BODY_PAIRS = frozenset(
    (a, b)
    for a in ("article", "story", "post", "entry", "news", "content", "detail", "main", "page", "blog", "text", "field")
    for b in ("body", "content", "text", "detail")
    if a != b
)

STATE_WORDS = frozenset("has with no is without have not toggle js wp tag category status format".split())
"""First words that turn a class into a state of the page: `has-sidebar`, `no-comments`, `tag-politics`."""
LAYOUT_WORDS = frozenset(("grid", "layout", "page"))
"""With these a name describes the page's columns (`sidebar-grid`), not a box."""
STATE_ENDINGS = frozenset("enabled disabled handle active open closed visible ready loaded processed".split())
"""Last words that do: `modal-enabled`, `overlay-handle`."""

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


@lru_cache(maxsize=16384)
def words_of(name: str) -> tuple[str, ...]:
    """Split one class or id into its words, lower case.

    >>> words_of("tdPost-content_2")
    ('td', 'post', 'content')
    """
    return tuple(word.lower() for word in _WORD.findall(name))


@lru_cache(maxsize=16384)
def hint_of(names: str, ident: str = "") -> Hint:
    """What the classes and the id of an element suggest.

    >>> hint_of("col-md-8 articleBody").name, hint_of("box related-news").name, hint_of("page has-sidebar").name
    ('BODY', 'FURNITURE', 'NONE')
    """
    found = Hint.NONE
    for name in (*names.split()[:40], ident) if ident else names.split()[:40]:
        hint = _hint_of_name(name)
        if hint is Hint.BODY:
            return hint
        if hint is not Hint.NONE and found in (Hint.NONE, Hint.META):
            found = hint
    return found


@lru_cache(maxsize=32768)
def _hint_of_name(name: str) -> Hint:
    words = words_of(name)
    if not words or (len(words) > 1 and (words[0] in STATE_WORDS or words[-1] in STATE_ENDINGS)):
        return Hint.NONE
    hints = {_HINTS[word] for word in words if word in _HINTS}
    pairs = [_PAIR_HINTS[pair] for pair in zip(words, words[1:], strict=False) if pair in _PAIR_HINTS]
    hints.update(pairs)
    if Hint.FURNITURE in hints and not LAYOUT_WORDS.isdisjoint(words):
        hints.discard(Hint.FURNITURE)
    if "".join(words) in BODY_WORDS:
        hints.add(Hint.BODY)
    return next((hint for hint in _RANK if hint in hints), Hint.NONE)


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
_PAIR_HINTS = {**dict.fromkeys(BODY_PAIRS, Hint.BODY), **dict.fromkeys(FURNITURE_PAIRS, Hint.FURNITURE)}


_DOCUMENT = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|7z|od[ts]|rtf)(?=$|[?#&/;,])|/documents/\d+/\d+/.|_layouts/.*download|/SiteCollectionDocuments/.",
    re.IGNORECASE,
)


def is_document(href: str) -> bool:
    """Whether an address is a document's, by file name or by the document folders of Liferay and SharePoint.

    >>> is_document("/documents/10/2/ke-hoach.pdf/ab?t=1"), is_document("/tin-tuc/ke-hoach.html")
    (True, False)
    """
    return _DOCUMENT.search(href) is not None


_LINK_LABELS = re.compile(
    r"(?:(?:please )?(?:read|see|watch|listen|learn|find out|view|check out|explore|discover|hear)\b.{0,12}\b(?:more|also|next|now|this|here)\b"
    r"|(?:also|more|must|further|recommended) (?:read|on|from|in|reading|stories|news|coverage|to read|like this)\b"
    r"|related\b|recommended\b|more:|watch:|listen:|read:|see:|click (?:here|to)|don.t miss|follow\b|sign up|subscribe|register|download (?:the|our)|join\b|get (?:the|our|more)"
    r"|you (?:may|might) (?:also )?(?:like|be)|editor.s note|in pictures|photos:|video:|gallery"
    r"|lesen sie|mehr (?:zum|zu|dazu|über)|lesetipp|auch interessant|passend dazu|siehe auch|zum thema|hier geht"
    r"|(?:à )?lire (?:aussi|également|plus)|à lire|sur le même sujet|voir aussi|pour aller plus loin|abonnez"
    r"|lea también|lee también|leer más|te puede interesar|ver más|más información|noticias? relacionada|suscr"
    r"|lei?a (?:também|mais|ainda)|veja (?:também|mais)|saiba mais|confira|leggi anche|leggi tutto|approfondi"
    r"|läs (?:mer|också|även)|les (?:også|mer)|læs (?:også|mere)|lees (?:ook|meer|verder)|lue (?:myös|lisää)|lesið"
    r"|czytaj (?:też|także|więcej|również)|zobacz (?:też|także|więcej)|čtěte (?:také|dále)|přečtěte|viz také"
    r"|ilginizi çekebilir|haberin devamı|читайте (?:также|ещё|еще)|смотрите также|по теме|подписывайтесь"
    r"|baca juga|simak|lihat juga|xem thêm|đọc thêm|tin liên quan|関連|あわせて|相关|相關|延伸|관련)",
    re.IGNORECASE,
)  # fmt: skip
_LABELS = re.compile(
    r"(?:advert(?:ise?ment)?|story continues below|article continues|continue reading|sponsored|anzeige|werbung|publicité|publicidad"
    r"|publicidade|pubblicità|annonse?|annonce|advertentie|reklam[ae]?|реклама|広告|quảng cáo|ad"
    r"|share(?: this)?(?: article| story| on \w+| via \w+)?|tweet|print|email|e-mail|comments?|(?:view|show|add|leave|post) (?:a )?comments?|\d+ comments?"
    r"|text size|font size|teilen|drucken|merken|partager|compartir|compartilhar|loading\W*|play video|watch video|close|open|caption"
    r"|(?:copyright\b|©|\(c\) ).{0,180}|all rights reserved.{0,120}|.{0,80}\ball rights reserved\W?"
    r"|back to (?:the )?top|top|skip .{0,60}|view image.{0,30}|view gallery.{0,30}|empfohlener redaktioneller inhalt|an dieser stelle .{0,120}extern.{0,200}|ich bin (?:damit )?einverstanden, dass mir .{0,200}"
    r"|(?:dazu |dabei |damit )?(?:können )?personenbezogene daten .{0,200}|this content is (?:provided|hosted) by .{0,200}|externe[rn]? inhalte? .{0,60}"
    r"|\d{1,2}:\d\d(?::\d\d)?|\W+)",
    re.IGNORECASE,
)  # fmt: skip
_CUTS = re.compile(
    r"(?:\d+ )?(?:comments?|kommentare?|commentaires?|comentarios|comentários|commenti|reacties|yorumlar|комментарии|bình luận.*|ý kiến bạn đọc.*)(?: \(\d+\))?\W*|отзывы|reviews?|(?:user |reader )comments?"
    r"|(?:leave a (?:comment|reply)|join the (?:conversation|discussion)|about the author|most (?:read|popular|viewed)|recommended|latest|trending|tags?|topics"
    r"|(?:more|related|other) (?:great |top |recent |latest )?(?:\w+ )?(?:stories|articles|news|posts|content|coverage|links|from|on)|related|you (?:may|might) (?:also )?(?:like|be)"
    r"|mehr zum thema|auch interessant|verwandte|das könnte|zur startseite|sur le même|à lire aussi|noticias relacionadas|leia também|veja também"
    r"|các tin (?:khác|đã đưa|liên quan|mới)|tin (?:liên quan|khác|mới|cùng)|bài viết (?:khác|liên quan)|những tin|other news)\b.*",
    re.IGNORECASE,
)  # fmt: skip


def is_label(text: str, *, linked: bool) -> bool:
    """Whether a short line is the template's: an advert mark, a share label, a pointer to another story.

    >>> is_label("Advertisement", linked=False), is_label("Related: Seven strange signs", linked=True)
    (True, True)
    >>> is_label("Related to this is a question of money.", linked=False)
    False
    """
    if not text:
        return False
    if _LABELS.fullmatch(text[:240]):
        return True
    return (linked or len(text) < 30) and _LINK_LABELS.match(text) is not None


def is_cut(text: str) -> bool:
    """Whether a heading opens what follows an article: comments, related stories.

    >>> is_cut("Related stories"), is_cut("Các tin khác"), is_cut("Related costs of the reform rise")
    (True, True, False)
    """
    return _CUTS.fullmatch(text) is not None


_TITLE_WORDS = frozenset("title headline heading tieude titulo titre titel subject headtitle newstitle".split())


@lru_cache(maxsize=16384)
def is_title_name(names: str) -> bool:
    """Whether a class or id calls its element a title.

    >>> is_title_name("asset-full-content-title"), is_title_name("title-tag"), is_title_name("show-asset-title left")
    (True, False, True)
    """
    return any(found and found[-1] in _TITLE_WORDS for found in map(words_of, names.split()))


_NOTES = re.compile(
    r"\b(?:follow (?:us|me|him|her|the|@|\w+ \w+ on)|subscribe|sign up|newsletters?\b|reach(?:ed)? (?:him|her|us|the|\w+ \w+|out)? ?at|contributed (?:to|reporting)"
    r"|write to|email (?:us|me|him|her)|e-mail:|contact (?:us|the)|click here|get in touch|have a (?:tip|story)|letters to the editor"
    r"|all rights reserved|may not be (?:published|reproduced)|we may (?:earn|receive)|affiliate|terms of (?:use|service)|like us on|support our)|(?<!\S)@\w{3,}",
    re.IGNORECASE,
)  # fmt: skip


def is_note(text: str) -> bool:
    """Whether a last line speaks to the reader or credits colleagues instead of telling the story.

    >>> is_note("Follow us on Facebook."), is_note("The minister followed the case closely.")
    (True, False)
    """
    return len(text) < 400 and _NOTES.search(text) is not None
