import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

from tests.conftest import ROOT
from tests.made_store import fill, made_article


def asked(opener, address):
    for _ in range(1200):
        try:
            return opener.open(address, timeout=10).read().decode()
        except urllib.error.URLError:
            time.sleep(0.05)  # it says where it will be before it listens
    raise AssertionError("no answer")


def test_browse_serves_until_it_is_stopped(tmp_path):
    path = fill(tmp_path / "articles.db", [made_article(1)])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "scrapy", "browse", "--port", str(port), "-s", f"STORE_PATH={path}"]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        assert server.stdout.readline() == f"http://127.0.0.1:{port}/ shows {path}; Ctrl-C ends\n"
        page = asked(opener, f"http://127.0.0.1:{port}/?q=tap+huan")
        assert "1 article with" in page  # what is new was indexed first
    finally:
        server.send_signal(signal.SIGINT)
        _, err = server.communicate(timeout=20)
    assert "Traceback" not in err


def test_browse_without_a_store_ends_with_one_line(scrapy, tmp_path):
    done = scrapy("browse", "-s", f"STORE_PATH={tmp_path / 'none.db'}")
    assert done.code == 2
    assert len(done.err.strip().splitlines()) == 1
