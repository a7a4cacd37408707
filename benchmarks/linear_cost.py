"""Whether reading costs in proportion to the page, and whether pages without measure end: a table, exit code 1 if not.

    python -m benchmarks.linear_cost            # ten times the nodes, and the pages no browser would show
    python -m benchmarks.linear_cost --nodes 500 --times 4   # a short form

CPU time, each page read alone; the ratio is of the same kind of page at two sizes, so a busy machine does not matter.
"""

import argparse
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

from rich import box
from rich.console import Console
from rich.table import Table

from crawler.reading import NotAnArticle, read_article
from items import Page

ALLOWED: Final = 1.2
"""Ten times the nodes may take twelve times as long."""
ROUNDS: Final = 7
BOUND: Final = 20.0
"""Seconds of CPU any page may take."""

_PROSE: Final = (
    "<div class='doan'><p>Sáng nay, xã họp lần thứ {0} bàn chuyện sửa cầu Mây Bạc trước mùa nước, có mặt ông lái đò "
    "<b>Lý</b>. <a href='/tin-{0}'>Tin</a></p></div>"
)
_ARTICLE: Final = "".join(map(_PROSE.format, range(5)))
_POST: Final = (
    "<link href='/wp-content/a.css'><h1 class='entry-title'>Họp giao ban ở xã Mây</h1>"
    f"<time class='entry-date'>5/3/2021</time><div class='entry-content'>{_ARTICLE}</div>"
)
"""An article of a family that is known by its marks, read by its selectors."""

GROWING: Final[Mapping[str, Callable[[int], str]]] = {
    "paragraphs": lambda n: "".join(map(_PROSE.format, range(n))),
    "headlines": lambda n: _ARTICLE + "".join(
        f"<li><h3><a href='/t{i}'>Chuyện ở xóm số {i} trong tuần</a></h3><b class=date>0{i % 9 + 1}/03/2021</b></li>"
        for i in range(n)
    ),
    "headlines alone": lambda n: "".join(
        f"<li><a href='/t{i}'>Chuyện ở xóm số {i} trong tuần này</a></li>" for i in range(n)
    ),
    "headlines in one link": lambda n: "<a href='/'>Trang" + "".join(
        f"<div><p>Chuyện ở xóm số {i} trong tuần này</p></div>" for i in range(n)
    ),
    "short boxes": lambda n: _ARTICLE + "".join(f"<div class='x'><span>a{i}</span></div>" for i in range(n)),
    "unclosed asides": lambda n: _ARTICLE + "<nav><a>x</a></nav><aside><p>y</p>" * n,
    "pictures": lambda n: _ARTICLE + "<figure><img src='/a.jpg'><figcaption>Ảnh: xã</figcaption></figure>" * n,
    "rows": lambda n: f"<table>{'<tr><td>Xã Mây họp giao ban</td><td>12</td></tr>' * n}</table>{_ARTICLE}",
    "spans of links": lambda n: _ARTICLE + "<p>" + "<span><a href='/a'>Xã Mây họp giao ban tháng này</a>" * n,
    "line breaks": lambda n: "Xã họp bàn chuyện sửa cầu Mây Bạc, có mặt ông lái đò và trưởng các xóm.<br>" * n,
    "posts of a family": lambda n: _POST + "<div class='entry-content'>Tin một dòng</div>" * n,
    "dates of a family": lambda n: "<time class='entry-date'></time><time class='entry-date'>5/3</time>" * n + _POST,
}  # fmt: skip
"""Kind of page -> its body at a number of pieces."""

WITHOUT_MEASURE: Final[Mapping[str, Callable[[], bytes]]] = {
    "200,000 nested boxes": lambda: b"<div>" * 200_000 + b"x",
    "200,000 nested inlines": lambda: _ARTICLE.encode() + b"<b><p>" * 100_000,
    "200,000 nested menus": lambda: b"<nav>" * 200_000 + _ARTICLE.encode() + b"</nav>",
    "a million attributes on one tag": lambda: b"<p " + b" ".join(b"a%d=1" % n for n in range(1_000_000)) + b">x",
    "a million attributes": lambda: b"".join(b"<p a=1 b=2 c=3 d=4 e=5 class=x%d>" % n for n in range(170_000)),
    "50 MB": lambda: b"<p>Tin moi cua xa hom nay.</p>" * (50_000_000 // 30),
    "just under what is read": lambda: whole(_ARTICLE * 10_000)[:7_900_000],
}


class Told(NamedTuple):
    """What reading a page cost and gave."""

    seconds: float
    answer: str
    """"article", or the reason it is none."""


def whole(body: str) -> bytes:
    """Return a page with a title and this body."""
    return f"<title>Họp</title><h1>Họp giao ban ở xã Mây</h1><div>{body}</div>".encode()


def cost(body: bytes, *, rounds: int = 1) -> Told:
    """Read a page and return the least CPU time of some rounds.

    >>> cost(whole(_ARTICLE)).answer
    'article'
    """
    least = float("inf")
    answer = "article"
    for _ in range(rounds):
        start = time.process_time()
        try:
            read_article(Page(url="https://so.example/tin-1.html", body=body))
        except NotAnArticle as verdict:
            answer = verdict.reason
        least = min(least, time.process_time() - start)
    return Told(least, answer)


def growth(kind: str, nodes: int, times: int) -> tuple[Told, Told]:
    """Return the cost of a kind of page at a size and at `times` that size."""
    small, large = (whole(GROWING[kind](count)) for count in (nodes, nodes * times))
    cost(small)
    return cost(small, rounds=3), cost(large)


def least(costs: Sequence[tuple[Told, Told]]) -> tuple[Told, Told]:
    """Return the least of some measurements of one kind, at each size."""
    return min(small for small, _ in costs), min(large for _, large in costs)


def main() -> int:
    """Measure, print, and return 1 when something grows faster than its page or does not end in time."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nodes", type=int, default=1000, help="pieces of the smaller page")
    parser.add_argument("--times", type=int, default=10, help="how many times as many the larger has")
    options = parser.parse_args()
    console, failed = Console(width=110), False
    table = Table("page", "small, ms", "large, ms", "times as long", "gave", box=box.SIMPLE_HEAD, pad_edge=False)
    # Round after round over all kinds: a busy moment of the machine meets each kind once at most.
    rounds = [{kind: growth(kind, options.nodes, options.times) for kind in GROWING} for _ in range(ROUNDS)]
    for kind in GROWING:
        small, large = least([measured[kind] for measured in rounds])
        ratio = large.seconds / small.seconds
        over = ratio > ALLOWED * options.times
        failed |= over
        shown = f"{ratio:.1f}{' !' if over else ''}"
        table.add_row(kind, f"{small.seconds * 1000:.1f}", f"{large.seconds * 1000:.1f}", shown, large.answer)
    console.print(table)
    table = Table("page without measure", "seconds", "gave", box=box.SIMPLE_HEAD, pad_edge=False)
    for name, page in WITHOUT_MEASURE.items():
        told = cost(page())
        failed |= told.seconds > BOUND
        table.add_row(name, f"{told.seconds:.2f}", told.answer)
    console.print(table)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
