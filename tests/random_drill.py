"""Portals made by chance, crawled twice, compared with what a person who follows every link would find.

    python -m tests.random_drill SEED [SEED ...]

Every seed is one portal: articles under several addresses of which some are dead, moved, slow or answer at the second
try only, in lists that overlap and are read in any order; then articles are added, edited and removed. A queue far
smaller than the portal sends most links through the table. A line a seed is printed; the exit code is 1 when anything
was lost, doubled or called gone while it was there.
"""

import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerRunner
from scrapy.utils.defer import deferred_from_coro
from scrapy.utils.project import get_project_settings
from scrapy.utils.reactor import install_reactor

from crawler import scheduler
from crawler.platforms import PortalSpider
from crawler.store import Store, waiting
from tests.changing_portal import QUICK
from tests.counted_server import Answer, CountedServer
from tests.invented_pages import article, listing

NUMBERED, ADDRESSED, MARKED = "numbered", "addressed", "marked"
"""What an address tells: the article's number, that an article is there, nothing."""
FOLDERS = ("", "cu/", "en/", "in/", "muc/")
ALIVE = ("good", "good", "flaky", "moved")
DEAD = ("missing", "removed", "home", "list", "loop", "forbidden", "silent")
SETTINGS = {
    **{name: value for name, value in QUICK.items() if name != "SPIDER_MODULES"},
    "CONCURRENT_REQUESTS": 8,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    "RETRY_DELAY": 0.05,
    "RETRY_TIMES": 1,
    "BREAKER_FAILURES": 1000,
    "LOG_LEVEL": "CRITICAL",
}


class RandomPortal(CountedServer):
    """A portal of one seed; `change` makes it that of the next day."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.style = self.chance.choice((NUMBERED, NUMBERED, ADDRESSED, MARKED))
        self.per_list = self.chance.randint(3, 8)
        self.numbers_all_pages = self.chance.random() < 0.5
        self.sections: list[list[int]] = [[] for _ in range(self.chance.randint(2, 4))]
        self.behaviour: dict[str, str] = {}
        self.addresses: dict[int, list[str]] = {}
        self.shown: dict[tuple[int, int], str] = {}
        self.edited: set[int] = set()
        self.down: set[tuple[int, int]] = set()
        self.prints_dates = self.chance.random() < 0.6
        self.latest = 0
        self.publish(self.chance.randint(20, 60))
        super().__init__()

    def publish(self, number: int) -> None:
        """Add articles at the top of some of the lists, each list naming each by an address of its own choice."""
        for n in range(self.latest + 1, self.latest + number + 1):
            folders = self.chance.sample(FOLDERS, self.chance.choice((1, 1, 2, 3)))
            self.addresses[n] = [f"/{folder}tin-{n}.html" for folder in folders]
            for address in self.addresses[n]:
                self.behaviour[address] = self.chance.choice(ALIVE if self.chance.random() < 0.6 else DEAD)
            for section in self.chance.sample(range(len(self.sections)), self.chance.randint(1, len(self.sections))):
                self.sections[section].insert(0, n)
                self.shown[section, n] = self.chance.choice(self.addresses[n])
        self.latest += number

    def change(self) -> None:
        """A day passes: articles are edited, removed and published."""
        there = sorted(self.reachable())
        self.edited = set(self.chance.sample(there, min(3, len(there))))
        for n in self.chance.sample(there, min(3, len(there))):
            for address in self.addresses[n]:
                self.behaviour[address] = "missing"
        self.publish(self.chance.randint(0, 6 * self.per_list))
        if self.prints_dates:  # an undated list that shifts while a page of it is down may hide what stood there
            self.down = {(section, self.chance.randint(2, 3)) for section in range(len(self.sections))}

    def told(self, n: int) -> str:
        """An article with what its addresses do, those that lists show marked."""
        shown = {address for (_, each), address in self.shown.items() if each == n}
        addresses = (f"{'*' * (each in shown)}{each} {self.behaviour[each]}" for each in self.addresses[n])
        return f"{n} ({', '.join(addresses)})"

    def recover(self) -> None:
        """Lists that were down answer again, and have gone on meanwhile."""
        if self.down:
            self.publish(self.chance.randint(0, 6 * self.per_list))
        self.down.clear()

    def reachable(self) -> set[int]:
        """The articles that some list leads to, by an address that gives them sooner or later."""
        linked = {(n, address) for (_, n), address in self.shown.items()}
        return {n for n, address in linked if self._gives(n, address)}

    def _gives(self, n: int, address: str) -> bool:
        behaviour = self.behaviour[address]
        return behaviour in ("good", "flaky") or (behaviour == "moved" and self._target(n) is not None)

    def _target(self, n: int) -> str | None:
        """Where moved addresses of an article lead."""
        return next((each for each in self.addresses[n] if self.behaviour[each] in ("good", "flaky")), None)

    def answer(self, path: str, headers: Any) -> Answer:
        """What stands at a path, after a while that nobody can foresee."""
        if random.random() < 0.4:
            time.sleep(min(0.4, random.expovariate(12)))
        plain, _, query = path.partition("?")
        if plain == "/robots.txt":
            forbidden = [address for address, behaviour in self.behaviour.items() if behaviour == "forbidden"]
            return (
                200,
                {"Content-Type": "text/plain"},
                "\n".join(["User-agent: *", *(f"Disallow: {each}" for each in forbidden)]).encode(),
            )
        if plain.startswith("/danh-muc-"):
            return self._list(int(plain.removeprefix("/danh-muc-")), int(query.partition("=")[2] or 1), path)
        if plain in self.behaviour:
            return self._at(plain)
        if plain == "/":
            return 200, {}, listing([f"/danh-muc-{n}" for n in range(len(self.sections))]).encode()
        return 404, {}, b"<html><body>404</body></html>"

    def _at(self, address: str) -> Answer:
        n = int(address.partition("tin-")[2].removesuffix(".html"))
        behaviour = self.behaviour[address]
        if behaviour == "moved":
            target = self._target(n)
            return (302, {"Location": target}, b"") if target else (404, {}, b"<html><body>404</body></html>")
        if behaviour == "flaky" and self.asked[address] % 2 == 1:
            return 500, {}, b"<html><body>500</body></html>"
        if behaviour == "silent":
            raise ConnectionAbortedError
        dead: dict[str, Answer] = {
            "missing": (404, {}, b"<html><body>404</body></html>"),
            "removed": (410, {}, b"<html><body>410</body></html>"),
            "home": (302, {"Location": "/"}, b""),
            "list": (200, {}, listing(["/danh-muc-0", "/danh-muc-1"]).encode()),
            "loop": (302, {"Location": address + "?lan=1"}, b""),
        }
        if behaviour in dead:
            return dead[behaviour]
        page = article(f"so-{n}")
        if n in self.edited:
            page = page.replace("Nội dung thứ 3.", "Nội dung thứ 3, đã được đính chính trong ngày.")
        return 200, {}, page.encode()

    def _list(self, section: int, page: int, path: str) -> Answer:
        if self.asked[path] == 1 and hash((section, page)) % 5 == 0:
            return 502, {}, b"<html><body>502</body></html>"
        if (section, page) in self.down:
            return 500, {}, b"<html><body>500</body></html>"
        numbers = self.sections[section]
        pages = -(-len(numbers) // self.per_list)
        links = [self.shown[section, n] for n in numbers[(page - 1) * self.per_list : page * self.per_list]]
        further = range(1, pages + 1) if self.numbers_all_pages else range(page + 1, min(page + 1, pages) + 1)
        pager = "".join(f'<a href="/danh-muc-{section}?page={n}">{n}</a>' for n in further)
        shown = listing(links).replace("</ul>", f"</ul>{pager}")
        for n in numbers if self.prints_dates else ():
            shown = shown.replace(f'tin-{n}.html">', f'tin-{n}.html">{self.day(n):%d/%m/%Y} ')
        return 200, {}, shown.encode()

    @staticmethod
    def day(n: int) -> date:
        """The day an article is dated in the lists: three a week, so that a page spans more than an overlap."""
        return date(2024, 1, 1) + timedelta(days=n * 7 // 3)


def spider_of(portal: RandomPortal) -> type[PortalSpider]:
    """The address book's class of a portal."""
    told = {
        NUMBERED: {"article_url": r"/tin-(?P<id>\d+)\.html"},
        ADDRESSED: {"article_url": r"/tin-\d+\.html"},
        MARKED: {"article_mark": (".detail",)},
    }
    sections = {f"Mục {n}": f"{portal.base}/danh-muc-{n}" for n in range(len(portal.sections))}
    return type("SoNgauNhien", (PortalSpider,), {"name": "so_ngau", "sections": sections, **told[portal.style]})


def compared(portal: RandomPortal, path: Path, ever: set[int]) -> Iterator[str]:
    """Say where the store differs from the portal; `ever` are the articles that could be found on any day so far."""
    with Store.open(path) as store:
        yield from store.verify()
        pending = store.check_sums().get("pending")
        rows = store.connection.execute("SELECT title, gone_at, revision FROM articles").fetchall()
    kept = Counter(number_of(title) for title, _, _ in rows)
    gone = {number_of(title) for title, gone_at, _ in rows if gone_at is not None}
    revised = {number_of(title) for title, _, revision in rows if revision > 1}
    there = portal.reachable()
    for fault, numbers in (
        ("lost", there - kept.keys()),
        ("invented", kept.keys() - ever),
        ("doubled", {n for n, times in kept.items() if times > 1}),
        ("gone while there", gone & there),
        ("gone unnoticed", (ever - there) - gone),
        ("edited unnoticed", (portal.edited & there) - revised),
        ("not edited at all", revised - portal.edited),
    ):
        if numbers:
            yield f"{fault}: {'; '.join(map(portal.told, sorted(numbers)))}"
    if pending:
        yield f"{pending} left pending"


def number_of(title: str) -> int:
    """The number of an article, from its title."""
    return int(title.partition("so-")[2].partition(" ")[0])


async def drilled(seed: int, folder: Path) -> list[str]:
    """Crawl the portal of a seed on two days; say what went wrong."""
    faults: list[str] = []
    with RandomPortal(seed) as portal:
        path = folder / f"{seed}.db"
        ever: set[int] = set()
        for day in (1, 2):
            await crawl(portal, path, recheck="all" if day == 2 else None)
            portal.recover()
            for _ in range(2):  # what answered nobody at all is tried elsewhere by the next run
                await crawl(portal, path)
            ever |= portal.reachable()
            faults += [f"day {day}: {fault}" for fault in compared(portal, path, ever)]
            if day == 1:
                portal.change()
    return faults


async def crawl(portal: RandomPortal, path: Path, **arguments: Any) -> None:
    """One crawl, in this process."""
    settings = get_project_settings()
    settings.setdict(
        {**SETTINGS, "STORE_PATH": str(path), "REPORT_PATH": str(path.with_suffix(".html"))}, priority="cmdline"
    )
    runner = AsyncCrawlerRunner(settings)
    await runner.crawl(spider_of(portal), **{name: value for name, value in arguments.items() if value is not None})


async def drill(seeds: list[int]) -> int:
    """Drill every seed; the number of those with faults."""
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in seeds:
            random.seed()
            faults = await drilled(seed, Path(folder))
            failed += bool(faults)
            sys.stdout.write(f"{seed} {'; '.join(faults) or 'ok'}\n")
            sys.stdout.flush()
    return failed


def main() -> None:
    """Drill the seeds given."""
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from twisted.internet import reactor

    waiting.IN_MEMORY, waiting.LOAD, scheduler.LOAD = 20, 7, 7
    failed: list[int] = []
    done = deferred_from_coro(drill([int(word) for word in sys.argv[1:]]))
    done.addCallbacks(failed.append, lambda failure: (failure.printTraceback(), failed.append(1)))
    done.addBoth(lambda _: reactor.stop())
    reactor.run()
    sys.exit(1 if failed != [0] else 0)


if __name__ == "__main__":
    main()
