"""What went wrong in a crawl, one line each: the run report and the address ledger read from here.

A crawl of department portals always meets something: a torn page, a captcha, a host that answers 503 for an hour.
None of it stops the run and none of it may be forgotten, so every guard that refuses a page writes an `Incident` and
says when the address may be tried again.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from weakref import WeakKeyDictionary

from scrapy.crawler import Crawler

INCIDENT_RECORDED: Final = object()
"""Scrapy signal, sent with `incident=Incident` and `spider=`: whoever keeps a ledger of addresses listens to it."""

_KEPT: Final = 10_000  # a run that goes wrong for every address must not fill the memory with the story of it


@dataclass(frozen=True, slots=True)
class Incident:
    """One thing that went wrong with one address."""

    url: str
    at: datetime
    """The instant, in UTC."""
    class_: str
    """One stable word, with the kind after a colon: `timeout`, `torn`, `too_big`, `blocked:captcha`, `host_down`,
    ..."""
    detail: str = ""
    next_try: datetime | None = None
    """Not before this instant; None when the next run may try at once, or never (see `class_`)."""


class IncidentLog:
    """The incidents of one crawl, in order, and their numbers by class.

    >>> log = IncidentLog()
    >>> log.record("https://so.example/a", "torn", "gzip stream ends early").class_
    'torn'
    >>> log.record("https://so.example/b", "torn").detail, log.counts["torn"]
    ('', 2)
    """

    def __init__(self, crawler: Crawler | None = None) -> None:
        self._crawler = crawler
        self.incidents: list[Incident] = []
        """The first ten thousand; `counts` has them all."""
        self.counts: Counter[str] = Counter()

    def record(self, url: str, class_: str, detail: str = "", next_try: datetime | None = None) -> Incident:
        """Keep one incident, count it as stat `incident/<class>` (and `incident/<class up to the colon>`), tell the
        listeners; it is returned.
        """
        incident = Incident(url, datetime.now(UTC), class_, printable(detail)[:500], next_try)
        family, _, kind = class_.partition(":")
        self.counts[class_] += 1
        if len(self.incidents) < _KEPT:
            self.incidents.append(incident)
        if self._crawler is not None:
            if self._crawler.stats is not None:
                self._crawler.stats.inc_value(f"incident/{class_}")
                if kind:
                    self._crawler.stats.inc_value(f"incident/{family}")
            self._crawler.signals.send_catch_log(INCIDENT_RECORDED, incident=incident, spider=self._crawler.spider)
        return incident


_logs: WeakKeyDictionary[Crawler, IncidentLog] = WeakKeyDictionary()


def incident_log(crawler: Crawler) -> IncidentLog:
    """The one `IncidentLog` of this crawl, made when first asked for."""
    log = _logs.get(crawler)
    if log is None:
        log = _logs[crawler] = IncidentLog(crawler)
    return log


def printable(text: str) -> str:
    r"""The same text fit for one line of a log or a terminal: control and bidi characters as escapes.

    A title is written by whoever made the page; raw, it could forge log lines or move the cursor.

    >>> printable("tin\x1b[2J\nERROR giả")
    'tin\\x1b[2J\\nERROR giả'
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)
