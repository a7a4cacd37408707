"""Whether the body is found whole, and where cleaning puts each of its words.

    python -m benchmarks.words_kept                                the demo portals' articles
    python -m benchmarks.words_kept --gold LINES --pages FOLDER    saved portals

Two questions that one score would mix. Extraction must find the body as the page has it: its lines, before anything is
moved or mended, beside the true body (runs of four words). Cleaning then moves captions, bylines and sources into
fields of their own and takes furniture and repeats out by name: every word of the body is in the text, in another
field, or among what `scrapy read --explain` names, and the words that are nowhere are counted and shown.
"""

import argparse
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from unicodedata import normalize

from benchmarks.corpora import Case, gold_lines
from benchmarks.scoring import Scores, score
from crawler.cleaning.line import IMAGE
from crawler.cleaning.lines import read_body
from crawler.reading import NotAnArticle, Portal, Removed, raw_article, read_article
from crawler.vietnamese.encodings import recover
from crawler.vietnamese.text import mend
from items import Article, Page, RawArticle

_WORD = re.compile(r"\w+")


@dataclass(slots=True)
class Account:
    """Where the words of some bodies went, as counts of words."""

    text: int = 0
    """In `text`: lead and paragraphs."""
    fields: int = 0
    """In captions, credits, authors, source, dateline or keywords."""
    removed: int = 0
    """In lines taken out by name."""
    nowhere: Counter[str] = field(default_factory=Counter)
    """In none of them."""

    @property
    def words(self) -> int:
        """All of them."""
        return self.text + self.fields + self.removed + self.nowhere.total()

    def add(self, page: Page, portal: Portal | None = None, *, generic: bool = False) -> None:
        """Account for the body of one page. Raises NotAnArticle."""
        removed: list[Removed] = []
        article = read_article(page, portal, removed=removed, generic=generic)
        left = counted("\n".join(map(mended, found_lines(raw_article(page, portal, generic=generic)))))
        for where, said in (
            ("text", article.text),
            ("fields", fields_of(article)),
            ("removed", "\n".join(mended(each.text) for each in removed)),
        ):
            here = left & counted(said)
            setattr(self, where, getattr(self, where) + here.total())
            left -= here
        self.nowhere += left

    def __str__(self) -> str:
        shares = (f"{name} {count / max(1, self.words):.4f}" for name, count in self._counts())
        lost = ", ".join(f"{word} {count}" for word, count in self.nowhere.most_common(5))
        return f"{self.words} words: {', '.join(shares)}{f' ({lost})' if lost else ''}"

    def _counts(self) -> tuple[tuple[str, int], ...]:
        return (
            ("in the text", self.text),
            ("in other fields", self.fields),
            ("removed by name", self.removed),
            ("nowhere", self.nowhere.total()),
        )


def found_lines(raw: RawArticle) -> list[str]:
    """Return the lines of a body as found, the lead first where the page keeps it apart."""
    lines = [line.text for line in read_body(raw.body, raw.url).lines if line.kind != IMAGE]
    return [raw.lead, *lines] if raw.lead else lines


def counted(text: str) -> Counter[str]:
    """Count words, whatever their case."""
    return Counter(_WORD.findall(normalize("NFC", text).casefold()))


def found_whole(cases: Iterable[Case], *, generic: bool) -> Scores:
    """Score the bodies as found against the true ones."""
    pairs = []
    for case in cases:
        try:
            found = "\n".join(found_lines(raw_article(Page(case.url, case.body), generic=generic)))
        except NotAnArticle:
            found = ""
        pairs.append((normalize("NFC", case.text or ""), normalize("NFC", found)))
    return score(pairs)


def accounted(cases: Iterable[Case], *, generic: bool = False) -> Account:
    """Account for the bodies of all cases that are read."""
    account = Account()
    for case in cases:
        try:
            account.add(Page(case.url, case.body), generic=generic)
        except NotAnArticle:
            continue
    return account


def fields_of(article: Article) -> str:
    """Return the words of the fields that cleaning fills from a body."""
    credits_ = [word for image in article.images for word in (image.caption, image.credit) if word]
    single = [word for word in (article.source_name, article.dateline) if word]
    return "\n".join([*article.captions, *credits_, *article.authors, *article.keywords, *single])


def mended(line: str) -> str:
    """Return a line in the letters and with the spaces the article has it in."""
    return mend(recover(line)[0])[0]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, help="gold lines (.jsonl or .jsonl.xz)")
    parser.add_argument("--pages", type=Path, help="folder of saved pages, one folder a host")
    given = parser.parse_args()
    if bool(given.gold) != bool(given.pages):
        parser.error("--gold and --pages go together: the true bodies, and the pages they are of")
    if given.gold:
        hosts = sorted(path.name for path in given.pages.iterdir() if path.is_dir() and "." in path.name)
        corpora = {host: list(gold_lines(given.gold, given.pages, host)) for host in hosts}
    else:
        from benchmarks.demo_cases import demo_cases

        corpora = {"demo portals": demo_cases()}
    for name, cases in corpora.items():
        for generic, how in ((False, "selectors"), (True, "generic")):
            print(f"{name}, {how}")
            if given.gold:  # the demo portals' truth has captions and bylines apart, as articles have them
                found = found_whole(cases, generic=generic)
                print(f"  {found.pages} bodies found: P {found.precision:.4f}  R {found.recall:.4f}  F1 {found.f1:.4f}")
            print(f"  {accounted(cases, generic=generic)}")


if __name__ == "__main__":
    main()
