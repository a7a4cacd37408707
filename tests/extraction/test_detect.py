import pytest

from crawler.extraction.detect import detect, quick_family
from crawler.extraction.families import FAMILIES
from items import Page

SEEN = [
    ("liferay6", "https://so.example/tin/-/view_content/1-a", b"<script src=/Liferay.js></script>" + b" " * 9000 + b'<div class="asset-full-content-title">'),
    ("liferay7", "https://so.example/-/1-2", b'Liferay <div id="p_p_id_com_liferay_asset_publisher_web_portlet_X">'),
    ("bac_ninh_liferay", "https://so.example/news/-/details/5/a-1", b'Liferay <div id="newsbycategory_WAR_bacninhportlet">'),
    ("sharepoint_lacviet", "https://huyen.example/a", b'<meta name=GENERATOR content="Microsoft SharePoint"><table id="tableforprint">'),
    ("sharepoint", "https://so.example/Pages/a.aspx", b'<meta name=GENERATOR content="Microsoft SharePoint"><div id="s4-workspace">'),
    ("nukeviet", "https://so.example/vi/news/a/b-1.html", b'<meta name="generator" content="NukeViet v4.5"><div id="news-bodyhtml">'),
    ("nukeviet_egov", "https://so.example/vi/news/a/b-1.html", b'NukeViet <div class="newsdetailmetatop"><div id="news-bodyhtml"><div class="newsdetailbox">'),
    ("drupal", "https://so.example/node/1", b'<meta name="Generator" content="Drupal 7">'),
    ("wordpress", "https://so.example/a", b'<link href="/wp-content/themes/x">'),
    ("joomla", "https://so.example/index.php?option=com_content&view=article&id=1", b'<meta name="generator" content="Joomla! - Open">'),
    ("generic", "https://so.example/a", b"<html><body><p>Liferay l\xc3\xa0 m\xe1\xbb\x99t ph\xe1\xba\xa7n m\xe1\xbb\x81m"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "url", "body"), SEEN)
def test_families_by_their_marks(name, url, body):
    assert quick_family(Page(url=url, body=body)).name == name


@pytest.mark.parametrize(("name", "body"), [(name, body) for name, _, body in SEEN])
def test_without_an_address_the_whole_page_is_asked(name, body):
    assert quick_family(Page(url="", body=body)).name == name


@pytest.mark.parametrize(
    ("marks", "name"),
    [
        (b"Liferay.ThemeDisplay p_p_id_101_ asset-full-content-title com_liferay_asset_publisher_web_portlet p_p_id_com_liferay_", "liferay6"),
        (b"Liferay.ThemeDisplay p_p_id_101_ com_liferay_asset_publisher_web_portlet p_p_id_com_liferay_", "liferay7"),
        (b"Liferay.ThemeDisplay bacninhportlet", "bac_ninh_liferay"),
    ],
    ids=["most marks", "the first of two with as many", "the first, with its only one"],
)  # fmt: skip
def test_of_one_makers_families_the_one_with_most_marks(marks, name):
    assert quick_family(Page(url="https://so.example/a", body=marks)).name == name


def test_evidence_is_named():
    found = detect(Page(url="https://so.example/vi/news/a/b-1.html", body=b"NukeViet news-bodyhtml"))
    assert found.family.name == "nukeviet"
    assert set(found.evidence) >= {"NukeViet", "news-bodyhtml", "/vi/news/"}
    assert 0 < found.confidence <= 1


def test_every_family_has_a_name_of_its_own():
    assert all(family.name == name for name, family in FAMILIES.items())
