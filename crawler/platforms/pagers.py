"""How section pages point to their next pages, and what they say of the whole list, whatever the CMS."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from crawler.platforms.links import reads_like_title

# Liferay `_101_cur=3`, NukeViet `page-3`, WordPress `page/3`, mic.gov.vn `PhanTrang/1753/10/3`, VHV and Drupal
# `?page=3`, Joomla `start=20`, provincial papers `trang-3`, DotNetNuke `/pgr/3` and `pageindex=3`.
_PAGE_ADDRESS = re.compile(
    r"""[?&](?:\w*_cur|page|paged|pageid|page_?number|page_?index|page_?no|trang|currentpage|start|limitstart|pgr)=\d+
      | /(?:page|trang|pgr|p)[-/]\d{1,5}(?!\d) | [-/]trang-?\d{1,5}(?!\d) | /phantrang/[^?]*\d+""",
    re.IGNORECASE | re.VERBOSE,
)
_NAMES_A_PAGE = re.compile(
    r"\b(?:trang|page)[\s:.#]{0,3}(?:\d|sau|tiếp|trước|đầu|cuối|next|prev|last|first)", re.IGNORECASE
)
_NUMBER = re.compile(r"\d+")


def is_next_page(url: str, words: str = "") -> bool:
    """Say whether an address is a further page of a list: by its shape, unless its link's words are a title.

    Articles may be numbers in a folder of that name (`/tin/page/10.html`); a pager's links say "2", "Cuối", "Trang 2".

    >>> is_next_page("https://so.example/tin-tuc?p_p_id=101&_101_cur=3")
    True
    >>> is_next_page("https://so.example/tin-tuc-su-kien/page/2/")
    True
    >>> is_next_page("https://so.example/tin-tuc/ke-hoach-trang-bi-may-tinh-20.html")
    False
    >>> is_next_page("https://so.example/page/10.html", "Sở Mẫu họp giao ban tháng ba năm nay")
    False
    """
    if page_number_at(url)[1] is None:
        return False
    return not reads_like_title(words) or bool(_NAMES_A_PAGE.search(words))


@lru_cache(maxsize=8192)  # menus repeat on every page of a list
def page_number_at(url: str) -> tuple[str, int | None]:
    """Return the address with the number of its page masked, which is the same for all pages of a list, and the number.

    >>> page_number_at("https://so.example/tin?nam=2020&page=7&lang=vi")
    ('https://so.example/tin?nam=2020&page={page}&lang=vi', 7)
    >>> page_number_at("https://so.example/tin")
    ('https://so.example/tin', None)
    """
    found = _PAGE_ADDRESS.search(url)
    numbers = list(_NUMBER.finditer(url, found.start(), found.end())) if found else []
    if not numbers:
        return url, None
    last = numbers[-1]
    return f"{url[: last.start()]}{{page}}{url[last.end() :]}", int(last.group()[:9])


def page_number(url: str) -> int:
    """Return the number in the paging part of an address, 1 when there is none.

    >>> page_number("https://so.example/tin?page=7"), page_number("https://so.example/tin")
    (7, 1)
    """
    return page_number_at(url)[1] or 1


class Stated(NamedTuple):
    """What a pager says of its whole list; None where it says nothing."""

    articles: int | None = None
    pages: int | None = None


_COUNT: Final = r"(\d{1,3}(?:[.,]\d{3})+|\d{1,7})"
_NOUN: Final = r"(?:bản ghi|kết quả|bài viết|tin bài|tin tức|tin|bài|mục|results?|records?|items?|entries)"
_SAID_ARTICLES: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        # "Hiển thị 1 - 20 của 345", "Kết quả 1-10 trong tổng số 345", "Showing 1 to 20 of 345"
        rf"\b\d+ ?(?:-|–|đến|to) ?\d+ (?:của|trong|trên|of)(?: tổng)?(?: số)? {_COUNT}\b",
        # "Tổng số: 345 bản ghi", "Tổng cộng 345 tin"; without its noun it may count visitors
        rf"\btổng (?:số|cộng) ?:? ?{_COUNT} {_NOUN}\b",
        rf"\btổng số {_NOUN} ?: ?{_COUNT}\b",
    )
)
# "Trang 1 / 12", "Trang 1 trên 12", "Page 1 of 12"; "trang 1/12/2019" is a day
_SAID_PAGES: Final = re.compile(rf"\b(?:trang|page) \d+ ?(?:/|của|trên|of) ?{_COUNT}\b(?! ?[/.-] ?\d)", re.IGNORECASE)
_POSTED_PAGE: Final = re.compile(r"__doPostBack\([^)]{1,120}?Page\$(\d{1,6})")
"""ASP.NET's pager, which no link leads through."""


def stated(text: str, markup: str = "") -> Stated:
    """Return what a list's first page says of how long the list is.

    Args:
        text: The page's text, white space folded.
        markup: Its markup, for pagers that are scripts.

    >>> stated("Hiển thị 1 - 20 của 1.345 kết quả"), stated("Trang 1 / 12 Cuối")
    (Stated(articles=1345, pages=None), Stated(articles=None, pages=12))
    >>> stated("Tổng số lượt truy cập: 123.456 Họp ngày 1/12/2019 Trang 1/12/2019")
    Stated(articles=None, pages=None)
    """
    articles = next((found for form in _SAID_ARTICLES if (found := form.search(text))), None)
    pages = _SAID_PAGES.search(text)
    posted = max(map(int, _POSTED_PAGE.findall(markup)), default=None)
    return Stated(_number(articles[1]) if articles else None, _number(pages[1]) if pages else posted)


def _number(words: str) -> int:
    return int(words.replace(".", "").replace(",", ""))
