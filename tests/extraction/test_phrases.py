"""The words furniture is written in."""

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extraction import phrases
from crawler.extraction.phrases import is_label


@settings(max_examples=1000)
@given(st.from_regex(phrases._IS_LABEL, fullmatch=True).filter(lambda text: len(text) < 260))
def test_no_label_is_passed_by_for_how_it_begins(label):
    assert is_label(label, linked=False)
