"""The pictures and documents of the demo portals: smallest files of each kind."""

import base64
import zipfile
from io import BytesIO

# One transparent pixel: browsers and crawlers take it for a picture.
_PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def upload_path(name: str) -> str:
    """Return where a portal keeps an uploaded file.

    >>> upload_path("lich.pdf"), upload_path("cau.jpg")
    ('/uploads/van-ban/lich.pdf', '/uploads/anh/cau.jpg')
    """
    folder = "anh" if name.endswith(".jpg") else "van-ban"
    return f"/uploads/{folder}/{name}"


def upload(name: str) -> tuple[str, bytes]:
    """Return the media type and the bytes of an uploaded file.

    >>> upload("lich.pdf")[0], upload("lich.pdf")[1][:5]
    ('application/pdf', b'%PDF-')
    """
    if name.endswith(".pdf"):
        return "application/pdf", _PDF
    if name.endswith(".docx"):
        return "application/vnd.openxmlformats-officedocument.wordprocessingml.document", _docx()
    return "image/gif", _PIXEL


def _docx() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as document:
        document.writestr("word/document.xml", "<w:document/>")
    return file.getvalue()
