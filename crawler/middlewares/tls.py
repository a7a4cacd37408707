"""Certificates are looked at for every page, and what was wrong with them is kept with it.

Half the portals have at some time served an expired or self-made certificate, so a wrong one does not end the reading
by default: it is accepted for that host, recorded as an incident once a host and as `tls` with each page. With
`VERIFY_TLS` it ends it. Old servers that need an old way of talking get it by name, for their host alone.

Settings: `DOWNLOAD_HANDLERS["https"] = "crawler.middlewares.tls.RecordingHandler"`,
`DOWNLOADER_MIDDLEWARES[TlsMiddleware] = 860`, `VERIFY_TLS` (False), `TLS_RELAXATIONS` (`{"host": ["weak_ciphers"]}`,
default none; names: `legacy_renegotiation`, `weak_ciphers`, `old_versions`, `short_hello`).
"""

from collections import defaultdict
from collections.abc import Callable, Collection
from typing import Any, Final, Self
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from OpenSSL import SSL
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Response
from service_identity.hazmat import DNS_ID, IPAddress_ID, verify_service_identity
from service_identity.pyopenssl import extract_patterns
from twisted.internet._sslverify import ClientTLSOptions, platformTrust
from twisted.internet.error import ConnectionDone, ConnectionLost
from twisted.internet.ssl import AcceptableCiphers, CertificateOptions, TLSVersion
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.incidents import incident_log
from crawler.middlewares.answer_heads import CappedHandler
from crawler.middlewares.tls_words import TLS

_LEGACY_SERVER_CONNECT: Final = 0x4  # SSL_OP_LEGACY_SERVER_CONNECT: renegotiation as before RFC 5746
_WHY: Final = {
    9: "not-yet-valid",
    10: "expired",
    18: "self-signed",
    19: "unknown-issuer",
    20: "unknown-issuer",
    21: "unknown-issuer",
    23: "revoked",
    66: "weak-key",
    67: "weak-key",
    68: "weak-signature",
}  # X509_V_ERR_... of OpenSSL
_NEEDS: Final = (
    ("unsafe legacy renegotiation", "legacy_renegotiation"),
    ("dh key too small", "weak_ciphers"),
    ("ee key too small", "weak_ciphers"),
    ("ca md too weak", "weak_ciphers"),
    ("handshake failure", "weak_ciphers"),
    ("insufficient security", "weak_ciphers"),
    ("unsupported protocol", "old_versions"),
    ("protocol version", "old_versions"),
)
_WORDLESS: Final = (ConnectionLost, ConnectionDone, DownloadTimeoutError)


class TlsBook:
    """What one crawl knows of each host's certificates and needs."""

    def __init__(self, crawler: Crawler) -> None:
        self.is_strict = crawler.settings.getbool("VERIFY_TLS")
        self.verdicts: dict[tuple[str, int], str] = {}
        """Why the certificate last seen there is wrong, comma-separated; empty when it is right."""
        self.relaxations: dict[str, set[str]] = defaultdict(set)
        for host, names in crawler.settings.getdict("TLS_RELAXATIONS").items():
            self.relaxations[host] |= set(names)

    def said_of(self, host: str, port: int) -> str:
        """What to record with a page of this host; empty when its certificate is right and nothing was relaxed."""
        verdict = self.verdicts.get((host, port), "")
        notes = [f"unverified:{verdict}"] if verdict else []
        return " ".join(notes + [f"relaxed:{name}" for name in sorted(self.relaxations.get(host, ()))])


_books: WeakKeyDictionary[Crawler, TlsBook] = WeakKeyDictionary()


def tls_book(crawler: Crawler) -> TlsBook:
    """The one `TlsBook` of this crawl, made when first asked for."""
    book = _books.get(crawler)
    if book is None:
        book = _books[crawler] = TlsBook(crawler)
    return book


class _Connection(SSL.Connection):
    """A connection whose peer may say goodbye in the handshake: Twisted knows no such end and shows a traceback."""

    def do_handshake(self) -> None:
        try:
            super().do_handshake()
        except SSL.ZeroReturnError as goodbye:
            raise SSL.Error([("SSL routines", "", "closed in the handshake")]) from goodbye


class _Options(CertificateOptions):  # type: ignore[misc,unused-ignore]
    """Certificate options that can talk to servers of before 2010."""

    needs: Collection[str] = ()

    def _makeContext(self, skipCiphers: bool = False) -> SSL.Context:  # noqa: N802, N803 - Twisted's names
        context = super()._makeContext(skipCiphers)
        if "legacy_renegotiation" in self.needs:
            context.set_options(_LEGACY_SERVER_CONNECT)
        if "short_hello" in self.needs:
            context.set_max_proto_version(SSL.TLS1_2_VERSION)
        if {"weak_ciphers", "old_versions"} & set(self.needs):
            context.set_cipher_list(b"DEFAULT:@SECLEVEL=0")  # Twisted's own list of ciphers loses the level
        return context

    def _makeTLSConnection(self, protocol: Any) -> SSL.Connection:  # noqa: ARG002, N802 - Twisted's name
        return _Connection(self.getContext())


class _RecordingOptions(ClientTLSOptions):
    """Writes down what is wrong with the certificate of a connection, and accepts it unless the book is strict."""

    def __init__(self, connect: Callable[[Any], SSL.Connection], host: str, port: int, book: TlsBook) -> None:
        super().__init__(connect, host)
        self._port = port
        self._book = book

    def clientConnectionForTLS(self, tlsProtocol: Any) -> SSL.Connection:  # noqa: N802, N803 - Twisted's names
        connection = super().clientConnectionForTLS(tlsProtocol)
        connection.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT, self._judge())
        return connection

    def _judge(self) -> Callable[..., bool]:
        found: list[str] = []

        def verify(_: SSL.Connection, certificate: Any, error: int, depth: int, ok: int) -> bool:
            if not ok:
                found.append(_WHY.get(error, f"error-{error}"))
            if depth == 0 and "wrong-host" not in found and not self._names_host(certificate):
                found.append("wrong-host")
            self._book.verdicts[self._hostnameASCII, self._port] = ",".join(dict.fromkeys(found))
            return not found or not self._book.is_strict

        return verify

    def _names_host(self, certificate: Any) -> bool:
        wanted = DNS_ID(self._hostnameASCII) if self._hostnameIsDnsName else IPAddress_ID(self._hostnameASCII)
        try:
            verify_service_identity(extract_patterns(certificate), [wanted], [])
        except Exception:  # noqa: BLE001 - a certificate that cannot be read names no host
            return False
        return True


@implementer(IPolicyForHTTPS)
class HostPolicy:
    """Twisted's hook: how to talk TLS with one host."""

    def __init__(self, book: TlsBook) -> None:
        self._book = book

    def creatorForNetloc(self, hostname: bytes, port: int) -> ClientTLSOptions:  # noqa: N802 - Twisted's name
        """The options of a new connection."""
        host = hostname.decode("ascii")
        needs = frozenset(self._book.relaxations.get(host, ()))
        options = _Options(
            trustRoot=platformTrust(),  # type: ignore[no-untyped-call]
            fixBrokenPeers=True,
            acceptableCiphers=AcceptableCiphers.fromOpenSSLCipherString("DEFAULT"),  # type: ignore[no-untyped-call]
            insecurelyLowerMinimumTo=TLSVersion.TLSv1_0 if "old_versions" in needs else TLSVersion.TLSv1_2,
        )
        options.needs = needs
        return _RecordingOptions(options._makeTLSConnection, host, port, self._book)  # noqa: SLF001 - as optionsForClientTLS


class RecordingHandler(CappedHandler):
    """The handler for https, with `HostPolicy` in the place of its own."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._contextFactory = HostPolicy(tls_book(crawler))  # type: ignore[assignment]


class TlsMiddleware:
    """Puts what was wrong with the connection beside each page; learns which hosts need an old way of talking."""

    def __init__(self, crawler: Crawler) -> None:
        self._book = tls_book(crawler)
        self._incidents = incident_log(crawler)
        self._told: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Sets `tls` in the meta and flags of the response when something was accepted that should not be needed."""
        parts = urlsplit(request.url)
        request.meta.pop(TLS, None)
        if parts.scheme != "https":
            return response
        said = self._book.said_of(parts.hostname or "", parts.port or 443)
        if said:
            request.meta[TLS] = said
            response.flags.append(f"tls={said}")
            if parts.netloc not in self._told:
                self._told.add(parts.netloc)
                self._incidents.record(request.url, "tls_accepted", said)
        return response

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """A handshake that failed for its age is tried again with that relaxation for that host: at once (unless the
        failure took long), and beside the retries, for a server may need several.
        """
        parts = urlsplit(request.url)
        host = parts.hostname or ""
        if self._book.is_strict or parts.scheme != "https":
            return None
        need = self._need((host, parts.port or 443), exception)
        if not need or need in self._book.relaxations[host]:
            return None
        self._book.relaxations[host].add(need)
        self._incidents.record(request.url, "tls_relaxed", need)
        waited_long = isinstance(exception, DownloadTimeoutError)
        return None if waited_long else request.replace(dont_filter=True)

    def _need(self, server: tuple[str, int], exception: Exception) -> str | None:
        """The relaxation a failure asks for; one without a word, where no hello was ever answered: a short hello."""
        reasons = [failure.value for failure in getattr(exception.__cause__, "reasons", ())] or [exception]
        if any(isinstance(reason, _WORDLESS) for reason in reasons):
            return None if server in self._book.verdicts else "short_hello"
        said = repr(reasons).lower()
        return next((need for words, need in _NEEDS if words in said), None)
