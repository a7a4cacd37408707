"""What became of portals: the department that took over, the province a label went into, the host articles moved to."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from spiders.registry.hosts import Host, by_host, hosts
from spiders.registry.provinces import province_label, provinces, successor
from spiders.registry.tables import fold, rows, spell_out

_CITY = "thanh pho "


@dataclass(frozen=True, slots=True)
class Change:
    """One fact of succession."""

    subject: str
    """What changed: a department, a province label, a host."""
    date: str
    """ISO date it took effect; empty when not known."""
    into: str
    """What stands there now; empty when it was abolished without one successor."""
    part: str = ""
    """The part of its work that went there; empty for the whole."""

    def __str__(self) -> str:
        """Say it in one line.

        >>> print(Change("Bắc Kạn", "2025-07-01", "Thái Nguyên"))
        Bắc Kạn -> Thái Nguyên (2025-07-01)
        """
        what = f"{self.subject} [{self.part}]" if self.part else self.subject
        return f"{what} -> {self.into or 'abolished'}" + (f" ({self.date})" if self.date else "")


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The answer to "where did it go": a body, what is known of its end, and its hosts."""

    agency: str
    """The body asked for; empty when only a place was named."""
    province: str
    """Slug of its province label at publication; empty when none was named."""
    changes: tuple[Change, ...]
    """Oldest first; empty when nothing is known to have changed."""
    hosts: tuple[Host, ...]
    """Where it published, as far as seen."""

    @property
    def province_now(self) -> str | None:
        """The province its place lies in today, as people write it."""
        return province_label(successor(self.province)) if self.province else None

    @property
    def today(self) -> str:
        """The body that took the work over whole, and the province its place lies in.

        >>> where("so tt&tt bac kan")[0].today, where("UBND huyện Krông Nô")[0].today, where("hà nam")[0].today
        ('Sở Khoa học và Công nghệ, Thái Nguyên', 'no such body, Lâm Đồng', 'Ninh Bình')
        """
        into = next((change.into for change in self.changes if change.subject == self.agency and not change.part), None)
        body = self.agency if into is None else into or "no such body"
        if self.province_now != province_label(self.province) and str(province_label(self.province)) in body:
            body = ""  # it bore the name of a province that is none any more
        return ", ".join(filter(None, (body, self.province_now)))


@cache
def _slugs() -> dict[str, str]:
    return {fold(province.label): slug for slug, province in provinces().items()}


def province_now(label: str | None) -> str | None:
    """Return the province that a label at publication belongs to today; the label itself where nothing changed.

    None for None; a label that is none of the registry's (a ministry's, an invented one) stays as it is.

    >>> province_now("Bắc Kạn"), province_now("Hà Nội"), province_now("Trung ương"), province_now(None)
    ('Thái Nguyên', 'Hà Nội', 'Trung ương', None)
    """
    slug = _slugs().get(fold(label)) if label else None
    return province_label(successor(slug)) if slug else label


@cache
def _departments() -> tuple[tuple[str, Change], ...]:
    return tuple(
        (spell_out(row["name"]), Change(row["name"], row["date"], row["into"], row["part"]))
        for row in rows("departments")
    )


def _of_agency(agency: str, kind: str) -> list[Change]:
    words = spell_out(agency)
    district = kind == "huyen" or words.startswith("uy ban nhan dan huyen ")
    found = [change for name, change in _departments() if words == name]
    if not found and district:  # the whole level ended; the table holds it once, for all
        found = [replace(c, subject=agency) for name, c in _departments() if name.endswith(" huyen")]
    return found


def _of_province(slug: str) -> list[Change]:
    province = provinces().get(slug)
    if province is None or not province.successor:
        return []
    return [Change(province.label, province.ceased, province_label(province.successor) or "")]


def changes(host: Host) -> tuple[Change, ...]:
    """Return what is known to have become of a host, its body and its province label, oldest first.

    >>> for change in changes(hosts()["mic.gov.vn"]): print(change)
    mic.gov.vn -> mst.gov.vn
    Bộ Thông tin và Truyền thông -> Bộ Khoa học và Công nghệ (2025-03-01)
    """
    moved = [Change(host.host, "", host.moved_to)] if host.moved_to else []
    return _in_order([*moved, *_of_agency(host.agency, host.agency_kind), *_of_province(host.province)])


def _in_order(found: Iterable[Change]) -> tuple[Change, ...]:
    """Oldest first; on one day the whole before its parts."""
    return tuple(sorted(dict.fromkeys(found), key=lambda change: (change.date, change.part)))


def _place_in(words: str) -> tuple[str, str]:
    """Split folded words into the slug of the longest province label named and what remains without it."""
    best, label = "", ""
    for slug, province in provinces().items():
        name = fold(province.label).removeprefix(_CITY)
        if len(name) > len(label) and f" {name} " in f" {words} ":
            best, label = slug, name
    rest = f" {words} ".replace(f" {label} ", " ", 1).strip() if best else words
    return best, rest.removesuffix("tinh").removesuffix(_CITY.strip()).strip() if best else rest


def _answer(agency: str, province: str, found: list[Host]) -> Whereabouts:
    known = [change for host in found for change in changes(host)] if agency else []
    asked = Host("", agency=agency, province=province)
    return Whereabouts(agency, province, _in_order([*known, *changes(asked)]), tuple(found))


def where(name: str) -> list[Whereabouts]:
    """Answer "where did NAME go": a department, a place, both, or a host; accents and case do not matter.

    Empty when the registry knows nothing of that name.

    >>> [found] = where("so tt&tt bac kan")
    >>> found.agency, found.province_now, found.hosts[0].host
    ('Sở Thông tin và Truyền thông', 'Thái Nguyên', 'ict.backan.gov.vn')
    >>> print(found.changes[0], found.changes[-1], sep="; ")
    Sở Thông tin và Truyền thông -> Sở Khoa học và Công nghệ (2025-03-01); Bắc Kạn -> Thái Nguyên (2025-07-01)
    >>> print(*where("mic.gov.vn")[0].changes, sep="; ")
    mic.gov.vn -> mst.gov.vn; Bộ Thông tin và Truyền thông -> Bộ Khoa học và Công nghệ (2025-03-01)
    """
    host = by_host(name) if "." in name and " " not in name.strip() else None
    if host is not None:
        return [Whereabouts(host.agency, host.province, changes(host), (host,))]
    province, rest = _place_in(spell_out(name))
    if province and not rest:
        return [_answer("", province, [known for known in hosts().values() if known.province == province])]
    groups: dict[tuple[str, str], list[Host]] = {}
    for known in hosts().values():
        if rest and f" {rest} " in f" {spell_out(known.agency)} " and province in ("", known.province):
            groups.setdefault((known.agency, known.province), []).append(known)
    if not groups:  # no host seen, but the law is known
        groups = {(change.subject, province): [] for folded, change in _departments() if rest == folded}
    return [_answer(agency, slug, found) for (agency, slug), found in groups.items()]
