"""The CMS families of the portals: what each looks like, and where it keeps each field.

Facts about templates, as data. `detect.py` names the family of a page by the marks; `extract.py` reads it by the
selectors; `crawler/platforms/` walks its sections. A family's selectors may miss on one portal: whatever they do not
find is left to the generic reading, so a family never makes a page worse.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from crawler.extraction.parts import Parts
from crawler.extraction.selectors import Selectors


@dataclass(frozen=True, slots=True)
class Family:
    """One CMS family."""

    name: str
    selectors: Selectors
    """Where an article page keeps its fields."""
    marks: tuple[bytes, ...] = ()
    """Bytes that only this family's pages hold; each found is one piece of evidence."""
    url_marks: tuple[str, ...] = ()
    """Parts of an address, lower case, that suggest the family."""
    article_mark: tuple[str, ...] = ()
    """CSS: an element that every article page holds and no section page does."""
    head_mark: bytes = b""
    """What the first kilobytes of its pages hold (generator, theme, scripts): a cheap first question."""
    parts: Parts | None = None
    """Where its pages are made of parts: in which of them its selectors find the fields."""


LIFERAY6 = Family(
    "liferay6",
    Selectors(
        title=("div.asset-full-content-title", "h1.asset-title", "div.asset-content h3.asset-title"),
        lead=("div.asset-content p.sapo", "p.sapo"),
        body=("div.asset-full-content div.asset-content div.journal-content-article", "div.asset-content"),
        published=(
            "div.assetPublishDate",
            "div.asset-full-content span.date",
            "div.asset-metadata span.metadata-publish-date",
        ),
        section=("div.dd_chuyenmuc span.tintuc",),
        remove=(
            "p.view-content-author",
            "div.asset-control-detail",
            "div.related_asset",
            "div.asset-ratings",
            "div.taglib-discussion",
        ),
    ),
    marks=(b"asset-full-content-title", b"p_p_id_101_", b"Liferay.ThemeDisplay"),
    url_marks=("/-/view_content/", "/-/asset_publisher/"),
    article_mark=("div.asset-full-content-title", "div.asset-full-content"),
    head_mark=b"iferay",
    parts=Parts(b'<div class="portlet-boundary', (b"asset-full-content", b"dd_chuyenmuc")),
)

LIFERAY7 = Family(
    "liferay7",
    Selectors(
        title=("h4.component-title span.asset-title", "div.asset-full-content h1", "span.asset-title"),
        lead=("div.journal-content-article > section p.text-justify > strong.text-muted",),
        body=(
            "div.asset-full-content div.journal-content-article > section",
            "div.asset-full-content div.journal-content-article",
            "div.asset-full-content div.asset-content",
        ),
        published=(
            "span.text-ngayxam-page",
            "div.asset-full-content span.date-info",
            "div.asset-full-content .metadata-publish-date",
        ),
        remove=("span.text-ngayxam-page", "div.asset-ratings", "div.taglib-discussion", "div.pull-right"),
    ),
    marks=(b"com_liferay_asset_publisher_web_portlet", b"p_p_id_com_liferay_"),
    url_marks=("/-/asset_publisher/",),
    article_mark=("div.asset-full-content",),
    head_mark=b"iferay",
    parts=Parts(b'<div class="portlet-boundary', (b"asset-full-content", b"component-title")),
)

BAC_NINH_LIFERAY = Family(
    "bac_ninh_liferay",
    Selectors(),  # of its articles only the words were seen, in their order: the generic reading finds them
    marks=(b"bacninhportlet",),
    url_marks=("/-/details/", "newsbycategory_war_bacninhportlet"),
    head_mark=b"iferay",
)

SHAREPOINT_LACVIET = Family(
    "sharepoint_lacviet",
    Selectors(
        title=(
            "table#tableforprint p.Title",
            "#part1 p.Title",
            "div.title-gt",
            "div.gtTitle",
            "div.div-gioi-thieu-chung-title",
        ),
        lead=("table#tableforprint b.lv_description_mode1",),
        body=(
            "table#tableforprint div[class^='ExternalClass']",
            "div.div-noi-dung-gioi-thieu-chung",
            "div.gthieu div[class^='ExternalClass']",
        ),
        published=("tr.ms-news-header td.Time", "td.Time"),
        section=("tr.ms-news-header td.FolderTitle", "td.FolderTitle"),
        remove=("#part2", "[id^='MSOZoneCell_']", "ul.contextMenu", "div.css_Xemtiep", "table.tbtinkhac"),
    ),
    marks=(b"tableforprint", b"lv_description_mode1", b"LacViet"),
    url_marks=("/lists/posts/post.aspx", "lacviet"),
    article_mark=("table#tableforprint",),
    head_mark=b"SharePoint",
)

SHAREPOINT = Family(
    "sharepoint",
    Selectors(
        title=("div.detail_artical h2", "h1.ms-rteElement-H1"),
        lead=("div.detail_artical > h2 + p > b",),
        body=("div.ms-rtestate-field", "div.article-content", "div[class^='ExternalClass']", "div.detail_artical"),
        published=("div.detail_artical td:has(> img[src*='icon_date']) + td", "div.article-byline"),
        authors=("div.detail_artical td[align='right'] > b",),
        section=("div.detail_artical div.path div.arr_B:last-child",),
        remove=("div.path", "table:has(img[src*='icon_date'])", "div.ms-comm-forumContainer", "ul.contextMenu"),
    ),
    marks=(b"Microsoft SharePoint", b"s4-workspace", b"_spPageContextInfo"),
    url_marks=("/pages/", "_layouts"),
    head_mark=b"SharePoint",
)

NUKEVIET = Family(
    "nukeviet",
    Selectors(
        title=("h1.title[itemprop='headline']", "div.news_column h1.title", "h1.title"),
        lead=("div.news_column div.hometext", "div.hometext"),
        body=("#news-bodyhtml", "div.bodytext"),
        published=("span[itemprop='datePublished']", "div.news_column div.row span.h5", "span.h5"),
        updated=("span[itemprop='dateModified']",),
        authors=("span.newsauthor", "p.h5.text-right"),
        section=(
            "ol.breadcrumb li:nth-last-child(1) a",
            "ul.breadcrumb li:last-child a",
            "div.breadcrumbs-wrap li:last-child a",
        ),
        keywords=("div.news_column a[title][href*='/tag/']", "h5 a[href*='/tag/']"),
        attachments=("div.news-download-file",),
        remove=("div.news-detail-player", "div.alert.copyright", "div.newstoolbar"),
    ),
    marks=(b"NukeViet", b"news-bodyhtml", b"nv_is_user"),
    url_marks=("nv=news", "/vi/news/", "/savefile/"),
    article_mark=("#news-bodyhtml", "div.bodytext"),
    head_mark=b"NukeViet",
)

NUKEVIET_EGOV = Family(
    "nukeviet_egov",
    NUKEVIET.selectors.but(
        title=("div.newsdetail h1.title", "h1.title"),
        published=("div.newsdetailmetatop span.h5", "span[itemprop='datePublished']"),
        views=("div.newsdetailmetatop span.h5:nth-of-type(2)",),
        remove=("div.newsdetailbox", "div.news-detail-player", "div.alert.copyright"),
    ),
    marks=(b"newsdetailmetatop", b"newsdetailbox"),
    url_marks=("nv=news", "/vi/news/"),
    article_mark=("#news-bodyhtml", "div.newsdetail"),
    head_mark=b"NukeViet",
)

DOTNETNUKE = Family(
    "dotnetnuke",
    Selectors(  # EasyDNNnews's own template, and what a Vietnamese news module's lists share with its articles
        title=("h1.edn_articleTitle", "div.article-title h1"),
        lead=("div.edn_articleSummary",),
        body=("div.edn_article .edn_articleContent", "div.article-content"),
        published=("p.edn_metaDetails time", "time[datetime]"),
        remove=("div.article-rating", "div.eds_socialButtons"),
    ),
    marks=(b"dnn_ContentPane", b"DnnModule", b"DotNetNuke"),
    url_marks=("/tabid/", "/newsid/", "default.aspx?tabid="),
    head_mark=b"otNetNuke",
)

DRUPAL = Family(
    "drupal",
    Selectors(
        title=("h1.page-header", "h1#page-title", "h1.page-title", "h1.title", "article.node h2.node-title"),
        lead=("div.field-name-field-tom-tat", "div.field--name-field-tom-tat", "div.field-name-field-lead"),
        body=("div.field-name-body", "div.field--name-body", "article.node div.content", "div.node div.content"),
        published=("span.submitted", "div.submitted", "p.submitted", "div.field-name-post-date", "div.node__submitted"),
        section=("div.breadcrumb a:last-of-type", ".breadcrumb li:last-child a"),
        keywords=("div.field-name-field-tags a", "div.field--name-field-tags a"),
        attachments=("div.field-name-field-file", "div.field-name-field-dinh-kem", "table.sticky-enabled"),
        remove=("ul.links", "div.print_html"),
    ),
    marks=(b"Drupal.settings", b"drupal-settings-json", b'content="Drupal', b"/sites/default/files/"),
    url_marks=("/node/", "/print/"),
    head_mark=b"Drupal",
)

WORDPRESS = Family(
    "wordpress",
    Selectors(
        title=("h1.entry-title", "h1.tdb-title-text", "h1.post-title", "h2.entry-title"),
        around=("div.entry-content", "div.td-post-content", "div.post-content"),
        published=(
            "time.entry-date.published",
            "time.entry-date",
            "time.published",
            "span.posted-on time",
            "div.entry-meta time",
        ),
        updated=("time.updated:not(.published)",),
        authors=("span.author a", "a.author", "span.author.vcard"),
        section=("span.cat-links a", "div.entry-crumbs span:last-child a", "a[rel~='category']"),
        keywords=("span.tags-links a", "a[rel='tag']"),
        remove=("div.sharedaddy", "div.jp-relatedposts", "div.td-a-rec", "div.post-views", "ul.td-tags", "div.yarpp"),
    ),
    marks=(b"/wp-content/", b"/wp-includes/", b'content="WordPress'),
    article_mark=("body.single", "body.single-post"),
    head_mark=b"wp-",
)

JOOMLA = Family(
    "joomla",
    Selectors(
        title=(
            "div.item-page h2[itemprop='headline']",
            "div.item-page h1",
            "div.item-page h2",
            "h2.itemTitle",
            "h2.contentheading",
            "h1.article-title",
        ),
        lead=("div.itemIntroText",),
        body=(
            "div.item-page div[itemprop='articleBody']",
            "div.itemFullText",
            "div.itemBody",
            "div.article-content",
            "div.item-page",
        ),
        published=(
            "dd.published time[datetime]",
            "dd.published",
            "time[itemprop='datePublished']",
            "span.itemDateCreated",
            "dd.create",
            "span.createdate",
        ),
        updated=("dd.modified time", "span.itemDateModified"),
        authors=("dd.createdby span[itemprop='name']", "span.itemAuthor a", "dd.createdby"),
        section=("dd.category-name a", "div.itemCategory a"),
        remove=(
            "ul.actions",
            "ul.pagenav",
            "ul.pager",
            "div.itemToolbar",
            "dl.article-info",
            "div.icons",
            "div.page-header",
        ),
    ),
    marks=(b'content="Joomla', b"com_content", b"/media/jui/"),
    url_marks=("option=com_content", "/item/"),
    article_mark=("div.item-page", "div.itemView"),
    head_mark=b"Joomla",
)

VHV = Family(
    "vhv",
    Selectors(
        title=("article[class*='news-detail-layout'] h1.title-detail", "h1.title-detail"),
        lead=("article[class*='news-detail-layout'] div.brief", "div.brief"),
        body=("article[class*='news-detail-layout'] div.content-detail", "div.content-detail"),
        published=(
            "article[class*='news-detail-layout'] meta[itemprop='datePublished']",
            "header span.post-date",
            "span.post-date",
        ),
        section=("ol.breadcrumb li:last-child",),
        remove=("div.frame-involve", "div.rating", "div.block_share", "div[id^='audio']"),
    ),
    marks=(b"news-detail-layout", b"modulerootid", b"ModuleWrapper"),
    article_mark=("article[class*='news-detail-layout']",),
)

KENTICO = Family(
    "kentico",
    Selectors(
        title=("div.article > h1", "div.article h1"),
        body=("div.article > div:not(.ct_social):not(.orther_content)",),
        published=("div.article time.ct_time", "time.ct_time"),
        section=("span.CMSBreadCrumbsCurrentItem", "a.CMSBreadCrumbsLink:last-of-type"),
        remove=("div.ct_social", "div.orther_content", "time.ct_time"),
    ),
    marks=(b"CMSBreadCrumbs", b"/getattachment/", b"CMSPages/GetResource"),
    article_mark=("div.article time.ct_time",),
    head_mark=b"CMSPages",
)

TAN_DAN = Family(
    "tan_dan",
    Selectors(title=("h1",), body=("div.article-content",)),
    marks=(b"/portal/KenhTin/",),
    url_marks=("/portal/pages/", "/portal/kenhtin/"),
    article_mark=("div.article-content",),
)

PORTAL_PAGES = Family(
    "portal_pages",
    Selectors(),  # of its articles only the words were seen, in their order: the generic reading finds them
    marks=(b"/portal/pages/", b"/portal/Pages/"),
    url_marks=("/portal/pages/",),
)

VCCORP = Family(
    "vccorp",
    Selectors(
        title=("h1.detail-title", "h1.article-title", "h1[data-role='title']"),
        lead=("h2.detail-sapo", "h2.sapo", "h2[data-role='sapo']"),
        body=("div.detail-content.afcbc-body", "div[data-role='content']", "div.detail-content"),
        published=("[data-role='publishdate']", "div.detail-time", "span.pdate"),
        authors=("div.detail-author", "div.detail-author-top", "[data-role='author']"),
        section=("div.detail-cate a", "[data-role='cate-name']"),
        remove=(
            "[class^='kbwscwlrl']",
            "div.tindnd",
            "#listNewsInContent",
            "div.VCSortableInPreviewMode[type='RelatedOneNews']",
        ),
    ),
    marks=(b"VCSortableInPreviewMode", b"afcbc-body"),
    url_marks=(".chn",),
    article_mark=("div.detail-content", "h1.detail-title"),
)

ONECMS = Family(
    "onecms",
    Selectors(
        title=("h1.article__header", "h1.article__title", "h1.cms-title"),
        lead=("div.article__sapo", "h2.article__sapo", ".cms-desc"),
        body=("div.article__body", "div.cms-body", "[itemprop='articleBody']"),
        published=("meta.cms-date", "div.article__meta time", "time.time"),
        authors=("a.cms-author", "p.author", "div.article__author"),
        section=("ul.breadcrumb li:last-child a", "div.breadcrumb a:last-of-type"),
        keywords=("div.article__tag a",),
        remove=("div.ads_middle", "div.article__list", "div.hidden-player", "div.article__story"),
    ),
    marks=(b"cms-body", b"zce-content-body", b"cms-photo"),
    article_mark=("div.article__body", "div.cms-body"),
    head_mark=b"cms-",
)

MOJOPORTAL = Family(
    "mojoportal",
    Selectors(
        title=("div.articleview h2.articletitle", "h2.articletitle"),
        lead=("div.articleview div.sapo",),
        body=("#article_text", "div.articletext"),
        published=("div.info-article-more span.left-article-more-container",),
        authors=("#Author",),
        views=("span.texthit",),
        attachments=("div.article-file",),
        remove=("ul.ulActiveReference",),
    ),
    marks=(b"panelwrapper articleview", b"ulActiveReference"),
    article_mark=("div.articleview",),
)

GENERIC = Family("generic", Selectors())

FAMILIES: Mapping[str, Family] = {
    family.name: family
    for family in (
        # The more particular stands before the more general: the first with equal evidence wins.
        SHAREPOINT_LACVIET,
        BAC_NINH_LIFERAY,
        LIFERAY7,
        LIFERAY6,
        NUKEVIET_EGOV,
        NUKEVIET,
        VHV,
        KENTICO,
        TAN_DAN,
        PORTAL_PAGES,
        SHAREPOINT,
        DOTNETNUKE,
        DRUPAL,
        JOOMLA,
        WORDPRESS,
        VCCORP,
        ONECMS,
        MOJOPORTAL,
        GENERIC,
    )
}
