"""A small store of invented articles for tests."""

from pathlib import Path

from crawler.store.outcomes import Reading
from crawler.store.store import Store
from items import Article, Image, Moment, Page


def made_article(number: int, **fields) -> Article:
    """Return an invented article; `fields` overrule."""
    url = f"https://so-mau.example/tin/{number}"
    paragraphs = [
        f"Đoạn thứ nhất của bài số {number} do Sở Mẫu đăng.",
        "Đoạn thứ hai nói về lớp tập huấn ở xã Mường Mẫu.",
    ]
    values = {
        "url": url,
        "canonical_url": url,
        "title": f"Sở Mẫu mở lớp tập huấn số {number}",
        "lead": "Lời dẫn của bài.",
        "paragraphs": paragraphs,
        "portal": "so_mau",
        "platform": "generic",
        "agency": "Sở Mẫu",
        "province": "Bắc Kạn",
        "section": "Tin tức",
        "published": Moment(f"2020-01-{number % 28 + 1:02}", "day", f"{number % 28 + 1}/1/2020", "visible"),
        "images": [Image(f"{url}.jpg", caption="Quang cảnh lớp học")],
        "fetched_at": "2021-05-06T07:08:09+07:00",
        **fields,
    }
    values.setdefault("text", "\n\n".join(part for part in [values["lead"], *values["paragraphs"]] if part))
    return Article(**values)


def fill(path: Path, articles: list[Article], *, now: int = 1_600_000_000) -> Path:
    """Put articles, each with a page, into the store at `path`."""
    with Store.open(path) as store, store.transaction():
        for article in articles:
            body = f"<html><body><h1>{article.title}</h1><p>{article.text}</p></body></html>".encode()
            page = Page(article.url or "", body, {"Content-Type": "text/html; charset=utf-8"}, article.fetched_at)
            reading = Reading(page.url, page, article)
            store.settling.settle(article.portal or "so_mau", reading, run=None, now=now)
    return path
