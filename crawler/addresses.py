"""Where an address leads from the page it stands on."""

import re
from urllib.parse import urljoin

_CLIMB = re.compile(r"((?:\.\./)+)([\w%+-][\w.%+-]*(?:/[\w%+-][\w.%+-]*)*+(?:\?[\w=&%.+-]+)?)", re.ASCII)
_FOLDERS = re.compile(r"(https?://[\w.:-]+)/((?:[\w-]+/)*+)[^/?#]*(?:[?#].*)?", re.ASCII)
"""A path that first climbs some folders, and the folders a page lies in: plain ones, as saved portals write them."""
_WEB = ("http://", "https://")


def absolute(href: str, base: str | None) -> str:
    """Resolve an address against the page's; one that cannot be resolved stays as it is written.

    >>> absolute("../kh.pdf", "https://so.example/tin/bai.html"), absolute("/a.jpg", "https://so.example/tin/bai.html")
    ('https://so.example/kh.pdf', 'https://so.example/a.jpg')
    >>> absolute("http://[hong", "https://so.example/"), absolute("/a.jpg", None)
    ('http://[hong', '/a.jpg')
    """
    if "/." not in href and href.isprintable():  # nearly all: whole, or from the host's root
        if href.startswith(_WEB):
            return href
        if base and href.startswith("/") and not href.startswith(("//", "/\\")) and base.startswith(_WEB):
            return "/".join(base.split("/", 3)[:3]) + href
    climb = _CLIMB.fullmatch(href)
    if climb is not None and (above := _FOLDERS.fullmatch(base or "")) is not None:
        folders = above[2].split("/")[:-1]
        return "/".join([above[1], *folders[: max(0, len(folders) - len(climb[1]) // 3)], climb[2]])
    try:
        return urljoin(base or "", href)
    except ValueError:
        return href
