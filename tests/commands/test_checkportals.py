"""What checkportals finds wrong with a portal class, and what it leaves alone."""

import json

import pytest
from scrapy.utils.project import get_project_settings

from crawler.commands.address_book import loaded_class
from crawler.commands.portal_checks import problems_of
from crawler.saved_pages import saved_pages

GOOD = '''"""Portals of Hà Nam."""

from crawler.platforms import SharePointSpider


class HaNamMau(SharePointSpider):
    """UBND tỉnh Hà Nam."""

    name = "ha_nam_mau"
    home = "http://hanam.gov.vn/"
    proven = False
'''


@pytest.fixture
def check(tmp_path):
    def check(text, module="ha_nam"):
        path = tmp_path / f"{module}.py"
        path.write_text(text, encoding="utf-8")
        acceptance = tmp_path / "acceptance"
        acceptance.mkdir(exist_ok=True)
        (acceptance / "test_replay.py").write_text('PORTALS = ["ha_nam_proven"]', encoding="utf-8")
        name = text.split('name = "')[1].split('"')[0]
        return list(problems_of(loaded_class(path, name), path, get_project_settings(), tmp_path / "pages", acceptance))

    return check


def test_a_good_class_is_left_alone(check):
    assert check(GOOD) == []


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('name = "ha_nam_mau"', 'name = "HaNamMau"', "small letters"),
        ("class HaNamMau", "class Mau", "should be called"),
        ('    """UBND tỉnh Hà Nam."""\n', "", "no docstring"),
        ("    proven = False\n", "", "calls itself proven"),
        ("http://hanam.gov.vn/", "http://la.example/", "not in spiders/registry/hosts.csv"),
        ("SharePointSpider", "VhvSpider", "in the registry"),
        ('    name = "ha_nam_mau"\n', "", "out of order"),
        ("    proven = False\n", "    proven = False\n" + "    menu_depth = 2\n" * 3, "7 lines"),
    ],
)
def test_what_is_wrong_is_said(check, before, after, words):
    text = GOOD.replace(before, after)
    if words == "out of order":
        text += '    name = "ha_nam_mau"\n'
    assert any(words in problem for problem in check(text)), check(text)


def test_a_class_in_another_provinces_module_is_found(check):
    assert any("of ha_nam, the class stands in ha_noi" in problem for problem in check(GOOD, "ha_noi"))


def test_an_acceptance_test_proves_a_class_whose_pages_may_not_be_kept(check):
    text = GOOD.replace("ha_nam_mau", "ha_nam_proven").replace("HaNamMau", "HaNamProven")
    assert check(text.replace("    proven = False\n", "")) == []


def test_a_page_that_reads_otherwise_is_found(check, tmp_path):
    folder = tmp_path / "pages" / "ha_nam_mau"
    folder.mkdir(parents=True)
    (folder / "tin.html").write_text("<title>Tin</title><p>Trang này không có bài.</p>", encoding="utf-8")
    expected = {"url": "http://hanam.gov.vn/tin.html", "title": "Họp giao ban"}
    (folder / "tin.json").write_text(json.dumps(expected), encoding="utf-8")
    assert len(list(saved_pages(tmp_path / "pages"))) == 1
    assert any("title: 'Họp giao ban' expected" in problem for problem in check(GOOD))


def test_the_address_book_is_in_order(scrapy):
    done = scrapy("checkportals")
    assert done.code == 0, done.out
    assert "in order" in done.out
