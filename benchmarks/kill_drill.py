"""Twenty `kill -9` at random points of a 400-article crawl, each followed by the same command: what was lost?

    python -m benchmarks.kill_drill [KILLS] [ARTICLES]

Every kill has a crawl of its own; a last crawl is killed again and again until it ends.
"""

import random
import sys
import tempfile
from pathlib import Path

from crawler.store import Store
from tests.crash_drill import CONCURRENCY, PER_LIST, Site, crawl, kill_at


def main() -> None:
    """Kill, resume, count."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    articles = int(sys.argv[2]) if len(sys.argv) > 2 else 400
    chance = random.Random(20)
    pages = articles + -(-articles // PER_LIST)
    faults = sum(not drill(articles, [chance.randrange(1, pages)]) for _ in range(kills))
    faults += not drill(articles, sorted(chance.sample(range(1, pages), 6)))
    sys.exit(f"{faults} of {kills + 1} drills failed" if faults else 0)


def drill(articles: int, points: list[int]) -> bool:
    """Crawl a fresh site, killed when it has served so many pages at each point; say whether all is well."""
    site = Site(articles, delay=0.002)
    path = Path(tempfile.mkdtemp(), "articles.db")
    try:
        killed = sum(kill_at(site, crawl(site.base, path), point) for point in points)
        said = crawl(site.base, path).communicate(timeout=300)[0]
        again = sum(site.asked.values()) - len(site.asked)
        with Store.open(path) as store:
            kept, wrong = store.count(), list(store.verify())
        well = kept == articles and not wrong and again <= killed * (CONCURRENCY + 1) and said.startswith("finished")
        print(f"killed {killed} times at {points}: {kept} of {articles} kept, {again} pages fetched again,", end=" ")
        print("ok" if well else f"FAILED {wrong} {said}")
        return well
    finally:
        site.close()


if __name__ == "__main__":
    main()
