"""Traps, block pages and everything at once. One test a row."""

import re

import pytest

from tests.hostile_crawl import crawl
from tests.invented_pages import article, listing, tokens
from tests.misbehaving_server import MisbehavingServer, always, answer
from tests.test_matrix_scope import FAULTS as SCOPE_FAULTS
from tests.test_matrix_transport import FAULTS as TRANSPORT_FAULTS

pytestmark = pytest.mark.xdist_group("traps")


def page(title: str, text: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body><p>{text}</p></body></html>"


BARE = {
    "browser": "Trình duyệt này chưa được hỗ trợ.",
    "members": "Nơi này chỉ dành cho thành viên nội bộ.",
    "code": "E-1142",
}
BLOCKS = {
    "captcha-vi": (200, page("Xác minh", "Hệ thống nhận thấy truy cập bất thường. Vui lòng nhập mã xác nhận.")),
    "captcha-widget": (
        200,
        page("Sở Mẫu", "Xin chờ", "<script src=x></script><div class='g-recaptcha' data-sitekey=k></div>"),
    ),
    "captcha-en": (200, page("One more step", "Please verify you are human to continue.")),
    "login": (200, page("Đăng nhập - Sở Mẫu", "Tên: <input name=a> Mật khẩu: <input type='password' name=b>")),
    "login-words": (200, page("Sở Mẫu", "Bạn cần đăng nhập để xem nội dung này.")),
    "waf": (200, page("Request Rejected", "The requested URL was rejected. Your support ID is: 000")),
    "waf-vi": (403, page("Thông báo", "Yêu cầu của bạn bị từ chối bởi hệ thống bảo vệ.")),
    "challenge-403": (403, page("Just a moment...", "Checking your browser before accessing so-mau.test")),
    "challenge-503": (503, page("Attention Required!", "Please enable JavaScript and cookies.")),
    "maintenance": (200, page("Thông báo", "Hệ thống đang bảo trì, xin quay lại sau. 02/03/2026")),
    "maintenance-503": (503, page("Bảo trì", "Cổng thông tin đang nâng cấp hệ thống.")),
    "parking": (200, page("so-mau.test", "This domain is for sale! Buy this domain. Related searches")),
    "default": (200, page("Welcome to nginx!", "If you see this page, the web server is installed.")),
    "soft-404": (200, page("Sở Mẫu", "Bài viết không tồn tại hoặc đã bị xóa. Thứ hai, 02/03/2026")),
    "soft-404-en": (200, page("404 Not Found", "The page you requested could not be found.")),
    "error": (200, page("Runtime Error", "Server Error in '/' Application.")),
    "gambling": (
        200,
        page(
            "Nhà cái MAU99 - casino uy tín",
            (
                "Nhà cái tặng khuyến mãi cho tân thủ. Tài xỉu, nổ hũ, soi kèo, game bài, jackpot. Đăng ký ngay, nạp rút nhanh! "
            )
            * 40,
        ),
    ),
    "gambling-id": (
        200,
        page(
            "SLOT GACOR - Situs Judi",
            "Situs slot gacor dan togel. Daftar, deposit, bonus terpercaya. Maxwin setiap hari.",
        ),
    ),
    "too-many": (200, page("Error 1015", "You are being rate limited. The owner of this website has banned you.")),
    "verifying": (200, page("One moment, please...", "Please wait while your request is being verified.")),
    "bao-duong": (200, page("Thông báo", "Hệ thống đang được bảo dưỡng, mời bạn ghé lại sau 30 phút.")),
    "moved": (200, page("Thông báo", "Trang tin đã chuyển sang địa chỉ mới: <a href='https://moi.example'>moi</a>")),
    "defaced": (200, page("Sở Mẫu", "<h1>HaCkeD By NoBody</h1> Your security is low.")),
    "updating": (200, page("Chi tiết", "<h1>Chi tiết bài viết</h1> Dữ liệu đang cập nhật")),
    "database": (200, "<b>Warning</b>: mysqli_connect(): (HY000/2002): Connection refused in /home/a/b.php line 8"),
    "gambling-vi": (
        200,
        page(
            "MAU88 - Cổng game đổi thưởng", "MAU88 có lô đề, nổ hũ, cá độ. Đăng ký nhận 100k, nạp đầu thưởng 50%. " * 20
        ),
    ),
    **{f"bare-{name}": (200, page("Sở Mẫu", words)) for name, words in BARE.items()},
    "too-fast": (200, page("Thông báo", "Bạn truy cập quá nhanh. Hệ thống tạm thời chặn IP trong 15 phút.")),
    "other-publisher": (
        200,
        page(
            "Ten Good Knives",
            "<h1>Ten Good Knives</h1>" + "<p>We tested forty knives over three months, on 02/03/2026.</p>" * 20,
            '<link rel="canonical" href="https://knives.example/ten">',
        ),
    ),
    "script": (200, "<html><head><script>document.cookie='a=1';location.reload()</script></head><body></body></html>"),
}
WALL = page("Xác minh", "Vui lòng nhập mã xác nhận để tiếp tục. Mã phiên: ")
GREETING = "Trang tin của Sở Mẫu xin chào bạn đọc gần xa đã ghé thăm; mời bạn chọn một mục ở bên trái. " * 2
REPORT = article("bai-bao").replace(
    "Nội dung thứ 1.", "Nhà thầu tạm dừng hoạt động, đang bảo trì đường; vui lòng đăng nhập để xem."
)


def status_line(code: int) -> str:
    return f"{code} {'OK' if code == 200 else 'No'}"


def calendar(hit):
    month = int((re.search(r"m=(\d+)", hit.path) or [0, 0])[1])
    return [answer(page("Lịch", "".join(f'<a href="/lich?m={month + n}">{n}</a>' for n in (1, 2, -1)), "<i>x</i>" * 5))]


def session(hit):
    links = [f"/phien;jsessionid={hit.number:032x}?s={hit.number}", *[f"/tin-s{n}.html" for n in range(5)]]
    return [answer(listing(links))]


def depth(hit):
    return [answer(listing([hit.path.rstrip("/") + "/sau/", hit.path.rstrip("/") + "/muc/"]))]


def facets(hit):
    base = hit.path + ("&" if "?" in hit.path else "?")
    return [
        answer(listing([f"{base}loai{n}={v}" for n in range(4) for v in "ab"] + [f"/tin-f{n}.html" for n in range(5)]))
    ]


def pager(hit):
    number = int((re.search(r"=(\d+)", hit.path) or [0, 1])[1])
    links = [f"/tin-p{n}.html" for n in range((number - 1) * 10, min(number * 10, 50))]
    return [answer(listing([*links, f"/danh-sach?trang={number + 1}"]))]


def soft_404(hit):
    return [answer(page("Sở Mẫu", "Không tìm thấy trang yêu cầu.") + f'<a href="{hit.path}x">a</a>')]


TRAPS = {"calendar": calendar, "session": session, "depth": depth, "facets": facets, "pager": pager, "soft": soft_404}


@pytest.fixture(scope="module")
def web():
    def serve(hit):
        name = hit.host.removesuffix(".test")
        if hit.path == "/robots.txt":
            return [answer("", "404 Not Found")]
        if name in BLOCKS:
            code, body = BLOCKS[name]
            return [answer(body, status_line(code))]
        if hit.path.startswith("/gioi-thieu"):
            return [answer("", "404 Not Found")]
        if hit.path.startswith("/tin-"):
            return [answer(article(name + hit.path))]
        return WALLS[name](hit) if name in WALLS else TRAPS[name](hit)

    with MisbehavingServer({"*": serve}) as server:
        hosts = [f"{name}.test" for name in (*BLOCKS, *TRAPS, *WALLS)]
        told = crawl({
            "urls": [server.url(host, "/") for host in hosts], "allowed": hosts,
            "hosts": dict.fromkeys(hosts, "127.0.0.1"), "follow": True,
            "settings": {"CONCURRENT_REQUESTS": 40, "DEPTH_PRIORITY": 1,
                         "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue"},
        })  # fmt: skip
        yield Web(told, server)


served: list[int] = []


def block_after_twenty(hit):
    if hit.path == "/":
        return [answer(listing([f"/bai-{n}.html" for n in range(60)]))]
    served.append(1)
    return [answer(article("b" + hit.path) if len(served) <= 20 else WALL + f"{hit.number}{hit.path}")]


WALLS = {
    "block-after": block_after_twenty,
    "report": lambda _: [answer(REPORT)],
    "repeats": lambda hit: [
        answer(listing([f"/trung-{n}" for n in range(6)]) if hit.path == "/" else page("Tin", GREETING))
    ],
}


class Web:
    def __init__(self, told, server):
        self.told = told
        self.server = server

    def requests(self, name):
        return len(self.server.hits_of(f"{name}.test"))

    def incidents(self, name):
        return [class_ for url, class_, *_ in self.told["incidents"] if f"//{name}.test:" in url]

    def stored(self, name):
        return {
            page["url"].rpartition("/")[2]
            for page in self.told["pages"]
            if f"//{name}.test:" in page["url"] and len(page["tokens"]) == 2
        }


@pytest.mark.parametrize("name", ["calendar", "session", "depth", "facets", "pager", "soft"])
def test_X1_traps_end_within_two_hundred_requests(web, name):
    assert 1 <= web.requests(name) <= 200


@pytest.mark.parametrize(("name", "number"), [("session", 5), ("facets", 5), ("pager", 50)])
def test_X1_articles_behind_a_trap_are_all_found(web, name, number):
    assert len([page for page in web.stored(name) if page.startswith("tin-")]) == number


@pytest.mark.parametrize("name", BLOCKS)
def test_X5_block_pages_are_never_stored(web, name):
    assert web.stored(name) == set()
    assert not [page for page in web.told["pages"] if f"//{name}.test:" in page["url"]]
    assert [class_.partition(":")[0] for class_ in web.incidents(name)][:1] == ["blocked"]
    assert web.requests(name) == 1


def test_X5_an_article_about_such_things_is_an_article(web):
    assert web.incidents("report") == []
    assert any("//report.test" in page["url"] and page["text"] for page in web.told["pages"])


def test_X5_the_same_words_at_three_addresses_are_no_article(web):
    assert web.incidents("repeats") == ["blocked:repeated"] * 4
    assert "repeats.test" not in web.told["stopped"]


def test_X6_a_wall_in_mid_crawl_ends_the_host_after_three(web):
    assert len(web.stored("block-after")) == 20
    assert web.requests("block-after") <= 30
    assert web.told["stopped"]["block-after.test"] == "blocked"
    assert web.incidents("block-after").count("blocked:captcha") in (3, 4)  # one may have been on its way


# Everything at once: one host, one front page that links to every fault and twenty good articles.

GOOD = [f"/bai-tot-{n}.html" for n in range(20)]


@pytest.fixture(scope="module")
def chaos():
    canary_hits = []

    def fault(name):
        def serve(hit):
            hit.host = name
            return TRANSPORT_FAULTS[name](hit)

        return serve

    faults = {f"/{name}": fault(name) for name in TRANSPORT_FAULTS}
    faults |= {path: serve for path, serve in SCOPE_FAULTS.items() if "*" not in path}
    faults |= {f"/khoi/{name}": always(body, status_line(code)) for name, (code, body) in BLOCKS.items()}
    faults |= {"/lich*": calendar, "/phien*": session, "/sau*": depth, "/loc*": facets, "/danh-sach*": pager}
    faults |= {path: always(article(path)) for path in GOOD}
    faults |= {"/429-forever": lambda _: [answer("", "429 Slow", Retry_After="86400")]}
    faults |= {
        "/tin-s*": lambda hit: [answer(article(hit.path))],
        "/robots.txt": lambda _: [answer("", "404 Not Found")],
    }

    def canary(hit):
        canary_hits.append(hit)
        return [answer(article("canary"))]

    with MisbehavingServer(faults) as server, MisbehavingServer({"*": canary}, "127.0.0.2") as inside:
        paths = [path.strip("*") + ("" if "*" in path else f"?p={inside.port}") for path in faults if path not in GOOD]
        half = len(paths) // 2
        server.faults["/"] = lambda _: [answer(listing(paths[:half] + GOOD[:10] + paths[half:] + GOOD[10:]))]
        told = crawl({
            "urls": [server.url("so-mau.test", "/")], "allowed": ["so-mau.test"], "hosts": {"so-mau.test": "127.0.0.1"},
            "follow": True,
            "settings": {"DOWNLOAD_TIMEOUT": 0.5, "RETRY_TIMES": 1, "RETRY_DELAY": 0.05, "BREAKER_PAUSE": 0.05, "RETRY_AFTER_CAP": 1,
                         "DEPTH_PRIORITY": 1, "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue"},
        })  # fmt: skip
        yield told, server, canary_hits


def test_X2_chaos_stores_every_good_article_and_asks_nothing_inside(chaos):
    told, _, canary_hits = chaos
    whole = {page["url"].rpartition("/")[2] for page in told["pages"] if len(page["tokens"]) == 2}
    assert {path.strip("/") for path in GOOD} <= whole
    assert canary_hits == []
    assert not [page for page in told["pages"] if set(page["tokens"]) & set(tokens("canary"))]


def test_X2_chaos_stays_small_and_responsive(chaos):
    told, server, _ = chaos
    assert told["reason"] == "finished"
    assert told["rss_mb"] <= 300
    assert told["longest_block"] <= 2
    assert len(server.hits) <= 1500
