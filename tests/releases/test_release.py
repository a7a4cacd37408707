import hashlib
import json
from itertools import pairwise

import pytest

from benchmarks.made_articles import MadeLanguage
from crawler.releases.release import BadPlan, Plan, release
from crawler.releases.rights import statements
from crawler.releases.shapes import SHAPES
from crawler.store.selection import Selection
from crawler.store.store import Store
from items import Moment
from tests.made_store import fill, made_article
from tests.opened_release import checksum, opened_by_all

LANGUAGE = MadeLanguage(4)
NUMBER = 120


def made(number: int, **fields):
    year, rest = 2010 + number // 12, number % 12 + 1
    day = f"{year}-{rest:02}-15"
    body = [LANGUAGE.paragraph() for _ in range(3)]
    return made_article(number, **{"paragraphs": body, "published": Moment(day, "day", day, "visible"), **fields})


@pytest.fixture(scope="module")
def articles():
    found = [made(number) for number in range(NUMBER)]
    copied = found[5]
    found.append(
        made(NUMBER, paragraphs=copied.paragraphs, text=copied.text, portal="so_khac")
    )  # a late reprint of an early text
    found.append(made(NUMBER + 1, published=None))
    return found


@pytest.fixture(scope="module")
def store(tmp_path_factory, articles):
    with Store.open(fill(tmp_path_factory.mktemp("store") / "articles.db", articles)) as store:
        yield store


@pytest.fixture(scope="module")
def released(tmp_path_factory, store):
    folder = tmp_path_factory.mktemp("releases")
    manifest = release(store, Plan("first", folder=folder))
    return folder / "first", manifest


def test_manifest_tells_what_is_there(released):
    folder, manifest = released
    assert json.loads((folder / "manifest.json").read_text("utf-8")) == manifest
    assert manifest["rows"] == NUMBER + 2 == sum(manifest["splits"]["rows"].values())
    for file in manifest["files"]:
        data = (folder / file["path"]).read_bytes()
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (file["sha256"], file["bytes"])
    for name, digest in manifest["other_files"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    assert {path.name for path in folder.iterdir()} == {*manifest["other_files"], "manifest.json", "data"}
    assert not list(folder.parent.glob(".*"))


def rows_by_split(folder):
    import pyarrow.parquet as pq

    return {
        split: [row for path in sorted((folder / "data").glob(f"{split}-*")) for row in pq.read_table(path).to_pylist()]
        for split in ("train", "validation", "test")
    }


def test_nothing_leaks_in_time_or_by_copy(released, articles):
    splits = rows_by_split(released[0])
    line = released[1]["splits"]
    assert max(row["published_value"] for row in splits["train"] if row["published_value"]) < line["validation_from"]
    newest = [max(row["published_value"] or "" for row in splits[name]) for name in ("train", "validation", "test")]
    assert all(earlier < later for earlier, later in pairwise(newest))
    texts = {name: {row["text"] for row in rows} for name, rows in splits.items()}
    assert not texts["train"] & texts["test"]
    assert not texts["train"] & texts["validation"]
    assert articles[5].text in texts["test"]  # its reprint is new
    assert [row["url"] for row in splits["train"] if row["published"] is None] == [articles[-1].url]


def test_every_library_opens_it(released, tmp_path, monkeypatch, articles):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    folder, manifest = released
    opened = opened_by_all(folder, tmp_path / "cache")
    assert set(opened.values()) == {(manifest["rows"], checksum(article.text for article in articles))}


def test_datasets_finds_the_splits(released, tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    import datasets

    folder, manifest = released
    splits = datasets.load_dataset(str(folder), cache_dir=str(tmp_path / "cache"))
    assert {name: split.num_rows for name, split in splits.items()} == manifest["splits"]["rows"]
    assert {"id", "text", "paragraphs", "published", "duplicate_role"} <= set(splits["train"].column_names)


def test_croissant_names_every_file_and_column(released):
    folder, manifest = released
    described = json.loads((folder / "croissant.json").read_text("utf-8"))
    assert described["conformsTo"] == "http://mlcommons.org/croissant/1.0"
    hashes = {part["contentUrl"]: part["sha256"] for part in described["distribution"] if "sha256" in part}
    assert hashes == {file["path"]: file["sha256"] for file in manifest["files"]}
    for records in described["recordSet"]:
        assert [one["name"] for one in records["field"]] == list(manifest["schema"])
    ids = {part["@id"] for part in described["distribution"]}
    used = {one["source"]["fileSet"]["@id"] for records in described["recordSet"] for one in records["field"]}
    assert used <= ids


def test_card_is_yaml_and_honest(released):
    import yaml

    card = (released[0] / "README.md").read_text("utf-8")
    head = yaml.safe_load(card.split("---")[1])
    assert head["language"] == ["vi"]
    assert head["size_categories"] == ["n<1K"]
    assert [entry["split"] for entry in head["configs"][0]["data_files"]] == ["train", "validation", "test"]
    assert "1 articles have no date" in card
    assert "1 have copies, 1 are reprints" in card


@pytest.mark.parametrize(
    ("shape", "columns"),
    [
        ("binhvq", ["text"]),
        ("culturax", ["text", "timestamp", "url", "source"]),
        ("title-sapo-body", ["title", "sapo", "body", "url", "published"]),
    ],
)
def test_shapes_people_use(store, articles, tmp_path, shape, columns):
    release(store, Plan("some", Selection(ids=(1,)), SHAPES[shape], tmp_path))
    (row,) = rows_by_split(tmp_path / "some")["test"]
    first = articles[0]
    assert list(row) == columns
    if shape == "title-sapo-body":
        assert row == {
            "title": first.title,
            "sapo": first.lead,
            "body": "\n".join(first.paragraphs),
            "url": first.url,
            "published": "2010-01-15",
        }
    else:
        assert row["text"] == "\n".join([first.title, first.lead, *first.paragraphs])


def test_difference_from_the_previous(tmp_path):
    path = fill(tmp_path / "articles.db", [made(number) for number in range(6)])
    folder = tmp_path / "releases"
    with Store.open(path) as store:
        assert release(store, Plan("one", folder=folder))["difference"] is None
        fill(path, [made(2, title="Tên mới"), made(50)])
        second = release(store, Plan("two", Selection(ids=tuple(range(2, 99))), folder=folder))
    assert second["difference"] == {"previous": "one", "added": 1, "removed": 1, "changed": 1, "unchanged": 4}
    import pyarrow.parquet as pq

    assert sorted(pq.read_table(folder / "two" / "changes.parquet")["change"].to_pylist()) == [
        "added",
        "changed",
        "removed",
    ]
    assert "1 were added" in (folder / "two" / "README.md").read_text("utf-8").replace("articles ", "")


def test_shards_hold_all_rows(store, tmp_path, monkeypatch):
    monkeypatch.setattr("crawler.releases.release.SHARD_ROWS", 50)
    manifest = release(store, Plan("shards", folder=tmp_path))
    trained = [file for file in manifest["files"] if file["split"] == "train"]
    assert [file["rows"] for file in trained] == [50, 50, manifest["splits"]["rows"]["train"] - 100]
    assert trained[0]["path"] == "data/train-00000-of-00003.parquet"


@pytest.mark.parametrize(
    ("plan", "says"),
    [
        ({"name": "first"}, "exists"),
        ({"name": "../up"}, "named with"),
        ({"name": ".hidden"}, "named with"),
        ({"name": "x", "previous": "none"}, "no release none"),
        ({"name": "x", "selection": Selection(portal="none")}, "no article"),
    ],
    ids=str,
)
def test_bad_plans(store, released, plan, says):
    with pytest.raises(BadPlan, match=says):
        release(store, Plan(folder=released[0].parent, **plan))
    assert [path.name for path in released[0].parent.iterdir()] == ["first"]


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<p>Ghi rõ nguồn &quot;Sở Mẫu&quot; khi dùng lại</p>", ['Ghi rõ nguồn "Sở Mẫu" khi dùng lại']),
        ("<script>// copyright</script><p>Tin</p>", []),
        (f"<p>Luật bản quyền {'rất dài ' * 50}</p>", []),
        ("<div>© 2020 Sở Mẫu</div><div>© 2020 Sở Mẫu</div>", ["© 2020 Sở Mẫu"]),
    ],
)
def test_rights_are_quoted(page, found):
    assert statements(page.encode()) == found
