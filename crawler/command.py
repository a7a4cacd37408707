"""The common form of our subcommands: a summary, an example, one clear line for bad input."""

import argparse
import logging
import sys
from typing import Any, ClassVar, NoReturn

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

_CHATTY = ("scrapy.addons", "scrapy.crawler", "scrapy.extensions.memusage", "scrapy.middleware", "scrapy.utils.log")
"""Loggers that begin every run with the same fifty lines (versions, settings, parts) or add one every minute."""


class BaseCommand(ScrapyCommand):
    """A subcommand whose words are attributes. Subclasses are named Command; Scrapy calls them by their module."""

    requires_project = True
    settings: Settings  # Scrapy declares it optional; it is set before a command runs
    crawler_process: Any
    default_settings: ClassVar[dict[str, object]] = {"LOG_LEVEL": "ERROR"}

    arguments = ""
    """What follows the command's name, as shown by --help."""
    summary = ""
    """One line for the list of commands."""
    example = ""
    """A command line that works."""

    def syntax(self) -> str:
        """Return what follows the command's name."""
        return self.arguments

    def short_desc(self) -> str:
        """Return the line for the list of commands."""
        return self.summary

    def long_desc(self) -> str:
        """Return the text of --help."""
        return f"{self.summary}. Example: {self.example}"

    def add_argument(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own options."""

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add Scrapy's options and ours; bad input ends with one line instead of the usage text."""
        for name in _CHATTY:  # filters, because Scrapy's set-up resets levels
            logging.getLogger(name).addFilter(lambda record: record.levelno > logging.INFO)
        logging.getLogger("scrapy.core.engine").addFilter(lambda record: record.msg != "Spider opened")  # we say whose
        parser.error = one_line  # type: ignore[method-assign]
        super().add_options(parser)
        self.add_argument(parser)


def usage(message: str) -> UsageError:
    """Return an error that ends the command with one line and exit code 2.

    >>> str(usage("--since 31/02/2020: no such day"))
    '--since 31/02/2020: no such day'
    """
    return UsageError(message, print_help=False)


def one_line(message: str) -> NoReturn:
    """End the command with one line on standard error and exit code 2."""
    sys.stderr.write(f"scrapy: {message}\n")
    sys.exit(2)
