"""Does storing stay as cheap when the store grows: CPU per article at 10,000 rows and at a million, in one run.

    python -m benchmarks.store_scale [ROWS] [FOLDER]

ROWS (default 1,000,000) articles of 3.6 kB text each are stored as a crawl does it: link queued, article settled, eight
a transaction; then links are looked up, unchanged articles met again and copies under new addresses recognised. The
file takes 5 kB a row in FOLDER (default: the temporary folder) and is removed at the end.
"""

import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from crawler.store import Reading, Store
from crawler.store.frontier import Found
from crawler.store.identity import address_key
from items import Article, Moment, Page

SMALL, WINDOW = 10_000, 5_000
WORDS = [f"từ{i}" for i in range(4_000)]
PORTAL = "bench"


def main() -> None:
    """Grow a store and compare."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    folder = Path(tempfile.mkdtemp(dir=sys.argv[2] if len(sys.argv) > 2 else None))
    path = folder / "articles.db"
    with Store.open(path) as store:
        grow(store, 0, SMALL - WINDOW)
        small = measure(store, SMALL - WINDOW)
        grow(store, SMALL, rows - WINDOW)
        large = measure(store, rows - WINDOW)
    for name, before in small.items():
        print(f"{name:>10}: {before:6.1f} -> {large[name]:6.1f} µs, x {large[name] / before:.2f}")
    print(f"in all x {sum(large.values()) / sum(small.values()):.2f}; {path.stat().st_size / rows:.0f} bytes a row")
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()


def measure(store: Store, start: int) -> dict[str, float]:
    """CPU microseconds per article of each thing a crawl does, over the next WINDOW articles."""
    known = random.Random(start)
    old = [known.randrange(start) for _ in range(WINDOW)]
    return {
        "insert": cpu(lambda: grow(store, start, start + WINDOW)),
        "look-up": cpu(lambda: [store.frontier.exists(address_key(PORTAL, address(n))) for n in old]),
        "unchanged": cpu(lambda: settle(store, [reading(n, address(n)) for n in old])),
        "copy": cpu(lambda: settle(store, [reading(n, f"{address(n)}?ban-sao={start}") for n in old])),
    }


def cpu(work: Callable[[], object]) -> float:
    """CPU microseconds per article of a piece of work over WINDOW articles, making the articles included."""
    began = time.process_time()
    work()
    return (time.process_time() - began) / WINDOW * 1e6


def grow(store: Store, start: int, stop: int) -> None:
    """Find links, then store what they lead to, as a crawl does."""
    for first in range(start, stop, 8):
        numbers = range(first, min(first + 8, stop))
        with store.transaction():
            for number in numbers:
                key = address_key(PORTAL, address(number))
                if not store.frontier.exists(key):
                    store.frontier.add(PORTAL, Found(key, address(number), link_text=f"Tin {number}"), 0)
            for number in numbers:
                store.settling.settle(PORTAL, reading(number, address(number)), run=1, now=0)


def settle(store: Store, readings: list[Reading]) -> None:
    """Store readings eight a transaction."""
    for first in range(0, len(readings), 8):
        with store.transaction():
            for each in readings[first : first + 8]:
                store.settling.settle(PORTAL, each, run=1, now=1)


def address(number: int) -> str:
    """Address of an article."""
    return f"https://so.example/tin-tuc-su-kien/-/bai-viet-so-{number}-ve-cong-tac-cua-so-trong-thang.html"


def reading(number: int, url: str) -> Reading:
    """An article of 3.6 kB that is like no other. It has no page: compressing does not depend on the rows there are."""
    step, start = number % 3_989 + 1, number % 4_000
    text = f"Bài số {number}. " + " ".join(WORDS[(start + i * step) % 4_000] for i in range(520))
    published = Moment("2024-05-02", "day", "2/5/2024", "visible")
    article = Article(url, f"Tin {number}", paragraphs=[text], text=text, published=published)
    return Reading(url, Page(url, b""), article)


if __name__ == "__main__":
    main()
