"""The province labels portals carry in their hosts, and which label each became."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from spiders.registry.tables import rows

CENTRAL = "trung_uong"
"""Label of central bodies; no province."""


@dataclass(frozen=True, slots=True)
class Province:
    """One province label."""

    slug: str
    """`bac_kan`: names modules and cells."""
    label: str
    """"Bắc Kạn"."""
    host_label: str
    """`backan`, as in `backan.gov.vn`."""
    since: str
    """ISO date of the label's first day; empty when older than any portal."""
    ceased: str
    """ISO date from which the label is no province; empty while it is one."""
    successor: str
    """Slug of the label it went into; empty while it stands."""


@cache
def provinces() -> Mapping[str, Province]:
    """Return every province label by slug: the 63 of before and `hue`, the one new name.

    >>> provinces()["bac_kan"].ceased
    '2025-07-01'
    """
    return MappingProxyType({row["slug"]: Province(**row) for row in rows("provinces")})


def province_label(slug: str) -> str | None:
    """Return the label of a slug as people write it, "Trung ương" for central bodies, None if it is none of ours.

    >>> province_label("bac_kan"), province_label("trung_uong"), province_label("atlantis")
    ('Bắc Kạn', 'Trung ương', None)
    """
    if slug == CENTRAL:
        return "Trung ương"
    province = provinces().get(slug)
    return province.label if province else None


def successor(slug: str) -> str:
    """Return the slug of the province that the label `slug` belongs to now; `slug` itself where nothing changed.

    Raises:
        KeyError: no such label.

    >>> successor("bac_kan"), successor("thua_thien_hue"), successor("ha_noi")
    ('thai_nguyen', 'hue', 'ha_noi')
    """
    if slug == CENTRAL:
        return slug
    province = provinces()[slug]
    return successor(province.successor) if province.successor else slug
