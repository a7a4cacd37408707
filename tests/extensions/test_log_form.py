"""Log lines: one record is one line whatever a page says; JSON on request."""

import json
import logging

import pytest

from crawler.extensions.log_form import EscapedFormatter, JsonFormatter


def record(message, *args, **extra):
    return logging.makeLogRecord({"name": "crawler", "levelname": "INFO", "msg": message, "args": args, **extra})


HOSTILE = [
    "tin\n2026-05-20 [x] ERROR: giả",
    "\x1b[2Jxóa",
    "chuông\x07",
    "\u202egnp",
    "dòng\u2028mới",
    "\x9b31m",
    "a\rb",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_E9_a_line_cannot_be_forged(words):
    for form in (EscapedFormatter("%(levelname)s: %(message)s"), JsonFormatter("so_mau")):
        line = form.format(record("Dropped %s", words))
        assert line.isprintable(), line
        assert len(line.splitlines()) == 1


def test_vietnamese_stays_readable():
    assert EscapedFormatter("%(message)s").format(record("Sở %s", "Đắk Nông")) == "Sở Đắk Nông"
    assert "Đắk Nông" in JsonFormatter().format(record("Đắk Nông"))


def test_json_lines_hold_the_message_and_its_numbers():
    line = json.loads(JsonFormatter("so_mau").format(record("%d pages", 7, pages=7, odd=object())))
    assert line["message"] == "7 pages"
    assert (line["portal"], line["pages"], "odd" in line) == ("so_mau", 7, False)


def test_a_traceback_is_indented_in_plain_and_whole_in_json():
    try:
        raise ValueError("xấu\nERROR: giả")  # noqa: TRY301
    except ValueError as error:
        broken = record("It broke", exc_info=(ValueError, error, error.__traceback__))
    plain = EscapedFormatter("%(message)s").format(broken)
    assert all(line.startswith("  ") for line in plain.split("\n")[1:])
    assert "ERROR: giả" in json.loads(JsonFormatter().format(broken))["error"]
