"""Person names, initials and units, by their shape: what a byline is made of."""

import re
from unicodedata import normalize

from crawler.cleaning.syllables import is_syllable
from crawler.cleaning.vocabulary import ACCOUNTS

FAMILY_NAMES = frozenset(
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đào đoàn vương trịnh trương đinh lâm phùng mai tô "
    "hà tạ chu quách tống thái châu lương lưu triệu nông hứa la giàng vàng sùng lò quàng cầm điêu ma bế đàm vi lục khổng cao "
    "tăng kiều thân từ doãn ngụy đồng âu mạc nghiêm viên lại bành diệp phó thạch sơn kim danh lô lường hoa lã văn tôn".split()
)
"""Common family names, the minorities' of the north and the south among them."""

NOT_FIRST = frozenset(
    "ông bà ban phòng sở đài báo cục vụ viện tỉnh huyện xã phường thị quận tổ nhóm phóng biên cổng theo nguồn tin ảnh bài "
    "hình bộ đảng ubnd hđnd uỷ ủy tp ngày sáng chiều tối năm tháng số điều khoản mục phần chương về từ tại trong các những "
    "không kính chúc xin hãy đ/c pv btv ctv bbt ảnh: cụm khối lớp đội trạm kho chợ tập nhà nước".split()
)
"""A person's name does not begin with these."""

NOT_PAIRS = frozenset(
    """trung tâm|trung ương|trung học|công an|công đoàn|công ty|công thương|công báo|công nghệ|văn phòng|văn hóa|văn hoá
    |văn bản|văn thư|đoàn thanh|đoàn tncs|đoàn cơ|đoàn kết|đoàn khối|đoàn trường|hội nông|hội nghị|hội phụ|hội cựu|hội chữ
    |hội nhà|hội đồng|hội liên|hội khuyến|hội người|thanh niên|thanh tra|việt nam|kính mời|trân trọng|cảm ơn|quảng cáo
    |an ninh|an toàn|kinh tế|chính trị|chính phủ|xã hội|tài liệu|phụ lục|danh sách|kết luận|kế hoạch|thông báo|thông tin
    |thông tư|quyết định|hướng dẫn|chi tiết|nội dung|tổng hợp|tổng cục|tải về|xem thêm|bình luận|thời gian|địa điểm|liên hệ
    |hết hạn|chi đoàn|chi bộ|chi cục|chi hội|chi nhánh|trường học|trường đại|trường thpt|trường tiểu|trường trung|trường mầm
    |trường cao|trường chính|đồng chí|giám đốc|phó giám|chủ tịch|phó chủ|bí thư|phó bí|trưởng ban|trưởng phòng|phó trưởng
    |thủ tướng|phó thủ|bộ trưởng|thứ trưởng|cán bộ|đại biểu|đại hội|lãnh đạo|quân sự|quân đội|biên phòng|giáo dục|khoa học
    |y tế|tư pháp|tài chính|nội vụ|ngoại vụ|mặt trận|bưu điện|bưu chính|viễn thông|truyền thông|truyền hình|phát thanh
    |ủy ban|uỷ ban|nghị quyết|nghị định|chỉ thị|công văn|báo cáo|tờ trình|đề án|dự án|dự thảo|chương trình|lịch công|mời họp
    |cải cách|chuyển đổi|dịch vụ|thể thao|du lịch|nông thôn|nông nghiệp|tài nguyên|môi trường|giao thông|xây dựng|đời sống
    |pháp luật|quốc phòng|sự kiện|tin tức|hình ảnh|đã ký|chủ nhật|đầu tư|đấu thầu|đăng nhập|đăng ký|phát triển|mùa xuân
    |quý khách|quý vị|quý độc|quý bạn|quý i|liên hệ|liên đoàn|liên minh|liên quan|liên kết|toàn cảnh|toàn văn|toàn quốc
    |quốc hội|quốc gia|quốc khánh|quốc tế|trang thông|trang tin|trang web|trang chủ|trang điện|trang thiết|hạnh phúc|độc lập|tự do|thành phố|hồ chí""".replace("\n", "").replace("    ", "").split("|")
)  # fmt: skip
"""Nor with these two words, whatever follows."""

PLACES = frozenset(
    """an giang|bà rịa|bạc liêu|bắc giang|bắc kạn|bắc ninh|bến tre|bình dương|bình định|bình phước|bình thuận|cà mau|cao bằng
    |cần thơ|đà nẵng|đắk lắk|đắk nông|đăk nông|điện biên|đồng nai|đồng tháp|gia lai|hà giang|hà nam|hà nội|hà tĩnh|hải dương
    |hải phòng|hậu giang|hòa bình|hưng yên|khánh hòa|kiên giang|kon tum|lai châu|lạng sơn|lào cai|lâm đồng|long an|nam định
    |nghệ an|ninh bình|ninh thuận|phú thọ|phú yên|quảng bình|quảng nam|quảng ngãi|quảng ninh|quảng trị|sóc trăng|sơn la
    |tây ninh|thái bình|thái nguyên|thanh hóa|thừa thiên huế|tiền giang|trà vinh|tuyên quang|vĩnh long|vĩnh phúc|yên bái
    |sài gòn|việt nam|tây nguyên|hồ chí minh|trường sa|hoàng sa""".replace("\n", "").replace("    ", "").split("|")
)  # fmt: skip

NOT_INITIALS = frozenset(
    "pv tv vp tt bt bs hđ tp qđ nq ct kh cv kt tm tl bc nđ gđ cp bộ sở bch bbt btv ctv ubnd hđnd cntt t.ư tw bí tổ th st sn".split()
)
INITIALS = re.compile(r"(?:[A-ZĐ]\.\s?){1,3}(?:[A-ZĐÀ-Ỹ][a-zà-ỹđ]{0,6}|[A-ZĐÀ-Ỹ]{1,6})|[A-ZĐ]{2}")
UNIT = re.compile(
    r"(?:ban biên tập|ban biên soạn|bbt|pv|ctv|btv|nhóm (?:pv|phóng viên|tác giả)|phóng viên|cộng tác viên|tổng hợp|bts?"
    r"|(?:văn phòng|phòng|trung tâm|ban|đài|hội|sở|ubnd|hđnd|ủy ban|uỷ ban|công đoàn|chi đoàn|chi bộ|chi cục|chi hội|thanh tra"
    r"|đoàn|công an|cục|vụ|trường|tổ|viện|bộ phận|đội|tp|thành phố|huyện|tỉnh|xã|bộ|mặt trận|mttq|vps?|vhtt|ttvh|đtt|bch|btc)"
    r"(?:\s[\w&.\-,/–]+){0,14})",
    re.IGNORECASE,
)
AGENCY_CODE = re.compile(r"[A-ZĐ&]{3,8}|[A-ZĐ]{2,5}[oO]nline")
LETTERS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


def is_person(text: str) -> bool:
    """Say whether a text is the bare name of one person: 2-5 capitalised syllables, no title, unit or place.

    >>> is_person("Lâm Thị Mây"), is_person("MINH SƯƠNG"), is_person("Ban Biên Tập"), is_person("Hà Nội")
    (True, True, False, False)
    """
    words = text.split()
    if not 2 <= len(words) <= 5 or not all(_is_name_word(word) for word in words):
        return False
    lower = [word.casefold() for word in words]
    if lower[0] in NOT_FIRST or f"{lower[0]} {lower[1]}" in NOT_PAIRS or " ".join(lower) in PLACES:
        return False
    if any(word.isupper() for word in words) and not text.isupper():
        return False
    known = sum(1 for word in lower if is_syllable(word))
    return known == len(words) or (known > 0 and lower[0] in FAMILY_NAMES)


def has_family_name(text: str) -> bool:
    """Say whether the first word is a common family name.

    >>> has_family_name("Bùi Sương"), has_family_name("Sương Mây")
    (True, False)
    """
    return text.split(None, 1)[0].casefold() in FAMILY_NAMES if text.strip() else False


def is_initials(text: str) -> bool:
    """Say whether a text is an author's initials: "H.Y", "K.Anh", "TC"; never a unit's ("PV", "TP").

    >>> is_initials("H.Y"), is_initials("N.HƯNG"), is_initials("PV"), is_initials("UBND")
    (True, True, False, False)
    """
    return len(text) < 12 and bool(INITIALS.fullmatch(text)) and text.casefold() not in NOT_INITIALS


def is_unit(text: str) -> bool:
    """Say whether a text is a unit or an editorial board, not a person.

    >>> is_unit("Chi đoàn Sở Mây"), is_unit("BTNO"), is_unit("Sương Mây")
    (True, True, False)
    """
    return len(text) < 90 and bool(UNIT.fullmatch(text) or AGENCY_CODE.fullmatch(text))


def is_account(text: str) -> bool:
    """Say whether a text is a CMS account: a login, or Vietnamese words typed without any mark by the system.

    >>> is_account("admin admin"), is_account("Pho Ban bien tap"), is_account("Lâm Thị Mây"), is_account("tqphuc")
    (True, True, False, True)
    """
    folded = " ".join(text.casefold().split())
    if folded in ACCOUNTS or folded.startswith(("admin", "quantri", "bbt_", "btv_")):
        return True
    return folded.isascii() and ("@" in folded or (" " not in folded and (text.islower() or "_" in text)))


def _is_name_word(word: str) -> bool:
    if not word[0].isupper() or len(word) > 8 or not LETTERS.fullmatch(word):
        return False
    return word[1:].islower() or word.isupper() or "'" in word


def spelled(name: str) -> str:
    """Return a name as it is stored: NFC, one space.

    >>> spelled("Thái  Hồng")
    'Thái Hồng'
    """
    return " ".join(normalize("NFC", name).split())


SEPARATOR = re.compile(r"\s*(?:[–—/,;&+•]|\s-|-\s|\bvà\b)\s*|(?<=[^\W\d_]{3})-(?=[^\W\d_]{3})")


def people_in(text: str) -> tuple[list[str], list[str]] | None:
    """Split "Name – Name", "Name - unit", "Name/agency" into (people, units); None when anything else stands there.

    >>> people_in("Lâm Mây – Bùi Sương"), people_in("Lâm Mây - Văn phòng Sở"), people_in("Lâm Mây phát biểu")
    ((['Lâm Mây', 'Bùi Sương'], []), (['Lâm Mây'], ['Văn phòng Sở']), None)
    """
    people: list[str] = []
    units: list[str] = []
    for part in SEPARATOR.split(text):
        name = part.strip(" .*|")
        if not name:
            continue
        if is_initials(name) or is_person(name):
            people.append(spelled(name))
        elif people and is_unit(name):
            units.append(name)
        elif not people and is_unit(name):
            return None
        else:
            return None
    return (people, units) if people else None
