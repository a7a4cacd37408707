"""Throw broken bytes at `read_article`: an Article or NotAnArticle comes back, in 2 s and 300 MB, or it is a bug.

    python -m benchmarks.fuzz_reading --runs 50000            # pages broken at random, from a seed that is printed
    python -m benchmarks.fuzz_reading --corpus DIR --runs 5000
    python -m benchmarks.fuzz_reading --atheris               # guided by coverage, where atheris is installed

Every failing input is kept in --keep (default output/fuzz); the exit code is 1 when there was one.
"""

import argparse
import hashlib
import logging
import random
import resource
import signal
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from crawler.reading import NotAnArticle, read_article
from items import Article, Page

SECONDS, MEGABYTES = 2, 300
MARKUP = rb"""<p> </p> <div> </div> <table><tr><td> </table> <!-- --> <script> </script> <h1> <title> &# &#xD800; &amp;
%PDF <a\thref='javascript: <img\tsrc= " ' <base\thref=//x> <svg> <math> <frameset> <template> <meta\tcharset=utf-7>
<style> <meta\tcharset=utf-16> <meta\thttp-equiv=refresh\tcontent=0> {"@type":"NewsArticle", <?xml\tversion='1.0'?>
<noscript> <!DOCTYPE\tl\t[<!ENTITY\ta\t'b'>]> <![CDATA[ ]]>"""
OCTETS = (b"\x00", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\x1f\x8b", b"\r", b"\xe2\x80\xae", b"\xf4\x8f\xbf\xbf")
WORDS = ("Thứ hai, 31/02/2026 25:61", "Theo TTXVN", "Ảnh: ", "Cập nhật lúc: ", "\u0301" * 9)
PIECES = [*MARKUP.replace(b"\\t", b"\t").split(), *OCTETS, *(words.encode() for words in WORDS)]
HTML = "text/html"
TYPES = [HTML, f"{HTML}; charset=utf-8", f"{HTML}; charset=utf-16", f"{HTML}; charset=windows-1258", "", "text/xml"]
SEED_PAGE = (
    "<html><head><title>Hội nghị - Sở Mẫu</title></head><body><a href=/>Trang chủ</a><h1>Hội nghị</h1>"
    "<span class=date>Thứ hai, 02/03/2026 08:15</span><div class=detail>"
    + "<p>Sáng nay, Sở Mẫu tổ chức hội nghị giao ban với sự tham gia của các phòng chuyên môn trong toàn ngành.</p>" * 8
    + "<table><tr><td>Xã</td><td>12</td></tr></table><p>Ảnh: Văn A</p></div></body></html>"
).encode()


class TooSlow(Exception):  # noqa: N818 - names what it is
    """Reading did not end in time."""


def broken(page: bytes, chance: random.Random) -> bytes:
    """The page with up to eight things done to it: pieces put in (some often), taken out, doubled, cut, garbled."""
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(page) + 1)
        end = min(len(page), at + chance.choice([1, 5, 50, 500, 5000]))
        match chance.randrange(6):
            case 0:
                page = page[:at] + chance.choice(PIECES) * chance.choice([1, 1, 2, 9, 300, 20_000]) + page[at:]
            case 1:
                page = page[:at] + page[end:]
            case 2:
                page = page[:end] + page[at:end] * chance.choice([1, 3, 40]) + page[end:]
            case 3:
                page = page[:at] if chance.random() < 0.2 else page
            case 4:
                page = page[:at] + chance.randbytes(end - at) + page[end:]
            case _:
                other = chance.randrange(len(page) + 1)
                page = page[:at] + page[other : other + 200] + page[at:]
        page = page[:2_000_000]
    return page


def read(body: bytes, content_type: str) -> str:
    """`article` or the reason why not. Raises: TooSlow, and whatever should not be raised."""
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        found = read_article(
            Page(url="https://so.example/tin-1.html", body=body, headers={"Content-Type": content_type})
        )
    except NotAnArticle as verdict:
        return verdict.reason
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    assert isinstance(found, Article)
    return "article"


def alarm(*_: Any) -> None:
    raise TooSlow(f"more than {SECONDS} s of CPU")


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=50_000)
    options.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    options.add_argument("--corpus", type=Path, help="saved pages to break, instead of the built-in one")
    options.add_argument("--keep", type=Path, default=Path("output/fuzz"))
    options.add_argument("--atheris", action="store_true")
    chosen = options.parse_args()
    signal.signal(signal.SIGVTALRM, alarm)
    logging.disable()
    if chosen.atheris:
        return guided()
    saved = sorted(chosen.corpus.rglob("*.html"))[:500] if chosen.corpus else []
    return at_random([SEED_PAGE, *(path.read_bytes() for path in saved)], chosen.runs, chosen.seed, chosen.keep)


def at_random(pages: list[bytes], runs: int, seed: int, keep: Path) -> int:
    chance = random.Random(seed)
    outcomes: Counter[str] = Counter()
    slowest = 0.0
    print(f"seed {seed}, {runs:,} runs, {len(pages)} pages")
    for _ in range(runs):
        body, content_type = broken(chance.choice(pages), chance), chance.choice(TYPES)
        begun = time.process_time()
        try:
            outcomes[read(body, content_type)] += 1
        except Exception as error:  # noqa: BLE001 - this is what we look for
            name = f"{type(error).__name__}-{hashlib.sha256(body).hexdigest()[:12]}.html"
            keep.mkdir(parents=True, exist_ok=True)
            (keep / name).write_bytes(body)
            outcomes[f"FAILED {type(error).__name__}"] += 1
            print(f"{name}: {content_type!r}: {error}")
        slowest = max(slowest, time.process_time() - begun)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    for outcome, number in outcomes.most_common():
        print(f"{number:8,}  {outcome}")
    print(f"slowest {slowest:.2f} s of CPU (limit {SECONDS}), {megabytes} MB (limit {MEGABYTES})")
    failed = sum(number for outcome, number in outcomes.items() if outcome.startswith("FAILED"))
    return int(failed > 0 or megabytes > MEGABYTES)


def guided() -> int:
    try:
        import atheris
    except ImportError:
        print("atheris is not installed: pip install atheris", file=sys.stderr)
        return 2
    atheris.instrument_all()
    atheris.Setup(sys.argv[:1], lambda body: read(body, "text/html"))
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
