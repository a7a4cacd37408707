"""What a whole crawl costs beside a bare download: CPU per page of ours and of a stock Scrapy spider, in one run.

    python -m benchmarks.crawl_overhead --replay ../shared/replay/replay.py [--portal ha_noi_stttt] [--rounds 2]

Ours downloads, follows links, reads every article in full and stores pages, articles and ledger. The stock spider gets
the addresses ours fetched, with Scrapy's default settings, and does nothing with the answers. They run in turn, each in
a process of its own, against the same local proxy; figures are user + system CPU of the whole process over its pages.
Our modules are compiled first, as Scrapy's were when it was installed: where Python is told to keep no bytecode, each
run would pay for it again.
"""

import argparse
import compileall
import json
import os
import resource
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
STOCK = """
import json, sys, scrapy
from scrapy.crawler import CrawlerProcess
class Stock(scrapy.Spider):
    name = "stock"
    async def start(self):
        for url in json.load(open(sys.argv[1])):
            yield scrapy.Request(url, dont_filter=True)
    def parse(self, response):
        pass
process = CrawlerProcess({"LOG_LEVEL": "ERROR", "HTTPERROR_ALLOW_ALL": True, "TELNETCONSOLE_ENABLED": False})
crawler = process.create_crawler(Stock)
process.crawl(crawler)
process.start()
print(crawler.stats.get_value("response_received_count"))
"""


def main() -> None:
    """Run the rounds and print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--replay", type=Path, required=True, help="replay.py, a proxy that serves saved portals")
    parser.add_argument("--portal", default="ha_noi_stttt")
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    if not options.replay.exists():
        sys.exit(f"{options.replay} is not there: give the replay proxy with --replay")
    for room in ("crawler", "items", "spiders"):
        compileall.compile_dir(ROOT / room, quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        proxy = subprocess.Popen([sys.executable, str(options.replay), "--port", str(port)], stderr=subprocess.DEVNULL)
        try:
            wait_for(port)
            report(options, Path(folder), port)
        finally:
            proxy.terminate()


def report(options: argparse.Namespace, folder: Path, port: int) -> None:
    """Measure ours and stock in turn."""
    environment = {**os.environ, "http_proxy": f"http://127.0.0.1:{port}", "https_proxy": f"http://127.0.0.1:{port}"}
    ratios = []
    for number in range(options.rounds):
        store = folder / f"{number}.db"
        ours, pages = measure(crawl_command(options.portal, store), environment), fetched(store)
        urls = folder / "urls.json"
        urls.write_text(json.dumps(pages))
        stock = measure([sys.executable, "-c", STOCK, str(urls)], environment)
        ratios.append(ours / stock)
        each = 1_000 / len(pages)
        print(f"{len(pages)} pages, ms CPU: ours {ours * each:.2f}, stock {stock * each:.2f}, ratio {ours / stock:.2f}")
    print(f"ratio, median of {len(ratios)}: {statistics.median(ratios):.2f}")


def crawl_command(portal: str, store: Path) -> list[str]:
    """Return the command of our crawl without the politeness that a local proxy does not need."""
    overrides = ["DOWNLOAD_DELAY=0", "CONCURRENT_REQUESTS_PER_DOMAIN=8", f"STORE_PATH={store}", "LOG_LEVEL=ERROR"]
    return [str(Path(sys.executable).with_name("scrapy")), "crawl", portal, *(f"-s{each}" for each in overrides)]


def measure(command: list[str], environment: dict[str, str]) -> float:
    """Run a command to its end; return its CPU seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=environment, check=False, cwd=ROOT, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def fetched(store: Path) -> list[str]:
    """Return the addresses our crawl asked for, from its ledger."""
    with sqlite3.connect(store) as connection:
        return [row[0] for row in connection.execute("SELECT url FROM frontier WHERE status IS NOT NULL")]


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, seconds: float = 120) -> None:
    """Wait until somebody listens."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    sys.exit(f"nothing listens on port {port}")


if __name__ == "__main__":
    main()
