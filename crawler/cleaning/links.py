"""Links and pictures of a body, read from their elements: documents become attachments, trackers are ignored."""

import re
from urllib.parse import unquote, urljoin

from lxml.html import HtmlElement

from items import Attachment, Image

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
EXTENSION = re.compile(r"\.(pdf|docx?|xlsx?|pptx?|zip|rar|7z|od[ts]|rtf)(?=$|[?#&/;,])", re.IGNORECASE)
PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|bmp|webp|svg|mp4|mp3)(?=$|[?#&/])", re.IGNORECASE)
FOLDER = re.compile(r"/documents/\d+/\d+/.|_layouts/.*download|/SiteCollectionDocuments/.", re.IGNORECASE)
FRAMES = frozenset({"iframe", "embed", "object"})
SOURCES = ("data-src", "data-original", "data-lazy-src", "data-lazy", "src")
LOCAL = ("data:", "file:", "blob:", "about:", "javascript:", "webkit-fake-url:", "cid:")
TINY = re.compile(r"0*[012](?:px)?")
TINY_STYLE = re.compile(r"(?:width|height):\s*[01]px")
BLANK_FILE = re.compile(
    r"/(?:spacer|blank|pixel|transparent|dot|1x1|loading|lazy)[\w-]*\.(?:gif|png|svg)", re.IGNORECASE
)


def media_type(url: str) -> str | None:
    """Return the media type the file name says, or None.

    >>> media_type("/documents/1/2/ke-hoach.docx/ab-cd?t=1")[-8:]
    'document'
    """
    found = EXTENSION.search(url)
    return MEDIA_TYPES[found[1].lower()] if found else None


def is_document(url: str) -> bool:
    """Say whether an address is a document (by file name, or a document folder of Liferay or SharePoint).

    >>> is_document("/documents/10/2/so-lieu"), is_document("/tin-tuc/pdf-la-gi.html")
    (True, False)
    """
    if EXTENSION.search(url):
        return True
    return bool(FOLDER.search(url)) and not PICTURE_FILE.search(url)


def attachment(link: HtmlElement, base_url: str | None) -> Attachment | None:
    """Return the document an `a` element links, its label not yet known."""
    href = (link.get("href") or "").strip()
    plain = unquote(href) if "%" in href else href
    if not is_document(plain) or href.startswith(("javascript:", "mailto:")):
        return None
    return Attachment(absolute(href, base_url), None, media_type(plain))


def embedded_document(frame: HtmlElement, base_url: str | None) -> Attachment | None:
    """Return the document shown in an `iframe`, `embed` or `object`, if it is one."""
    source = (frame.get("src") or frame.get("data") or "").strip() if frame.tag in FRAMES else ""
    return Attachment(absolute(source, base_url), None, media_type(unquote(source))) if is_document(source) else None


def picture(image: HtmlElement, base_url: str | None) -> Image | None:
    """Return the picture of an `img` element; None for trackers and spacers. One without a usable address (inline data,
    a file of the editor's own disk) has an empty url: it was there, and its caption follows.

    >>> from lxml.html import fromstring
    >>> picture(fromstring('<img src="data:image/gif;base64,AA" data-src="/a.jpg" alt="Cầu Mây">'), "https://so.example/x")
    Image(url='https://so.example/a.jpg', alt='Cầu Mây', caption=None, credit=None)
    """
    if TINY.fullmatch(image.get("width") or "") or TINY.fullmatch(image.get("height") or ""):
        return None
    if TINY_STYLE.search(image.get("style") or ""):
        return None
    alt = " ".join((image.get("alt") or "").split()) or None
    sources = ((image.get(name) or "").strip() for name in SOURCES)
    source = next((url for url in sources if url and not url.startswith(LOCAL)), "")
    if BLANK_FILE.search(source):
        return None
    return Image(absolute(source, base_url) if source else "", alt)


def absolute(url: str, base_url: str | None) -> str:
    """Resolve an address against the page's; one that cannot be resolved stays as it is written.

    >>> absolute("../kh.pdf", "https://so.example/tin/bai.html")
    'https://so.example/kh.pdf'
    >>> absolute("http://[hong", "https://so.example/")
    'http://[hong'
    """
    if url.startswith(("http://", "https://")):
        return url
    if base_url and url.startswith("/") and not url.startswith("//") and "." not in url[:3]:
        return "/".join(base_url.split("/", 3)[:3]) + url
    try:
        return urljoin(base_url or "", url)
    except ValueError:
        return url
