"""The words templates use."""

import pytest

from crawler.extraction import vocabulary
from crawler.extraction.vocabulary import is_title_name


@pytest.mark.parametrize("word", sorted(vocabulary._TITLE_WORDS))
def test_each_word_for_a_title_is_found_however_it_is_written(word):
    assert is_title_name(f"box post-{word}")
    assert is_title_name(f"post{word.capitalize()}")
    assert is_title_name(word.upper())
