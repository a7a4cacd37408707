import csv
import gzip
import io
import json
import os
import random
import signal
import sqlite3
import time
from itertools import chain
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from backports import zstd
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from crawler.exports.export import FORMATS, BadRequest, Request, export
from crawler.exports.writers import WRITERS, Csv
from crawler.store.errors import StoreError
from crawler.store.selection import Selection
from crawler.store.store import Store
from items import Attachment, Moment
from tests.made_store import fill, made_article

SAY_FORMULA = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＠SUM"]


@pytest.fixture
def path(tmp_path):
    return fill(tmp_path / "articles.db", [made_article(number) for number in range(1, 6)])


def read_lines(data: bytes) -> list[dict]:
    return [json.loads(line) for line in data.splitlines()]


def test_jsonl_gives_every_field_back(path, tmp_path):
    with Store.open(path, readonly=True) as store:
        done = export(store, Request("jsonl", path=tmp_path / "a.jsonl"))
        records = read_lines(done.path.read_bytes())
        assert done.rows == len(records) == 5
        assert records == [{**row, "province_now": "Thái Nguyên"} for row in store.article_rows()]
    assert records[0]["published"] == {
        "value": "2020-01-02",
        "precision": "day",
        "raw": "2/1/2020",
        "origin": "visible",
    }


@pytest.mark.parametrize(("suffix", "open_"), [(".jsonl.gz", gzip.decompress), (".jsonl.zst", zstd.decompress)])
def test_suffix_compresses(path, tmp_path, suffix, open_):
    with Store.open(path, readonly=True) as store:
        done = export(store, Request("jsonl", path=tmp_path / f"a{suffix}"))
    assert len(read_lines(open_(done.path.read_bytes()))) == 5


@pytest.mark.parametrize("guarded", [True, False])
def test_E1_no_cell_is_a_formula(tmp_path, guarded):
    articles = [
        made_article(number, title=text, section=text, authors=[text])
        for number, text in enumerate([*SAY_FORMULA, "Họp", "a=b", "2-3"], 1)
    ]
    target = io.BytesIO()
    Csv(guarded=guarded).write(articles, target)
    text = target.getvalue().decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    cells = list(chain.from_iterable(row.values() for row in rows))
    formulas = [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))]
    assert formulas == ([] if guarded else [text for text in SAY_FORMULA for _ in range(3)])
    assert [row["title"] for row in rows[-3:]] == ["Họp", "a=b", "2-3"]


def test_E1_jsonl_and_parquet_keep_formulas(tmp_path):
    path = fill(tmp_path / "articles.db", [made_article(1, title="=1+1")])
    with Store.open(path, readonly=True) as store:
        lines = export(store, Request("jsonl", path=tmp_path / "a.jsonl")).path.read_bytes()
        table = pq.read_table(export(store, Request("parquet", path=tmp_path / "a.parquet")).path)
    assert read_lines(lines)[0]["title"] == table["title"][0].as_py() == "=1+1"


@pytest.mark.parametrize(("mark", "begins"), [(True, b"\xef\xbb\xbfurl,"), (False, b"url,")])
def test_csv_byte_order_mark_on_request(path, tmp_path, mark, begins):
    with Store.open(path, readonly=True) as store:
        done = export(store, Request("csv", path=tmp_path / "a.csv", byte_order_mark=mark))
    assert done.path.read_bytes().startswith(begins)


def test_E3_csv_carries_no_control_characters(tmp_path):
    target = io.BytesIO()
    Csv().write([made_article(1, title="a\x1b[31m\x00b\u202ec", paragraphs=["một\x0c", "hai"])], target)
    assert not {character for character in target.getvalue() if character < 32} - {9, 10, 13}


def test_E12_lone_surrogates_and_nul_break_no_writer(tmp_path):
    article = made_article(1, title="Tin \ud800 \x00 hết")
    from crawler.exports.columns import article_json

    assert json.loads(article_json(article))["title"] == "Tin ? \x00 hết"


def test_parquet_is_typed(path, tmp_path):
    with Store.open(path, readonly=True) as store:
        table = pq.read_table(export(store, Request("parquet", path=tmp_path / "a.parquet")).path)
    assert str(table.schema.field("published").type) == "timestamp[us, tz=UTC]"
    assert table["published"][0].as_py().isoformat() == "2020-01-01T17:00:00+00:00"  # midnight in Hà Nội
    assert table["published_precision"][0].as_py() == "day"
    assert table["paragraphs"][0].as_py()[0].startswith("Đoạn thứ nhất")
    assert table["images"][0].as_py()[0]["caption"] == "Quang cảnh lớp học"


def test_each_form_says_where_the_province_of_then_is_now(tmp_path):
    labels = ["Bắc Kạn", "Hà Nội", "Trung ương", None]
    articles = [made_article(number, province=label) for number, label in enumerate(labels, 1)]
    then_and_now = [("Bắc Kạn", "Thái Nguyên"), ("Hà Nội", "Hà Nội"), ("Trung ương", "Trung ương"), (None, None)]
    with Store.open(fill(tmp_path / "articles.db", articles)) as store:
        paths = {form: export(store, Request(form, path=tmp_path / f"a.{form}")).path for form in WRITERS}
    table = pq.read_table(paths["parquet"])
    lines = read_lines(paths["jsonl"].read_bytes())
    rows = list(csv.DictReader(io.StringIO(paths["csv"].read_text("utf-8"), newline="")))
    assert list(zip(*(table[name].to_pylist() for name in ("province", "province_now")), strict=True)) == then_and_now
    assert [(line["province"], line["province_now"]) for line in lines] == then_and_now
    assert [(row["province"] or None, row["province_now"] or None) for row in rows] == then_and_now


def test_parquet_row_groups_hold_all_rows(monkeypatch, tmp_path):
    monkeypatch.setattr("crawler.exports.writers._GROUP_ROWS", 2)
    path = fill(tmp_path / "articles.db", [made_article(number) for number in range(1, 6)])
    with Store.open(path, readonly=True) as store:
        file = pq.ParquetFile(export(store, Request("parquet", path=tmp_path / "a.parquet")).path)
    assert [file.metadata.row_group(i).num_rows for i in range(file.num_row_groups)] == [2, 2, 1]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_warc_gives_pages_back_byte_for_byte(path, tmp_path, name, capsys):
    with Store.open(path, readonly=True) as store:
        done = export(store, Request("warc", Selection(ids=(2, 3)), path=tmp_path / name))
        pages = [store.page(f"https://so-mau.example/tin/{number}").body for number in (2, 3)]
    with done.path.open("rb") as file:
        records = [
            (record.rec_headers["WARC-Target-URI"], record.content_stream().read(), record.rec_headers["WARC-Date"])
            for record in ArchiveIterator(file)
            if record.rec_type == "response"
        ]
    urls = ["https://so-mau.example/tin/2", "https://so-mau.example/tin/3"]
    assert records == [(url, page, "2021-05-06T00:08:09Z") for url, page in zip(urls, pages, strict=True)]

    class Arguments:
        inputs = (str(done.path),)
        verbose = False

    checker = Checker(Arguments)
    checker.process_all()
    assert checker.exit_value == 0


def test_sqlite_is_a_store_again(path, tmp_path):
    with Store.open(path, readonly=True) as store:
        done = export(store, Request("sqlite", Selection(ids=(2, 4)), path=tmp_path / "some.db"))
    with Store.open(done.path, readonly=True) as some:
        assert done.rows == some.count() == 2
        assert list(some.verify()) == []
        assert b"<h1>" in some.page("https://so-mau.example/tin/2").body
    assert not list(tmp_path.glob("some.db?*"))


@pytest.mark.parametrize("form", FORMATS)
def test_an_export_writes_nothing_but_its_file(path, tmp_path, form):
    folder = tmp_path / "out"
    with Store.open(path, readonly=True) as store:
        export(store, Request(form, path=folder / "only"))
    assert [file.name for file in folder.iterdir()] == ["only"]


@pytest.mark.parametrize("form", FORMATS)
def test_an_empty_selection_makes_a_valid_file(path, tmp_path, form):
    with Store.open(path, readonly=True) as store:
        done = export(store, Request(form, Selection(portal="none"), path=tmp_path / f"x{FORMATS[form]}"))
    assert done.rows == 0
    assert done.path.exists()


@pytest.mark.parametrize(
    ("form", "name", "says"),
    [
        ("xml", "a.xml", "unknown format"),
        ("parquet", "a.parquet.zst", "not written compressed"),
        ("sqlite", "a.db.gz", "not written compressed"),
        ("csv", "a.jsonl", "looks like jsonl"),
        ("csv", ".", "is a directory"),
    ],
)
def test_what_does_not_go_together_is_refused(path, tmp_path, form, name, says):
    with Store.open(path, readonly=True) as store, pytest.raises(BadRequest, match=says):
        export(store, Request(form, path=tmp_path / name))


def test_since_export_gives_new_and_changed(path, tmp_path):
    def feed() -> list[str]:
        with Store.open(path) as store:
            done = export(store, Request("jsonl", folder=tmp_path, since_export="kho"))
        return (
            [record["url"].rpartition("/")[2] for record in read_lines(done.path.read_bytes())] if done.written else []
        )

    assert feed() == ["1", "2", "3", "4", "5"]
    assert feed() == []
    fill(path, [made_article(6), made_article(2, title="Tên mới"), made_article(3)])
    assert feed() == ["2", "6"]
    assert feed() == []
    with Store.open(path) as store, store.transaction():  # a better reading of the same page is a change too
        store.replace(4, made_article(4, attachments=[Attachment("https://so-mau.example/4.pdf")]), "rules 2")
    assert feed() == ["4"]
    assert sorted(file.name for file in tmp_path.glob("articles-kho-*")) == [
        f"articles-kho-000{number}.jsonl" for number in (1, 2, 3)
    ]


def test_since_export_keeps_names_and_filters_together(path, tmp_path):
    with Store.open(path) as store:
        export(store, Request("jsonl", folder=tmp_path, since_export="kho"))
        export(store, Request("jsonl", folder=tmp_path, since_export="khac"))
        with pytest.raises(StoreError, match="same filters"):
            export(store, Request("jsonl", Selection(portal="so_mau"), folder=tmp_path, since_export="kho"))


def test_since_export_forgets_nothing_when_the_file_fails(path, tmp_path):
    with Store.open(path) as store:
        (tmp_path / "taken").write_text("a file where a folder is wanted")
        with pytest.raises(OSError, match="taken"):
            export(store, Request("jsonl", folder=tmp_path / "taken", since_export="kho"))
        assert export(store, Request("jsonl", folder=tmp_path, since_export="kho")).rows == 5


def test_a_crawl_goes_on_beside_an_export(path, tmp_path):
    def crawl_meanwhile(rows, total):
        for number, row in enumerate(rows):
            if number == 1:
                fill(path, [made_article(99)])
            yield row

    with Store.open(path) as store:
        first = export(store, Request("jsonl", folder=tmp_path, since_export="kho"), crawl_meanwhile)
        second = export(store, Request("jsonl", folder=tmp_path, since_export="kho"))
    assert (first.rows, second.rows) == (5, 1)


def export_for_ever(path: Path, target: Path, form: str) -> None:
    with Store.open(path, readonly=True) as store:
        while True:
            export(store, Request(form, path=target))


def test_E11_a_kill_leaves_the_old_file_or_the_new_one(tmp_path):
    path = fill(tmp_path / "articles.db", [made_article(number) for number in range(1, 200)])
    draw = random.Random(11)
    for form in ("jsonl", "csv") * 10:
        target = tmp_path / "out" / f"a.{form}"
        child = os.fork()
        if child == 0:
            try:
                export_for_ever(path, target, form)
            finally:
                os._exit(1)
        time.sleep(draw.uniform(0, 0.08))
        os.kill(child, signal.SIGKILL)
        assert os.waitpid(child, 0)[1] == signal.SIGKILL
        if target.exists():
            text = target.read_text("utf-8")
            rows = list(csv.reader(io.StringIO(text, newline=""))) if form == "csv" else text.splitlines()
            assert len(rows) == 199 + (form == "csv")
    with Store.open(path, readonly=True) as store:  # what killed exports left is cleared away by the next
        for form in ("jsonl", "csv"):
            export(store, Request(form, path=tmp_path / "out" / f"a.{form}"))
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["a.csv", "a.jsonl"]


def test_months_and_odd_dates_survive_typing(tmp_path):
    moments = [
        Moment("2020-01", "month", "x", "prefix"),
        None,
        Moment("2018-01-11T14:58:00+07:00", "minute", "x", "meta"),
    ]
    path = fill(tmp_path / "articles.db", [made_article(i, published=moment) for i, moment in enumerate(moments, 1)])
    with Store.open(path, readonly=True) as store:
        table = pq.read_table(export(store, Request("parquet", path=tmp_path / "a.parquet")).path)
    assert [value and value.isoformat() for value in table["published"].to_pylist()] == [
        "2019-12-31T17:00:00+00:00",
        None,
        "2018-01-11T07:58:00+00:00",
    ]
    assert table["published_value"].to_pylist() == [moment and moment.value for moment in moments]


def test_derived_tables_do_not_disturb_the_store(path):
    with Store.open(path) as store:
        from crawler.store.changes import prepare

        prepare(store.connection)
        assert list(store.verify()) == []
    assert sqlite3.connect(path).execute("SELECT count(*) FROM changes").fetchone() == (0,)
