"""Second station: the same item twice in one run goes no further. The store itself knows all earlier runs."""

from typing import Any

from itemadapter import ItemAdapter
from scrapy.exceptions import DropItem

from crawler.store.identity import text64
from crawler.store.outcomes import Failed, ItemsRead, Reading, SectionRead, Skipped

_OUTCOMES = (Reading, SectionRead, Failed, Skipped, ItemsRead)


class DeduplicatePipeline:
    """Drops items of other classes that this run has already passed on.

    Outcomes pass: one article under two addresses is not a second article but a second address, and only the store can
    tell which article it leads to.
    """

    def __init__(self) -> None:
        self._seen: set[int] = set()

    def process_item(self, item: Any) -> Any:
        """Pass an item on.

        Raises:
            DropItem: The very same item was passed on before.
        """
        if isinstance(item, _OUTCOMES):
            return item
        mark = text64(f"{type(item).__qualname__} {sorted(ItemAdapter(item).asdict().items(), key=str)}")
        if mark in self._seen:
            raise DropItem("duplicate")
        self._seen.add(mark)
        return item
