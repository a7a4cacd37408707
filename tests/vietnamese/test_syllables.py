# ruff: noqa: SIM905 - word tables read better as prose
"""What can be read aloud as one Vietnamese syllable, and what cannot."""

from unicodedata import combining, normalize

import pytest

from crawler.vietnamese.syllables import base_letters, is_syllable, skeletons, syllables, vietnamese_share

SYLLABLES = """
a à ý ở ủy uỷ yêu yên uyên oanh ăn âm êm ông ơn ưu
ba bà bá bạ chuyện ghế ghi gì gìn giêng giếng giết giúp già giặt gió giờ giữ giường
nghe nghiêng nghĩa nghề ngoài nguyễn ngày ngủ kẻ kim kêu kỳ ký kỹ quyển quốc quý quà quả quên quít quýt quở quanh quẹt
hoa hoà hòa hoạ họa khỏe khoẻ thủy thuỷ thúy thuý xoè xòe toàn hoàn suýt huỳnh khuya khuỷu ngoằn ngoèo xoong boong moóc
đường được đưa đẩy đã đầu điện điều lượng rượu hươu bưởi lưỡi muốn uống chuông buồn xuống
phở phố phích pha tre trường trễ vườn xuân sương rừng buýt phuy cuốc hết lịch sách xấp xúp
Hội NGHỊ ĐẢNG Ủy Ý QUYẾT Đắk Lắk Kạn Krông Pác
""".split()

NOT_SYLLABLES = """
kà cê gê ngế ghà ngha qà qo
tòan hòan gópý nhândân việcc ttuyên
tàc tăch ôch bàp lèt hẻc
viet hanoi online internet facebook website club stress the3 x y1 ng ngh th qu
VNPT UBND TTg HĐND CNTT
wa fa ja za ŵ čas été über naïve größe
nguời đuợc truờng nghịêp huởng
ă â tiê điê nhâ
""".split()


@pytest.mark.parametrize("word", SYLLABLES)
def test_is_a_syllable(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", NOT_SYLLABLES)
def test_is_no_syllable(word):
    assert not is_syllable(normalize("NFC", word))


def test_stops_carry_two_tones_only():
    for rime in ("ac", "ich", "ôp", "uyêt"):
        toned = [word for word in syllables() if word[0] == "t" and base_letters(word) == base_letters("t" + rime)]
        assert len(toned) >= 2
        assert not any({"\u0300", "\u0309", "\u0303"} & set(normalize("NFD", word)) for word in toned)


def test_every_syllable_is_composed_and_short():
    assert all(normalize("NFC", word) == word and not any(map(combining, word)) for word in syllables())
    assert max(map(len, syllables())) == len("nghiêng")


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("Sở đã công bố kế hoạch năm nay", 1.0, 1.0),
        ("UBND tỉnh họp", 0.6, 0.7),
        ("The committee approved yesterday's budget", 0.0, 0.3),
        ("", 0.0, 0.0),
        ("12/3 - 2020", 0.0, 0.0),
    ],
)
def test_share(text, least, most):
    assert least <= vietnamese_share(text) <= most


def test_every_syllable_has_its_skeleton():
    assert set(map(base_letters, syllables())) <= skeletons()
    assert {"phuy", "dak", "ech", "giuong"} <= skeletons()
    assert all(map(str.isascii, skeletons()))
