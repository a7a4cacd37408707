"""What changed between two readings of one article, and when to look again."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any
from zoneinfo import ZoneInfo

from crawler.store.identity import text64
from crawler.store.removed_rows import RemovedLine
from items import Article, Moment

HOUR, DAY = 3600, 86_400
_PLAN = (HOUR, DAY, 7 * DAY, 30 * DAY)  # ages of an article at which it is looked at again
_SAMPLE_OF = 20  # after the plan, one article in twenty ...
_SAMPLE_EVERY = 180 * DAY  # ... is looked at twice a year
_HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
_NO_EXTRAS = text64("")
_UNCOMPARED = frozenset(["url", "canonical_url", "fetched_at", "views", "page_clock", "text", "fixes", "flags"])


@dataclass(frozen=True, slots=True)
class Revision:
    """One version of an article."""

    number: int
    """1 = as first seen."""
    seen_at: int
    """Seconds since 1970, UTC."""
    change: str
    """first | edited | title_changed | attachment_changed."""
    difference: dict[str, Any]
    """Field -> what it was and became, see `differences`."""
    page: int | None
    """Number of the stored page it was read from."""
    extractor_version: str | None
    """Version of the rules that read it."""
    removed: Sequence[RemovedLine] = ()
    """Lines of its page that are no text of it, where they were kept."""


def content_hash(article: Article) -> int:
    """Hash what the article says: title, lead and paragraphs. Counters, clocks and related lists are not in it.

    >>> content_hash(Article(None, "Tin", views=1)) == content_hash(Article(None, "Tin ", views=2))
    True
    """
    return text64(f"{article.title.strip()}\0{_text(article)}")


def extras_hash(article: Article) -> int:
    """Hash what hangs on the article: the addresses of its attachments and its captions."""
    if not article.attachments and not article.captions:
        return _NO_EXTRAS
    return text64("\n".join([*(attachment.url for attachment in article.attachments), "", *article.captions]))


def change_between(old: Article, new: Article) -> str | None:
    """Name the change from one reading to the next by what weighs most; None when nothing that counts differs.

    >>> change_between(Article(None, "Tin cũ"), Article(None, "Tin mới"))
    'title_changed'
    >>> change_between(Article(None, "Tin", views=1), Article(None, "Tin", views=2)) is None
    True
    """
    if old.title.strip() != new.title.strip():
        return "title_changed"
    if content_hash(old) != content_hash(new):
        return "edited"
    if extras_hash(old) != extras_hash(new):
        return "attachment_changed"
    return None


def differences(old: Article, new: Article) -> dict[str, Any]:
    """Say field by field what changed: `{"from", "to"}`, and for lists the replaced stretches with their place.

    >>> differences(Article(None, "Tin", paragraphs=["A", "B"]), Article(None, "Tin", paragraphs=["A", "C"]))
    {'paragraphs': [{'at': 1, 'from': ['B'], 'to': ['C']}]}
    """
    found: dict[str, Any] = {}
    for field in fields(old):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if field.name in _UNCOMPARED or before == after:
            continue
        found[field.name] = (
            _stretches(before, after)
            if isinstance(before, list) and isinstance(after, list)
            else {"from": _plain(before), "to": _plain(after)}
        )
    return found


def next_check(published: Moment | None, first_seen: int, now: int, key: int) -> int | None:
    """Plan the next look at an article: an hour, a day, a week, a month after it appeared, then a sample for ever.

    >>> day = Moment("2024-05-02", "day", "2/5/2024", "visible")
    >>> born = 1714582800  # 2024-05-02 00:00 in Hà Nội
    >>> next_check(day, born + 60, born + 60, key=1) == born + 60 + HOUR
    True
    >>> next_check(day, born + 60 * DAY, born + 60 * DAY, key=1) is None
    True
    """
    born = _born(published)
    if born is None:
        born = first_seen - DAY  # undated: not news of the hour, but perhaps of the week
    elif published is not None and published.precision in {"day", "month"}:
        born += DAY  # the hour is not known: as late as it can have been
    born = min(born, first_seen)
    for age in _PLAN:
        if born + age > now:
            return born + age
    return now + _SAMPLE_EVERY if key % _SAMPLE_OF == 0 else None


def _born(published: Moment | None) -> int | None:
    if published is None:
        return None
    value = published.value if len(published.value) > 7 else f"{published.value}-01"
    try:
        when = datetime.fromisoformat(value)
    except ValueError:
        return None
    return int((when if when.tzinfo else when.replace(tzinfo=_HANOI)).timestamp())


def _text(article: Article) -> str:
    return article.text or "\n\n".join([article.lead or "", *article.paragraphs])


def _stretches(before: list[Any], after: list[Any]) -> list[dict[str, Any]]:
    old, new = [_plain(value) for value in before], [_plain(value) for value in after]
    matcher = SequenceMatcher(None, [repr(value) for value in old], [repr(value) for value in new], autojunk=False)
    return [{"at": i, "from": old[i:j], "to": new[k:m]} for tag, i, j, k, m in matcher.get_opcodes() if tag != "equal"]


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    return value
