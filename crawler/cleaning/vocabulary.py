"""The words of page furniture, as data: class -> whole lines, and where such a line may stand to be furniture.

Keys are folded (`key_of`): NFC, one space, case-folded, without the punctuation around the line. A phrase is only ever
compared with a whole line, because the same words are topics of these articles ("Đăng nhập", "Chia sẻ", "Xem thêm").
"""

from collections.abc import Mapping


def phrases(text: str) -> list[str]:
    r"""Split a `a|b|c` list of the tables above.

    >>> phrases("in ra|in bài\n   |in")
    ['in ra', 'in bài', 'in']
    """
    return [" ".join(phrase.split()) for phrase in text.split("|") if phrase.strip()]


ANYWHERE, EDGE, FORM = "anywhere", "edge", "form"
"""Where a whole line is furniture: anywhere; in the head or tail of the text; only inside a cut-off comment form."""

WHOLE_LINES: Mapping[str, Mapping[str, str]] = {
    "skip_link": {
        ANYWHERE: """skip ribbon commands|skip to main content|skip to content|nhảy đến nội dung|truy cập nội dung luôn
            |chuyển đến nội dung|bỏ qua nội dung|turn on/off more accessible mode|turn on/off animations""",
        EDGE: "lên đầu trang|về đầu trang|lên trên|back to top",
    },
    "flash_notice": {
        ANYWHERE: """content on this page requires a newer version of adobe flash player|get adobe flash player""",
    },
    "browser_notice": {
        ANYWHERE: """please enable scripts and reload this page|đang tải nội dung, vui lòng chờ giây lát
            |trình duyệt của bạn không hỗ trợ javascript|trình duyệt của bạn đã tắt chức năng hỗ trợ javascript
            |your browser does not support the video tag|your browser does not support the audio element
            |trình duyệt không hỗ trợ iframe""",
        EDGE: "đang tải|loading|đang tải dữ liệu",
    },
    "comment_form": {
        ANYWHERE: """gửi bình luận nhập lại|gửi bình luận của bạn|viết bình luận của bạn|thêm ý kiến góp ý
            |ẩn/hiện ý kiến|sắp xếp theo bình luận mới|sắp xếp theo bình luận cũ|sắp xếp theo số lượt thích
            |bạn cần đăng nhập thành viên để sử dụng chức năng này|source comment
            |email của bạn sẽ không được hiển thị công khai. các trường bắt buộc được đánh dấu
            |bình luận của bạn đã được gửi và sẽ hiển thị sau khi được duyệt bởi ban biên tập""",
        EDGE: """gửi bình luận|viết bình luận|xem bình luận|xem phản hồi|ý kiến bạn đọc|thông tin bạn đọc|ý kiến của bạn
            |đóng lưu thông tin|bình luận|trả lời|source|gửi phản hồi|nhập lại""",
        FORM: "họ tên|họ và tên|tên của bạn|email|nội dung|địa chỉ|tiêu đề|điện thoại|họ tên email|gửi|hủy|website",
    },
    "captcha": {
        ANYWHERE: "reset captcha|refresh captcha|captcha|thay đổi mã captcha|nhập mã captcha|nhập mã xác nhận",
        EDGE: "mã an toàn|mã bảo mật|mã xác nhận|mã kiểm tra",
    },
    "toolbar": {
        ANYWHERE: """in bài viết|in bài viết này|in bài này|in tin này|gửi bài viết|email in pdf|xem cỡ chữ
        |xem với cỡ chữ
            |điều chỉnh kích thước chữ|tăng tương phản|giảm tương phản|lưu bài viết này|giới thiệu bài viết cho bạn bè
            |click để copy|chia sẻ lưu|chia sẻ bài viết|chia sẻ bài viết lên facebook|chia sẻ bài viết lên twitter
            |chia sẻ bài viết lên google+|chia sẻ lên facebook|chia sẻ lên zalo|in email|copy link|print friendly
            |gửi bài viết qua email|gửi cho bạn bè|sao chép liên kết""",
        EDGE: """in|in ra|in trang|print|gửi email|gửi mail|email|chia sẻ|cỡ chữ|tương phản|a- a a+|a+ a a-|a a- a+
        |100%|tải về
            |tải ứng dụng|đọc báo in|theo dõi|google news|facebook|twitter|zalo|like|share|lưu|thích|tweet|pinterest
            |bản in|xuất bản thông tin|analytic|tắt [x]|thời tiết|rss|file đính kèm|tệp đính kèm|tải file đính kèm""",
    },
    "breadcrumb": {
        EDGE: """you are here|bạn đang ở đây|trang chủ|home|chuyên mục|quay lại|quay về|trở về|trở lại|menu|tin vắn
            |trang nhất|quảng cáo|top|trang thông tin điện tử|cổng thông tin điện tử""",
    },
    "login": {EDGE: "đăng nhập|đăng ký|đăng xuất|quên mật khẩu|đăng nhập đăng ký"},
    "statistics": {
        EDGE: """thống kê truy cập|thống kê lượt truy cập|đang truy cập|đang online|trực tuyến|hôm nay|hôm qua
            |trong tuần|trong tháng|tháng hiện tại|tổng lượt truy cập|tổng truy cập|tổng số lượt truy cập|tất cả""",
    },
    "counter": {EDGE: "đã đọc|đã xem|lượt xem|số lượt xem|lượt đọc"},
    "keywords": {EDGE: "từ khóa|từ khoá|tags|tag|keywords"},
    "label": {EDGE: "sự kiện|nguồn tin|nguồn|tác giả|tác giả bài viết|người đăng bài viết"},
    "footer": {
        ANYWHERE: "chung nhan tin nhiem mang|chứng nhận tín nhiệm mạng",
        EDGE: "trang thông tin điện tử tổng hợp|quảng cáo",
    },
    "rating": {
        ANYWHERE: """article rating|đánh giá bài viết|bình chọn bài viết|bài viết này có hữu ích không
            |bài viết này có hữu ích không?|bài viết này có hữu ích với bạn không?
            |click để đánh giá bài viết|click để xếp hạng bài viết|bài viết rất kém|bài viết kém|bài viết đạt
            |bài viết tốt|bài viết rất tốt|rating""",
    },
    "text_to_speech": {
        ANYWHERE: """nam miền bắc|nữ miền bắc|nữ miền nam|nam miền nam|nghe bài viết|đọc bài viết|nghe đọc bài
            |click vào đây để nghe bài viết|nghe audio|nghe nội dung bài viết""",
        EDGE: "báo nói|tạm dừng|nghe tin|đọc bài",
    },
    "image_residue": {
        ANYWHERE: """anh-tin-bai|responsive image|image banner|banner image|no image|image|hình ảnh không tồn tại
            |ảnh-tin-bai|ảnh tin bài""",
    },
    "related_list": {
        EDGE: "xem tiếp|đọc tiếp|xem thêm|xem tất cả|tin tiếp theo|tin trước đó|xem chi tiết các tin khác"
    },
}

TAIL_CUTS: Mapping[str, str] = {
    "related_list": """tin liên quan|các tin liên quan|tin bài liên quan|bài viết liên quan|bài liên quan
    |tin cùng chuyên mục
        |các tin cùng chuyên mục|tin mới hơn|tin cũ hơn|những tin mới hơn|những tin cũ hơn|các tin mới hơn
        |các tin cũ hơn
        |các tin khác|tin khác|những tin khác|other news|các tin mới|tin mới|tin mới nhất|tin mới nhận
        |các tin đã đưa|tin đã đưa
        |các tin đã đưa ngày|tìm theo ngày|theo dòng sự kiện|tin cùng địa bàn|bài mới đăng|tin xem nhiều|tin đọc nhiều
        |tin nổi bật|mới nhất|xem nhiều|đọc nhiều|tham khảo thêm|có thể bạn quan tâm|bài viết khác|các bài viết khác
        |bài viết mới hơn|bài viết cũ hơn|tin tức liên quan|tin tức khác|các bài đã đăng|tin cùng loại|các tin cùng loại
        |tin đã đăng|các bài mới|các bài đã đưa|bản tin khác|xem thêm các tin khác|tin liên quan khác|cùng chuyên mục
        |bài cùng chuyên mục|tin trong ngày|đọc thêm|xem thêm""",
    "comment_form": """ý kiến bạn đọc|ý kiến bạn đọc - gửi bình luận|gửi bình luận|gửi bình luận của bạn|ý kiến của bạn
        |viết bình luận|bình luận|bình luận của bạn|thông tin bạn đọc|gửi ý kiến|gửi phản hồi|để lại bình luận
        |leave a reply|bình luận facebook
        |ý kiến phản hồi|thêm ý kiến góp ý|để lại một bình luận|gửi ý kiến phản hồi""",
    "captcha": "reset captcha|mã an toàn|mã bảo mật|mã xác nhận",
    "statistics": "thống kê truy cập|thống kê lượt truy cập",
}
"""A whole line in the tail after which nothing is the article: the marker and the rest go (their dates too)."""

PREFIXES: Mapping[str, tuple[str, ...]] = {
    "rating": (
        "tổng số điểm của bài viết là",
        "tổng số điểm là",
        "xếp hạng:",
        "click để đánh giá",
        "click để xếp hạng",
    ),
    "breadcrumb": (
        "trang chủ >",
        "trang chủ »",
        "trang chủ /",
        "trang chủ ›",
        "trang chủ |",
        "home >",
        "home »",
        "bạn đang ở:",
        "xem chi tiet tin",
    ),
    "image_residue": ("có thể là hình ảnh về ", "có thể là ảnh về "),
    "login": ("bạn đã không sử dụng site",),
    "browser_notice": ("để sử dụng toàn bộ tiện ích nâng cao",),
    "toolbar": ("chia sẻ bài viết lên ",),
    "comment_form": ("email của bạn sẽ không được hiển thị công khai", "họ tên email", "địa chỉ mã an toàn"),
}
"""Beginnings that no sentence of an article has."""

FOOTER_PREFIXES = (
    "bản quyền thuộc", "© ", "©", "ghi rõ nguồn", "giấy phép số", "giấy phép thiết lập", "(*) không sao chép",
    "(*) bản quyền", "copyright", "đề nghị ghi rõ nguồn", "chịu trách nhiệm chính:", "giấy phép xuất bản",
    "® ghi rõ nguồn", "chịu trách nhiệm nội dung:", "tổng biên tập:", "trưởng ban biên tập:",
)  # fmt: skip
"""Beginnings of a portal's footer; in the tail they and the rest go."""

TOOLBAR_WORDS = (
    "chia sẻ bài viết lên facebook", "chia sẻ bài viết lên twitter", "chia sẻ bài viết lên google+",
    "chia sẻ bài viết", "tăng tương phản", "giảm tương phản", "tương phản", "in bài viết", "cỡ chữ",
    "xem với cỡ chữ", "xem cỡ chữ", "đọc bài viết", "gửi email", "gửi mail", "in trang", "bản in", "lưu bài viết",
    "send email", "send mail",
    "chia sẻ", "facebook", "twitter", "zalo", "google+", "email", "print", "pdf", "mặc định", "a-", "a+", "aa",
    "in", "a", "lưu", "tải về", "quay lại",
)  # fmt: skip
"""A line made of nothing but these (and signs) is a toolbar; longest first."""

COUNTER_WORDS = (
    "số lượt xem", "số lượt đọc", "số lần xem", "số lần đọc", "lượt xem", "lượt đọc", "lượt truy cập", "đã xem",
    "đã đọc", "view count", "views", "view", "hits", "xem", "đọc", "số người xem",
    "số người đọc", "lần xem", "lượt người xem", "lượt xem bài viết", "số lượt truy cập",
)  # fmt: skip
"""Labels of a counter of readers: "Lượt xem: 188", "22 Lượt xem"."""
REPLY_WORDS = ("phản hồi", "bình luận", "comment", "comments", "like", "thích", "share", "chia sẻ", "tweet")
"""Labels of the other counters."""

SHAPES = (
    ("toolbar", EDGE, r"theo dõi .{1,40} trên(?: google news| facebook| zalo)?"),
    ("breadcrumb", EDGE, r"chi tiết bài viết(?: (?!xem|tại|theo|như|trong|có)\w+){0,4}"),
    ("image_residue", EDGE, r"banner .{2,60}\([a-z]+-[\w-]+\)"),
    ("image_residue", EDGE, r".{0,120}https?://\S+/logo[\w.-]*\.(?:png|jpe?g|gif)"),
    ("text_to_speech", EDGE, r"báo nói(?: (?!về|rằng|lên)\w+){0,3}"),
    (
        "captcha",
        EDGE,
        r"(?:mã an toàn|mã bảo mật|mã xác nhận|mã kiểm tra|captcha)\W+(?=[a-z]*\d|[^aeiouy\W]{3})[a-z0-9]{4,8}",
    ),
)
"""Class, place and shape (a pattern over the folded line) of furniture whose words vary."""
SHAPE_OPENINGS = ("theo dõi ", "chi tiết bài viết", "banner ", "báo nói", "mã ", "captcha")
"""How the lines of these shapes begin, those with an address apart."""

STATISTICS_WORDS = (
    "đang truy cập", "đang online", "trực tuyến", "hôm nay", "hôm qua", "trong tuần", "tuần này", "tuần trước",
    "tháng này", "tháng trước", "tháng hiện tại", "trong tháng", "trong năm", "năm nay", "tổng lượt truy cập",
    "tổng truy cập", "tổng số lượt truy cập", "tất cả", "số người online", "máy chủ tìm kiếm", "khách viếng thăm",
    "lượt truy cập",
)  # fmt: skip
"""Labels of a site's statistics, each with a number."""

KEYWORD_LABELS = ("từ khóa", "từ khoá", "tags", "tag", "keywords", "từ khóa tìm kiếm")

ACCOUNTS = frozenset(
    phrases("""admin admin|admin|ad min|administrator|pho ban bien tap|ban bien tap|truong ban bien tap|quan tri|quantri
    |quản trị|quản trị viên|system account|test test|user|bien tap vien|bientap|webmaster|root|superadmin
    |super admin|host
    |superuser account|quan tri vien|quản trị hệ thống|administrator account|thu ky bien tap|system|cms|editor
    |super user""")
)
"""Names of CMS accounts, never people (see `bylines`)."""


WHOLE: Mapping[str, tuple[str, str]] = {
    phrase: (name, where)
    for name, places in WHOLE_LINES.items()
    for where in (FORM, EDGE, ANYWHERE)
    for phrase in phrases(places.get(where, ""))
}
"""Folded whole line -> (class, where)."""

CUTS: Mapping[str, str] = {phrase: name for name, listed in TAIL_CUTS.items() for phrase in phrases(listed)}
"""Folded whole line -> class of the tail it opens."""
