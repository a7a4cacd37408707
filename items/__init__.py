"""The nouns: what was fetched (Page), what the portal said (RawArticle), what we know (Article).

Frozen dataclasses without behaviour. This floor imports nothing of ours.
"""

from items.article import Article, Attachment, Image, Moment
from items.page import Page
from items.raw_article import RawArticle, RawDate

__all__ = ["Article", "Attachment", "Image", "Moment", "Page", "RawArticle", "RawDate"]
