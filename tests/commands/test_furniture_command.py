"""`scrapy furniture`: what was learned is shown, and taken back."""

import pytest

from crawler.store.furniture import LearnedRow, SelectorRow, keep
from crawler.store.store import Store


@pytest.fixture
def store(tmp_path):
    path = tmp_path / "articles.db"
    row = LearnedRow(
        "so_mau_example",
        1_600_000_000,
        {"family": "generic", "home": "https://so-mau.example/", "article_mark": "h1.ten"},
        (SelectorRow("title", "h1.ten", 9, 10), SelectorRow("body", "div[class^='Bai']", 10, 10)),
        ("Thống kê truy cập",),
    )
    with Store.open(path) as opened, opened.transaction():
        keep(opened.connection, row)
    return f"-sSTORE_PATH={path}"


def test_it_is_shown_with_its_agreement_and_forgotten_once(scrapy, store):
    assert "so_mau_example" in scrapy("furniture", store).out
    shown = scrapy("furniture", store, "so_mau_example").out
    assert "9 of 10 pages" in shown
    assert "div[class^='Bai']" in shown
    assert "Thống kê truy cập" in shown
    assert "forgotten" in scrapy("furniture", store, "so_mau_example", "--forget").out
    again = scrapy("furniture", store, "so_mau_example")
    assert again.code == 1
    assert "nothing was learned" in again.out


def test_forgetting_wants_a_name(scrapy, store):
    done = scrapy("furniture", store, "--forget")
    assert done.code == 2
    assert "name one portal" in done.err
