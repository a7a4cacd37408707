"""The registry: its tables hold together, and it answers what it knows and nothing else."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from spiders import registry
from spiders.registry import by_address, by_host, changes, hosts, province_of_host, provinces, where
from spiders.registry.tables import fold, rows, spell_out

FAMILIES = frozenset(
    [
        "liferay6",
        "liferay7",
        "bac_ninh_liferay",
        "sharepoint",
        "sharepoint_lacviet",
        "nukeviet",
        "nukeviet_egov",
        "dotnetnuke",
        "drupal",
        "wordpress",
        "joomla",
        "vhv",
        "kentico",
        "tan_dan",
        "portal_pages",
        "vccorp",
        "onecms",
        "generic",
    ]
)
KINDS = frozenset(["so", "ubnd", "hdnd", "huyen", "xa", "bo", "dang", "hoi", "bao", "dai", "khac"])
RISKS = frozenset({"", "owner_gone", "label_ceased", "holds_predecessor", "alive"})

every_host = pytest.mark.parametrize("host", hosts().values(), ids=lambda h: h.host)


def test_each_host_stands_once():
    names = [row["host"] for row in rows("hosts")]
    assert len(names) == len(set(names)) == len(hosts())


def test_it_holds_the_public_hosts_known():
    public = [name for name in hosts() if name.endswith((".gov.vn", ".chinhphu.vn", ".dcs.vn"))]
    assert len(public) >= 117


@every_host
def test_cells_are_of_their_kind(host):
    assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", host.host)
    assert host.scheme in {"", "http", "https"}
    assert host.family in FAMILIES
    assert host.agency_kind in KINDS
    assert host.province in {"", "trung_uong", *provinces()}
    assert host.risk in RISKS
    assert host.moved_to == "" or host.moved_to in hosts()


@every_host
def test_addresses_are_paths_on_their_host(host):
    for path in (host.article, host.section):
        assert path == "" or re.match(r"/[^/\s]|/…|/$", path), path
        assert host.host not in path
    assert not host.section_label or host.section


@every_host
def test_the_name_of_a_province_in_a_host_agrees_with_its_cell(host):
    label = next((part for part in reversed(host.host.split(".")[:-2]) if part), "")
    named = {p.host_label: p.slug for p in provinces().values()}.get(label)
    assert named is None or named == host.province


@every_host
def test_a_host_under_a_ceased_label_is_marked(host):
    ceased = host.province in provinces() and provinces()[host.province].ceased
    assert not ceased or host.risk


@pytest.mark.parametrize(
    ("asked", "agency", "family"),
    [
        ("stttt.bacninh.gov.vn", "Sở Thông tin và Truyền thông", "bac_ninh_liferay"),
        ("ICT.backan.gov.vn", "Sở Thông tin và Truyền thông", "sharepoint"),
        ("stp.hanam.gov.vn:443", "Sở Tư pháp", "sharepoint"),
        ("www.mic.gov.vn", "Bộ Thông tin và Truyền thông", "sharepoint"),
        ("quangninh.gov.vn", "UBND tỉnh Quảng Ninh", "generic"),
        ("mail.doingoailaocai.vn", "", "generic"),
        ("m.tuoitre.vn", "", "vccorp"),
    ],
)
def test_by_host(asked, agency, family):
    found = by_host(asked)
    assert (found.agency, found.family, found.seen) == (agency, family, True)


@pytest.mark.parametrize("asked", ["", "vn", "gov.vn", "evil-backan.gov.vn", "backan.gov.vn.example", "backan.vn"])
def test_a_strange_host_is_unknown(asked):
    assert by_host(asked) is None
    assert province_of_host(asked) is None


@pytest.mark.parametrize(
    ("asked", "label"),
    [
        ("phongmoi.backan.gov.vn", "Bắc Kạn"),
        ("xa.huyen.sonla.gov.vn", "Sơn La"),
        ("bavutex.baria-vungtau.gov.vn", "Bà Rịa - Vũng Tàu"),
        ("hue.gov.vn", "Huế"),
        ("thuathienhue.gov.vn", "Thừa Thiên Huế"),
        ("vpcp.chinhphu.vn", "Trung ương"),
        ("btv.org.vn", None),
    ],
)
def test_province_of_host(asked, label):
    assert province_of_host(asked) == label


def test_a_host_known_by_its_label_only_claims_nothing_else():
    found = by_host("phongmoi.backan.gov.vn")
    assert not found.seen
    assert (found.agency, found.family, changes(found)[0].into) == ("", "", "Thái Nguyên")


@pytest.mark.parametrize(
    ("url", "agency"),
    [
        ("http://hanam.gov.vn/stttt/Pages/tin.aspx", "Sở Thông tin và Truyền thông"),
        ("http://hanam.gov.vn/STTTT/Pages/tin.aspx", "Sở Thông tin và Truyền thông"),
        ("http://hanam.gov.vn/sttttx/Pages/tin.aspx", "UBND tỉnh Hà Nam"),
        ("https://user@hanam.gov.vn:443/", "UBND tỉnh Hà Nam"),
        ("https://vinhlong.gov.vn/stnmt/xem-chi-tiet-tin-tuc/id/7", "Sở Tài nguyên và Môi trường"),
    ],
)
def test_by_address_knows_tenants(url, agency):
    assert by_address(url).agency == agency


@pytest.mark.parametrize("url", ["", "tin.html", "http://[bad", "https://example.org/stttt/"])
def test_by_address_of_nothing_known(url):
    assert by_address(url) is None


def test_addresses_say_whether_they_are_whole():
    assert hosts()["dic.gov.vn"].section_complete
    assert not hosts()["dic.gov.vn"].article_complete
    assert not hosts()["thst.vn"].article_complete


@pytest.mark.parametrize(
    ("asked", "agency", "now", "became"),
    [
        ("Sở TT&TT Bắc Kạn", "Sở Thông tin và Truyền thông", "Thái Nguyên", "Sở Khoa học và Công nghệ"),
        ("SO THONG TIN VA TRUYEN THONG TINH BAC KAN", "Sở Thông tin và Truyền thông", "Thái Nguyên", "Thái Nguyên"),
        ("Sở TTTT Hà Giang", "Sở Thông tin và Truyền thông", "Tuyên Quang", "Sở Khoa học và Công nghệ"),
        ("Bộ TT và TT", "Bộ Thông tin và Truyền thông", "Trung ương", "Bộ Khoa học và Công nghệ"),
        ("mic.gov.vn", "Bộ Thông tin và Truyền thông", "Trung ương", "mst.gov.vn"),
        ("huyện Long Phú", "UBND huyện Long Phú", "Cần Thơ", ""),
        ("Thừa Thiên Huế", "", "Huế", "Huế"),
        ("bình dương", "", "Thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
    ],
)
def test_where(asked, agency, now, became):
    [found] = where(asked)
    assert (found.agency, found.province_now) == (agency, now)
    assert became in {change.into for change in found.changes}


def test_where_keeps_parts_apart_from_the_whole():
    [found] = where("Sở TT&TT Bắc Kạn")
    parts = {change.part: change.into for change in found.changes if change.subject == found.agency}
    assert parts["báo chí, xuất bản"] == "Sở Văn hóa, Thể thao và Du lịch"
    assert parts[""] == "Sở Khoa học và Công nghệ"
    assert {change.date for change in found.changes} == {"2025-03-01", "2025-07-01"}


def test_where_says_when_nothing_changed():
    [found] = where("Sở KH&CN Cao Bằng")
    assert found.changes == ()
    assert [host.host for host in found.hosts] == ["khcncaobang.gov.vn"]


@pytest.mark.parametrize("asked", ["", "   ", "Sở Phép thuật", "nowhere.example", "Sở Phép thuật Bắc Kạn"])
def test_where_of_the_unknown_is_empty(asked):
    assert where(asked) == []


def test_one_department_many_provinces():
    found = where("Sở Thông tin và Truyền thông")
    assert len(found) == len({answer.province for answer in found}) > 10
    assert {answer.agency for answer in found} == {"Sở Thông tin và Truyền thông"}


@pytest.mark.parametrize(
    ("words", "folded"),
    [
        ("Đắk Nông", "dak nong"),
        ("Ðắk Nông", "dak nong"),
        ("  Bà Rịa - Vũng Tàu ", "ba ria vung tau"),
        ("Huế", "hue"),
    ],
)
def test_fold(words, folded):
    assert fold(words) == folded


@pytest.mark.parametrize(
    ("words", "full"),
    [
        ("Sở VH,TT&DL", "so van hoa the thao va du lich"),
        ("TP.HCM", "thanh pho ho chi minh"),
        ("Tptt", "tptt"),
    ],
)
def test_spell_out(words, full):
    assert spell_out(words) == full


def test_unlinked_articles_are_addresses_of_a_host_of_the_registry_once_each():
    files = sorted(Path(registry.__file__).parent.glob("unlinked/*.txt"))
    assert files
    for file in files:
        host = hosts()[file.stem]
        found = host.unlinked_articles()
        assert found
        assert found == sorted(set(found))
        assert {urlsplit(address).hostname for address in found} == {host.host}


def test_the_unlinked_articles_of_a_mirror_are_those_of_its_host():
    assert (
        by_host("www.dakrlap.daknong.gov.vn").unlinked_articles()
        == by_host("dakrlap.daknong.gov.vn").unlinked_articles()
    )
    assert by_host("moi.daknong.gov.vn").unlinked_articles() == []
