import gzip

import pytest

from crawler.platforms.feeds import Listed, changes_of, looks_like_listing, read_listing

RSS = b"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><link>https://so.example/</link>
<item><title>H\xe1\xbb\x8dp</title><link>https://so.example/tin-1.html</link><pubDate>Tue, 05 Mar 2019 08:00:00 +0700</pubDate></item>
<item><title>A & B</title><link>https://so.example/tin-2.html</link></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>T</title><link href="https://so.example/a"/>
<updated>2020-01-02T03:04:05Z</updated></entry></feed>"""
NEWS_MAP = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://so.example/b</loc><lastmod>2020-02-01</lastmod><n:news><n:publication_date>2020-01-31</n:publication_date>
<n:title>B</n:title></n:news></url></urlset>"""
INDEX = b"<sitemapindex><sitemap><loc>https://so.example/s1.xml.gz</loc><lastmod>2020-02-01</lastmod></sitemap></sitemapindex>"


def test_rss_with_an_unescaped_ampersand_loses_no_item():
    assert [each.url for each in read_listing(RSS).pages] == [
        "https://so.example/tin-1.html",
        "https://so.example/tin-2.html",
    ]
    assert read_listing(RSS).pages[0].date == "Tue, 05 Mar 2019 08:00:00 +0700"


def test_atom():
    (page,) = read_listing(ATOM).pages
    assert (page.url, page.date, page.changed) == ("https://so.example/a", None, "2020-01-02T03:04:05Z")


def test_a_news_sitemap_dates_by_publication():
    page = read_listing(NEWS_MAP).pages[0]
    assert (page.url, page.date, page.title) == ("https://so.example/b", "2020-01-31", "B")


def test_an_index_lists_sitemaps_not_pages():
    listing = read_listing(INDEX)
    assert listing.pages == ()
    assert [each.url for each in listing.sitemaps] == ["https://so.example/s1.xml.gz"]


def test_gzip_is_undone():
    assert read_listing(gzip.compress(NEWS_MAP)) == read_listing(NEWS_MAP)


@pytest.mark.parametrize("body", [b"", b"\x1f\x8bhong", b"<html><body>Not a feed</body></html>", b"\x00\x01", b"<rss"])
def test_what_is_no_listing_lists_nothing(body):
    assert read_listing(body).pages == ()


def test_entities_are_not_expanded():
    bomb = b'<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><rss><item><link>https://so.example/&b;</link></item></rss>'
    assert all("aaaa" not in each.url for each in read_listing(bomb).pages)


def test_looks():
    assert looks_like_listing(RSS)
    assert looks_like_listing(ATOM)
    assert looks_like_listing(gzip.compress(INDEX))
    assert not looks_like_listing(b"<!DOCTYPE html><html><body>rss feed</body></html>")


@pytest.mark.parametrize(
    ("changed", "seconds"),
    [
        ("2020-01-01T07:00:00+07:00", 1_577_836_800),
        ("2020-01-01T00:00:00Z", 1_577_836_800),
        ("2020-01-01T07:00:00", 1_577_836_800),  # Vietnamese time where none is named
        ("2019-12-31", 1_577_811_600),  # a day, to its end
        ("hôm qua", None),
        (None, None),
    ],
)
def test_when_a_sitemap_says_a_page_changed(changed, seconds):
    pages = [Listed("https://so.example/a", changed=changed)]
    assert changes_of(pages) == ({} if seconds is None else {"https://so.example/a": seconds})


def test_a_sitemap_that_tells_its_own_making_tells_no_changes():
    made = [Listed(f"https://so.example/{n}", changed="2026-01-01T03:00:00+07:00") for n in range(20)]
    edited = [Listed(f"https://so.example/{n}", changed=f"2026-01-{n + 1:02}") for n in range(20)]
    assert changes_of(made) == {}
    assert len(changes_of(edited)) == 20
    assert len(changes_of(made[:5])) == 5
