"""The 63 labels and the 34 they became."""

import re

import pytest

from spiders.registry import province_label, provinces, successor
from spiders.registry.tables import fold


def test_sixty_three_labels_became_thirty_four():
    before = [p for p in provinces().values() if not p.since]
    standing = [p for p in provinces().values() if not p.ceased]
    assert (len(before), len(standing)) == (63, 34)


def test_twenty_nine_ceased_on_one_day_and_one_was_renamed():
    dates = [p.ceased for p in provinces().values() if p.ceased]
    assert dates.count("2025-07-01") == 29
    assert [p.slug for p in provinces().values() if p.ceased == "2025-01-01"] == ["thua_thien_hue"]


@pytest.mark.parametrize("slug", provinces())
def test_every_chain_ends_in_a_label_that_stands(slug):
    assert provinces()[successor(slug)].ceased == ""


def test_a_label_has_a_successor_exactly_when_it_ceased():
    assert [p.slug for p in provinces().values() if bool(p.ceased) != bool(p.successor)] == []


@pytest.mark.parametrize("province", provinces().values(), ids=lambda p: p.slug)
def test_slug_and_host_label_are_the_label_without_accents(province):
    words = fold(province.label).removeprefix("thanh pho ")
    assert province.slug == words.replace(" ", "_")
    assert province.host_label.replace("-", "").removesuffix("city") == words.replace(" ", "")
    assert re.fullmatch(r"[a-z]+(-[a-z]+)?", province.host_label)


@pytest.mark.parametrize(
    ("slug", "now"),
    [
        ("ha_giang", "tuyen_quang"),
        ("bac_giang", "bac_ninh"),
        ("vinh_phuc", "phu_tho"),
        ("dak_nong", "lam_dong"),
        ("binh_thuan", "lam_dong"),
        ("ba_ria_vung_tau", "ho_chi_minh"),
        ("quang_nam", "da_nang"),
        ("kien_giang", "an_giang"),
        ("thua_thien_hue", "hue"),
        ("ha_noi", "ha_noi"),
        ("cao_bang", "cao_bang"),
        ("trung_uong", "trung_uong"),
    ],
)
def test_successor(slug, now):
    assert successor(slug) == now


def test_an_unknown_label_is_refused_not_guessed():
    with pytest.raises(KeyError):
        successor("atlantis")
    assert province_label("atlantis") is None
    assert province_label("") is None
