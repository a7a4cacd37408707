"""A small portal of each CMS family, written by us and served on 127.0.0.1.

One set of invented records, rendered through each family's own page skeleton among the furniture such pages carry:
what a reader should get out of every page is known exactly (`truth`).
"""

from crawler.demo.addresses import home, list_addresses
from crawler.demo.records import DemoPortal, portal, portals
from crawler.demo.server import DemoServer, serve
from crawler.demo.site import Answer, Site
from crawler.demo.truth import Expected, truth

__all__ = [
    "Answer",
    "DemoPortal",
    "DemoServer",
    "Expected",
    "Site",
    "home",
    "list_addresses",
    "portal",
    "portals",
    "serve",
    "truth",
]
