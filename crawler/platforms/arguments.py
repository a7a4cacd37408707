"""Arguments of a crawl: days and numbers as people type them."""

from datetime import date, datetime


class BadArgument(ValueError):  # noqa: N818 - names what it is
    """An argument that cannot be read: says which, what was given and what is wanted."""


def day_argument(name: str, value: str | None) -> date | None:
    """Return a day given as 2020-01-31 or 31/01/2020.

    Raises:
        BadArgument: no such day or another form.

    >>> day_argument("since", "31/01/2020")
    datetime.date(2020, 1, 31)
    """
    if not value:
        return None
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(value, form).date()  # noqa: DTZ007 - a day, no instant
        except ValueError:
            continue
    raise BadArgument(f"{name}={value}: not a day; write it as 2020-01-31")


def number_argument(name: str, value: str | None) -> int | None:
    """Return a positive whole number.

    >>> number_argument("sample", "5")
    5
    """
    if value is None:
        return None
    if not value.isdecimal() or int(value) == 0:
        raise BadArgument(f"{name}={value}: not a positive whole number")
    return int(value)


def choice_argument(name: str, value: str | None, choices: tuple[str, ...]) -> str | None:
    """Return one of a few words.

    >>> choice_argument("recheck", "all", ("all", "none"))
    'all'
    """
    if value is not None and value not in choices:
        raise BadArgument(f"{name}={value}: not one of {', '.join(choices)}")
    return value
