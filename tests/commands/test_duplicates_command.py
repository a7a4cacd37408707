import json

from benchmarks.made_articles import MadeLanguage
from items import Moment
from tests.made_store import fill, made_article


def test_duplicates_finds_lists_and_leaves_everything(scrapy, tmp_path):
    text = [MadeLanguage(8).paragraph(6)]
    days = ["2020-02-01", "2020-01-30"]
    articles = [
        made_article(n, lead=None, paragraphs=text, portal=f"so_{n}", published=Moment(day, "day", day, "visible"))
        for n, day in enumerate(days)
    ]
    path = fill(tmp_path / "articles.db", articles)
    done = scrapy("duplicates", "--list", "3", "-s", f"STORE_PATH={path}")
    assert (done.code, done.err) == (0, "")
    assert "2 articles compared; 1 articles have copies: 1 reprints, 0 edited reprints" in done.out
    assert "reprint (1.00, 2 days later)  so_0" in done.out
    listed = scrapy("duplicates", "--list", "3", "--json", "-s", f"STORE_PATH={path}")
    assert [json.loads(line)["role"] for line in listed.out.splitlines()] == ["origin", "reprint"]
    assert (
        scrapy(
            "export", "--format", "jsonl", "--no-reprints", "-o", str(tmp_path / "a.jsonl"), "-s", f"STORE_PATH={path}"
        ).code
        == 0
    )
    assert len((tmp_path / "a.jsonl").read_text().splitlines()) == 1
