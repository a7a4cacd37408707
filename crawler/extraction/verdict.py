"""Whether a page holds an article at all, and what it is when it does not.

The rules doubt only pages whose body is missing or slight: a long body under a title is an article wherever it
stands. A page that calls itself an article in its metadata needs no more than a body.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.documents import is_document
from crawler.extraction.blocks import Block
from crawler.extraction.body import is_story
from crawler.extraction.document import Document
from crawler.extraction.errors import NotAnArticle
from crawler.extraction.structured import Structured, types_of
from crawler.extraction.text import key
from crawler.extraction.vocabulary import Hint

SLIGHT = 300
"""Characters of body below which a page may be a list of stories or a form."""
MODEST = 800
"""Characters an error page or a robot check may say about itself."""
_DOCUMENTS = (".pdf", ".doc", ".docx", ".xls", ".xlsx", ".zip", ".rar")
FEW = 3
"""Linked headings that make a list."""

_ERROR = re.compile(
    r"(?:(?:error|lỗi|http|status)\W*){0,3}(?:40[0134]|410|50[0234])\b(?!\s+(?!not|page|error|forbidden|unauthorized|trang"
    r"|lỗi)\w)|(?:the )?(?:requested )?(?:page |file |resource |article |document |url )?(?:was |is "
    r"|could )?not (?:be )?found\b"
    r"|(?:trang|bài viết|nội dung|đường dẫn|không tìm thấy).{0,40}(?:không (?:tồn tại|tìm thấy|còn)"
    r"|không được tìm thấy|trang)\b"
    r"|tài nguyên (?:này )?không (?:được )?(?:tìm thấy|tồn tại)|không tìm thấy|server error"
    r"|internal error|service (?:temporarily )?unavailable|(?:có )?lỗi (?:hệ thống|máy chủ"
    r"|truy cập|xảy ra)|bad gateway"
    r"|runtime error|seite nicht gefunden|page (?:introuvable|non trouvée)|página no encontrada",
    re.IGNORECASE,
)  # fmt: skip
_BLOCKED = re.compile(
    r"just a moment|attention required|access (?:to this page )?(?:has been )?denied|forbidden|request (?:blocked"
    r"|rejected|unsuccessful)"
    r"|web application firewall|security check|you have been blocked|truy cập bị (?:từ chối|chặn)"
    r"|checking your browser",
    re.IGNORECASE,
)  # fmt: skip
_PAGE = (
    r"(?:trang(?: này| web)?|bài viết|tin bài|bài tin|bản tin|nội dung|đường dẫn|liên kết|đường link|url|bản ghi"
    r"|chuyên mục)"
)
_ABSENT = re.compile(
    rf"(?:^|[.!?\n]\s*)(?:(?:xin lỗi|rất tiếc|thông báo|lỗi)\W*)*(?:chúng tôi )?(?:"
    rf"(?:không|chưa)(?: thể)? (?:tìm thấy|tìm được|tồn tại)(?: bất kỳ)?(?: dữ liệu| kết quả|(?: \w+)? {_PAGE})\b"
    rf"|(?:không|chưa) có(?: bất kỳ)? (?:dữ liệu|kết quả|{_PAGE})(?: nào| này| phù hợp| (?:để )?hiển thị)*"
    rf"\s*(?:[.!?\n]|$)"
    rf"|{_PAGE}(?: \w+){{0,8}}? (?:(?:không|chưa)(?: còn)? tồn tại|không (?:được )?tìm thấy|không còn(?: nữa|\W|$)"
    r"|(?:đã|vừa|hiện)(?: bị| được)? (?:xóa|xoá|gỡ|gỡ bỏ|ẩn)\b))"
)
"""A sentence of the template about its own page, in lower case."""
_FOR_MEMBERS = re.compile(
    r"(?:bạn|quý vị|vui lòng|hãy)(?: \w+){0,3} đăng nhập (?:để|trước|mới|vào)|không có quyền (?:truy cập|xem)"
    r"|(?:please|you must) (?:log|sign) ?in\b"
)
_NOTHING_LISTED = re.compile(
    r"(?:hiện (?:tại |nay )?)?(?:không|chưa)(?: có| tìm thấy)?(?: bất kỳ| một)?"
    r" (?:văn bản|bài viết|tin(?: tức| bài)?|dữ liệu|kết quả|bản ghi|mục(?: tin)?|tài liệu|thủ tục|sự kiện)(?: nào)?"
    r"(?: (?:được )?(?:tìm thấy|hiển thị|cập nhật|phù hợp))?\W*"
    r"|(?:there (?:are|is|were) )?no[ -](?:\w+ )?"
    r"(?:records?|results?|items?|articles?|posts?|documents?|data|events?|entries)"
    r"(?:[ -](?:were[ -]|was[ -])?(?:found|available|to (?:display|show)))?\W*"
)
"""All that a list of nothing says, in lower case."""
MESSAGE = 260
"""Characters such a sentence is said in, with an apology and an advice around it."""
_ROBOT = re.compile(
    r"captcha|are you (?:a )?(?:human|robot)|not a robot|verify (?:that )?you are (?:a )?human|mã xác nhận|mã bảo mật",
    re.IGNORECASE,
)
_LOGIN = re.compile(r"(?:đăng nhập|log ?in|sign ?in|anmelden|connexion|iniciar sesión)\b", re.IGNORECASE)
_PASSWORD = re.compile(rb"<input\b[^>]{0,400}\btype\s*=\s*[\"']?password\b", re.IGNORECASE)
"""Sought in the markup: the form itself may have been taken out of the tree as furniture."""
_GOODS = frozenset({"product", "product.item"})
_HOME_PATHS = re.compile(
    r"(?:/[\w-]+){0,3}/(?:trang-?chu|home-?page)(?:\.\w{2,5})?/?|/?(?:(?:index|default|home|trang-chu|trangchu|main)(?:\.\w{2,5})?)?/?(?:(?:vi|en)(?:\.html?)?|web/guest/?\w*)?/?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """What the reading found, as far as the verdict asks."""

    title: str
    text: str
    """Opening of the body's words."""
    chars: int
    """Characters of the body and the lead; from `MODEST` on, more or fewer tell nothing."""
    attached: bool = False
    """Whether documents stand under the body."""
    body: Block | None = None
    """The block chosen as the body."""
    listing: bool = False
    """Whether another page's headline stands where an article's words would (`cards.lists_others`)."""
    headlines: int = 0
    """Headlines on the page that lead to others, counted where there is little else (`weighs_headlines`)."""

    @property
    def matter(self) -> bool:
        """Whether the body holds a picture or a document."""
        return self.attached or (self.body is not None and _holds_matter(self.body.element))


def _holds_matter(element: HtmlElement) -> bool:
    if next(element.iter("img", "iframe", "embed", "object"), None) is not None:
        return True
    return any(is_document(link.get("href") or "") for link in element.iter("a"))


def weighs_headlines(document: Document) -> bool:
    """Whether the verdict on a page with few words asks for its headlines: a home page's, those beside a login form."""
    return _is_home(document.url) or _asks_password(document)


def _asks_password(document: Document) -> bool:
    return _PASSWORD.search(document.markup) is not None


def judge(document: Document, said: Structured, blocks: Sequence[Block], found: Found) -> None:
    """Raise NotAnArticle when a page with this body is no article.

    Reasons: `blocked`, `captcha`, `error_page`, `login_wall`, `product`, `home_page`, `section_page`, `empty`.
    """
    url, root = document.url, document.root
    claimed = _claims_article(said)
    if not claimed and _offers_goods(said):
        raise NotAnArticle("product", f"calls itself goods on offer: {said.title[:100]}")
    if found.chars >= (SLIGHT if claimed else MODEST) and not _is_home(url):
        return
    heading = f"{said.title} | {found.title}"
    if found.chars < MODEST and not (claimed and found.chars >= SLIGHT):
        _refuse_walls(heading, found)
        if not _is_home(url):
            _refuse_logins(document, said, found)
    if claimed and (found.chars or found.matter):
        return
    if found.chars < SLIGHT or _is_home(url):
        _refuse_lists(url, blocks, found)
    named = (
        found.text
        and not found.matter
        and key(found.text) in (key(found.title), key(said.title)[: len(key(found.text))])
    )
    if named and sum(map(is_story, blocks)) >= FEW:
        raise NotAnArticle("section_page", "nothing but its name and links to stories")
    if found.listing and found.chars < MODEST and (found.chars or not _links_document(root)):
        raise NotAnArticle("section_page", "a headline that leads elsewhere stands over what little there is")
    body = found.body
    if body is not None and found.chars < MODEST and (_is_list(blocks, body, found) or _is_one_of_many(blocks, body)):
        raise NotAnArticle("section_page", "the longest text is one of several summaries")
    if not found.chars and not found.matter and not _links_document(root):
        raise NotAnArticle("empty", "no prose, picture or document under a title")


def refuse_messages(text: str, *, matter: bool) -> None:
    """Raise NotAnArticle when the words under a title are the template's own: "this page does not exist", "log in",
    "nothing found".

    Args:
        text: All that was read under the title.
        matter: Whether there is a picture or a document too; then it is a notice, whatever it says.

    >>> refuse_messages("Bài viết không tồn tại hoặc đã bị xóa.", matter=False)
    Traceback (most recent call last):
    crawler.extraction.errors.NotAnArticle: error_page: Bài viết không tồn tại hoặc đã bị xóa.
    >>> refuse_messages("Giấy phép này không còn giá trị kể từ ngày 01/3.", matter=False)
    """
    if matter or not 0 < len(text) <= MESSAGE:
        return
    lowered = text.lower()
    if _ABSENT.search(lowered):
        raise NotAnArticle("error_page", text[:120])
    if _FOR_MEMBERS.search(lowered):
        raise NotAnArticle("login_wall", text[:120])
    if all(map(_NOTHING_LISTED.fullmatch, filter(None, lowered.split("\n")))):
        raise NotAnArticle("section_page", f"a list of nothing: {text[:120]}")


def _links_document(root: HtmlElement) -> bool:
    """Whether the page leads to a document: a notice may be its title and a link nobody boxed."""
    return any((anchor.get("href") or "").lower().endswith(_DOCUMENTS) for anchor in root.iter("a"))


def _refuse_walls(heading: str, found: Found) -> None:
    if _BLOCKED.search(heading):
        raise NotAnArticle("blocked", heading[:120])
    if _ROBOT.search(heading) or (found.chars < SLIGHT and _ROBOT.search(found.text)):
        raise NotAnArticle("captcha", heading[:120])
    if _ERROR.match(found.title) or _ERROR.match(heading) or (found.chars < SLIGHT and _ERROR.match(found.text)):
        raise NotAnArticle("error_page", heading[:120])


def _refuse_logins(document: Document, said: Structured, found: Found) -> None:
    """Refuse a page that is a form for a password; a list or a notice may have one beside it."""
    if found.chars >= SLIGHT or found.listing or not _asks_password(document):
        return
    heading = f"{said.title} | {found.title}"
    named = any(_LOGIN.match(words.strip()) for words in (said.title, found.title, found.text))
    if not named and (found.chars or found.matter or _links_document(document.root)):
        return
    if not found.headlines or _LOGIN.match(said.title.strip()):
        raise NotAnArticle("login_wall", heading[:120])
    raise NotAnArticle("section_page", f"a form for a password beside headlines: {heading[:100]}")


def _refuse_lists(url: str, blocks: Sequence[Block], found: Found) -> None:
    stories = sum(map(is_story, blocks))
    if _is_home(url) and found.chars < SLIGHT and found.headlines >= FEW:
        raise NotAnArticle("home_page", f"headlines and no article at {url}")
    if _is_home(url) and (stories >= FEW or not found.chars):
        raise NotAnArticle("home_page", f"{stories} linked headings at {url}")
    links = sum(block.linked > 0 for block in blocks)
    if not found.chars and not found.matter and (stories >= FEW or links > 10):
        raise NotAnArticle("section_page", f"{stories} linked headings, {links} blocks of links, no body")
    if found.chars < SLIGHT and found.body is not None and _dated_stories(blocks[: found.body.index]) >= FEW:
        raise NotAnArticle("section_page", "what little there is stands after a list of dated stories")


def _dated_stories(blocks: Sequence[Block]) -> int:
    """Linked headings with a date under each: what a section page is made of."""
    return sum(
        is_story(block) and any(near.hint == Hint.META for near in blocks[block.index + 1 : block.index + 4])
        for block in blocks
    )


def _is_list(blocks: Sequence[Block], body: Block, found: Found) -> bool:
    """Whether what was found is what was left of a list of stories with their summaries."""
    inside = blocks[body.index : body.last + 1]
    prose = sum(block.own - block.linked for block in inside)
    return prose > 2 * found.chars and sum(map(is_story, inside)) > FEW


def _is_one_of_many(blocks: Sequence[Block], body: Block) -> bool:
    """Whether the body is a list's item: boxes of its kind beside it lead to other stories."""
    box: Block | None = body
    for _ in range(6):
        if box is None or box.parent is None:
            return False
        alike = sum(
            other.parent is box.parent and other.tag == box.tag and other.names == box.names and _leads(blocks, other)
            for other in blocks
            if other is not box
        )
        if alike >= 2 and _leads(blocks, box):
            return True
        box = box.parent
    return False


def _leads(blocks: Sequence[Block], box: Block) -> bool:
    return any(is_story(block) for block in blocks[box.index : box.last + 1])


def _claims_article(said: Structured) -> bool:
    return (
        bool(said.article) or said.first("og:type").lower() == "article" or bool(said.first("article:published_time"))
    )


def _offers_goods(said: Structured) -> bool:
    """Whether a page is one of a shop, as those are that stand on names sold on: it says so to machines."""
    if said.first("og:type").lower().removeprefix("og:") in _GOODS:
        return True
    return any("product" in types_of(node) and node.get("offers") for node in said.nodes)


def _is_home(url: str) -> bool:
    if not url:
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return not parts.query and _HOME_PATHS.fullmatch(parts.path) is not None
