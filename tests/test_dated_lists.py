"""Lists with dates: how far down a crawl reads them again, and what becomes of that which they no longer show."""

from datetime import date, timedelta

import pytest

from crawler.store import Store
from tests.changing_portal import ChangingPortal, crawled
from tests.invented_pages import article, listing


class DatedPortal(ChangingPortal):
    """The changing portal with a day at every article, in the list and on its page.

    Articles that are `hidden` are in no list, pages that are `down` answer nobody.
    """

    def __init__(self, articles, per_list=20):
        super().__init__(articles)
        self.per_list = per_list
        self.hidden, self.down = set(), set()

    def answer(self, path, headers):
        if path in self.down:
            return 500, {}, b"<html><body>500</body></html>"
        return super().answer(path, headers)

    def day(self, number):
        return f"{date(2024, 3, 1) + timedelta(days=number):%d/%m/%Y}"

    def _article(self, number):
        status, headers, _ = answer = super()._article(number)
        page = article(f"so-{number}").replace("02/03/2026", self.day(number))
        return answer if status != 200 else (status, headers, page.encode())

    def _list(self, page):
        shown = [number for number in reversed(self.numbers) if number not in self.hidden]
        here = shown[(page - 1) * self.per_list : page * self.per_list]
        markup = listing([f"/tin-{number}.html" for number in here])
        for number in here:
            markup = markup.replace(f'/tin-{number}.html">', f'/tin-{number}.html">{self.day(number)} ')
        more = f'<a href="/tin?page={page + 1}">{page + 1}</a>' if page * self.per_list < len(shown) else ""
        return markup.replace("</ul>", f"</ul>{more}")


@pytest.fixture
def portal():
    with DatedPortal(12) as made:
        yield made


def state(store):
    """By number: why it is gone, and whether it is in no list."""
    with Store.open(store, readonly=True) as opened:
        assert "pending" not in opened.check_sums()
        rows = opened.connection.execute("SELECT identity, gone_reason, unlisted_at FROM articles").fetchall()
    return {int(number): (reason, since is not None) for number, reason, since in rows}


MISSING, REFUSED = (404, {}, b"<html><body>404</body></html>"), (403, {}, b"<html><body>403</body></html>")


def test_what_a_list_leaves_out_is_asked_for_once_and_the_answer_decides(portal, tmp_path):
    store = tmp_path / "a.db"
    assert crawled(portal, store)[0] == 0
    assert state(store) == dict.fromkeys(portal.numbers, (None, False))
    portal.asked.clear()
    portal.hidden = {4, 5, 6, 12}
    portal.odd["/tin-5.html"] = lambda _: MISSING
    portal.odd["/tin-6.html"] = lambda _: REFUSED
    crawled(portal, store)
    assert sorted(portal.articles_asked()) == ["/tin-4.html", "/tin-5.html", "/tin-6.html"]  # 12 may have moved on
    unlisted = {4: (None, True), 5: ("http_404", True), 6: ("not_listed", True)}
    assert state(store) == dict.fromkeys(portal.numbers, (None, False)) | unlisted
    portal.asked.clear()
    crawled(portal, store)
    assert portal.articles_asked() == []
    portal.hidden.clear()
    crawled(portal, store)
    assert state(store)[4] == (None, False)


def test_a_refusal_alone_is_not_the_end_of_an_article_that_is_listed(portal, tmp_path):
    store = tmp_path / "a.db"
    assert crawled(portal, store)[0] == 0
    portal.odd["/tin-6.html"] = lambda _: REFUSED
    crawled(portal, store, "-a", "recheck=all")
    assert state(store)[6] == (None, False)


@pytest.mark.parametrize("bound", ["RECHECKS_PER_RUN", "recheck"])
def test_no_more_is_asked_for_than_a_run_may_look_at_again(portal, tmp_path, bound):
    store = tmp_path / "a.db"
    assert crawled(portal, store)[0] == 0
    portal.asked.clear()
    portal.hidden = {4, 5, 6}
    arguments, settings = ([], {bound: "2"}) if bound.isupper() else (["-a", "recheck=none"], {})
    crawled(portal, store, *arguments, **settings)
    assert len(portal.articles_asked()) == (2 if bound.isupper() else 0)


def test_a_hole_that_a_failed_page_left_is_found_below_what_is_known(tmp_path):
    """Its articles have moved on to a page that no news leads to: those in between came with the run that failed."""
    with DatedPortal(15, per_list=5) as portal:
        store = tmp_path / "a.db"
        assert crawled(portal, store)[0] == 0
        portal.numbers += range(16, 26)
        portal.down = {"/tin?page=2"}
        assert crawled(portal, store)[0] == 3
        assert set(state(store)) == set(range(1, 16)) | set(range(21, 26))
        portal.numbers += range(26, 31)
        portal.down.clear()
        assert crawled(portal, store)[0] == 0
        assert set(state(store)) == set(range(1, 31))


def test_without_a_hole_only_the_days_of_the_overlap_are_read_again(tmp_path):
    with DatedPortal(30, per_list=3) as portal:
        store = tmp_path / "a.db"
        assert crawled(portal, store)[0] == 0
        portal.asked.clear()
        assert crawled(portal, store)[0] == 0
        assert sorted(path for path in portal.asked if path != "/robots.txt") == ["/tin", "/tin?page=2"]
