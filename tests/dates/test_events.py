"""Opening sentences -> the day they tell of. Half of the rows are numbers that are no event."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.dates.events import event_date
from items import Moment


def moment(value: str) -> Moment:
    return Moment(value, {7: "month", 10: "day"}.get(len(value), "minute"), value, "visible")


THURSDAY = moment("2018-01-11T14:58:00+07:00")


def event(opening, published=THURSDAY, updated=None, title="", body=""):
    return event_date(opening, published=published, updated=updated, title=title, body=body)


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        ("(TIN) Sáng 09/7, xã Mây họp sơ kết.", "2017-07-09"),
        ("Ngày 8-1, xã Mây họp.", "2018-01-08"),
        ("Ngày 10- 1, xã Mây họp.", "2018-01-10"),
        ("Ngày 11/1, xã Mây họp.", "2018-01-11"),
        ("Ngày 12/1, xã Mây họp.", "2018-01-12"),  # a day ahead rather than a year back
        ("Ngày 26/1, xã Mây họp.", "2017-01-26"),
        ("- Sáng 20 - 5, tại xã Mây", "2017-05-20"),
        ("Ngày 18.6, xã Mây họp.", "2017-06-18"),
        ("Ngày 16.10 vừa qua, xã Mây họp.", "2017-10-16"),
        ("Sáng 1-10-2024, xã Mây họp.", "2024-10-01"),
        ("Ngày 07/7/2022 xã Mây đã họp.", "2022-07-07"),
        ("Trong 2 ngày 22 & 23.7, xã Mây thi đấu.", "2017-07-22"),
        ("Ngày 27, 28/6 xã Mây thi đấu.", "2017-06-27"),
        ("Trong ba ngày 5, 6 và 7/1, xã Mây thi đấu.", "2018-01-05"),
        ("Từ ngày 26-28/1/2021, xã Mây thi đấu.", "2021-01-26"),
        ("Ngày 5-7/1/2021, xã Mây thi đấu.", "2021-01-05"),
        ("Từ ngày 8-10 tháng 6, xã Mây thi đấu.", "2017-06-08"),
        ("Ngày 22/3/2023-23/3/2023, xã Mây thi đấu.", "2023-03-22"),
        ("Từ ngày 1-1 đến 14-11-2024, xã Mây mở lớp.", "2024-01-01"),
        ("Chiều nay (2/1), xã Mây họp.", "2018-01-02"),
        ("Sáng nay (22/9/2022), xã Mây họp.", "2022-09-22"),
        ("Sáng nay 6/12, xã Mây họp.", "2017-12-06"),
        ("Ngày hội sách diễn ra trong 2 ngày 19 và 20/01.", "2018-01-19"),
        ("Ngày hội sách diễn ra trong 2 ngày 19 và 20/02.", "2017-02-19"),
        (
            "Thực hiện Công văn số 37/UBND –KG ngày 21/6/2016 của tỉnh, ngày 09 và 10/8/2016, xã Mây mở lớp.",
            "2016-08-09",
        ),
        ("Hội nghị mở vào lúc 13 giờ 30 phút ngày 17/3/2023 tại xã Mây.", "2023-03-17"),
        ("Chiều ngày 20/10/2017. Công đoàn xã Mây họp.", "2017-10-20"),
        ("Ngày 12 tháng 3 năm 2019, xã Mây họp.", "2019-03-12"),
        ("Ngày 12 tháng 12, xã Mây họp.", "2017-12-12"),
        ("Thứ Sáu, ngày 5/1, xã Mây họp.", "2018-01-05"),
        ("Chiều thứ Sáu (5/1), xã Mây họp.", "2018-01-05"),
        ("Nhằm giữ sạch đường làng, ngày 01/07, xã Mây ra quân.", "2017-07-01"),
        ("Thực hiện Chỉ thị số 01/CT-UBND ngày 02/1/2014 của tỉnh, sáng 5/1, xã Mây họp.", "2018-01-05"),
        ("Kỷ niệm 93 năm Ngày thành lập (21/6/1925 - 21/6/2018), sáng 20/6, xã Mây họp.", "2017-06-20"),
        ("Chào mừng ngày 30/4 và 1/5, tối 28/4, xã Mây mở hội.", "2017-04-28"),
        ("Ngày 15/1 tới, xã Mây sẽ họp.", "2018-01-15"),
        ("Ngày 5/2, xã Mây sẽ mở hội.", "2018-02-05"),
        ("Ngày 8/1, ông Mẫu cho biết xã Mây sẽ mở hội.", "2018-01-08"),
        ("Hội xuân sẽ mở từ ngày 19 đến 26/1 tại xã Mây.", "2018-01-19"),
        ("Sa\u0301ng 09/7, xa\u0303 Mây họp.", "2017-07-09"),
        ("Ngày 29/2, xã Mây họp.", "2016-02-29"),
        ("Theo lịch, ngày 5/1/2018, xã Mây họp.", "2018-01-05"),
        ("Nhằm đưa luật tới toàn thể nhân dân, ngày 5/1, xã Mây mở lớp.", "2018-01-05"),
        ("Chiều thứ sáu (5/1), xã Mây họp.", "2018-01-05"),
        ("Ngày 29 /1 0 /201 4 , xã Mây ra văn bản.", "2014-10-29"),
        ("Tỉnh ban hành ngày 5/1 Kế hoạch số 34/KH-UBND.", "2018-01-05"),
        ("Sáng ngày 2 8 / 02 /201 4 tại xã Mây", "2014-02-28"),
        ("Nhằm giữ sạch đường làng; góp phần làm đẹp xóm, ngày 5/1, xã Mây ra quân.", "2018-01-05"),
        ("Ngày 2/1, 2 000 hộ xã Mây ra quân.", "2018-01-02"),
        ("Luật Mẫu được thông qua ngày 05/4/2016; có hiệu lực sau đó.", "2016-04-05"),
        ("Chiều nay, 6/1/2018, xã Mây họp.", "2018-01-06"),
        (
            "Thực hiện Kế hoạch số 1 của tỉnh; Hướng dẫn số 2 ngày 3/1/2018 của huyện, ngày 5/1, xã Mây họp.",
            "2018-01-05",
        ),
        ("Nhằm giữ sạch đường làng. Ngày 5/1, xã Mây ra quân.", "2018-01-05"),
        ("Nhằm " + "giữ sạch đường làng, ngõ xóm và " * 12 + "bờ mương, sáng 5/1, xã Mây ra quân.", "2018-01-05"),
    ],
)
def test_events(opening, expected):
    assert event(opening) == expected


@pytest.mark.parametrize(
    "opening",
    [
        "",
        "Xã Mây họp.",
        "Thực hiện Nghị định 49/2017/NĐ-CP ngày 24-4-2017, xã Mây rà soát.",
        "Thực hiện Quyết định số 359/QĐ-UBND ngày 18/01/2017 của tỉnh, xã Mây rà soát.",
        "Căn cứ Kế hoạch phát triển ngày 18/01/2017 của tỉnh, xã Mây rà soát.",
        "Công văn số 212/BTTTT-KHCN ngày 20/01/2017 của Bộ",
        "Thực hiện Công văn số 3718/UBND –KGVX ngày 21/6/2016 của tỉnh, xã Mây rà soát.",
        "Đảng ủy đã ban hành Nghị quyết số 179/NQ - ĐU ngày 22/4/2013 về nông thôn mới.",
        "Hưởng ứng Lời kêu gọi của Mặt trận huyện ngày 10/5/2021, xã Mây góp quỹ.",
        "Luật Mẫu có hiệu lực từ ngày 01/7/2010, xã Mây đã áp dụng.",
        "Thông tư có hiệu lực thi hành từ ngày 15/3/2013.",
        "Dịch vụ công mức độ 3, 4 của xã Mây.",
        "Có 1.720 người dự, chiếm 49,18% số hộ.",
        "Chào mừng ngày 30/4 và 1/5, xã Mây mở hội.",
        "Kỷ niệm ngày 21/6, xã Mây mở hội.",
        "Hướng tới ngày 22/12, xã Mây mở hội.",
        "Nhân ngày 20/11, xã Mây mở hội.",
        "6 tháng đầu năm 2018, xã Mây thu ngân sách đạt 5.6 tỷ đồng.",
        "Quý II, xã Mây làm được 9/10 việc.",
        "Mỗi ngày 5.6 tấn rác được thu gom.",
        "Bình quân một ngày 5.6 tấn rác được thu gom.",
        "Ngày 31/6/2018, xã Mây họp.",
        "Ngày 31/6, xã Mây họp.",
        "Ngày 5/13, xã Mây họp.",
        "Ngày 45/1, xã Mây họp.",
        "Trước ngày 15/12, các xã nộp báo cáo.",
        "Đến ngày 15/12, các xã đã nộp báo cáo.",
        "Hết ngày 15/12, các xã đã nộp báo cáo.",
        "Ngày 19/5/1890, Bác Hồ ra đời.",
        "Xã Mây họp sơ kết. Ngày 5/1, xã Gió họp.",
        "Xã Mây họp sơ kết, " + "bàn việc làm đường, " * 20 + "xong vào ngày 5/1.",
        "Xã Mây họp sơ kết, " + "bàn việc làm đường, " * 30 + "ngày 5/1 xong.",
        "Nhằm thiết thực kỷ niệm Ngày Di sản lần thứ XIII (23/11/2005 - 23/11/2017), xã Mây mở hội.",
        "Thực hiện Luật Thú y của Quốc hội ngày 18/6/2012; Quyết định số 229/QĐ-TTg, xã Mây rà soát.",
        "Xã Mây có 900 máy bơm, tăng 40 máy so với ngày 21/9.",
        "Theo báo cáo, từ ngày 01/8/2008 đến nay, xã Mây đã mở 12 lớp.",
        "Lễ khai mạc hội xuân; Hội sách ngày 5/1.",
        "Kế hoạch số 34/KH-UBND của tỉnh ban hành ngày 14/1, nêu rõ nhiệm vụ của xã Mây.",
        "Kế hoạch số 152/KH-UBND của tỉnh Mây, ban hành ngày 10/1, về bình đẳng giới.",
        "Trước đó, ngày 04/1, xã Mây đã ra kế hoạch.",
        "Chào mừng năm mới, xã Mây đã mở hội. Ngày 5/1, xã Gió họp.",
        "Thực hiện " + "chủ trương lớn của huyện; " * 19 + "Đề án ngày 5/1/2018 của tỉnh, xã Mây họp.",
        "Nhân ngày 20/11, nhân viên xã Mây mở hội.",
        "Tỉ lệ 3/4 số hộ dự họp.",
        "Ngày 1.720 lượt người qua cầu.",
        "Ngày nay 49,18% số hộ có mạng.",
        "Sáng nay, xã Mây họp.",
        "Đường 30/4 được sửa.",
        "Kể từ ngày 1/6/2015, xã Mây thu phí.",
        "Tỉnh chọn ngày 20 tháng 3 là Ngày hội sách.",
        "Tỉnh lấy ngày 28/8 hàng năm làm ngày hội.",
        "Tháng 5/2017, xã Mây họp.",
        "Ngày 5/6/2019/QH, xã Mây họp.",
        "Năm 2017, xã Mây họp 12/12 phiên.",
        "Phiên bản 2.10 ra mắt.",
        "Thứ năm tuần qua, xã Mây họp.",
        "Giải báo chí 26-28 tuổi",
    ],
)
def test_no_event(opening):
    assert event(opening) is None


@pytest.mark.parametrize(
    ("opening", "known", "expected"),
    [
        # the publication decides, also when it knows only the month
        ("Ngày 8-1, xã Mây họp.", {"published": moment("2020-01"), "title": "Tổng kết năm 2019"}, "2020-01-08"),
        ("Ngày 30-12, xã Mây họp.", {"published": moment("2020-01")}, "2019-12-30"),
        ("Ngày 31-1, xã Mây họp.", {"published": moment("2020-01")}, "2020-01-31"),
        ("Sáng 1/2, xã Mây họp.", {"published": moment("2020-01")}, "2019-02-01"),
        # else the last change
        ("Ngày 8-1, xã Mây họp.", {"published": None, "updated": moment("2022-07-12")}, "2022-01-08"),
        # else the only year of the title, the opening, the full dates of the text
        ("Sáng 09/7, xã Mây họp.", {"published": None, "title": "Nhiệm vụ 6 tháng cuối năm 2018"}, "2018-07-09"),
        ("Sáng 09/7, xã Mây họp sơ kết sáu tháng năm 2018.", {"published": None}, "2018-07-09"),
        ("Sáng 09/7, xã Mây họp.", {"published": None, "body": "Từ 02/7/2018 đến 30.9.2018"}, "2018-07-09"),
        ("Ngày 8-1, xã Mây họp.", {"published": None, "title": "Tổng kết năm 2019"}, "2020-01-08"),
        ("Ngày 8-7, xã Mây họp.", {"published": None, "title": "Tổng kết năm 2019"}, "2019-07-08"),
        ("Ngày 28/12, xã Mây họp.", {"published": None, "title": "Triển khai nhiệm vụ năm 2014"}, "2013-12-28"),
        ("Ngày 8-1, xã Mây họp.", {"published": None}, None),
        ("Ngày 8-1, xã Mây họp.", {"published": None, "title": "Nghị quyết giai đoạn 2016-2020"}, None),
        ("Ngày 8-1, xã Mây họp.", {"published": None, "title": "Nhìn lại 2018 và 2019"}, None),
        ("Ngày 8-1, xã Mây họp.", {"published": None, "title": "Theo Luật 45/2019/QH14"}, None),
        ("Ngày 8-1, xã Mây họp.", {"published": None, "body": "Năm 2018 có 12/3/2018 và 1/4/2019"}, None),
        # a printed year needs nothing
        ("Ngày 26/12/2013, tại xã Mây", {"published": None, "title": "Nhiệm vụ năm 2014"}, "2013-12-26"),
    ],
)
def test_the_year_comes_from_what_is_known(opening, known, expected):
    assert event(opening, **known) == expected


DAYS = st.dates(min_value=date(1999, 1, 1), max_value=date(2049, 12, 31))
FORMS = [
    "Ngày {d}/{m}, xã Mây họp",
    "Sáng {d:02}-{m:02}, xã Mây họp",
    "(TIN) Chiều ngày {d}.{m}, họp",
    "Tối nay ({d}/{m}), họp",
]


@settings(max_examples=100, deadline=None)
@given(day=DAYS, back=st.integers(0, 340), form=st.sampled_from(FORMS))
def test_a_yearless_day_of_the_last_year_comes_back(day, back, form):
    told = day - timedelta(days=back)
    if (told.month, told.day) != (2, 29) and not (told.replace(year=told.year + 1) <= day):
        assert event(form.format(d=told.day, m=told.month), published=moment(day.isoformat())) == told.isoformat()


@settings(max_examples=200, deadline=None)
@given(
    opening=st.one_of(
        st.text(max_size=1000),
        st.lists(st.sampled_from(["Ngày", "sáng", "5/6", "26-28/1/2021", ",", "và", "đến", "30/2", "của", "(", "sẽ", "tới", "số 1/CT", "-"]), max_size=60).map(" ".join),
    ),
    title=st.text(max_size=100),
    published=st.one_of(st.none(), DAYS.map(lambda each: moment(each.isoformat())), DAYS.map(lambda each: moment(each.isoformat()[:7]))),
)  # fmt: skip
def test_any_opening_gives_a_day_or_none(opening, title, published):
    found = event(opening, published=published, title=title, body=opening)
    if found is not None:
        assert 1997 <= date.fromisoformat(found).year <= 2099


@pytest.mark.parametrize("unit", ["1-", "ngày ", "1/1 ", "theo a b ", "5, ", "số 1/", "kỷ niệm "])
def test_long_openings_are_linear(unit):
    from time import process_time

    start = process_time()
    event(unit * (100_000 // len(unit)), published=None, title=unit * 30)
    assert process_time() - start < 0.5
