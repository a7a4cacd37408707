"""The store a command reads or writes."""

from scrapy.settings import BaseSettings

from crawler.command import usage
from crawler.store.errors import StoreError
from crawler.store.store import Store


def open_store(settings: BaseSettings, *, readonly: bool = True) -> Store:
    """Open the store of the settings (`-s STORE_PATH=FILE`), or end the command with one line and exit code 2."""
    try:
        return Store.open(settings["STORE_PATH"], readonly=readonly)
    except StoreError as error:
        raise usage(str(error)) from None
