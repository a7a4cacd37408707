"""The language of the text, not of the page's label."""

import pytest

from crawler.vietnamese.language import language_of
from tests.vietnamese.legacy_text import OTHERS, VIETNAMESE

EXPECTED = ["en"] * 8 + ["fr"] * 6 + ["de"] * 2 + ["es"] * 2 + ["pt"] * 2 + ["it", "sv", "da", "cs", "pl"]


@pytest.mark.parametrize("text", VIETNAMESE)
@pytest.mark.parametrize("declared", [None, "en", "en-US"])
def test_vietnamese_whatever_is_declared(text, declared):
    assert language_of(text, declared) == "vi"


@pytest.mark.parametrize(("text", "language"), list(zip(OTHERS, EXPECTED, strict=True)))
def test_other_languages(text, language):
    assert language_of(text, "vi") == language


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        ("ກະຊວງ ໄດ້ ຈັດ ກອງປະຊຸມ", None, "lo"),
        ("กระทรวงจัดการประชุม", "vi", "th"),
        ("ក្រសួងបានរៀបចំកិច្ចប្រជុំ", None, "km"),
        ("该部门昨天召开了会议", "vi", "zh"),
        ("省は昨日、会議を開きました", None, "ja"),
        ("부처는 어제 회의를 열었다", None, "ko"),
        ("Министерство провело совещание", None, "ru"),
        ("De vergadering van de gemeente is op het plein en dat was niet voor iedereen", None, "nl"),
        ("Kementerian itu dan para pejabat dari daerah yang akan datang untuk rapat ini", None, "id"),
        ("The Department of Hà Nội met with Mr. Nguyễn Văn Thưởng and Ms. Trần Thị Hương in the hall", None, "en"),
        ("Sở họp", None, "vi"),
        ("Tin trong ngày", "en", "vi"),
        ("2020", None, "vi"),
        ("", None, "vi"),
        ("2020", "fr", "fr"),
        ("Windows 11", "de_DE", "de-DE"),
        ("...", "Tiếng Việt", "vi"),
        ("Ehunbai zortzi gizon mendira joan ziren goizean goiz abiatuta", None, "und"),
    ],
)
def test_scripts_and_small_texts(text, declared, language):
    assert language_of(text, declared) == language
