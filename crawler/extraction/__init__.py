"""Page -> RawArticle: find, interpret nothing."""
