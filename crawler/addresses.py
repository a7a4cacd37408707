"""What an address says by itself: where it leads from a page, and whether a document lies there."""

import re
from urllib.parse import urljoin

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "zip": "application/zip",
    "rar": "application/vnd.rar",
    "7z": "application/x-7z-compressed",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "rtf": "application/rtf",
}
_EXTENSION = re.compile(r"\.(pdf|docx?|xlsx?|pptx?|zip|rar|7z|od[ts]|rtf)(?=$|[?#&/;,])", re.IGNORECASE)
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|bmp|webp|svg|mp4|mp3)(?=$|[?#&/])", re.IGNORECASE)
_FOLDER = re.compile(r"/documents/\d+/\d+/.|_layouts/.*download|/SiteCollectionDocuments/.", re.IGNORECASE)
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


def media_type(url: str) -> str | None:
    """Return the media type the file name says, or None.

    >>> media_type("/documents/1/2/ke-hoach.docx/ab-cd?t=1")[-8:]
    'document'
    """
    found = _EXTENSION.search(url)
    return MEDIA_TYPES[found[1].lower()] if found else None


def is_document(url: str) -> bool:
    """Say whether an address is a document's (by file name, or a document folder of Liferay or SharePoint).

    >>> [is_document(url) for url in ("/documents/10/2/so-lieu", "/documents/10/2/a.jpg", "/tin-tuc/pdf-la-gi.html")]
    [True, False, False]
    """
    if _EXTENSION.search(url) is not None:
        return True
    return _FOLDER.search(url) is not None and _PICTURE_FILE.search(url) is None
