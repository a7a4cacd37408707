"""RawArticle -> Article: understand."""
