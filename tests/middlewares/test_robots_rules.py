import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.middlewares.robots_rules import RobotsRules, UnreadableRobots, robots_text

RULES = "User-agent: *\nDisallow: /rieng/\n"
PRIVATE, PUBLIC = "https://so.example/rieng/a.html", "https://so.example/tin/a.html"


def rules(body: bytes | str) -> RobotsRules:
    return RobotsRules.read(body.encode() if isinstance(body, str) else body, "TinSo")


@pytest.mark.parametrize(
    "body",
    [
        RULES,
        "\ufeff" + RULES,
        RULES.replace("\n", "\r"),
        RULES.replace("\n", "\r\n"),
        "# chú thích\n\n" + RULES,
        RULES.lower(),
        "User-agent: TinSo\nDisallow: /rieng/\n\nUser-agent: *\nDisallow: /\n",
        "User-agent: *\nDisallow: /\nAllow: /tin/\n",
        "User-agent: *\nDisallow: *rieng\n",
    ],
)
def test_what_is_private_stays_private(body):
    assert not rules(body).allows(PRIVATE)
    assert rules(body).allows(PUBLIC)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_wide_letters_are_understood(encoding):
    assert not rules(RULES.encode(encoding)).allows(PRIVATE)


@pytest.mark.parametrize(
    "body",
    ["", "\n\n", "<!DOCTYPE html><p>User-agent: *</p>\nDisallow: /\n", "  <html>Disallow: /", "User-agent: *\nDisallow:\n",
     "User-agent: khac\nDisallow: /\n", "Không có gì"],
)  # fmt: skip
def test_what_is_no_rule_forbids_nothing(body):
    assert rules(body).allows(PRIVATE)


@pytest.mark.parametrize(
    ("line", "seconds"),
    [("Crawl-delay: 2", 2.0), ("Crawl-delay: 2.5", 2.5), ("Crawl-delay: 9999", 60.0), ("Crawl-delay: -3", 0.0),
     ("Crawl-delay: nhanh", 0.0), ("", 0.0)],
)  # fmt: skip
def test_crawl_delay_in_seconds_up_to_a_minute(line, seconds):
    assert rules(f"User-agent: *\n{line}\n").crawl_delay == seconds


def test_a_megabyte_is_read_in_time_and_cut_at_a_line():
    long = RULES + "Disallow: /x{}\n".format("y" * 80) * 15_000 + "Disallow: /cuoi/\n"
    begun = time.process_time()
    read = rules(long)
    assert time.process_time() - begun < 1
    assert not read.allows(PRIVATE)
    assert not read.allows("https://so.example/cuoi/a") or len(long) > 1_500 * 1024


def test_binary_is_unreadable():
    with pytest.raises(UnreadableRobots):
        rules(bytes(range(32)) * 20)


@given(st.binary(max_size=3000))
def test_any_bytes_are_rules_or_unreadable(body):
    try:
        assert isinstance(robots_text(body), str)
        assert isinstance(rules(body).allows(PRIVATE), bool)
    except UnreadableRobots:
        pass
