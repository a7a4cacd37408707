"""A sample of a portal's pages -> selectors, with the pages' agreement; kept only where reading gets no worse."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from crawler.dates.read import read_date
from crawler.extraction.selectors import Selectors
from crawler.extraction.text import key
from crawler.learning.bodies import body_proposal, furniture_in_body, lead_and_body
from crawler.learning.boxes import Box, PageBoxes, boxes_of
from crawler.learning.fields import Proposal, author_proposal, by_examples, date_proposal, title_box
from crawler.learning.repeated import Weights, repeated_lines
from crawler.learning.shapes import article_shape
from crawler.reading import NotAnArticle, Portal, read_article
from items import Article, Page

LEAST_ARTICLES = 3
"""Fewer pages cannot be compared."""
_MOST_LOST = 0.1
"""Share of the generic reading's text that selectors may leave out; it takes in some furniture."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One page and how a visitor came to it."""

    page: Page
    words: str = ""
    """Words of the link that led here: on a list they are the article's title."""
    date: str | None = None
    """Day the list printed beside it, as printed."""
    section: str = ""
    """Name of the section whose list it was."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What a portal's own pages teach of it."""

    proposals: tuple[Proposal, ...] = ()
    furniture: tuple[str, ...] = ()
    """Lines that stand on half of its article pages or more."""
    article_mark: str | None = None
    """CSS that every article page of the sample holds and no other page does."""
    article_url: str | None = None
    """Regular expression that only article addresses match."""
    articles: tuple[str, ...] = field(default=())
    """Addresses of the pages taken for articles."""

    def selectors(self) -> Selectors:
        """Return the proposals as selectors for the reading.

        >>> Learned((Proposal("title", "h1.ten", 5, 5),)).selectors().title
        ('h1.ten',)
        """
        found: dict[str, tuple[str, ...]] = {}
        for proposal in self.proposals:
            found[proposal.field] = (*found.get(proposal.field, ()), proposal.css)
        return Selectors(**found)


def learn(samples: Iterable[Sample], others: Iterable[Page] = ()) -> Learned:
    """Compare pages of one portal.

    Args:
        samples: pages that lists lead to; those that do not repeat their link's words are left aside.
        others: pages that are no articles: the front page, section pages.

    Returns:
        Selectors that read the sample at least as well as the generic reading does; nothing for fewer than three pages.
    """
    known = [(sample, boxes) for sample in samples if (boxes := boxes_of(sample.page)) is not None]
    titles = [title_box(boxes, sample.words) for sample, boxes in known]
    told = [(sample, boxes, title) for (sample, boxes), title in zip(known, titles, strict=True) if title is not None]
    strangers = [boxes for page in others if (boxes := boxes_of(page)) is not None]
    told = _of_one_template(told, strangers)
    if len(told) < LEAST_ARTICLES:
        return Learned()
    chosen = [sample for sample, _, _ in told]
    pages = [boxes for _, boxes, _ in told]
    repeated = repeated_lines(pages)
    proposals = _no_worse(chosen, _proposals(chosen, pages, [title for *_, title in told], strangers, repeated))
    addresses = [sample.page.url for sample in chosen]
    return Learned(
        tuple(proposals),
        tuple(sorted(repeated)),
        _mark(proposals, pages, strangers),
        article_shape(addresses, [page.url for page in strangers]),
        tuple(addresses),
    )


_Told = tuple[Sample, PageBoxes, Box]


def _of_one_template(told: list[_Told], others: Sequence[PageBoxes]) -> list[_Told]:
    """Leave out the pages that look like those of other kinds: a section whose long name its page repeats."""
    foreign = {css for page in others for css in page.by_css}
    counts = Counter(css for _, page, _ in told for css in page.by_css if css not in foreign)
    common = [css for css, count in counts.items() if 2 * count > len(told)]
    if not common:
        return told
    return [one for one in told if 2 * sum(css in one[1].by_css for css in common) >= len(common)]


def _proposals(
    samples: Sequence[Sample],
    pages: Sequence[PageBoxes],
    titles: Sequence[Box],
    others: Sequence[PageBoxes],
    repeated: frozenset[str],
) -> list[Proposal]:
    days = [_day(sample.date) for sample in samples]
    title = by_examples("title", pages, titles, others)
    date = date_proposal(pages, titles, days)
    author = author_proposal(pages)
    sections = [_box_with(page, sample.section) for page, sample in zip(pages, samples, strict=True)]
    found = [title, date, author, by_examples("section", pages, sections, ())]
    marks = [proposal.css for proposal in (date, author) if proposal]
    weights = [
        Weights(page, repeated, [title, *(box for css in marks for box in page.by_css.get(css, ())[:1])])
        for page, title in zip(pages, titles, strict=True)
    ]
    body = body_proposal(pages, weights)
    if body is not None:
        found += lead_and_body(pages, weights, titles, body)
        found += furniture_in_body(pages, weights, body.css, repeated)
    return [proposal for proposal in found if proposal is not None]


def _day(printed: str | None) -> str | None:
    found = read_date(printed, origin="listing") if printed else None
    return found.moment.value[:10] if found else None


def _box_with(page: PageBoxes, words: str) -> Box | None:
    wanted = key(words)
    if not wanted:
        return None
    fits = [box for box in page.boxes if box.css and box.last - box.first == 1 and key(page.text(box)) == wanted]
    return fits[-1] if len(fits) > 1 else None  # the menu names it too; a crumb comes after


def _mark(proposals: Iterable[Proposal], pages: Sequence[PageBoxes], others: Sequence[PageBoxes]) -> str | None:
    for wanted in ("title", "body", "published"):
        for proposal in proposals:
            everywhere = all(proposal.css in page.by_css for page in pages)
            elsewhere = any(proposal.css in page.by_css for page in others)
            if proposal.field == wanted and everywhere and others and not elsewhere:
                return proposal.css
    return None


# --- never worse ------------------------------------------------------------------------------------------------


_GROUPS = (
    ("published",),
    ("body", "lead", "remove", "title"),
    ("body", "lead", "remove"),  # what was not taken together is tried apart
    ("title",),
    ("authors",),
    ("section",),
)


def _no_worse(samples: Sequence[Sample], proposals: list[Proposal]) -> list[Proposal]:
    """Take proposals group by group, each only if the sample reads no worse with it than with those taken before."""
    taken: list[Proposal] = []
    before = _readings(samples, taken)
    for names in _GROUPS:
        mine = [proposal for proposal in proposals if proposal.field in names and proposal not in taken]
        if not mine:
            continue
        after = _readings(samples, [*taken, *mine])
        if _is_no_worse(samples, before, after, names[0]):
            taken, before = [*taken, *mine], after
    return taken


_Readings = list[Article | None]


def _readings(samples: Sequence[Sample], proposals: list[Proposal]) -> _Readings:
    selectors = Learned(tuple(proposals)).selectors() if proposals else None
    return [_read(sample.page, selectors) for sample in samples]


def _is_no_worse(samples: Sequence[Sample], before: _Readings, after: _Readings, name: str) -> bool:
    if sum(article is None for article in after) > sum(article is None for article in before):
        return False
    pairs = [(one, other) for one, other in zip(before, after, strict=True) if one and other]
    if _told(samples, after) < _told(samples, before) or any(
        _has_date(one) and not _has_date(other) for one, other in pairs
    ):
        return False
    return name != "body" or _lost(pairs) <= _MOST_LOST


def _has_date(article: Article) -> bool:
    return bool(article.published or article.updated)


def _told(samples: Sequence[Sample], readings: _Readings) -> int:
    """Count the titles that the links' words begin with."""
    pairs = zip(samples, readings, strict=True)
    return sum(article is not None and key(sample.words).startswith(key(article.title)) for sample, article in pairs)


def _lost(pairs: Sequence[tuple[Article, Article]]) -> float:
    """Share of the text read before that is lost after, without paragraphs that several pages share."""
    shared = Counter(paragraph for one, _ in pairs for paragraph in {*one.paragraphs})
    own = lost = 0
    for one, other in pairs:
        kept = key(" ".join([other.title, other.text, *other.captions, *other.authors]))
        for paragraph in one.paragraphs:
            if shared[paragraph] == 1:
                own += len(paragraph)
                lost += 0 if key(paragraph) in kept else len(paragraph)
    return lost / own if own else 0.0


def _read(page: Page, selectors: Selectors | None) -> Article | None:
    try:
        return read_article(page, Portal(family="generic", selectors=selectors), generic=True)
    except NotAnArticle:
        return None
