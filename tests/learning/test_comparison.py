"""Learning from a portal's own pages: lifts the generic reading, never lowers it, and says how sure it is."""

import pytest

from benchmarks.learning import demo, measure
from crawler.demo import portals
from crawler.learning import Learned, Sample, learn
from items import Page

FAMILIES = sorted(portals())


@pytest.fixture(scope="module")
def measured():
    """Of every demo portal: what was learned, its pages read generically before and after."""
    found = {}
    for family in FAMILIES:
        cases, others, learned = demo(family)
        found[family] = learned, measure(cases, others, None), measure(cases, others, learned)
    return found


@pytest.mark.parametrize("family", FAMILIES)
def test_reading_is_lifted_and_never_lowered(measured, family):
    _, before, after = measured[family]
    assert after.declined <= before.declined
    assert after.titles >= before.titles
    assert after.dates >= before.dates
    assert after.f1 >= before.f1
    assert after.precision >= before.precision
    assert after.recall >= before.recall
    assert after.section_pages == 0


@pytest.mark.parametrize("family", FAMILIES)
def test_what_was_learned_reads_any_family_unnamed(measured, family):
    _, _, after = measured[family]
    assert after.titles == after.pages
    assert after.dates >= 0.98 * after.pages
    assert after.f1 >= 0.98


def test_every_field_proposed_says_on_how_many_pages_it_was_right(measured):
    for learned, _, _ in measured.values():
        assert {"title", "body"} <= {proposal.field for proposal in learned.proposals}
        assert all(0.3 < proposal.agreement <= 1 for proposal in learned.proposals)


def test_furniture_is_what_the_pages_share(measured):
    learned, _, _ = measured["wordpress"]
    assert {"Bài viết liên quan", "Trả lời"} <= set(learned.furniture)


def _page(title, body, extra=""):
    markup = f"<body><div class='dau'>Trang tin Sở Mẫu</div>{extra}<p class='ten'>{title}</p><div class='bai'>{body}</div></body>"
    return Page(f"https://so.example/{abs(hash(title))}", markup.encode())


PROSE = "<p>Hội trường số {n} đón {n}0 đại biểu đến dự buổi làm việc về việc sửa cầu và đường của xã.</p>" * 3
TITLES = [f"Đoàn kiểm tra số {n} làm việc tại xã Khe Mây" for n in range(1, 7)]


def test_short_articles_of_a_template_are_found_where_its_long_ones_stand():
    bodies = [PROSE.format(n=n) for n in range(1, 6)] + ["<p>Xem tệp kèm theo.</p>"]
    learned = learn([Sample(_page(title, body), title) for title, body in zip(TITLES, bodies, strict=True)])
    assert learned.selectors().body == ("div.bai",)


def test_two_pages_teach_nothing():
    assert learn([Sample(_page(t, PROSE.format(n=1)), t) for t in TITLES[:2]]) == Learned()


def test_pages_that_do_not_repeat_their_links_words_are_left_aside():
    pages = [_page("Liên hệ", PROSE.format(n=n)) for n in range(6)]
    assert learn([Sample(page, title) for page, title in zip(pages, TITLES, strict=True)]) == Learned()


def test_a_sentence_that_comes_back_is_not_taken_out_of_bodies():
    bodies = [PROSE.format(n=n) + "<p>Xem chi tiết tại đây.</p>" for n in range(1, 7)]
    learned = learn([Sample(_page(title, body), title) for title, body in zip(TITLES, bodies, strict=True)])
    assert learned.selectors().remove == ()


def test_a_page_clock_is_no_date_of_publication():
    clock = "<div class='gio'>Thứ hai, 05/07/2021</div>"
    learned = learn([Sample(_page(t, PROSE.format(n=n), clock), t) for n, t in enumerate(TITLES)])
    assert learned.selectors().published == ()
