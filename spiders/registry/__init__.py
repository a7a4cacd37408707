"""The registry: what is known of each host, province label and department, as data.

The tables beside this module are read once, at the first question:

- `hosts.csv`: one row a host that real pages named; nothing in it is guessed, a cell that is not known is empty.
  Addresses are kept as seen; where a part of one was not seen it holds "…" or a `<placeholder>`.
- `tenants.csv`: hosts that serve another body under a path.
- `provinces.csv`: the 63 labels and what became of them on 2025-07-01 (Resolution 202/2025/QH15).
- `departments.csv`: which body took over which, and when.
- `abbreviations.csv`: how offices are shortened in speech and in host names.
"""

from spiders.registry.fate import Change, Whereabouts, changes, province_now, where
from spiders.registry.hosts import Host, by_address, by_host, hosts, province_of_host
from spiders.registry.provinces import Province, province_label, provinces, successor

__all__ = [
    "Change",
    "Host",
    "Province",
    "Whereabouts",
    "by_address",
    "by_host",
    "changes",
    "hosts",
    "province_label",
    "province_now",
    "province_of_host",
    "provinces",
    "successor",
    "where",
]
