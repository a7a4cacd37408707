import contextlib
import gzip
import zlib

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.middlewares.inflation import TooBig, TornBody, inflated, layers, zstd

PAGE = "Sáng nay, Sở Mẫu họp giao ban. ".encode() * 400


def raw_deflate(data: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(data) + stream.flush()


ENCODERS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstd.compress,
}


@pytest.mark.parametrize("encoding", ENCODERS)
def test_whole_streams_come_out_whole(encoding):
    assert inflated(ENCODERS[encoding](PAGE), [encoding], 1 << 20) == PAGE


def test_bare_deflate_is_understood():
    assert inflated(raw_deflate(PAGE), ["deflate"], 1 << 20) == PAGE


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
@given(kept=st.floats(0.02, 0.98))
@settings(max_examples=40)
def test_a_cut_anywhere_is_torn(encoding, kept):
    whole = ENCODERS[encoding](PAGE)
    with pytest.raises(TornBody):
        inflated(whole[: max(2, int(len(whole) * kept))], [encoding], 1 << 20)


@given(st.binary(max_size=2000), st.sampled_from(["gzip", "deflate", "br", "zstd"]))
def test_any_bytes_are_inflated_or_torn_or_too_big(body, encoding):
    with contextlib.suppress(TornBody, TooBig):
        assert isinstance(inflated(body, [encoding], 1 << 16), bytes)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_the_cap_is_exact_to_a_chunk(encoding):
    data = ENCODERS[encoding](bytes(200_000))
    assert len(inflated(data, [encoding], 200_000)) == 200_000
    with pytest.raises(TooBig):
        inflated(data, [encoding], 199_999)


def test_wrong_checksum_is_torn():
    data = bytearray(gzip.compress(PAGE))
    data[-7] ^= 1
    with pytest.raises(TornBody):
        inflated(bytes(data), ["gzip"], 1 << 20)


def test_layers_in_the_order_they_were_applied():
    assert inflated(brotli.compress(gzip.compress(PAGE)), ["gzip", "br"], 1 << 20) == PAGE
    assert layers(["GZIP", "identity, br"]) == ["gzip", "br"]
    assert layers(["", "identity"]) == []


def test_more_than_four_layers_are_refused():
    with pytest.raises(TooBig, match="5 layers"):
        inflated(PAGE, ["gzip"] * 5, 1 << 20)


def test_plain_page_under_a_gzip_header_is_the_page():
    assert inflated(PAGE, ["gzip"], 1 << 20) == PAGE


@pytest.mark.parametrize("said", ["utf-8", "none", "text/html", "sdch"])
def test_Z4_what_names_no_compression_says_nothing(said):
    assert inflated(PAGE, [said], 1 << 20) == PAGE
    assert inflated(gzip.compress(PAGE), ["gzip", said], 1 << 20) == PAGE


@pytest.mark.parametrize("said", ["br", "deflate", "zstd"])
def test_Z4_gzip_under_another_name_is_gzip(said):
    assert inflated(gzip.compress(PAGE), [said], 1 << 20) == PAGE


def test_Z1_zstd_frames_that_are_not_read_make_no_shorter_page():
    skipped = b"\x50\x2a\x4d\x18\x04\0\0\0abcd"
    with pytest.raises(TornBody):
        inflated(zstd.compress(PAGE) + skipped + zstd.compress(PAGE), ["zstd"], 1 << 20)


def test_Z2_a_stream_of_ever_more_members_is_refused():
    with pytest.raises(TooBig, match="members"):
        inflated(gzip.compress(b"") * 200_000, ["gzip"], 1 << 20)


def test_members_one_after_the_other_and_noise_behind():
    assert inflated(gzip.compress(PAGE) * 2 + b"\0\0", ["gzip"], 1 << 20) == PAGE * 2
    assert inflated(zstd.compress(PAGE) * 2, ["zstd"], 1 << 20) == PAGE * 2
