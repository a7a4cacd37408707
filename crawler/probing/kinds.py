"""What a menu entry leads to, by its name: news, or documents, services, the department itself."""

import re
import unicodedata

_KINDS = {
    "documents": (
        "van ban",
        "thu tuc hanh chinh",
        "cong bao",
        "du thao",
        "nghi quyet",
        "quyet dinh",
        "bieu mau",
        "tai lieu",
        "he thong van ban",
        "document",
    ),
    "services": (
        "dich vu cong",
        "hoi dap",
        "gop y",
        "hoi ap",
        "dang nhap",
        "dang ky",
        "tra cuu",
        "tim kiem",
        "tim kiem",
        "danh ba",
        "duong day nong",
        "phan mem",
        "thu dien tu",
        "webmail",
        "khao sat",
        "binh chon",
        "lay y kien",
        "lich cong tac",
        "so do cong",
        "so do website",
        "sitemap",
        "rss",
        "login",
        "contact",
        "lien he",
    ),
    "about": (
        "gioi thieu",
        "co cau to chuc",
        "chuc nang",
        "nhiem vu quyen han",
        "lanh dao so",
        "lanh ao so",
        "so do to chuc",
        "phong ban",
        "don vi su nghiep",
        "don vi truc thuoc",
        "lich su hinh thanh",
        "dieu kien tu nhien",
        "nguoi phat ngon",
        "about",
    ),
    "media": ("thu vien anh", "thu vien video", "video", "hinh anh", "album", "truyen hinh", "audio"),
    "home": ("trang chu", "home", "english", "tieng anh", "wayback machine home page"),
}


def folded(words: str) -> str:
    """Return words without accents, case and punctuation.

    >>> folded("VĂN BẢN - Pháp luật")
    'van ban phap luat'
    """
    bare = unicodedata.normalize("NFD", words.lower().replace("đ", "d"))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", "".join(c for c in bare if not unicodedata.combining(c))).split())


def kind_of(name: str, url: str) -> str:
    """Return `news`, or what else a menu entry is called.

    The name decides where there is one; the last part of the address where the entry is a picture.

    >>> kind_of("Tin tức - Sự kiện", "https://so.example/tin"), kind_of("", "https://so.example/van-ban-phap-quy.html")
    ('news', 'documents')
    """
    said = folded(name) or folded(re.sub(r"\.\w+$", "", url.partition("?")[0].rstrip("/").rpartition("/")[2]))
    for kind, names in _KINDS.items():
        if any(said == one or said.startswith(f"{one} ") or f" {one} " in f" {said} " for one in names):
            return kind
    return "news"
