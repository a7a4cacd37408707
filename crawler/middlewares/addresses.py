"""Which network addresses a crawl of public portals may connect to: the public internet, and what is expressly allowed.

A page can name any host, in spellings made to look harmless, and a name can resolve to any address. What decides is the
address itself, so every spelling is brought to one before it is judged.
"""

import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final
from unicodedata import normalize
from urllib.parse import unquote

_NAT64: Final = IPv6Network("64:ff9b::/96")  # RFC 6052: an IPv4 address in the last four bytes
_CLOUD_AGENT: Final = IPv4Address("168.63.129.16")  # a public number that answers inside one cloud's machines only


def literal_address(host: str) -> IPv4Address | IPv6Address | None:
    """The address a host *is*, whatever its spelling; None when it is a name.

    Decimal, hexadecimal, octal and short forms are what the C library's `inet_aton` takes, so a resolver would take
    them.

    >>> [str(literal_address(h)) for h in ("127.0.0.2", "2130706434", "0x7f000002", "127.2", "0177.0.0.2")]
    ['127.0.0.2', '127.0.0.2', '127.0.0.2', '127.0.0.2', '127.0.0.2']
    >>> str(literal_address("[::ffff:127.0.0.2]")), literal_address("so.example.gov.vn")
    ('127.0.0.2', None)
    """
    plain = normalize("NFKC", unquote(host)).strip().strip("[]").rstrip(".").partition("%")[0]
    if not plain:
        return None
    if ":" in plain:
        return _parsed(plain)
    # A name of the public tree never ends in a number (RFC 3696, section 2), so only these can be addresses.
    if not plain.rpartition(".")[2][:1].isdigit():
        return None
    try:
        return IPv4Address(socket.inet_aton(plain))
    except (OSError, ValueError):  # ValueError: a zero byte in it
        return None


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return embedded(ip_address(text))
    except ValueError:
        return None


def embedded(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address inside an IPv6 one (mapped, 6to4, Teredo, NAT64), else the address itself.

    >>> str(embedded(IPv6Address("64:ff9b::a9fe:a9fe")))
    '169.254.169.254'
    """
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else address)


def networks(cidrs: Iterable[str]) -> tuple[IPv4Network | IPv6Network, ...]:
    """The networks of a setting such as `ALLOWED_PRIVATE_NETWORKS`.

    Raises:
        ValueError: one of them is not a network (`127.0.0.1/8` has host bits set).

    >>> networks(["127.0.0.1/32"])
    (IPv4Network('127.0.0.1/32'),)
    """
    plain = [cidr.strip(" []\"'") for cidr in cidrs]  # a JSON list on the command line is split as it stands
    return tuple(ip_network(cidr) for cidr in plain if cidr)


def is_forbidden(address: IPv4Address | IPv6Address, allowed: Iterable[IPv4Network | IPv6Network] = ()) -> bool:
    """Whether no connection may be made there: not on the public internet and not in `allowed`.

    Loopback, private, link-local (cloud metadata), carrier-grade NAT, multicast, documentation and reserved ranges are
    all "not global" in the registries of IANA that `ipaddress` carries.

    >>> is_forbidden(IPv4Address("169.254.169.254")), is_forbidden(IPv4Address("113.160.1.1"))
    (True, False)
    >>> is_forbidden(IPv4Address("127.0.0.1"), networks(["127.0.0.1/32"]))
    False
    >>> is_forbidden(IPv4Address("127.0.0.2"), networks(["127.0.0.1/32"]))
    True
    """
    inner = embedded(address)
    if any(inner.version == network.version and inner in network for network in allowed):
        return False
    return not inner.is_global or inner.is_multicast or inner == _CLOUD_AGENT
