"""What learning lifts: pages of a portal read generically, before and after comparing them with one another.

    python -m benchmarks.learning                 the demo portals
    python -m benchmarks.learning --gold FILE --pages FOLDER --host HOST [--lists PATH ...]

Gold lines and saved pages as `benchmarks.corpora.gold_lines` reads them. The sample is what the lists link to, never
chosen by the gold. F1 counts runs of four words, which also differ where an author or a caption was moved out of the
text; precision and recall count single words, wherever they stand.
"""

import argparse
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.corpora import Case, gold_lines
from benchmarks.corpora import _saved as saved_page
from benchmarks.scoring import score
from crawler.demo import Site, home, list_addresses, portal, portals, truth
from crawler.extraction.selectors import Selectors
from crawler.learning import Learned, Sample, learn
from crawler.platforms.links import page_links
from crawler.platforms.pagers import is_next_page
from crawler.platforms.portal import parse_html
from crawler.reading import NotAnArticle, Portal, read_article
from items import Article, Page

LONG = 30
"""Characters of a link's words from which it may be a title."""
Get = Callable[[str], Page | None]


@dataclass(frozen=True, slots=True)
class Measured:
    """How well the articles of a portal were read."""

    pages: int
    declined: int
    titles: int
    dates: int
    f1: float
    precision: float
    """Share of the words read that are the articles' own."""
    recall: float
    """Share of the articles' words that were read."""
    section_pages: int
    """Section pages taken for articles."""

    def __str__(self) -> str:
        return (
            f"{self.pages:4} pages  declined {self.declined:2}  titles {self.titles / self.pages:.3f}  "
            f"dates {self.dates / self.pages:.3f}  F1 {self.f1:.4f}  words {self.precision:.4f} / {self.recall:.4f}  "
            f"lists taken for articles {self.section_pages}"
        )


def sample_of(lists: Iterable[str], get: Get, most: int = 16) -> tuple[list[Sample], list[Page]]:
    """Return what the lists (and their second pages) link to under long words, and the lists."""
    found: dict[str, Sample] = {}
    others: list[Page] = []
    queue = list(dict.fromkeys(lists))
    first = len(queue)
    for number, address in enumerate(queue):
        page = get(address)
        root = parse_html(page.body) if page else None
        if page is None or root is None:
            continue
        others.append(page)
        for link in page_links(root, address, frozenset({urlsplit(address).hostname or ""})):
            if number < first and is_next_page(link.url) and link.url not in queue:
                queue.append(link.url)
            elif len(link.words) > LONG and link.url not in found and len(found) < most:
                page = get(link.url)
                if page is not None:
                    found[link.url] = Sample(page, link.words, link.date)
    return list(found.values()), others


def measure(cases: Iterable[Case], others: Iterable[Page], learned: Learned | None) -> Measured:
    """Read the cases as pages of no known family, with what was learned or without."""
    selectors = learned.selectors() if learned else None
    readings = [(case, _read(Page(case.url, case.body), selectors)) for case in cases]
    read = [(case, article) for case, article in readings if article is not None]
    texts = [(case.text or "", _text(article) if article else "") for case, article in readings]
    true = [_words(case.title, case.text) for case, _ in readings]
    got = [
        _words(article and article.title, article and f"{_text(article)} {article.source_name or ''}")
        for _, article in readings
    ]
    right = sum(sum((one & other).values()) for one, other in zip(true, got, strict=True))
    return Measured(
        pages=len(readings),
        declined=len(readings) - len(read),
        titles=sum(" ".join(article.title.split()) == " ".join((case.title or "").split()) for case, article in read),
        dates=sum(_moment(article) == (case.minute or case.day) for case, article in read),
        f1=score(texts).f1,
        precision=right / max(1, sum(one.total() for one in got)),
        recall=right / max(1, sum(one.total() for one in true)),
        section_pages=sum(_read(page, selectors) is not None for page in others if not _is_ruled_out(page, learned)),
    )


def _text(article: Article) -> str:
    return "\n".join([article.text, *article.captions, *article.authors])


def _moment(article: Article) -> str | None:
    moment = article.published or article.updated
    return moment.value[:16] if moment else None


def _words(*texts: str | None) -> Counter[str]:
    return Counter(re.findall(r"\w+", " ".join(text or "" for text in texts).lower()))


def _is_ruled_out(page: Page, learned: Learned | None) -> bool:
    root = parse_html(page.body) if learned and learned.article_mark else None
    return root is not None and not root.cssselect(learned.article_mark)  # type: ignore[union-attr, arg-type]


def _read(page: Page, selectors: Selectors | None) -> Article | None:
    try:
        return read_article(page, Portal(family="generic", selectors=selectors), generic=True)
    except NotAnArticle:
        return None


def demo(family: str) -> tuple[list[Case], list[Page], Learned]:
    """Return a demo portal's articles, its lists, and what its pages teach."""
    mine, site = portal(family), Site(family)

    def get(url: str) -> Page | None:
        path = url.removeprefix(f"http://{mine.host}")
        answer = site.get(path)
        return Page(url, answer.body, answer.headers) if answer and answer.status == 200 else None

    samples, others = sample_of([home(mine), *list_addresses(mine).values()], get)
    cases = []
    for expected in truth(family):
        page = get(expected.url)
        assert page is not None
        text = "\n".join([expected.lead or "", *expected.paragraphs, *expected.captions, *expected.authors])
        moment = (expected.published or expected.updated or "")[:16] or None
        cases.append(Case(expected.url, expected.url, page.body, text, expected.title, moment))
    return cases, others, learn(samples, others)


def gold(lines: Path, pages: Path, host: str, lists: list[str], most: int) -> tuple[list[Case], list[Page], Learned]:
    """Return a saved portal's gold pages, its lists, and what its pages teach."""

    def get(url: str) -> Page | None:
        path = saved_page(pages, url) or (pages / host / "index.html" if urlsplit(url).path in ("", "/") else None)
        return Page(url, path.read_bytes()) if path else None

    samples, others = sample_of([f"http://{host}/{path}" for path in lists], get)
    return list(islice(gold_lines(lines, pages, host), most)), others, learn(samples, others)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--pages", type=Path)
    parser.add_argument("--host")
    parser.add_argument("--lists", nargs="*", default=["", "tin-tuc-su-kien"])
    parser.add_argument("--most", type=int, default=400)
    given = parser.parse_args()
    corpora = {family: demo(family) for family in sorted(portals())} if not given.gold else {}
    if given.gold:
        corpora[given.host] = gold(given.gold, given.pages, given.host, given.lists, given.most)
    for name, (cases, others, learned) in corpora.items():
        print(f"{name:20} before {measure(cases, others, None)}")
        print(f"{'':20} after  {measure(cases, others, learned)}")


if __name__ == "__main__":
    main()
