"""The end of a page comes last: what a response gave is committed before the response counts as done."""

from collections.abc import AsyncIterator
from typing import Any

from itemadapter import ItemAdapter
from scrapy import Request
from scrapy.http import Response

from crawler.store.identity import url_key
from crawler.store.outcomes import Failed, ItemsRead, Outcome, Reading, SectionRead, Skipped
from crawler.store.requests import origin_url

_OUTCOMES = (Reading, SectionRead, Failed, Skipped, ItemsRead)


class OutcomesLast:
    """Holds outcomes back until every link and item of the response has gone ahead; adds one where a spider gave none.

    Settings: `SPIDER_MIDDLEWARES[OutcomesLast] = 10`, nearest to the engine, so that it sees what the others let pass.
    """

    async def process_spider_output(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """Pass on everything the spider gave for a response, outcomes last."""
        outcome: Outcome | None = None
        links = items = 0
        goes_on = False
        async for output in result:
            if isinstance(output, _OUTCOMES):
                outcome = output
                continue
            links += isinstance(output, Request)
            goes_on = goes_on or (isinstance(output, Request) and _continues(output, response))
            items += not isinstance(output, Request) and ItemAdapter.is_item(output)
            yield output
        if outcome is not None or not goes_on:
            yield outcome or _outcome_of(response, links, items)


def _continues(request: Request, response: Response) -> bool:
    """Whether a spider asks for the very same row of the frontier once more, so that its end is still to come."""
    assert response.request is not None
    same = request.meta.get("identity") == response.request.meta.get("identity")
    return request.dont_filter and same and url_key(request.url) == url_key(origin_url(response.request))


def _outcome_of(response: Response, links: int, items: int) -> Outcome:
    """Give the outcome of a page whose spider knows nothing of outcomes."""
    request = response.request
    assert request is not None
    url, identity = origin_url(request), request.meta.get("identity")
    kind = request.meta.get("kind", "article")
    if not 200 <= response.status < 300:
        return Failed(url, f"http_{response.status}", response.status, kind, identity=identity)
    if items:
        return ItemsRead(url, response.status, kind, identity)
    if links:  # whatever it was taken for, it is read again for its links
        return SectionRead(
            url, links, kind="section" if kind == "article" else kind, status=response.status, identity=identity
        )
    return Skipped(url, "nothing_found", response.status, kind, identity)
