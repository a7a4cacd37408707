"""The bar and the line a minute: what is done and what is left, without a bar that shrinks."""

from types import SimpleNamespace

import pytest
from scrapy.utils.test import get_crawler

from crawler.extensions.progress import ProgressExtension


@pytest.fixture
def progress():
    crawler = get_crawler()
    crawler.stats = crawler.stats or SimpleNamespace()
    return ProgressExtension(crawler)


class Waiting:
    def __init__(self, number):
        self.number = number

    def __len__(self):
        return self.number


def test_what_waits_is_told(progress):
    progress.crawler.engine = SimpleNamespace(_slot=SimpleNamespace(scheduler=Waiting(1234)))
    assert progress.facts()[1] == 1234
    assert "1,234 to do" in progress.facts()[2]


def test_what_was_asked_for_is_still_to_do(progress):
    slot, downloader = SimpleNamespace(scheduler=Waiting(0)), SimpleNamespace(active={1, 2, 3})
    progress.crawler.engine = SimpleNamespace(_slot=slot, downloader=downloader)
    assert progress.facts()[1] == 3


def test_before_and_after_the_crawl_nothing_waits(progress):
    progress.crawler.engine = SimpleNamespace(_slot=None)
    assert progress.facts()[1] == 0


def test_the_bar_only_moves_while_more_is_found(progress):
    progress._grew_at -= 60
    assert [progress._total(known) for known in (10, 20, 20, 30)] == [None] * 4
    progress._grew_at -= 60
    assert [progress._total(known) for known in (30, 30)] == [30, 30]
    assert progress._total(31) is None
