"""What the store takes: bytes a page and an article, and the CPU of storing beside the CPU of reading.

    python -m benchmarks.store_size FOLDER [GLOB]

FOLDER holds saved pages of one portal. The unpacked replay (`../shared/replay`) serves; without it nothing is measured.
"""

import random
import re
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from crawler.reading import NotAnArticle, Portal, read_article
from crawler.store import Reading, Store
from items import Article, Page

NUMBER = re.compile(r"/view_content/(\d+)")


def main() -> None:
    """Read every page, store it as a crawl would, and print the sizes."""
    if len(sys.argv) < 2 or not Path(sys.argv[1]).is_dir():
        sys.exit("give a folder of saved pages, for instance the unpacked ../shared/replay")
    folder, pattern = Path(sys.argv[1]), (sys.argv[2:] or ["**/*.html"])[0]
    files = sorted(folder.glob(pattern))
    random.Random(7).shuffle(files)
    readings, reading_cpu = read_all(files, folder)
    path = Path(tempfile.mkdtemp(), "articles.db")
    with Store.open(path) as store:
        first = store_all(store, readings)
        again = store_all(store, readings)
        sizes = measure(store, path)
        changed = store_all(store, [edited(reading) for reading in readings])
        report(store, sizes, reading_cpu=reading_cpu, first=first, again=again, changed=changed)


def read_all(files: list[Path], folder: Path) -> tuple[list[Reading], float]:
    """Read the pages; one reading an identity."""
    readings: dict[str, Reading] = {}
    began = time.process_time()
    for file in files:
        url = "https://bench.example/" + str(file.relative_to(folder))
        number = NUMBER.search(url)
        identity = number[1] if number else url
        if identity in readings:
            continue
        page = Page(url, file.read_bytes(), {"Content-Type": "text/html; charset=utf-8"}, "2026-01-01T00:00:00+00:00")
        try:
            article: Article | None = read_article(page, Portal(name="bench"))
        except NotAnArticle:
            continue
        readings[identity] = Reading(url, page, article, key=identity, identity=identity, link_text=article.title)
    return list(readings.values()), time.process_time() - began


def store_all(store: Store, readings: list[Reading]) -> float:
    """Store the readings, eight a transaction as a crawl does; return the CPU seconds."""
    began = time.process_time()
    for start in range(0, len(readings), 8):
        with store.transaction():
            for reading in readings[start : start + 8]:
                store.settling.settle("bench", reading, run=None, now=int(time.time()))
    return time.process_time() - began


def edited(reading: Reading) -> Reading:
    """A reading of the same article after the portal added a paragraph."""
    article = reading.article
    assert article is not None
    more = "Thông tin sẽ tiếp tục được cập nhật."
    after = replace(article, paragraphs=[*article.paragraphs, more], text=f"{article.text}\n\n{more}")
    return replace(reading, article=after)


def measure(store: Store, path: Path) -> list[str]:
    """Say how large everything is."""
    store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    articles = store.count()
    used = path.stat().st_size
    free = store.connection.execute("PRAGMA freelist_count").fetchone()[0]
    size = store.connection.execute("PRAGMA page_size").fetchone()[0]
    query = "SELECT avg(length(body)), avg(size) FROM pages JOIN frames ON frames.id = pages.frame"
    frame, plain = store.connection.execute(query).fetchone()
    text = store.connection.execute("SELECT avg(length(CAST(text AS BLOB))) FROM articles").fetchone()[0]
    (shelf,) = store.connection.execute("SELECT sum(length(body)) FROM dictionaries").fetchone()
    return [
        f"{articles} articles; page {plain:.0f} -> {frame:.0f} bytes, dictionaries {shelf or 0} in all",
        f"database {used / articles:.0f} bytes an article ({free * size / articles:.0f} of it free), text {text:.0f}",
    ]


def report(store: Store, sizes: list[str], *, reading_cpu: float, first: float, again: float, changed: float) -> None:
    """Print what was measured."""
    print("\n".join(sizes))
    print(f"storing costs {first / reading_cpu:.2f} of reading")
    print(f"storing changed costs {changed / again:.1f} x storing unchanged, storing new {first / again:.1f} x")
    print("wrong:", list(store.verify()) or "nothing")


if __name__ == "__main__":
    main()
