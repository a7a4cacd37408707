"""Near duplicates: recall and precision on labelled pairs, and the cost of one more article in small and large stores.

python -m benchmarks.near_duplicates pairs [NUMBER [STORE.db]]   # of invented texts, or of edited texts of a store
python -m benchmarks.near_duplicates cost SMALL.db LARGE.db   # made by benchmarks.made_articles
"""

import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.made_articles import made_articles
from benchmarks.made_copies import Pair, Pairs
from crawler.duplicates.clusters import catch_up, cluster_of
from crawler.store.articles import ArticleShelf
from crawler.store.database import connect
from items import Article

_ADDED = 2_000
_NUMBER = re.compile(r"\d+")


def judged(pairs: list[Pair]) -> list[bool]:
    """Put every text of all pairs into one store; say of each pair whether its two texts share a cluster."""
    with tempfile.TemporaryDirectory() as folder:
        connection = connect(Path(folder, "pairs.db"))
        shelf = ArticleShelf(connection)
        connection.execute("BEGIN")
        numbers = [
            tuple(
                shelf.add(
                    2 * place + side, Article(None, "Tin", portal="p", text=text, paragraphs=[text]), None, None, 0
                )
                for side, text in enumerate((pair.one, pair.other))
            )
            for place, pair in enumerate(pairs)
        ]
        connection.execute("COMMIT")
        catch_up(connection)
        found = [(cluster_of(connection, one), cluster_of(connection, other)) for one, other in numbers]
        connection.close()
    return [one is not None and one == other for one, other in found]


def quality(number: int, seed: int = 5, texts: Sequence[str] = ()) -> tuple[float, float, Counter[str]]:
    """Return recall, precision and the errors by kind."""
    pairs = list(Pairs(seed, texts).pairs(number))
    verdicts = judged(pairs)
    right = sum(pair.copy and verdict for pair, verdict in zip(pairs, verdicts, strict=True))
    errors = Counter(pair.kind for pair, verdict in zip(pairs, verdicts, strict=True) if pair.copy != verdict)
    return right / sum(pair.copy for pair in pairs), right / max(1, sum(verdicts)), errors


def cost(path: Path) -> float:
    """Return the CPU milliseconds that one more article takes, the mean of many, in a store brought up before."""
    connection = connect(path)
    catch_up(connection)
    shelf = ArticleShelf(connection)
    base = connection.execute("SELECT max(id) FROM articles").fetchone()[0]
    connection.execute("BEGIN")
    for serial, article in enumerate(made_articles(_ADDED, seed=base)):
        shelf.add(1 << 40 | base + serial, article, None, None, 0)
    connection.execute("COMMIT")
    before = time.process_time()
    catch_up(connection)
    return (time.process_time() - before) / _ADDED * 1e3


def texts_of(store: Path) -> list[str]:
    """Return texts of a store that are long enough to tell, one of each cluster, with numbers enough to tell a year."""
    connection = connect(store)
    catch_up(connection)
    chosen = "SELECT text FROM articles WHERE id NOT IN (SELECT article FROM duplicates WHERE role <> 'origin')"
    return [
        text for (text,) in connection.execute(chosen) if len(text.split()) >= 60 and len(_NUMBER.findall(text)) > 9
    ]


def main() -> None:
    """Print what was asked for."""
    if sys.argv[1] == "pairs":
        texts = texts_of(Path(sys.argv[3])) if len(sys.argv) > 3 else []
        recall, precision, errors = quality(int(sys.argv[2]) if len(sys.argv) > 2 else 300, texts=texts)
        print(f"recall {recall:.4f}  precision {precision:.4f}  errors by kind {dict(errors)}")
        return
    small, large = (cost(Path(path)) for path in sys.argv[2:4])
    print(f"one more article: {large / small:.2f} x the CPU in the large store ({small:.3f} ms, {large:.3f} ms)")


if __name__ == "__main__":
    main()
