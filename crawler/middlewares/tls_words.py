"""What settings, pages and commands say of TLS; apart from the handlers, which bring half of Twisted with them."""

from typing import Final

TLS: Final = "tls"
"""`response.meta` key: `unverified:<why>[,<why>]` and `relaxed:<name>`, joined by a space; absent when all was well."""

RELAXATIONS: Final = frozenset({"legacy_renegotiation", "weak_ciphers", "old_versions", "short_hello"})
"""The names `TLS_RELAXATIONS` knows. A short hello is that of TLS 1.2: of TLS 1.3 it fills two packets, and old servers
and firewalls drop what does not come in one."""
