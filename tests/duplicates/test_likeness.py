import random

import pytest

from benchmarks.made_articles import MadeLanguage
from crawler.duplicates.likeness import likeness
from crawler.duplicates.sketch import shingles

NOTICE = (
    "Ngày {0}/3/{1}, Sở Mẫu ban hành Kế hoạch số {2}/KH-SM về tuyển dụng viên chức năm {1}. Tổng số chỉ tiêu là {3}"
    " người, làm việc tại {4} đơn vị trực thuộc. Hồ sơ nhận từ ngày {5}/4/{1} đến hết ngày {6}/4/{1} tại phòng {7} trụ"
    " sở Sở Mẫu, số {8} đường Mẫu, trong giờ hành chính. Lệ phí dự tuyển {9}.000 đồng một hồ sơ. Thí sinh trúng tuyển"
    " được thông báo trước ngày {5}/6/{1} trên Cổng thông tin điện tử của Sở Mẫu và niêm yết công khai tại trụ sở."
)
OF_2019 = NOTICE.format(12, 2019, 118, 24, 5, 1, 29, 302, 7, 300)
OF_2021 = NOTICE.format(9, 2021, 87, 31, 6, 5, 27, 305, 7, 400)


@pytest.fixture
def language():
    """A language of each test's own, so that its texts do not depend on which tests ran before."""
    return MadeLanguage(8)


def alike(one, other):
    return likeness(shingles(one), shingles(other))


def test_a_notice_of_another_year_is_no_copy():
    found = alike(OF_2019, OF_2021)
    assert found.in_order > 0.8  # its words are the same,
    assert found.numbers < 0.3  # what it says is not
    assert not found.is_copy


def test_a_notice_sent_again_with_one_date_put_right_is_a_copy():
    assert alike(OF_2019, OF_2019.replace("29/4", "30/4")).is_copy


@pytest.mark.parametrize("seed", range(5))
def test_reports_of_one_campaign_are_no_copies(seed, language):
    draw = random.Random(seed)
    said = [language.sentence() for _ in range(12)]
    reports = [
        " ".join(sentence for one in said for sentence in (one, *[language.sentence()] * draw.randint(1, 2)))
        for _ in range(2)
    ]
    found = alike(*reports)
    assert found.jaccard > 0.12  # as many shingles in both as heavily edited copies have
    assert not found.is_copy


def test_furniture_around_both_does_not_hide_a_copy(language):
    words = " ".join(language.sentence() for _ in range(40))
    around = [language.paragraph() for _ in range(4)]
    found = alike(f"{around[0]} {words} {around[1]}", f"{around[2]} {words} {around[3]}")
    assert found.in_order > 0.9  # a set phrase may stand in both furnitures
    assert found.is_copy


def test_a_paragraph_moved_to_the_end_leaves_a_copy(language):
    paragraphs = [language.paragraph() for _ in range(6)]
    assert alike(" ".join(paragraphs), " ".join([*paragraphs[1:], paragraphs[0]])).is_copy


def test_nothing_is_like_nothing():
    assert alike("", "").is_copy is False
    assert alike(OF_2019, "").is_copy is False
