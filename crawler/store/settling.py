"""Closing an address in the ledger: what an outcome means for addresses, articles and pages."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from crawler.store.articles import ArticleShelf
from crawler.store.frontier import FAILED, LISTINGS, SKIPPED, STORED, UNCHANGED, Frontier, Known, Settled
from crawler.store.identity import address_key, is_home, text64
from crawler.store.outcomes import Complete, Failed, ItemsRead, Outcome, Reading, SectionRead, Skipped
from crawler.store.pages import PageShelf
from crawler.store.placing import Placing, settled_by
from crawler.store.revisions import DAY, HOUR, next_check

_SOON = (0, HOUR, 6 * HOUR, DAY, 3 * DAY, 7 * DAY)  # network and server trouble: the next run, then ever later
_LATER = (DAY, 7 * DAY, 30 * DAY, None)  # the address itself is at fault: three more chances
_LISTING_AT_LEAST = 20 * HOUR  # a crawl every night reads every listing
_FORBIDDEN = 30 * DAY  # a robots.txt may change its mind
_ADDRESS_AT_FAULT = ("http_4", "spider_error", "invalid", "no_outcome", "too_big", "item_error")
_RETRIED_VERDICTS = ("captcha", "blocked", "login_wall", "error_page", "empty", "maintenance")
_NOT_MODIFIED = 304
_GONE_STATUS = frozenset([404, 410])
_GONE_VERDICTS = {
    "home_page": "redirect_home",
    "section_page": "redirect_home",
    "error_page": "soft_404",
    "soft_404": "soft_404",
}
_OF_ADDRESS = (
    *("http_", "redirect", "robots_txt", "out_of_scope", "trap", "too_big", "not_html", "hostile_markup"),
    *("section_page", "home_page", "error_page", "soft_404", "login_wall", "empty", "blocked:repeated"),
)
"""Beginnings of the reasons that tell of one address only: it was answered, with something else than the page, or a
rule forbids that one."""
_OF_CONNECTION = frozenset(["timeout", "dns", "refused", "connection", "torn", "too_slow"])
_GONE_IF_UNLISTED = ("http_401", "http_403", "http_451", "login_wall", "redirect", "out_of_scope", "not_html")
"""Reasons that do not say that an article is gone, and do when its list no longer shows it either."""
UNLISTED = "unlisted"
"""Event: a list was read that no longer shows articles it showed; they are pending."""
OTHER_ADDRESS = "other_address"
"""Event: the address failed, another one of the same article is pending in its place."""


class Settling:
    """Writes outcomes. All of it happens in the caller's transaction."""

    def __init__(self, frontier: Frontier, shelf: ArticleShelf, pages: PageShelf) -> None:
        self._frontier = frontier
        self._shelf = shelf
        self.placing = Placing(frontier, shelf, pages)
        self.looks_left = 0
        """How many articles that lists no longer show may still be looked at in this run."""

    def settle(self, portal: str, outcome: Outcome, run: int | None, now: int) -> str:
        """Write what became of one request.

        Args:
            portal: Name of the portal.
            outcome: What the spider yielded.
            run: Number of the run in the ledger, None outside one.
            now: Seconds since 1970, UTC.

        Returns:
            What happened: `stored`, `unchanged`, `skipped`, `failed`, `section`, or a change of an article (`edited`,
            `title_changed`, `attachment_changed`, `gone`, `alias`), or `other_address`: still to do, elsewhere.
        """
        key = address_key(portal, outcome.request_url, outcome.identity)
        if self._goes_on_elsewhere(portal, key, outcome, now):
            return OTHER_ADDRESS
        match outcome:
            case Reading(article=None):
                settled, event = self._declined(portal, key, outcome, now)
            case Reading():
                settled, event = self.placing.place(portal, key, outcome, now)
            case SectionRead():
                settled, event = self._section(portal, key, outcome, now)
            case Failed():
                settled, event = self._failed(portal, key, outcome, now)
            case Skipped():
                due = self._refused_until(key, outcome, now)
                settled = Settled(key, outcome.request_url, outcome.kind, SKIPPED, outcome.reason, outcome.status, due)
                event = SKIPPED
            case ItemsRead():
                settled = Settled(key, outcome.request_url, outcome.kind, STORED, "items", outcome.status)
                event = STORED
        self._frontier.settle(portal, settled, run, now)
        return self._gone_from_lists(portal, key, outcome, now) or event

    def _gone_from_lists(self, portal: str, key: int, outcome: Outcome, now: int) -> str | None:
        """Note that an article is gone which no list shows and whose address gives something else, if that is news."""
        reason = _fault(outcome)
        if reason is None or not reason.startswith(_GONE_IF_UNLISTED):
            return None
        known = self._frontier.known(key)
        if known is None or known.article is None or not self._shelf.is_unlisted(known.article):
            return None
        return self._gone(portal, key, known.article, "not_listed", now)

    def _refused_until(self, key: int, skipped: Skipped, now: int) -> int | None:
        """When an address refused by a rule of ours is worth asking again: robots.txt may change its mind.

        An article among too many dead ones of its kind may be alive: it is asked in another run, at ever longer waits.
        """
        if "robots" in skipped.reason:
            return now + _FORBIDDEN
        known = self._frontier.known(key)
        if skipped.reason == "trap" and skipped.kind == "article":
            return now + max(DAY, now - known.seen_at if known else 0)
        return None

    def _goes_on_elsewhere(self, portal: str, key: int, outcome: Outcome, now: int) -> bool:
        """Whether an address came to nothing by itself and another one of the same article is pending instead."""
        reason = _fault(outcome)
        if reason is None or not _is_of_address(reason, self._frontier.tries(key)):
            return False
        return self._frontier.try_next_address(portal, key, outcome.request_url, now)

    def redirect(
        self, portal: str, key: int, url: str, *, target: str, target_key: int, run: int | None, now: int
    ) -> str:
        """Close an address that leads to another one the frontier knows already, without fetching that again.

        A known article gains an alias. An article's address that now leads to the front page or to a listing is gone,
        unless another one of it is left to try: `OTHER_ADDRESS`.
        """
        own, known = self._frontier.known(key), self._frontier.known(target_key)
        article = known.article if known else None
        event, reason = SKIPPED, "redirect"
        if article is not None and own is not None and own.article not in (None, article):
            article = own.article  # its own stays what this address is known by; the portal has it no longer
            event = self._gone(portal, key, article, reason, now) or SKIPPED
        elif article is not None:
            self._shelf.alias(portal, article, url, "redirect", now)
        elif self._leads_nowhere(target, known) and self._frontier.try_next_address(portal, key, url, now):
            return OTHER_ADDRESS
        elif is_home(target) or (known is not None and known.kind in LISTINGS):
            reason = "redirect_home"
            if own is not None and own.article is not None:
                event = self._gone(portal, key, own.article, reason, now) or SKIPPED
        elif known is not None:
            self._frontier.add_address(portal, target_key, url, now, tried_at=now)
        settled = Settled(key, url, own.kind if own else "article", SKIPPED, reason, article=article)
        self._frontier.settle(portal, settled, run, now)
        return event

    @staticmethod
    def _leads_nowhere(target: str, known: Known | None) -> bool:
        """Whether a redirect ends where no article is, nor is still to be fetched."""
        return is_home(target) or (known is not None and (known.kind in LISTINGS or known.state in (FAILED, SKIPPED)))

    def another_address(self, portal: str, key: int, url: str, now: int) -> str | None:
        """Keep another address of a row; one that failed for its old address is tried again at the new one.

        Lists are read in any order, so the link that works may be met after the one that is dead.

        Returns:
            `OTHER_ADDRESS` when the row is pending again, else None.
        """
        if not self._frontier.add_address(portal, key, url, now):
            return None
        known = self._frontier.known(key)
        reason = known.reason if known is not None and known.state in (FAILED, SKIPPED) else None
        is_dead = _is_of_address(reason or "", self._frontier.tries(key) - 1)  # the last failure is counted already
        return OTHER_ADDRESS if is_dead and self._frontier.try_next_address(portal, key, None, now) else None

    def add_item(self, portal: str, class_name: str, fields: Mapping[str, Any], now: int) -> bool:
        """Keep the fields of an item of another class; False when the very same is already kept."""
        packed = json.dumps(fields, ensure_ascii=False, sort_keys=True, default=str)
        done = self._frontier.connection.execute(
            "INSERT OR IGNORE INTO items (key, portal, class, fields, seen_at) VALUES (?, ?, ?, ?, ?)",
            (text64(f"{portal}\0{class_name}\0{packed}"), portal, class_name, packed, now),
        )
        return done.rowcount == 1

    def items(self, class_name: str | None) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
        """Stream items of other classes: portal, class, fields."""
        query = "SELECT portal, class, fields FROM items WHERE ?1 IS NULL OR class = ?1 ORDER BY id"
        for portal, name, packed in self._frontier.connection.execute(query, (class_name,)):
            yield portal, name, json.loads(packed)

    # --- pages without an article ---------------------------------------------------------------------------------

    def _declined(self, portal: str, key: int, reading: Reading, now: int) -> tuple[Settled, str]:
        known = self._frontier.known(key)
        number = known.article if known else None
        if reading.status == 304 or reading.reason == "not_modified":
            due = None
            if number is not None:
                article, held = self._shelf.get(number), self._shelf.held(number)
                due = next_check(article.published, held.first_seen_at, now, key)
            return settled_by(key, reading, UNCHANGED, next_at=due), UNCHANGED
        reason = _verdict(reading)
        if reason.startswith(_RETRIED_VERDICTS) and not (number is not None and reason in _GONE_VERDICTS):
            due = _retry(_SOON, self._frontier.tries(key), now, None)
            return settled_by(key, reading, FAILED, reason=reason, next_at=due), FAILED
        page = self.placing.keep_page(portal, reading.page) if number is None else None
        event = SKIPPED
        if number is not None and (gone := _GONE_VERDICTS.get(reason)):
            event = self._gone(portal, key, number, gone, now) or SKIPPED
        return settled_by(key, reading, SKIPPED, reason=reason, page=page), event

    def _gone(self, portal: str, key: int, number: int, reason: str, now: int) -> str | None:
        """Note that an article is gone, unless it has another address that gives it or is still to be asked.

        Returns:
            `gone` when that is news, `OTHER_ADDRESS` when another address is pending now, else None.
        """
        others = self._frontier.other_addresses(portal, self._shelf.held(number).key, key)
        if any(other.is_there(now) for other in others):
            return None
        unasked = next((other for other in others if not other.was_asked(now)), None)
        if unasked is not None:
            self._frontier.ask_again(portal, unasked, number, now)
            return OTHER_ADDRESS
        return "gone" if self._shelf.gone(number, reason, now) else None

    # --- listings and failures ----------------------------------------------------------------------------------

    def _section(self, portal: str, key: int, read: SectionRead, now: int) -> tuple[Settled, str]:
        self._frontier.connection.execute(
            "INSERT INTO sections (key, reads, news, read_at, last_news_at)"
            " VALUES (?1, 1, ?2, ?3, iif(?2 > 0, ?3, NULL)) ON CONFLICT (key) DO UPDATE SET"
            " reads = reads + 1, news = news + ?2, read_at = ?3, last_news_at = iif(?2 > 0, ?3, last_news_at)",
            (key, read.news, now),
        )
        missed = self._look_for_unlisted(portal, read.complete, now) if read.complete is not None else 0
        state = UNCHANGED if read.status == 304 else SKIPPED
        reason = None if state == UNCHANGED else f"{read.kind}_page"
        settled = Settled(
            key,
            read.request_url,
            read.kind,
            state,
            reason,
            read.status,
            self._next_visit(key, now),
            etag=read.etag,
            last_modified=read.last_modified,
        )
        return settled, UNLISTED if missed else "section"

    def _look_for_unlisted(self, portal: str, complete: Complete, now: int) -> int:
        """Have the articles looked at again that a list no longer shows though it shows their neighbours.

        That alone says nothing of the article: it may have moved to another list. So it is asked for, once, and the
        answer decides; only as many as the run may look at again.

        Returns:
            How many are pending now.
        """
        keys = {address_key(portal, name, None if "://" in name else name) for name in complete.shown}
        listed = {known.article for key in keys if (known := self._frontier.known(key)) is not None}
        missed = 0
        for number, unlisted_at in self._shelf.of_days(portal, complete.listing, complete.since, complete.before):
            if number in listed:
                if unlisted_at is not None:
                    self._shelf.note_unlisted(number, None)
            elif unlisted_at is None and missed < self.looks_left:
                missed += self._frontier.look_again(self._shelf.held(number).key)
                self._shelf.note_unlisted(number, now)
        self.looks_left -= missed
        return missed

    def _next_visit(self, key: int, now: int) -> int | None:
        """Plan the next reading of a listing by how long it has brought nothing; None = whenever it is met.

        A tenth of that time, so that at most a tenth of what it brings next comes late, and never over a night.
        """
        row = self._frontier.connection.execute(
            "SELECT coalesce(last_news_at, frontier.seen_at) FROM sections JOIN frontier USING (key) WHERE key = ?",
            (key,),
        ).fetchone()
        wait = min((now - row[0]) // 10, _LISTING_AT_LEAST) if row else 0
        return now + wait if wait > HOUR // 4 else None

    def _failed(self, portal: str, key: int, failed: Failed, now: int) -> tuple[Settled, str]:
        known = self._frontier.known(key)
        if failed.status == 304:
            return self._declined("", key, Reading(failed.request_url, None, kind=failed.kind, status=304), now)
        event = FAILED
        if failed.status in _GONE_STATUS and known is not None and known.article is not None:
            event = self._gone(portal, key, known.article, f"http_{failed.status}", now) or FAILED
        plan = _LATER if failed.reason.startswith(_ADDRESS_AT_FAULT) else _SOON
        due = None if failed.final else _retry(plan, self._frontier.tries(key), now, failed.retry_at)
        return Settled(key, failed.request_url, failed.kind, FAILED, failed.reason, failed.status, due), event


def _fault(outcome: Outcome) -> str | None:
    """Why an article's address came to nothing; None when it did not, or is no article's."""
    match outcome:
        case Reading(article=None) if outcome.status != _NOT_MODIFIED and outcome.reason != "not_modified":
            return _verdict(outcome)
        case Failed() | Skipped() if outcome.status != _NOT_MODIFIED and outcome.kind not in LISTINGS:
            return outcome.reason
    return None


def _verdict(reading: Reading) -> str:
    return (reading.reason or "no_article").split(": ", 1)[0]


def _is_of_address(reason: str, tries: int) -> bool:
    """Whether an end tells of one address rather than of the portal: at another one the same article may be there.

    A timeout may be the portal's, so only what failed in an earlier run too is looked for elsewhere.
    """
    return reason.startswith(_OF_ADDRESS) or (reason in _OF_CONNECTION and tries > 0)


def _retry(plan: tuple[int | None, ...], tries: int, now: int, not_before: int | None) -> int | None:
    delay = plan[min(tries, len(plan) - 1)]
    return None if delay is None else max(now + delay, not_before or 0)
