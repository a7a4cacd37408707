"""Page -> RawArticle: find everything, interpret nothing."""

from dataclasses import replace

from lxml import etree
from lxml.html import HtmlElement

from crawler.addresses import absolute
from crawler.extraction.authors import authors_of, declared_authors
from crawler.extraction.blocks import Block, Outline, outline_of
from crawler.extraction.body import choose
from crawler.extraction.cards import headlines, lists_others, only_linked
from crawler.extraction.dates import LONGEST, Slot, dates_of
from crawler.extraction.document import Document, parse
from crawler.extraction.errors import NotAnArticle
from crawler.extraction.furniture import prune
from crawler.extraction.metadata import before_title, keywords_of, lead_of, section_of, views_in
from crawler.extraction.parts import Parts, article_parts
from crawler.extraction.pruning import empty
from crawler.extraction.selected import Selected, select
from crawler.extraction.selectors import Selectors
from crawler.extraction.slugs import headlines_spelled, likeliest, spelled
from crawler.extraction.structured import Structured, structured_of
from crawler.extraction.surroundings import attachments_after, images_before, pointers_after
from crawler.extraction.text import key, opening, words
from crawler.extraction.title import LONGEST_TITLE, choose_title, titles_above
from crawler.extraction.verdict import MODEST, Found, judge, weighs_headlines
from crawler.extraction.vocabulary import NEVER_TEXT, Hint
from items import Page, RawArticle


def extract(
    page: Page, selectors: Selectors | None = None, platform: str | None = None, parts: Parts | None = None
) -> RawArticle:
    """Find an article's fields on a page.

    Args:
        page: bytes and address.
        selectors: where the page's CMS family keeps its fields; what they do not find is read generically.
        platform: name of that family, kept on the result.
        parts: how that family's pages are made of parts. Of those only the article's are read, if title, date and body
            are there.

    Returns:
        The portal's own words and the elements of the body. The tree is a new one and belongs to the caller.

    Raises:
        NotAnArticle: section page, home page, error page, login wall, captcha, empty, not HTML, hostile markup.

    >>> prose = "<p>Sáng nay, Sở Mẫu họp giao ban, bàn về ba việc lớn của quý, trong đó có việc sửa cầu. </p>" * 4
    >>> raw = extract(Page(url="", body=f"<nav>Tin</nav><h1>Họp giao ban quý</h1><div>{prose}</div>".encode()))
    >>> raw.title, len(raw.body)
    ('Họp giao ban quý', 1)
    """
    if selectors is not None and parts is not None and (body := article_parts(page.body, parts)) is not None:
        document, said, given = _selected(replace(page, body=body), selectors)
        if _is_whole(given) and not only_linked(document.markup, page.url, given.title):
            return _complete(document, said, given, platform)
    document, said, given = _selected(page, selectors)
    if given.title and only_linked(document.markup, page.url, given.title):
        raise NotAnArticle("section_page", f"its title leads to another page: {given.title[:80]}")
    read = _complete if _is_whole(given) else _generic
    return read(document, said, given, platform)


def _selected(page: Page, selectors: Selectors | None) -> tuple[Document, Structured, Selected]:
    """Parse a page and take what its own data and the selectors say."""
    document = parse(page, menus=False)
    root = document.root
    said = structured_of(root)
    _keep_crumbs(root)
    etree.strip_elements(root, *NEVER_TEXT, with_tail=False)
    given = select(root, selectors, page.url, document.markup) if selectors is not None else Selected()
    return document, said, given


def _is_whole(given: Selected) -> bool:
    return bool(given.title and given.dates and (given.body or given.around))


def _complete(document: Document, said: Structured, given: Selected, platform: str | None) -> RawArticle:
    """The article of a page whose selectors found title, date and body."""
    given.authors = given.authors or declared_authors(said)
    if not given.body:
        blocks = _outline(document.root).blocks
        given.body = _cleared(blocks, _selected_block(blocks, given.around[0]), said, given.title)
    return _raw(document, said, given, platform)


def _keep_crumbs(root: HtmlElement) -> None:
    """Let the way to the page stay when menus go: its last words name the section."""
    for menu in list(root.iter("nav")):
        named = " ".join(filter(None, (box.get("class") for box in (menu, *menu[:1]))))
        if "crumb" in f"{named} {menu.get('id')} {menu.get('aria-label')}".lower():
            menu.tag = "div"
            menu.set("class", f"breadcrumb {named}")


def _generic(document: Document, said: Structured, given: Selected, platform: str | None) -> RawArticle:
    root = document.root
    outline = _outline(root)
    blocks = outline.blocks
    shown = _headlines(document, said, blocks)
    body, notice = _body_block(document, said, given, outline, shown)
    given.title = given.title or _title(said, blocks, body, headline=likeliest(shown), notice=notice)
    little = _says_little(blocks, body)
    listing = little and lists_others(document.url, said, blocks, body, given.title)
    others = _headlines_away(document, blocks) if little else 0
    if len(given.title) >= LONGEST_TITLE:
        given.flags.append("title_cut")
    (first, last), slots = _region(blocks, body)
    given.dates = given.dates or dates_of(said, outline, slots, (first, last))
    given.authors = given.authors or authors_of(said, outline, slots, (first, last))
    if not given.lead and not (given.body or given.around):
        given.lead = _take_lead(lead_of(said, blocks, body, first), body)
    given.section = given.section or section_of(said, blocks, given.title) or ""
    given.views = given.views or views_in([text for _, text in slots]) or ""
    given.attachments = given.attachments or attachments_after(blocks, body, document.url)
    given.images = images_before(blocks, first, body, document.url)
    given.clock = before_title(blocks, first)
    if outline.cut:
        given.flags.append("markup_cut")
    if not given.body and given.around:
        given.body = _cleared(blocks, body, said, given.title)
    elif not given.body:
        _read_body(document, said, given, blocks, body, listing=listing, others=others)
    return _raw(document, said, given, platform)


def _outline(root: HtmlElement) -> Outline:
    top = next(root.iterchildren("body"), None)
    return outline_of(root if top is None else top)


def _cleared(blocks: list[Block], body: Block, said: Structured, title: str) -> list[HtmlElement]:
    """The body without what is furniture in it."""
    prune(blocks, body, title, said.body, said.first("keywords"))
    return [body.element]


MOST_HEADINGS = 20
"""h1 elements whose words are asked for: a page has one."""


def _title(
    said: Structured,
    blocks: list[Block],
    body: Block,
    *,
    headline: Block | None,
    notice: Block | None,
) -> str:
    if headline is not None:
        return words(headline.element)
    above = titles_above(blocks, body, "" if said.first("og:title") else said.title)
    if notice is not None:
        above.insert(0, words(notice.element))
    headings = [block.element for block in blocks if block.tag == "h1"][:MOST_HEADINGS]
    return choose_title(said, [words(heading) for heading in headings], above)


def _body_block(
    document: Document, said: Structured, given: Selected, outline: Outline, shown: list[Block]
) -> tuple[Block, Block | None]:
    blocks = outline.blocks
    if given.body or given.around:
        return _selected_block(blocks, (given.body or given.around)[0]), None
    body, notice = choose(blocks, said.title, headlines=shown, dense=_is_dense(document.root))
    if body is None and not said.body:
        if outline.cut:
            raise NotAnArticle("hostile_markup", "nested too deep to be read, and no article above")
        listing = lists_others(document.url, said, blocks, None, given.title or said.title)
        others = _headlines_away(document, blocks)
        judge(document, said, blocks, Found(said.title, "", 0, listing=listing, headlines=others))
    return body or blocks[0], notice


def _headlines(document: Document, said: Structured, blocks: list[Block]) -> list[Block]:
    """The blocks with the headline the address spells; not sought where the page's metadata names its headline."""
    if said.first("og:title") or said.article.get("headline"):
        return []
    return headlines_spelled(blocks, spelled(document.url))


def _headlines_away(document: Document, blocks: list[Block]) -> int:
    return headlines(blocks, document.url) if weighs_headlines(document) else 0


def _says_little(blocks: list[Block], body: Block) -> bool:
    return sum(block.own - block.linked for block in blocks[body.index : body.last + 1]) < 2 * MODEST


def _read_body(
    document: Document,
    said: Structured,
    given: Selected,
    blocks: list[Block],
    body: Block,
    *,
    listing: bool,
    others: int,
) -> None:
    declared = said.body
    cleared = _cleared(blocks, body, said, given.title)
    text = opening(body.element, max(MODEST, 2 * len(given.title) + 1, len(declared) // 2))
    given.flags.append("generic_body")
    if len(declared) > 2 * len(text) + 400:
        # The page shows less than it says: a body drawn by a script, or cut off for visitors.
        given.body = [_paragraphs(declared)]
        given.flags.append("structured_body")
        return
    given.body = [*cleared, *pointers_after(blocks, body)]
    text = "" if len(text) <= 2 * len(given.title) and key(text) == key(given.title) else text
    chars, attached = len(text) + len(given.lead), bool(given.attachments)
    judge(document, said, blocks, Found(given.title, text[:200], chars, attached, body, listing, others))


def _take_lead(lead: Block | None, body: Block) -> str:
    """Words of the standfirst, taken out of the body if it stands there."""
    if lead is None:
        return ""
    text = words(lead.element)
    if body.index < lead.index <= body.last:
        empty(lead.element)
        lead.own = lead.linked = 0
    return text


def _paragraphs(text: str) -> HtmlElement:
    box = HtmlElement()
    box.tag = "div"
    for line in filter(None, map(str.strip, text.splitlines())):
        paragraph = HtmlElement()
        paragraph.tag = "p"
        paragraph.text = line
        box.append(paragraph)
    return box


def _is_dense(root: HtmlElement) -> bool:
    return (root.get("lang") or root.get("xml:lang") or "")[:2].lower() in ("zh", "ja", "ko")


def _raw(document: Document, said: Structured, given: Selected, platform: str | None) -> RawArticle:
    return RawArticle(
        url=document.url or None,
        title=given.title,
        body=given.body,
        lead=given.lead or None,
        dates=given.dates,
        authors=given.authors,
        source_name=given.source_name or None,
        section=given.section or None,
        canonical_url=_canonical(document, said),
        language=_language(document.root, said),
        views=given.views or None,
        keywords=given.keywords or keywords_of(said),
        images=given.images,
        attachments=given.attachments,
        before_title=given.clock,
        platform=platform or "generic",
        fixes=document.fixes,
        flags=given.flags,
    )


def _canonical(document: Document, said: Structured) -> str | None:
    named = (said.canonical or said.first("og:url")).strip()
    return absolute(named, document.url) if named else None


def _language(root: HtmlElement, said: Structured) -> str | None:
    declared = said.article.get("inLanguage")
    return (
        root.get("lang")
        or (declared if isinstance(declared, str) else None)
        or said.first("og:locale", "content-language")
        or None
    )


def _selected_block(blocks: list[Block], element: HtmlElement) -> Block:
    """The block of a selected element, or the nearest around it."""
    known = {block.element: block for block in blocks}
    around = [element, *element.iterancestors()]
    return next((known[one] for one in around if one in known), blocks[0])


def _region(blocks: list[Block], body: Block) -> tuple[tuple[int, int], list[Slot]]:
    """The run of blocks that may date and sign this article, and its short blocks, nearest the prose first."""
    lines = [block for block in blocks[body.index : body.last + 1] if block.own > 60]
    first = next((b.index for enough in (120, 60) for b in lines if b.own - b.linked > enough), body.index)
    before = [b for b in blocks[max(0, first - 60) : first] if 0 < b.own <= LONGEST and b.last - b.index < 2][-14:]
    start = before[0].index if before else first
    heading = next((b.index for b in reversed(blocks[max(0, first - 120) : first]) if b.tag == "h1"), start)
    start = max(1, min(start, heading - 4))
    inside = [
        block
        for block in blocks[first : body.last + 1]
        if block.hint == Hint.META and 0 < block.own <= LONGEST and block.last - block.index < 2
    ]
    return (start, body.last), [(block, words(block.element)) for block in (*reversed(before), *inside[:6])]
