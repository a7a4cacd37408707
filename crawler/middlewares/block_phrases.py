"""Words of the pages that stand where an article should be, by kind; folded as `fingerprints.folded` does."""

from typing import Final


def _listed(text: str) -> tuple[str, ...]:
    return tuple(" ".join(phrase.split()) for phrase in text.split("|"))


PHRASES: Final[dict[str, tuple[str, ...]]] = {
    "challenge": _listed("""
        just a moment | checking your browser | checking if the site connection is secure | attention
        required | ddos protection | ddos-guard | dang kiem tra trinh duyet | kiem tra bao mat | enable
        javascript and cookies | bat javascript va cookie | review the security of your connection |
        performance & security by cloudflare | security service to protect itself | request is being verified |
        pardon our interruption | bat cookie | enable cookies
    """),
    "captcha": _listed("""
        verify you are human | you are not a robot | i'm not a robot | i am not a robot | are you a robot |
        unusual traffic | khong phai la robot | khong phai robot | khong phai nguoi may | khong phai la
        nguoi may | ban la con nguoi | xac minh con nguoi | la nguoi that | luu luong bat thuong | truy cap
        bat thuong | nhap ma xac nhan | nhap ma xac thuc | nhap ma bao mat | nhap ma kiem tra | nhap cac ky
        tu | ma captcha | nhap captcha | enter the characters | solve the captcha | complete the captcha |
        security check | kiem tra an ninh | human verification | press & hold | xac thuc de tiep tuc | chu so trong hinh
    """),
    "waf": _listed("""
        request rejected | requested url was rejected | your support id is | access denied | web application
        firewall | you have been blocked | has been blocked | blocked by | mod_security | not acceptable |
        security policy | yeu cau bi tu choi | yeu cau cua ban da bi tu choi | yeu cau cua ban bi tu choi |
        truy cap bi tu choi | truy cap bi chan | truy cap cua ban da bi chan | da bi chan boi | bi chan boi
        | tu choi truy cap | khong co quyen truy cap | you don't have permission | 403 forbidden |
        suspicious activity | too many requests | truy cap qua nhanh | thao tac qua nhanh | chan ip | chan dia chi ip |
        dia chi ip cua ban | qua nhieu yeu cau | qua nhieu truy cap | tan suat truy cap | access blocked |
        page blocked | being rate limited | banned you |
        not available in your country | trong lanh tho viet nam | bi chan theo yeu cau
    """),
    "login": _listed("""
        vui long dang nhap | ban can dang nhap | ban phai dang nhap | dang nhap de tiep tuc | dang nhap de
        xem | hay dang nhap | please log in | please login | please sign in | sign in to continue | login
        required | dang nhap he thong | phien lam viec da het han
    """),
    "maintenance": _listed("""
        dang bao tri | bao tri he thong | he thong bao tri | bao tri website | bao tri dinh ky | dang duoc
        bao tri | dang nang cap | dang duoc nang cap | nang cap he thong | tam ngung hoat dong | tam dung
        hoat dong | tam ngung phuc vu | ngung hoat dong | under maintenance | scheduled maintenance | down
        for maintenance | site maintenance | be right back | temporarily unavailable | service unavailable |
        under construction | dang xay dung | dang duoc xay dung | coming soon | sap ra mat | vui long quay lai sau |
        se tro lai sau | se som tro lai | bao duong | tam thoi gian doan | chuyen doi sang he thong moi
    """),
    "moved": _listed("""
        chuyen sang dia chi moi | dia chi moi la | moi quy vi truy cap | moi ban truy cap | truy cap dia chi moi |
        site has moved | page has moved | we have moved
    """),
    "defaced": _listed("""
        hacked by | defaced by | pwned by | owned by anon
    """),
    "parking": _listed("""
        domain is for sale | ten mien nay da het han | ten mien nay het han | domain may be for sale | buy
        this domain | this domain is parked | domain parking | parked free | sedoparking | domain has
        expired | domain name has expired | ten mien nay dang duoc ban | rao ban ten mien | ban ten mien |
        mua ten mien | ten mien da het han | ten mien het han | related searches | account suspended |
        account has been suspended | website da het han | hosting da het han | tam khoa dich vu | make an
        offer on this domain | inquire about this domain | page is parked | parked for free | contact your hosting
        provider | hosting mac dinh
    """),
    "default_page": _listed("""
        welcome to nginx | apache2 ubuntu default page | apache2 debian default page | test page for the |
        iis windows server | internet information services | it works! | web server's default page | default
        web site page | index of / | successfully installed tomcat | website is not available at this time
    """),
    "error_page": _listed("""
        server error in '/ | runtime error | fatal error | internal server error | database error | error
        establishing a database connection | unhandled exception | stack trace | loi ket noi co so du lieu |
        loi he thong | da xay ra loi | an error occurred | something went wrong | bad gateway | gateway
        time-out | connection timed out | proxy error | mysqli_connect | mysql_connect | sqlstate[ | too many
        connections | bandwidth limit exceeded | resource limit is reached | page expired | java.lang. | ora-12
    """),
    "soft_404": _listed("""
        khong tim thay trang | khong tim thay noi dung | khong tim thay bai viet | khong tim thay du lieu |
        khong tim thay tin | khong tim thay duong dan | khong tim thay ket qua | trang khong ton tai | trang
        nay khong ton tai | noi dung khong ton tai | bai viet khong ton tai | bai viet nay khong ton tai |
        tin nay khong ton tai | tin bai khong ton tai | duong dan khong ton tai | lien ket khong ton tai |
        khong ton tai hoac da | da bi xoa | da bi go | da duoc go bo | loi 404 | error 404 | 404 not found |
        page not found | not be found | no longer available | page you requested | page you are looking for
        | cannot be found | khong con ton tai | trang ban tim | trang ban yeu cau | page does not exist |
        page doesn't exist | file or directory not found | the resource cannot be found | cant be found | nothing was
        found at | khong co du lieu | dang duoc cap nhat | dang cap nhat | chua duoc duyet
    """),
}
"""Enough by themselves on a page with hardly any other text."""
GAMBLING: Final = _listed("""
    nha cai | ca cuoc | casino | no hu | tai xiu | soi keo | keo nha cai | game bai | ban ca doi thuong |
    jackpot | xoc dia | baccarat | rong ho | lo de | xo so | da ga | the thao ao | doi thuong | slot game | quay
    hu | ca do | ty le keo | truc tiep bong da | slot gacor | judi | togel | situs slot | maxwin |
    taruhan | sportsbook | poker | roulette | betting |
    free spins
""")
"""What squatters of expired domains sell."""
LURES: Final = _listed("""
    dang ky ngay | nap rut | nap tien | rut tien | khuyen mai | uy tin | tai app | link vao | hoan tra | thuong
    lon | tan thu | dang ky nhan | nap dau | dang ky tai khoan | choi ngay | tham gia ngay | ty le thang |
    daftar | deposit | link alternatif | bonus | terpercaya | sign up | play now | real money
""")
"""How they sell it."""
ENFORCEMENT: Final = _listed("""
    triet pha | bat giu | khoi to | cong an | xu phat | canh bao | ngan chan | vi pham
""")
"""Words of news about those who were caught."""
