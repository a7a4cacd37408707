"""The filters that choose articles, as options of a command."""

import argparse
from typing import Any

from scrapy.settings import BaseSettings

from crawler.command import usage
from crawler.commands.portal_choice import portal_class
from crawler.platforms.arguments import BadArgument, day_argument
from crawler.store.selection import Selection
from spiders.registry import hosts, provinces
from spiders.registry.tables import fold


def add_filters(parser: argparse.ArgumentParser) -> None:
    """Add the options `selection_of` reads."""
    parser.add_argument("--portal", help="of one portal")
    parser.add_argument("--province", help="of one province label at publication: 'Hà Nội', 'ha noi'")
    parser.add_argument("--agency-kind", help="of one kind of body: so, ubnd, hdnd, huyen, xa, bo, dang, hoi, bao, dai")
    parser.add_argument("--section", help="of one section, as the page names it")
    parser.add_argument("--since", metavar="DAY", help="published on this day or later: 2020-01-31")
    parser.add_argument("--until", metavar="DAY", help="published on this day or earlier")
    parser.add_argument("--language", help="vi, en, ...")
    parser.add_argument("--min-length", type=int, default=0, metavar="N", help="at least N characters of text")
    parser.add_argument("--flag", action="append", default=[], help="only with this doubt: short_body, ... (repeat)")
    parser.add_argument("--no-flag", action="append", default=[], help="only without this doubt (repeat)")
    parser.add_argument("--noindex", action="store_true", help="also what asks search engines to leave it out")
    parser.add_argument("--no-reprints", action="store_true", help="without copies found by `scrapy duplicates`")


def selection_of(settings: BaseSettings, opts: argparse.Namespace) -> Selection:
    """Return the articles the options choose.

    Raises:
        UsageError: a portal, a kind of agency or a day that does not exist.
    """
    if opts.portal:
        portal_class(settings, opts.portal)
    since, until = _day("--since", opts.since), _day("--until", opts.until)
    if since and until and since > until:
        raise usage(f"--since {since} is after --until {until}: no day is chosen")
    return Selection(
        portal=opts.portal,
        province=_province(opts.province),
        agencies=_agencies(opts.agency_kind),
        section=opts.section,
        since=since,
        until=until,
        language=opts.language,
        min_length=opts.min_length,
        flags=tuple(opts.flag),
        without_flags=tuple(opts.no_flag),
        noindex=opts.noindex,
        originals=opts.no_reprints,
    )


def _province(label: str | None) -> str | None:
    """Return a label as articles carry it, though it was typed without marks or as a slug; one of no table as it is."""
    typed = fold(label) if label else None
    return next((known.label for known in provinces().values() if fold(known.label) == typed), label)


def _day(name: str, value: str | None) -> str | None:
    try:
        day: Any = day_argument(name, value)
    except BadArgument as error:
        raise usage(str(error)) from None
    return day.isoformat() if day else None


def _agencies(kind: str | None) -> tuple[str, ...]:
    if kind is None:
        return ()
    found = {host.agency for host in hosts().values() if host.agency_kind == kind and host.agency}
    if not found:
        kinds = sorted({host.agency_kind for host in hosts().values() if host.agency_kind})
        raise usage(f"unknown kind of agency {kind!r}: one of {', '.join(kinds)}")
    return tuple(sorted(found))
