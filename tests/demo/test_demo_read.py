"""The reading, judged by portals whose every field is known: what it got right may only grow."""

from collections import Counter

import pytest

from crawler.demo import Site, portals, truth
from crawler.demo.addresses import section_pages, section_path
from crawler.demo.portal_classes import portal_classes
from crawler.reading import NotAnArticle, Portal, read_article
from items import Page

# Share of the articles on which a field is exactly right. Raise a floor when the reading improves; never lower one.
FLOORS = {
    "title": 1.0,
    "lead": 1.0,
    "captions": 1.0,
    "images": 1.0,
    "dateline": 0.99,
    "authors": 0.99,
    "attachments": 0.98,
    "paragraphs": 0.98,
    "published": 0.92,
    "updated": 1.0,
}


def _fields(article):
    return {
        "title": article.title,
        "lead": article.lead,
        "captions": tuple(article.captions),
        "images": tuple(image.url for image in article.images),
        "dateline": article.dateline,
        "authors": tuple(article.authors),
        "attachments": tuple((document.url, document.label) for document in article.attachments),
        "paragraphs": tuple(article.paragraphs),
        "published": article.published and article.published.value,
        "updated": article.updated and article.updated.value,
    }


@pytest.fixture(scope="module")
def readings():
    """(what is true, what was read) of every article of every demo portal, its class told."""
    pairs = []
    classes = {cls.family.name: cls for cls in portal_classes()}
    for family, mine in portals().items():
        site, told = Site(family), Portal(name=family, family=family, selectors=classes[family].selectors())
        for expected in truth(family):
            answer = site[expected.url.removeprefix(f"http://{mine.host}")]
            page = Page(url=expected.url, body=answer.body, headers=answer.headers)
            pairs.append((expected, _fields(read_article(page, told))))
    return pairs


@pytest.mark.parametrize("field", FLOORS)
def test_fields_are_right(readings, field):
    wrong = [expected.url for expected, read in readings if read[field] != getattr(expected, field)]
    assert len(wrong) <= (1 - FLOORS[field]) * len(readings), wrong


def test_no_portal_is_read_much_worse_than_the_others(readings):
    wrong = Counter(e.url.split("/")[2] for e, read in readings if read["paragraphs"] != e.paragraphs)
    assert max(wrong.values(), default=0) <= 2, wrong


def test_furniture_never_gets_into_an_article(readings):
    furniture = ("Thống kê truy cập", "Ý kiến bạn đọc", "Gửi bình luận", "Flash Player", "Giấy phép số", "admin admin")
    for expected, read in readings:
        text = "\n".join((*read["paragraphs"], *read["captions"], *read["authors"], read["lead"] or ""))
        assert not [line for line in furniture if line in text], expected.url


def test_related_news_never_gets_into_an_article(readings):
    titles = {expected.title for expected, _ in readings}
    for expected, read in readings:
        assert not titles & set(read["paragraphs"]), expected.url


NO_ARTICLES = [
    (family, path, expected)
    for family, mine in portals().items()
    for path, expected in [
        ("/", {"home_page"}),
        ("/dang-nhap", {"login_wall"}),
        ("/lien-he", {"login_wall", "captcha", "empty", "section_page"}),
        *((section_path(mine, page.section, page.number), {"section_page"}) for page in section_pages(mine)),
    ]
]


@pytest.mark.parametrize("generic", [False, True], ids=["family", "generic"])
@pytest.mark.parametrize(("family", "path", "expected"), NO_ARTICLES)
def test_pages_that_are_no_article_say_what_they_are(family, path, expected, generic):
    page = Page(url=f"http://{portals()[family].host}{path}", body=Site(family)[path].body)
    with pytest.raises(NotAnArticle) as caught:
        read_article(page, generic=generic)
    assert caught.value.reason in expected
