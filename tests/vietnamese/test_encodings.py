"""Letters read in the wrong encoding come back, and nothing else changes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.vietnamese.encodings import may_be_misread, recover
from crawler.vietnamese.legacy_tables import tcvn3, viscii, vni
from crawler.vietnamese.text import mend
from tests.vietnamese.legacy_text import (
    OTHERS,
    VIETNAMESE,
    encode_like,
    many_others,
    many_vietnamese,
    prose_of_syllables,
)

ENCODINGS = ("mojibake", "tcvn3", "vni", "viscii", "cp1258")

RECOVERED = [
    ("Há»™i nghá»‹ sÆ¡ káº¿t", "Hội nghị sơ kết", "mojibake"),
    ("PhÃ²ng VÄƒn hÃ³a", "Phòng Văn hóa", "mojibake"),
    ("Ä\x90á»“ng chÃ\xad BÃ\xad thÆ°", "Đồng chí Bí thư", "mojibake"),
    ("lÃ\xa0 nÆ¡i vÃ\xa0o cá»\x9da", "là nơi vào cờa", "mojibake"),
    ("vÃ o ngÃ y vÃ  thÃ¡ng", "vào ngày và tháng", "mojibake"),
    ("ÃÂ¡o mÃ¡Â»â€ºi", None, None),
    ("TrÆ°á»\x9dng cÃ¡ÂºÂ¥p ba", "Trường cấp ba", "mojibake"),
    ("MÃ¡Â»â„¢t hai", "Một hai", "mojibake"),
    ("Ngày há»™i lá»›n của Đảng", "Ngày hội lớn của Đảng", "mojibake"),
    ("Ã‰cole franÃ§aise", "École française", "mojibake"),
    ("Héi ®ång nh©n d©n tØnh", "Hội đồng nhân dân tỉnh", "tcvn3"),
    ("Ngµy 12/3, UBND tØnh B¾c Ninh häp", "Ngày 12/3, UBND tỉnh Bắc Ninh họp", "tcvn3"),
    ("§iÖn", "Điện", "tcvn3"),
    ("TH¤NG B¸O CñA UBND TØNH", "THÔNG BÁO CỦA UBND TỈNH", "tcvn3"),
    ("“N¨m míi”, ®æi míi – s¸ng t¹o…", "“Năm mới”, đổi mới – sáng tạo…", "tcvn3"),
    ("Hoäi ñoàng nhaân daân tænh", "Hội đồng nhân dân tỉnh", "vni"),
    ("UÛY BAN NHAÂN DAÂN", "ỦY BAN NHÂN DÂN", "vni"),
    ("ñöôøng saét, höôùng daãn", "đường sắt, hướng dẫn", "vni"),
    ("Hµi ð°ng nhân dân tïnh", "Hội đồng nhân dân tỉnh", "viscii"),
    ("Hôòi ðôÌng nhân dân tiÒnh", "Hội đồng nhân dân tỉnh", "cp1258"),
]

UNTOUCHED = [
    "",
    "Tin",
    "Là thành viên",
    "Hà Nam, Hà Nam, cá, cà, có, không",
    "Sở họp bàn về công tác năm",
    "Cô bé, chú bé, thì là",
    "Xã Hội, Tân An, Bình Minh",
    "thé vert",
    "été",
    "à la carte, vis-à-vis, déjà vu",
    "La Côte d’Ivoire a été battue",
    "São Paulo, Brasília, não, ção",
    "über Köln, Düsseldorf, Straße",
    "así, más, está, años, mañana",
    "på så sätt, får, går",
    "Microsoft® Windows™ Office®",
    "© 2020, § 12, ¶ 3, 5 µm, 20 °C, ½",
    "on¹ the² note³",
    "L·i, xyz·abc",
    "“Today” – it’s fine…",
    "½ giờ, 3 m², 20 €",
    "MANHÃ DE SOL, AÇÃO E PAZ",
    "Ð", "ñ", "Â", "Ã", "Ã ", "á»", "¡Olé!",
    "CHÂU Á, Á HẬU",
    "THÔNG BÁO CÔNG KHAI",
    "naïve café, Zoë, Brontë",
    "Æsir, Øresund, Ångström",
    "ÀÁÂÃ ÈÉÊ ÌÍ ÒÓÔÕ ÙÚ Ý",
]  # fmt: skip


@pytest.mark.parametrize(("read", "meant", "name"), RECOVERED)
def test_recovered(read, meant, name):
    assert recover(read) == (meant or read, name)


@pytest.mark.parametrize("text", UNTOUCHED)
def test_untouched(text):
    assert recover(text) == (text, None)


@pytest.mark.parametrize("name", ENCODINGS)
def test_every_paragraph_comes_back(name):
    carried = 0
    for text in many_vietnamese(1000) + prose_of_syllables(300):
        read = encode_like(text, name)
        if read is None:
            continue
        carried += 1
        recovered, found = recover(read)
        # Capitals with tones are small letters in TCVN3: case is lost, and only case.
        same = recovered.lower() == text.lower() if name == "tcvn3" else recovered == text
        assert same, read
        assert found == name, read
    assert carried > 500


def test_lower_case_tcvn3_comes_back_exactly():
    for text in VIETNAMESE:
        lower = text.lower()
        assert recover(encode_like(lower, "tcvn3")) == (lower, "tcvn3")


def test_mojibake_comes_back_after_two_rounds_and_with_the_spaces_folded():
    for text in VIETNAMESE:
        once = encode_like(text, "mojibake")
        assert recover(encode_like(once, "mojibake")) == (text, "mojibake")
        folded = " ".join(once.replace("\xa0", " ").split(" "))
        recovered, found = recover(folded)
        assert found == "mojibake", folded
        assert mend(recovered)[0].replace(" ", "") == text.replace(" ", "")


def test_right_text_is_right():
    for text in (*many_vietnamese(2000), *many_others(500)):
        assert recover(text) == (text, None)


def test_a_recovered_text_stays():
    for text in (*VIETNAMESE, *OTHERS):
        for name in ENCODINGS:
            try:
                read = encode_like(text, name)
            except UnicodeEncodeError:
                continue
            recovered, found = recover(read) if read is not None else (text, None)
            if found is not None and text in VIETNAMESE:
                assert recover(recovered) == (recovered, None)


def test_tables_are_complete():
    small = set("àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ")
    capital = {letter.upper() for letter in small}
    assert set(tcvn3().values()) == small | set("ĂÂÊÔƠƯĐ")
    same_in_latin1 = set(map(chr, range(0xC0, 0x100)))
    assert small | capital == set(viscii().values()) | ((small | capital) & same_in_latin1)
    assert set(vni().values()) == (small | capital) - set("ìíÌÍ")


@settings(max_examples=400, deadline=None)
@given(st.text(st.characters(max_codepoint=0x2122), max_size=60))
def test_never_raises(text):
    recovered, name = recover(text)
    assert (name is None) == (recovered == text)


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("ÃÄÆáºâ» \xa0\x90\xad°¡‘™“”…aeouöùøµ·¸¹®§¨©ª«¬tnhg.,"), max_size=40))
def test_fragments_never_raise(text):
    recover(text)


@pytest.mark.parametrize("unit", ["Ã ", "á»", "µ", "aù ", "Ä‘ ", "Ã\xa0", "ô"])
def test_long_runs_are_linear(unit):
    recover(unit * (100_000 // len(unit)))


@settings(max_examples=400, deadline=None)
@given(st.text(st.characters(max_codepoint=0x2122) | st.sampled_from("“”‘’–…€†™ŒœµÖ"), max_size=60))
def test_what_cannot_be_misread_stays(text):
    assert may_be_misread(text) or recover(text) == (text, None)
