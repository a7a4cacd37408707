"""How well text dumps are read: dumps made of real pages, as old corpora hold them, against the pages' own truth.

    python -m benchmarks.dump_reading --gold GOLD.jsonl.xz --pages FOLDER --host so.example [--pages-at-most 250]

Each page becomes four dumps: the smallest box that holds title and body, and the box two levels further out (more
furniture), each with its line breaks and without. Prints, for every form, title exact, day right and wrong, and 4-word
precision, recall and F1 of lead, text and captions.
"""

import argparse
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from lxml import html
from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks.corpora import Case, gold_lines
from benchmarks.scoring import score
from crawler.reading import NotAnArticle, read_dump
from items import Article, Page

_BLOCKS: Final = frozenset(
    ("p", "div", "li", "ul", "ol", "table", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "br", "section",
     "article", "header", "footer", "nav", "form", "dl", "dt", "dd", "hr", "blockquote")
)  # fmt: skip
_UNSEEN: Final = frozenset(("script", "style", "noscript", "head", "option"))
FORMS: Final = {
    "box, lines": (0, False),
    "wider, lines": (2, False),
    "box, flat": (0, True),
    "wider, flat": (2, True),
}
"""Form -> levels further out, whether line breaks are lost."""


def words_of(text: str | None) -> str:
    """Fold for comparing: words only, lower case."""
    return " ".join(re.findall(r"\w+", (text or "").lower()))


def lines_of(element: html.HtmlElement) -> list[str]:
    """Return the visible lines of an element: one a block, as dumps have them."""
    text = "".join(_pieces(element))
    return [line for raw in text.split("\n") if (line := " ".join(raw.split(" ")).strip())]


def _pieces(element: html.HtmlElement) -> Iterator[str]:
    if isinstance(element.tag, str) and element.tag not in _UNSEEN:
        edge = "\n" if element.tag in _BLOCKS else ""
        yield edge + re.sub(r"\s+", " ", element.text or "")
        for child in element:
            yield from _pieces(child)
        yield edge
    yield re.sub(r"\s+", " ", element.tail or "")


def box_of(case: Case) -> html.HtmlElement | None:
    """Return the smallest box with a line that is the title and with the end of the body; None when there is none."""
    title, end = words_of(case.title), words_of(case.text)[-40:]
    found = None
    for element in html.document_fromstring(case.body).iter("div", "td", "section", "body"):
        said = words_of(element.text_content())
        if title in said and end in said and any(words_of(line) == title for line in lines_of(element)):
            found = element
    return found


def dump_of(inner: html.HtmlElement, wider: int, *, flat: bool) -> str:
    """Return the dump of a box, or of one so many levels further out."""
    outer = inner
    for _ in range(wider):
        parent = outer.getparent()
        outer = outer if parent is None or parent.tag == "html" else parent
    return (" " if flat else "\n\n").join(lines_of(outer))


def read(text: str) -> Article | None:
    """Read a dump; None when it is refused."""
    try:
        return read_dump(Page(url="", body=text.encode()))
    except NotAnArticle:
        return None


def measured(cases: Sequence[tuple[Case, Article | None]]) -> list[str]:
    """Return the figures of one form, ready for a table."""
    titles = days = wrong = 0
    pairs = []
    for case, article in cases:
        moment = (article.published or article.updated) if article else None
        day = moment.value[:10] if moment else None
        titles += article is not None and words_of(article.title) == words_of(case.title)
        days += day == case.day
        wrong += day is not None and day != case.day
        said = "\n".join([article.lead or "", article.text, *article.captions]) if article else ""
        pairs.append((words_of(case.text), words_of(said)))
    scored = score(pairs)
    shares = [f"{number / len(cases):.3f}" for number in (titles, days, wrong)]
    return [str(len(cases)), *shares, f"{scored.precision:.4f}", f"{scored.recall:.4f}", f"{scored.f1:.4f}"]


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--pages", type=Path, required=True, help="folder of saved pages, one folder a host")
    parser.add_argument("--host", required=True)
    parser.add_argument("--pages-at-most", type=int, default=250)
    parser.add_argument("--seed", type=int, default=5)
    asked = parser.parse_args()
    cases = list(gold_lines(asked.gold, asked.pages, asked.host))
    random.Random(asked.seed).shuffle(cases)
    boxes = [(case, inner) for case in cases[: asked.pages_at_most] if (inner := box_of(case)) is not None]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=f"dumps of {asked.host}")
    for name in ("form", "pages", "title", "day", "wrong day", "precision", "recall", "F1"):
        table.add_column(name, justify="left" if name == "form" else "right")
    for form, (wider, flat) in FORMS.items():
        table.add_row(form, *measured([(case, read(dump_of(inner, wider, flat=flat))) for case, inner in boxes]))
    Console().print(table)


if __name__ == "__main__":
    main()
