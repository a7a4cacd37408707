"""One round of the fault drill: every demo portal crawled once into one store, in a process of its own.

Arguments: STORE [FAMILY whose addresses are https ...]. The demo's proxy stands in the environment.
"""

import sys

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.project import get_project_settings

from crawler.demo.portal_classes import portal_classes
from crawler.health.book import judge_portal
from crawler.store.store import Store

QUICK = {
    "DOWNLOAD_DELAY": 0, "ALLOWED_PRIVATE_NETWORKS": ["127.0.0.1/32"], "LOG_LEVEL": "ERROR", "DOWNLOAD_TIMEOUT": 4.0,
    "RETRY_DELAY": 0.05, "RETRY_TIMES": 1, "BREAKER_PAUSE": 0.2, "ROBOTS_RETRY_TIMES": 1,
    "ADDONS": {}, "SPIDER_LOADER_WARN_ONLY": True,
}  # fmt: skip


def main(store: str, *secure: str) -> None:
    """Crawl, judge, print a line for each portal: name, verdict, cause, reason."""
    settings = get_project_settings()
    settings.setdict({**QUICK, "STORE_PATH": store}, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    portals = portal_classes()
    for portal in portals:
        if portal.family.name in secure:
            portal.sections = {name: url.replace("http://", "https://") for name, url in portal.sections.items()}
        process.crawl(portal)
    process.start()
    with Store.open(store) as opened:
        for portal in portals:
            verdict = judge_portal(opened.connection, portal.name, portal)
            if verdict is not None:
                print(portal.family.name, verdict.word, verdict.cause, verdict.reason, sep="\t")


if __name__ == "__main__":
    main(*sys.argv[1:])
