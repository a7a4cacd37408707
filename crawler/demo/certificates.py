"""Certificates for demo portals, made on the spot: an authority of our own and what it signs."""

import datetime as dt
import ssl
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_DAY = dt.timedelta(days=1)


class Authority:
    """Signs certificates for any host. Its own stands in `folder/authority.pem`: name that in SSL_CERT_FILE.

    >>> import tempfile
    >>> authority = Authority(Path(tempfile.mkdtemp()))
    >>> authority.pem.read_bytes()[:27]
    b'-----BEGIN CERTIFICATE-----'
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Demo authority")])
        is_authority = x509.BasicConstraints(ca=True, path_length=None)
        certificate = self._signed(self._name, self._key, is_authority, dt.timedelta(days=30))
        self.pem = folder / "authority.pem"
        self.pem.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))

    def context(self, host: str, *, expired: bool = False) -> ssl.SSLContext:
        """Return what a server of a host needs to speak TLS."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        names = x509.SubjectAlternativeName([x509.DNSName(host)])
        certificate = self._signed(subject, key, names, -_DAY if expired else 10 * _DAY)
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        pem = self._folder / f"{host}-{'expired' if expired else 'good'}.pem"
        pem.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
        return context

    def _signed(
        self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, extension: x509.ExtensionType, valid: dt.timedelta
    ) -> x509.Certificate:
        now = dt.datetime.now(dt.UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - 60 * _DAY)
            .not_valid_after(now + valid)
            .add_extension(extension, critical=False)
            .sign(self._key, hashes.SHA256())
        )
