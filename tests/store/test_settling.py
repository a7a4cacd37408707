"""One article once, every version and every address of it kept, and every address in exactly one state."""

import pytest

from crawler.store import Failed, Reading, SectionRead, Skipped
from crawler.store.frontier import Found
from crawler.store.identity import address_key
from items import Article, Attachment, Page

HOST = "https://so.example"
LONG = "Sở tổ chức hội nghị tổng kết công tác năm và triển khai nhiệm vụ trọng tâm của năm tới. " * 4
DAY = 86_400


def test_a_new_article_is_stored_with_its_page(store, portal):
    assert portal.read("/tin-1.html", "Hội nghị") == "stored"
    assert [article.title for article in store.articles()] == ["Hội nghị"]
    assert store.page(HOST + "/tin-1.html").body.startswith("<h1>Hội nghị".encode())
    assert store.check_sums() == {"seen": 1, "stored": 1}


def test_the_same_again_is_unchanged_and_adds_nothing(store, portal):
    portal.read("/tin-1.html", views=1)
    assert portal.read("/tin-1.html", views=2) == "unchanged"
    assert portal.row("/tin-1.html")["state"] == "unchanged"
    assert store.connection.execute("SELECT count(*) FROM pages").fetchone() == (1,)
    assert len(store.history(HOST + "/tin-1.html")) == 1


@pytest.mark.parametrize(
    ("after", "change"),
    [
        ({"title": "Tin đã đính chính"}, "title_changed"),
        ({"text": LONG + "Có bổ sung."}, "edited"),
        ({"attachments": [Attachment(HOST + "/kh-12.pdf")]}, "attachment_changed"),
        ({"captions": ["Ảnh: Toàn cảnh"]}, "attachment_changed"),
        ({"title": "Tin khác", "text": LONG + "Có bổ sung."}, "title_changed"),
    ],
)
def test_a_change_is_a_revision_with_its_page_and_difference(store, portal, after, change):
    portal.read("/tin-1.html")
    before = store.page(HOST + "/tin-1.html")
    portal.now += DAY
    assert portal.read("/tin-1.html", **after) == change
    first, second = store.history(HOST + "/tin-1.html")
    assert (first.change, first.number, second.change, second.number) == ("first", 1, change, 2)
    assert second.difference
    assert set(second.difference) <= {"title", "paragraphs", "attachments", "captions"}
    assert store.pages.get(first.page) == before
    assert store.pages.get(second.page) == store.page(HOST + "/tin-1.html")
    assert first.page != second.page
    assert store.count() == 1
    assert list(store.verify()) == []


BYLINE, CAPTION = ("byline", 9, "Bùi Sương"), ("caption", 3, "Cầu Mây")


def test_lines_that_are_no_text_are_kept_with_their_version(store, portal):
    portal.read("/tin-1.html", removed=[BYLINE])
    portal.read("/tin-1.html", text=LONG + "Có bổ sung.", removed=[BYLINE, CAPTION])
    assert [revision.removed for revision in store.history(HOST + "/tin-1.html")] == [[BYLINE], [BYLINE, CAPTION]]


@pytest.mark.parametrize("removed", [None, []])
def test_where_none_are_kept_there_is_no_row(store, portal, removed):
    portal.read("/tin-1.html", removed=removed)
    portal.read("/tin-1.html", text=LONG + "Có bổ sung.", removed=removed)
    assert store.connection.execute("SELECT count(*) FROM removed").fetchone() == (0,)
    assert [revision.removed for revision in store.history(HOST + "/tin-1.html")] == [(), ()]


def test_other_lines_alone_are_no_change(store, portal):
    portal.read("/tin-1.html", removed=[BYLINE])
    assert portal.read("/tin-1.html", removed=[CAPTION]) == "unchanged"
    assert [revision.removed for revision in store.history(HOST + "/tin-1.html")] == [[BYLINE]]


def test_a_better_reading_brings_its_own_lines_or_none(store, portal):
    portal.read("/tin-1.html", removed=[BYLINE])
    for removed, kept in (([CAPTION], [CAPTION]), (None, ())):
        with store.transaction():
            store.replace(1, store.shelf.get(1), "2", removed=removed)
        assert store.history(HOST + "/tin-1.html")[-1].removed == kept


def test_counters_dates_of_the_page_and_doubts_are_no_change(portal, moment):
    portal.read("/tin-1.html", published=moment)
    again = {"views": 9, "page_clock": "2024-05-02T08:00:00+07:00", "flags": ["short_body"], "fixes": ["nfc"]}
    assert portal.read("/tin-1.html", published=moment, **again) == "unchanged"


def test_every_version_is_kept(store, portal):
    for version in range(5):
        portal.read("/tin-1.html", text=f"{LONG} Lần {version}.")
    revisions = store.history(HOST + "/tin-1.html")
    assert [revision.number for revision in revisions] == [1, 2, 3, 4, 5]
    assert len({store.pages.get(revision.page).body for revision in revisions}) == 5


# Identity


TWINS = [
    "http://so.example/tin-1.html",
    "https://www.so.example/tin-1.html",
    "https://so.example/tin-1.html?utm_source=zalo",
    "https://so.example/tin-1.html/amp",
    "https://so.example:443/tin-1.html#top",
]


@pytest.mark.parametrize("twin", TWINS)
def test_twins_of_an_address_are_one_row(store, portal, twin):
    portal.read("/tin-1.html")
    assert portal.read(twin) == "unchanged"
    assert store.check_sums() == {"seen": 1, "unchanged": 1}


def test_the_same_words_at_another_address_are_one_article_with_an_alias(store, portal):
    portal.read("/tin-1.html")
    assert portal.read("/chuyen-muc-khac/tin-1.html") == "alias"
    assert store.count() == 1
    assert store.shelf.aliases(1) == [HOST + "/chuyen-muc-khac/tin-1.html"]
    assert store.page(HOST + "/chuyen-muc-khac/tin-1.html").url == HOST + "/tin-1.html"
    assert store.check_sums() == {"seen": 2, "stored": 2}


def test_short_texts_are_not_taken_for_each_other(store, portal):
    portal.read("/anh-1.html", "Ảnh", "Hoạt động của Sở.")
    portal.read("/anh-2.html", "Ảnh", "Hoạt động của Sở.")
    assert store.count() == 2


def test_the_same_words_on_another_day_are_another_article(store, portal, moment):
    portal.read("/lich-1.html", "Lịch công tác", published=moment)
    portal.read("/lich-2.html", "Lịch công tác")
    assert store.count() == 2


def test_numbers_of_the_portal_decide_alone(store, portal):
    portal.read("/a/17-tin", key="17")
    assert portal.read("/b/17-tin", key="17") == "unchanged"
    assert portal.read("/a/18-tin", key="18") == "stored"  # the same words: the portal says they are two
    assert store.count() == 2
    assert HOST + "/b/17-tin" in store.shelf.aliases(1) or portal.row("/a/17-tin", "17")["url"] == HOST + "/a/17-tin"


def test_a_canonical_link_is_trusted_when_it_leads_to_the_same_title(store, portal):
    portal.read("/tin-1.html", "Khai mạc hội thi")
    other = {"canonical_url": HOST + "/tin-1.html", "text": "Ngắn."}
    assert portal.read("/in/tin-1.html", "Khai mạc hội thi", **other) == "alias"
    assert store.count() == 1


@pytest.mark.parametrize(
    "canonical", [HOST + "/", HOST + "/vi", "https://khac.example/tin-0.html", HOST + "/tin-0.html"]
)
def test_a_canonical_link_to_anything_else_is_not(store, portal, canonical):
    portal.read("/tin-0.html", "Tin đầu tiên", "Nội dung đầu tiên.")
    for number in range(1, 11):
        portal.read(f"/tin-{number}.html", f"Tin {number}", f"Nội dung {number}.", canonical_url=canonical)
    assert store.count() == 11


def test_a_cut_view_of_an_article_is_no_edit_but_a_corrected_copy_is(store, portal):
    portal.read("/tin-1.html", "Khai mạc", LONG)
    cut = {"canonical_url": HOST + "/tin-1.html", "text": LONG[:90]}
    assert portal.read("/in/tin-1.html", "Khai mạc", **cut) == "alias"
    corrected = {"canonical_url": HOST + "/tin-1.html", "text": LONG + "(Đã đính chính.)"}
    assert portal.read("/tin-1-sua.html", "Khai mạc", **corrected) == "edited"
    assert portal.read("/tin-1-sua-2.html", "Khai mạc", **{**corrected, "text": LONG}) == "alias"  # an old version
    assert len(store.history(HOST + "/tin-1.html")) == 2


def test_redirects_become_addresses_of_the_article(store, portal):
    article = Article(HOST + "/moi/1", "Tin", text=LONG, paragraphs=[LONG])
    page = Page(HOST + "/moi/1", b"<h1>Tin</h1>")
    portal.settle(Reading(HOST + "/cu/1", page, article, aliases=(HOST + "/cu/1", HOST + "/moi/1")))
    assert store.frontier.known(address_key("so_mau", HOST + "/moi/1")).article == 1
    assert portal.row("/cu/1")["article"] == 1


def test_a_redirect_to_a_known_article_is_an_alias_without_fetching(store, portal):
    portal.read("/moi/1")
    target = address_key("so_mau", HOST + "/moi/1")
    with store.transaction():
        key = address_key("so_mau", HOST + "/cu/1")
        store.frontier.add("so_mau", Found(key, HOST + "/cu/1"), 0)
        event = store.settling.redirect(
            "so_mau", key, HOST + "/cu/1", target=HOST + "/moi/1", target_key=target, run=1, now=0
        )
    assert (event, portal.row("/cu/1")["reason"], portal.row("/cu/1")["article"]) == ("skipped", "redirect", 1)
    assert store.shelf.aliases(1) == [HOST + "/cu/1"]
    store.check_sums()


# Gone


@pytest.mark.parametrize("status", [404, 410])
def test_a_missing_page_marks_the_article_gone_and_keeps_it(store, portal, status):
    portal.read("/tin-1.html")
    assert portal.settle(Failed(HOST + "/tin-1.html", f"http_{status}", status)) == "gone"
    gone = store.connection.execute("SELECT gone_at, gone_reason, text FROM articles").fetchone()
    assert gone == (portal.now, f"http_{status}", LONG)
    assert portal.settle(Failed(HOST + "/tin-1.html", f"http_{status}", status)) == "failed"  # no second event
    assert [article.title for article in store.articles(gone=False)] == []
    store.check_sums()


@pytest.mark.parametrize(("reason", "gone"), [("home_page", "redirect_home"), ("error_page: 404", "soft_404")])
def test_a_page_that_turned_into_something_else_is_gone(store, portal, reason, gone):
    portal.read("/tin-1.html")
    page = Page(HOST + "/", b"<h1>Trang</h1>")
    assert portal.settle(Reading(HOST + "/tin-1.html", page, reason=reason)) == "gone"
    assert store.connection.execute("SELECT gone_reason FROM articles").fetchone() == (gone,)


@pytest.mark.parametrize("reason", ["captcha", "blocked:waf", "login_wall"])
def test_a_blocked_page_is_not_gone_and_is_tried_again(store, portal, reason):
    portal.read("/tin-1.html")
    page = Page(HOST + "/tin-1.html", b"<h1>Captcha</h1>")
    assert portal.settle(Reading(HOST + "/tin-1.html", page, reason=reason)) == "failed"
    assert store.connection.execute("SELECT gone_at FROM articles").fetchone() == (None,)
    assert portal.row("/tin-1.html")["next_at"] is not None


def test_an_article_that_comes_back_is_no_longer_gone(store, portal):
    portal.read("/tin-1.html")
    portal.settle(Failed(HOST + "/tin-1.html", "http_404", 404))
    assert portal.read("/tin-1.html") == "unchanged"
    assert store.connection.execute("SELECT gone_at FROM articles").fetchone() == (None,)


def test_a_page_that_never_was_an_article_is_kept_and_counted(store, portal):
    page = Page(HOST + "/lien-he", "<h1>Liên hệ</h1>".encode())
    assert portal.settle(Reading(HOST + "/lien-he", page, reason="section_page: no body")) == "skipped"
    row = portal.row("/lien-he")
    assert (row["state"], row["reason"], row["article"]) == ("skipped", "section_page", None)
    kept = store.connection.execute("SELECT page FROM frontier").fetchone()[0]
    assert store.pages.get(kept) == Page(page.url, page.body)


# Other addresses of an article still to be fetched


def test_the_next_address_is_tried_when_the_first_is_gone(store, portal):
    key = address_key("so_mau", "", "17")
    with store.transaction():
        store.frontier.add("so_mau", Found(key, HOST + "/a/17", identity="17"), 0)
        store.frontier.add_address("so_mau", key, HOST + "/b/17", 1)
        store.frontier.add_address("so_mau", key, HOST + "/a/17", 1)  # its own
    failed = Failed(HOST + "/a/17", "http_404", 404, identity="17")
    assert portal.settle(failed) == "other_address"
    assert (portal.row("", "17")["state"], portal.row("", "17")["url"]) == ("pending", HOST + "/b/17")
    assert portal.settle(Failed(HOST + "/b/17", "http_404", 404, identity="17")) == "failed"
    assert portal.row("", "17")["state"] == "failed"
    store.check_sums()


@pytest.mark.parametrize(
    ("end", "tried"),
    [
        (Failed(HOST + "/a/17", "http_404", 404, identity="17"), True),
        (Reading(HOST + "/a/17", None, reason="soft_404: says so", identity="17"), True),
        (Failed(HOST + "/a/17", "timeout", identity="17"), False),
        (Skipped(HOST + "/a/17", "robots_txt", identity="17"), True),
        (Failed(HOST + "/a/17", "blocked:captcha", identity="17"), False),
    ],
)
def test_an_address_met_after_the_first_one_failed_is_tried(store, portal, end, tried):
    key = address_key("so_mau", "", "17")
    with store.transaction():
        store.frontier.add("so_mau", Found(key, HOST + "/a/17", identity="17"), 0)
    portal.settle(end)
    with store.transaction():
        event = store.settling.another_address("so_mau", key, HOST + "/b/17", portal.now)
        assert store.settling.another_address("so_mau", key, HOST + "/b/17", portal.now) is None  # known by now
    assert event == ("other_address" if tried else None)
    assert (portal.row("", "17")["state"] == "pending") == tried
    assert portal.row("", "17")["url"] == HOST + ("/b/17" if tried else "/a/17")
    store.check_sums()


def test_an_address_met_after_two_timeouts_is_tried(store, portal):
    numbered(store, "/a/17")
    key = address_key("so_mau", "", "17")
    for _ in range(2):
        assert portal.settle(Failed(HOST + "/a/17", "timeout", identity="17")) == "failed"
    with store.transaction():
        assert store.settling.another_address("so_mau", key, HOST + "/b/17", portal.now) == "other_address"
    assert (portal.row("", "17")["state"], portal.row("", "17")["url"]) == ("pending", HOST + "/b/17")


def numbered(store, *paths):
    """A row with a number and these addresses, still to be fetched."""
    key = address_key("so_mau", "", "17")
    with store.transaction():
        store.frontier.add("so_mau", Found(key, HOST + paths[0], identity="17"), 0)
        for path in paths[1:]:
            store.frontier.add_address("so_mau", key, HOST + path, 1)


def test_a_timeout_sends_to_another_address_when_it_is_the_second(store, portal):
    numbered(store, "/a/17", "/b/17")
    timeout = Failed(HOST + "/a/17", "timeout", identity="17")
    assert portal.settle(timeout) == "failed"
    assert portal.settle(timeout) == "other_address"
    assert portal.row("", "17")["url"] == HOST + "/b/17"


@pytest.mark.parametrize(
    "end",
    [
        Failed(HOST + "/a/17", "http_410", 410, final=True, identity="17"),
        Failed(HOST + "/a/17", "redirect_loop", identity="17"),
        Failed(HOST + "/a/17", "blocked:repeated", identity="17"),
        Skipped(HOST + "/a/17", "robots_txt", identity="17"),
        Skipped(HOST + "/a/17", "out_of_scope:host", identity="17"),
        Reading(HOST + "/a/17", None, reason="login_wall", identity="17"),
    ],
    ids=lambda end: end.reason,
)
def test_whatever_ends_one_address_alone_sends_to_the_next(store, portal, end):
    numbered(store, "/a/17", "/b/17")
    assert portal.settle(end) == "other_address"
    assert (portal.row("", "17")["state"], portal.row("", "17")["url"]) == ("pending", HOST + "/b/17")


@pytest.mark.parametrize("reason", ["blocked:captcha", "host_down", "spider_error:KeyError", "no_outcome"])
def test_what_ends_the_portal_or_is_our_fault_sends_nowhere(store, portal, reason):
    numbered(store, "/a/17", "/b/17")
    assert [portal.settle(Failed(HOST + "/a/17", reason, identity="17")) for _ in range(2)] == ["failed"] * 2


def test_when_an_address_of_a_sitemap_fails_the_articles_own_is_asked(store, portal):
    portal.read("/a/17", key="17")
    assert portal.settle(Failed(HOST + "/map/17", "http_404", 404, identity="17")) == "other_address"
    assert (portal.row("", "17")["state"], portal.row("", "17")["url"]) == ("pending", HOST + "/a/17")
    assert portal.read("/a/17", key="17") == "unchanged"
    assert list(store.articles(gone=False))


@pytest.mark.parametrize(("second", "gone"), [("unchanged", False), ("gone", True)])
def test_an_article_is_gone_when_its_last_address_is(store, portal, second, gone):
    portal.read("/cu/1", final=HOST + "/moi/1")
    portal.now += DAY
    assert portal.settle(Failed(HOST + "/cu/1", "http_404", 404)) == "other_address"
    assert portal.row("/moi/1")["state"] == "pending"
    end = portal.settle(Failed(HOST + "/moi/1", "http_404", 404)) if gone else portal.read("/moi/1")
    assert end == second
    assert portal.settle(Failed(HOST + "/cu/1", "http_404", 404)) == "failed"
    assert bool(list(store.articles(gone=False))) != gone
    store.check_sums()


def test_an_article_whose_address_leads_to_another_one_is_gone(store, portal):
    portal.read("/tin-17.html", "Tin cũ", "Cũ.", key="17")
    portal.read("/tin-18.html", "Tin mới", "Mới.", key="18")
    key, target = (address_key("so_mau", "", number) for number in ("17", "18"))
    with store.transaction():
        event = store.settling.redirect(
            "so_mau", key, HOST + "/tin-17.html", target=HOST + "/tin-18.html", target_key=target, run=1, now=1
        )
    assert (event, portal.row("", "17")["article"]) == ("gone", 1)
    assert store.connection.execute("SELECT gone_reason FROM articles").fetchall() == [("redirect",), (None,)]
    store.check_sums()


# Retries and re-checks


def test_network_trouble_is_tried_in_the_next_run_then_ever_later(portal):
    waits = []
    for _ in range(4):
        portal.settle(Failed(HOST + "/tin-1.html", "timeout"))
        waits.append(portal.row("/tin-1.html")["next_at"] - portal.now)
    assert waits == [0, 3600, 6 * 3600, DAY]


def test_a_missing_address_is_given_up_after_a_month(portal):
    waits = []
    for _ in range(4):
        portal.settle(Failed(HOST + "/tin-1.html", "http_404", 404))
        due = portal.row("/tin-1.html")["next_at"]
        waits.append(due and due - portal.now)
    assert waits == [DAY, 7 * DAY, 30 * DAY, None]


def test_a_refusal_by_robots_is_asked_for_again_after_a_month_others_never(portal):
    portal.settle(Skipped(HOST + "/a", "robots_denied"))
    portal.settle(Skipped(HOST + "/b", "login_wall"))
    assert portal.row("/a")["next_at"] == portal.now + 30 * DAY
    assert portal.row("/b")["next_at"] is None


def test_an_article_taken_for_a_trap_is_asked_for_again_at_ever_longer_waits(portal):
    waits = []
    for _ in range(3):
        portal.settle(Skipped(HOST + "/a", "trap"))
        waits.append((portal.row("/a")["next_at"] - portal.now) // DAY)
        portal.now = portal.row("/a")["next_at"]
    assert waits == [1, 1, 2]
    portal.settle(Skipped(HOST + "/lich", "trap", kind="section"))
    assert portal.row("/lich")["next_at"] is None


def test_retry_after_is_a_lower_bound_and_final_is_final(portal):
    portal.settle(Failed(HOST + "/a", "http_503", 503, retry_at=portal.now + 777))
    portal.settle(Failed(HOST + "/b", "http_410", 410, final=True))
    assert portal.row("/a")["next_at"] == portal.now + 777
    assert portal.row("/b")["next_at"] is None


def test_validators_are_kept_over_304_and_dropped_with_the_next_page(portal):
    page = Page(HOST + "/tin-1.html", b"<h1>Tin</h1>")
    article = Article(page.url, "Tin", text=LONG, paragraphs=[LONG])
    portal.settle(Reading(page.url, page, article, etag='"1"'))
    assert portal.settle(Reading(page.url, None, reason="not_modified", status=304)) == "unchanged"
    assert (portal.row("/tin-1.html")["etag"], portal.row("/tin-1.html")["trusted"]) == ('"1"', 1)
    assert portal.settle(Failed(page.url, "http_304", 304)) == "unchanged"
    assert portal.row("/tin-1.html")["trusted"] == 2
    portal.settle(Reading(page.url, page, article))
    assert (portal.row("/tin-1.html")["etag"], portal.row("/tin-1.html")["trusted"]) == (None, 0)


def test_listings_are_counted_by_what_they_bring(store, portal):
    for news in (3, 0):
        portal.settle(SectionRead(HOST + "/tin-tuc", 20, news))
        portal.now += DAY
    row = store.connection.execute("SELECT reads, news, last_news_at FROM sections").fetchone()
    assert row == (2, 3, portal.now - 2 * DAY)
    assert (portal.row("/tin-tuc")["state"], portal.row("/tin-tuc")["reason"]) == ("skipped", "section_page")


def test_every_address_is_in_exactly_one_state(store, portal):
    portal.read("/1")
    portal.read("/2", "Tin hai", "Khác.")
    portal.read("/2", "Tin hai", "Khác.")
    portal.settle(Failed(HOST + "/3", "timeout"))
    portal.settle(Skipped(HOST + "/4", "robots"))
    portal.settle(SectionRead(HOST + "/5", 2))
    with store.transaction():
        store.frontier.add("so_mau", Found(address_key("so_mau", HOST + "/6"), HOST + "/6"), 0)
    assert store.check_sums() == {"seen": 6, "stored": 1, "unchanged": 1, "failed": 1, "skipped": 2, "pending": 1}


def test_better_rules_are_no_edit_by_the_portal(store, portal):
    def read_by(version, title, text):
        url = HOST + "/tin-1.html"
        page = Page(url, f"<h1>Tin</h1>{text}".encode())
        return portal.settle(
            Reading(url, page, Article(url, title, text=text, paragraphs=[text]), extractor_version=version)
        )

    def reread(page):
        text = page.body.decode().removeprefix("<h1>Tin</h1>")
        return Article(page.url, "Tin (đọc mới)", text=text, paragraphs=[text], portal="so_mau")

    store.settling.placing.reread = reread
    read_by("1", "Tin (đọc cũ)", LONG)
    assert read_by("2", "Tin (đọc mới)", LONG) == "unchanged"
    assert [article.title for article in store.articles()] == ["Tin (đọc mới)"]
    assert len(store.history(HOST + "/tin-1.html")) == 1
    assert read_by("3", "Tin (đọc mới)", LONG + "Thêm.") == "edited"
    assert set(store.history(HOST + "/tin-1.html")[1].difference) == {"paragraphs"}


def test_listings_that_bring_nothing_are_read_less_often_but_every_night(portal):
    portal.settle(SectionRead(HOST + "/tin-tuc", 20, 20))
    assert portal.row("/tin-tuc")["next_at"] is None
    waits = []
    for days in (1, 4, 30, 300):
        portal.now += days * DAY
        portal.settle(SectionRead(HOST + "/tin-tuc", 20, 0))
        waits.append(portal.row("/tin-tuc")["next_at"] - portal.now)
    assert waits == [DAY // 10, DAY // 2, 20 * 3600, 20 * 3600]
    portal.settle(SectionRead(HOST + "/tin-tuc", 20, 1))
    assert portal.row("/tin-tuc")["next_at"] is None
