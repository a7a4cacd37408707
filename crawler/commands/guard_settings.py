"""The guards' settings, looked at before a crawl begins: a wrong one is one line, not a crawl that cannot start."""

from collections.abc import Callable
from typing import Any, Final

from scrapy.settings import BaseSettings

from crawler.command import usage
from crawler.middlewares.addresses import networks
from crawler.middlewares.politeness import hours_of
from crawler.middlewares.tls_words import RELAXATIONS


def check_guards(settings: BaseSettings) -> None:
    """End with one line that says which setting of a guard cannot be read, and how to write it.

    Raises:
        UsageError: one of them is wrong.
    """
    for name, (read, form) in _READERS.items():
        try:
            read(settings, name)
        except (ValueError, TypeError, AttributeError):
            raise usage(f"-s {name}={settings[name]}: write {form}") from None


def _groups(settings: BaseSettings, name: str) -> None:
    for group, hosts in settings.getdict(name).items():
        if not isinstance(hosts, list | tuple) or not all(isinstance(host, str) for host in hosts):
            raise ValueError(group)


def _relaxations(settings: BaseSettings, name: str) -> None:
    for host, names in settings.getdict(name).items():
        if not isinstance(names, list | tuple) or set(names) - RELAXATIONS:
            raise ValueError(host)


_READERS: Final[dict[str, tuple[Callable[[BaseSettings, str], Any], str]]] = {
    "ALLOWED_PRIVATE_NETWORKS": (
        lambda settings, name: networks(settings.getlist(name)),
        "networks, separated by commas: 127.0.0.1/32,10.0.8.0/24",
    ),
    "CRAWL_HOURS": (lambda settings, name: hours_of(settings.get(name) or ""), "two times of day: 22:00-05:00"),
    "HOST_GROUPS": (_groups, """lists of hosts by name, as JSON: '{"chung": ["so.example", "ban.example"]}'"""),
    "TLS_RELAXATIONS": (_relaxations, """names by host, as JSON: '{"so.example": ["weak_ciphers"]}'"""),
}
