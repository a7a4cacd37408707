"""The words for what can be wrong: classes of errors, and what a person calls them."""

from collections.abc import Iterable, Mapping
from typing import Final

CLASSES: Final[tuple[tuple[str, str], ...]] = (
    ("dns", "dns"),
    ("tls", "tls"),
    ("timeout", "timeout"),
    ("robots", "robots"),
    ("blocked", "blocked"),
    ("captcha", "blocked"),
    ("login_wall", "blocked"),
    ("rate_limited", "rate_limited"),
    ("http_429", "rate_limited"),
    ("http_403", "blocked"),
    ("http_401", "blocked"),
    ("http_404", "missing"),
    ("http_410", "missing"),
    ("http_5", "server"),
    ("maintenance", "server"),
    ("refused", "connection"),
    ("connection", "connection"),
    ("host_down", "connection"),
    ("torn", "torn"),
    ("too_big", "hostile"),
    ("spider_error", "parse"),
    ("item_error", "parse"),
    ("no_outcome", "parse"),
    ("invalid", "parse"),
    ("storage", "storage"),
)
"""Beginning of a reason in the ledger -> class of error."""

CAUSES: Final[Mapping[str, str]] = {
    "storage": "the store could not be written",
    "bug": "our own rules failed on its pages",
    "killed": "the run was killed",
    "stopped": "the run was stopped by a limit",
    "host_gone": "its host has no address any more",
    "unreachable": "its host does not answer",
    "too_slow": "its host answers too slowly",
    "server_error": "its server fails",
    "rate_limited": "its host asks for fewer requests",
    "certificate": "its certificate is not right",
    "robots": "its robots.txt shuts us out",
    "blocked": "block pages stand where its pages were",
    "section_moved": "a section is not where it was",
    "other_publisher": "another publisher answers at its address",
    "template_changed": "its pages are built differently",
    "list_empty": "its lists show no articles",
    "list_shrunk": "its lists show far fewer articles than they did",
    "unreadable": "articles it lists cannot be read",
    "incomplete": "articles it lists were not stored",
    "gaps": "its archive has gaps",
    "field_lost": "a field is no longer found",
    "bodies_cut": "bodies are much shorter than they were",
    "dates_shifted": "dates of its news are out of order",
    "same_text": "different addresses give the same text",
    "other_language": "its articles are in another language",
    "silent": "it has been silent for long",
    "some_failed": "some of its pages failed",
}
"""Every cause a verdict can name, in words."""

GIVEN_UP: Final = ("robots_unreachable", "host_down", "robots_pending")
"""Reasons that only say that a host was left alone, not why."""

_BY_ERROR: Final[Mapping[str, str]] = {
    "dns": "host_gone",
    "tls": "certificate",
    "timeout": "too_slow",
    "robots": "robots",
    "blocked": "blocked",
    "rate_limited": "rate_limited",
    "missing": "section_moved",
    "server": "server_error",
    "connection": "unreachable",
    "torn": "unreachable",
    "parse": "bug",
    "storage": "storage",
}


def error_class(reason: str) -> str:
    """Return the class of a ledger reason or incident: dns, tls, timeout, robots, blocked, parse, ...

    >>> [error_class(word) for word in ("dns", "http_503", "blocked:captcha", "spider_error:KeyError", "odd")]
    ['dns', 'server', 'blocked', 'parse', 'other']
    """
    return next((class_ for start, class_ in CLASSES if reason.startswith(start)), "other")


def main_cause(reasons: Mapping[str, int], incidents: Iterable[str] = ()) -> str:
    """Return the cause behind failures: what most of them say, or what the guards met when they only gave up.

    >>> main_cause({"robots_unreachable": 9}, ["dns", "robots_unreachable"]), main_cause({"http_404": 2, "dns": 1})
    ('host_gone', 'section_moved')
    """
    classes: dict[str, int] = {}
    for reason, number in reasons.items():
        if not reason.startswith(GIVEN_UP):
            classes[error_class(reason)] = classes.get(error_class(reason), 0) + number
    if not classes:
        met = [error_class(word) for word in incidents if not word.startswith(GIVEN_UP)]
        classes = {class_: 1 for class_ in met if class_ in _BY_ERROR}
    if not classes:
        return "unreachable"
    return _BY_ERROR.get(max(classes, key=lambda class_: classes[class_]), "unreachable")
