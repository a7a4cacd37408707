"""The address an article is known by: what the page names, when that is sane, else the fetched one, normalised."""

import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

NOISE = re.compile(
    r"utm_\w+|fbclid|gclid|zarsrc|_ga|inheritRedirect|redirect|.*_redirect|p_p_auth|PHPSESSID|jsessionid|sid|plidlayout",
    re.IGNORECASE,
)
PLAIN = re.compile(r"(https?)://([a-z0-9.-]+)(/[\w/.~-]*)()", re.ASCII)
"""Most addresses: nothing to fold, to quote or to leave out."""
HOMES = frozenset({"", "vi", "en", "index.php", "index.html", "default.aspx", "home", "trang-chu"})
"""Paths of a site's first page."""
NUMBERED = re.compile(r"id=\d", re.IGNORECASE)
"""A query that tells which article it is."""
PORTS = {"http": ":80", "https": ":443"}
SECOND_LEVEL = frozenset({"gov", "com", "org", "net", "edu", "info", "int", "ac", "health"})


def normalised(url: str) -> str:
    """Return an address in the one form: lower-case host, no default port, no fragment, no tracking, no padding.

    >>> normalised("HTTPS://So.Example:443/tin/bai-1.html?l=Tin+++&utm_source=fb#top")
    'https://so.example/tin/bai-1.html?l=Tin'
    """
    if PLAIN.fullmatch(url):
        return url
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url
    if not parts.netloc:
        return url
    host = parts.netloc.lower().removesuffix(PORTS.get(parts.scheme.lower(), "\0"))
    path = _quoted(parts.path) or "/"
    if ";jsessionid" in path:
        path = re.sub(r";jsessionid=[^/?]*", "", path)
    query = parts.query
    if query:
        kept = [
            (name, value.rstrip())
            for name, value in parse_qsl(query, keep_blank_values=True)
            if not NOISE.fullmatch(name)
        ]
        query = urlencode(kept) if kept != parse_qsl(query, keep_blank_values=True) else query
    return urlunsplit((parts.scheme.lower(), host, path, query, ""))


def _quoted(path: str) -> str:
    return path if path.isascii() and " " not in path else quote(path, safe="/%:@!$&'()*+,;=~-._")


def site_of(url: str) -> str:
    """Return the registered name an address belongs to.

    >>> site_of("https://so.may.gov.vn/a"), site_of("https://www.baomay.vn/")
    ('may.gov.vn', 'baomay.vn')
    """
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
    labels = host.split(".")
    size = 3 if len(labels) > 2 and labels[-2] in SECOND_LEVEL else 2
    return ".".join(labels[-size:])


def canonical(fetched: str | None, named: str | None) -> str | None:
    """Choose the address of identity. `named` (link rel=canonical, og:url) counts when it is sane: an article
    of the same site.

    >>> canonical("https://so.may.gov.vn/tin/a-1.html?x=1", "https://so.may.gov.vn/tin/a-1.html")
    'https://so.may.gov.vn/tin/a-1.html'
    >>> canonical("https://so.may.gov.vn/tin/a-1.html", "https://so.may.gov.vn/")
    'https://so.may.gov.vn/tin/a-1.html'
    """
    if not fetched:
        return normalised(named) if named else None
    return normalised(named if named and named != fetched and _is_sane(fetched, named) else fetched)


def _is_sane(fetched: str, named: str) -> bool:
    try:
        (scheme, host, path, query), (_, our_host, _, our_query) = _parts(named), _parts(fetched)
    except ValueError:
        return False
    if scheme not in ("http", "https"):
        return False
    if host != our_host and site_of(named) != site_of(fetched):
        return False
    if not query and path.strip("/").casefold() in HOMES:
        return False
    drops_identity = NUMBERED.search(our_query) and not re.search(r"\d", path + query)
    return not drops_identity


def _parts(url: str) -> tuple[str, str, str, str]:
    """Scheme, host, path and query."""
    plain = PLAIN.fullmatch(url)
    if plain is not None:
        return plain[1], plain[2], plain[3], plain[4]
    parts = urlsplit(url)
    return parts.scheme, parts.netloc, parts.path, parts.query
