"""Documents: told by their address, and by the line that leads to them."""

import re

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
_POINTER = re.compile(
    r"(?:xem|chi tiết|tải|download|toàn văn|nội dung)\b.{0,80}(?:tại đây|đính kèm|kèm theo)[./]*$", re.IGNORECASE
)


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


def points_at_document(line: str) -> bool:
    """Say whether a line sends its reader to a document: the last of many notices, which are little else.

    >>> [points_at_document(line) for line in ("Xem chi tiết tại đây", "Tải mẫu đơn kèm theo.", "Xem thêm")]
    [True, True, False]
    """
    return _POINTER.match(line) is not None
