"""Furniture goes, by class and position; sentences with the same words stay."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.cleaning.boilerplate import SHAPE, class_of, counter_of, key_of, strip_boilerplate, views_in
from crawler.cleaning.line import IMAGE, Line

PROSE = (
    "Sáng 12/6, xã Mây Ngàn khai trương điểm hỗ trợ người dân nộp hồ sơ qua mạng, hơn một trăm hộ đến dự và làm thử."
)
MORE = "Trưởng thôn Bến Sương cho hay mỗi nhà cử một người học cách dùng, buổi học kéo dài đến trưa và còn mở tiếp tuần sau."

ANYWHERE = [
    ("Skip Ribbon Commands", "skip_link"),
    ("Skip to main content", "skip_link"),
    ("Nhảy đến nội dung", "skip_link"),
    ("Truy cập nội dung luôn", "skip_link"),
    ("Turn on/off more accessible mode", "skip_link"),
    ("Content on this page requires a newer version of Adobe Flash Player.", "flash_notice"),
    ("Get Adobe Flash player", "flash_notice"),
    ("Đang tải nội dung, vui lòng chờ giây lát...", "browser_notice"),
    ("Please enable scripts and reload this page.", "browser_notice"),
    ("Gửi bình luận Nhập lại", "comment_form"),
    ("Bạn cần đăng nhập thành viên để sử dụng chức năng này", "comment_form"),
    ("Email của bạn sẽ không được hiển thị công khai. Các trường bắt buộc được đánh dấu *", "comment_form"),
    ("Địa chỉ Mã an toàn QWPLZK", "comment_form"),
    ("reset captcha", "captcha"),
    ("In bài viết:", "toolbar"),
    ("Email In PDF.", "toolbar"),
    ("Cỡ chữ: A+ A A- In bài viết: 🔼Tăng tương phản 🔽Giảm tương phản", "toolbar"),
    ("A- A A+ | Chia sẻ bài viết lên facebook Chia sẻ bài viết lên twitter Tăng tương phản Giảm tương phản", "toolbar"),
    ("Giới thiệu bài viết cho bạn bè", "toolbar"),
    ("Trang chủ >> Tin tức >> Tin địa phương", "breadcrumb"),
    ("Số lượt xem: 3072", "counter"),
    ("Lượt xem: 1.006", "counter"),
    ("22 Lượt xem", "counter"),
    ("(Lượt xem: 9)", "counter"),
    ("View count: 757", "counter"),
    ("Comment (0)", "counter"),
    ("Bình luận (3)", "counter"),
    ("Thích 0", "counter"),
    ("(Lượt đọc: 1.024 lượt)", "counter"),
    ("Phản hồi: 0", "counter"),
    ("Đang online: 7", "statistics"),
    ("• 63 Đang truy cập:", "statistics"),
    ("Thống kê truy cập • Đang online: 7 • Hôm nay: 353 • Trong tuần: 12", "statistics"),
    ("Bạn đã không sử dụng Site, Bấm vào đây để duy trì trạng thái đăng nhập.", "login"),
    ("Xem chi tiet tin_new - Xã Mây Ngàn", "breadcrumb"),
    ("Bài viết này có hữu ích không?", "rating"),
    ("Tổng số lượt truy cập: 1.234.567", "statistics"),
    ("0:00 / 0:00", "text_to_speech"),
    ("Nữ miền Bắc", "text_to_speech"),
    ("Nghe bài viết", "text_to_speech"),
    ("Tổng số điểm của bài viết là: 5 trong 1 đánh giá", "rating"),
    ("Click để đánh giá bài viết", "rating"),
    ("Xếp hạng: 5 - 1 phiếu bầu", "rating"),
    ("Article Rating", "rating"),
    ("Anh-tin-bai", "image_residue"),
    ("Responsive image", "image_residue"),
    ("_MG_6405.JPG", "image_residue"),
    ("IMG 4824", "image_residue"),
    ("vlcsnap-2017-07-14-14h31m09s597", "image_residue"),
    ("/uploads/news/2019_06/cau-may_1.jpg", "image_residue"),
    ("C:\\Users\\May\\Downloads\\Anh 2.jpg", "image_residue"),
    ("Có thể là hình ảnh về 7 người và mọi người đang đứng", "image_residue"),
    ("Danh mục Danh mục", "doubled_portlet_title"),
    ("Sự kiện đặc biệt Sự kiện đặc biệt", "doubled_portlet_title"),
    ("admin admin", "cms_account"),
    ("Pho Ban bien tap", "cms_account"),
    ("Chung nhan Tin Nhiem Mang", "footer"),
    ("|", "residue"),
]


@pytest.mark.parametrize(("line", "name"), ANYWHERE)
def test_goes_wherever_it_stands(line, name):
    assert class_of(line)[0] == name
    kept = strip_boilerplate([Line(PROSE), Line(line), Line(MORE)])
    assert [each.text for each in kept.lines] == [PROSE, MORE]
    assert [(each.class_, each.position) for each in kept.removed] == [(name, 1)]


STAYS = [
    "Đăng nhập một lần cho mọi dịch vụ là điều người dân chờ đợi.",
    "Xem thêm hướng dẫn tại bộ phận một cửa.",
    "Chia sẻ dữ liệu giữa các sở còn chậm.",
    "Danh mục dịch vụ công có 412 mục.",
    "Hỏi đáp về thuế đất mở vào thứ Năm.",
    "In 200 tờ rơi phát cho các thôn.",
    "Lượt xem của đoạn phim tăng gấp ba.",
    "Số lượt xem: 3072 lượt, theo thống kê của cổng, tăng mạnh.",
    "Trang chủ của cổng được làm mới.",
    "Mã xác nhận được gửi tới điện thoại.",
    "Email công vụ bắt buộc từ tháng 7.",
    "Bình luận xấu độc bị gỡ trong ngày.",
    "Từ khóa tìm kiếm nhiều nhất là học phí.",
    "Thống kê truy cập cho thấy người dùng tăng 12%.",
    "Tin mới về dịch bệnh phải được kiểm chứng.",
    "Hôm nay: mưa rào vài nơi.",
    "Tất cả: 12 hộ thuộc diện hỗ trợ đã nhận tiền.",
    "Captcha là gì và vì sao cần?",
    "Từng bước, từng bước",
    "Quản trị mạng là nghề mới ở xã.",
    "2. Các tin khác biệt giữa hai bản",
    "Admin của nhóm là cán bộ đoàn xã.",
    "Xếp hạng chỉ số cải cách: tỉnh đứng thứ 9.",
    "Đọc bài viết trên máy tính bảng giúp trẻ làm quen chữ số.",
    "Tên tệp là mau-don.jpg nằm trong thư mục.",
    "Theo dõi sức khỏe người già trên ứng dụng của xã.",
    "Chi tiết bài viết xem tại đây.",
    "Báo nói về xã Mây Ngàn.",
    "Banner (phông nền) treo ở đình.",
    "Mã an toàn cháy nổ là bắt buộc.",
    "Comment của học sinh được ghi lại.",
    "Thích ứng an toàn từ tháng 10.",
    "Chia sẻ 12 bữa cơm với người già.",
    "Nguồn nước sạch đã về thôn.",
    "Tags là nhãn của bài.",
    "Tổng biên tập báo Mây đến dự.",
    "Sự kiện mở đầu Tết trồng cây.",
    "Đang truy cập mạng ở chợ, bà cụ cười.",
    "Trang thông tin điện tử của xã mở cửa năm 2019.",
    "Tắt đèn một giờ vào tối thứ Bảy.",
]


@pytest.mark.parametrize("line", STAYS)
def test_topics_with_the_same_words_stay(line):
    kept = strip_boilerplate([Line(PROSE), Line(line), Line(MORE), Line(line), Line(PROSE + " Hết.")])
    assert [each.text for each in kept.lines] == [PROSE, line, MORE, line, PROSE + " Hết."]
    assert kept.removed == []


EDGES = [
    ("Đăng nhập", "login"),
    ("In", "toolbar"),
    ("100%", "toolbar"),
    ("Gửi email", "toolbar"),
    ("Quay lại", "breadcrumb"),
    ("CHUYÊN MỤC", "breadcrumb"),
    ("Về đầu trang", "skip_link"),
    ("Theo dõi Báo Mây Ngàn trên", "toolbar"),
    ("Theo dõi báo trên Google News", "toolbar"),
    ("File đính kèm:", "toolbar"),
    ("Tắt [X]", "toolbar"),
    ("Chi tiết bài viết", "breadcrumb"),
    ("Chi tiết bài viết Tin tức", "breadcrumb"),
    ("Trang thông tin điện tử", "breadcrumb"),
    ("Banner Huyện ủy Mây (Home-latest-1)", "image_residue"),
    ("Sở Mây Ngànhttp://so.mayngan.example/assets/logo.png", "image_residue"),
    ("Báo nói Mây Ngàn", "text_to_speech"),
    ("Mã an toàn: QWPLZK", "captcha"),
    ("Đang truy cập:", "statistics"),
    ("Tổng lượt truy cập:", "statistics"),
    ("Đã đọc", "counter"),
    ("Tags", "keywords"),
    ("Sự kiện:", "label"),
    ("Nguồn tin:", "label"),
]


@pytest.mark.parametrize(("line", "name"), EDGES)
def test_goes_at_either_end_only(line, name):
    assert [e.class_ for e in strip_boilerplate([Line(line), Line(PROSE)]).removed] == [name]
    assert [e.class_ for e in strip_boilerplate([Line(PROSE), Line(line)]).removed] == [name]
    inner = [Line(PROSE), Line(line), Line(MORE)]
    assert strip_boilerplate(inner).lines == inner


CUTS = [
    ("Các tin khác", "related_list"),
    ("Những tin mới hơn", "related_list"),
    ("TIN LIÊN QUAN:", "related_list"),
    ("Các tin đã đưa ngày:", "related_list"),
    ("Ý kiến bạn đọc", "comment_form"),
    ("Ý kiến bạn đọc - Gửi bình luận", "comment_form"),
    ("Thống kê truy cập", "statistics"),
    ("Bản quyền thuộc về Cổng thông tin xã Mây Ngàn", "footer"),
    ("© Cổng thông tin điện tử xã Mây Ngàn", "footer"),
    ("® Ghi rõ nguồn “Cổng Mây Ngàn” khi phát hành lại", "footer"),
    ("Tổng Biên tập: Lò Ngàn", "footer"),
    ("Bình luận facebook", "comment_form"),
]


@pytest.mark.parametrize(("marker", "name"), CUTS)
def test_a_tail_marker_takes_the_rest(marker, name):
    tail = ["Xã Bến Sương trồng rừng", "Họp dân bàn nước sạch (12/05/2021)", "Họ tên Email"]
    kept = strip_boilerplate([Line(text) for text in (PROSE, MORE, marker, *tail)])
    assert [line.text for line in kept.lines] == [PROSE, MORE]
    assert {each.class_ for each in kept.removed} == {name}
    assert kept.dates == []


@pytest.mark.parametrize("marker", ["Tin liên quan", "Đọc thêm", "Tham khảo thêm"])
def test_a_box_inside_the_body_loses_its_links_only(marker):
    box = [Line(marker), Line("Xã Bến Sương trồng rừng", linked=True), Line("Họp dân bàn nước sạch", linked=True)]
    kept = strip_boilerplate([Line(PROSE), *box, Line(MORE), Line(PROSE + " Hết chuyện.")])
    assert [line.text for line in kept.lines] == [PROSE, MORE, PROSE + " Hết chuyện."]


def test_the_captcha_letters_go_with_the_form():
    lines = [PROSE, MORE, "Ý kiến của bạn", "Họ tên:", "Email:", "Mã an toàn QWPLZK", "QWPLZK"]
    assert [line.text for line in strip_boilerplate([Line(text) for text in lines]).lines] == [PROSE, MORE]


def test_a_contact_line_before_the_footer_stays():
    contact = "Địa chỉ: số 5 phố Mây, điện thoại 0999 000 111"
    kept = strip_boilerplate([Line(PROSE), Line(contact), Line("© Xã Mây Ngàn"), Line("Giấy phép số 5/GP")])
    assert [line.text for line in kept.lines] == [PROSE, contact]


def test_counters_and_keywords_are_kept_as_fields():
    kept = strip_boilerplate([Line("Lượt xem: 188"), Line(PROSE), Line("Từ khóa: xã Mây, số hóa")])
    assert (kept.views, kept.keywords) == (188, ["xã Mây", "số hóa"])
    assert [line.text for line in kept.lines] == [PROSE]


def test_a_tag_glued_to_a_byline_is_cut_off():
    kept = strip_boilerplate([Line(PROSE), Line("Kiều SươngTAG: cầu, đường")])
    assert kept.lines[-1].text == "Kiều Sương"
    assert kept.keywords == ["cầu", "đường"]


def test_other_counters_are_no_views():
    kept = strip_boilerplate([Line("Phản hồi: 0"), Line("Lượt xem: 188"), Line(PROSE), Line("Bình luận (3)")])
    assert kept.views == 188


def test_a_dated_item_at_the_end_is_of_other_news():
    kept = strip_boilerplate([Line(PROSE), Line("10:21 | 25/02/2026 Nông thôn mới")])
    assert ([line.text for line in kept.lines], kept.dates) == ([PROSE], [])
    head = [Line("10:21 | 25/02/2026 Nông thôn mới"), Line(PROSE)]
    assert strip_boilerplate(head).lines == head


def test_who_submitted_a_page_is_its_date_line():
    kept = strip_boilerplate([Line("Submitted by Ban biên tập on 18 October 2019"), Line(PROSE)])
    assert ([line.text for line in kept.lines], len(kept.dates)) == ([PROSE], 1)


def test_date_lines_of_the_head_are_read_and_gone():
    kept = strip_boilerplate([Line("22/03/2023"), Line("500"), Line(PROSE), Line("Ngày 22/03/2023")])
    assert [line.text for line in kept.lines] == [PROSE]
    assert kept.dates == ["22/03/2023", "Ngày 22/03/2023"]


def test_the_title_without_marks_is_alt_text():
    title = "Xã Mây Ngàn mở lớp học số cho người già"
    assert class_of("Xa May Ngan mo lop hoc so cho nguoi gia", title)[0] == "image_residue"
    assert class_of("Xa May Ngan mo lop hoc", title) is None


def test_the_line_under_a_file_name_may_be_a_caption():
    kept = strip_boilerplate([Line(PROSE), Line("Anh-tin-bai"), Line("Toàn cảnh buổi khai trương"), Line(MORE)])
    assert [line.after_image for line in kept.lines] == [False, True, False]


def test_pictures_are_never_furniture():
    picture = Line("https://so.example/images/blank.jpg", IMAGE)
    assert picture in strip_boilerplate([picture, Line(PROSE)]).lines


def test_a_body_of_one_pointer_stays():
    assert strip_boilerplate([Line("Xem chi tiết tại đây", linked=True)]).lines


@pytest.mark.parametrize(
    ("line", "number"),
    [("Lượt xem: 1.006", 1006), ("Đã xem: 12", 12), ("12 người xem phim", None), ("Lượt xem", None), ("Số 5", None)],
)
def test_counter(line, number):
    assert counter_of(line) == number


@pytest.mark.parametrize(
    ("line", "digits"),
    [("Ngày đăng 10/10/2014 | 12:00 AM | View count: 757", "757"), ("11/01/2018 14:58", None), ("xem 12 bài", None)],
)
def test_counter_inside_a_line(line, digits):
    assert views_in(line) == digits


def test_keys_are_compared_in_one_form():
    assert key_of("  Ðăng   NHẬP: ") == key_of("Đăng nhập") == "đăng nhập"


@settings(max_examples=300, deadline=None)
@given(st.from_regex(SHAPE, fullmatch=True))
def test_furniture_whose_words_vary_is_known_by_how_it_begins(line):
    assert len(key_of(line)) > 90 or SHAPE.fullmatch(key_of(line)) is None or class_of(line) is not None
