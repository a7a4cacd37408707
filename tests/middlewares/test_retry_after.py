from datetime import UTC, datetime, timedelta

import pytest
from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from twisted.internet.error import ConnectionLost
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from crawler.middlewares.retry_after import failure_class, retry_after_seconds

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        ("120", 120),
        (" 7 ", 7),
        ("86400", 86400),
        ("99999999999999999999", 999999999999),
        ("Mon, 02 Mar 2026 12:00:05 GMT", 6),
        ("Mon, 02 Mar 2026 19:00:05 +0700", 6),
        ("Monday, 02-Mar-26 12:00:05 GMT", 6),
        ("Mon, 02 Mar 2026 11:00:00 GMT", 0),  # past: at once
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("٣", None),
        ("Mon, 99 Mar 2026 12:00:05 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value, seconds):
    assert retry_after_seconds(value, NOON) == seconds


def test_a_date_without_zone_is_utc():
    assert retry_after_seconds((NOON + timedelta(seconds=3)).strftime("%a, %d %b %Y %H:%M:%S"), NOON) == 4


def failed(reason: Exception) -> DownloadFailedError:
    error = DownloadFailedError("x")
    error.__cause__ = ResponseFailed([Failure(reason)])
    return error


@pytest.mark.parametrize(
    ("error", "class_"),
    [
        (DownloadTimeoutError("x"), "timeout"),
        (CannotResolveHostError("x"), "dns"),
        (DownloadConnectionRefusedError("x"), "connection"),
        (ResponseDataLossError(), "torn"),
        (DownloadCancelledError("x"), "too_big"),
        (failed(ConnectionLost()), "connection"),
        (failed(SSL.Error([])), "tls"),
        (failed(ValueError("x")), "protocol"),
        (ValueError("x"), "protocol"),
    ],
)
def test_failures_have_a_class(error, class_):
    assert failure_class(error) == class_
