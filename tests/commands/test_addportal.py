"""A new portal from its address: the class as a person would write it, its pages saved, its checks run."""

import json
import re
from pathlib import Path

import pytest

from crawler.commands.address_book import loaded_class, register_host, with_class
from crawler.demo import home, portal, serve
from crawler.probing.portal_class import ClassSource, agency_in
from spiders.registry.tables import rows

QUICK = ("-sDOWNLOAD_DELAY=0", "-sALLOWED_PRIVATE_NETWORKS=127.0.0.1/32")
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def added(scrapy, tmp_path_factory):
    """Two portals added to an address book of their own: one of a known family, one taken for unknown."""
    folder = tmp_path_factory.mktemp("book")
    into, pages = folder / "spiders", folder / "pages"
    (into / "registry").mkdir(parents=True)
    (into / "registry" / "hosts.csv").write_bytes((ROOT / "spiders/registry/hosts.csv").read_bytes())
    to = (f"--into={into}", f"--folder={pages}")
    with serve() as server:
        known = scrapy("addportal", *QUICK, *to, "ha_nam_mau", home(portal("nukeviet")), http_proxy=server.proxy)
        unknown = scrapy(
            "addportal", *QUICK, *to, "--family=generic", "ha_nam_la", home(portal("tan_dan")), http_proxy=server.proxy
        )
    return into, pages, known, unknown


def _code_lines(path, name):
    """Lines of a class without docstring and blank lines."""
    text = path.read_text(encoding="utf-8")
    body = re.search(rf"^class {name}\(.*?(?=^class |\Z)", text, re.MULTILINE | re.DOTALL)[0]
    return [line for line in body.splitlines() if line.strip() and not line.strip().startswith('"""')]


def test_a_portal_of_a_known_family_costs_at_most_six_lines(added):
    into, _, known, _ = added
    assert known.code == 0, known.out + known.err
    lines = _code_lines(into / "ha_nam.py", "HaNamMau")
    assert lines[0] == "class HaNamMau(NukeVietSpider):"
    assert len(lines) <= 6


def test_an_unknown_one_costs_at_most_twenty_five(added):
    into, _, _, unknown = added
    assert unknown.code == 0, unknown.out + unknown.err
    assert len(_code_lines(into / "ha_nam.py", "HaNamLa")) <= 25


def test_the_module_loads_and_the_classes_are_proven(added):
    into = added[0]
    for name in ("ha_nam_mau", "ha_nam_la"):
        found = loaded_class(into / "ha_nam.py", name)
        assert found.proven
        assert found.hosts()
    with pytest.raises(LookupError):
        loaded_class(into / "ha_nam.py", "ha_nam_khong_co")


def test_five_articles_and_a_section_page_are_saved_with_their_readings(added):
    for name in ("ha_nam_mau", "ha_nam_la"):
        records = [json.loads(path.read_text(encoding="utf-8")) for path in (added[1] / name).glob("*.json")]
        articles = [record for record in records if "title" in record]
        [section] = [record for record in records if "links" in record]
        assert len(articles) == 5
        assert all(record["published"] and record["paragraphs"] for record in articles)
        assert section["links"]
        assert section["next_pages"]


def test_saved_pages_hold_no_scripts_and_styles(added):
    pages = list(added[1].glob("*/*.html"))
    assert len(pages) == 12
    assert not [page for page in pages if b"<style" in page.read_bytes() or b"text/javascript" in page.read_bytes()]


def test_the_host_stands_in_the_registry_as_it_was_seen(added):
    table = (added[0] / "registry" / "hosts.csv").read_text(encoding="utf-8").splitlines()
    [row] = [line for line in table if line.startswith("so.nukeviet.demo,")]
    assert row.startswith(
        "so.nukeviet.demo,http,Sở Thông tin và Truyền thông Tây Hà Trung,so,ha_nam,nukeviet,/vi/news/"
    )


def test_it_says_what_a_person_should_look_at(added):
    _, _, known, _ = added
    asked = known.out.partition("Look at:")[2]
    assert "docstring" in asked
    assert "against the pages" in asked
    assert "short_body" in asked
    assert "scrapy checkportals ha_nam_mau" in asked


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["mau"], "give a name and an address"),
        (["Mau Moi", "https://so.example.gov.vn/"], "small letters"),
        (["ha_noi_stttt", "https://sotttt.hanoi.gov.vn/"], "there is such a portal"),
        (["ha_nam_mau", "so.example.gov.vn"], "not an http(s) address"),
    ],
)
def test_bad_input_ends_in_one_line(scrapy, arguments, words):
    done = scrapy("addportal", *arguments)
    assert done.code == 2
    assert words in done.err
    assert len(done.err.strip().splitlines()) == 1


SOURCE = ClassSource("DrupalSpider", 'class B(DrupalSpider):\n    name = "b"\n', needs_selectors=True, proven=True)


def test_a_class_is_added_at_the_end_and_its_imports_are_merged():
    module = '"""Mẫu."""\n\nfrom crawler.platforms import VhvSpider\n\n\nclass A(VhvSpider):\n    name = "a"\n'
    text = with_class(module, SOURCE, "")
    assert "from crawler.platforms import DrupalSpider, VhvSpider\n" in text
    assert text.index("import Selectors") < text.index("crawler.platforms")
    assert text.endswith('\n\n\nclass B(DrupalSpider):\n    name = "b"\n')
    compile(text, "module", "exec")


def test_many_bases_are_imported_a_line_each():
    names = ", ".join(f"Rather{chr(65 + n)}LongSpider" for n in range(6))
    text = with_class(f'"""Mẫu."""\n\nfrom crawler.platforms import {names}\n', SOURCE, "")
    assert "import (\n    DrupalSpider,\n" in text
    compile(text, "module", "exec")


def test_a_host_that_stands_in_the_table_is_left_as_it_is(added, tmp_path):
    table = tmp_path / "hosts.csv"
    table.write_bytes((added[0] / "registry" / "hosts.csv").read_bytes())
    before = table.read_bytes()

    class Found:
        home = "http://so.nukeviet.demo/"

    assert not register_host(table, Found, "Sở khác", "ha_noi")
    assert table.read_bytes() == before
    assert len(rows("hosts")) > 50


@pytest.mark.parametrize(
    ("title", "agency"),
    [
        ("Trang chủ - Website Sở Tư pháp tỉnh Mẫu", "Sở Tư pháp tỉnh Mẫu"),
        ("Cổng thông tin điện tử UBND huyện Khe Mây | Trang chủ", "UBND huyện Khe Mây"),
        ("Trang chủ", None),
        ("Home - Portal", None),
    ],
)
def test_the_body_is_taken_from_the_title(title, agency):
    assert agency_in(title) == agency
