"""What the Vietnamese encodings before Unicode put at the places of Latin-1: data, from the published standards.

TCVN 5712:1993 (the one-byte subset fonts called "ABC" or "TCVN3" use: capitals with tones are the same bytes in a
capital font), VISCII 1.1 (RFC 1456), VNI for Windows (a base letter and a letter that stands for its marks),
windows-1258 (a base letter and a combining tone).
"""

from functools import cache
from typing import Final

_TCVN3_BYTES = """
A1Ă A2Â A3Ê A4Ô A5Ơ A6Ư A7Đ A8ă A9â AAê ABô ACơ ADư AEđ B5à B6ả B7ã B8á B9ạ BBằ BCẳ BDẵ BEắ C6ặ C7ầ
C8ẩ C9ẫ CAấ CBậ CCè CEẻ CFẽ D0é D1ẹ D2ề D3ể D4ễ D5ế D6ệ D7ì D8ỉ DCĩ DDí DEị DFò E1ỏ E2õ E3ó E4ọ E5ồ
E6ổ E7ỗ E8ố E9ộ EAờ EBở ECỡ EDớ EEợ EFù F1ủ F2ũ F3ú F4ụ F5ừ F6ử F7ữ F8ứ F9ự FAỳ FBỷ FCỹ FDý FEỵ
"""
_VISCII_BYTES = """
02Ẳ 05Ẵ 06Ẫ 14Ỷ 19Ỹ 1EỴ 80Ạ 81Ắ 82Ằ 83Ặ 84Ấ 85Ầ 86Ẩ 87Ậ 88Ẽ 89Ẹ 8AẾ 8BỀ 8CỂ 8DỄ 8EỆ 8FỐ 90Ồ 91Ổ 92Ỗ
93Ộ 94Ợ 95Ớ 96Ờ 97Ở 98Ị 99Ỏ 9AỌ 9BỈ 9CỦ 9DŨ 9EỤ 9FỲ A0Õ A1ắ A2ằ A3ặ A4ấ A5ầ A6ẩ A7ậ A8ẽ A9ẹ AAế ABề
ACể ADễ AEệ AFố B0ồ B1ổ B2ỗ B3Ỡ B4Ơ B5ộ B6ờ B7ở B8ị B9Ự BAỨ BBỪ BCỬ BDơ BEớ BFƯ C4Ả C5Ă C6ẳ C7ẵ CBẺ
CEĨ CFỳ D0Đ D1ứ D5ạ D6ỷ D7ừ D8ử DBỹ DCỵ DEỡ DFư E4ả E5ă E6ữ E7ẫ EBẻ EEĩ EFỉ F0đ F1ự F6ỏ F7ọ F8ụ FBũ
FCủ FEợ FFỮ
"""
_VNI_MARKED: Final = {
    "a": "aùá aøà aûả aõã aïạ aââ aáấ aàầ aåẩ aãẫ aäậ aêă aéắ aèằ aúẳ aüẵ aëặ",
    "e": "eùé eøè eûẻ eõẽ eïẹ eâê eáế eàề eåể eãễ eäệ",
    "o": "oùó oøò oûỏ oõõ oïọ oâô oáố oàồ oåổ oãỗ oäộ",
    "ô": "ôùớ ôøờ ôûở ôõỡ ôïợ",
    "u": "uùú uøù uûủ uõũ uïụ",
    "ö": "öùứ öøừ öûử öõữ öïự",
    "y": "yùý yøỳ yûỷ yõỹ yïỵ",
}
_VNI_ALONE = "ôơ öư ñđ æỉ óĩ òị îỵ"
_CP1252_UPPER = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ"
"""What windows-1252 shows for the bytes 80 to 9F; undefined ones as the controls browsers make of them."""

BYTE_OF_CP1252: Final = {ord(shown): 0x80 + place for place, shown in enumerate(_CP1252_UPPER)}
"""Code point -> the byte it was, for `str.translate`: back from windows-1252 to Latin-1."""
CP1252_OF_BYTE: Final = {0x80 + place: shown for place, shown in enumerate(_CP1252_UPPER)}
"""The other way: how a browser shows Latin-1 control places."""


def _by_byte(places: str) -> dict[int, str]:
    return {int(place[:2], 16): place[2:] for place in places.split()}


@cache
def tcvn3() -> dict[int, str]:
    """Return Latin-1 code point -> letter, for `str.translate`.

    >>> "Céng hßa x· héi chñ nghÜa ViÖt Nam".translate(tcvn3())
    'Cộng hòa xã hội chủ nghĩa Việt Nam'
    """
    return _by_byte(_TCVN3_BYTES)


@cache
def viscii() -> dict[int, str]:
    """Return Latin-1 code point -> letter, for `str.translate`.

    >>> "Cµng hòa xã hµi Vi®t Nam".translate(viscii())
    'Cộng hòa xã hội Việt Nam'
    """
    return _by_byte(_VISCII_BYTES)


@cache
def vni() -> dict[str, str]:
    """Return the one or two letters VNI writes -> letter, lower, capital and mixed case, longest first.

    >>> vni()["aâ"], vni()["OÄ"], vni()["Aù"], vni()["Ñ"]
    ('â', 'Ộ', 'Á', 'Đ')
    """
    lower = {pair[:2]: pair[2] for pairs in _VNI_MARKED.values() for pair in pairs.split()}
    alone = {pair[0]: pair[1] for pair in _VNI_ALONE.split()}
    pairs = {}
    for written, letter in lower.items():
        pairs[written] = letter
        pairs[written.upper()] = pairs[written[0].upper() + written[1]] = letter.upper()
    singles = {**alone, **{written.upper(): letter.upper() for written, letter in alone.items()}}
    return {**pairs, **singles}
