"""Repairs of a line: the portal's words in, ours out; and what must stay as it is."""

import string
from unicodedata import is_normalized, normalize

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from crawler.vietnamese.glue import is_ambiguous, part_words
from crawler.vietnamese.spacing import TELLING_LENGTH, judge, suspects, words_worth_a_look
from crawler.vietnamese.text import flags, fold, mend, repaired, repaired_lines
from tests.vietnamese.legacy_text import VIETNAMESE, many_others, many_vietnamese

CONTEXT = "Tỉnh ủy vừa họp: "
"""A Vietnamese line around the words, as on a page."""

GLUED = [
    ("Vềviệc họp", "Về việc họp"),
    ("gópýkiến", None),
    ("gópý, bổ sung", "góp ý, bổ sung"),
    ("đạidiện các xã", "đại diện các xã"),
    ("nôngdân", "nông dân"),
    ("chấtlượng nước", "chất lượng nước"),
    ("BANHÀNH kế hoạch", "BAN HÀNH kế hoạch"),
    ("VỀVIỆC cấp phép", "VỀ VIỆC cấp phép"),
    ("một sốđiều", "một số điều"),
    ("thựchiện", "thực hiện"),
    ("theoQuyết định", "theo Quyết định"),
    ("ngườidân", "người dân"),
    ("“Thủđô”", "“Thủ đô”"),
    ("ởđây", "ở đây"),
    ("Sở TN&MTkhẳng định", "Sở TN&MT khẳng định"),
    ("Sở TT&TTđã họp", "Sở TT&TT đã họp"),
    ("UBNDtỉnh", "UBND tỉnh"),
    ("UBNDThành phố", "UBND Thành phố"),
    ("CNTTvà viễn thông", "CNTT và viễn thông"),
    ("củaUBND xã", "của UBND xã"),
    ("công dânTrong bối cảnh", "công dân Trong bối cảnh"),
    ("Châu Thành04 điểm cầu", "Châu Thành 04 điểm cầu"),
    ("từ ngày15/3", "từ ngày 15/3"),
    ("08:43Sáng nay", "08:43 Sáng nay"),
    ("12/5/2021Sở họp", "12/5/2021 Sở họp"),
    ("Điện Biênhttp://so.example/a", "Điện Biên http://so.example/a"),
    ("NguyễnThị Hà", "Nguyễn Thị Hà"),
    # what stays
    ("cáchọc mới", None),
    ("ôtô, môtô, xe đạp", None),
    ("bêtông, ximăng, axít, nitơ", None),
    ("vắcxin phòng dại", None),
    ("tivi, catsét, phôtôcopy", None),
    ("đồng bào Êđê, Cơtu, Xơđăng", None),
    ("Lênin toàn tập", None),
    ("tòan dân, hòan thành, thủơ nhỏ", None),
    ("nguời, đuợc, truờng, nghịêp, huởng", None),
    ("việcc, ttuyên, Ttrường, làà, trêne, hhoảng", None),
    ("tuỵến đường", None),
    ("quý II, quỳ gối, huỳnh đệ", None),
    ("THông báo, TRường học, NGười dân", None),
    ("TThành phố", None),
    ("VinFast, VietNamNet, VnExpress, MobiFone, YouTube, iPhone", None),
    ("báo điện tử BáoMới", None),
    ("Hànộimới đưa tin", None),
    ("Internet, online, website, Facebook, Zalo", None),
    ("HĐND, BCĐ, VTĐ, TMĐT, ĐVTN, ƯDCNTT", None),
    ("NĐ-CP, QĐ-UBND, QĐ-TTg, CT/TW", None),
    ("Cancún, Perú, Bogotá, Málaga, José", None),
    ("café, résumé, São Paulo, Zürich", None),
    ("4G, 5G, 3D, 10A1, Covid19, mp3, CO2, m2, B52", None),
    ("Windows10, QL1A, ĐT743", None),
    ("dân1 và đất2", None),
    ("H’Hen Niê, Y Bhem, A Dế", None),
    ("Krông Pắc, Đắk R’lấp, Pleiku, Kon Plông", None),
    ("rô-bốt, i-ốt, xà-phòng", None),
    ("đẹp, đep, đêp", None),
    ("Nguyễn, Trần, Quách, Khuất", None),
]

SPACED = [
    ("trong năm 2022.Tham dự", "trong năm 2022. Tham dự"),
    ("truyền thông.Ông Lò Văn Pành", "truyền thông. Ông Lò Văn Pành"),
    ("6 tháng đầu năm,Sở đã", "6 tháng đầu năm, Sở đã"),
    ("của tỉnh...Về lĩnh vực", "của tỉnh... Về lĩnh vực"),
    ("của tỉnh…Về lĩnh vực", "của tỉnh… Về lĩnh vực"),
    ("như sau:Tất cả", "như sau: Tất cả"),
    ("đổi mới;Tăng cường", "đổi mới; Tăng cường"),
    ("vì sao?Người dân hỏi", "vì sao? Người dân hỏi"),
    ("cố lên!Chúng ta", "cố lên! Chúng ta"),
    ("(năm 2018).Sở", "(năm 2018). Sở"),
    ("tăng 28,8%.Nguyên nhân", "tăng 28,8%. Nguyên nhân"),
    ("mới”.Kịp thời", "mới”. Kịp thời"),
    ("ngày 28/8,Trung tâm", "ngày 28/8, Trung tâm"),
    ("tố cáo,Thanh tra", "tố cáo, Thanh tra"),
    ("các huyện.UBND tỉnh", "các huyện. UBND tỉnh"),
    ("trên mạng.Facebook", "trên mạng. Facebook"),
    ("bằng internet.Theo đó", "bằng internet. Theo đó"),
    ("sở,ban,ngành", "sở, ban, ngành"),
    ("dân chủ,công bằng", "dân chủ, công bằng"),
    ("CBCC,VC", "CBCC, VC"),
    ("1.Mục đích", "1. Mục đích"),
    ("CNTT.Các sở", "CNTT. Các sở"),
    ("đại biểu.Ở xã Nậm Khao", "đại biểu. Ở xã Nậm Khao"),
    # what stays
    ("TP.HCM, TP.Tam Kỳ, Tp.Phan Rang, Tx.Gò Công", None),
    ("PGS.TS.Nguyễn Hữu Tài, GS.TSKH.Trần, ThS.Lê, BS.CKII.Hà", None),
    ("H.Châu Thành, Q.Tân Phú, P.Bến Nghé, X.Ea Kao", None),
    ("T.Ư Đoàn, K.Anh, N.T.Hà, Đ.Minh", None),
    ("NSƯT.Thanh Hoa, NSND.Quang Thọ", None),
    ("Mic.gov.vn, Chinhphu.vn, Baobinhson.Com.Vn", None),
    ("Booking.Com, Node.js, ASP.NET, Co.opMart", None),
    ("https://so.example/tin?Id=5&Muc=Tin.Html", None),
    ("www.Tinso.Example, lienhe@So.Example.vn", None),
    ("baocao.Doc, anh.Jpg, kehoach.PDF", None),
    ("1.720 tỷ, 8,6%, 19.3, 24.4.2017, 10:30, 4.0", None),
    ("Nghị định 49/2017/NĐ-CP, 1562/BC-AT,VSLĐ-PCCN", None),
    ("kế hoạch . Các doanh nghiệp", None),
    ("kinh tế- xã hội, Tiến- Giám đốc", None),
    ("giai đoạn 2021 -2025, ngày 10- 1", None),
    ("KH;CN, TT;TT", None),
    ("v.v., v.v… vân vân", None),
    ("St.Petersburg, Mr.Brown, Dr.Tâm, No.Ba", None),
    ("Th.S Hà, Nxb.Trẻ, Bs.Hoa, Ks.Bình", None),
    ("phố…đưa, một…hai", None),
    ("a.Phần đầu, b.Phần sau, I.Mở đầu", None),
    ("8g30, 16h30’, 5 m², 20°C, 50%/năm", None),
    ("“…”, (…), […]", None),
    ("C#.Net, .NET, Yahoo!", None),
]

ENTITIES = [
    ("tỉnh Hograve;a Bình", "tỉnh Hòa Bình"),
    ("phograve;ng, chống", "phòng, chống"),
    ("2021 ndash; 2025", "2021 – 2025"),
    ("ldquo;Người tốtrdquo;", "“Người tốt”"),
    ("cấp phéprdquo;.", "cấp phép”."),
    ("còn nữahellip;", "còn nữa…"),
    ("Yacute; kiến", "Ý kiến"),
    ("ông&nbsp;Hà", "ông Hà"),
    ("năm&hellip;Sở", "năm… Sở"),
    ("H&#224; Nội, ng&#224;y", "Hà Nội, ngày"),
    ("TTamp;TT", "TT&TT"),
    ("TT&amp;TT", "TT&TT"),
    ("r&amp;otilde; ràng", "rõ ràng"),
    ("&amp;ndash; phần hai", "– phần hai"),
    ("Đề ánldquo;Tuyên truyền”", "Đề án “Tuyên truyền”"),
    ("Chương trìnhldquo;hỗ trợ”", "Chương trình “hỗ trợ”"),
    ("giấy ph;ép, x;ét duyệt, k;ém", "giấy phép, xét duyệt, kém"),
    ("hi;ecirc%3b\u0323n nay", "hiện nay"),
    ("h#7897;i nghị", "hội nghị"),
    # what stays
    ("lo;ét", None),
    ("quy;ét sạch mã độc", None),
    ("côngnghiecirc%3bp", None),
    ("AT&T; R&D; Q&A", None),
    ("một; hai; ba", None),
    ("xe;đường", "xe; đường"),
    ("lamp; grave; copy; times; acute;", None),
    ("&lt;p&gt; và &copy;", None),
    ("sagrave;x lagrave;z", None),
]

LETTERS = [
    ("Ho\u0300a Bi\u0300nh", "Hòa Bình", {"nfc"}),
    ("tiê\u0301p tu\u0323c", "tiếp tục", {"nfc"}),
    ("HÐND, GD&ÐT, Ðảng, Ðây là", "HĐND, GD&ĐT, Đảng, Đây là", {"eth_letter"}),
    ("ðường, ɖường, Ɖảng", "đường, đường, Đảng", {"eth_letter"}),
    ("hội\u200b nghị\ufeff", "hội nghị", {"invisible_characters"}),
    ("th\u00adông tin", "thông tin", {"invisible_characters"}),
    ("họp\x00 báo\x1b", "họp báo", {"invisible_characters"}),
    ("họp\u0085báo\x9f", "họp báo", {"invisible_characters"}),
    ("chào \ud800bạn\ufffe", "chào bạn", {"invisible_characters"}),
    ("họp\u00a0báo \u2003 quý\u3000I ", "họp báo quý I", set()),
    ("dòng một\n dòng hai", "dòng một dòng hai", set()),
    ("🍀 Chúc mừng 👨\u200d👩\u200d👧 năm mới 🔼", "🍀 Chúc mừng 👨\u200d👩\u200d👧 năm mới 🔼", set()),
    ("hoà bình, hòa bình, cấp uỷ, cấp ủy", "hoà bình, hòa bình, cấp uỷ, cấp ủy", set()),
    ("qui định, quy định, kỹ sư, kĩ sư", "qui định, quy định, kỹ sư, kĩ sư", set()),
    ("phầm mềm, khó khó khăn, công các", "phầm mềm, khó khó khăn, công các", set()),
    ("500 m², 3 m³, 20 °C, ½ giờ, №5", "500 m², 3 m³, 20 °C, ½ giờ, №5", set()),
    ("Đài PT&TH tỉnh”; mở đầu", "Đài PT&TH tỉnh”; mở đầu", set()),
]


@pytest.mark.parametrize(("words", "ours"), GLUED, ids=lambda each: str(each)[:30])
def test_glued_words(words, ours):
    mended, fixes = mend(CONTEXT + words)
    assert mended == CONTEXT + (ours or words)
    assert fixes == ({"glued_words"} if ours else frozenset())


@pytest.mark.parametrize(("words", "ours"), SPACED, ids=lambda each: str(each)[:30])
def test_missing_space(words, ours):
    mended, fixes = mend(CONTEXT + words)
    assert mended == CONTEXT + (ours or words)
    assert fixes == ({"missing_space"} if ours else frozenset())


@pytest.mark.parametrize(("words", "ours"), ENTITIES, ids=lambda each: str(each)[:30])
def test_entities(words, ours):
    mended, fixes = mend(CONTEXT + words)
    assert mended == CONTEXT + (ours or words)
    assert bool(fixes) == bool(ours)


def test_C4_a_line_all_of_entities_needs_no_vietnamese_words_beside_it():
    line = "Hội nghị giao ban của Sở Mẫu: các đại biểu tham dự"
    written = "".join(letter if letter.isascii() else f"&#{ord(letter)};" for letter in line)
    assert mend(written) == (line, frozenset({"entities"}))
    assert mend(written.replace("&", "&amp;")) == (line, frozenset({"entities"}))
    assert mend("In HTML, &#233; is an e with a mark")[0] == "In HTML, &#233; is an e with a mark"


@pytest.mark.parametrize(("words", "ours", "fixes"), LETTERS, ids=lambda each: ascii(each)[:30])
def test_letters(words, ours, fixes):
    assert mend(words) == (ours, fixes)


@pytest.mark.parametrize(
    "line",
    [
        "Le côté gauche,droit et cætera",
        "The end.The beginning, café,bar",
        "Ðað var gott veður á Íslandi",
        "À côté : où est-elle ? Là !",
        "não,também só:Depois",
        "plain ascii,Text.With no Spaces",
    ],
)
def test_other_languages_stay(line):
    assert mend(line) == (line, frozenset())


def test_2000_vietnamese_and_500_other_paragraphs_stay():
    for paragraph in (*many_vietnamese(2000), *many_others(500)):
        assert mend(paragraph) == (paragraph, frozenset()), paragraph
        assert flags(paragraph) == (), paragraph


def test_lost_spaces_come_back():
    """Glue every sentence of our paragraphs to the next: full stops keep apart what they kept apart."""
    for paragraph in VIETNAMESE:
        for mark in (". ", "; ", ", "):
            first, found, second = paragraph.partition(mark)
            if found and second[0].isupper() and second[1:2].islower() and first[-1].islower():
                assert mend(first + mark[0] + second)[0] == paragraph


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thc hin tha thun hp tác gia hai thành ph trc thuc", ("lost_letters",)),
        ("Hi ngh tng kt công tác nm 2018, trin khai nhim v", ("lost_letters",)),
        ("H?i ngh? t?ng k?t c�ng tác năm", ("lost_letters",)),
        ("Đường về xã dài mười bảy cây số, chỉ một ch\ufffd mất trong cả bài viết này", ("lost_letters",)),
        ("Lớp học theo cáchọc mới của tỉnh", ("glued_words",)),
        ("Thực hiện thỏa thuận hợp tác giữa hai thành phố", ()),
        ("UBND, HĐND, MTTQ, BCĐ PCTT&TKCN, GTVT, NN&PTNT họp", ()),
        ("5 km, 30 kg, 12 tr đ, 3 ha, QĐ-TTg, TP.HCM, Ths Hà", ()),
        ("Có hay không? Vì sao? Ai chịu trách nhiệm?", ()),
        ("Smith vs Jones, Mr Lynch, Dr Ng", ()),
        ("", ()),
    ],
)
def test_flags(text, expected):
    assert flags(text) == expected


def test_fold_changes_nothing_else():
    assert fold(" HÐND\u00a0 tỉnh,Ho\u0300a ") == "HÐND tỉnh,Hòa"


ALPHABET = st.one_of(
    st.sampled_from(
        [
            *"ăâđêôơưáàảãạấầẩẫậếềểễệốồổỗộớờởỡợứừửữựýỳỷỹỵ.,;:!?…“”()&#/% \u00a0\u200b\u00adÐð\u0300\u0323",
            *(string.ascii_letters + string.digits),
            *("ph;ép", "&amp;", "ograve;", "ndash;", ".Th", ",Sở", "%3b", "circ%3b", "http://"),
        ]
    ),
    st.characters(),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(ALPHABET, max_size=60).map("".join))
@example("&amp;amp;amp;nbsp;")
@example("a.Bà.Cờ,Đò;éÐ")
@example("\u200d\ufeff\u200d")
@example("e&#768;")
def test_mending_is_final_and_adds_only_spaces(text):
    mended, fixes = mend(text)
    assert mend(mended) == (mended, frozenset())
    assert is_normalized("NFC", mended)
    assert len(mended.replace(" ", "")) <= len(normalize("NFC", text))
    assert mended == mended.strip()
    assert "  " not in mended
    assert fixes or mended == " ".join(text.split())
    flags(text)
    fold(text)


WORDS = st.sampled_from(["über", "más", "l’été", "họp", "gópý", "Tin", "quý", "http", "dân", "mr", "2021", "ICT"])
SIGNS = st.sampled_from([*".,;:!?…\"'“”‘’„‚«»()[]{}<>-–—/*+•|%&=@#", "://", "amp;", "%3b"])


@settings(max_examples=2000, deadline=None)
@given(st.lists(WORDS | SIGNS | ALPHABET, min_size=1, max_size=6).map("".join))
@example("„ahttp://“")
@example("/2021Tin")
@example("“và/")
@example("e.g tin.Th tin, tin., .tin 8.a")
def test_words_that_are_not_judged_need_no_verdict(text):
    for token in normalize("NFC", text).split():
        if not suspects(words_worth_a_look(token)):
            assert judge(token) is None
            assert not is_ambiguous(token.strip(string.punctuation))


@settings(max_examples=1000, deadline=None)
@given(
    st.lists(st.sampled_from([*string.printable, "://", "%3b", "ndash;", "rave;", "UBND", "Thanh", "8:30", "/2021"]))
)
@example(["8:30", "Thanh"])
@example(["tin", "http", "://"])
def test_what_needs_no_full_look_in_ascii_has_no_verdict(parts):
    for token in "".join(parts).split():
        looked_at = f"{token}”"  # a sign that is not ASCII: every rule is asked
        verdict, full = judge(token), judge(looked_at)
        assert (verdict.text if verdict else token) == (full.text if full else looked_at).removesuffix("”")


@settings(max_examples=400, deadline=None)
@given(st.lists(st.lists(WORDS | SIGNS | ALPHABET | st.just(" "), max_size=8).map("".join), max_size=5))
@example(["Xã Mây họp.", "Sở cấp ph;ép", "Thc", "góp ý gópý"])
def test_lines_are_judged_together_as_one_by_one(lines):
    assume(len(" ".join(lines)) < TELLING_LENGTH)
    alone = list(map(repaired, lines))
    assert repaired_lines(lines) == (
        [mended for mended, _, _ in alone],
        frozenset().union(*(fixes for _, fixes, _ in alone)),
        any(doubtful for _, _, doubtful in alone),
    )


ENGLISH = (
    "The towns along the river met on Monday to talk about the bridge, the ferry and the roof of the school, which the "
    "storm of last week had damaged more than anyone thought it would."
)


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        ("Sở tham dự.Ông nói gópý", "Sở tham dự. Ông nói góp ý"),
        ("Thị trấn ph&oacute;ng sinh", "Thị trấn phóng sinh"),
        ("Thong bao.Thanh pho ra ke hoach", "Thong bao.Thanh pho ra ke hoach"),
        ("See chapter 4.Then go on, e.g.to page 7", "See chapter 4.Then go on, e.g.to page 7"),
    ],
)
def test_a_text_in_another_language_is_mended_where_letters_are_only_vietnamese(line, mended):
    assert repaired_lines([ENGLISH, line])[0] == [ENGLISH, mended]


def test_words_without_marks_are_mended_where_the_text_is_vietnamese():
    assert repaired_lines(["Thong bao.Thanh pho ra ke hoach"])[0] == ["Thong bao. Thanh pho ra ke hoach"]
    long = "Thong bao ve ke hoach sua cau cua xa trong mua mua nam nay va viec di lai cua ba con hai ben song " * 3
    assert repaired_lines([long.strip(), "Hop bao.Thanh pho"])[0][1] == "Hop bao. Thanh pho"


@pytest.mark.parametrize("lost", ["Don?t won?t can?t isn?t wasn?t hasn?t didn?t hadn?t", "“A?”b?t " * 8, "\ufffd"])
def test_lost_letters_are_told_in_any_language(lost):
    assert flags(f"{ENGLISH} {lost}") == ("lost_letters",)
    assert flags(f"{ENGLISH} Who came? Half of the town; the rest, 20% of it, stayed.") == ()


@pytest.mark.parametrize(
    "unit", ["a", "ệ", "a;", "ph;", ".A", ",", "&amp;", "Ðả", "aÁ", "ograve;", "1", "…", "TT&", "?", "an ?", "?a"]
)
def test_long_runs_are_linear(unit):
    text = unit * (100_000 // len(unit))
    mend(text)
    flags(text)
    part_words(text[:5000])
