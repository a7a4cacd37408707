"""The class that a probe of each demo portal amounts to, unedited: it walks and reads the whole portal."""

import asyncio

import pytest

from benchmarks.scoring import score
from crawler.commands.address_book import loaded_class, with_class
from crawler.demo import home, portal, portals, truth
from crawler.probing import probe
from crawler.probing.portal_class import class_source
from tests.probing.test_probe import fetch_from
from tests.walk_demo import assert_every_article_once, walk

FAMILIES = sorted(portals())
KNOWN, UNKNOWN = 6, 25
"""Lines that a class of a known and of an unknown family may take."""


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Family -> the source of its class, the class, what it read."""
    folder, done = tmp_path_factory.mktemp("written"), {}
    for family in FAMILIES:
        found = asyncio.run(probe(fetch_from(family), home(portal(family))))
        source = class_source(f"ha_nam_{family}", found, portal(family).agency, portal(family).agency)
        path = folder / f"{family}.py"
        path.write_text(with_class("", source, "Portals of Hà Nam."), encoding="utf-8")
        cls = loaded_class(path, f"ha_nam_{family}")
        done[family] = source, cls, walk(cls, family)[0]
    return done


@pytest.mark.parametrize("family", FAMILIES)
def test_it_is_short_and_calls_itself_proven(written, family):
    source, cls, _ = written[family]
    assert cls.proven
    assert source.lines <= (UNKNOWN if source.needs_selectors else KNOWN)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_article_is_read_once_and_nothing_else(written, family):
    assert_every_article_once(family, written[family][2])


@pytest.mark.parametrize("family", FAMILIES)
def test_dates_and_words_are_those_of_the_records(written, family):
    articles = {reading.article.title: reading.article for reading in written[family][2]}
    pairs = [(expected, articles[expected.title]) for expected in truth(family)]
    for expected, article in pairs:
        moment = article.published or article.updated
        assert moment
        assert moment.value == (expected.published or expected.updated)
    texts = [("\n".join([e.lead or "", *e.paragraphs]), a.text) for e, a in pairs]
    assert score(texts).f1 >= 0.995
