"""The words names are told by: family names, and what looks like a name and is a unit, a place or a heading."""

from crawler.cleaning.vocabulary import phrases

FAMILY_NAMES = frozenset(
    phrases(
        """
        bành | bùi | bế | cao | chu | châu | cầm | danh | diệp | doãn | dương | giàng | hoa | hoàng | huỳnh | hà | hồ |
        hứa | khổng | kim | kiều | la | lâm | lã | lê | lò | lô | lý | lưu | lương | lường | lại | lục | ma | mai | mạc
        | nghiêm | nguyễn | ngô | ngụy | nông | phan | phó | phùng | phạm | quàng | quách | sùng | sơn | thái | thân |
        thạch | triệu | trương | trần | trịnh | tô | tôn | tăng | tạ | tống | từ | vi | viên | vàng | võ | văn | vũ |
        vương | âu | đinh | điêu | đoàn | đàm | đào | đặng | đồng | đỗ
    """
    )
)
"""Common family names, the minorities' of the north and the south among them."""

NOT_FIRST = frozenset(
    phrases(
        """
        ban | bbt | biên | btv | bà | bài | báo | bộ | chiều | chúc | chương | chợ | ctv | các | cổng | cục | cụm |
        huyện | hãy | hình | hđnd | kho | khoản | không | khối | kính | lớp | mục | nguồn | ngày | nhà | nhóm | những |
        năm | nước | phòng | phóng | phường | phần | pv | quận | sáng | số | sở | theo | tháng | thị | tin | tp | trong
        | trạm | tại | tập | tỉnh | tối | tổ | từ | ubnd | uỷ | viện | về | vụ | xin | xã | ông | đ/c | điều | đài |
        đảng | đội | ảnh | ủy
    """
    )
)
"""A person's name does not begin with these."""

NOT_PAIRS = frozenset(
    phrases(
        """
        an ninh | an toàn | biên phòng | báo cáo | bình luận | bí thư | bưu chính | bưu điện | bộ trưởng | chi bộ | chi
        cục | chi hội | chi nhánh | chi tiết | chi đoàn | chuyển đổi | chính phủ | chính trị | chương trình | chỉ thị |
        chủ nhật | chủ tịch | cán bộ | công an | công báo | công nghệ | công thương | công ty | công văn | công đoàn |
        cải cách | cảm ơn | danh sách | du lịch | dịch vụ | dự thảo | dự án | giao thông | giám đốc | giáo dục | hình
        ảnh | hướng dẫn | hạnh phúc | hết hạn | hồ chí | hội chữ | hội cựu | hội khuyến | hội liên | hội nghị | hội
        người | hội nhà | hội nông | hội phụ | hội đồng | khoa học | kinh tế | kính mời | kế hoạch | kết luận | liên hệ
        | liên kết | liên minh | liên quan | liên đoàn | lãnh đạo | lịch công | môi trường | mùa xuân | mặt trận | mời
        họp | nghị quyết | nghị định | ngoại vụ | nông nghiệp | nông thôn | nội dung | nội vụ | pháp luật | phát thanh |
        phát triển | phó bí | phó chủ | phó giám | phó thủ | phó trưởng | phụ lục | quyết định | quân sự | quân đội |
        quý bạn | quý i | quý khách | quý vị | quý độc | quảng cáo | quốc gia | quốc hội | quốc khánh | quốc phòng |
        quốc tế | sự kiện | thanh niên | thanh tra | thành phố | thông báo | thông tin | thông tư | thể thao | thời gian
        | thủ tướng | thứ trưởng | tin tức | toàn cảnh | toàn quốc | toàn văn | trang chủ | trang thiết | trang thông |
        trang tin | trang web | trang điện | trung học | trung tâm | trung ương | truyền hình | truyền thông | trân
        trọng | trường cao | trường chính | trường học | trường mầm | trường thpt | trường tiểu | trường trung | trường
        đại | trưởng ban | trưởng phòng | tài chính | tài liệu | tài nguyên | tư pháp | tải về | tổng cục | tổng hợp |
        tờ trình | tự do | uỷ ban | viễn thông | việt nam | văn bản | văn hoá | văn hóa | văn phòng | văn thư | xem thêm
        | xây dựng | xã hội | y tế | đoàn cơ | đoàn khối | đoàn kết | đoàn thanh | đoàn tncs | đoàn trường | đã ký |
        đăng ký | đăng nhập | đại biểu | đại hội | đấu thầu | đầu tư | đề án | địa điểm | đồng chí | độc lập | đời sống
        | ủy ban
    """
    )
)
"""Nor with these two words, whatever follows."""

PLACES = frozenset(
    phrases(
        """
        an giang | bà rịa | bình dương | bình phước | bình thuận | bình định | bạc liêu | bắc giang | bắc kạn | bắc ninh
        | bến tre | cao bằng | cà mau | cần thơ | gia lai | hoàng sa | hà giang | hà nam | hà nội | hà tĩnh | hòa bình |
        hưng yên | hải dương | hải phòng | hậu giang | hồ chí minh | khánh hòa | kiên giang | kon tum | lai châu | long
        an | lào cai | lâm đồng | lạng sơn | nam định | nghệ an | ninh bình | ninh thuận | phú thọ | phú yên | quảng
        bình | quảng nam | quảng ngãi | quảng ninh | quảng trị | sài gòn | sóc trăng | sơn la | thanh hóa | thái bình |
        thái nguyên | thừa thiên huế | tiền giang | trà vinh | trường sa | tuyên quang | tây nguyên | tây ninh | việt
        nam | vĩnh long | vĩnh phúc | yên bái | điện biên | đà nẵng | đăk nông | đắk lắk | đắk nông | đồng nai | đồng
        tháp
    """
    )
)
"""Places whose names have the shape of a person's."""

NOT_INITIALS = frozenset(
    phrases(
        """
        bbt | bc | bch | bs | bt | btv | bí | bộ | cntt | cp | ct | ctv | cv | gđ | hđ | hđnd | kh | kt | nq | nđ | pv |
        qđ | sn | st | sở | t.ư | th | tl | tm | tp | tt | tv | tw | tổ | ubnd | vp
    """
    )
)
"""Abbreviations that are nobody's initials."""
