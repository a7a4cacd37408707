"""Search against plain FTS5 `order by rank` over the same articles, in one run.

    python -m benchmarks.made_articles /tmp/million.db 1000000
    python -m benchmarks.search_million /tmp/million.db [QUERIES]

Plain FTS5 is a table of title and text (unicode61 without diacritics, contentless), asked for the 20 best by rank with
their titles. Queries are two words that stand together in at least one article: of the words that stand in nearly
every article (with and without their marks), of one of these and any other, of any two, and of one that stands in
few. Both are asked each query in turn, twice, the second answer is timed.
"""

import random
import sqlite3
import statistics
import sys
import time
from collections import Counter
from pathlib import Path

from crawler.search.index import catch_up
from crawler.search.search import search
from crawler.search.words import folded, words_of
from crawler.store.database import connect

_PLAIN = "CREATE VIRTUAL TABLE plain USING fts5 (title, text, content='', tokenize='unicode61 remove_diacritics 2')"
_SAMPLE = 3_000


def make_plain(store: Path) -> sqlite3.Connection:
    """Make (once) and open the plain index beside the store."""
    path = store.with_suffix(".plain")
    fresh = not path.exists()
    plain = sqlite3.connect(path, isolation_level=None)
    plain.execute("PRAGMA cache_size = -65536")
    plain.execute("ATTACH ? AS store", (str(store),))
    if fresh:
        plain.execute("PRAGMA synchronous = OFF")
        plain.execute(_PLAIN)
        plain.execute("BEGIN")
        plain.execute("INSERT INTO plain (rowid, title, text) SELECT id, title, text FROM store.articles")
        plain.execute("COMMIT")
    return plain


def queries(store: sqlite3.Connection, number: int) -> dict[str, list[str]]:
    """Draw two-word queries by how common their words are."""
    draw = random.Random(3)
    last = store.execute("SELECT max(id) FROM articles").fetchone()[0]
    picked = [draw.randrange(1, last + 1) for _ in range(_SAMPLE)]
    texts = [
        store.execute("SELECT title || ' ' || text FROM articles WHERE id = ?", (one,)).fetchone()[0] for one in picked
    ]
    words = [sorted(set(words_of(text))) for text in texts]
    seen = Counter(word for one in words for word in one)
    common = {word for word, _ in seen.most_common(30)}
    few = {word for word, _ in seen.most_common()[-len(seen) // 4 :]}
    kinds = ("common + common", "common + any", "any + any", "rare + any", "rare + rare")
    found: dict[str, list[str]] = {kind: [] for kind in kinds}
    for one in words:
        hot = [word for word in one if word in common]
        rare = [word for word in one if word in few]
        if len(hot) >= 2 and len(rare) >= 2:
            found["common + common"].append(" ".join(draw.sample(hot, 2)))
            found["common + any"].append(f"{draw.choice(hot)} {draw.choice(one)}")
            found["any + any"].append(" ".join(draw.sample(one, 2)))
            found["rare + any"].append(f"{draw.choice(rare)} {draw.choice(one)}")
            found["rare + rare"].append(" ".join(draw.sample(rare, 2)))
    found["common, no marks"] = [" ".join(map(folded, query.split())) for query in found["common + common"]]
    return {kind: drawn[:number] for kind, drawn in found.items()}


def ask_plain(plain: sqlite3.Connection, query: str) -> int:
    """Ask plain FTS5."""
    match = " AND ".join(f'"{word}"' for word in query.split())
    rows = plain.execute(
        "SELECT a.title, a.url, a.published_value FROM (SELECT rowid, rank FROM plain WHERE plain MATCH ?"
        " ORDER BY rank LIMIT 20) p JOIN store.articles a ON a.id = p.rowid ORDER BY p.rank",
        (match,),
    ).fetchall()
    return len(rows)


def milliseconds(ask) -> float:
    """Time the second of two calls."""
    ask()
    before = time.perf_counter()
    ask()
    return (time.perf_counter() - before) * 1e3


def main() -> None:
    """Print p50 and p95 of both and their ratios."""
    path = Path(sys.argv[1])
    number = int(sys.argv[2]) if len(sys.argv) > 2 else 25
    store = connect(path)
    catch_up(store)
    plain = make_plain(path)
    everything: tuple[list[float], list[float]] = ([], [])
    for kind, asked in queries(store, number).items():
        times = [
            (
                milliseconds(lambda query=query: search(store, query)),
                milliseconds(lambda query=query: ask_plain(plain, query)),
            )
            for query in asked
        ]
        ours, theirs = ([pair[side] for pair in times] for side in (0, 1))
        everything[0].extend(ours)
        everything[1].extend(theirs)
        report(kind, ours, theirs)
    report("all", *everything)


def report(kind: str, ours: list[float], theirs: list[float]) -> None:
    """Print one line of ratios."""
    p50 = statistics.median(ours) / statistics.median(theirs)
    p95 = _p95(ours) / _p95(theirs)
    print(
        f"{kind:16} {len(ours):4} queries  ours/plain: p50 {p50:6.3f}  p95 {p95:6.3f}"
        f"   (ours p95 {_p95(ours):7.1f} ms, plain p95 {_p95(theirs):7.1f} ms)",
        flush=True,
    )


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


if __name__ == "__main__":
    main()
