"""Markup becomes the lines a reader sees; pictures and documents come with it."""

import pytest
from lxml.etree import SubElement
from lxml.html import fromstring

from crawler.cleaning.line import CAPTION, HEADING, IMAGE, ITEM, QUOTE, ROW
from crawler.cleaning.lines import lines_of, lines_of_text, read_body
from crawler.documents import is_document

BASE = "https://so.example/tin/bai-1.html"


def texts(markup: str) -> list[str]:
    return [line.text for line in lines_of([fromstring(f"<div>{markup}</div>")], BASE) if line.kind != IMAGE]


CASES = [
    ("<p>Xã <b>Mây</b> <i>Ngàn</i></p>", ["Xã Mây Ngàn"]),
    ("<p>Xã<span style='x'> Mây</span><o:p></o:p></p>", ["Xã Mây"]),
    ("<p>một<br>hai<br/>ba</p>", ["một", "hai", "ba"]),
    ("một<p>hai</p>ba", ["một", "hai", "ba"]),
    ("<div>một<div>hai</div>ba</div>", ["một", "hai", "ba"]),
    ("<p>m<sup>2</sup></p>", ["m2"]),
    ("<p>  một\n  hai\t ba </p>", ["một hai ba"]),
    ("<p>một&nbsp;&nbsp;hai</p><p>&nbsp;</p>", ["một hai"]),
    ("<p>5 &lt; 7 &amp; 9 &gt; 8</p>", ["5 < 7 & 9 > 8"]),
    ("<p>TT&amp;TT</p>", ["TT&TT"]),
    ("<p>a &amp;lt;b&amp;gt;</p>", ["a &lt;b&gt;"]),
    ("<script>var a = '<p>x</p>';</script><p>một</p>", ["một"]),
    ("<style>p{}</style>một<noscript>hai</noscript>", ["một"]),
    ("<p>một</p><!-- <p>hai</p> --><p>ba</p>", ["một", "ba"]),
    ("<p>m<!-- hai -->ột<?php ba ?> bốn</p>", ["một bốn"]),
    ("<p>một<script>x</script>hai<p style='display:none'>ba</p>bốn", ["một hai", "bốn"]),
    ("<form>Ghi tên <input value=x><select><option>A</select><textarea>B</textarea><button>Gửi</button></form>", ["Ghi tên"]),
    ("<p>một</p><p style='display:none'>hai</p><p>ba</p>", ["một", "ba"]),
    ("<p>một</p><p style='display: none'>hai <b>đậm</b></p>", ["một"]),
    ("<div style='display:none'>" + "một " * 80 + "</div><p>hai</p>", [("một " * 80).strip(), "hai"]),
    ("<ul><li>một<li>hai</ul>", ["một", "hai"]),
    ("<h2>Đầu đề</h2><p>Thân</p>", ["Đầu đề", "Thân"]),
    ("<pre>một\nhai</pre>", ["một", "hai"]),
    ("<table><tr><td>Xã</td><td>Hộ</td></tr><tr><td>Mây</td><td>120</td></tr></table>", ["Xã | Hộ", "Mây | 120"]),
    ("<table><thead><tr><th>Xã<th>Hộ<tbody><tr><td>Mây<td>120</table>", ["Xã | Hộ", "Mây | 120"]),
    ("<table><tr><td>Xã</td><td></td><td>Hộ</td></tr></table>", ["Xã | Hộ"]),
    ("<table><tr><td><p>một</p><p>hai</p></td></tr></table>", ["một", "hai"]),
    ("<table><tr><td><p>Nơi nhận:</p><p>- Lưu</p></td><td><p>CHỦ TỊCH</p><p>Lò Ngàn</p></td></tr></table>",
     ["Nơi nhận:", "- Lưu", "CHỦ TỊCH", "Lò Ngàn"]),
    ("<table><tr><td>a<table><tr><td>b<td>c</table></td><td>d</td></tr><tr><td>e<td>f</table>", ["a b | c | d", "e | f"]),
    ("<p>một</p>&lt;p style='x'&gt;hai&lt;/p&gt;&lt;p&gt;ba&lt;/p&gt;", ["một", "hai", "ba"]),
    ("<p>thẻ &lt;b&gt; dùng để in đậm</p>", ["thẻ <b> dùng để in đậm"]),
    ("<a href='/x'>một</a> và <a href='/y'>hai</a>", ["một và hai"]),
    ("<xyz>một</xyz><p>hai</p>", ["một", "hai"]),
    ("", []),
    ("<p></p><div/><br>", []),
]  # fmt: skip


@pytest.mark.parametrize(("markup", "expected"), CASES)
def test_lines(markup, expected):
    assert texts(markup) == expected


@pytest.mark.parametrize(
    ("markup", "kind"),
    [
        ("<h3>x</h3>", HEADING),
        ("<ul><li>x</li></ul>", ITEM),
        ("<ul><li><p>x</p></li></ul>", ITEM),
        ("<blockquote><p>x</p></blockquote>", QUOTE),
        ("<figure><figcaption>x</figcaption></figure>", CAPTION),
        ("<figure><figcaption><p>x</p></figcaption></figure>", CAPTION),
        ("<p class='Image_Caption'>x</p>", CAPTION),
        ("<div class='PhotoCMS_Caption'><p>x</p></div>", CAPTION),
        ("<table><tr><td>x</td><td>y</td></tr></table>", ROW),
        ("<p class='description'>x</p>", "paragraph"),
    ],
)
def test_kinds(markup, kind):
    assert lines_of([fromstring(f"<div>{markup}</div>")])[0].kind == kind


@pytest.mark.parametrize(
    ("markup", "place"),
    [
        ("<p align=center>x</p>", (True, False)),
        ("<p style='margin:0; text-align: center'>x</p>", (True, False)),
        ("<center>x</center>", (True, False)),
        ("<div class='text-center'><p>x</p></div>", (True, False)),
        ("<div align=center><p style='text-align:justify'>x</p></div>", (False, False)),
        ("<p style='text-align:right'>x</p>", (False, True)),
        ("<p class='rteright'>x</p>", (False, True)),
        ("<p style='background: url(a.png) center'>x</p>", (False, False)),
        ("<div align=right><p>y</p></div><p>x</p>", (False, False)),
    ],
)
def test_places(markup, place):
    line = lines_of([fromstring(f"<div>{markup}</div>")])[-1]
    assert (line.centred, line.right) == place


@pytest.mark.parametrize(
    ("markup", "emphasis"),
    [
        ("<p><b>x</b></p>", "bold"),
        ("<p><strong>x</strong> <b>y</b></p>", "bold"),
        ("<p><em>x</em></p>", "italic"),
        ("<p><b>x</b> y</p>", ""),
        ("<p>x<br><b>y</b></p>", "bold"),
    ],
)
def test_emphasis(markup, emphasis):
    assert lines_of([fromstring(f"<div>{markup}</div>")])[-1].emphasis == emphasis


def test_links_fill_a_line_or_not():
    lines = lines_of([fromstring("<div><p><a href=/x>một</a></p><p>hai <a href=/y>ba</a></p></div>")])
    assert [line.linked for line in lines] == [True, False]


def test_lines_of_one_paragraph_share_a_block():
    one, two, three = lines_of([fromstring("<div><p>một<br>hai</p><p>ba</p></div>")])
    assert one.block == two.block != three.block


def test_a_picture_stands_before_the_words_below_it():
    lines = lines_of(
        [fromstring("<div><p>một <img src='/a.jpg'>hai</p><p><img src=b.png alt='Cầu Mây'><br>ba</p></div>")], BASE
    )
    assert [(line.kind, line.text, line.after_image) for line in lines] == [
        ("paragraph", "một hai", False),
        (IMAGE, "https://so.example/a.jpg", False),
        (IMAGE, "https://so.example/tin/b.png", False),
        ("paragraph", "ba", True),
    ]
    assert lines[2].alt == "Cầu Mây"


def test_a_table_with_a_picture_is_layout():
    lines = lines_of([fromstring("<table><tr><td><img src=/a.jpg><tr><td>Cầu Mây mùa lũ</table>")], BASE)
    assert [(line.kind, line.in_table, line.after_image) for line in lines] == [
        (IMAGE, True, False),
        ("paragraph", True, True),
    ]


@pytest.mark.parametrize(
    ("tag", "url"),
    [
        ("<img src='/a.jpg'>", "https://so.example/a.jpg"),
        ("<img src='data:image/gif;base64,AA' data-src='/a.jpg'>", "https://so.example/a.jpg"),
        ("<img src='/lazy.gif' data-original='//cdn.example/a.jpg'>", "https://cdn.example/a.jpg"),
        ("<img src='data:image/png;base64,AA'>", ""),
        ("<img src='file:///C:/a.jpg'>", ""),
        ("<img src='/track.gif' width=1 height=1>", None),
        ("<img src='/images/spacer.gif'>", None),
        ("<img src='/a.jpg?x=1&amp;y=2'>", "https://so.example/a.jpg?x=1&y=2"),
    ],
)
def test_picture_addresses(tag, url):
    found = [line.text for line in lines_of([fromstring(f"<div>{tag}<p>x</p></div>")], BASE) if line.kind == IMAGE]
    assert found == ([] if url is None else [url])


@pytest.mark.parametrize(
    ("markup", "attachment"),
    [
        ("<a href='/kh.pdf'>Kế hoạch</a>", ("https://so.example/kh.pdf", "Kế hoạch", "application/pdf")),
        ("<a href='/a/b.DOC?t=1'><b>Tờ</b> trình</a>", ("https://so.example/a/b.DOC?t=1", "Tờ trình", "application/msword")),
        ("<a href='/documents/10/2/so-lieu/ab'>tại đây</a>", ("https://so.example/documents/10/2/so-lieu/ab", "tại đây", None)),
        ("<a href='/documents/10/2/a.xlsx/ab?t=9'>x</a>",
         ("https://so.example/documents/10/2/a.xlsx/ab?t=9", "x",
          "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")),
        ("<a href='/_layouts/15/download.aspx?id=3'>x</a>", ("https://so.example/_layouts/15/download.aspx?id=3", "x", None)),
        ("<a href='/x%20y.rar'><img src='/i.gif'></a>", ("https://so.example/x%20y.rar", None, "application/vnd.rar")),
        ("<iframe src='/xem/kh.pdf'></iframe>", ("https://so.example/xem/kh.pdf", None, "application/pdf")),
    ],
)  # fmt: skip
def test_documents(markup, attachment):
    found = read_body([fromstring(f"<div><p>x {markup}</p></div>")], BASE).attachments
    assert [(each.url, each.label, each.media_type) for each in found] == [attachment]


@pytest.mark.parametrize(
    "href",
    [
        "/tin/pdf-la-gi.html",
        "/documents/10/2/anh.jpg",
        "/documents/10/2/anh.jpg/ab",
        "mailto:a@so.example",
        "#doc",
        "/zip/tin-1.html",
    ],
)
def test_no_documents(href):
    assert not is_document(href)
    assert read_body([fromstring(f"<div><a href='{href}'>x</a></div>")], BASE).attachments == []


def test_a_document_linked_twice_is_one():
    body = read_body([fromstring("<div><a href=/a.pdf></a><a href=/a.pdf>Văn bản</a></div>")], BASE)
    assert [each.label for each in body.attachments] == ["Văn bản"]


def test_tags_nested_deeper_than_python_may_call():
    root = innermost = fromstring("<div>đầu</div>")
    for _ in range(5000):
        innermost = SubElement(innermost, "div")
        innermost.tail = "đuôi"
    innermost.text = "đáy"
    assert [line.text for line in lines_of([root])] == ["đầu", "đáy", *["đuôi"] * 5000]


def test_the_tree_is_left_as_it_was():
    from lxml.etree import tostring

    element = fromstring("<div><p>một <b>hai</b></p><p style='display:none'>x</p>&lt;p&gt;a&lt;/p&gt;&lt;br&gt;</div>")
    before = tostring(element)
    lines_of([element])
    assert tostring(element) == before


@pytest.mark.parametrize(
    ("dump", "expected"),
    [
        ("một\n\n hai \n\xa0\nba\xa0", ["một", "hai", "ba"]),
        ("một |\n|\n![]() |\n| hai |", ["một", "hai"]),
        ("<p>một</p>\n<p>hai</p>", ["một", "hai"]),
        ("a < b\nc > d", ["a < b", "c > d"]),
        ("\r\nmột\r\nhai\x0cba", ["một", "hai", "ba"]),
        ("", []),
    ],
)
def test_dump_lines(dump, expected):
    assert [line.text for line in lines_of_text(dump)] == expected
