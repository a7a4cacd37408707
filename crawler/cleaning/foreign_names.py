"""Authors of articles that are not Vietnamese: what their publishers' fields name, cut into names."""

import re
from collections.abc import Iterable

_LABEL = re.compile(
    r"^(?:by|von|autor(?:in|en|es)?|author|par|por|de la|di|av|af|text|texto|foto|written by|reported by)\s*[:\s]\s*",
    re.IGNORECASE,
)
_AND = re.compile(r"\s+(?:and|und|og|och|et|y|e|ja|ve|&)\s+", re.IGNORECASE)
_CUT = re.compile(r"[;|•/\n]+|,(?!\s*(?:Jr|Sr|PhD|MD)\b)")
_ASIDE = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_LONGEST = 60  # characters: a biography is no name


def names_of_fields(fields: Iterable[str]) -> list[str]:
    """Return the names in author fields and metadata, in order, once each.

    Unlike in Vietnamese pages, where CMS accounts fill these fields, everything a publisher names counts: agencies too.

    >>> names_of_fields(["By Ann Field and Bob Hill, Reuters", "Ann Field"])
    ['Ann Field', 'Bob Hill', 'Reuters']
    >>> names_of_fields(["Eva Berg (ebe)", "https://example.org/author/eva"])
    ['Eva Berg']
    """
    found: dict[str, str] = {}
    for field in fields:
        if field.strip().startswith(("http://", "https://", "/", "@")):
            continue
        for piece in _CUT.split(_LABEL.sub("", _ASIDE.sub("", field.strip()))):
            for name in _joined(_LABEL.sub("", piece.strip())):
                if name and len(name) <= _LONGEST and "@" not in name:
                    found.setdefault(name.casefold(), name)
    return list(found.values())


def _joined(words: str) -> list[str]:
    """Split at "and" where both sides are full names; "Le Figaro et AFP" is one."""
    parts = [part.strip() for part in _AND.split(words)]
    return parts if len(parts) > 1 and all(" " in part for part in parts) else [words.strip()]
