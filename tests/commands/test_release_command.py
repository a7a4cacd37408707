from tests.made_store import fill, made_article


def test_release_says_where_and_how_many(scrapy, tmp_path):
    path = fill(tmp_path / "articles.db", [made_article(number) for number in range(1, 30)])
    arguments = ("release", "thu-nghiem", "-o", str(tmp_path / "releases"), "-s", f"STORE_PATH={path}")
    done = scrapy(*arguments)
    assert (done.code, done.err) == (0, "")
    assert "29 articles (" in done.out
    again = scrapy(*arguments)
    assert again.code == 2
    assert "exists" in again.err
    assert scrapy(*arguments[:1], "khac", "--shape", "tròn", *arguments[4:]).code == 2
