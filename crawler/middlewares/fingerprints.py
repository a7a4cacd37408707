"""Pages that stand where an article should be: captcha, login wall, firewall, maintenance, squatters, "not found"
with 200.

Pure: bytes in, a kind or None out. An ordinary page is let go after a look at its size and title (some microseconds);
only small pages, pages with a telling title and refusals by status are read further. Everything is compared without
tone marks and in lower case, as these pages are often written so.
"""

import re
from html import unescape
from typing import Final
from unicodedata import normalize

from crawler.middlewares.block_phrases import ENFORCEMENT, GAMBLING, LURES, PHRASES

_SMALL: Final = 12_000
"""Bytes. Block pages are one screen; pages of portals begin at about twice that with their menus."""
_TINY_TEXT: Final = 1_200
"""Visible characters under which a phrase is enough; an article with its portal around it has more."""
_BARE_TEXT: Final = 160
"""Visible characters of a sentence or two; a portal's menu alone has more."""
_MATTER: Final = re.compile(
    rb"<(?:a|img|iframe|embed|object|video|audio)\b|\.(?:pdf|docx?|xlsx?|zip|rar)\b", re.IGNORECASE
)
_SHORT_TEXT: Final = 6_000
"""Visible characters under which a telling title is enough."""
_FEW_LINKS: Final = 7
"""Links of a page that stands in the way; a portal's shortest list has its menu around it."""
_READ: Final = 1 << 18
_TITLE_WITHIN: Final = 20_000

_TITLES: Final = re.compile(
    r"just a moment|attention required|checking your browser|ddos|captcha|request rejected|access denied|forbidden|"
    r"^(?:dang nhap|log ?in|sign ?in)\b|[-|:] ?(?:dang nhap|log ?in|sign ?in)$|"
    r"\b404\b|\b403\b|\b50[0234]\b|not found|khong t(?:im thay|on tai)|^(?:loi|error)\b|runtime error|server error|"
    r"nha cai|ca cuoc|casino|no hu|tai xiu|soi keo|game bai|jackpot|bet\d|slot gacor|judi|togel|situs slot|maxwin"
)
_TITLES_OF_SMALL: Final = re.compile(
    r"robot|human|blocked|tu choi|bi chan|firewall|bao tri|dang nang cap|tam ngung|maintenance|unavailable|"
    r"construction|coming soon|for sale|parked|suspended|expired|het han|default page|welcome to nginx|index of|"
    r"ban ca|slot|bet\b|club"
)
"""Words that reports have in their titles too: they count on pages of middling size only."""
_WIDGETS: Final = (b"g-recaptcha", b"h-captcha", b"cf-turnstile", b"data-sitekey", b"recaptcha/api.js", b"hcaptcha.com")
_CHALLENGE_MARKS: Final = (b"cf-chl", b"_cf_chl_opt", b"cf-browser-verification", b"_Incapsula_Resource", b"ddos-guard")
# An unclosed comment or tag runs to the end, so that each byte is looked at once.
_DROPPED: Final = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|noscript|svg|template)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE
)
_TAG: Final = re.compile(r"<[^>]*(?:>|\Z)")
_SURE_BY_TITLE: Final = frozenset({"challenge", "soft_404", "error_page"})
"""Kinds whose title nobody gives to a report; "maintenance" is also what roads get."""
_DATE: Final = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d\b|\bngay \d{1,2} thang \d{1,2}")
_LOGIN: Final = re.compile(r"dang nhap|log ?in|sign ?in")
_PASSWORD: Final = re.compile(rb"<input\b[^<>]{0,300}\btype\s*=\s*[\"']?password\b", re.IGNORECASE)
_MOVES_BY_SCRIPT: Final = re.compile(
    rb"location(?:\.href)?\s*=|location\.(?:replace|assign|reload)\s*\(", re.IGNORECASE
)


def folded(text: str) -> str:
    """Lower case, without tone marks, spaces made one: for comparing only.

    >>> folded("Yêu cầu  của bạn ĐÃ bị từ chối")
    'yeu cau cua ban da bi tu choi'
    """
    plain = normalize("NFD", text.replace("đ", "d").replace("Đ", "D")).encode("ascii", "ignore").decode("ascii")
    return " ".join(plain.lower().split())


def page_title(body: bytes) -> str:
    r"""The folded words of `<title>`, if it opens within the first 20,000 bytes; else the empty text.

    >>> page_title(b"<html><head><title>\xc4\x90\xc4\x83ng nh&#7853;p</title>")
    'dang nhap'
    """
    start = body.find(b"<title", 0, _TITLE_WITHIN)
    if start < 0:
        start = body.find(b"<TITLE", 0, _TITLE_WITHIN)
        if start < 0:
            return ""
    start = body.find(b">", start, start + 300) + 1
    text = body[start : body.find(b"<", start, start + 1000)].decode("utf-8", "replace")
    return folded(unescape(text) if "&" in text else text)


def text_runs(body: bytes) -> list[str]:
    """The folded words a reader would see, tag by tag (of the first 256 KiB, read as UTF-8).

    >>> text_runs("<style>p{}</style><p>Hệ thống <b>đang</b> bảo&nbsp;trì</p>".encode())
    ['he thong', 'dang', 'bao tri']
    """
    runs = (folded(run) for run in visible_text(body).split("\x00"))
    return [run for run in runs if run]


def visible_text(body: bytes) -> str:
    """The words a reader would see, as written; tags as NUL."""
    text = _TAG.sub("\x00", _DROPPED.sub(" ", body[:_READ].decode("utf-8", "replace")))
    return unescape(text).replace("\xa0", " ")


def looks_written(runs: list[str]) -> bool:
    """Whether someone wrote this for readers: a date, and at least two passages, of 300 letters together."""
    passages = [len(run) for run in runs if len(run) >= 80]
    return len(passages) >= 2 and sum(passages) >= 300 and any(_DATE.search(run) for run in runs)


def says_next_to_nothing(body: bytes, runs: list[str]) -> bool:
    """Whether a page is a bare sentence without a day, a link or a picture: whatever it says, no article.

    >>> [says_next_to_nothing(body, text_runs(body)) for body in (b"<p>Use another browser</p>", b"<img>Tin")]
    [True, False]
    """
    length = sum(map(len, runs))
    return length <= _BARE_TEXT and not any(_DATE.search(run) for run in runs) and not _MATTER.search(body)


def block_kind(body: bytes, status: int = 200) -> str | None:
    """What kind of page stands in the place of an article, or None for all that may be a page of the portal.

    Kinds: captcha, login, waf, challenge, maintenance, moved, defaced, gambling, parking, default_page, error_page,
    soft_404, needs_browser (a script moves on and nothing else is there).

    >>> block_kind("<title>Xin chờ</title><p>Vui lòng nhập mã xác nhận để tiếp tục</p>".encode())
    'captcha'
    >>> report = "<p>Sáng nay, nhà thầu cho biết hệ thống đang bảo trì đường bộ. </p>" * 400
    >>> block_kind(f"<title>Hội nghị - Sở Mẫu</title>{report}".encode())
    """
    title = page_title(body)
    is_telling = bool(_TITLES.search(title) or (len(body) <= 3 * _SMALL and _TITLES_OF_SMALL.search(title)))
    if status == 200 and not is_telling and _is_ordinary(body, title):
        return None
    if any(mark in body for mark in _CHALLENGE_MARKS) and len(body) < 5 * _SMALL:
        return "challenge"
    runs = text_runs(body)
    text = " ".join(runs)
    if len(text) < 40 and len(body) < _SMALL and _MOVES_BY_SCRIPT.search(body):
        return "needs_browser"
    return _by_words(body, title, runs, is_telling=is_telling) or _gambling(title, text)


def _is_ordinary(body: bytes, title: str) -> bool:
    """Whether size and title say that this is no block page; a form in a page of middling size says read on."""
    if len(body) <= _SMALL or (not title and len(body) <= 5 * _SMALL):
        return False
    return len(body) > 2 * _SMALL or (b"sitekey" not in body and b"password" not in body)


def _by_words(body: bytes, title: str, runs: list[str], *, is_telling: bool) -> str | None:
    text = " ".join(runs)
    if len(text) > (_SHORT_TEXT if is_telling else _TINY_TEXT):
        return None
    is_written = looks_written(runs)
    stands_alone = body.count(b"<a ") <= _FEW_LINKS
    is_tiny = len(text) <= _TINY_TEXT and not is_written and stands_alone
    if _PASSWORD.search(body) and (is_tiny or _LOGIN.search(title)):
        return "login"
    if is_tiny and any(widget in body for widget in _WIDGETS):
        return "captcha"
    where = text if is_tiny else title
    kinds = (kind for kind, phrases in PHRASES.items() if any(phrase in where for phrase in phrases))
    return next((kind for kind in kinds if (stands_alone and not is_written) or kind in _SURE_BY_TITLE), None)


def _gambling(title: str, text: str) -> str | None:
    """A squatter sells in every line; a portal that writes of gambling writes of those who were caught."""
    if not any(word in title for word in GAMBLING) and not re.search(r"\w{2,}bet\d*\b|\bbet\d+|club", title):
        return None
    terms = sum(word in text for word in GAMBLING)
    lures = sum(word in text for word in LURES)
    return "gambling" if terms >= 3 and lures >= 2 and not any(word in text for word in ENFORCEMENT) else None
