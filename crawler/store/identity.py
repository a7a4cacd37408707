"""When two addresses are one: normalised addresses and the 64-bit keys made of them."""

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlsplit

# Parameters that never choose the content: campaign marks, sessions, where the reader came from, print and font tools.
_NOISE = frozenset([
    "fbclid", "gclid", "dclid", "msclkid", "zarsrc", "zalo_source", "mibextid", "igshid", "yclid", "_ga", "_gl",
    "ref_src", "inheritredirect", "redirect", "_redirect", "backurl", "returnurl", "p_p_auth", "p_l_back_url",
    "doasuserid", "jsessionid", "phpsessid", "sessionid", "amp", "print", "output_type", "fontsize", "screen_mode",
])  # fmt: skip
_NOISE_PREFIXES = ("utm_", "mc_", "pk_", "hsa_")
_MIRRORS = ("www.", "m.", "amp.")
_SESSION = re.compile(r";(?:jsessionid|phpsessid)=[^/?#;]*", re.IGNORECASE)
_SLASHES = re.compile(r"/{2,}")
_DEFAULT_PORTS = {80, 443}
_SIGN = 1 << 63


@lru_cache(maxsize=4096)  # asked when an address is found, sent and settled, and of its page for every link on it
def url_key(url: str) -> str:
    """Bring an address to the form in which twins are equal. Not meant for fetching: it has no scheme.

    Ignored: http or https, default ports, `www.`, `m.` and `amp.` mirrors, letter case of the host, `/amp`, a trailing
    slash, `+++` padding, fragments, session marks, tracking and redirect parameters, the order of parameters, and how
    letters are escaped or composed (NFC, NFD).

    >>> url_key("http://www.So.example:80/tin/bai-1+++/?utm_source=x&b=2&a=1#top")
    'so.example/tin/bai-1?a=1&b=2'
    >>> url_key("https://so.example/tu%E1%BA%A5n") == url_key("https://so.example/tua%CC%82%CC%81n")
    True
    >>> url_key("https://so.example:8080/tin?id=7") == url_key("https://so.example/tin?id=7")
    False
    """
    try:
        parts = urlsplit(url.strip())
        host = _host(parts.hostname or "", parts.netloc)
    except ValueError:
        return url.strip()  # no address at all: equal to itself
    path = _path(parts.path)
    query = _query(parts.query) if parts.query else ""
    return f"{host}{path}?{query}" if query else f"{host}{path}"


def address_key(portal: str, url: str, identity: str | None = None) -> int:
    """Give the key of an address: by the identity the portal itself gives (an article number), else normalised.

    >>> address_key("p", "https://so.example/a/17-tin", "17") == address_key("p", "https://so.example/b/17-tin", "17")
    True
    """
    return key64(portal, f"#{identity}" if identity else url_key(url))


def key64(portal: str, identity: str) -> int:
    """Hash a portal and an identity to a signed 64-bit number, as SQLite keeps whole numbers.

    Two of a million addresses fall together with a chance of 3 in 100 million.

    >>> key64("ha_noi_stttt", "8213") == key64("ha_noi_stttt", "8213") != key64("dak_r_lap", "8213")
    True
    """
    return text64(f"{portal}\0{identity}")


def text64(text: str) -> int:
    """Hash any text to a signed 64-bit number.

    >>> -(2**63) <= text64("Hà Nội") < 2**63
    True
    """
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def is_home(url: str) -> bool:
    """Whether an address is the front page of its site, in any language.

    >>> is_home("https://so.example/vi/"), is_home("https://so.example/web/guest/home"), is_home("https://so.example/a/b")
    (True, True, False)
    """
    path = urlsplit(url).path.strip("/").lower()
    return path in _HOMES


_HOMES = frozenset([
    "", "vi", "en", "vn", "home", "trang-chu", "trangchu", "index.html", "index.htm", "index.php", "default.aspx",
    "index.aspx", "portal", "web/guest", "web/guest/home", "web/guest/trang-chu", "pages/default.aspx",
    "portal/pages/default.aspx", "portal/home", "vi/home", "vi/trang-chu", "pages/home.aspx",
])  # fmt: skip


def _host(host: str, netloc: str) -> str:
    for mirror in _MIRRORS:
        if host.startswith(mirror):
            host = host[len(mirror) :]
            break
    _, _, port = netloc.rpartition(":")
    if port.isdigit() and int(port) not in _DEFAULT_PORTS:
        host = f"{host}:{port}"
    return host


def _path(path: str) -> str:
    if ";" in path:
        path = _SESSION.sub("", path)
    if "//" in path:
        path = _SLASHES.sub("/", path)
    if "%" in path or not path.isascii():
        path = _letters(path)
    path = path.rstrip("/+ ")
    if path.endswith("/amp"):
        path = path[:-4].rstrip("/+ ")
    return path


def _letters(text: str) -> str:
    """Escape the same letters the same way: decoded, composed, escaped again where an address needs it."""
    try:
        decoded = unquote_to_bytes(text).decode()
    except UnicodeDecodeError:
        return text  # escapes of a legacy encoding: leave them as they are
    return quote(unicodedata.normalize("NFC", decoded), safe="/+,;:@!$'()*~&=-._")


def _query(query: str) -> str:
    kept = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if not _is_noise(name)]
    return "&".join(f"{name}={unicodedata.normalize('NFC', value)}" if value else name for name, value in sorted(kept))


def _is_noise(name: str) -> bool:
    lower = name.lower()
    return lower in _NOISE or lower.startswith(_NOISE_PREFIXES) or lower.endswith(("_redirect", "_backurl"))
