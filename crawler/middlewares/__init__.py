"""What stands between the crawl and the web: who may be asked, how often, and which answers are not pages."""
