"""The demo on the wire: a proxy for its own hosts, with validators."""

import socket
from contextlib import closing
from http.client import HTTPConnection

import pytest

from crawler.demo import Site, home, portal, serve, truth


@pytest.fixture(scope="module")
def demo():
    with serve() as running:
        yield running


def ask(demo, url, method="GET", **headers):
    with closing(HTTPConnection("127.0.0.1", demo.port, timeout=5)) as connection:
        connection.request(method, url, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read()


def test_it_serves_what_the_site_holds(demo):
    expected = truth("nukeviet")[0]
    status, headers, body = ask(demo, expected.url)
    assert status == 200
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert body == Site("nukeviet")[expected.url.partition(".demo")[2]].body


def test_it_answers_by_host_header_too(demo):
    status, _, body = ask(demo, "/", Host=portal("kentico").host)
    assert (status, body) == (200, Site("kentico")["/"].body)


@pytest.mark.parametrize("url", ["http://elsewhere.example/", "http://so.nukeviet.demo.example/", "/"])
def test_other_hosts_are_refused(demo, url):
    assert ask(demo, url)[0] == 502


def test_what_is_not_there_is_not_found(demo):
    assert ask(demo, home(portal("vhv")) + "khong-co.html")[0] == 404


def test_tunnels_are_refused(demo):
    assert ask(demo, "so.vhv.demo:443", method="CONNECT")[0] == 502


def test_an_unchanged_page_is_said_so(demo):
    url = truth("drupal")[0].url
    tag = ask(demo, url)[1]["ETag"]
    assert ask(demo, url, If_None_Match=tag)[::2] == (304, b"")
    assert ask(demo, url, If_None_Match='"other"')[0] == 200


def test_head_has_no_body(demo):
    status, headers, body = ask(demo, truth("drupal")[0].url, method="HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["Content-Length"]) > 1000


def test_requests_are_remembered(demo):
    url = home(portal("joomla"))
    ask(demo, url)
    assert demo.requests[-1] == ("GET", url, 200)


def test_the_port_is_free_again_afterwards():
    with serve() as running:
        port = running.port
    with closing(socket.socket()) as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        free.bind(("127.0.0.1", port))
