"""Pages without end get an end: calendars, session marks, facets, pagers and folders inside themselves.

What they have in common is that many addresses of one shape bring nothing new. So every shape has a budget of pages
that brought nothing, raised by each page that brought something.

Settings: `SPIDER_MIDDLEWARES[TrapBudgetMiddleware] = 850` and `DOWNLOADER_MIDDLEWARES[TrapBudgetMiddleware] = 90`,
`TRAP_BUDGET` (45 barren pages a shape; twice that a path, whatever its query, and a folder whose pages lead to each
other).
"""

import re
from collections import Counter
from collections.abc import AsyncIterator
from functools import lru_cache
from typing import Any, Final, Self
from urllib.parse import unquote, urlsplit
from weakref import WeakKeyDictionary

from itemadapter import ItemAdapter
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.incidents import incident_log
from crawler.middlewares.hosts import PROBE
from crawler.middlewares.refusals import Refusal
from crawler.middlewares.scope import ROBOTS_KEY
from crawler.middlewares.shapes import address_shape
from crawler.store.outcomes import Reading, SectionRead

_PER_PATH: Final = 2  # a path and a folder have the budgets of two shapes: facets are one page under ever other queries
_REFILL: Final = 5  # barren pages that one fruitful page pays for
_DEEPEST: Final = 16  # folders; the deepest article path met has 9
_REPEATS: Final = 3  # how often one folder name may stand in a path
_LAST: Final = 200  # off the priority; after what failed and is tried once more
_PUT_OFF: Final = "_put_off"  # in `request.meta`: it has been to the end of the queue
_DIGITS: Final = re.compile(r"\d+")
_OTHER_DAYS: Final = frozenset({"before_since", "after_until"})


class TrapBudget:
    """What has been spent on each shape of address, and whether more of it is worth asking.

    >>> budget = TrapBudget(per_shape=2)
    >>> for day in (1, 2):
    ...     budget.note(f"https://so.example/lich?ngay={day}", is_fruitful=False)
    >>> budget.objection("https://so.example/lich?ngay=3"), budget.objection("https://so.example/tin?trang=3")
    ('budget spent: so.example/lich?ngay=N', '')
    >>> budget.objection("https://so.example/a/b/a/b/a/b/a/b/")
    'folder repeated'
    """

    def __init__(self, per_shape: int = 45, per_path: int | None = None) -> None:
        self._per_shape = per_shape
        self._per_path = per_path or per_shape * _PER_PATH
        self._left: Counter[str] = Counter()
        self._spent: set[str] = set()

    def note(self, url: str, *, is_fruitful: bool, found_on: str = "") -> None:
        """A page was read; it brought an article, news or unseen addresses of another kind, or it brought nothing.

        Pages found on a page of their own folder (`found_on`) answer for the folder too: names without end have no
        shape, but they lead to each other, where a portal's sections are found in its menu.
        """
        exact, path = _shapes(url)
        folder = _folder(url)
        of_folder = [(folder, self._per_path)] if folder and (is_fruitful or folder == _folder(found_on)) else []
        for shape, budget in ((exact, self._per_shape), (path, self._per_path), *of_folder):
            self._left[shape] += _REFILL if is_fruitful else -1
            (self._spent.add if self._left[shape] <= -budget else self._spent.discard)(shape)

    def objection(self, url: str) -> str:
        """Why the address is not worth asking; empty when it is."""
        if misshapen := _misshapen(url):
            return misshapen
        if not self._spent:  # nearly all crawls: no address need be taken apart
            return ""
        return next((f"budget spent: {shape}" for shape in (*_shapes(url), _folder(url)) if shape in self._spent), "")


@lru_cache(maxsize=4096)  # asked when a link is found, when it is sent and when its answer has been read
def _misshapen(url: str) -> str:
    """Why no budget is needed to refuse the address; empty when its path is like other paths."""
    folders = [part for part in urlsplit(url).path.lower().split("/")[:-1] if part and not part.isdigit()]
    if len(folders) > _DEEPEST:
        return "path too deep"
    return "folder repeated" if folders and max(Counter(folders).values()) > _REPEATS else ""


@lru_cache(maxsize=4096)
def _shapes(url: str) -> tuple[str, str]:
    """The shape with the values of its query (digits as N), and the shape of the path alone."""
    path = address_shape(url).partition("?")[0]
    return f"{path}?{_DIGITS.sub('N', unquote(urlsplit(url).query))[:200]}", path


def _folder(url: str) -> str:
    """The folder a page lies in, as host/folder/*; empty for what lies at the root."""
    parts = urlsplit(url)
    folder = parts.path.lower().rpartition("/")[0]
    return f"{parts.hostname or ''}{folder}/*" if folder else ""


def _is_of_another_kind(url: str, own: str) -> bool:
    """Whether an address is of another kind than that of its page: another shape elsewhere."""
    return _shapes(url)[1] != _shapes(own)[1] and (_folder(url) != _folder(own) or not _folder(url))


def _found_on(response: Response) -> str:
    return str(response.request.meta.get("found_on") or "") if response.request else ""


_budgets: WeakKeyDictionary[Crawler, TrapBudget] = WeakKeyDictionary()


class TrapBudgetMiddleware:
    """As spider middleware: notes what each page brought, drops requests not worth asking (incident `trap`, once a
    shape). As downloader middleware: refuses those that were queued before the budget was spent; articles
    are put off first, for whether the dead ones of a folder are met before the others is chance.

    A page is fruitful when it yields an article with a title not met before, a list of news, or a request that was
    not yielded before and whose path has another shape, in another folder (a calendar yields its next month, facets
    yield themselves in other words, tags yield tags).
    """

    def __init__(self, crawler: Crawler) -> None:
        self._incidents = incident_log(crawler)
        if crawler not in _budgets:
            _budgets[crawler] = TrapBudget(crawler.settings.getint("TRAP_BUDGET", 45))
        self.budget = _budgets[crawler]
        self._yielded: set[int] = set()
        self._told: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls(crawler)

    def process_request(self, request: Request) -> Request | None:
        """Raises: Refusal (`trap`). An article goes to the end of the queue first: others may refill the budget."""
        if {ROBOTS_KEY, PROBE} & request.meta.keys() or not self._objects(request.url):
            return None
        if request.meta.get("kind") == "article" and not request.meta.get(_PUT_OFF):
            meta = {**request.meta, _PUT_OFF: True}
            return request.replace(priority=request.priority - _LAST, dont_filter=True, meta=meta)
        raise Refusal("trap", request.url)

    async def process_spider_output(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """The same output without the requests a trap would swallow."""
        is_fruitful = False
        async for entry in result:
            if not isinstance(entry, Request):
                is_fruitful = self._brings_something(entry) or is_fruitful
                yield entry
            elif not self._objects(entry.url):
                is_new = self._is_first(("url", entry.url))
                is_fruitful = is_fruitful or (is_new and _is_of_another_kind(entry.url, response.url))
                yield entry
        self.budget.note(response.url, is_fruitful=is_fruitful, found_on=_found_on(response))

    def _is_first(self, named: tuple[str, str]) -> bool:
        """Whether an address or a title was not yielded before."""
        mark = hash(named)
        if mark in self._yielded:
            return False
        self._yielded.add(mark)
        return True

    def _objects(self, url: str) -> bool:
        objection = self.budget.objection(url)
        if objection and objection not in self._told:
            self._told.add(objection)
            self._incidents.record(url, "trap", objection)
        return bool(objection)

    def _brings_something(self, item: Any) -> bool:
        """A list's record says how many news it showed; an article counts once by its title, whatever its address, and
        one of other days than those asked for is an article too.
        """
        match item:
            case SectionRead(news=news):
                return news > 0
            case Reading(article=None, reason=reason):
                return reason in _OTHER_DAYS
            case Reading(article=article):
                title = getattr(article, "title", None)
            case _:
                title = ItemAdapter(item).get("title")
        return title is not None and self._is_first(("title", title))
