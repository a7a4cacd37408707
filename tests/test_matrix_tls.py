"""Certificates that are wrong, ports that speak something else, and a stop in the middle of waiting. One test a row."""

import contextlib
import datetime as dt
import ipaddress
import json
import signal
import socket
import ssl
import subprocess
import sys
import time

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from tests.hostile_crawl import ROOT, crawl
from tests.invented_pages import article, tokens
from tests.misbehaving_server import RESET, MisbehavingServer, answer

pytestmark = [pytest.mark.xdist_group("tls"), pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1 is deprecated")]
NOW = dt.datetime.now(dt.UTC)
WRONG = {"self-signed": ("self-signed.test", 30), "expired": ("expired.test", -1), "wrong-host": ("elsewhere.test", 30)}


def context(folder, name: str, days: int, key=None) -> ssl.SSLContext:
    """A server's certificate made on the spot: signed by itself, valid for `days` from now (or until so long ago)."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    names = x509.SubjectAlternativeName([x509.DNSName(name), x509.IPAddress(ipaddress.ip_address("127.0.0.9"))])
    certificate = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(NOW - dt.timedelta(days=60))
        .not_valid_after(NOW + dt.timedelta(days=days)).add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = folder / f"{name}-{days}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(pem)
    return made


# The second Oakley group (RFC 2409): the 1,024 bits that old servers use.
OAKLEY_2 = """-----BEGIN DH PARAMETERS-----
MIGHAoGBAP//////////yQ/aoiFowjTExmKLgNwc0SkCTgiKZ8x0Agu+pjsTmyJR
Sgh5jjQE3e+VGbPNOkMbMCsKbfJfFDdP4TVtbVHCReSFtXZiXn7G9ExC6aY37WsL
/1y29Aa37e44a/taiZ+lrp8kEXxLH+ZJKGZR7OZTgf//////////AgEC
-----END DH PARAMETERS-----
"""


def weak_groups(folder) -> ssl.SSLContext:
    """A server that agrees on keys by 1,024 bits alone."""
    made = rsa_context(folder, "weak_ciphers.test")
    made.set_ciphers("DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0")
    made.maximum_version = ssl.TLSVersion.TLSv1_2
    file = folder / "groups.pem"
    file.write_text(OAKLEY_2)
    made.load_dh_params(file)
    return made


def before_2008(folder) -> ssl.SSLContext:
    """A server that speaks TLS 1.0 alone."""
    made = rsa_context(folder, "old_versions.test")
    made.set_ciphers("ALL:@SECLEVEL=0")
    made.minimum_version = made.maximum_version = ssl.TLSVersion.TLSv1
    return made


def rsa_context(folder, name):
    return context(folder, name, 30, rsa.generate_private_key(65537, 2048))


class OnePacketServer(MisbehavingServer):
    """Closes on who says hello in more than one packet, as old firewalls do."""

    def _serve(self, connection):
        time.sleep(0.05)
        if len(connection.recv(4096, socket.MSG_PEEK)) > 1400:
            connection.close()
        else:
            super()._serve(connection)


class GoodbyeServer(MisbehavingServer):
    """Answers the hello with a goodbye."""

    def _serve(self, connection):
        connection.recv(4096)
        connection.sendall(b"\x15\x03\x03\x00\x02\x01\x00")
        connection.close()


class DrippingServer(MisbehavingServer):
    """Begins its answer to the hello and never comes to its end."""

    def _serve(self, connection):
        with contextlib.suppress(OSError):
            connection.recv(4096)
            for byte in b"\x16\x03\x03\x40\x00" + bytes(4096):
                connection.sendall(bytes([byte]))
                time.sleep(0.1)


def serve(hit):
    if hit.path == "/robots.txt":
        return [answer("", "404 Not Found")]
    return [answer(article(hit.host))]


@pytest.fixture(scope="module")
def servers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("certificates")
    made = {why: MisbehavingServer({"*": serve}, context=context(folder, *how)) for why, how in WRONG.items()}
    made["plain"] = MisbehavingServer({"*": serve})
    made["dropped"] = MisbehavingServer({"*": lambda _: [RESET]})
    made["old_versions"] = MisbehavingServer({"*": serve}, context=before_2008(folder))
    made["weak_ciphers"] = MisbehavingServer({"*": serve}, context=weak_groups(folder))
    made["short_hello"] = OnePacketServer({"*": serve}, context=context(folder, "short_hello.test", 30))
    made["goodbye"] = GoodbyeServer({})
    made["dripping"] = DrippingServer({})
    yield made
    for server in made.values():
        server._socket.close()


def run(servers, **settings):
    hosts = [f"{name}.test" for name in servers]
    urls = [f"https://{name}.test:{server.port}/tin-1.html" for name, server in servers.items()]
    return crawl({
        "urls": urls, "allowed": hosts, "hosts": dict.fromkeys(hosts, "127.0.0.1"),
        "settings": {"RETRY_DELAY": 0.05, "RETRY_TIMES": 1, "ROBOTS_RETRY_TIMES": 1, **settings},
    })  # fmt: skip


@pytest.fixture(scope="module")
def accepting(servers):
    return run(servers)


@pytest.fixture(scope="module")
def requiring(servers):
    return run(servers, VERIFY_TLS=True)


def incidents(told, name):
    return [class_ for url, class_, *_ in told["incidents"] if f"//{name}.test:" in url]


@pytest.mark.parametrize("why", WRONG)
def test_T13_a_wrong_certificate_is_accepted_and_recorded_with_the_page(accepting, why):
    page = next(page for page in accepting["pages"] if f"//{why}.test:" in page["url"])
    assert set(page["tokens"]) == set(tokens(f"{why}.test"))
    assert page["meta"]["tls"].startswith("unverified:")
    assert why in page["meta"]["tls"].removeprefix("unverified:").split(",")
    assert incidents(accepting, why) == ["tls_accepted"]


@pytest.mark.parametrize("why", WRONG)
def test_T13_required_certificates_refuse_the_page(requiring, why):
    assert not [page for page in requiring["pages"] if f"//{why}.test:" in page["url"]]
    assert "robots_unreachable" in incidents(requiring, why)


@pytest.mark.parametrize("need", ["old_versions", "weak_ciphers", "short_hello"])
def test_T13_an_old_server_gets_its_one_relaxation_by_name(accepting, requiring, need):
    page = next(page for page in accepting["pages"] if f"//{need}.test:" in page["url"])
    assert set(page["tokens"]) == set(tokens(f"{need}.test"))
    assert page["meta"]["tls"].split()[1:] == [f"relaxed:{need}"]
    assert incidents(accepting, need) == ["tls_relaxed", "tls_accepted"]
    assert not [page for page in requiring["pages"] if f"//{need}.test:" in page["url"]]


def test_T13_what_one_host_needs_no_other_gets(accepting):
    said = {page["url"]: page["meta"]["tls"] for page in accepting["pages"]}
    assert sum("relaxed" in tls for tls in said.values()) == 3


def test_T1_T14_a_handshake_that_drips_costs_only_its_own_time(accepting):
    assert incidents(accepting, "dripping")[-2:] == ["timeout", "robots_unreachable"]


def test_T14_no_end_of_a_handshake_is_a_traceback(accepting):
    assert "Traceback" not in accepting["log"]
    assert "tls" in incidents(accepting, "goodbye")


@pytest.mark.parametrize("name", ["plain", "dropped"])
def test_T14_a_port_without_tls_is_an_incident_and_never_asked_in_clear(accepting, servers, name):
    assert not [page for page in accepting["pages"] if f"//{name}.test:" in page["url"]]
    assert incidents(accepting, name)[-1] == "robots_unreachable"
    assert servers[name].hits == []


def test_K2_a_stop_does_not_wait_for_a_wait():
    """SIGTERM while one host rests for minutes, another hangs and requests queue behind both: seconds, not minutes."""

    def slow(hit):
        if hit.path == "/robots.txt":
            return [answer("", "404 Not Found")]
        return [5.0] if hit.host == "hangs.test" else [answer("", "429 Slow", Retry_After="200")]

    with MisbehavingServer({"*": slow}) as server:
        hosts = ["hangs.test", "rests.test"]
        job = {
            "urls": [server.url(host, f"/tin-{n}.html") for host in hosts for n in range(20)], "allowed": hosts,
            "hosts": dict.fromkeys(hosts, "127.0.0.1"), "settings": {"DOWNLOAD_TIMEOUT": 3, "DOWNLOAD_DELAY": 1},
        }  # fmt: skip
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.hostile_crawl"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip
        process.stdin.write(json.dumps(job))
        process.stdin.close()
        deadline = time.monotonic() + 20
        while len(server.hits_of("rests.test")) + len(server.hits_of("hangs.test")) < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
        begun = time.monotonic()
        process.send_signal(signal.SIGTERM)
        told = json.loads(process.stdout.read())
        process.wait(20)
        assert time.monotonic() - begun < 8
        assert told["reason"] == "shutdown"
        assert sum(reason == "closing" for _, reason, _ in told["postponed"]) >= 30
        process.stderr.close()
        process.stdout.close()
