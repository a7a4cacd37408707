"""What was crawled, kept so that nothing is lost and nothing is fetched twice: one SQLite file behind one class."""

from crawler.store.errors import AlreadyRunning, StoreError
from crawler.store.lock import PortalLock
from crawler.store.outcomes import Failed, Reading, SectionRead, Skipped
from crawler.store.store import Store

__all__ = ["AlreadyRunning", "Failed", "PortalLock", "Reading", "SectionRead", "Skipped", "Store", "StoreError"]
