"""Hosts: who publishes there, under which province label, on which CMS."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from urllib.parse import urlsplit

from spiders.registry.provinces import province_label, provinces
from spiders.registry.tables import lines, rows

MIRRORS = frozenset({"www", "m", "mail", "amp", "tab", "old"})
"""First labels under which portals mirror themselves."""

_PUBLIC = (".gov.vn", ".dcs.vn")


@dataclass(frozen=True, slots=True)
class Host:
    """One host, as far as real pages tell. Empty means not known."""

    host: str
    """As seen, lower case, no port: `ict.backan.gov.vn`."""
    scheme: str = ""
    """http | https, where an address was seen with it."""
    agency: str = ""
    """Publishing body; a department without its province, which is the next field but one."""
    agency_kind: str = ""
    """so | ubnd | hdnd | huyen | xa | bo | dang | hoi | bao | dai | khac."""
    province: str = ""
    """Slug of the label at publication, `trung_uong` for central bodies."""
    family: str = ""
    """CMS family; `generic` where it is none of ours."""
    article: str = ""
    """Path (and query) of an article as seen; unseen parts are "…" or a `<placeholder>`."""
    section: str = ""
    """Path of a list page as seen."""
    section_label: str = ""
    """What that list is called."""
    risk: str = ""
    """owner_gone | label_ceased | holds_predecessor | alive: what the mergers of 2025 mean for it; not checked live."""
    moved_to: str = ""
    """Host where its articles reappeared."""
    note: str = ""
    """What a reader of its pages should know."""

    @property
    def seen(self) -> bool:
        """Whether the host itself stands in the registry, not only its province."""
        return bool(self.family)

    @property
    def province_label(self) -> str | None:
        """The province as people write it.

        >>> Host("ict.backan.gov.vn", province="bac_kan").province_label
        'Bắc Kạn'
        """
        return province_label(self.province)

    @property
    def article_complete(self) -> bool:
        """Whether `article` is a whole address.

        >>> Host("x.gov.vn", article="/tin/….html").article_complete
        False
        """
        return _whole(self.article)

    @property
    def section_complete(self) -> bool:
        """Whether `section` is a whole address."""
        return _whole(self.section)

    def address(self, path: str) -> str:
        """Return the absolute address of `path` here; http where no scheme was seen (old portals redirect upwards).

        >>> Host("dic.gov.vn").address("/vi/")
        'http://dic.gov.vn/vi/'
        """
        return f"{self.scheme or 'http'}://{self.host}{path}"

    def unlinked_articles(self) -> list[str]:
        """Return the addresses of articles that no page of the host leads to, from `unlinked/<host>.txt`.

        They were seen elsewhere, in an archive's index for instance, and every crawl of the host asks for them.

        >>> Host("dic.gov.vn").unlinked_articles()
        []
        """
        return lines(f"unlinked/{self.host}.txt") if self.seen else []


def _whole(path: str) -> bool:
    return bool(path) and not any(mark in path for mark in ("…", "<", "YYYY"))


@cache
def hosts() -> Mapping[str, Host]:
    """Return every host of the registry by its name, in the order of the table.

    >>> hosts()["dic.gov.vn"].agency
    'Sở Thông tin và Truyền thông'
    """
    return MappingProxyType({row["host"]: Host(**row) for row in rows("hosts")})


@cache
def _by_bare_host() -> dict[str, Host]:
    return {_bare(host.host): host for host in reversed(tuple(hosts().values()))}


def read_again() -> None:
    """Forget the table of hosts: the next question reads it anew, with the rows added since."""
    hosts.cache_clear()
    _by_bare_host.cache_clear()


@cache
def _province_by_host_label() -> dict[str, str]:
    return {province.host_label: province.slug for province in provinces().values()}


@cache
def _tenants() -> tuple[dict[str, str], ...]:
    return tuple(rows("tenants"))


def _clean(host: str) -> str:
    return host.strip().lower().partition(":")[0].rstrip(".")


def _bare(host: str) -> str:
    first, _, rest = host.partition(".")
    return rest if first in MIRRORS and "." in rest else host


def _province_slug(host: str) -> str:
    """Return the province label in a public host's name: `gov.vn`'s own child decides, by table."""
    for suffix in _PUBLIC:
        if host.endswith(suffix):
            return _province_by_host_label().get(host.removesuffix(suffix).rpartition(".")[2], "")
    return ""


def by_host(host: str) -> Host | None:
    """Return what is known of `host` (port, letter case and mirror labels such as `www.` do not matter).

    A host that is not in the registry but lies under a province's label (`moi.backan.gov.vn`) gives a `Host` with
    its province and nothing else; any other gives None.

    >>> by_host("WWW.mic.gov.vn:443").agency
    'Bộ Thông tin và Truyền thông'
    >>> by_host("moi.backan.gov.vn").province, by_host("moi.backan.gov.vn").seen
    ('bac_kan', False)
    >>> by_host("backan.example") is None
    True
    """
    name = _clean(host)
    found = hosts().get(name) or _by_bare_host().get(_bare(name))
    if found:
        return found
    slug = _province_slug(name)
    return Host(host=name, province=slug) if slug else None


def by_address(url: str) -> Host | None:
    """Return what is known of the host of `url`, with the agency of the tenant whose path the address lies under.

    >>> by_address("http://hanam.gov.vn/stttt/Pages/tin.aspx").agency
    'Sở Thông tin và Truyền thông'
    >>> by_address("http://hanam.gov.vn/Pages/tin.aspx").agency
    'UBND tỉnh Hà Nam'
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    host = by_host(parts.netloc.rpartition("@")[2])
    if host is None:
        return None
    path = parts.path.lower()
    for tenant in _tenants():
        if tenant["host"] == host.host and path.startswith(tenant["path"]):
            fields = {name: tenant[name] for name in ("agency", "agency_kind", "province")}
            return replace(host, **fields)
    return host


def province_of_host(host: str) -> str | None:
    """Return the province label of a host as people write it, None where the host tells none.

    >>> province_of_host("ict.backan.gov.vn"), province_of_host("thvl.vn"), province_of_host("vnexpress.example")
    ('Bắc Kạn', 'Vĩnh Long', None)
    """
    found = by_host(host)
    return found.province_label if found else None
