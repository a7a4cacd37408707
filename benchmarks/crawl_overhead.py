"""What a whole crawl costs beside a bare download: CPU per page of ours and of a stock Scrapy spider, in one run.

    python -m benchmarks.crawl_overhead --replay ../shared/replay/replay.py [--portal ha_noi_stttt] [--rounds 5]

Ours downloads, follows links, reads every article in full and stores pages, articles and ledger. The stock spider gets
the addresses ours fetched, with Scrapy's default settings, and does nothing with the answers. Both run at the same
time, each in a process of its own, against the same local proxy, so that whatever else the machine does slows both;
figures are user + system CPU of the whole process over its pages. A first crawl, not counted, gives the addresses.
Our modules are compiled first, as Scrapy's were when it was installed: where Python is told to keep no bytecode, each
run would pay for it again.
"""

import argparse
import compileall
import json
import os
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
    parser.add_argument("--rounds", type=int, default=5)
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
    """Measure ours and stock at once, round by round."""
    environment = {**os.environ, "http_proxy": f"http://127.0.0.1:{port}", "https_proxy": f"http://127.0.0.1:{port}"}
    first, urls, ratios = folder / "first.db", folder / "urls.json", []
    cpu_of([crawl_command(options.portal, first)], environment)
    pages = fetched(first)
    urls.write_text(json.dumps(pages))
    for number in range(options.rounds):
        both = [crawl_command(options.portal, folder / f"{number}.db"), [sys.executable, "-c", STOCK, str(urls)]]
        ours, stock = (1_000 * seconds / len(pages) for seconds in cpu_of(both, environment))
        ratios.append(ours / stock)
        print(f"{len(pages)} pages, ms CPU: ours {ours:.2f}, stock {stock:.2f}, ratio {ratios[-1]:.2f}")
    print(f"ratio, median of {len(ratios)}: {statistics.median(ratios):.2f}")


def crawl_command(portal: str, store: Path) -> list[str]:
    """Return the command of our crawl without the politeness that a local proxy does not need."""
    overrides = ["DOWNLOAD_DELAY=0", "CONCURRENT_REQUESTS_PER_DOMAIN=8", f"STORE_PATH={store}", "LOG_LEVEL=ERROR"]
    return [str(Path(sys.executable).with_name("scrapy")), "crawl", portal, *(f"-s{each}" for each in overrides)]


def cpu_of(commands: list[list[str]], environment: dict[str, str]) -> list[float]:
    """Run commands to their ends, all at once; return the CPU seconds of each."""
    running = [subprocess.Popen(each, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL) for each in commands]
    used = [os.wait4(process.pid, 0)[2] for process in running]
    return [each.ru_utime + each.ru_stime for each in used]


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
