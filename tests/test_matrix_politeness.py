"""robots.txt, Retry-After, rate limits, delays and dead hosts. One test a row; each case is a host of its own."""

import datetime as dt
import email.utils
import gzip
import itertools
import time

import pytest

from crawler.middlewares.politeness import VIETNAM
from tests.hostile_crawl import crawl
from tests.invented_pages import article
from tests.misbehaving_server import RESET, MisbehavingServer, answer, redirect

pytestmark = pytest.mark.xdist_group("politeness")
RULES = "User-agent: *\nDisallow: /private/\n"
HOPS = 5


def robots(body: bytes | str, status: str = "200 OK", **headers: str):
    return lambda _: [answer(body, status, **{"Content_Type": "text/plain", **headers})]


def hops(hit):
    """robots.txt behind five redirects."""
    step = int(hit.path.rpartition("-")[2]) if "-" in hit.path else 0
    return [answer(RULES)] if step == HOPS else [redirect(f"/robots-{step + 1}")]


ROBOTS = {
    "404": robots("", "404 Not Found"),
    "500": robots("oops", "500 Oops"),
    "503": robots("oops", "503 Later"),
    "429": robots("oops", "429 Slow", Retry_After="86400"),
    "429-plain": robots("oops", "429 Slow"),
    "reset": lambda _: [RESET],
    "timeout": lambda _: [20.0],
    "403": robots("no", "403 Forbidden"),
    "empty": robots(""),
    "html": robots("<!DOCTYPE html><p>User-agent: *</p>\nDisallow: /\n", Content_Type="text/html"),
    "bom": robots("\ufeff" + RULES),
    "cr-nul": robots(RULES.replace("\n", "\r").replace("/private", "/pri\0vate")),
    "gzip": robots(gzip.compress(RULES.encode())),
    "utf16": robots(RULES.encode("utf-16")),
    "utf16-bare": robots(RULES.encode("utf-16-le")),
    "binary": robots(bytes(range(32)) * 40),
    "huge": robots(RULES + "# filler\n" * 150_000),
    "loop": lambda _: [redirect("/robots.txt")],
    "hops": hops,
    "elsewhere": lambda hit: [redirect(f"http://rules.test:{hit.headers['host'].rpartition(':')[2]}/robots.txt")],
    "recovers": lambda hit: [RESET] if hit.number == 1 else [answer(RULES)],
    "agent": robots("User-agent: TinSo\nDisallow: /private/\n\nUser-agent: *\nDisallow: /\n"),
}
CLOSED = ["500", "503", "reset", "timeout"]
CRAWLED = ["404", "403", "empty", "html"]
PRIVATE_KEPT = ["bom", "cr-nul", "gzip", "utf16", "utf16-bare", "huge", "hops", "elsewhere", "recovers", "agent"]


@pytest.fixture(scope="module")
def by_robots():
    def serve(hit):
        name = hit.host.removesuffix(".test")
        if hit.path.startswith("/robots"):
            return ROBOTS.get(name, robots(RULES))(hit)
        return [answer(article(name))]

    with MisbehavingServer({"*": serve}) as server:
        hosts = [f"{name}.test" for name in ROBOTS]
        urls = [server.url(host, path) for host in hosts for path in ("/tin-1.html", "/private/tin-2.html")]
        told = crawl({
            "urls": urls, "allowed": hosts, "hosts": dict.fromkeys([*hosts, "rules.test"], "127.0.0.1"),
            "settings": {"DOWNLOAD_TIMEOUT": 0.7, "RETRY_DELAY": 0.05},
        })  # fmt: skip
        yield Answers(told, server)


class Answers:
    def __init__(self, told, server):
        self.told = told
        self.server = server

    def paths(self, name):
        return [hit.path for hit in self.server.hits_of(f"{name}.test") if not hit.path.startswith("/robots")]

    def times(self, name):
        return [hit.at for hit in self.server.hits_of(f"{name}.test")]

    def incidents(self, name):
        return [class_ for url, class_, *_ in self.told["incidents"] if f"//{name}.test:" in url]

    def next_tries(self, name):
        return [next_try for url, _, _, next_try in self.told["incidents"] if f"//{name}.test:" in url and next_try]

    def stored(self, name):
        return [page for page in self.told["pages"] if f"//{name}.test:" in page["url"] and len(page["tokens"]) == 2]


@pytest.mark.parametrize("name", CLOSED)
def test_R1_unreachable_robots_txt_closes_the_host(by_robots, name):
    assert by_robots.paths(name) == []
    assert by_robots.incidents(name)[-1] == "robots_unreachable"
    assert by_robots.next_tries(name)
    assert sum(f"//{name}.test" in url for url, *_ in by_robots.told["postponed"]) == 2


@pytest.mark.parametrize("name", CRAWLED)
def test_R2_absent_robots_txt_allows_all(by_robots, name):
    assert sorted(by_robots.paths(name)) == ["/private/tin-2.html", "/tin-1.html"]
    assert by_robots.incidents(name) in ([], ["robots_denied"])


@pytest.mark.parametrize("name", PRIVATE_KEPT)
def test_R3_R4_R5_R8_rules_are_found_however_they_are_served(by_robots, name):
    assert by_robots.paths(name) == ["/tin-1.html"]


def test_R6_redirect_loop_ends_and_allows(by_robots):
    assert len(by_robots.paths("loop")) == 2
    assert len([hit for hit in by_robots.server.hits if hit.host == "loop.test" and hit.path == "/robots.txt"]) <= 6
    assert "robots_denied" in by_robots.incidents("loop")


@pytest.mark.parametrize("name", ["429", "429-plain", "binary"])
def test_R7_R8_limited_and_unreadable_close_the_host(by_robots, name):
    assert by_robots.paths(name) == []


def limited(header: str | None, status: str = "429 Slow"):
    def fault(hit):
        if hit.number == 1:
            asked = header() if callable(header) else header
            return [answer("<p>chậm</p>", status, Retry_After=asked)]
        return [answer(article(hit.host.removesuffix(".test")))]

    return fault


def in_two_seconds():
    return email.utils.formatdate(time.time() + 2, usegmt=True)


BUCKETS: dict[str, float] = {}


def per_second(hit):
    """At most five answers a second; else 429 and a second's wait."""
    now = time.time()
    if now < BUCKETS.get(hit.host, 0):
        return [answer("", "429 Slow", Retry_After="1")]
    BUCKETS[hit.host] = now + 0.2
    return [answer(article(hit.path))]


ASKED = {"flaky": 0}


def every_third_fails(hit):
    ASKED["flaky"] += 1
    return [answer("", "500 Oops")] if ASKED["flaky"] % 3 == 0 else [answer(article(hit.path))]


PLACES = {
    "429-retry-after": limited("1"),
    "503-retry-after": limited("1", "503 Later"),
    "503-date": limited(in_two_seconds, "503 Later"),
    "429-garbage": limited("soon"),
    "429-none": limited(""),
    "one-forever": lambda hit: (
        [answer("", "429 Slow", Retry_After="86400")] if "mai-mai" in hit.path else limited("0")(hit)
    ),
    "429-forever": lambda _: [answer("", "429 Slow", Retry_After="86400")],
    "ratelimited": per_second,
    "good": lambda hit: [answer(article(hit.path))],
    "flaky": every_third_fails,
    "dead-403": lambda _: [answer("<p>x</p>", "403 Forbidden")],
    "dead-500": lambda _: [answer("<p>x</p>", "500 Oops")],
    "dead-hang": lambda _: [5.0],
    "half-dead": lambda hit: [answer(article("home"))] if hit.path == "/" else [answer("<p>x</p>", "403 Forbidden")],
    "mostly-odd": lambda hit: [answer(article("odd"))] if "good" in hit.path else [answer("<p>x</p>", "500 Oops")],
}
PATHS = {
    "ratelimited": [f"/tin-{n:02}.html" for n in range(12)],
    "good": [f"/tin-{n:02}.html" for n in range(5)],
    "flaky": [f"/tin-{n:02}.html" for n in range(60)],
    "429-forever": [f"/tin-{n}.html" for n in range(20)],
    "one-forever": ["/tin-0.html", "/tin-1.html", "/mai-mai.html", "/tin-2.html"],
    "half-dead": ["/", *[f"/tin-{n}.html" for n in range(100)]],
    "mostly-odd": ["/good-0", "/a", "/b/c", "/d-x.aspx", "/e/f/g", "/h.htm", "/good-1"],
    **{f"dead-{kind}": [f"/tin-{n}.html" for n in range(100)] for kind in ("403", "500", "hang")},
}


@pytest.fixture(scope="module")
def by_host():
    def serve(hit):
        if hit.path == "/robots.txt":
            return [answer(RULES)]
        return PLACES[hit.host.removesuffix(".test")](hit)

    with MisbehavingServer({"*": serve}) as server:
        hosts = [f"{name}.test" for name in PLACES]
        urls = [server.url(f"{name}.test", path) for name in PLACES for path in PATHS.get(name, ["/tin-1.html"])]
        told = crawl({
            "urls": urls, "allowed": hosts, "hosts": dict.fromkeys(hosts, "127.0.0.1"),
            "settings": {
                "RETRY_AFTER_CAP": 3.5, "CONCURRENT_REQUESTS": 800, "DOWNLOAD_TIMEOUT": 1.0,
                "DOWNLOAD_SLOTS": {"good.test": {"delay": 1.0, "concurrency": 1}},
            },
        })  # fmt: skip
        yield Answers(told, server)


@pytest.mark.parametrize(
    ("name", "least"),
    [("429-retry-after", 1.0), ("503-retry-after", 1.0), ("503-date", 1.0), ("429-garbage", 0.1), ("429-none", 0.1)],
)
def test_R11_retry_after_is_obeyed_and_the_page_arrives(by_host, name, least):
    times = by_host.times(name)
    assert len(times) == 2
    assert times[1] - times[0] >= least
    assert len(by_host.stored(name)) == 1
    assert by_host.incidents(name) == []


def test_R12_a_wait_beyond_the_cap_ends_the_host_for_this_run(by_host):
    assert len(by_host.paths("429-forever")) <= 2
    assert by_host.told["stopped"]["429-forever.test"] == "rate_limited"
    assert min(by_host.next_tries("429-forever")) > time.time() + 80_000
    assert sum("429-forever" in url for url, *_ in by_host.told["postponed"]) == 20
    assert len(by_host.stored("good")) == 5


def test_R12_one_page_that_asks_to_wait_for_ever_is_only_one_page(by_host):
    assert "one-forever.test" not in by_host.told["stopped"]
    assert len(by_host.stored("one-forever")) == 3
    assert by_host.incidents("one-forever") == ["rate_limited"]


def test_R13_a_rate_limit_costs_no_article(by_host):
    assert len(by_host.stored("ratelimited")) == 12


def test_R14_one_connection_and_the_delay_between(by_host):
    times = by_host.times("good")
    gaps = [after - before for before, after in itertools.pairwise(times)]
    assert min(gaps) >= 0.45
    assert sum(gaps) / len(gaps) >= 0.7


def test_R16_flaky_answers_are_asked_again(by_host):
    assert len(by_host.stored("flaky")) == 60
    assert len(by_host.paths("flaky")) <= 120


@pytest.mark.parametrize("name", ["dead-403", "dead-500", "dead-hang", "half-dead"])
def test_R17_a_dead_host_is_asked_eight_times_at_most(by_host, name):
    assert len(by_host.paths(name)) <= 8 + (name == "half-dead")
    assert "host_down" in by_host.incidents(name)
    assert sum(f"//{name}.test" in url for url, *_ in by_host.told["postponed"]) >= 90


def test_R17_failures_without_a_common_shape_do_not_end_a_living_host(by_host):
    assert "mostly-odd.test" not in by_host.told["stopped"]
    assert [page["url"].rpartition("/")[2] for page in by_host.stored("mostly-odd")] == ["good-0", "good-1"]


@pytest.fixture(scope="module")
def slow():
    def serve(hit):
        if hit.path == "/robots.txt":
            return [answer(RULES + "Crawl-delay: 1\n")]
        head = '<meta name="ROBOTS" content="noindex, nofollow">' if hit.host == "nofollow.test" else ""
        tag = "nofollow" if hit.host == "header.test" else ""
        page = article("x", head).replace('href="/gioi-thieu"', 'href="/khong-theo.html"')
        return [answer(page, X_Robots_Tag=tag)]

    with MisbehavingServer({"*": serve}) as server:
        hosts = ["slow.test", "nofollow.test", "header.test"]
        urls = [server.url("slow.test", f"/tin-{n}.html") for n in range(3)]
        urls += [server.url(host, "/tin-1.html") for host in hosts[1:]]
        told = crawl({"urls": urls, "allowed": hosts, "hosts": dict.fromkeys(hosts, "127.0.0.1"), "follow": True})
        yield Answers(told, server)


def test_R9_crawl_delay_is_kept(slow):
    times = slow.times("slow")
    assert len(times) >= 3
    assert min(after - before for before, after in itertools.pairwise(times)) >= 0.95


def test_R10_nofollow_in_page_or_header_is_honoured(slow):
    assert slow.paths("nofollow") == ["/tin-1.html"]
    assert slow.paths("header") == ["/tin-1.html"]
    meta = next(page["meta"] for page in slow.told["pages"] if "//nofollow.test" in page["url"])
    assert meta["robots_noindex"] is True


def test_departments_on_one_server_share_its_delay_and_old_rules_are_remembered():
    def serve(hit):
        if hit.path == "/robots.txt":
            return [answer("", "500 Oops")] if hit.host == "remembered.test" else [answer(RULES)]
        return [answer(article(hit.host + hit.path))]

    with MisbehavingServer({"*": serve}) as server:
        hosts = ["mot.test", "hai.test", "remembered.test"]
        urls = [server.url(host, path) for host in hosts for path in ("/tin-1.html", "/private/x.html")]
        told = crawl({
            "urls": urls, "allowed": hosts, "hosts": dict.fromkeys(hosts, "127.0.0.1"),
            "settings": {"HOST_GROUPS": {"chung": hosts[:2]}, "DOWNLOAD_SLOTS": {"chung": {"delay": 0.4, "jitter": 0}},
                         "ROBOTS_MEMORY": "tests.hostile_crawl.RememberedRules", "ROBOTS_RETRY_TIMES": 0},
        })  # fmt: skip
        answers = Answers(told, server)
        times = sorted(hit.at for hit in server.hits if hit.host in hosts[:2])
    assert len(times) == 4  # two robots.txt, two articles
    assert min(after - before for before, after in itertools.pairwise(times)) >= 0.35
    assert answers.paths("remembered") == ["/tin-1.html"]
    assert answers.incidents("remembered") == ["http_500", "robots_from_memory"]
    assert told["stats"][f"remembered/mot.test/{len(RULES)}"] == 1


def test_outside_its_hours_a_portal_is_not_asked_at_all():
    hour = (dt.datetime.now(VIETNAM) + dt.timedelta(hours=3)).hour
    with MisbehavingServer({"*": lambda _: [answer(article("x"))]}) as server:
        told = crawl({
            "urls": [server.url("dem.test", f"/tin-{n}.html") for n in range(3)], "allowed": ["dem.test"],
            "hosts": {"dem.test": "127.0.0.1"}, "settings": {"CRAWL_HOURS": f"{hour:02}:00-{hour:02}:59"},
        })  # fmt: skip
        assert server.hits == []
    assert [class_ for _, class_, *_ in told["incidents"]] == ["outside_hours"]
    assert {reason for _, reason, _ in told["postponed"]} <= {"outside_hours", "robots_pending"}
