"""A host that only fails is left alone: five failures in a row, a rest, one look, and then it is given up for this run.

Failures are 403, 429, 5xx and timeouts. The look is at an address that answered before; where it answers again, the host
lives and only the part of it with the shape that failed is given up (or nothing, when the failures had nothing in common).

Settings: `DOWNLOADER_MIDDLEWARES[CircuitBreakerMiddleware] = 640`, `BREAKER_FAILURES` (5), `BREAKER_PAUSE` (60 s),
`BREAKER_NEXT_TRY` (3600 s: when a host given up may be tried again).
"""

import asyncio
from collections import Counter, deque
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadConnectionRefusedError, DownloadTimeoutError
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.incidents import incident_log
from crawler.middlewares.hosts import Host, host_book, in_seconds, is_closing
from crawler.middlewares.integrity import TORN
from crawler.middlewares.scope import ROBOTS_KEY
from crawler.middlewares.shapes import address_shape

PROBE: str = "breaker_probe"
"""`request.meta` key of the one look at a host that fails."""
