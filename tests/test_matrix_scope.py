"""Redirects, links and names that lead out of the portal. One test a row; the canary is what must never be asked."""

import pytest

from tests.hostile_crawl import crawl
from tests.invented_pages import article, listing, tokens
from tests.misbehaving_server import MisbehavingServer, always, answer, redirect

pytestmark = pytest.mark.xdist_group("scope")
PORTAL = "so-mau.test"
GOOD = [f"/tin-{n}.html" for n in (40, 41, 42, 43, 44, 47, 48, 49, 50)]


def inner(spelling: str):
    """A redirect to the canary in one of the spellings an address can be given."""
    return lambda hit: [redirect(spelling.replace("PORT", hit.path.rpartition("=")[2]))]


SPELLINGS = {
    "internal": "http://127.0.0.2:PORT/canary",
    "schemeless": "//127.0.0.2:PORT/canary",
    "decimal-ip": "http://2130706434:PORT/canary",
    "hex-ip": "http://0x7f000002:PORT/canary",
    "octal-ip": "http://0177.0.0.2:PORT/canary",
    "short-ip": "http://127.2:PORT/canary",
    "userinfo": "http://so-mau.test@127.0.0.2:PORT/canary",
    "userinfo2": "http://so-mau.test:80@127.0.0.2:PORT/canary",
    "backslash": "http:\\\\127.0.0.2:PORT/canary",
    "v6mapped": "http://[::ffff:127.0.0.2]:PORT/canary",
    "trailing-dot": "http://127.0.0.2.:PORT/canary",
    "metadata": "http://169.254.169.254/latest/meta-data/",
    "other-host": "http://elsewhere.test:PORT/canary",
}
BAD_LINKS = """<a href="file:///etc/passwd">a</a> <a href="ftp://127.0.0.2/a">b</a> <a href="javascript:x()">c</a>
<a href="http://127.0.0.2:PORT/canary">d</a> <a href="data:text/html,x">e</a> <a href="http://[::1]:PORT/">f</a>
<a href="http://[bad/">g</a> <a href="mailto:a@so.example">h</a> <a href="tel:0">i</a>"""


def meta_refresh(seconds: int, target: str = "") -> str:
    return f'<meta http-equiv="refresh" content="{seconds}{";url=" + target if target else ""}">'


def port(hit) -> str:
    return hit.path.rpartition("=")[2]


FAULTS = {
    **{f"/redir-{name}": inner(spelling) for name, spelling in SPELLINGS.items()},
    "/retry-then-redir-internal": lambda hit: (
        [answer(b"", "500 Oops")] if hit.number == 1 else [redirect(f"http://127.0.0.2:{port(hit)}/canary")]
    ),
    "/limited-then-redir-internal": lambda hit: (
        [answer(b"", "503 Later", Retry_After="0")] if hit.number == 1 else inner(SPELLINGS["internal"])(hit)
    ),
    "/meta-refresh-internal": lambda hit: [
        answer(article("mri", meta_refresh(0, f"http://127.0.0.2:{port(hit)}/canary")))
    ],
    "/bad-links": lambda hit: [answer(listing(GOOD) + BAD_LINKS.replace("PORT", port(hit)))],
    "/base-href-internal": lambda hit: [
        answer(f'<html><head><base href="http://127.0.0.2:{port(hit)}/"></head>' + listing(["canary", *GOOD]))
    ],
    "/redir-file": lambda _: [redirect("file:///etc/passwd")],
    "/redir-ftp": lambda _: [redirect("ftp://127.0.0.2/x")],
    "/redir-data": lambda _: [redirect("data:text/html,x")],
    "/redir-js": lambda _: [redirect("javascript:alert(1)")],
    "/redir-bad-port": lambda _: [redirect("http://127.0.0.2:80, /canary")],
    "/redir-no-location": lambda _: [answer(b"", "302 Found")],
    "/meta-refresh-file": lambda _: [answer(article("mrf", meta_refresh(0, "file:///etc/passwd")))],
    "/redir-loop-a": lambda _: [redirect("/redir-loop-b")],
    "/redir-loop-b": lambda _: [redirect("/redir-loop-a")],
    "/redir-self": lambda _: [redirect("/redir-self")],
    "/redir-chain*": lambda hit: [redirect(f"/redir-chain{int(hit.path[12:] or 0) + 1}")],
    "/redir-empty": lambda _: [redirect("")],
    "/redir-huge": lambda _: [redirect("/" + "a" * 100_000)],
    "/meta-refresh-30": lambda _: [answer(article("mr-ba-muoi", meta_refresh(30)))],
    "/meta-refresh-self": lambda _: [answer(article("mrs", meta_refresh(0, "/meta-refresh-self")))],
    "/meta-refresh-300": lambda _: [answer(article("mr300", meta_refresh(300)))],
    "/redir-cookie": lambda hit: [
        answer(article("banh"))
        if "da-den=1" in hit.headers.get("cookie", "")
        else answer("", "302 Found", Location="/redir-cookie", Set_Cookie="da-den=1; Path=/")
    ],
    "/cookie-bomb": lambda hit: [
        answer(
            article("bom"),
            **{f"X_{n}": "" for n in range(3)},
            Set_Cookie="\r\nSet-Cookie: ".join(f"c{n}={'x' * 4000}" for n in range(200)),
        )
        if hit.number == 1
        else answer(article("bom2"))
    ],
    "/redir-home": lambda _: [redirect("/tin-40.html")],
    "/js-redirect": lambda _: [
        answer("<html><script>window.location.href='/tin-41.html'</script><body></body></html>")
    ],
    "/base-href-bad": lambda _: [answer('<html><head><base href="http://[bad"></head>' + listing(["x.html"]))],
    "/redir-utf8-location": lambda _: [redirect("/tin-tức-50.html".encode().decode("latin-1"))],
    "/tin-t%E1%BB%A9c-50.html": lambda _: [answer(article("utf8"))],
    **{path: always(article(path)) for path in GOOD},
}
ASKED = [path for path in FAULTS if path not in GOOD and "%" not in path and path != "/redir-loop-b"]


@pytest.fixture(scope="module")
def web():
    canary_hits = []

    def canary(hit):
        canary_hits.append(hit)
        return [answer(article("canary"))]

    faults = FAULTS | {"/robots.txt": always("", "404 Not Found")}
    with MisbehavingServer(faults) as server, MisbehavingServer({"*": canary}, "127.0.0.2") as inside:
        # One host a fault, so that no fault's consequences for its host hide another's.
        hosts = {path: f"{path.strip('/*')}.test" for path in ASKED}
        names = dict.fromkeys(hosts.values(), "127.0.0.1") | {
            "inside.test": "127.0.0.2",
            "elsewhere.test": "127.0.0.2",
        }
        urls = [server.url(hosts[path], path.strip("*") + f"?p={inside.port}") for path in ASKED if "chain" not in path]
        urls += [server.url(hosts["/redir-chain*"], "/redir-chain0"), inside.url("inside.test", "/canary")]
        urls += [
            inside.url("127.0.0.2", "/canary"),
            "file:///etc/passwd",
            f"http://so-mau.test@127.0.0.2:{inside.port}/",
        ]
        told = crawl({
            "urls": urls, "hosts": names, "allowed": [*hosts.values(), "inside.test"], "follow": True,
        })  # fmt: skip
        yield Web(told, server, canary_hits)


class Web:
    def __init__(self, told, server, canary_hits):
        self.told = told
        self.server = server
        self.canary_hits = canary_hits

    def requests(self, name):
        return len(self.server.hits_of(f"{name}.test"))

    def pages(self, name):
        return [page for page in self.told["pages"] if f"//{name}.test:" in page["asked"]]

    def incidents(self, name):
        return {class_ for url, class_, *_ in self.told["incidents"] if f"//{name}.test:" in url}

    def refusals(self):
        return [class_ for _, class_, *_ in self.told["incidents"] if class_.startswith("out_of_scope")]


@pytest.mark.parametrize("name", SPELLINGS)
def test_S1_redirects_inside_are_refused_in_every_spelling(web, name):
    assert web.requests(f"redir-{name}") >= 1
    assert web.pages(f"redir-{name}") == []
    assert web.canary_hits == []


def test_S1_every_refusal_is_an_incident(web):
    assert len(web.refusals()) >= len(SPELLINGS)


@pytest.mark.parametrize("name", ["retry-then-redir-internal", "limited-then-redir-internal", "meta-refresh-internal"])
def test_S2_retries_and_refreshes_do_not_leave_either(web, name):
    assert web.requests(name) >= 1 + ("then" in name)
    assert web.canary_hits == []


def test_S3_bad_links_lead_nowhere_and_good_ones_are_stored(web):
    assert web.canary_hits == []
    stored = {page["url"].rpartition("/")[2] for page in web.pages("bad-links") if page["text"]}
    assert {path.strip("/") for path in GOOD} <= stored
    assert not any(page["url"].startswith(("file:", "ftp:", "data:")) for page in web.told["pages"])


def test_S3_a_base_that_points_inside_leads_nowhere(web):
    assert web.requests("base-href-internal") >= 1
    assert web.canary_hits == []


@pytest.mark.parametrize("name", ["redir-file", "redir-ftp", "redir-data", "redir-js"])
def test_S4_redirects_to_other_schemes_are_incidents(web, name):
    assert web.incidents(name) == {"redirect_refused"}
    assert web.requests(name) == 1
    assert "Traceback" not in web.told["log"]


def test_S4_meta_refresh_to_a_file_is_not_followed(web):
    assert web.requests("meta-refresh-file") >= 1
    assert not any(
        url.startswith("file:") and class_ != "out_of_scope:scheme" for url, class_, *_ in web.told["incidents"]
    )


@pytest.mark.parametrize("name", ["redir-loop-a", "redir-self", "redir-chain", "redir-empty"])
def test_S5_redirects_without_end_stop_at_six_requests(web, name):
    assert 1 <= web.requests(name) <= 6
    assert web.pages(name) == []


@pytest.mark.parametrize(
    ("name", "mark"), [("meta-refresh-30", "mr-ba-muoi"), ("meta-refresh-self", "mrs"), ("meta-refresh-300", "mr300")]
)
def test_S6_pages_that_reload_themselves_are_read_once(web, name, mark):
    assert [set(page["tokens"]) for page in web.pages(name) if page["url"].split("?")[0].endswith(name)] == [
        set(tokens(mark))
    ]
    assert len([hit for hit in web.server.hits_of(f"{name}.test") if hit.path.startswith(f"/{name}?p")]) == 1


def test_S7_a_cookie_set_on_the_way_is_carried(web):
    assert [set(page["tokens"]) for page in web.pages("redir-cookie")][:1] == [set(tokens("banh"))]
    assert len([hit for hit in web.server.hits_of("redir-cookie.test") if hit.path.startswith("/redir-cookie")]) <= 3


def test_X9_no_page_makes_us_carry_more_than_a_header_of_cookies(web):
    assert web.requests("cookie-bomb") >= 2
    assert max(len(hit.headers.get("cookie", "")) for hit in web.server.hits_of("cookie-bomb.test")) <= 16_384


def test_S8_location_in_raw_utf8_is_followed(web):
    assert [set(page["tokens"]) for page in web.pages("redir-utf8-location")][:1] == [set(tokens("utf8"))]


def test_S9_redirected_page_knows_where_it_came_from(web):
    pages = web.pages("redir-home")
    assert pages[0]["url"].endswith("/tin-40.html")
    assert "/redir-home" in pages[0]["asked"]


def test_S10_broken_redirects_are_incidents(web):
    assert web.incidents("redir-no-location") == web.incidents("redir-bad-port") == {"redirect_refused"}
    assert web.pages("redir-huge") == []
    assert web.incidents("redir-huge") & {"protocol", "connection", "timeout"}
    assert not any(page["text"] for page in web.pages("base-href-bad"))
    assert "Traceback" not in web.told["log"]
    assert web.incidents("js-redirect") == {"blocked:needs_browser"}
    assert web.pages("js-redirect") == []


def test_S11_names_that_resolve_inside_are_refused(web):
    assert "out_of_scope:forbidden_address" in web.incidents("inside")
    assert web.canary_hits == []


def test_S12_nothing_listens_and_no_password_is_logged(web):
    assert web.told["listening"] == 0
    assert "assword" not in web.told["log"]
