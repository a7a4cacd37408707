import json

import pytest

from tests.made_store import fill, made_article


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    articles = [made_article(1, portal="ha_noi_stttt"), made_article(2, agency="Sở Tư pháp", flags=["short_body"])]
    return fill(tmp_path_factory.mktemp("store") / "articles.db", articles)


def test_export_says_where_and_how_many(scrapy, path, tmp_path):
    target = tmp_path / "a.jsonl"
    done = scrapy("export", "--format", "jsonl", "-o", str(target), "-s", f"STORE_PATH={path}", "--agency-kind", "so")
    assert (done.code, done.err) == (0, "")
    assert done.out == f"{target}: 1 articles\n"
    assert json.loads(target.read_text())["agency"] == "Sở Tư pháp"


@pytest.mark.parametrize("label", ["Bắc Kạn", "bac kan", "BAC_KAN"])
def test_a_province_is_known_without_its_marks(scrapy, path, tmp_path, label):
    to = ("-o", str(tmp_path / "a.jsonl"), "-s", f"STORE_PATH={path}")
    assert "2 articles" in scrapy("export", "--format", "jsonl", "--province", label, *to).out
    assert "0 articles: nothing fits" in scrapy("export", "--format", "jsonl", "--province", "Hà Nội", *to).out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--format", "csv", "--since", "31/02/2020"], "not a day"),
        (["--format", "csv", "--since", "2021-01-01", "--until", "2020-12-31"], "no day is chosen"),
        (["--format", "csv", "--portal", "ha_noi_sttt"], "did you mean ha_noi_stttt"),
        (["--format", "csv", "--agency-kind", "vua"], "unknown kind of agency"),
        (["--format", "csv", "-s", "STORE_PATH=/nowhere/articles.db"], "does not exist"),
    ],
    ids=lambda value: value[-1] if isinstance(value, list) else "",
)
def test_bad_requests_end_with_one_line_and_2(scrapy, path, arguments, says):
    store = [] if "-s" in arguments else ["-s", f"STORE_PATH={path}"]
    done = scrapy("export", *arguments, *store)
    assert done.code == 2
    assert says in done.err
    assert len(done.err.strip().splitlines()) == 1
