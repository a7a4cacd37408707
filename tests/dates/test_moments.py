"""A page's candidate dates -> publication, change, clock, and the doubts."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.dates.moments import choose
from items import RawDate

URL = "https://so.mau.gov.vn/tin-tuc/hop-giao-ban-4167.html"
FETCHED = "2026-03-07T08:15:00+07:00"


def picked(*raw, url=URL, **more):
    dates = [RawDate(*each) if isinstance(each, tuple) else RawDate(each, "visible") for each in raw]
    return choose(dates, url=url, **more)


def value(found):
    return found and found.value


def test_a_page_that_shows_no_date_gets_none():
    chosen = picked()
    assert (chosen.published, chosen.updated, chosen.page_clock, chosen.flags) == (
        None,
        None,
        None,
        ("no_published_date",),
    )


@pytest.mark.parametrize("origin", ["listing", "feed", "sitemap"])
def test_a_list_dates_only_what_its_page_does_not(origin):
    listed = ("18/07/2016 | 01:56 PM", origin)
    alone = picked(listed, fetched_at=FETCHED)
    assert (value(alone.published), alone.published.origin, alone.flags) == ("2016-07-18T13:56:00+07:00", origin, ())
    assert picked("18/07/2016", listed).published.origin == "visible"
    assert value(picked("18/07/2016", listed).published) == "2016-07-18"  # the page's precision, not the list's
    assert picked("20/08/2016", listed).flags == ("date_conflict",)
    assert picked(listed, url="https://so.mau.gov.vn/tin-20160718075643123.htm").published.origin == origin


def test_a_list_that_repeats_the_change_tells_no_publication():
    assert picked("Cập nhật: 12/07/2022", ("12/07/2022", "listing")).published is None
    assert value(picked("Cập nhật: 12/07/2022", ("01/07/2022", "listing")).published) == "2022-07-01"


def test_a_list_is_heard_after_many_dates_and_behind_a_clock():
    many = [f"{day:02}/03/2016" for day in range(1, 12)]
    labelled = [(f"Cập nhật: {each}", "visible") for each in many]
    assert value(picked(*labelled, ("18/02/2016", "listing")).published) == "2016-02-18"
    clock = picked("07/03/2026", ("18/07/2016", "listing"), body_text="Sáng 16/7/2016, xã Mây họp.", fetched_at=FETCHED)
    assert value(clock.published) == "2016-07-18"


def test_a_list_of_the_day_after_tomorrow_is_not_believed():
    assert picked(("09/03/2026", "feed"), fetched_at=FETCHED).published is None


def test_a_change_is_never_the_publication():
    chosen = picked("( Cập nhật lúc: 12/07/2022  )", fetched_at=FETCHED)
    assert chosen.published is None
    assert (chosen.updated.value, chosen.updated.precision, chosen.updated.raw) == ("2022-07-12", "day", "12/07/2022")
    assert chosen.flags == ("no_published_date",)


def test_the_place_says_the_role_and_the_words_overrule_it():
    chosen = picked(("2022-07-12T08:00:01+07:00", "meta", "updated"), "11/07/2022 14:00")
    assert (value(chosen.published), value(chosen.updated)) == (
        "2022-07-11T14:00:00+07:00",
        "2022-07-12T08:00:01+07:00",
    )
    chosen = picked(("Ngày đăng: 11/07/2022", "visible", "updated"))
    assert (value(chosen.published), chosen.updated) == ("2022-07-11", None)


def test_one_line_may_hold_both():
    chosen = picked("Ngày đăng: 02/03/2020 09:05 - Cập nhật: 05/03/2020 08:10")
    assert (value(chosen.published), value(chosen.updated)) == (
        "2020-03-02T09:05:00+07:00",
        "2020-03-05T08:10:00+07:00",
    )


@pytest.mark.parametrize(
    ("first", "then", "expected", "origin"),
    [
        # the first wins, unless another says the same more precisely
        (("2024-03-27", "meta"), ("27/03/2024 08:42", "visible"), "2024-03-27T08:42:00+07:00", "visible"),
        (
            ("2024-03-27T08:42:13+07:00", "jsonld"),
            ("27/03/2024 08:42", "visible"),
            "2024-03-27T08:42:13+07:00",
            "jsonld",
        ),
        (
            ("27/03/2024 08:42", "visible"),
            ("2024-03-27T08:42:13+07:00", "jsonld"),
            "2024-03-27T08:42:13+07:00",
            "jsonld",
        ),
        (("date 2024-03", "prefix"), ("27/03/2024", "visible"), "2024-03-27", "visible"),
        (("27/03/2024 08:42", "visible"), ("28/03/2024 10:00:10", "listing"), "2024-03-27T08:42:00+07:00", "visible"),
        (("27/03/2024 08:42", "visible"), ("27/03/2024", "listing"), "2024-03-27T08:42:00+07:00", "visible"),
        # zeros that fill a form are not more
        (
            ("27/03/2024 08:42", "visible"),
            ("2024-03-27T08:42:00+07:00", "meta"),
            "2024-03-27T08:42:00+07:00",
            "visible",
        ),
        (("2024-03-27T00:00:00+07:00", "jsonld"), ("27/03/2024", "visible"), "2024-03-27", "visible"),
        (("27/03/2024", "visible"), ("2024-03-27T00:00:00+07:00", "jsonld"), "2024-03-27", "visible"),
    ],
)
def test_the_more_precise_of_two_that_agree(first, then, expected, origin):
    chosen = picked(first, then)
    assert (chosen.published.value, chosen.published.origin) == (expected, origin)


def test_malformed_metadata_and_the_slot_agree():
    chosen = picked(("2024-03-27+0708:42:00", "meta"), "Thứ tư - 27/03/2024 08:42")
    assert (chosen.published.value, chosen.flags) == ("2024-03-27T08:42:00+07:00", ())


@pytest.mark.parametrize(
    ("url", "raw", "expected"),
    [
        (URL, "2026-02-28T18:30:00Z", "2026-03-01T01:30:00+07:00"),
        (URL, "2026-03-01T02:51:00+00:00", "2026-03-01T09:51:00+07:00"),
        (URL, "2026-03-01T02:51:00", "2026-03-01T02:51:00+07:00"),
        ("https://zeitung.example.de/a", "2026-02-28T18:30:00Z", "2026-02-28T18:30:00+00:00"),
        ("https://zeitung.example.de/a", "2026-03-01T02:51:00", "2026-03-01T02:51:00"),
        (None, "2026-03-01T02:51:00", "2026-03-01T02:51:00+07:00"),
        (None, "2026-03-01T02:51:00Z", "2026-03-01T02:51:00+00:00"),
    ],
)
def test_zones(url, raw, expected):
    assert picked((raw, "jsonld"), url=url, body_text="Die Stadt baut.").published.value == expected


def test_a_vietnamese_text_on_a_foreign_host_is_in_vietnamese_time():
    chosen = picked(
        ("2026-03-01T02:51:00", "meta"), url="https://bao.example.net/a", body_text="Xã Mây được sửa đường."
    )
    assert chosen.published.value == "2026-03-01T02:51:00+07:00"


def test_month_first_pages_are_known_by_address():
    printed = "http://mic.gov.vn/pages/tintuc/printpage.aspx?tintucID=103314"
    assert picked("4/3/2013 8:00:10 AM", url=printed).published.value == "2013-04-03T08:00:10+07:00"
    assert picked("4/3/2013 8:00:10 AM").published.value == "2013-03-04T08:00:10+07:00"
    feed = picked(("9/5/2026 1:30:00 PM", "feed"), url="https://baochinhphu.vn/hop-5.htm")
    assert feed.published.value == "2026-09-05T13:30:00+07:00"


def test_sources_that_disagree_are_flagged_and_the_first_stands():
    chosen = picked(("2019-03-02T21:00:44T+07:00", "meta"), "23/07/2019 - 16:37’ (GMT +7)")
    assert (chosen.published.value, chosen.flags) == ("2019-03-02T21:00:44+07:00", ("date_conflict",))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("27/03/2024 08:42", "28/03/2024 08:40"),
        ("27/03/2024", "28/03/2024"),
        ("date 2024-03", "31/03/2024 23:00"),
        ("27/03/2024 08:42", "date 2024-03"),
    ],
)
def test_less_than_a_day_apart_is_no_conflict(one, other):
    assert picked(one, other).flags == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("2024-03-27", "meta"), "29/03/2024"),
        (("date 2024-03", "prefix"), "03/05/2024"),
        ("01/01/2024", ("date 2023-11", "prefix")),
    ],
)
def test_more_than_a_day_apart_is_a_conflict(one, other):
    assert picked(one, other).flags == ("date_conflict",)


def test_a_change_before_the_publication_is_a_conflict():
    assert picked("27/03/2024", "Cập nhật: 20/03/2024").flags == ("date_conflict",)
    assert picked("27/03/2024", "Cập nhật: 20/04/2024").flags == ()


# the address


def test_the_address_dates_a_page_that_shows_nothing():
    chosen = picked(url="https://xa.mau.gov.vn/portal/pages/2023-01-30/Ung-dung-1.aspx")
    assert (chosen.published.value, chosen.published.origin, chosen.flags) == ("2023-01-30", "url", ())


def test_the_address_never_makes_a_shown_date_more_precise():
    chosen = picked("12/08/2023", url="https://vp.mau.gov.vn/hop-115230812201019472.htm")
    assert (chosen.published.value, chosen.published.origin, chosen.flags) == ("2023-08-12", "visible", ())


def test_a_creation_days_before_is_a_conflict():
    chosen = picked("06:16, 22/08/2024", url="https://bao.mau.vn/hop-1723464117294.html")
    assert (chosen.published.value, chosen.flags) == ("2024-08-22T06:16:00+07:00", ("date_conflict",))


def test_a_template_that_prints_greenwich_time_is_suspect():
    chosen = picked("04-12-2018 - 01:20", url="https://xa.mau.gov.vn/hop-1544059231.html")
    assert chosen.published.value == "2018-12-04T01:20:00+07:00"
    assert "tz_suspect" in chosen.flags
    assert picked("06-12-2018 - 08:20", url="https://xa.mau.gov.vn/hop-1544059231.html").flags == ()


def test_metadata_seven_hours_off_is_suspect():
    assert picked(("2026-03-01T09:51:00+07:00", "jsonld"), "01/03/2026 02:51").flags == ("tz_suspect",)
    assert picked(("2026-03-01T02:51:00Z", "jsonld"), "01/03/2026 09:51").flags == ()
    assert picked(("2026-03-01T09:51:00+07:00", "jsonld"), "01/03/2026 03:51").flags == ()


def test_hours_are_not_compared_where_a_zone_is_unknown():
    chosen = picked(
        ("2024-11-22T08:49:59Z", "jsonld"),
        "22 November 2024 15:49",
        url="https://zeitung.example.de/a",
        body_text="Die Stadt",
    )
    assert (chosen.published.value, chosen.flags) == ("2024-11-22T08:49:59+00:00", ())


def test_only_the_nearest_date_of_a_place_can_contradict():
    assert picked(("2024-03-27", "jsonld"), "27/03/2024", "01/02/2020").flags == ()
    assert picked(("2024-03-27", "jsonld"), "01/02/2020", "27/03/2024").flags == ("date_conflict",)


def test_pages_known_to_print_greenwich_time():
    chosen = picked("Thursday 2025-07-17 02:19", url="https://moh.gov.vn/en_US/tin/-/asset_publisher/k/content/a")
    assert (chosen.published.value, chosen.flags) == ("2025-07-17T02:19:00+07:00", ("tz_suspect",))


# the clock


@pytest.mark.parametrize(
    ("line", "clock"),
    [
        ("Thứ Ba, 29/09/2020 23:33 Chiều", "2020-09-29T23:33:00+07:00"),
        ("15:28:44 , 18/11/2017", "2017-11-18T15:28:44+07:00"),
        ("Thứ Sáu, ngày 23 tháng 08 năm 2019, 09:25:27", "2019-08-23T09:25:27+07:00"),
        ("Thứ Hai, ngày 23/07/2018 00:05 AM (GMT+7)", "2018-07-23T00:05:00+07:00"),
        ("Thứ hai, 02/03/2020", "2020-03-02"),
        ("22/03/2023", None),
        ("Cập nhật: Thứ hai, 02/03/2020", None),
        ("Thứ Ba, 29/09/2020: xã Mây họp", None),
        ("Ngày 31/6/2018", None),
    ],
)
def test_the_clock_stands_above_the_title(line, clock):
    chosen = picked(before_title=["Trang chủ", line], fetched_at="2021-01-01T00:00:00+07:00")
    assert (chosen.page_clock, chosen.published) == (clock, None)


def test_the_second_date_after_a_clock_is_the_publication():
    lines = ["Thứ Hai, ngày 23/07/2018 00:05 AM (GMT+7)", "Thứ Năm, ngày 05/12/2013 09:53 AM (GMT+7)"]
    chosen = picked(before_title=lines)
    assert (chosen.page_clock, value(chosen.published)) == ("2018-07-23T00:05:00+07:00", "2013-12-05T09:53:00+07:00")


def test_a_clock_may_be_older_than_the_article():
    chosen = picked("Sỹ Mẫu - 06:16, 22/08/2024", before_title=["Thứ Sáu, ngày 23 tháng 08 năm 2019, 09:25:27"])
    assert (chosen.page_clock, value(chosen.published)) == ("2019-08-23T09:25:27+07:00", "2024-08-22T06:16:00+07:00")
    assert chosen.flags == ()


def test_a_candidate_that_is_the_clock_is_not_the_publication():
    line = "Thứ Ba, 29/09/2020 23:33 Chiều"
    chosen = picked(line, before_title=[line])
    assert (chosen.page_clock, chosen.published) == ("2020-09-29T23:33:00+07:00", None)


def test_a_slot_that_tells_the_day_of_the_fetch_over_an_old_text_is_a_clock():
    chosen = picked("Thứ bảy, 07/03/2026", body_text="Ngày 26/12/2013, xã Mây họp.", fetched_at=FETCHED)
    assert (chosen.page_clock, chosen.published) == ("2026-03-07", None)
    fresh = picked("Thứ bảy, 07/03/2026", body_text="Ngày 06/03/2026, xã Mây họp.", fetched_at=FETCHED)
    assert (fresh.page_clock, value(fresh.published)) == (None, "2026-03-07")


# doubts


@pytest.mark.parametrize(
    ("slot", "body", "migrated"),
    [
        ("10:51 | 21/05/2015", "Hà Tĩnh, tháng 4 năm 2007. Đề tài nghiệm thu ngày 12/4/2007.", True),
        ("21/05/2015", "Ngày 12/4/2007, xã Mây họp.", True),
        ("21/05/2015", "Ngày 20 tháng 5 năm 2014, xã Mây họp.", True),
        ("21/05/2015", "Ngày 12/4/2007, xã Mây lập quy hoạch giai đoạn 2010 - 2020.", True),
        ("21/05/2015", "Ngày 12/4/2007, xã Mây lập quy hoạch đến năm 2030.", True),
        ("21/05/2015", "Ngày 12/4/2007, xã Mây lập quy hoạch giai đoạn 2013 - 2014.", False),
        ("21/05/2015", "Ngày 12/4/2007, xã Mây nhận đề án, xong vào năm 2016.", False),
        ("21/05/2015", "Từ ngày 12/4/2007 đến nay, xã Mây mở 12 lớp.", False),
        ("21/05/2015", "Ngày 12/4/2007 và 20/5/2015, xã Mây họp.", False),
        ("05/01/2020", "Tổng kết năm 2019: ngày 30/12/2019, xã Mây họp.", False),
        ("05/12/2020", "Ngày 30/12/2019, xã Mây họp.", False),
        ("21/05/2015", "Xã Mây họp sơ kết.", False),
        ("21/05/2015", "Theo Nghị định 43/2011/NĐ-CP, xã Mây họp.", False),
        ("21/05/2015", "Ngày 12/4/2007, xã Mây họp bàn nhiệm vụ năm 2014.", False),
        ("21/05/2015", "Theo Quyết định số 12/QĐ-UBND ngày 18/7/2012 của tỉnh, xã Mây họp.", False),
        ("21/05/2015", "Ông Mẫu, sinh ngày 1/1/1961, dự họp.", False),
        ("21/05/2015", "Xã Mây giữ gìn rừng dẻ.\n\nNgày 12/4/2007, rừng dẻ được khoanh nuôi.", False),
        ("21/05/2015", "CHÍNH PHỦ\n\nCăn cứ Luật Mẫu ngày 25 tháng 12 năm 2001;", False),
        ("21/05/2015", "", False),
    ],
)
def test_a_text_a_year_older_than_its_date_was_migrated(slot, body, migrated):
    assert ("migrated_date" in picked(slot, body_text=body).flags) is migrated


def test_doubts_of_the_words_reach_the_page():
    assert picked("Thứ hai, 06/09/2024").flags == ("weekday_mismatch",)
    assert picked("10/23/2008 8:32:34 AM").flags == ("other_order",)
    assert picked("31/6/2018").flags == ("impossible_date", "no_published_date")
    assert picked("12/12/2029", fetched_at=FETCHED).flags == ("future_date", "no_published_date")


def test_relative_words_need_the_fetch_time():
    assert picked("5 giờ trước").published is None
    assert picked("5 giờ trước", fetched_at=FETCHED).published.value == "2026-03-07"
    assert picked("2 ngày trước", fetched_at=datetime(2026, 3, 6, 20, tzinfo=UTC)).published.value == "2026-03-05"


def test_what_is_not_the_page_s_date_is_not_chosen():
    chosen = picked(
        "Ngày 26/12/2013, tại xã Mây đã diễn ra hội nghị", "Quyết định số 1/QĐ-UBND ngày 18/01/2017", "Lượt xem: 12"
    )
    assert (chosen.published, chosen.updated) == (None, None)


def test_a_fetch_time_that_is_none_of_ours_is_ignored():
    assert picked("22/03/2023", fetched_at="hôm qua").published.value == "2023-03-22"


@settings(max_examples=200, deadline=None)
@given(
    texts=st.lists(
        st.tuples(
            st.one_of(
                st.text(max_size=60),
                st.sampled_from(["12/07/2022", "2024-03-27T08:42:00Z", "Cập nhật: 1/2/2023 10:00", "date 2020-01", "31/6/2018", "hôm qua"]),
                st.dates(date(1990, 1, 1), date(2060, 1, 1)).map(lambda each: f"{each:%d/%m/%Y} 10:30"),
            ),
            st.sampled_from(["jsonld", "meta", "visible", "prefix", "feed"]),
            st.sampled_from(["published", "updated"]),
        ),
        max_size=12,
    ),
    before=st.lists(st.sampled_from(["Thứ Ba, 29/09/2020 23:33 Chiều", "15:28:44 , 18/11/2017", "Tin"]), max_size=3),
    body=st.text(max_size=300),
    url=st.sampled_from([None, "", URL, "https://a.de/b", "https://so.mau.vn/x-1544059231.html", "https://so.mau.vn/2020/01/a", "::"]),
    fetched=st.sampled_from([None, FETCHED, datetime(2026, 3, 7, 8, tzinfo=timezone(timedelta(hours=-3))), datetime(2026, 3, 7), "0001-01-01T00:00:00+09:00"]),  # noqa: DTZ001
)  # fmt: skip
def test_any_candidates_give_iso_values(texts, before, body, url, fetched):
    chosen = picked(*texts, url=url, before_title=before, body_text=body, fetched_at=fetched)
    for each in (value(chosen.published), value(chosen.updated), chosen.page_clock):
        if each is not None:
            datetime.fromisoformat(each + "-01" if len(each) == 7 else each)
    assert list(chosen.flags) == sorted(set(chosen.flags))
    assert ("no_published_date" in chosen.flags) is (chosen.published is None)
