"""First station: is this fit to be stored? Passes an item on unchanged or drops it with a reason."""

from typing import Any
from urllib.parse import urlsplit

from itemadapter import ItemAdapter
from scrapy.exceptions import DropItem

from crawler.store.outcomes import Reading
from items import Article


class ValidatePipeline:
    """Drops readings whose article breaks a promise of the normal form, and items itemadapter does not understand."""

    def process_item(self, item: Any) -> Any:
        """Pass an item on.

        Raises:
            DropItem: With the reason, `invalid:...`; the ledger keeps it.
        """
        if isinstance(item, Reading):
            if item.article is not None and (fault := fault_of(item.article)):
                raise DropItem(f"invalid:{fault}")
        elif not ItemAdapter.is_item(item):
            raise DropItem(f"invalid:{type(item).__name__} is no item")
        return item


def fault_of(article: Article) -> str | None:
    """Name what is wrong with an article, None when nothing is. A notice that is a title and a date is an article.

    >>> fault_of(Article("https://so.example/1", " "))
    'no_title'
    >>> fault_of(Article("https://so.example/1", "Tin", text="Nội dung.")) is None
    True
    """
    if not article.title.strip():
        return "no_title"
    if article.url is not None and urlsplit(article.url).scheme not in {"http", "https"}:
        return "no_web_address"
    return None
