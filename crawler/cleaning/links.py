"""Links and pictures of a body, read from their elements: documents become attachments, trackers are ignored."""

import re
from urllib.parse import unquote

from lxml.html import HtmlElement

from crawler.addresses import absolute
from crawler.documents import is_document, media_type
from items import Attachment, Image

FRAMES = frozenset({"iframe", "embed", "object"})
SOURCES = ("data-src", "data-original", "data-lazy-src", "data-lazy", "src")
LOCAL = ("data:", "file:", "blob:", "about:", "javascript:", "webkit-fake-url:", "cid:")
TINY = re.compile(r"0*[012](?:px)?")
TINY_STYLE = re.compile(r"(?:width|height):\s*[01]px")
BLANK_FILE = re.compile(
    r"/(?:spacer|blank|pixel|transparent|dot|1x1|loading|lazy)[\w-]*\.(?:gif|png|svg)", re.IGNORECASE
)


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
