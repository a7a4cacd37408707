"""Crawl demo portals without their classes, all in one process: `python -m tests.crawl_any STORE [FAMILY|-]`.

With `-` the platform is detected; with a family's name every portal is taken for one of it.
"""

import sys
from pathlib import Path

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.project import get_project_settings

from crawler.commands.demo import proxied
from crawler.demo import home, portals, serve
from spiders.any import Any


def main() -> None:
    store, family = Path(sys.argv[1]), sys.argv[2]
    settings = get_project_settings()
    quick = {
        "STORE_PATH": str(store),
        "DOWNLOAD_DELAY": 0,
        "ALLOWED_PRIVATE_NETWORKS": ["127.0.0.1/32"],
        "LOG_LEVEL": "ERROR",
    }
    for name, value in quick.items():
        settings.set(name, value, priority="cmdline")
    with serve() as server, proxied(server.proxy):
        process = AsyncCrawlerProcess(settings)
        for portal in portals().values():
            arguments = {"url": home(portal)} | ({"family": family} if family != "-" else {})
            process.crawl(Any.for_arguments(arguments), **arguments)
        process.start()


if __name__ == "__main__":
    main()
