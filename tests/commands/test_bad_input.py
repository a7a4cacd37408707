"""Bad input: one clear line that says what and where, exit code 1 or 2, no traceback."""

import gzip
import json

import pytest

PAGE = (
    "<html><title>Họp giao ban - Sở Mẫu</title><h1>Họp giao ban</h1><p>05/03/2021 14:30</p>"
    + "<p>Sáng nay, Sở Mẫu họp giao ban về công tác quý một và bàn việc quý hai.</p>" * 5
    + "</html>"
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "tin.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "tin.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    (tmp_path / "rong.html").write_bytes(b"")
    (tmp_path / "anh.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9)
    (tmp_path / "hong.html.gz").write_bytes(b"\x1f\x8b\x08nothing")
    (tmp_path / "la.db").write_bytes(b"not a database" * 500)
    return tmp_path


CRAWLS = [
    (("crawl", "ha_noi_sttt"), "did you mean ha_noi_stttt"),
    (("crawl",), "name one portal"),
    (("crawl", "ha_noi_stttt", "-a", "since=31/02/2020"), "since=31/02/2020: not a day"),
    (("crawl", "ha_noi_stttt", "-a", "sample=none"), "sample=none"),
    (("crawl", "ha_noi_stttt", "-a", "sampel=3"), "no such argument"),
    (("crawl", "ha_noi_stttt", "-a", "since"), "NAME=VALUE"),
    (("crawl", "urls"), "-a url=ADDRESS or -a file=LIST"),
    (("crawl", "urls", "-a", "url=ftp://so.example/x"), "not an http(s) address"),
    (("crawl", "urls", "-a", "file=/nope/list.txt"), "cannot be read"),
    (("crawl", "ha_noi_stttt", "-sSTORE_PATH=/proc/nope/x.db"), "cannot be created"),
    (("crawl", "ha_noi_stttt", "-sSTORE_PATH={folder}"), "is a directory"),
    (("crawl", "ha_noi_stttt", "-sSTORE_PATH={folder}/la.db"), "not a readable database"),
    (("crawl", "urls", "-a", "url=http://so.example/", "-sCRAWL_HOURS=25:00"), "write two times of day"),
    (("crawl", "urls", "-a", "url=http://so.example/", "-sALLOWED_PRIVATE_NETWORKS=127.0.0.1/8"), "write networks"),
    (("crawl", "urls", "-a", "url=http://so.example/", "-sHOST_GROUPS=chung"), "write lists of hosts"),
    (("crawl", "urls", "-a", "url=http://so.example/", '-sTLS_RELAXATIONS={{"a": ["x"]}}'), "write names by host"),
    (("read",), "at least one SOURCE"),
    (("read", "--url", "https://so.example/", "a.html", "b.html"), "exactly one SOURCE"),
    (("read", "--portal", "khong_co", "{folder}/tin.html"), "unknown portal"),
    (("read", "--from", "/nope.jsonl"), "cannot be read"),
    (("portals", "x"), "no argument"),
    (("export", "--format", "docx"), "docx"),
    (("verify", "-sSTORE_PATH={folder}/nope.db"), "does not exist"),
]


@pytest.mark.parametrize(("arguments", "words"), CRAWLS, ids=[" ".join(a) for a, _ in CRAWLS])
def test_one_line_and_exit_code_two(scrapy, folder, arguments, words):
    done = scrapy(*(each.format(folder=folder) for each in arguments))
    assert done.code == 2, done.err
    assert words in done.err
    assert "Traceback" not in done.err
    assert len(done.err.strip().splitlines()) == 1


def test_sources_that_give_no_article_are_named_and_the_rest_is_read(scrapy, folder):
    names = ("tin.html", "rong.html", "anh.html", "hong.html.gz", "khong-co.html", "tin.html.gz")
    done = scrapy("read", "--json", *(str(folder / name) for name in names))
    assert done.code == 1
    rows = [json.loads(line) for line in done.out.splitlines()]
    assert [row["source"].rpartition("/")[2] for row in rows] == list(names)
    assert [row.get("title") for row in rows] == ["Họp giao ban", None, None, None, None, "Họp giao ban"]
    assert all(row.get("error") for row in rows if "title" not in row)
    assert "Traceback" not in done.err


def test_standard_input_and_a_list_of_sources(scrapy, folder):
    done = scrapy("read", "--json", "-", stdin=PAGE.encode())
    assert json.loads(done.out)["published"]["value"] == "2021-03-05T14:30:00+07:00"
    lines = [{"path": str(folder / "tin.html"), "url": "https://so.example/tin-1.html", "portal": "ha_noi_stttt"}]
    (folder / "list.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\n")
    row = json.loads(scrapy("read", "--json", "--from", str(folder / "list.jsonl")).out)
    assert (row["url"], row["portal"], row["agency"]) == (
        "https://so.example/tin-1.html",
        "ha_noi_stttt",
        "Sở Thông tin và Truyền thông",
    )


def test_explain_lists_what_was_removed(scrapy, tmp_path):
    (tmp_path / "tin.txt").write_text(
        "Skip to main content\n\nHọp giao ban\n\nSáng 5/3/2021, Sở Mẫu họp giao ban với các phòng.\n\n"
        "Tin liên quan\n\nTin cũ 01/01/2020\n",
        encoding="utf-8",
    )
    done = scrapy("read", "--explain", str(tmp_path / "tin.txt"))
    assert "related_list" in done.out
    assert "Tin cũ 01/01/2020" in done.out.partition("removed")[2]
