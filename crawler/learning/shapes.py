"""What article addresses of a portal have in common that no other address of it has."""

import re
from collections.abc import Iterable

# Shapes that CMSs give to articles, the most particular first; a group `id` is the article's number.
SHAPES = (
    r"[?&](?:ItemID|articleid|newsid|tintucid|nid|id_?tin|dDocName)=(?P<id>[\w-]+)",
    r"view=article&(?:[^#]*&)?id=(?P<id>\d+)",
    r"/node/(?P<id>\d+)(?:$|\?)",
    r"/-/view_content/(?:pop_up/)?(?P<id>\d+)-",
    r"/-/(?P<id>\d+-\d+)(?:$|[/?])",
    r"/-/details/\d+/[^?]*-(?P<id>\d+)(?:$|\?)",
    r"/-/asset_publisher/\w+/content/[^/?&]+",
    r"/portal/pages/\d{4}-\d{1,2}-\d{1,2}/[^/?]*?(?P<id>[A-Za-z0-9]{6,8})\.aspx",
    r"/\d{4}/\d{2}(?:/\d{2})?/[^/?]+",
    r"-post(?P<id>\d+)\.html?(?:$|\?)",
    r"-(?P<id>\d{9,20})\.(?:html?|chn)(?:$|\?)",
    r"/[^/?]+-[acd]?(?P<id>\d+)\.(?:html?|aspx)(?:$|\?)",
    r"/(?P<id>\d+)-[^/?]+-[^/?]+(?:$|\?)",
    r"/[^/?]+-(?P<id>\d+)/?(?:$|\?)",
    r"/[^/?]+\.(?P<id>\d+)(?:$|\?)",
    r"/(?:id|newsid|tinid)/(?P<id>\d+)(?:/|$|\?)",
    r"/[^/?]+(?:-[^/?-]+){5,}\.(?:html?|aspx)(?:$|\?)",
    r"/[^/?]+(?:-[^/?-]+){6,}/?(?:$|\?)",
)
_ALL = 0.95
_TELLS = 0.8
"""Share of the articles that a number must tell apart: one that many share is a section's or the portal's."""


def article_shape(articles: Iterable[str], others: Iterable[str]) -> str | None:
    r"""Return a regular expression that fits the article addresses and none of the others; None if none does.

    >>> article_shape([f"https://so.example/tin/hop-{n}.html" for n in (8, 9, 12)], ["https://so.example/tin/", "https://so.example/"])
    '/[^/?]+-[acd]?(?P<id>\\d+)\\.(?:html?|aspx)(?:$|\\?)'
    >>> article_shape([f"https://so.example/{name}" for name in ("hop", "mua", "ve")], []) is None
    True
    >>> article_shape([f"https://so.example/tin-{n}-so-7" for n in range(9)], []) is None
    True
    """
    known, foreign = list(dict.fromkeys(articles)), list(others)
    if len(known) < 3:
        return None
    for shape in SHAPES:
        pattern = re.compile(shape, re.IGNORECASE)
        found = [match for match in map(pattern.search, known) if match]
        if len(found) < _ALL * len(known) or any(map(pattern.search, foreign)):
            continue
        if "id" not in pattern.groupindex or len({match["id"] for match in found}) >= _TELLS * len(found):
            return shape
    return None
