"""The words templates use."""

import pytest

from crawler.extraction import vocabulary
from crawler.extraction.vocabulary import Hint, hint_of, is_title_name, may_be_closed


@pytest.mark.parametrize("word", sorted(vocabulary._TITLE_WORDS))
def test_each_word_for_a_title_is_found_however_it_is_written(word):
    assert is_title_name(f"box post-{word}")
    assert is_title_name(f"post{word.capitalize()}")
    assert is_title_name(word.upper())


@pytest.mark.parametrize("word", sorted(vocabulary.CHROME_WORDS | vocabulary.COMMENT_WORDS))
def test_each_word_for_what_is_not_entered_is_found_however_it_is_written(word):
    for names in (word, f"box tin_{word}2 sở", f"tin{word.capitalize()}", word.upper(), f"Box {word}"):
        assert hint_of(names) in (Hint.CHROME, Hint.COMMENTS)
        assert may_be_closed(names)


@pytest.mark.parametrize("word", ["widget", "article", "date", "sapo", "caption"])
def test_other_words_are_told_from_those_at_a_glance(word):
    assert not may_be_closed(f"box tin-{word}")
