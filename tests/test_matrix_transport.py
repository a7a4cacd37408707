"""Faults of transport and compression: what arrives torn, late, too big or not at all. One test a row."""

import gzip
import time
import zlib
from collections.abc import Iterator

import brotli
import pytest
from scrapy import Request
from scrapy.exceptions import ResponseDataLossError
from scrapy.utils.test import get_crawler

from crawler import settings as shipping
from crawler.middlewares.hosts import NOT_BEFORE
from crawler.middlewares.inflation import zstd
from crawler.middlewares.retry_after import RetryAfterMiddleware
from tests.hostile_crawl import crawl, settings
from tests.invented_pages import article, tokens
from tests.misbehaving_server import RESET, MisbehavingServer, answer

pytestmark = pytest.mark.xdist_group("transport")
PAGE = {name: article(name).encode() for name in ("good",)}
ZEROS_MB = 40  # inflated; five times the cap


def page(hit) -> bytes:
    return article(hit.host.removesuffix(".test")).encode()


def raw(head: str, body: bytes = b"") -> bytes:
    return head.replace("\n", "\r\n").encode("latin-1") + b"\r\n\r\n" + body


def drip(data: bytes, wait: float = 0.1, count: int = 200) -> Iterator[object]:
    for n in range(count):
        yield data[n : n + 1] or b" "
        yield wait


def chunked(hit, *, cut: bool = False, bad_size: bool = False):
    body = page(hit)
    yield raw("HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nTransfer-Encoding: chunked\nConnection: close")
    size = b"zz" if bad_size else b"%x" % len(body)
    yield size + b"\r\n" + (body[: len(body) // 2] if cut else body + b"\r\n0\r\n\r\n")


def deflate(data: bytes) -> bytes:
    return zlib.compress(data)


ENCODERS = {"gzip": gzip.compress, "br": brotli.compress, "deflate": deflate, "zstd": zstd.compress}


def encoded(data: bytes, encoding: str) -> bytes:
    return answer(data, Content_Encoding=encoding)


def torn(encoding: str):
    def fault(hit):
        whole = ENCODERS[encoding](page(hit))
        return [encoded(whole[: len(whole) * 2 // 3], encoding)]

    return fault


def bomb(encoding: str):
    data = ENCODERS[encoding](b"<p>" + bytes(ZEROS_MB << 20))
    return lambda _: [encoded(data, encoding)]


def bad_crc(hit):
    data = bytearray(gzip.compress(page(hit)))
    data[-6] ^= 0xFF
    return [encoded(bytes(data), "gzip")]


FAULTS = {
    "good": lambda hit: [answer(page(hit))],
    "slow-drip": lambda hit: drip(answer(page(hit))),
    "slow-headers": lambda _: drip(b"HTTP/1.1 200 OK\r\nX-A: " + b"a" * 300),
    "never-ending-slow": lambda _: [raw("HTTP/1.1 200 OK\nContent-Type: text/html"), *drip(b"<p>")],
    "hang-before-headers": lambda _: [20.0],
    "hang-after-headers": lambda _: [raw("HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: 5000"), 20.0],
    "never-ending": lambda _: [raw("HTTP/1.1 200 OK\nContent-Type: text/html"), *([b"<p>tin</p>" * 20_000] * 400)],
    "reset-mid-body": lambda hit: [answer(page(hit))[:900], 0.1, RESET],
    "close-mid-body": lambda hit: [answer(page(hit))[:900]],
    "cl-too-long": lambda hit: [answer(page(hit), length=90_000)],
    "chunked-truncated": lambda hit: chunked(hit, cut=True),
    "chunked-bad-size": lambda hit: chunked(hit, bad_size=True),
    "flaky-once": lambda hit: [RESET] if hit.number == 1 else [answer(page(hit))],
    "cl-too-short": lambda hit: [answer(page(hit), length=len(page(hit)) - 500)],
    "cl-garbage": lambda hit: [raw("HTTP/1.1 200 OK\nContent-Length: a lot", page(hit))],
    "cl-negative": lambda hit: [raw("HTTP/1.1 200 OK\nContent-Length: -5", page(hit))],
    "cl-conflict": lambda hit: [raw("HTTP/1.1 200 OK\nContent-Length: 10\nContent-Length: 900", page(hit))],
    "garbage-status": lambda hit: [raw("HTTP/1.1 OKAY THEN", page(hit))],
    "http09": lambda hit: [page(hit)],
    "http10": lambda hit: [raw("HTTP/1.0 200 OK\nContent-Type: text/html; charset=utf-8", page(hit))],
    "header-no-colon": lambda hit: [raw(f"HTTP/1.1 200 OK\nnonsense\nContent-Length: {len(page(hit))}", page(hit))],
    "te-and-cl": lambda hit: [
        raw("HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nContent-Length: 5\nTransfer-Encoding: chunked"),
        b"%x\r\n" % len(page(hit)) + page(hit) + b"\r\n0\r\n\r\n",
    ],
    "header-latin1": lambda hit: [answer(page(hit), X_Server="S\xe9rie")],
    "early-hints": lambda hit: [raw("HTTP/1.1 103 Early Hints\nLink: </kieu.css>"), answer(page(hit))],
    "many-headers": lambda hit: [answer(page(hit), **{f"X_{n}": "a" for n in range(50_000)})],
    "huge-header": lambda hit: [raw("HTTP/1.1 200 OK\nX-Big: " + "a" * 1_000_000, page(hit))],
    "endless-headers": lambda _: [b"HTTP/1.1 200 OK\r\n", *([b"X-A: aaaaaaaaaaaaaaaa\r\n" * 3_000] * 4_000)],
    "endless-folds": lambda _: [b"HTTP/1.1 200 OK\r\nX-A: a\r\n", *([b" aaaaaaaaaaaaaaaaaaaa\r\n" * 3_000] * 4_000)],
    "endless-continues": lambda _: [b"HTTP/1.1 100 Continue\r\n\r\n" * 3_000] * 4_000,
    "status-206": lambda hit: [answer(page(hit)[: len(page(hit)) // 2], "206 Partial Content")],
    "status-304": lambda _: [raw("HTTP/1.1 304 Not Modified\nConnection: close")],
    "status-999": lambda hit: [answer(page(hit), "999 Odd")],
    "empty-200": lambda _: [answer(b"")],
    "blank-200": lambda _: [answer(b" \r\n ")],
    **{f"{encoding}-truncated": torn(encoding) for encoding in ENCODERS},
    "gzip-bad-crc": bad_crc,
    **{f"{encoding}-bomb": bomb(encoding) for encoding in ENCODERS},
    "gzip-bomb-nested": lambda _: [encoded(gzip.compress(gzip.compress(bytes(ZEROS_MB << 20))), "gzip, gzip")],
    "sitemap-bomb": lambda _: [answer(gzip.compress(bytes(ZEROS_MB << 20)), Content_Type="application/xml")],
    "gzip-header-plain-body": lambda hit: [encoded(page(hit), "gzip")],
    "charset-as-encoding": lambda hit: [encoded(page(hit), "UTF-8")],
    "gzip-as-deflate": lambda hit: [encoded(gzip.compress(page(hit)), "deflate")],
    "gzip-twice": lambda hit: [encoded(gzip.compress(gzip.compress(page(hit))), "gzip")],
    "gzip-undeclared": lambda hit: [answer(gzip.compress(page(hit)))],
    "gzip-members": lambda hit: [encoded(gzip.compress(page(hit)[:500]) + gzip.compress(page(hit)[500:]), "gzip")],
    "gzip-trailing-garbage": lambda hit: [encoded(gzip.compress(page(hit)) + b"\0junk", "gzip")],
    "gzip-layers": lambda hit: [encoded(page(hit), ", ".join(["gzip"] * 200))],
    "gzip-whole": lambda hit: [encoded(gzip.compress(page(hit)), "gzip")],
    "big-50mb": lambda _: [answer(b"<p>tin</p>" * 5_000_000)],
    "big-9mb-chunked": lambda _: [raw("HTTP/1.1 200 OK\nContent-Type: text/html"), *([b"<p>tin</p>" * 30_000] * 30)],
}


class Outcome:
    """What became of the one page of each fault."""

    def __init__(self, told, server):
        self.told = told
        self.server = server

    def page(self, fault):
        return next((page for page in self.told["pages"] if f"//{fault}.test:" in page["url"]), None)

    def stored_whole(self, fault):
        page = self.page(fault)
        return page is not None and set(page["tokens"]) == set(tokens(fault))

    def incidents(self, fault):
        return [class_ for url, class_, *_ in self.told["incidents"] if f"//{fault}.test:" in url]

    def requests(self, fault):
        return len(self.server.hits_of(f"{fault}.test"))

    def times(self, fault):
        return [hit.at for hit in self.server.hits_of(f"{fault}.test")]

    def stays_pending(self, fault):
        refused = [one for one in self.told["refused"] if f"//{fault}.test:" in one["url"]]
        return bool(refused) and refused[0]["stays_pending"] is not False


@pytest.fixture(scope="module")
def web():
    def serve(hit):
        if hit.path == "/robots.txt":
            return [answer(b"", "404 Not Found")]
        return FAULTS[hit.host.removesuffix(".test")](hit)

    with MisbehavingServer({"*": serve}) as server:
        hosts = [f"{fault}.test" for fault in FAULTS]
        urls = [server.url(host, "/tin-1.html") for host in hosts]
        patient = {url: {"download_timeout": 30} for url in urls if "never-ending.test" in url or "mb" in url}
        patient |= {url: {"download_timeout": 30, "max_retry_times": 0} for url in urls if "endless" in url}
        told = crawl({"urls": urls, "meta": patient, "hosts": dict.fromkeys(hosts, "127.0.0.1"), "allowed": hosts})
        yield Outcome(told, server)


def test_good_page_is_stored(web):
    assert web.stored_whole("good")
    assert web.requests("good") == 1


def test_T1_slow_drip_ends_by_timeout_after_spaced_tries(web):
    assert web.incidents("slow-drip") == ["timeout"]
    assert web.page("slow-drip") is None
    times = web.times("slow-drip")
    assert len(times) == 3
    assert times[2] - times[0] >= 2 * 1.5  # the time limit, twice


@pytest.mark.parametrize("fault", ["slow-headers", "never-ending-slow", "hang-before-headers", "hang-after-headers"])
def test_T2_hanging_answers_end_by_timeout(web, fault):
    assert web.incidents(fault) == ["timeout"]
    assert web.page(fault) is None
    assert web.requests(fault) == 3
    assert web.stays_pending(fault)


def test_T3_never_ending_body_stops_at_the_cap(web):
    assert web.incidents("never-ending") == ["too_big"]
    assert web.page("never-ending") is None
    assert web.requests("never-ending") == 1


@pytest.mark.parametrize(
    "fault", ["reset-mid-body", "close-mid-body", "cl-too-long", "chunked-truncated", "chunked-bad-size"]
)
def test_T4_cut_bodies_are_asked_again_and_never_stored(web, fault):
    assert web.page(fault) is None
    assert len(web.incidents(fault)) == 1
    times = web.times(fault)
    assert len(times) == 3
    assert times[2] - times[0] >= 0.1 + 0.2
    assert web.stays_pending(fault)


def test_T4_retries_are_five_seconds_apart_as_shipped():
    crawler = get_crawler(settings_dict=settings(RETRY_DELAY=shipping.RETRY_DELAY))
    again = RetryAfterMiddleware(crawler).process_exception(Request("https://so.example/"), ResponseDataLossError())
    assert again.meta[NOT_BEFORE] - time.time() > 4.9


def test_T5_flaky_once_recovers(web):
    assert web.stored_whole("flaky-once")
    assert web.requests("flaky-once") == 2
    assert web.incidents("flaky-once") == []


def test_T6_content_length_too_short_is_doubted(web):
    page = web.page("cl-too-short")
    assert page is None or "suspect:no_closing_html" in page["flags"]


@pytest.mark.parametrize("fault", ["cl-garbage", "cl-negative", "cl-conflict", "garbage-status", "http09"])
def test_T7_protocol_garbage_is_an_incident(web, fault):
    assert len(web.incidents(fault)) == 1 or web.stored_whole(fault)
    assert 1 <= web.requests(fault) <= 3


def test_T8_http10_without_length_is_whole(web):
    assert web.stored_whole("http10")
    assert not any(flag.startswith("suspect") for flag in web.page("http10")["flags"])


@pytest.mark.parametrize("fault", ["te-and-cl", "header-no-colon", "header-latin1", "early-hints", "many-headers"])
def test_T9_odd_headers_do_not_cost_the_page(web, fault):
    assert web.stored_whole(fault)


def test_T10_huge_header_is_an_incident(web):
    assert len(web.incidents("huge-header")) == 1
    assert web.requests("huge-header") <= 3


@pytest.mark.parametrize("fault", ["endless-headers", "endless-folds", "endless-continues"])
def test_T3_T10_headers_without_end_stop_at_the_cap(web, fault):
    assert web.incidents(fault) == ["protocol"]
    assert web.page(fault) is None


def test_T11_unasked_206_is_torn_and_304_is_no_page(web):
    assert web.page("status-206") is None
    assert web.incidents("status-206") == ["torn"]
    assert web.requests("status-206") == 3
    assert web.page("status-304") is None
    assert web.incidents("status-304") == ["protocol"]
    assert web.stays_pending("status-304")
    assert web.page("status-999") is None


@pytest.mark.parametrize("fault", ["empty-200", "blank-200"])
def test_T12_empty_200_is_an_incident(web, fault):
    assert web.incidents(fault) == ["empty"]
    assert web.page(fault) is None
    assert web.requests(fault) == 1
    assert web.stays_pending(fault)
    assert "Traceback" not in web.told["log"]


@pytest.mark.parametrize(
    "fault", ["gzip-truncated", "br-truncated", "deflate-truncated", "zstd-truncated", "gzip-bad-crc"]
)
def test_Z1_torn_streams_are_asked_again_and_never_stored(web, fault):
    assert web.page(fault) is None
    assert web.incidents(fault) == ["torn"]
    assert web.requests(fault) == 3
    assert web.stays_pending(fault)


@pytest.mark.parametrize(
    "fault", ["gzip-bomb", "br-bomb", "deflate-bomb", "zstd-bomb", "gzip-bomb-nested", "sitemap-bomb"]
)
def test_Z2_bombs_stop_at_the_cap(web, fault):
    assert web.page(fault) is None
    assert web.incidents(fault) == ["too_big"]
    assert web.requests(fault) == 1


def test_Z3_memory_and_loop_stay_free_through_all_of_it(web):
    assert web.told["rss_mb"] <= 300
    assert web.told["longest_block"] <= 2


@pytest.mark.parametrize("fault", ["gzip-header-plain-body", "charset-as-encoding", "gzip-as-deflate", "gzip-twice"])
def test_Z4_what_the_header_says_is_not_what_came(web, fault):
    assert web.stored_whole(fault)


def test_Z5_gzip_undeclared(web):
    assert web.stored_whole("gzip-undeclared")
    assert "\N{REPLACEMENT CHARACTER}" not in web.page("gzip-undeclared")["text"]


def test_Z6_layers_members_and_trailing_bytes(web):
    assert web.incidents("gzip-layers") == ["too_big"]
    assert web.stored_whole("gzip-trailing-garbage")
    assert web.stored_whole("gzip-members")
    assert web.stored_whole("gzip-whole")


@pytest.mark.parametrize("fault", ["big-50mb", "big-9mb-chunked"])
def test_Z7_pages_beyond_the_cap_are_left(web, fault):
    assert web.incidents(fault) == ["too_big"]
    assert web.page(fault) is None
    assert web.requests(fault) == 1
