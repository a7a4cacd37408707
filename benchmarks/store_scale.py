"""Does storing stay as cheap when the store grows: CPU per article at 10,000 rows and at a million, in one run.

    python -m benchmarks.store_scale [ROWS] [FOLDER]

ROWS (default 1,000,000) articles of 3.6 kB text each, 250 a day, newest first, are stored as a crawl does it: link
queued, article settled, eight a transaction; then links are looked up, unchanged articles met again and copies under
new addresses recognised. A second store of 10,000 does the same in turn, 500 articles each, so that what else the
machine does weighs on both. The files take 6 kB a row in FOLDER (default: the temporary folder), removed at the end.
"""

import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from crawler.store import Reading, Store
from crawler.store.frontier import Found
from crawler.store.identity import address_key
from items import Article, Moment, Page

SMALL, WINDOW, TURN = 10_000, 5_000, 500
WORDS = [f"từ{i}" for i in range(4_000)]
PORTAL = "bench"
NEWEST = date(2024, 5, 2)


def main() -> None:
    """Grow a store and compare."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    folder = Path(tempfile.mkdtemp(dir=sys.argv[2] if len(sys.argv) > 2 else None))
    path = folder / "large.db"
    with Store.open(path) as large, Store.open(folder / "small.db") as small:
        grow(large, 0, rows - WINDOW)
        grow(small, 0, SMALL - WINDOW)
        costs = measure({SMALL: small, rows: large})
    for name, cost in costs.items():
        print(f"{name:>10}: {cost[SMALL]:6.1f} -> {cost[rows]:6.1f} µs, x {cost[rows] / cost[SMALL]:.2f}")
    whole = sum(cost[rows] for cost in costs.values()) / sum(cost[SMALL] for cost in costs.values())
    print(f"in all x {whole:.2f}; {path.stat().st_size / rows:.0f} bytes a row")
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()


def measure(stores: dict[int, Store]) -> dict[str, dict[int, float]]:
    """CPU microseconds per article of each thing a crawl does, over the last WINDOW articles of stores of so many."""
    costs: dict[str, dict[int, float]] = {}
    for name, work in WORKS.items():
        costs[name] = dict.fromkeys(stores, 0.0)
        for turn in range(0, WINDOW, TURN):
            for rows, store in stores.items():
                costs[name][rows] += cpu(work, store, rows - WINDOW, turn)
    return costs


def cpu(work: Callable[[Store, int, int], object], store: Store, stored: int, turn: int) -> float:
    """CPU time of a turn of TURN articles, making them included, as its share of microseconds per article of WINDOW."""
    began = time.process_time()
    work(store, stored, turn)
    return (time.process_time() - began) / WINDOW * 1e6


def insert(store: Store, stored: int, turn: int) -> None:
    """Find and store the next articles."""
    grow(store, stored + turn, stored + turn + TURN)


def look_up(store: Store, stored: int, turn: int) -> None:
    """Ask whether known addresses are known."""
    for number in some(stored, turn):
        assert store.frontier.exists(address_key(PORTAL, address(number)))


def unchanged(store: Store, stored: int, turn: int) -> None:
    """Meet stored articles again."""
    settle(store, [reading(number, address(number)) for number in some(stored, turn)], "unchanged")


def copy(store: Store, stored: int, turn: int) -> None:
    """Meet stored articles at other addresses."""
    settle(store, [reading(number, f"{address(number)}?ban-sao={turn}") for number in some(stored, turn)], "alias")


WORKS = {"insert": insert, "look-up": look_up, "unchanged": unchanged, "copy": copy}


def some(stored: int, turn: int) -> list[int]:
    """Numbers of stored articles, anywhere, the same for every work."""
    return random.Random(turn).sample(range(stored), TURN)


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


def settle(store: Store, readings: list[Reading], expected: str) -> None:
    """Store readings eight a transaction; each must come to what is expected."""
    for first in range(0, len(readings), 8):
        with store.transaction():
            for each in readings[first : first + 8]:
                assert store.settling.settle(PORTAL, each, run=1, now=1) == expected


def address(number: int) -> str:
    """Address of an article."""
    return f"https://so.example/tin-tuc-su-kien/-/bai-viet-so-{number}-ve-cong-tac-cua-so-trong-thang.html"


def reading(number: int, url: str) -> Reading:
    """An article of 3.6 kB that is like no other. It has no page: compressing does not depend on the rows there are."""
    step, start = number % 3_989 + 1, number % 4_000
    text = f"Bài số {number}. " + " ".join(WORDS[(start + i * step) % 4_000] for i in range(520))
    day = NEWEST - timedelta(days=number // 250)
    published = Moment(day.isoformat(), "day", f"{day:%d/%m/%Y}", "visible")
    article = Article(url, f"Tin {number}", paragraphs=[text], text=text, published=published)
    return Reading(url, Page(url, b""), article)


if __name__ == "__main__":
    main()
