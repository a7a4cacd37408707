"""How section pages point to their next pages, whatever the CMS."""

import re

# Liferay `_101_cur=3`, NukeViet `page-3`, WordPress `page/3`, mic.gov.vn `PhanTrang/1753/10/3`, VHV and Drupal
# `?page=3`, Joomla `start=20`, provincial papers `trang-3`, DotNetNuke `/pgr/3` and `pageindex=3`.
_PAGE_ADDRESS = re.compile(
    r"""[?&](?:\w*_cur|page|paged|pageid|page_?number|page_?index|page_?no|trang|currentpage|start|limitstart|pgr)=\d+
      | /(?:page|trang|pgr|p)[-/]\d+ | [-/]trang-?\d+ | /phantrang/[^?]*\d+""",
    re.IGNORECASE | re.VERBOSE,
)
_NUMBER = re.compile(r"\d+")


def is_next_page(url: str) -> bool:
    """Say whether an address is a further page of a list by its shape.

    >>> is_next_page("https://so.example/tin-tuc?p_p_id=101&_101_cur=3")
    True
    >>> is_next_page("https://so.example/tin-tuc-su-kien/page/2/")
    True
    >>> is_next_page("https://so.example/tin-tuc/ke-hoach-trang-bi-may-tinh-20.html")
    False
    """
    return bool(_PAGE_ADDRESS.search(url))


def page_number(url: str) -> int:
    """Return the number in the paging part of an address, 1 when there is none.

    >>> page_number("https://so.example/tin?page=7"), page_number("https://so.example/tin")
    (7, 1)
    """
    found = _PAGE_ADDRESS.search(url)
    numbers = _NUMBER.findall(found.group()) if found else []
    return int(numbers[-1][:9]) if numbers else 1
