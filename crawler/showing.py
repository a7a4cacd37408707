"""Words of others on our pages and terminals: shown, never obeyed."""

_MARKED = {code: f"[U+{code:04X}]" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)}


def visible(text: object) -> str:
    r"""Return text with direction marks spelled out, so that nothing on a page reads backwards.

    >>> visible("a\u202eb")
    'a[U+202E]b'
    """
    return str(text).translate(_MARKED)


def on_one_line(text: str) -> str:
    r"""Return text as one line that a terminal cannot be steered with.

    >>> on_one_line("Tin\x1b[2J\n mới")
    'Tin [2J  mới'
    """
    return "".join(letter if letter.isprintable() else " " for letter in visible(text))
