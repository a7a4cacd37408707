"""Pages for people to look at, written from the store."""

from crawler.reports.report import write_report

__all__ = ["write_report"]
