"""A Scrapy request as a row of the frontier, and back."""

import json
from base64 import b64decode, b64encode
from hashlib import blake2b
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider

from crawler.store.frontier import Found, Known, Leased
from crawler.store.identity import address_key

_COLUMNS = frozenset(["kind", "identity", "section", "found_on", "link_text", "listing_date", "depth"])
_OWN = frozenset(["download_slot", "download_timeout", "download_latency", "redirect_urls", "redirect_times"])
_OWN_PREFIXES = ("redirect_", "retry_", "download_", "_")
_TRUSTED_AT_MOST = 6  # answers in a row believed on a validator's word; every seventh look asks for the page itself


def identify(request: Request) -> None:
    """Give a request that is more than its address (a form sent back) an identity of its own, in its meta."""
    if request.method != "GET" or request.body:
        digest = blake2b(request.method.encode() + b"\0" + request.body, digest_size=8).hexdigest()
        request.meta.setdefault("identity", f"{request.method} {request.url} {digest}")


def origin_url(request: Request) -> str:
    """Give the address a request was queued under, before redirects."""
    urls = request.meta.get("redirect_urls")
    return urls[0] if urls else request.url


def key_of(portal: str, request: Request) -> int:
    """Give the key of the row a request belongs to, redirects or not."""
    return address_key(portal, origin_url(request), request.meta.get("identity"))


def found_of(portal: str, request: Request, spider: Spider) -> Found | None:
    """Turn a request into a row; None when it holds something no row can (a callback that is not the spider's)."""
    packed = _packed(request, spider)
    if packed is None:
        return None
    meta = request.meta
    found_on = meta.get("found_on")
    return Found(
        key=address_key(portal, request.url, meta.get("identity")),
        url=request.url,
        kind=meta.get("kind", "article"),
        priority=request.priority,
        depth=meta.get("depth", 0),
        identity=meta.get("identity"),
        section=meta.get("section"),
        found_on=address_key(portal, found_on) if found_on else None,
        link_text=meta.get("link_text"),
        listing_date=meta.get("listing_date"),
        request=packed or None,
    )


def request_of(row: Leased, spider: Spider) -> Request:
    """Make the request of a row again."""
    packed: dict[str, Any] = json.loads(row.request) if row.request else {}
    meta = {
        name: value for name in _COLUMNS if (value := getattr(row, name)) is not None and (name != "depth" or value)
    }
    request = Request(
        row.url,
        method=packed.get("method", "GET"),
        headers=packed.get("headers"),
        body=b64decode(packed.get("body", "")),
        callback=getattr(spider, packed.get("callback", "parse")),
        errback=getattr(spider, packed["errback"]) if "errback" in packed else None,
        cb_kwargs=packed.get("cb_kwargs"),
        priority=row.priority,
        meta={**meta, **dict.fromkeys(packed.get("own", ()), row.url), **packed.get("meta", {})},
        dont_filter=True,
    )
    if row.found_on and urlsplit(row.found_on)[:2] == urlsplit(row.url)[:2]:
        request.headers.setdefault("Referer", row.found_on)
    ask_for_changes(request, Known("", row.kind, None, None, None, None, row.etag, row.last_modified, row.trusted))
    return request


def ask_for_changes(request: Request, known: Known | None) -> None:
    """Have the server say when nothing changed (304), unless its word was taken six times in a row."""
    if known is None or known.trusted >= _TRUSTED_AT_MOST or request.method != "GET":
        return
    if known.etag:
        request.headers.setdefault("If-None-Match", known.etag)
    if known.last_modified:
        request.headers.setdefault("If-Modified-Since", known.last_modified)


def _packed(request: Request, spider: Spider) -> dict[str, Any] | None:
    packed: dict[str, Any] = {}
    for role, default in (("callback", "parse"), ("errback", None)):
        function = getattr(request, role)
        if function is None:
            continue
        name = getattr(function, "__name__", "")
        if getattr(function, "__self__", None) is not spider or not hasattr(spider, name):
            return None
        if name != default:
            packed[role] = name
    if request.method != "GET":
        packed["method"] = request.method
    if request.body:
        packed["body"] = b64encode(request.body).decode()
    headers = {name: values for name, values in request.headers.items() if name != b"Referer"}
    if headers:
        packed["headers"] = {
            name.decode("latin-1"): [value.decode("latin-1") for value in values] for name, values in headers.items()
        }
    if request.cb_kwargs:
        packed["cb_kwargs"] = dict(request.cb_kwargs)
    meta = {name: value for name, value in request.meta.items() if not _is_column(name)}
    if own := [name for name, value in meta.items() if value == request.url]:
        packed["own"] = own  # its own address under other names
    if others := {name: value for name, value in meta.items() if name not in own}:
        packed["meta"] = others
    try:
        json.dumps(packed)
    except (TypeError, ValueError):
        return None
    return packed


def _is_column(name: str) -> bool:
    return name in _COLUMNS or name in _OWN or name.startswith(_OWN_PREFIXES)
