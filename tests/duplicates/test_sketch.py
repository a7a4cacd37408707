import pytest

from benchmarks.made_copies import Pairs
from benchmarks.near_duplicates import quality
from crawler.duplicates.likeness import likeness
from crawler.duplicates.sketch import estimate, shingles, sketch

WORDS = " ".join(f"từ{number}" for number in range(200))


def test_estimates_are_near_the_truth():
    errors = []
    for pair in Pairs(3).pairs(20):
        one, other = shingles(pair.one), shingles(pair.other)
        first, second = sketch(one), sketch(other)
        assert first is not None
        assert second is not None
        errors.append(abs(estimate(first.values, second.values) - likeness(one, other).jaccard))
    assert sum(errors) / len(errors) < 0.03
    assert max(errors) < 0.15


@pytest.mark.parametrize("other", [WORDS.upper(), WORDS.replace("từ", "tư"), f"  {WORDS.replace(' ', ', ')}."])
def test_case_marks_and_punctuation_do_not_count(other):
    assert sketch(shingles(other)) == sketch(shingles(WORDS))


@pytest.mark.parametrize("text", ["", "Ảnh: hoạt động của Sở", " ".join(["một"] * 19)])
def test_short_texts_have_no_sketch(text):
    assert sketch(shingles(text)) is None


def test_labelled_pairs_are_told_apart():
    recall, precision, errors = quality(40, seed=11)
    assert recall >= 0.98, errors
    assert precision >= 0.99, errors
