"""Another process's lock lies on the store for some seconds: is anything lost, and is the event loop ever held up?

    python -m benchmarks.lock_drill [SECONDS] [ARTICLES]

The lock is taken before the crawl begins, early in it and midway, each in a crawl of its own.
"""

import sys
import tempfile
from pathlib import Path

from crawler.store import Store
from tests.crash_drill import Site, locked_crawl

BAR = 1.0  # seconds


def main() -> None:
    """Lock, crawl, measure."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 20.0
    articles = int(sys.argv[2]) if len(sys.argv) > 2 else 400
    faults = sum(not drill(articles, seconds, served) for served in (0, 10, articles // 2))
    sys.exit(1 if faults else 0)


def drill(articles: int, seconds: float, served: int) -> bool:
    """Crawl a fresh site whose store is locked when so many pages were served; say whether all is well."""
    path = Path(tempfile.mkdtemp(), "articles.db")
    with Site(articles, delay=0.002) as site:
        said, pause = locked_crawl(site, path, seconds, served=served)
        again = sum(site.asked.values()) - len(site.asked)
    with Store.open(path) as store:
        kept, wrong = store.count(), list(store.verify())
    well = said.startswith("finished") and kept == articles and not wrong and not again and pause < BAR
    print(
        f"locked {seconds:g} s after {served} pages: {kept} of {articles} kept, {again} fetched again,"
        f" longest pause of the event loop {pause:.2f} s, {'ok' if well else f'FAILED {wrong} {said}'}"
    )
    return well


if __name__ == "__main__":
    main()
