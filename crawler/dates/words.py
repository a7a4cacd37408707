"""The words dates are written with: weekdays, months, labels, zones, and the pages that print the month first.

Everything here is data; the reading is in `date_grammar`. Words are lower case and NFC.
"""

from typing import Final

WEEKDAYS: Final[dict[str, int]] = {
    "hai": 0, "ba": 1, "tư": 2, "năm": 3, "sáu": 4, "bảy": 5, "bẩy": 5, "nhật": 6,
    "2": 0, "3": 1, "4": 2, "5": 3, "6": 4, "7": 5, "cn": 6, "t2": 0, "t3": 1, "t4": 2, "t5": 3, "t6": 4, "t7": 5,
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6,
}  # fmt: skip
"""Day of the week by its last word, Monday 0. "Thứ năm" is Thursday although "năm" alone is five, or year."""

VIETNAMESE_MONTHS: Final[dict[str, int]] = {
    "giêng": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8,
    "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip
"""Month by the words after "tháng". "tháng năm" is May: "tháng năm năm 2021", "15 Tháng Năm 2021"."""

FOREIGN_MONTHS: Final[dict[str, int]] = {
    name: month
    for month, names in enumerate(
        (
            "jan january januar jänner janvier enero ene gennaio gen januari janeiro janv",
            "feb february februar février fevrier févr fév febrero febbraio februari fevereiro fev",
            "mar march märz mär maerz mars marzo maart março marts mrt",
            "apr april avril avr abril abr aprile",
            "may mai mayo maggio mag mei maio maj",
            "jun june juni juin junio giugno giu junho",
            "jul july juli juillet juil julio luglio lug julho",
            "aug august août aout agosto ago augustus augusti",
            "sep sept september septembre septiembre settembre set setembro",
            "oct october oktober okt octobre octubre ottobre ott outubro out",
            "nov november novembre noviembre novembro",
            "dec december dezember dez décembre déc diciembre dic dicembre desember des dezembro",
        ),
        start=1,
    )
    for name in names.split()
}
"""Month names of the western European press. Other languages are left to dateparser."""

ZONES: Final[dict[str, int]] = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "ICT": 420, "WIB": 420, "SGT": 480, "HKT": 480, "JST": 540, "KST": 540,
    "BST": 60, "CET": 60, "MEZ": 60, "CEST": 120, "MESZ": 120, "EET": 120, "EEST": 180, "SAST": 120,
    "EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
    "AEST": 600, "AEDT": 660,
}  # fmt: skip
"""Minutes east of Greenwich by zone abbreviation, capitals only."""

LINKS: Final[frozenset[str]] = frozenset(
    "ngày lúc vào tại at on um à às a las alle ore om kl klo t thứ hai ba tư năm sáu bảy bẩy chủ nhật cn 2 3 4 5 6 7"  # noqa: SIM905
    " monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun".split()
)
"""Words that may stand between a date and its time."""

UPDATED: Final = (
    "cập nhật|cap nhat|chỉnh sửa|sửa đổi|sửa lần|updated?|modified|edited|revised|aktualisiert|geändert|stand"
    "|mis à jour|maj|actualizado|aggiornato|atualizado|bijgewerkt|uppdaterad|oppdatert|opdateret"
)
"""Labels of the last change."""

PUBLISHED: Final = (
    "đăng|xuất bản|ngày đưa|đưa lên|đưa tin|ngày tạo|ngày viết|ngày gửi|gửi lúc|phát hành|ngay dang|publi|posted"
    "|post date|submitted|created|veröffentlicht|erstellt|geschrieben|erschienen|gepubliceerd"
)
"""Labels of publication."""

NOT_OF_THE_PAGE: Final = (
    "cập nhật đến|cập nhật tới|số liệu đến|tính đến|tính từ|đến hết|đến ngày|trước ngày|từ ngày|kể từ|hết hạn|hạn cuối"
    "|hạn chót|hạn nộp|thời hạn|hiệu lực|ban hành|ký ngày|sinh ngày|ngày sinh|khai mạc|diễn ra|kỷ niệm"
    "|deadline|expires|valid until|available until|verfügbar bis|gültig bis|jusqu"
)
"""Labels of another day than the page's: data cut-off, time limit, validity, issue of a document, birth."""

SLOT_WORDS: Final[frozenset[str]] = frozenset(
    "thứ hai ba tư năm sáu bảy bẩy chủ nhật cn t2 t3 t4 t5 t6 t7 ngày tháng đăng bài tin viết đưa lên tạo gửi cập nhật"  # noqa: SIM905 - a list reads worse
    " lần cuối lúc vào xuất bản phát hành chỉnh sửa mới nhất giờ phút giây sáng trưa chiều tối đêm am pm sa ch a p m"
    " gmt utc z ict số lượt xem đọc đã người view views viewed count hits phản hồi bình luận comments comment date"
    " posted post published publish publication updated update last modified created submitted on at in print by of"
    " monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun st nd rd th the"
    " est edt cst cdt pst pdt cet cest bst uhr um kl".split()
)
"""Every word a line may hold beside its date and still be nothing but a date slot."""

DOCUMENT_NUMBER: Final = r"\d[\w.]*\s?/\s?(?:\d{4}/)?[^\W\d_][\w&]*(?:\s?[-–]\s?[^\W\d_][\w&]*)*"
"""The number of a document, whose date is a citation: "49/2017/NĐ-CP", "3718/UBND –KGVX"."""

MONTH_FIRST_PAGES: Final[tuple[tuple[str, str, str], ...]] = (
    ("mic.gov.vn", "/pages/tintuc/printpage", ""),
    ("old.baolangson.vn", "/en", ""),
    ("baochinhphu.vn", "", "feed"),
)
"""Host, start of the lower-cased path, origin ("" for any): the pages that print month/day/year. The ministry's print
view prints `8/16/2013 12:48:59 PM`, the newspaper's English pages `Friday, 09/20/2024`, the feed `9/5/2026 1:30:00 PM`.
AM or PM alone never means month first: other portals print `29/01/2018 02:18:52 PM`."""

UTC_PAGES: Final[tuple[tuple[str, str], ...]] = (("moh.gov.vn", "/en_us/"),)
"""Host and start of the lower-cased path of templates that seem to print UTC without saying so."""
