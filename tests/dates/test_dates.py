"""Dates as portals print them -> ours. Half of the rows are words that must not become a date."""

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.dates.grammar import scan
from crawler.dates.read import date_from_url, is_date_line, month_first, read_date, read_dates
from crawler.dates.relative_dates import foreign

VN = timezone(timedelta(hours=7))
FETCHED = datetime(2026, 3, 7, 8, 15, tzinfo=VN)

# words, value, precision, role
VISIBLE = [
    # the slot under the title: day, month, year with every separator seen
    ("11/01/2018 14:58 Số lượt xem: 3072", "2018-01-11T14:58:00+07:00", "minute", None),
    ("Ngày đăng bài: 25/03/2015", "2015-03-25", "day", "published"),
    ("Đăng ngày 17 - 05 - 2024", "2024-05-17", "day", "published"),
    ("Ngày đưa:  18/07/2017 07:18:54 AM", "2017-07-18T07:18:54+07:00", "second", "published"),
    ("29/01/2018 02:18:52 PM", "2018-01-29T14:18:52+07:00", "second", None),
    ("01/02/2023 07:43:55", "2023-02-01T07:43:55+07:00", "second", None),
    ("22/03/2023", "2023-03-22", "day", None),
    ("Ngày 14-08-2020", "2020-08-14", "day", None),
    ("Ngày 14 tháng 06 năm 2018", "2018-06-14", "day", None),
    ("Thứ sáu - 14/06/2019 05:51", "2019-06-14T05:51:00+07:00", "minute", None),
    ("Thứ năm, 26/05/2022 - 16:08", "2022-05-26T16:08:00+07:00", "minute", None),
    ("Thứ hai, 16/11/2020 10:13", "2020-11-16T10:13:00+07:00", "minute", None),
    ("Thứ Ba 17/01/2023 15:00", "2023-01-17T15:00:00+07:00", "minute", None),
    ("Print Thứ bảy, 26/01/2019 23:36", "2019-01-26T23:36:00+07:00", "minute", None),
    ("THỨ NĂM, 03/09/2020 09:32:20", "2020-09-03T09:32:20+07:00", "second", None),
    ("Thứ 4, 23.02.2022 | 20:41:28", "2022-02-23T20:41:28+07:00", "second", None),
    ("Thứ năm, 20/11/2025 | 14:24", "2025-11-20T14:24:00+07:00", "minute", None),
    ("Chủ nhật, 21/05/2023 - 06:52", "2023-05-21T06:52:00+07:00", "minute", None),
    ("CN, 21/05/2023 06:52", "2023-05-21T06:52:00+07:00", "minute", None),
    ("T2 06/03/2023", "2023-03-06", "day", None),
    ("Thứ ba, 20:02, 23/09/2025", "2025-09-23T20:02:00+07:00", "minute", None),
    ("Thứ sáu: 15:00 ngày 09/02/2024", "2024-02-09T15:00:00+07:00", "minute", None),
    ("Thứ Hai, 14/05/2018, 16:26 (GMT+7)", "2018-05-14T16:26:00+07:00", "minute", None),
    ("Thứ ba, 25 Tháng 1 2022 16:22", "2022-01-25T16:22:00+07:00", "minute", None),
    ("Thứ hai, ngày 05 tháng 3 năm 2018", "2018-03-05", "day", None),
    ("06:44 13/03/2026", "2026-03-13T06:44:00+07:00", "minute", None),
    ("17:26 19/12/2016", "2016-12-19T17:26:00+07:00", "minute", None),
    ("10:10, 14/10/2019", "2019-10-14T10:10:00+07:00", "minute", None),
    ("10:51 | 21/05/2015", "2015-05-21T10:51:00+07:00", "minute", None),
    ("09/11/2018 - 22:32", "2018-11-09T22:32:00+07:00", "minute", None),
    ("04-12-2018 - 01:20", "2018-12-04T01:20:00+07:00", "minute", None),
    ("19-04-2024, 12:57", "2024-04-19T12:57:00+07:00", "minute", None),
    ("05/11/2024 22 Lượt xem", "2024-11-05", "day", None),
    ("Pháp luật 11-11-2022", "2022-11-11", "day", None),
    ("01-02-2021 Lượt xem: 379", "2021-02-01", "day", None),
    ("2021-04-17 16:39:00", "2021-04-17T16:39:00+07:00", "second", None),
    ("2025-07-16 09:19:00.0", "2025-07-16T09:19:00+07:00", "second", None),
    ("(24/11/2022)", "2022-11-24", "day", None),
    ("Submitted by Ban biên tập on 18 October 2019", "2019-10-18", "day", "published"),
    ("06/03/2021 10:48    359", "2021-03-06T10:48:00+07:00", "minute", None),
    ("06:22 30/03/2015 2", "2015-03-30T06:22:00+07:00", "minute", None),
    ("Ngày đăng 10/10/2014 | 12:00 AM | View count: 757", "2014-10-10", "day", "published"),
    ("18/08/2017 | 2:43 PM", "2017-08-18T14:43:00+07:00", "minute", None),
    ("18/08/2017 | 12:00 PM", "2017-08-18T12:00:00+07:00", "minute", None),
    ("18/08/2017 | 12:05 AM", "2017-08-18T00:05:00+07:00", "minute", None),
    ("Publish date 27/03/2014 | 12:00 AM | View count: 322", "2014-03-27", "day", "published"),
    ("(Thứ bảy, 22/05/2021 11:38)", "2021-05-22T11:38:00+07:00", "minute", None),
    ("Monday, 24/05/2021, 22:38", "2021-05-24T22:38:00+07:00", "minute", None),
    ("Friday 2025-07-18 08:43", "2025-07-18T08:43:00+07:00", "minute", None),
    ("(05.08.2019 16:32)", "2019-08-05T16:32:00+07:00", "minute", None),
    ("thứ năm, 08 08 2019 08:51", "2019-08-08T08:51:00+07:00", "minute", None),
    ("17:23:45 | 07/08/2018", "2018-08-07T17:23:45+07:00", "second", None),
    ("17:06 30/07/2020", "2020-07-30T17:06:00+07:00", "minute", None),
    ("07/03/2026 08:01 GMT+7", "2026-03-07T08:01:00+07:00", "minute", None),
    ("- 07/03/2026 08:47", "2026-03-07T08:47:00+07:00", "minute", None),
    ("01/03/2026 09:51", "2026-03-01T09:51:00+07:00", "minute", None),
    ("23/07/2019 - 16:37’ (GMT +7)", "2019-07-23T16:37:00+07:00", "minute", None),
    ("- 12/09/2025 09:16:00 AM", "2025-09-12T09:16:00+07:00", "second", None),
    ("Sỹ Hào - 06:16, 22/08/2024", "2024-08-22T06:16:00+07:00", "minute", None),
    ("VĂN MẪU - TRẦN MẪU 30/04/2016 11:39", "2016-04-30T11:39:00+07:00", "minute", None),
    ("Nhóm PV•10/03/2025 16:10", "2025-03-10T16:10:00+07:00", "minute", None),
    ("10:21 | 25/02/2026 Nông thôn mới", "2026-02-25T10:21:00+07:00", "minute", None),
    ("7/3/2026, 00:05", "2026-03-07T00:05:00+07:00", "minute", None),
    ("07/8/2022", "2022-08-07", "day", None),
    ("Ngày 5 tháng 3, 2018", "2018-03-05", "day", None),
    ("23. 12. 2024 13:31", "2024-12-23T13:31:00+07:00", "minute", None),
    ("25.4.24", "2024-04-25", "day", None),
    ("2025/01/31 11:30", "2025-01-31T11:30:00+07:00", "minute", None),
    # months in words: "năm" is five, year and Thursday
    ("15 Tháng Năm 2021", "2021-05-15", "day", None),
    ("ngày 15 tháng năm năm 2021", "2021-05-15", "day", None),
    ("Thứ năm, ngày 6 tháng năm năm 2021", "2021-05-06", "day", None),
    ("Ngày 2 tháng tư năm 2019", "2019-04-02", "day", None),
    ("20 Tháng Mười Hai 2020", "2020-12-20", "day", None),
    ("20 Tháng Mười Một, 2020", "2020-11-20", "day", None),
    ("20 tháng mười năm 2020", "2020-10-20", "day", None),
    ("Tháng Chín 21, 2020", "2020-09-21", "day", None),
    ("21 tháng 09 năm 2025", "2025-09-21", "day", None),
    # changes
    ("( Cập nhật lúc: 12/07/2022  )", "2022-07-12", "day", "updated"),
    ("Cập nhật: 09/04/2018", "2018-04-09", "day", "updated"),
    ("Cập nhật: 13/08/2010 16:21:18 Article Rating", "2010-08-13T16:21:18+07:00", "second", "updated"),
    ("Cập nhật: 18:45, 14/09/2022 (GMT+7)", "2022-09-14T18:45:00+07:00", "minute", "updated"),
    ("Cập nhật : 04-04-2018 - 09:34", "2018-04-04T09:34:00+07:00", "minute", "updated"),
    ("Lần cập nhật cuối: 13/08/2020", "2020-08-13", "day", "updated"),
    ("Last updated: March 7, 2026", "2026-03-07", "day", "updated"),
    # the page's own clock: a role of the place, not of the words
    ("Thứ Ba, 29/09/2020 23:33 Chiều", "2020-09-29T23:33:00+07:00", "minute", None),
    ("Thứ Hai, ngày 23/07/2018 00:05 AM (GMT+7)", "2018-07-23T00:05:00+07:00", "minute", None),
    ("Thứ Năm, ngày 05/12/2013 09:53 AM (GMT+7)", "2013-12-05T09:53:00+07:00", "minute", None),
    ("15:28:44 , 18/11/2017", "2017-11-18T15:28:44+07:00", "second", None),
    ("Thứ Sáu, ngày 23 tháng 08 năm 2019, 09:25:27", "2019-08-23T09:25:27+07:00", "second", None),
    # halves of the day
    ("05/03/2019 2:15:00 CH", "2019-03-05T14:15:00+07:00", "second", None),
    ("05/03/2019 12:10:00 SA", "2019-03-05T00:10:00+07:00", "second", None),
    ("05/03/2019 12:10:00 CH", "2019-03-05T12:10:00+07:00", "second", None),
    ("12/07/2022 02:30 SA", "2022-07-12T02:30:00+07:00", "minute", None),
    ("12/07/2022 2:30 chiều", "2022-07-12T14:30:00+07:00", "minute", None),
    ("12/07/2022 7:30 tối", "2022-07-12T19:30:00+07:00", "minute", None),
    ("12/07/2022 7:30 sáng", "2022-07-12T07:30:00+07:00", "minute", None),
    ("12/07/2022 11:30 trưa", "2022-07-12T11:30:00+07:00", "minute", None),
    ("12/07/2022 1:15 trưa", "2022-07-12T13:15:00+07:00", "minute", None),
    ("12/07/2022 11:15 đêm", "2022-07-12T23:15:00+07:00", "minute", None),
    ("12/07/2022 1:15 đêm", "2022-07-12T01:15:00+07:00", "minute", None),
    ("12/07/2022 12:30 sáng", "2022-07-12T00:30:00+07:00", "minute", None),
    ("12/07/2022 14:30 PM", "2022-07-12T14:30:00+07:00", "minute", None),
    ("14h30 ngày 12/07/2022", "2022-07-12T14:30:00+07:00", "minute", None),
    ("8h00: 12/07/2022", "2022-07-12T08:00:00+07:00", "minute", None),
    ("09h15 ngày 10/05/2023", "2023-05-10T09:15:00+07:00", "minute", None),
    ("7 giờ 30, 12/07/2022", "2022-07-12T07:30:00+07:00", "minute", None),
    ("vào lúc 13 giờ 30 phút ngày 17/3/2023", "2023-03-17T13:30:00+07:00", "minute", None),
    # times that are not there are not invented
    ("12/07/2022 25:10", "2022-07-12", "day", None),
    ("12/07/2022 10:75", "2022-07-12", "day", None),
    ("29/01/2018 00:00:00", "2018-01-29", "day", None),
    ("2021-04-17 00:00:00", "2021-04-17", "day", None),
    ("12/07/2022 | 12:00:00 AM", "2022-07-12", "day", None),
    ("12/07/2022 12:00 SA", "2022-07-12", "day", None),
    ("12/07/2022 Lượt xem: 1430", "2022-07-12", "day", None),
    ("Tỉ số 2:30 là của đội bạn, 12/07/2022", "2022-07-12", "day", None),
    # foreign pages
    ("March 7, 2026", "2026-03-07", "day", None),
    ("7 mars 2026", "2026-03-07", "day", None),
    ("18 October 2019", "2019-10-18", "day", None),
    ("Mar 7, 2026 8:01 AM EST", "2026-03-07T08:01:00-05:00", "minute", None),
    ("April 26, 2023 2:20pm EDT", "2023-04-26T14:20:00-04:00", "minute", None),
    ("30. Juni 2025, 15:59 Uhr", "2025-06-30T15:59:00+07:00", "minute", None),
    ("9. September 2025 um 15:46 Uhr", "2025-09-09T15:46:00+07:00", "minute", None),
    ("12. MÄR 2025 18:03", "2025-03-12T18:03:00+07:00", "minute", None),
    ("Publié le 30/04/2024 - 16:00", "2024-04-30T16:00:00+07:00", "minute", "published"),
    ("06/01/2026 - 14:16 UTC+1", "2026-01-06T14:16:00+01:00", "minute", None),
    ("22/11/2024 à 09:47", "2024-11-22T09:47:00+07:00", "minute", None),
    ("20:00, 29 Jan 2024", "2024-01-29T20:00:00+07:00", "minute", None),
    ("15 de mayo de 2024", "2024-05-15", "day", None),
    ("torsdag 09. mai 2024 - 13:26", "2024-05-09T13:26:00+07:00", "minute", None),
    ("Aktualisiert am 28. April 2023, 20:22 Uhr", "2023-04-28T20:22:00+07:00", "minute", "updated"),
    ("Posted: Aug 08, 2024 4:00 AM EDT | Last Updated: August 8", "2024-08-08T04:00:00-04:00", "minute", "published"),
    ("04 NOV 25", "2025-11-04", "day", None),
    ("1st March 2024", "2024-03-01", "day", None),
    # months alone
    ("tháng 5/2023", "2023-05", "month", None),
    ("Tháng 12 năm 2022", "2022-12", "month", None),
    # sentences: a day, not the page's
    ("Ngày 26/12/2013, tại trụ sở xã Mây đã diễn ra hội nghị", "2013-12-26", "day", "event"),
    ("Sáng 1-10-2024, Sở họp", "2024-10-01", "day", "event"),
    ("Sáng nay (22/9/2022), xã Mây mở hội", "2022-09-22", "day", "event"),
    ("Chiều ngày 20/10/2017. Công đoàn xã Mây", "2017-10-20", "day", "event"),
    ("Xã Mây, ngày 10 tháng 11 năm 2013", "2013-11-10", "day", "event"),
    (
        "Trong khuôn khổ chuyến công tác tại vùng cao, đoàn đã dừng chân 12/3/2019 ở xã Mây",
        "2019-03-12",
        "day",
        "event",
    ),
]  # fmt: skip

NO_DATE = [
    "",
    "Lượt xem: 188",
    "Chia sẻ bài viết",
    "31/6/2018",
    "30/02/2020 10:00",
    "29/02/2023",
    "00/05/2020",
    "13/13/2018",
    "2020-13-01",
    "2020-02-30",
    "32 tháng 1 năm 2020",
    "49/2017/NĐ-CP ngày 24-4-2017",
    "số 02/CT-BTTTT ngày 12/10/2011",
    "Quyết định số 359/QĐ-UBND ngày 18/01/2017",
    "Công văn số 123, ngày 5/6/2019",
    "Luật số 12/10/2011/QH13",
    "dịch vụ công mức độ 3, 4",
    "1.720 hồ sơ",
    "49,18%",
    "30/4",
    "21/6",
    "22/12",
    "Ngày 8-1",
    "Ngày 10- 1",
    "Sáng 09/7",
    "Ngày 27, 28/6",
    "Trong 2 ngày 22 & 23.7",
    "6 tháng đầu năm",
    "6 tháng đầu năm 2018",
    "Quý II năm 2018",
    "Năm 2018",
    "năm năm 2016 - 2020",
    "Giai đoạn 2016-2020",
    "Thứ năm",
    "tháng năm",
    "(Cập nhật đến 16 giờ ngày 12.9.2021)",
    "Số liệu tính đến ngày 12/9/2021",
    "Hạn nộp: 12/09/2021",
    "Có hiệu lực từ ngày 01/01/2021",
    "Verfügbar bis 06.05.2024.",
    "Ngày ban hành: 12/03/2020",
    "Ngày sinh: 02/03/2001",
    "(27/7/1947 - 27/7/2022)",
    "Kỷ niệm 93 năm (21/6/1925 - 21/6/2018)",
    "01/01/1970",
    "19/05/1890",
    "12/05/2199",
    "Từ ngày 26-28/1/2021",
    "192.168.10.2014",
    "Điện thoại: 024 3736 7115",
    "ĐT: 0219.3866.212",
    "Mã số 20-11",
    "Bài 3: 5/2019",
    "Kỳ 12/2019",
    "tháng 13/2023",
    "Triển khai nhiệm vụ tháng 6/2018",
    "Tổng kết năm 2019, triển khai nhiệm vụ năm 2020",
    "Nghị quyết 11-NQ/TW",
    "TCVN ISO 9001:2008",
    "19h30",
    "14:58",
    "Tỉ số 2:30",
    "ngày 12 tháng này",
    "20 tháng ba điều 2019",
    "22 Lượt xem: 2019",
    "12 người 2019",
    "Copyright 2018",
    "© 2009-2024",
    "v2.10.2",
    "1/2/3",
    "5 giờ trước",
    "hôm qua",
    "2 ngày trước",
    "A- A A+ | 100%",
    "0:00 / 0:00",
    "Ảnh 1/12",
    "date 2020-13 Tựa đề",
    "date 1970-01 Tựa đề",
    "Phản hồi: 0",
    "10/10",
    "9/10 điểm",
    "8.5.2",
    "Số: 15/2010",
    "Trang 5/2019 trang",
    "2019_06",
    "Khóa 2020-2025",
    "1954 - 2014",
]  # fmt: skip

METADATA = [
    # what metadata says in its own zone stays in it; fractions go
    ("2026-03-01T02:51:00Z", "2026-03-01T02:51:00+00:00", "second"),
    ("2024-08-28T11:26:02.614Z", "2024-08-28T11:26:02+00:00", "second"),
    ("2024-08-07T20:16Z", "2024-08-07T20:16:00+00:00", "minute"),
    ("2025-06-30T15:59:30+02:00", "2025-06-30T15:59:30+02:00", "second"),
    ("2024-08-28T10:00:23+0000", "2024-08-28T10:00:23+00:00", "second"),
    ("2023-04-26T14:20:55-04:00", "2023-04-26T14:20:55-04:00", "second"),
    ("2024-04-22T13:19+02:00", "2024-04-22T13:19:00+02:00", "minute"),
    ("2023-04-28 18:11:01.0", "2023-04-28T18:11:01+07:00", "second"),
    ("2024-04-30 16:01:14 +02:00", "2024-04-30T16:01:14+02:00", "second"),
    ("2024-04-28 07:00:00Z", "2024-04-28T07:00:00+00:00", "second"),
    ("2025-02-02T19:07:46.0000000Z", "2025-02-02T19:07:46+00:00", "second"),
    ("2025-02-12T07:25:30.999632+0000", "2025-02-12T07:25:30+00:00", "second"),
    ("2023-04-28T18:43:01", "2023-04-28T18:43:01+07:00", "second"),
    ("2026-05-13 15:44", "2026-05-13T15:44:00+07:00", "minute"),
    ("2026-05-07", "2026-05-07", "day"),
    ("2021-04-17T00:00:00", "2021-04-17", "day"),
    ("2021-04-17T00:00:00+07:00", "2021-04-17T00:00:00+07:00", "second"),
    # malformed by their software
    ("2024-03-27+0708:42:00", "2024-03-27T08:42:00+07:00", "second"),
    ("2024-03-27ICT08:42:00", "2024-03-27T08:42:00+07:00", "second"),
    ("2024-03-27UTC01:42:00", "2024-03-27T01:42:00+00:00", "second"),
    ("2019-03-02T21:00:44T+07:00", "2019-03-02T21:00:44+07:00", "second"),
    ("2025-07-16 09:19:00.0", "2025-07-16T09:19:00+07:00", "second"),
    ("Fri Apr 28 19:20:36 CEST 2023", "2023-04-28T19:20:36+02:00", "second"),
    ("Fri Apr 28 2023 17:52:31 GMT+0000 (Coordinated Universal Time)", "2023-04-28T17:52:31+00:00", "second"),
    # RFC 822 and its relatives
    ("Sat, 05 Sep 26 10:00:00 +0700", "2026-09-05T10:00:00+07:00", "second"),
    ("Wed, 27 Mar 2024 08:42:00 GMT", "2024-03-27T08:42:00+00:00", "second"),
    ("27 Mar 2024 08:42 +0700", "2024-03-27T08:42:00+07:00", "minute"),
    # digits only
    ("20240327T084200", "2024-03-27T08:42:00+07:00", "second"),
    ("20240327T014200Z", "2024-03-27T01:42:00+00:00", "second"),
    ("20240327", "2024-03-27", "day"),
    ("1762513252000", "2025-11-07T18:00:52+07:00", "second"),
    ("1762513252", "2025-11-07T18:00:52+07:00", "second"),
    ("2020-01", "2020-01", "month"),
    ("17:06 30/07/2020", "2020-07-30T17:06:00+07:00", "minute"),
    ("2024-13-27T08:42:00Z", None, None),
    ("2024-02-30T08:42:00+07:00", None, None),
    ("2024-03-27T25:42:00", "2024-03-27", "day"),
    ("20241327", None, None),
    ("PT50M55S", None, None),
    ("1E3CA20685184916F462A58091526719", None, None),
    ("140961138903", None, None),
    ("0001-01-01T00:00:00", None, None),
    ("1970-01-01T00:00:00Z", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("words", "value", "precision", "role"), VISIBLE)
def test_visible_dates(words, value, precision, role):
    dated = read_date(words, origin="visible")
    assert dated is not None
    assert (dated.moment.value, dated.moment.precision, dated.role) == (value, precision, role)
    assert dated.moment.raw in " ".join(words.split())
    assert dated.moment.origin == "visible"
    assert dated.flags == ()


@pytest.mark.parametrize("words", NO_DATE)
def test_no_date(words):
    assert read_date(words, origin="visible") is None
    assert not is_date_line(words) or words in ("5 giờ trước", "hôm qua", "2 ngày trước")


@pytest.mark.parametrize(("words", "value", "precision"), METADATA)
def test_metadata(words, value, precision):
    dated = read_date(words, origin="jsonld")
    assert (dated and (dated.moment.value, dated.moment.precision)) == (value and (value, precision))


def test_digits_alone_are_a_date_in_metadata_only():
    assert read_date("20240327", origin="visible") is None
    assert read_date("1762513252", origin="visible") is None


@pytest.mark.parametrize(
    ("words", "raw"),
    [
        ("11/01/2018 14:58 Số lượt xem: 3072", "11/01/2018 14:58"),
        ("( Cập nhật lúc: 12/07/2022  )", "12/07/2022"),
        ("Print Thứ bảy,  26/01/2019 23:36 ", "Thứ bảy, 26/01/2019 23:36"),
        ("Cập nhật: 18:45, 14/09/2022 (GMT+7)", "18:45, 14/09/2022 (GMT+7)"),
        ("Ngày đăng 10/10/2014 | 12:00 AM | View count: 7", "10/10/2014 | 12:00 AM"),
        ("Ngày đưa: 18/07/2017 07:18:54 AM", "18/07/2017 07:18:54 AM"),
        ("Fri Apr 28 19:20:36 CEST 2023", "Fri Apr 28 19:20:36 CEST 2023"),
        ("date 2020-01 Tổng kết năm 2019", "date 2020-01"),
        ("Thứ tư\u00a027/03/2024", "Thứ tư 27/03/2024"),
    ],
)
def test_raw_is_the_words_of_the_date_alone(words, raw):
    origin = "prefix" if words.startswith("date") else "visible"
    assert read_date(words, origin=origin).moment.raw == raw


@pytest.mark.parametrize(
    ("words", "value", "precision"),
    [
        ("date 2020-01", "2020-01", "month"),
        ("date 2023-12 Tựa đề một bài", "2023-12", "month"),
        ("date 2025-06-27 Tựa đề 12/3/2019", "2025-06-27", "day"),
        (" date 2026-01-10 ", "2026-01-10", "day"),
        ("2022-06", "2022-06", "month"),
        ("date 2020-02-31 Tựa đề", None, None),
        ("dated 2020-01", None, None),
    ],
)
def test_prefix_of_crawlers(words, value, precision):
    dated = read_date(words, origin="prefix")
    assert (dated and (dated.moment.value, dated.moment.precision, dated.moment.origin)) == (
        value and (value, precision, "prefix")
    )


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("8/16/2013 12:48:59 PM", "2013-08-16T12:48:59+07:00"),
        ("10/23/2008 8:32:34 AM", "2008-10-23T08:32:34+07:00"),
        ("9/5/2026 1:30:00 PM", "2026-09-05T13:30:00+07:00"),
        ("4/3/2013 8:00:10 AM", "2013-04-03T08:00:10+07:00"),
        ("Friday,  09/20/2024", "2024-09-20"),
        ("2013-08-16 10:00:01", "2013-08-16T10:00:01+07:00"),
        ("16 tháng 8 năm 2013", "2013-08-16"),
    ],
)
def test_pages_that_print_the_month_first(words, value):
    dated = read_date(words, origin="visible", month_first=True)
    assert (dated.moment.value, dated.flags) == (value, ())


def test_the_other_order_is_read_only_where_it_is_the_only_one_and_flagged():
    dated = read_date("10/23/2008 8:32:34 AM", origin="visible")
    assert (dated.moment.value, dated.flags) == ("2008-10-23T08:32:34+07:00", ("other_order",))
    english = read_date("Friday, 09/06/2024", origin="visible")
    assert (english.moment.value, english.flags) == ("2024-09-06", ("other_order",))


def test_a_wrong_weekday_is_a_doubt_and_never_changes_the_day():
    dated = read_date("Thứ hai, 06/09/2024", origin="visible")
    assert (dated.moment.value, dated.flags) == ("2024-09-06", ("weekday_mismatch",))
    assert read_date("Thứ sáu, 06/09/2024", origin="visible").flags == ()


@pytest.mark.parametrize(
    ("url", "origin", "expected"),
    [
        ("http://mic.gov.vn/pages/tintuc/printpage.aspx?tintucID=103314", "visible", True),
        ("https://www.mic.gov.vn:443/Pages/TinTuc/PrintPage.aspx?tintucID=1", "visible", True),
        ("http://mic.gov.vn/mic_2020/Pages/TinTuc/145407/a.html", "visible", False),
        ("https://old.baolangson.vn/en/news/1.html", "visible", True),
        ("https://old.baolangson.vn/tin/1.html", "visible", False),
        ("https://baochinhphu.vn/a-102230812201019472.htm", "feed", True),
        ("https://baochinhphu.vn/a-102230812201019472.htm", "visible", False),
        ("https://notmic.gov.vn/pages/tintuc/printpage.aspx", "visible", False),
        ("https://so.mau.example/?u=mic.gov.vn/pages/tintuc/printpage", "visible", False),
        (None, "visible", False),
        ("", "visible", False),
    ],
)
def test_month_first(url, origin, expected):
    assert month_first(url, origin) is expected


@pytest.mark.parametrize(
    ("words", "value", "precision"),
    [
        ("5 giờ trước", "2026-03-07", "day"),
        ("9 giờ trước", "2026-03-06", "day"),
        ("20 phút trước", "2026-03-07T07:55:00+07:00", "minute"),
        ("Cập nhật 2 ngày trước", "2026-03-05", "day"),
        ("hôm qua", "2026-03-06", "day"),
        ("Hôm kia", "2026-03-05", "day"),
        ("1 day ago", "2026-03-06", "day"),
        ("3 hours ago", "2026-03-07", "day"),
        ("hôm qua, 12:30", "2026-03-06", "day"),
        ("2 tuần trước", None, None),
        ("3 tháng trước", None, None),
        ("1 năm trước", None, None),
        ("Thời tiết hôm nay ra sao", None, None),
        ("Thăm lại xã Mây 5 ngày trước lễ hội", None, None),
        ("Đăng ký 3 ngày trước", None, None),
        ("07/03/2026 10:00", "2026-03-07T10:00:00+07:00", "minute"),
        ("08/03/2026", "2026-03-08", "day"),
        ("09/03/2026", None, None),
        ("2026-03-09T10:00:00Z", None, None),
        ("12/12/2029", None, None),
    ],
)
def test_with_the_fetch_time(words, value, precision):
    dated = read_date(words, origin="visible", base=FETCHED)
    assert (dated and (dated.moment.value, dated.moment.precision)) == (value and (value, precision))


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("2025年1月13日 21時37分", "2025-01-13"),
        ("2024年04月24日23:52 | 来源：样报", "2024-04-24"),
        ("입력 2023년 7월 5일 09:10", "2023-07-05"),
        ("vor 3 Stunden", "2026-03-07"),
        ("12. heinäkuuta 2024", "2024-07-12"),
        ("il y a 3 jours", "2026-03-04"),
        ("Hãng phim 2018 số 12", None),
        ("Copyright 2018 by 12 Abc", None),
    ],
)
def test_foreign_words_go_to_dateparser(words, value):
    dated = read_date(words, origin="visible", base=FETCHED)
    assert (dated and dated.moment.value) == value


def test_dateparser_is_not_asked_about_furniture(monkeypatch):
    from crawler.dates import relative_dates

    def refuse(base=None):
        raise AssertionError

    monkeypatch.setattr(relative_dates, "_parser", refuse)
    for words in [*NO_DATE, *(row[0] for row in VISIBLE)]:
        if "Abc" not in words:
            read_date(words, origin="visible", base=FETCHED)


def test_a_time_without_a_zone_stays_bare_where_the_zone_is_unknown():
    assert read_date("2025-02-02 09:00", origin="meta", zone="").moment.value == "2025-02-02T09:00:00"
    assert read_date("2025-02-02T09:00:10", origin="meta", zone="").moment.value == "2025-02-02T09:00:10"


def test_two_dates_of_one_line():
    dates = read_dates("Ngày đăng: 02/03/2020 09:05 - Cập nhật lần cuối: 05/03/2020 08:10", origin="visible")
    assert [(each.moment.value, each.role) for each in dates] == [
        ("2020-03-02T09:05:00+07:00", "published"),
        ("2020-03-05T08:10:00+07:00", "updated"),
    ]
    assert [each.moment.value for each in read_dates("02/03/2020 (hết hạn: 05/03/2020)", origin="visible")] == [
        "2020-03-02"
    ]


DATE_LINES = [
    "25/07/2022 14:50 Số lượt xem: 265", "Thứ sáu - 14/06/2019 05:51", "( Cập nhật lúc: 12/07/2022  )",
    "Ngày đăng 10/10/2014 | 12:00 AM | View count: 757", "Ngày 14-08-2020", "(24/11/2022)", "Ngày đưa: 18/07/2017 07:18:54 AM",
    "Thứ Ba, 29/09/2020 23:33 Chiều", "06/03/2021 10:48    359", "15:28:44 , 18/11/2017", "5 giờ trước", "2 ngày trước",
    "Ngày đăng: 02/03/2020 - Cập nhật: 05/03/2020", "01-02-2021 Lượt xem: 379", "2025-07-16 09:19:00.0", "18 October 2019",
    "Ngày 14 tháng 06 năm 2018", "Thứ Hai, ngày 23/07/2018 00:05 AM (GMT+7)", "05/11/2024 22 Lượt xem", "Published March 7, 2026",
]  # fmt: skip
OTHER_LINES = [
    "Hà Nội, ngày 14 tháng 6 năm 2018", "Ngày 26/12/2013, tại trụ sở xã Mây", "Sáng 1-10-2024", "Ngày 22/3/2023-23/3/2023",
    "Quyết định số 359/QĐ-UBND ngày 18/01/2017", "Hạn nộp: 12/09/2021", "Bùi Sương - 06:16, 22/08/2024", "Ngày ban hành: 12/03/2020",
    "Năm 2018", "31/6/2018", "Triển khai nhiệm vụ 2018", "02/03/2020 1 2 3", "(27/7/1947 - 27/7/2022)", "tháng 5/2023",
    "Từ ngày 26-28/1/2021", "Thời gian làm bài: 12/03/2020", "10:21 | 25/02/2026 Nông thôn mới", "Pháp luật 11-11-2022",
    "Ảnh chụp ngày 12/3/2019", "1. 12/3/2019 2. 15/3/2019 3. 16/3/2019",
]  # fmt: skip


@pytest.mark.parametrize("line", DATE_LINES)
def test_date_lines(line):
    assert is_date_line(line)


@pytest.mark.parametrize("line", OTHER_LINES)
def test_lines_that_only_hold_a_date(line):
    assert not is_date_line(line)


@pytest.mark.parametrize(
    ("url", "value", "precision"),
    [
        ("https://vp.mau.example/hop-115230812201019472.htm", "2023-08-12T20:10:19+07:00", "second"),
        ("https://mic.mau.example/hop-197241224164724115.htm", "2024-12-24T16:47:24+07:00", "second"),
        ("https://bao.mau.example/hop-20230427173643471.htm", "2023-04-27T17:36:43+07:00", "second"),
        ("https://bao.mau.example/hop-20210819162308079.htm?x=1", "2021-08-19T16:23:08+07:00", "second"),
        ("https://cafe.mau.example/hop-188260307080112345.chn", "2026-03-07T08:01:12+07:00", "second"),
        ("https://xa.mau.example/hop-dan-1544059231.html", "2018-12-06T08:20:31+07:00", "second"),
        ("https://bao.mau.example/hop-1723464117294.html", "2024-08-12T19:01:57+07:00", "second"),
        ("https://xa.mau.example/portal/pages/2023-01-30/Ung-dung-468686.aspx", "2023-01-30", "day"),
        ("https://xa.mau.example/portal/Pages/2024-5-17/De-cuong-x9.aspx", "2024-05-17", "day"),
        ("https://bao.mau.example/2024/04/28/slug", "2024-04-28", "day"),
        ("https://bao.mau.example/20240428/slug", "2024-04-28", "day"),
        ("https://kn.mau.example/News/can-bo/2023/01/1717.aspx", "2023-01", "month"),
        ("https://bao.mau.example/thoi-su/201403/hop-12/", "2014-03", "month"),
        ("https://files.mau.example/2936/quantritintuc202311/a.jpg", "2023-11", "month"),
        ("https://sp.mau.example/post.aspx?ItemID=1236&PublishedDate=2016-06-22T08:55:00Z", "2016-06-22T08:55:00+00:00", "second"),
        ("https://sp.mau.example/post.aspx?ItemID=1236&PublishedDate=2016-06-22T08%3A55%3A00Z", "2016-06-22T08:55:00+00:00", "second"),
        ("https://mic.mau.example/hop-197103675.htm", None, None),
        ("https://bao.mau.example/hop-115231312201019472.htm", None, None),
        ("https://bao.mau.example/hop-115230812251019472.htm", None, None),
        ("https://so.mau.example/hop-1143174", None, None),
        ("https://so.mau.example/1286/31831/57551/361623/tin/slug.aspx", None, None),
        ("https://so.mau.example/cat215/2288/slug", None, None),
        ("https://so.mau.example/nhiem-ky-2020-2025-4167.html", None, None),
        ("https://so.mau.example/2024/13/slug", None, None),
        ("https://so.mau.example/2024-02-30/slug.aspx", None, None),
        ("https://so.mau.example/tin/2019/123456/slug", None, None),
        ("https://so.mau.example/van-ban-0912345678.html", None, None),
        ("", None, None),
    ],
)  # fmt: skip
def test_dates_in_addresses(url, value, precision):
    moment = date_from_url(url)
    assert (moment and (moment.value, moment.precision, moment.origin)) == (value and (value, precision, "url"))
    assert moment is None or moment.raw in url


DAYS = st.dates(min_value=date(1998, 1, 1), max_value=date(2049, 12, 31))
TIMES = st.times().map(lambda each: each.replace(microsecond=0))
WEEKDAY = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
TEMPLATES = [
    lambda d, t: f"{d:%d/%m/%Y} {t:%H:%M}",
    lambda d, t: f"{d.day}/{d.month}/{d.year} {t:%H:%M}",
    lambda d, t: f"{t:%H:%M} | {d:%d/%m/%Y}",
    lambda d, t: f"{t:%H:%M}, {d:%d-%m-%Y}",
    lambda d, t: f"{WEEKDAY[d.weekday()]}, {d:%d.%m.%Y} - {t:%H:%M}",
    lambda d, t: f"{WEEKDAY[d.weekday()].upper()}, NGÀY {d:%d/%m/%Y} {t:%H:%M} (GMT+7)",
    lambda d, t: f"Thứ {d.weekday() + 2}, {d:%d %m %Y} {t:%H:%M}" if d.weekday() < 6 else f"CN, {d:%d %m %Y} {t:%H:%M}",
    lambda d, t: f"ngày {d.day} tháng {d.month} năm {d.year}, {t.hour}h{t:%M}",
    lambda d, t: f"{d.day:02} Tháng {d.month} {d.year} {t:%H:%M}",
    lambda d, t: f"Đăng lúc {t.hour} giờ {t:%M} ngày {d:%d/%m/%Y} - Lượt xem: {t.second}",
    lambda d, t: f"{d:%d} - {d:%m} - {d:%Y} {t:%H:%M}",
    lambda d, t: f"{d:%Y-%m-%d} {t:%H:%M}",
    lambda d, t: f"{d:%B} {d.day}, {d.year} {t:%I:%M} {t:%p}" if t.strftime("%I:%M %p") != "12:00 AM" else f"{d:%d/%m/%Y} {t:%H:%M}",
    lambda d, t: f"{d:%A}, {d:%d %b %Y} {t:%H:%M} +0700",
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@pytest.mark.parametrize("template", range(len(TEMPLATES)))
@given(day=DAYS, time=TIMES)
def test_every_day_comes_back_from_every_form(template, day, time):
    dated = read_date(TEMPLATES[template](day, time), origin="visible")
    assert dated.moment.value == f"{day.isoformat()}T{time:%H:%M}:00+07:00"
    assert dated.moment.precision == "minute"
    assert dated.flags == ()


@settings(max_examples=100, deadline=None)
@given(day=DAYS, time=TIMES, hours=st.integers(-11, 14))
def test_every_instant_comes_back_from_metadata(day, time, hours):
    instant = datetime.combine(day, time, timezone(timedelta(hours=hours)))
    assert datetime.fromisoformat(read_date(instant.isoformat(), origin="jsonld").moment.value) == instant


PIECES = st.sampled_from(
    ["Thứ năm", "ngày", "tháng", "năm", "12/07/2022", "31/6", "2018", "14:30", "CH", "Cập nhật", "-", "/", ".", "|", "(GMT+7)",
     "Chiều", "tháng năm", "5", "26-28/1/2021", "số", "49/2017/NĐ-CP", "Mar", "May 7, 2026", "T08:00", "+0708:42", "Z", ":", "12 AM"]
)  # fmt: skip
ANY = st.one_of(
    st.text(max_size=1000), st.lists(PIECES, max_size=40).map(" ".join), st.lists(PIECES, max_size=40).map("".join)
)


@settings(max_examples=300, deadline=None)
@given(words=ANY, first=st.booleans())
def test_any_words_give_an_iso_moment_or_none(words, first):
    is_date_line(words)
    for each in read_dates(words, origin="meta", month_first=first):
        value, precision = each.moment.value, each.moment.precision
        if precision == "month":
            date.fromisoformat(value + "-01")
        elif precision == "day":
            date.fromisoformat(value)
        else:
            assert datetime.fromisoformat(value).tzinfo is not None
        assert 1997 <= int(value[:4]) <= 2099


@settings(max_examples=200, deadline=None)
@given(url=st.one_of(st.text(max_size=200), st.from_regex(r"https://a\.vn/[0-9/-]{0,40}(\.html?)?", fullmatch=True)))
def test_any_address_gives_an_iso_moment_or_none(url):
    moment = date_from_url(url)
    if moment is not None:
        datetime.fromisoformat(moment.value + "-01" if moment.precision == "month" else moment.value)


@pytest.mark.parametrize(
    "unit", ["1", "12/", "1 ", "12:", "tháng ", "ngày 1-", "Thứ ", "12/07/2022 ", "(", "a", "số 1/"]
)
def test_long_strings_are_linear(unit):
    from time import process_time

    def cost(size):
        text = unit * (size // len(unit))
        start = process_time()
        for _ in range(3):
            read_date(text, origin="visible", base=FETCHED)
            is_date_line(text)
            scan(text)
            date_from_url(text)
        return process_time() - start

    cost(1000)
    assert cost(100_000) < 0.5


@pytest.mark.parametrize(
    "words",
    ["2025年13月40日", "2025年1月13日に古い橋の板が九枚落ちたので村の人々が集まった", "GearApr 28, 2024 10:00 AM"],
)
def test_foreign_words_that_are_no_day_are_left(words):
    assert foreign(words, None) is None
