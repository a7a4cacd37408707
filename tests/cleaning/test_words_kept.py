"""Cleaning loses no word of a body: it is in the text, in another field, or in a line that was taken out by name."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import fromstring

from benchmarks.demo_cases import demo_cases
from benchmarks.words_kept import Account, accounted, counted, fields_of, found_lines, mended
from crawler.cleaning.clean import clean
from crawler.extraction.errors import NotAnArticle
from crawler.reading import read_dump
from items import Page, RawArticle
from tests.cleaning.test_clean_properties import FURNITURE, SENTENCES, many

TITLE = "Xã Mây Ngàn mở điểm hỗ trợ"
POOL = [line for line in (*SENTENCES, *FURNITURE, TITLE) if len(line) > 1 and not line.startswith("qua")]
"""Lines that are whole: what is joined to a line above makes other words of both."""
LEADS = [
    None,
    TITLE,
    SENTENCES[0],
    f"HNP - {SENTENCES[0]}",
    f"{SENTENCES[0][:60]}...",
    "(TTXVN) - Sáng nay, xã họp.",
]
lines = st.lists(st.sampled_from(POOL), max_size=12)


def nowhere(printed, article, removed, *others):
    """The words of some printed lines that an article, its explanation and other fields do not have."""
    moments = [moment.raw for moment in (article.published, article.updated) if moment]
    kept = "\n".join([*others, article.text, fields_of(article), *moments, *(mended(each.text) for each in removed)])
    return counted("\n".join(map(mended, printed))) - counted(kept)


@many
@given(st.lists(st.tuples(st.sampled_from(["p", "div", "h3", "li", "center", "i", "b"]), st.sampled_from(POOL)), max_size=10), st.sampled_from(LEADS))  # fmt: skip
def test_every_word_of_a_body_is_somewhere(blocks, lead):
    markup = "".join(f"<{tag}>{line}</{tag}>" for tag, line in blocks)

    def raw():
        body = [fromstring(f"<div>{markup}</div>")]
        return RawArticle(url="https://so.example/a", title=TITLE, lead=lead, body=body)

    removed = []
    article = clean(raw(), explain=removed)
    assert not nowhere(found_lines(raw()), article, removed)


@many
@given(lines, st.sampled_from(["\n", " "]))
def test_every_word_of_a_dump_is_somewhere(printed, separator):
    removed = []
    try:
        article = read_dump(Page(url="", body=separator.join(printed).encode()), removed=removed)
    except NotAnArticle:
        return
    assert not nowhere(printed, article, removed, article.title, article.section or "")


@pytest.mark.parametrize("generic", [False, True], ids=["selectors", "generic"])
def test_every_word_of_the_demo_articles_is_somewhere(generic):
    account = accounted(demo_cases(), generic=generic)
    assert account.words > 20_000
    assert account.text > 0.85 * account.words
    assert not account.nowhere


def test_a_word_that_is_lost_is_counted(monkeypatch):
    import benchmarks.words_kept as module

    markup = f"<h1>{TITLE}</h1><div><p>{' '.join(SENTENCES[:2])}</p><p>Bà con ra về.</p></div>"
    reading = module.read_article

    def forgetful(*args, **options):
        article = reading(*args, **options)
        assert article.text.endswith("Bà con ra về.")
        return replace(article, text=article.text.removesuffix("Bà con ra về."))

    monkeypatch.setattr(module, "read_article", forgetful)
    account = Account()
    account.add(Page("https://so.example/a.html", markup.encode()))
    assert account.nowhere == counted("Bà con ra về.")
