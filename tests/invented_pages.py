"""Pages of an invented department, made of words and marked so that a test can say whether all of one arrived."""

import zlib

_SENTENCES = (
    "Sáng nay, Sở Mẫu tổ chức hội nghị giao ban công tác quý tại trụ sở cơ quan với sự tham gia của các phòng.",
    "Phát biểu tại hội nghị, lãnh đạo Sở đề nghị các đơn vị rà soát nhiệm vụ được giao và báo cáo đúng hạn.",
    "Các đại biểu thảo luận về kết quả cải cách hành chính, việc số hóa hồ sơ và chế độ hỗ trợ người dân.",
    "Kết luận hội nghị, Sở yêu cầu mỗi phòng chuyên môn hoàn thành kế hoạch trước ngày cuối cùng của tháng.",
)


def tokens(name: str) -> tuple[str, str]:
    """The two marks of an article, at the beginning and at the end of its text."""
    mark = f"{zlib.crc32(name.encode()):08x}"
    return f"DAU-{mark}", f"CUOI-{mark}"


def article(name: str, head: str = "", paragraphs: int = 8) -> str:
    """An article page of Sở Mẫu as HTML; `name` makes its marks, `head` goes into its head."""
    first, last = tokens(name)
    body = "".join(f"<p>{_SENTENCES[n % 4]} Nội dung thứ {n + 1}.</p>" for n in range(paragraphs))
    return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Hội nghị {name} - Sở Mẫu</title>{head}
</head><body><div class="menu"><a href="/">Trang chủ</a> <a href="/gioi-thieu">Giới thiệu</a></div>
<div class="content"><h1>Hội nghị giao ban {name} của Sở Mẫu</h1><span class="date">Thứ hai, 02/03/2026 08:15</span>
<div class="detail"><p>Mã {first} mở đầu bản tin về hội nghị giao ban của Sở Mẫu.</p>{body}
<p>Bản tin kết thúc với mã {last} ở cuối bài.</p></div></div>
<div class="footer">Sở Mẫu tỉnh Mẫu. Điện thoại: 0000</div></body></html>"""


def listing(addresses: list[str]) -> str:
    """A section page that links to the addresses."""
    links = "".join(
        f'<li><a href="{url}">Hội nghị giao ban số {n} của Sở Mẫu</a></li>' for n, url in enumerate(addresses)
    )
    return f"""<!DOCTYPE html><html><head><title>Tin tức - Sở Mẫu</title></head><body><h1>Tin tức</h1>
<ul>{links}</ul></body></html>"""
