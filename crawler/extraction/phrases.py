"""The words furniture is written in: labels, pointers to other stories, headings after the end, notes to the reader.

Whole lines are judged, never words inside prose: "related", "share" and "xem thêm" occur in sentences too. Each list
names its languages; a phrase is a regular expression of bounded length, so that no line costs more than its length.
"""

import re


def _any(*phrases: str) -> str:
    return "(?:" + "|".join(phrases) + ")"


_POINTERS = _any(
    # English
    r"(?:please )?(?:read|see|watch|listen|learn|find out|view|check out|explore|discover|hear)\b.{0,12}\b(?:more"
    r"|also|next|now|this|here)\b",
    r"(?:also|more|must|further|recommended) (?:read|on|from|in|reading|stories|news|coverage|to read|like this)\b",
    r"(?:related|recommended|follow|join)\b",
    r"(?:more|watch|listen|read|see|photos|video):",
    r"click (?:here|to)|don.t miss|sign up|subscribe|register|download (?:the|our)|get (?:the|our|more)|in pictures"
    r"|gallery",
    r"you (?:may|might) (?:also )?(?:like|be)|editor.s note",
    r"(?:article )?tags?\b|filed under\b|từ khóa\b|thẻ:|etiquetas?\b|schlagw[oö]rte?r?\b|mots.cl[ée]s\b",
    # German
    r"lesen sie|mehr (?:zum|zu|dazu|über)|lesetipp|auch interessant|passend dazu|siehe auch|zum thema|hier geht",
    # French
    r"(?:à )?lire (?:aussi|également|plus)|à lire|sur le même sujet|voir aussi|pour aller plus loin|abonnez",
    # Spanish, Portuguese, Italian
    r"lea también|lee también|leer más|te puede interesar|ver más|más información|noticias? relacionada|suscr",
    r"lei?a (?:também|mais|ainda)|veja (?:também|mais)|saiba mais|confira|leggi anche|leggi tutto|approfondi",
    # Nordic, Dutch, Finnish, Icelandic
    r"läs (?:mer|också|även)|les (?:også|mer)|læs (?:også|mere)|lees (?:ook|meer|verder)|lue (?:myös|lisää)|lesið",
    # Polish, Czech, Turkish, Russian
    r"czytaj (?:też|także|więcej|również)|zobacz (?:też|także|więcej)|čtěte (?:také|dále)|přečtěte|viz také",
    r"ilginizi çekebilir|haberin devamı|читайте (?:также|ещё|еще)|смотрите также|по теме|подписывайтесь",
    # Indonesian, Vietnamese, Japanese, Chinese, Korean
    r"baca juga|simak|lihat juga|xem thêm|đọc thêm|tin liên quan|関連|あわせて|相关|相關|延伸|관련",
)
_LABELS = _any(
    r"advert(?:ise?ment)?|ad|sponsored|anzeige|werbung|publicité|publicidad|publicidade|pubblicità|annonse?|annonce"
    r"|advertentie",
    r"reklam[ae]?|реклама|広告|quảng cáo|iklan|story continues below|article continues|continue reading",
    r"share(?: this)?(?: article| story| on \w+| via \w+)?|tweet|print|email|e-mail|teilen|drucken|merken|partager"
    r"|compartir|compartilhar",
    r"comments?|(?:view|show|add|leave|post) (?:a )?comments?|\d+ (?:post )?comments?(?: \(\+\))?",
    r"sharing is caring\W*|\d+ ?shares?|filed under\W.{0,60}|tell us what you think\W*|report this ad",
    # when it was put up or changed, said under the last line
    r"(?:(?:first|last) )?(?:published|updated|posted|modified)\b(?: (?:on|at))?\W{1,3}(?:\w{1,10}[\s,./-]+){0,5}"
    r"(?:\d{4}|\d{1,2}:\d\d(?::\d\d)?)(?:[\s,|-]+(?:\d{1,2}:\d\d(?::\d\d)?|[ap]\.?m\.?|[a-z]{2,4}))*\W*",
    r"text size|font size|loading\W*|play video|watch video|close|open|caption|back to (?:the )?top|(?:page ?)?top",
    r"(?:copyright\b|©|\(c\) ).{0,180}|all rights reserved.{0,120}",
    r"skip .{0,60}|view (?:image|gallery).{0,30}|this content is (?:provided|hosted) by .{0,200}",
    # notices in place of embedded posts (German consent law)
    r"empfohlener redaktioneller inhalt|an dieser stelle .{0,120}extern.{0,200}|externe[rn]? inhalte? .{0,60}",
    r"ich bin (?:damit )?einverstanden, dass mir .{0,200}|(?:dazu |dabei "
    r"|damit )?(?:können )?personenbezogene daten .{0,200}",
    r"\d{1,2}:\d\d(?::\d\d)?|\W+",
)
_LABEL_OPENINGS = frozenset((
    "ad", "add", "adv", "all", "an ", "ann", "anz", "art", "bac", "cap", "clo", "com", "con", "cop", "dab",
    "dam", "daz", "dru", "e-m", "ema", "emp", "ext", "fil", "fir", "fon", "ich", "ikl", "kön", "las", "lea",
    "loa", "mer", "mod", "ope", "pag", "par", "per", "pla", "pos", "pri", "pub", "quả", "rek", "rep", "sha",
    "sho", "ski", "spo", "sto", "tei", "tel", "tex", "thi", "top", "twe", "upd", "vie", "wat", "wer", "рек",
    "広告",
))  # fmt: skip
"""The first three letters of those labels that begin with a letter."""
_CUTS = _any(
    r"(?:\d+ )?(?:comments?|kommentare?|commentaires?|comentarios|comentários|commenti|reacties|yorumlar"
    r"|комментарии)(?: \(\d+\))?\W*",
    r"отзывы|reviews?|(?:user|reader) comments?|(?:bình luận|ý kiến bạn đọc).{0,60}",
    _any(
        r"leave a (?:comment|reply)|join the (?:conversation|discussion)|about the author|most (?:read|popular|viewed)",
        r"recommended|latest|trending|tags?|topics|related|you (?:may|might) (?:also )?(?:like|be)",
        r"(?:more|related|other) (?:great |top |recent |latest )?(?:\w+ )?(?:stories|articles|news|posts|content"
        r"|coverage|links|from|on)",
        r"mehr zum thema|auch interessant|verwandte|das könnte|zur startseite|sur le même|à lire aussi",
        r"noticias relacionadas|leia também|veja também",
        r"các tin (?:khác|đã đưa|liên quan|mới)|tin (?:liên quan|khác|mới|cùng)|bài viết (?:khác|liên quan)"
        r"|những tin|other news",
    )
    + r"\b.{0,60}",
)
_NOTES = (
    r"\b"
    + _any(
        r"follow (?:us|me|him|her|the|@|\w+ \w+ on)\b|subscribe\b|sign up\b|newsletters?\b|support our\b|like us on\b",
        r"reach(?:ed)? (?:(?:him|her|us|the|\w+ \w+|out) )?at\b|contributed (?:to|reporting)\b|write to\b"
        r"|email (?:us|me|him|her)\b",
        r"contact (?:us|the)\b|click here\b|get in touch\b|have a (?:tip|story)\b|letters to the editor\b|e-mail:",
        r"all rights reserved\b|may not be (?:published|reproduced)\b|we may (?:earn|receive)\b|affiliate\b"
        r"|terms of (?:use|service)\b",
        r"subscriptions? (?:service|offer|plan)s?\b|use (?:the )?(?:promo |coupon |discount )?code\b",
        r"delivered (?:straight )?(?:to|through) your (?:inbox|door|letterbox)\b",
        r"comments? (?:are|is|will be|may be) (?:closed|moderated|reviewed|removed|subject)\b",
        r"coment[áa]rios? (?:com|ofensivos|serão|são|que)\b.{0,80}\b(?:aprovad|moderad|publicad|exclu|remov)",
        r"kommentare (?:werden|sind)\b",
    )
    + r"|(?<!\S)@\w{3,}"
)

_CONSENT = _any(
    # in place of embedded posts, until the reader agrees to them
    r"externe[rn]? inhalte? (?:nicht|konnte)\b|(?:deine|ihre) privatsphäre|an dieser stelle .{0,140}\bextern",
    r"(?:to (?:view|see|display) this (?:content|post|video)|this (?:content|post|video) (?:is not|isn.t|cannot))"
    r".{0,120}\b(?:cookies|consent|privacy)\b",
    r"(?:pour (?:voir|afficher) ce|ce) contenu.{0,120}\b(?:cookies|consent)|para ver este contenido.{0,120}\bcookies\b",
)

LONGEST_CONSENT = 700
"""Characters of such a notice."""
CONSENT_OPENING = 190
"""Characters in which it says what it is."""
_IS_CONSENT = re.compile(_CONSENT, re.IGNORECASE)
_IS_POINTER = re.compile(_POINTERS, re.IGNORECASE)
_IS_LABEL = re.compile(_LABELS, re.IGNORECASE)
_IS_CUT = re.compile(_CUTS, re.IGNORECASE)
# Two phrases that do not begin their line: each is sought where it may stand, not tried from every letter.
_ENDS_RESERVED = re.compile(r"\ball rights reserved\W?\Z", re.IGNORECASE)
_ONE_CLICK = re.compile(r"\bein klick für den datenschutz")
_HAS_NOTE = re.compile(
    _NOTES
)  # asked of lower case: where case is ignored, no phrase is passed by for its first letter


_IMPRINT = (
    "giấy phép", "bản quyền", "©", "®", "copyright", "all rights reserved", "chịu trách nhiệm", "ghi rõ nguồn",
    "cơ quan chủ quản", "cơ quan quản lý", "đơn vị chủ quản", "đơn vị quản lý", "ban biên tập", "thông tin điện tử",
    "trụ sở", "địa chỉ", "điện thoại", "fax", "hotline", "email", "thiết kế", "phát triển bởi", "powered by",
)  # fmt: skip
_PUBLISHER = _IMPRINT[:8]
LONGEST_IMPRINT = 1_500
"""Characters of a portal's imprint."""


def is_imprint(text: str) -> bool:
    """Whether a text is the portal speaking of itself: licence, publisher, address, telephone.

    >>> is_imprint("® Trang thông tin điện tử xã Mây. Giấy phép số: 7/GP. Chịu trách nhiệm: ông Lý. Điện thoại: 0200")
    True
    >>> is_imprint("Nộp hồ sơ tại trụ sở xã, địa chỉ: thôn Bến, điện thoại: 0200, fax: 0201, email: xa@may.example")
    False
    """
    if len(text) > LONGEST_IMPRINT:
        return False
    lowered = text.lower()
    said = sum(word in lowered for word in _IMPRINT)
    return said > 3 and any(word in lowered for word in _PUBLISHER)  # more than a notice has


def speaks_of_portal(line: str) -> bool:
    """Whether a line has any of the words an imprint is made of."""
    lowered = line.lower()
    return any(word in lowered for word in _IMPRINT)


def is_label(text: str, *, linked: bool) -> bool:
    """Whether a short line is the template's: an advert mark, a share label, a pointer to another story.

    >>> is_label("Advertisement", linked=False), is_label("Related: Seven strange signs", linked=True)
    (True, True)
    >>> is_label("The river board. All Rights Reserved.", linked=False)
    True
    >>> is_label("Related to this is a question of money.", linked=False)
    False
    """
    if not text:
        return False
    if len(text) < 260 and _opens_label(text) and _IS_LABEL.fullmatch(text):
        return True
    if len(text) <= 100 and "reserved" in text[-9:].lower() and _ENDS_RESERVED.search(text):
        return True
    return (linked or len(text) < 30) and _IS_POINTER.match(text) is not None


def _opens_label(text: str) -> bool:
    """Whether a text begins as some label does: nearly no line of prose, which is spared the expression."""
    return not text[0].isalpha() or text[:3].lower() in _LABEL_OPENINGS


def is_consent(text: str) -> bool:
    """Whether a line stands where an embedded post would, for a reader who has not agreed to it.

    >>> is_consent("Externer Inhalt nicht verfügbar. Deine Einstellungen verhindern das Laden.")
    True
    """
    if len(text) >= LONGEST_CONSENT:
        return False
    if _IS_CONSENT.match(text):
        return True
    if "ü" not in text and "Ü" not in text:
        return False
    return _ONE_CLICK.search(text[:CONSENT_OPENING].lower()) is not None


def is_shouted_label(text: str) -> bool:
    """Whether the words before a link are a label in capitals, in whatever language: "READ ALSO: ...".

    >>> is_shouted_label("SOMA NA HIYO:"), is_shouted_label("UBND")
    (True, False)
    """
    return text.isupper() and 1 < len(text.split()) < 6


def is_cut(text: str) -> bool:
    """Whether a heading opens what follows an article: comments, related stories.

    >>> is_cut("Related stories"), is_cut("Các tin khác"), is_cut("Related costs of the reform rise")
    (True, True, True)
    >>> is_cut("Các xã khác cũng họp")
    False
    """
    return _IS_CUT.fullmatch(text) is not None


def is_note(text: str) -> bool:
    """Whether a last line speaks to the reader or credits colleagues instead of telling the story.

    >>> is_note("Follow us on Facebook."), is_note("The minister followed the case closely.")
    (True, False)
    """
    return len(text) < 400 and _HAS_NOTE.search(text.lower()) is not None
