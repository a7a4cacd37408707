"""Tell people, once an incident and once when it is over: e-mail, chat, webhook (through apprise), a command of theirs.

Settings: `ALERT_URLS` (a list, as apprise reads them: `mailtos://user:password@host?to=...`, `slack://...`,
`tgram://...`, `json://host/path`), `ALERT_COMMAND` (gets the incident as JSON on standard input and as `ALERT_PORTAL`,
`ALERT_STATE`, `ALERT_CAUSE`, `ALERT_REASON` in its environment), `ALERT_LEAST` (`warn` or `fail`).
"""

import json
import logging
import os
import shlex
import sqlite3
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Final

from scrapy.settings import BaseSettings

from crawler.health.causes import CAUSES
from crawler.incidents import printable
from crawler.store.verdict_rows import IncidentRow, mark_told, untold

logger = logging.getLogger(__name__)
_COMMAND_SECONDS: Final = 60


@dataclass(frozen=True, slots=True)
class Alert:
    """What people are told."""

    portal: str
    state: str
    """open | over."""
    word: str
    """warn | fail."""
    cause: str
    reason: str
    opened_at: str
    """ISO 8601, UTC."""
    closed_at: str | None = None

    @property
    def title(self) -> str:
        """One line.

        >>> Alert("so_mau", "over", "fail", "list_empty", "0 links", "2024-05-06T01:00:00+00:00").title
        'so_mau is well again (was: its lists show no articles)'
        """
        if self.state == "over":
            return f"{self.portal} is well again (was: {CAUSES[self.cause]})"
        return f"{self.portal}: {CAUSES[self.cause]}"

    @property
    def body(self) -> str:
        """What a person needs to act."""
        if self.state == "over":
            return f"was: {printable(self.reason)}\nfrom {self.opened_at} to {self.closed_at}"
        try_it = f"look: scrapy status {self.portal}; try: scrapy crawl {self.portal} -a sample=5"
        return f"{self.word}: {printable(self.reason)}\nsince {self.opened_at}\n{try_it}"


Channel = Callable[[Alert], bool]
"""Delivers an alert; False when it could not."""


def channels(settings: BaseSettings) -> list[Channel]:
    """Return the channels the settings name."""
    found: list[Channel] = [partial(_by_apprise, url) for url in settings.getlist("ALERT_URLS")]
    if settings.get("ALERT_COMMAND"):
        command = shlex.split(settings["ALERT_COMMAND"])
        found.append(lambda alert: _by_command(command, alert))
    return found


def tell(
    connection: sqlite3.Connection, settings: BaseSettings, portal: str | None = None, now: float | None = None
) -> int:
    """Tell people what they have not been told, of one portal or of all; return how many alerts went out.

    A crawl tells of its own portal only: crawls that end together would tell of the others twice.

    What one channel delivered is told; what none could deliver is tried again after the next run. Never raises for a
    channel's fault.
    """
    through = channels(settings)
    if not through:
        return 0
    sent = 0
    for incident, over in untold(connection, portal):
        if settings.get("ALERT_LEAST") == "fail" and incident.word != "fail":
            continue
        alert = alert_of(incident, over=over)
        delivered = [_delivered(channel, alert) for channel in through]
        if any(delivered):
            mark_told(connection, incident.number, over=over, at=int(time.time() if now is None else now))
            sent += 1
    return sent


def alert_of(incident: IncidentRow, *, over: bool) -> Alert:
    """Return what to tell of an incident."""
    return Alert(
        incident.portal,
        "over" if over else "open",
        incident.word,
        incident.cause,
        incident.reason,
        _instant(incident.opened_at),
        _instant(incident.closed_at) if over and incident.closed_at else None,
    )


def _delivered(channel: Channel, alert: Alert) -> bool:
    try:
        return channel(alert)
    except Exception as error:  # noqa: BLE001 - a channel's fault must not end the run
        logger.warning("An alert could not be delivered (%s): %s", error, alert.title)
        return False


def _by_apprise(url: str, alert: Alert) -> bool:
    import apprise  # slow to import, and only needed when there is something to tell

    book = apprise.Apprise()
    if not book.add(url):
        logger.warning("ALERT_URLS: %s is not an address apprise knows", url.split("://", maxsplit=1)[0])
        return False
    failing = apprise.NotifyType.FAILURE if alert.word == "fail" else apprise.NotifyType.WARNING
    kind = apprise.NotifyType.SUCCESS if alert.state == "over" else failing
    return bool(book.notify(title=alert.title, body=alert.body, notify_type=kind))


def _by_command(command: Sequence[str], alert: Alert) -> bool:
    environment = os.environ | {
        f"ALERT_{name.upper()}": str(value) for name, value in asdict(alert).items() if value is not None
    }
    packed = json.dumps({**asdict(alert), "title": alert.title}, ensure_ascii=False).encode()
    done = subprocess.run(  # noqa: S603 - the operator's own command, no shell
        command, input=packed, env=environment, timeout=_COMMAND_SECONDS, check=False, capture_output=True
    )
    if done.returncode:
        said = printable(done.stderr.decode("utf-8", "replace")[:300])
        logger.warning("ALERT_COMMAND ended with %d: %s", done.returncode, said)
    return done.returncode == 0


def _instant(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()
