"""Every saved page reads as it did when a person approved it: `scrapy capture --again` shows and writes what changed."""

from pathlib import Path

import pytest
from scrapy.utils.project import get_project_settings

from crawler.commands.portal_choice import portal_class
from crawler.saved_pages import differences, found_today, saved_pages

PAGES = Path(__file__).parent / "pages"


@pytest.mark.parametrize("page", list(saved_pages(PAGES)), ids=lambda page: f"{page.portal}/{page.html.stem}")
def test_it_reads_as_expected(page):
    settings = get_project_settings()
    portal = portal_class(settings, page.portal)
    found = found_today(page, portal.reading_portal(settings), portal.article_url)
    assert not differences(page.expected(), found)


def test_every_reading_lies_beside_its_page():
    alone = [
        path
        for path in PAGES.glob("*/*")
        if not path.with_suffix(".html").exists() or not path.with_suffix(".json").exists()
    ]
    assert not alone
