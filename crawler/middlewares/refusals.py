"""The ways a request ends without a page. Each carries the stable word its address gets in the ledger."""

from datetime import datetime

from scrapy.exceptions import IgnoreRequest


class Refusal(IgnoreRequest):
    """A guard ended the request.

    >>> refusal = OutOfScope("host", "elsewhere.example")
    >>> refusal.reason, refusal.stays_pending, str(refusal)
    ('out_of_scope:host', False, 'out_of_scope:host: elsewhere.example')
    """

    stays_pending = False
    """Whether the address is to be asked again in another run; else it is done with."""

    def __init__(self, reason: str, detail: str = "", next_try: datetime | None = None) -> None:
        self.reason = reason
        """An incident class: `torn`, `too_big`, `blocked:captcha`, ..."""
        self.next_try = next_try
        """Not before this instant; None leaves it to the plan of retries."""
        super().__init__(f"{reason}: {detail}" if detail else reason)


class OutOfScope(Refusal):
    """Not sent: it leaves the portal. Made with `scheme`, `address_spelling`, `host` or `forbidden_address`."""

    def __init__(self, why: str, detail: str) -> None:
        super().__init__(f"out_of_scope:{why}", detail)


class RefusedBody(Refusal):
    """The answer holds no page (too big, not HTML, hostile markup); trying again would not help."""


class BrokenRedirect(Refusal):
    """A redirect that leads nowhere a crawl can go: no address, another scheme than http. It may be mended one day."""

    stays_pending = True


class TornPage(Refusal):
    """What came is no whole page: half of it at every try, nothing at all, or a 304 nobody asked for. Another time."""

    stays_pending = True


class Postponed(Refusal):
    """Not asked, or not to the end, in this run: the host rests, was given up, or the crawl is closing."""

    stays_pending = True


class BlockedPage(Refusal):
    """A block page stood where the page should be; the reason is `blocked:<kind>`."""

    stays_pending = True


class ForbiddenByRobots(Refusal):
    """The portal's robots.txt forbids the address."""
