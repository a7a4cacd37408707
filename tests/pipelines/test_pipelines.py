"""What each station passes on, and what it stops with which reason."""

from dataclasses import dataclass

import pytest
from scrapy.exceptions import DropItem

from crawler.pipelines.deduplicate import DeduplicatePipeline
from crawler.pipelines.validate import ValidatePipeline, fault_of
from crawler.store import Failed, Reading, SectionRead, Skipped
from items import Article, Attachment, Image, Page

URL = "https://so.example/tin-1.html"


@dataclass
class Document:
    number: str


def reading(**fields):
    return Reading(URL, Page(URL, b""), Article(**{"url": URL, "title": "Tin", "text": "Nội dung.", **fields}))


SOUND = [
    {},
    {"text": "", "attachments": [Attachment("https://so.example/a.pdf")]},
    {"text": "", "images": [Image("https://so.example/a.jpg")]},
    {"url": None},
    {"text": ""},  # a notice that is a title and a date
    {"title": "A"},
]
UNSOUND = [
    ({"title": " \n"}, "invalid:no_title"),
    ({"url": "file:///etc/passwd"}, "invalid:no_web_address"),
    ({"url": "javascript:void(0)"}, "invalid:no_web_address"),
]


@pytest.mark.parametrize("fields", SOUND)
def test_sound_articles_pass_unchanged(fields):
    item = reading(**fields)
    assert ValidatePipeline().process_item(item) is item


@pytest.mark.parametrize(("fields", "reason"), UNSOUND)
def test_unsound_articles_are_stopped_with_the_reason(fields, reason):
    with pytest.raises(DropItem, match=reason):
        ValidatePipeline().process_item(reading(**fields))


@pytest.mark.parametrize(
    "item",
    [
        Reading(URL, None, reason="captcha"),
        SectionRead(URL, 3),
        Failed(URL, "timeout"),
        Skipped(URL, "robots"),
        Document("12/KH"),
        {"number": "12/KH"},
    ],
)
def test_everything_that_is_an_item_passes_both_stations(item):
    assert ValidatePipeline().process_item(item) is item
    station = DeduplicatePipeline()
    assert station.process_item(item) is item


def test_what_is_no_item_is_stopped():
    with pytest.raises(DropItem, match="invalid:int is no item"):
        ValidatePipeline().process_item(7)


def test_the_same_item_of_another_class_passes_once_a_run():
    station = DeduplicatePipeline()
    station.process_item(Document("12/KH"))
    with pytest.raises(DropItem, match="duplicate"):
        station.process_item(Document("12/KH"))
    station.process_item(Document("13/KH"))
    station.process_item({"number": "12/KH"})  # another class


def test_outcomes_pass_as_often_as_they_come():
    station = DeduplicatePipeline()
    for _ in range(2):
        assert station.process_item(reading())


def test_a_fault_is_named_only_when_there_is_one():
    assert fault_of(reading().article) is None
