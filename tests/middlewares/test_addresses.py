from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.middlewares.addresses import is_forbidden, literal_address, networks

ONLY_ONE = networks(["127.0.0.1/32"])


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.2", "127.0.0.2"),
        ("2130706434", "127.0.0.2"),
        ("0x7f000002", "127.0.0.2"),
        ("0X7F.0.0.2", "127.0.0.2"),
        ("0177.0.0.2", "127.0.0.2"),
        ("127.2", "127.0.0.2"),
        ("127.0.2", "127.0.0.2"),
        ("127.0.0.2.", "127.0.0.2"),
        ("１２７.0.0.2", "127.0.0.2"),  # full-width digits, as browsers fold them
        ("127%2E0.0.2", "127.0.0.2"),
        ("[::1]", "::1"),
        ("::ffff:7f00:2", "127.0.0.2"),
        ("[::ffff:127.0.0.2]", "127.0.0.2"),
        ("fe80::1%eth0", "fe80::1"),
        ("2002:7f00:2::", "127.0.0.2"),  # 6to4
        ("64:ff9b::a9fe:a9fe", "169.254.169.254"),  # NAT64
        ("0", "0.0.0.0"),
        # names, however much they look like numbers
        ("so.example.gov.vn", None),
        ("127.0.0.2.so.example", None),
        ("1.so", None),
        ("999.999.999.999", None),
        ("0x7f", "0.0.0.127"),
        ("", None),
        ("localhost", None),
        ("[zz::1]", None),
    ],
)
def test_every_spelling_is_one_address(host, address):
    assert literal_address(host) == (ip_address(address) if address else None)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "127.0.0.2", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
     "224.0.0.1", "255.255.255.255", "192.0.2.1", "168.63.129.16", "::1", "::", "fe80::1", "fc00::1", "ff02::1",
     "::ffff:10.0.0.1", "2002:a00:1::", "64:ff9b::7f00:1"],
)  # fmt: skip
def test_what_is_not_the_public_internet_is_forbidden(address):
    assert is_forbidden(ip_address(address))


@pytest.mark.parametrize("address", ["113.160.1.1", "203.162.4.1", "8.8.8.8", "2405:4800::1", "::ffff:113.160.1.1"])
def test_the_public_internet_is_not(address):
    assert not is_forbidden(ip_address(address))


def test_one_allowed_address_allows_no_other():
    assert not is_forbidden(ip_address("127.0.0.1"), ONLY_ONE)
    assert not is_forbidden(ip_address("::ffff:127.0.0.1"), ONLY_ONE)
    for other in ("127.0.0.2", "10.0.0.1", "169.254.169.254", "::1"):
        assert is_forbidden(ip_address(other), ONLY_ONE)


def test_a_network_with_host_bits_is_refused():
    with pytest.raises(ValueError, match="host bits"):
        networks(["127.0.0.1/8"])


@given(st.ip_addresses(v=4))
def test_decimal_and_hex_spellings_agree(address):
    assert literal_address(str(int(address))) == address
    assert literal_address(hex(int(address))) == address


@given(st.text(max_size=40))
def test_any_host_has_an_answer(host):
    assert literal_address(host) is None or isinstance(is_forbidden(literal_address(host)), bool)
