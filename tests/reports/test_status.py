"""The status site: true, whole, harmless, readable in a real browser on a narrow screen."""

import json
import random
import re
from datetime import datetime, timedelta
from io import StringIO
from xml.etree import ElementTree as ET

import pytest
from lxml import html
from rich.console import Console

from crawler.commands.status import runs_table, status_table
from crawler.fleet.rhythm import VIETNAM
from crawler.health import Expectations, Observed
from crawler.health.book import judge_portal
from crawler.reports.portal_status import status_of
from crawler.reports.status import write_status
from crawler.store.outcomes import Reading
from crawler.store.store import Store
from crawler.store.summary import fill_rates
from crawler.store.verdict_rows import incident_rows
from items import Moment, Page
from tests.browser import chromium, needs_chromium, other_hosts, show
from tests.health.test_judge import OTHER_BUILD, lists, seen
from tests.made_store import made_article

NOW = datetime(2026, 5, 20, 10, 0, tzinfo=VIETNAM)
EVIL = "<script>alert(1)</script>\u202egnp"
PORTALS = {
    "bac_mau_stttt": (9, None),
    "dong_mau_skhcn": (3, {"lists": lists(links=0), "articles": 0, "new": 0}),
    "ha_mau_stttt": (1, {"article_build": OTHER_BUILD}),
    "nam_mau_ubnd": (14, None),
    "tay_mau_stttt": (5, {"lists": lists(reason="robots_unreachable", links=None), "articles": 0, "new": 0}),
    "xa_mau": (0.3, None),
}  # fmt: skip
"""Name -> news a week, and what its last run saw (None: nothing odd)."""


def made_status(path):
    """Return the status of six invented portals of the last twelve weeks, and the incidents."""
    chance = random.Random(7)
    with Store.open(path) as store:
        for name, (a_week, odd) in PORTALS.items():
            fill(store, name, a_week, chance)
            for day in range(6, -1, -1):
                ledger(store, name, NOW - timedelta(days=day, minutes=40), odd if day == 0 else None)
                judge_portal(store.connection, name, Expectations, now=NOW.timestamp() + 3600)
        rates = fill_rates(store.connection)
        portals = [
            status_of(
                store.connection, name, Expectations, rates.get(name, {}), now=NOW.timestamp(), title="Sở Mẫu · Bắc Mẫu"
            )
            for name in PORTALS
        ]
        return portals, incident_rows(store.connection)


def fill(store, name, a_week, chance):
    with store.transaction():
        for number in range(round(a_week * 12)):
            at = NOW - timedelta(hours=chance.uniform(3, 12 * 7 * 24))
            url = f"https://{name}.example/tin/{number}"
            title = EVIL if name == "nam_mau_ubnd" else f"Lớp tập huấn số {number} ở xã Mường Mẫu"
            article = made_article(
                number, url=url, canonical_url=url, portal=name, title=title, lead=None if number % 3 else "Lời dẫn.",
                published=Moment(at.isoformat(timespec="seconds"), "second", "", "visible"),
            )  # fmt: skip
            seen_at = int(at.timestamp() + chance.expovariate(1 / 7200))
            store.settling.settle(name, Reading(url, Page(url, f"<p>{url}".encode()), article), run=None, now=seen_at)


def ledger(store, name, at, odd):
    began = int(at.timestamp())
    observed: Observed = seen(**({"lists": lists(), "days": [at.date().toordinal()] * 3} | (odd or {})))
    tally = {"observed": observed.write(), "store/stored": observed.new, "downloader/response_bytes": 800_000}
    if odd and "robots_unreachable" in str(odd):
        tally["incident/dns"] = 3
    store.connection.execute(
        "INSERT INTO runs (round, portal, arguments, started_at, alive_at, finished_at, reason, tally)"
        " VALUES (0, ?, '{}', ?, ?, ?, 'finished', ?)", (name, began, began + 90, began + 90, json.dumps(tally)),
    )  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("status")
    portals, incidents = made_status(folder / "articles.db")
    write_status(portals, incidents, folder / "site", NOW.timestamp())
    return folder / "site"


def text_of(path):
    return re.sub(r"\s+", " ", html.fromstring(path.read_text("utf-8")).text_content())


def test_the_index_says_who_needs_a_person(site):
    words = text_of(site / "index.html")
    assert "2 fail · 1 warn · 3 ok" in words
    assert "dong_mau_skhcn" in words.split("Portals")[0]
    assert "its lists show no articles (0 article links on 2 lists; usually 20)" in words
    assert "its host has no address any more" in words


def test_a_portals_page_has_its_weeks_runs_and_articles(site):
    words = text_of(site / "bac_mau_stttt.html")
    for part in (
        "this week",
        "last ok",
        "half within",
        "Fields found",
        "lead 33 %",
        "Runs",
        "none so far",
        "Mường Mẫu",
    ):
        assert part in words, part


def test_words_of_a_portal_stay_words(site):
    page = (site / "nam_mau_ubnd.html").read_text("utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "\u202e" not in page


def test_every_page_forbids_scripts_and_other_hosts(site):
    for path in site.glob("*.html"):
        page = path.read_text("utf-8")
        assert "default-src 'none'" in page, path
        assert not re.search(r"<script|<img|\son\w+=|javascript:", page), path


def test_every_link_of_the_index_leads_somewhere(site):
    links = html.parse(site / "index.html").xpath("//@href")
    assert [link for link in links if not (site / link).exists()] == []


def test_badges_and_feed_are_xml(site):
    for name in PORTALS:
        badge = ET.parse(site / f"{name}.svg").getroot()
        assert name in badge.get("aria-label")
    feed = ET.parse(site / "incidents.rss").getroot()
    titles = [item.findtext("title") for item in feed.iter("item")]
    assert "dong_mau_skhcn: its lists show no articles" in titles
    assert len(titles) == len({item.findtext("guid") for item in feed.iter("item")}) == 3


@needs_chromium
def test_a_browser_shows_it_on_a_phone_and_in_the_dark_and_asks_nobody(site, tmp_path):
    with chromium(tmp_path) as driver:
        for width, dark in ((400, False), (1100, True)):
            show(driver, (site / "index.html").as_uri(), width=width, dark=dark)
            assert driver.execute_script("return document.documentElement.scrollWidth") <= width
            ink, paper = (
                driver.execute_script(f"return getComputedStyle(document.body).{name}")
                for name in ("color", "backgroundColor")
            )
            assert (brightness(ink) > brightness(paper)) is dark
            bars = driver.execute_script(
                "return [...document.querySelectorAll('svg rect')].map(r => r.getBoundingClientRect().height)"
            )
            assert len(bars) == 12 * len(PORTALS)
            assert max(bars) > 20
        assert other_hosts(driver) == set()


def brightness(colour):
    return sum(float(part) for part in re.findall(r"[\d.]+", colour)[:3])


def test_a_narrow_terminal_loses_columns_and_no_word(tmp_path):
    portals, _ = made_status(tmp_path / "articles.db")
    for width, wide in ((80, False), (120, True)):
        console = Console(width=width, file=StringIO(), highlight=False)
        console.print(status_table(portals, NOW.timestamp(), wide=wide))
        shown = console.file.getvalue()
        assert "…" not in shown
        assert [line.split()[1] for line in shown.splitlines() if "mau" in line] == ["fail"] * 2 + ["warn"] + ["ok"] * 3
        assert ("seen after" in shown) is wide


def test_the_runs_of_one_portal_say_what_they_met(tmp_path):
    portals, _ = made_status(tmp_path / "articles.db")
    console = Console(width=120, file=StringIO(), highlight=False)
    console.print(runs_table(next(portal for portal in portals if portal.name == "dong_mau_skhcn")))
    rows = [line.split() for line in console.file.getvalue().splitlines() if "UTC" in line]
    assert [row[4] for row in rows] == ["fail"] + ["ok"] * 6
