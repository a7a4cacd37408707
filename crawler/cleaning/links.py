"""Links and pictures of a body, read from their tags: documents become attachments, trackers are ignored."""

import re
from html import unescape
from urllib.parse import unquote, urljoin

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
HREF = re.compile(r'\shref="([^"]*)"')
SRC = re.compile(r'\s(data-src|data-original|data-lazy-src|data-lazy|src)="([^"]*)"')
ALT = re.compile(r'\salt="([^"]*)"')
SOURCES = ("data-src", "data-original", "data-lazy-src", "data-lazy", "src")
LOCAL = ("data:", "file:", "blob:", "about:", "javascript:", "webkit-fake-url:", "cid:")
TINY = re.compile(r'\s(?:width|height)="0*[012](?:px)?"|(?:width|height):\s*[01]px')
BLANK_FILE = re.compile(
    r"/(?:spacer|blank|pixel|transparent|dot|1x1|loading|lazy)[\w-]*\.(?:gif|png|svg)", re.IGNORECASE
)
EMBED = re.compile(r'<(?:iframe|embed|object)\b[^>]*?\s(?:src|data)="([^"]*)"')


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


def attachment(tag: str, base_url: str | None) -> Attachment | None:
    """Return the document an `a` tag (`a href="..."`, XML-escaped) links, its label not yet known."""
    found = HREF.search(tag)
    if found is None:
        return None
    href = unescape(found[1]).strip()
    plain = unquote(href) if "%" in href else href
    if not is_document(plain) or href.startswith(("javascript:", "mailto:")):
        return None
    return Attachment(absolute(href, base_url), None, media_type(plain))


def embedded_documents(markup: str, base_url: str | None) -> list[Attachment]:
    """Return the documents shown in frames (`iframe`, `embed`, `object`) of serialised markup."""
    sources = (unescape(source).strip() for source in EMBED.findall(markup))
    return [
        Attachment(absolute(each, base_url), None, media_type(unquote(each))) for each in sources if is_document(each)
    ]


def picture(tag: str, base_url: str | None) -> Image | None:
    """Return the picture of an `img` tag; None for trackers and spacers. One without a usable address (inline data, a
    file of the editor's own disk) has an empty url: it was there, and its caption follows.

    >>> picture('img src="data:image/gif;base64,AA" data-src="/a.jpg" alt="Cầu Mây"', "https://so.example/x")
    Image(url='https://so.example/a.jpg', alt='Cầu Mây', caption=None, credit=None)
    """
    if TINY.search(tag):
        return None
    found = ALT.search(tag)
    alt = (" ".join(unescape(found[1]).split()) if found else "") or None
    sources = dict(SRC.findall(tag))
    source = next((url for name in SOURCES if (url := sources.get(name, "").strip()) and not url.startswith(LOCAL)), "")
    if BLANK_FILE.search(source):
        return None
    return Image(absolute(unescape(source), base_url) if source else "", alt)


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
