"""The status site: files of a folder, without a server, a script or another host."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, PackageLoader, select_autoescape

from crawler.exports.atomic import whole_file
from crawler.health.causes import CAUSES
from crawler.reports.portal_status import PortalStatus
from crawler.showing import visible
from crawler.store.verdict_rows import IncidentRow

ORDER: Final = ("fail", "warn", "new", "ok")
"""Those somebody must look at first."""
_SPANS: Final = ((60, "min", 3600), (3600, "h", 172_800), (86_400, "d", float("inf")))
_COLOURS: Final = {"ok": "#2e7d4f", "warn": "#9a6700", "fail": "#b3261e", "new": "#5b6675"}


def write_status(portals: Sequence[PortalStatus], incidents: Sequence[IncidentRow], folder: Path, now: float) -> Path:
    """Write index.html, a page and a badge a portal, and incidents.rss; return the path of the index.

    Every word of a portal is escaped, direction marks are spelled out, links are http(s) only.
    """
    made = _environment()
    names: dict[str, Any] = {"made_at": _minute(now), "now": now}
    ordered = sorted(portals, key=lambda each: (ORDER.index(each.word), each.name))
    counts = {word: sum(each.word == word for each in portals) for word in ORDER}
    open_now = sorted((each for each in incidents if each.closed_at is None), key=lambda each: ORDER.index(each.word))
    _write(folder / "index.html", made, "status.html", names | {"portals": ordered, "counts": counts, "open": open_now})
    for portal in portals:
        _write(folder / f"{file_name(portal.name)}.html", made, "status_portal.html", names | {"portal": portal})
        _write(folder / f"{file_name(portal.name)}.svg", made, "badge.svg", badge_of(portal))
    _write(folder / "incidents.rss", made, "incidents.rss", names | {"incidents": incidents})
    return folder / "index.html"


def file_name(portal: str) -> str:
    """Return a portal's name as part of a file name.

    >>> file_name("ha_noi_stttt"), file_name("../x")
    ('ha_noi_stttt', '---x')
    """
    return "".join(c if c.isalnum() or c in "_-" else "-" for c in portal)


def badge_of(portal: PortalStatus) -> Mapping[str, Any]:
    """Return the words, colour and measures of a portal's badge."""
    left, right = portal.name, portal.word
    widths = 12 + 6.6 * len(left), 14 + 6.6 * len(right)
    return {"left": left, "right": right, "widths": widths, "colour": _COLOURS[portal.word]}


def _write(path: Path, made: Environment, template: str, names: Mapping[str, Any]) -> None:
    with whole_file(path) as file:
        file.write(made.get_template(template).render(names).encode("utf-8", "replace"))


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("crawler.reports"), autoescape=select_autoescape(default=True), trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    made.filters |= {
        "visible": visible,
        "minute": _minute,
        "grouped": lambda number: f"{number:,}",
        "rfc": lambda seconds: format_datetime(datetime.fromtimestamp(seconds, UTC)),
        "ago": lambda seconds, now: ago(now - seconds),
        "file": file_name,
        "web": lambda url: url if str(url).startswith(("http://", "https://")) else None,
    }
    made.globals |= {"causes": CAUSES, "colours": _COLOURS}
    return made


def _minute(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M UTC")


def ago(seconds: float) -> str:
    """Return a time span as people say it.

    >>> ago(90), ago(7200), ago(200_000), ago(-86_390)
    ('1 min ago', '2 h ago', '2 d ago', 'in 24 h')
    """
    size = max(60.0, abs(seconds))
    unit, words = next((u, w) for u, w, below in _SPANS if size < below)
    return f"in {size / unit:.0f} {words}" if seconds < 0 else f"{size // unit:.0f} {words} ago"
