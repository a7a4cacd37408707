import re
from datetime import UTC, datetime

import pytest
from lxml import etree

from crawler.reports import write_report
from crawler.reports.figures import OTHERS, fields_drawn, lags, months_drawn
from crawler.reports.pictures import fields_picture, lags_picture, months_picture
from crawler.store.store import Store
from crawler.store.summary import fill_rates, months
from items import Moment
from tests.browser import chromium, needs_chromium, other_hosts, show
from tests.made_store import fill, made_article

HOSTILE = '<script>window.PWNED=1</script><img src="https://evil.example/x" onerror="window.PWNED=1">'


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    articles = [
        made_article(number, published=Moment(f"20{18 + number % 5}-{number % 12 + 1:02}-10", "day", "x", "visible"))
        for number in range(1, 60)
    ]
    articles += [made_article(100 + number, portal=f"so_{number:02}") for number in range(14)]
    articles.append(made_article(200, title=HOSTILE, section=HOSTILE, published=None, paragraphs=["a\u202eb", HOSTILE]))
    path = fill(tmp_path_factory.mktemp("store") / "articles.db", articles)
    with Store.open(path, readonly=True) as store:
        yield store


@pytest.fixture(scope="module")
def report(store, tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "report.html"
    return write_report(store.connection, path, made_at=datetime(2026, 1, 2, tzinfo=UTC))


def test_figures_add_up(store):
    drawn = months_drawn(months(store.connection))
    assert next(iter(drawn)) == "so_mau"  # the largest first
    assert sum(drawn["so_mau"].values()) == 59  # the undated one is left out
    assert sum(drawn[OTHERS].values()) == 3  # 15 portals, 12 drawn one by one
    assert all(
        0 <= share <= 1 for rates in fields_drawn(fill_rates(store.connection)).values() for share in rates.values()
    )


def test_lag_is_from_publication_to_first_seen(tmp_path):
    days = ["2020-09-12", "2020-09-03", "2020-08-14"]  # stored on 2020-09-13
    articles = [made_article(n, published=Moment(day, "day", day, "visible")) for n, day in enumerate(days)]
    articles.append(made_article(9, published=Moment("2020-01", "month", "x", "prefix")))
    with Store.open(fill(tmp_path / "a.db", articles)) as store:
        low, median, high = lags(store.connection, ["so_mau", "so_trong"])["so_mau"]
    assert round(median) == 11
    assert low < median < high < 31


PICTURES = [
    months_picture({"so_mau": {"2020-01": 3, "2021-12": 5}, "so <b> & $khac$": {"2020-06": 1}}),
    months_picture({"so_mau": {"2020-01": 1}}),
    fields_picture({"so_mau": {"lead": 0.5, "agency": 1.0}, "so_khac": {"lead": 0.0, "agency": 1.0}}),
    lags_picture({"so_mau": (0.0, 1.5, 4000.0), "so_khac": (0.0, 0.0, 0.0)}),
]


@pytest.mark.parametrize("svg", PICTURES, ids=range(len(PICTURES)))
def test_pictures_stand_alone_and_take_the_colours_of_the_page(svg):
    tree = etree.fromstring(svg.encode())
    assert tree.get("role") == "img"
    assert tree.get("aria-label")
    assert tree.get("width") is None  # as wide as the page allows
    assert "var(--accent)" in svg
    assert not set(re.findall(r"#[0-9a-fA-F]{6}\b", svg)) - {"#ffffff"}
    references = {value for element in tree.iter() for name, value in element.attrib.items() if name.endswith("href")}
    assert all(value.startswith("#") for value in references)


def test_names_are_escaped_and_no_formulas():
    assert "so &lt;b&gt; &amp; $khac$" in PICTURES[0]


def test_nothing_to_draw():
    assert months_picture({}) == fields_picture({}) == lags_picture({}) == ""


def test_same_store_same_report(store, report, tmp_path):
    again = write_report(store.connection, tmp_path / "again.html", made_at=datetime(2026, 1, 2, tzinfo=UTC))
    assert again.read_bytes() == report.read_bytes()


def test_an_empty_store_has_a_report(tmp_path):
    with Store.open(tmp_path / "a.db") as store:
        assert "Nothing was crawled yet" in write_report(store.connection, tmp_path / "r.html").read_text("utf-8")


@needs_chromium
@pytest.mark.parametrize("width", [1200, 390])
def test_E2_report_in_a_browser(report, tmp_path, width):
    with chromium(tmp_path / "profile") as driver:
        colours = []
        for dark in (False, True):
            show(driver, report.as_uri(), width=width, dark=dark)
            assert driver.execute_script("return typeof window.PWNED") == "undefined"
            assert driver.execute_script("return document.querySelectorAll('figure svg').length") == 3
            assert driver.execute_script("return document.documentElement.scrollWidth") <= width
            small = "return Math.min(...[...document.querySelectorAll('figure svg text')].map(t => t.getBoundingClientRect().height))"
            assert driver.execute_script(small) >= 9
            ink = "return [getComputedStyle(document.querySelector('figure svg text')).fill, getComputedStyle(document.body).backgroundColor]"
            colours.append(driver.execute_script(ink))
        assert all(light != dark for light, dark in zip(*colours, strict=True))
        assert other_hosts(driver) == set()
