"""Bytes -> UTF-8: every way a page says, hides or gets wrong what its letters are."""

import gzip
import io
import json
import random
import zipfile
import zlib
from unicodedata import normalize

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawler.extraction.decoding import LARGEST, decode
from crawler.extraction.errors import NotAnArticle
from items import Page

WORDS = "Hội nghị tổng kết diễn ra tại trụ sở xã Mây, đường Đồi Ổi; bà Lý Thị Ửng dự. "
HTML = f"<html><head><title>Tin xã Mây</title></head><body><h1>Họp xã</h1><p>{WORDS * 6}</p></body></html>"


def gzipped(body):
    """Compress without the time of day, which would be part of a test's name."""
    return gzip.compress(body, mtime=0)


def page(body, content_type=None):
    return Page(
        url="https://so.example/tin-1.html", body=body, headers={"Content-Type": content_type} if content_type else {}
    )


def as_cp1258(text):
    """windows-1258 keeps â ê ô ơ ư ă and writes tones after their letter."""
    written = []
    for letter in text:
        parts = normalize("NFD", letter)
        tone = next((mark for mark in parts if mark in "\u0300\u0309\u0303\u0301\u0323"), "")
        written.append(normalize("NFC", parts.replace(tone, "")) + tone if tone else letter)
    return "".join(written).encode("cp1258")


def meta(charset, html=HTML):
    return html.replace("<head>", f'<head><meta charset="{charset}">')


UTF8 = [
    (HTML.encode(), None, ()),
    (HTML.encode(), "text/html; charset=utf-8", ()),
    (HTML.encode(), "text/html", ()),
    (HTML.encode(), "text/html; charset=iso-8859-1", ("charset",)),
    (HTML.encode(), "text/html; charset=windows-1258", ("charset",)),
    (HTML.encode(), "text/html; charset=gb2312", ("charset",)),
    (HTML.encode(), "text/html; charset=utf-7", ("charset",)),
    (HTML.encode(), "text/html; charset=nonsense-9", ()),
    (b"\xef\xbb\xbf" + HTML.encode(), "text/html", ()),
    (meta("windows-1252").encode(), None, ("charset",)),
    (meta("windows-1252").encode(), "text/html; charset=UTF-8", ()),
    (meta("utf-16").encode(), None, ("charset",)),
    (HTML.encode("utf-16"), "text/html; charset=utf-16", ()),
    (HTML.encode("utf-16"), None, ()),
    (HTML.encode("utf-16-le"), None, ()),
    (HTML.encode("utf-16-be"), "text/html", ()),
    (HTML.encode("utf-32"), None, ()),
    (as_cp1258(HTML), "text/html; charset=windows-1258", ()),
    (as_cp1258(meta("windows-1258")), None, ()),
    (as_cp1258(HTML), None, ()),
    (as_cp1258(HTML), "text/html; charset=unknown-8bit", ()),
    (as_cp1258(HTML), "text/html; charset=iso-8859-1", ("charset",)),
    (as_cp1258(HTML), "text/html; charset=utf-8", ("charset",)),
    (gzipped(HTML.encode()), None, ("undeclared_gzip",)),
    (gzipped(gzipped(HTML.encode())), None, ("undeclared_gzip",)),
    (HTML.encode().decode("latin-1").encode(), "text/html; charset=utf-8", ("mojibake",)),
    (HTML.replace("</p>", "…</p>").encode().decode("latin-1").encode().decode("latin-1").encode(), None, ("mojibake",)),
    (HTML.replace("Họp", "H\x00ọ\x08p\x1b").encode(), None, ("control_characters",)),
    (HTML.replace("xã", "x\x81ã\x9f").encode(), None, ("control_characters",)),
]


@pytest.mark.parametrize(("body", "content_type", "fixes"), UTF8)
def test_the_same_words_however_they_came(body, content_type, fixes):
    decoded = decode(page(body, content_type))
    text = decoded.text
    for charset in ("windows-1252", "utf-16", "windows-1258"):
        text = text.replace(f'<meta charset="{charset}">', "")
    assert text.replace("…", "") == HTML
    assert decoded.fixes == fixes
    assert decoded.data == decoded.text.encode()


def test_header_names_in_any_case():
    decoded = decode(
        Page(url="", body="giá 5 €".encode("cp1252"), headers={"content-TYPE": "text/html; charset='cp1252'"})
    )
    assert decoded.text == "giá 5 €"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("L’été à Besançon coûte 5 €. " * 3, "cp1252"),
        ("Министерство провело совещание. " * 9, "cp1251"),
        ("该部门昨天召开了会议。" * 9, "gb18030"),
        ("省は昨日、会議を開きました。" * 9, "shift_jis"),
        ("部門昨天召開了會議。" * 9, "iso2022_jp"),
    ],
)
def test_declared_foreign_encodings(text, encoding):
    body = f"<p>{text}</p>".encode(encoding, "ignore")
    assert decode(page(body, f"text/html; charset={encoding}")).text == body.decode(encoding)


def test_undeclared_foreign_script_is_detected():
    body = ("<html><body><p>" + "Министерство провело большое совещание в городе. " * 30 + "</p></body></html>").encode(
        "cp1251"
    )
    assert "Министерство провело" in decode(page(body)).text


def test_undeclared_latin_is_windows_1252():
    assert decode(page("<p>café – “thé”</p>".encode("cp1252"))).text == "<p>café – “thé”</p>"


@pytest.mark.parametrize("label", ["x-viet-tcvn", "VISCII", "x-viet-vps", "x-user-defined"])
def test_old_fonts_keep_every_byte_for_the_cleaning(label):
    body = b"<p>" + bytes(range(0xA1, 0x100)) + b"</p>"
    assert decode(page(body, f"text/html; charset={label}")).text == body.decode("latin-1")


def test_a_few_broken_bytes_do_not_turn_the_page():
    broken = HTML.encode().replace(b"Tin", b"Tin\xff", 1)
    decoded = decode(page(broken, "text/html; charset=utf-8"))
    assert decoded.fixes == ("invalid_utf8",)
    assert decoded.text == HTML.replace("Tin", "Tin\ufffd", 1)


def test_pasted_windows_punctuation_is_read():
    broken = HTML.encode().replace(b"<p>", b"<p>\x93A\x94 \x96 B\x85")
    assert "<p>“A” – B…" in decode(page(broken)).text


def test_a_character_cut_at_the_end_is_dropped():
    decoded = decode(page(HTML.encode() + "ộ".encode()[:2]))
    assert decoded.text == HTML
    assert decoded.fixes == ("invalid_utf8",)


def test_a_misread_paragraph_on_a_right_page_keeps_its_letters():
    misread = "Đồng chí".encode().decode("latin-1")
    decoded = decode(page(HTML.replace("<p>", f"<p>{misread} ").encode()))
    assert misread in decoded.text
    assert "Hội nghị" in decoded.text


def zip_bytes():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.html", HTML)
    return file.getvalue()


def noise(size):
    return random.Random(3).randbytes(size)


REFUSED = [
    (b"", "empty"),
    (b" \r\n\t", "empty"),
    (b"\xef\xbb\xbf\n", "empty"),
    (b"\x00" * 50, "empty"),
    (gzipped(b""), "empty"),
    (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "not_html"),
    (zip_bytes(), "not_html"),
    (b"\x89PNG\r\n\x1a\n" + noise(500), "not_html"),
    (b"\xff\xd8\xff\xe0" + noise(500), "not_html"),
    (b"GIF89a" + noise(500), "not_html"),
    (b"RIFF\x00\x00\x00\x00WEBP", "not_html"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise(500), "not_html"),
    (b"{\\rtf1\\ansi tin}", "not_html"),
    (b"\x00\x00\x00\x20ftypmp42" + noise(500), "not_html"),
    (noise(60_000), "not_html"),
    (b"<html>" + noise(60_000), "not_html"),
    (json.dumps({"title": "Tin", "body": WORDS}).encode(), "not_html"),
    (b'  [{"a": 1}]', "not_html"),
    (gzipped(HTML.encode())[:-30], "not_html"),
    (b"\x1f\x8b" + noise(200), "not_html"),
    (gzipped(b"\x89PNG" + noise(99)), "not_html"),
    (gzipped(b"a" * (LARGEST + 1)), "too_big"),
]


@pytest.mark.parametrize(("body", "reason"), REFUSED)
def test_refused(body, reason):
    with pytest.raises(NotAnArticle) as refusal:
        decode(page(body, "text/html"))
    assert refusal.value.reason == reason


def test_utf7_is_refused():
    with pytest.raises(NotAnArticle) as refusal:
        decode(page(b"<p>+ADw-script+AD4-alert(1)+ADw-/script+AD4-</p>", "text/html; charset=utf-7"))
    assert refusal.value.reason == "not_html"


@pytest.mark.parametrize(
    "text",
    [
        "[Tin vui] Xã Mây khai hội",
        "{{tin}} <p>Xã</p>",
        '<pre>{"a": 1}</pre>',
        "Tin không có thẻ nào",
        "<p>PK là viết tắt</p>",
        "<p>« Câu lạc bộ »</p>",
    ],
)
def test_text_is_not_refused(text):
    assert decode(page(text.encode())).text == text


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(st.binary(max_size=300), st.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass"))),
    st.sampled_from(
        [None, "utf-8", "utf-7", "windows-1258", "utf-16", "gb2312", "zlib", "hex", "rot13", "idna", "\x00", "ascii"]
    ),
)
def test_raises_nothing_else(body, charset):
    try:
        decoded = decode(page(body, f"text/html; charset={charset}" if charset else None))
    except NotAnArticle:
        return
    decoded.data.decode("utf-8")
    assert not set(decoded.data) & {*range(9), 11, 12, *range(14, 32), 127}


def test_a_bomb_of_many_layers_ends():
    body = b"<p>" + b"a" * 10_000
    for _ in range(9):
        body = gzipped(body)
    with pytest.raises(NotAnArticle):
        decode(page(body))


def test_trailing_garbage_after_gzip_is_ignored():
    assert decode(page(gzipped(HTML.encode()) + b"\x00garbage")).text == HTML


def test_zlib_without_header_is_no_text():
    with pytest.raises(NotAnArticle):
        decode(page(zlib.compress(random.Random(1).randbytes(20_000))))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(["\xa0", "«", "a", "á", "\x85", "á»", "áº", "º", "xã "]), max_size=80).map("".join))
@example("\xa0" * 60 + "\x85")
@example("\xa0" * 60 + "á»›")
@example("á" + "\xa0" * 60)
def test_controls_and_misread_letters_are_found_wherever_they_stand(text):
    decoded = decode(page(f"<p>{text}".encode()))
    assert "\x85" not in decoded.text or "á" in text  # what looks read twice may be told by its paragraph's C1 controls
    assert decoded.text == f"<p>{text}" or decoded.fixes


@pytest.mark.parametrize("before", [0, 1, 39, 40, 41, 200])
def test_a_second_encoding_is_undone_behind_many_blanks(before):
    words = "\xa0" * before + "Sở Mẫu họp giao ban"
    assert decode(page(words.encode().decode("latin-1").encode())).text == words
