"""Pages with true answers, in three forms: ground-truth.json folders, gold lines beside saved pages, our own demo."""

import gzip
import json
import lzma
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Case:
    """One page and what is true of it; None = the corpus does not say."""

    id: str
    url: str
    body: bytes
    text: str | None = None
    title: str | None = None
    day: str | None = None
    minute: str | None = None
    authors: list[str] | None = None
    extra: dict[str, Any] = field(default_factory=dict)


def ground_truth(folder: Path) -> Iterator[Case]:
    """Read a folder with `ground-truth.json` (id -> url, articleBody, maybe title, published, authors) and `html/`."""
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    for name, true in truth.items():
        published = str(true.get("published") or "")
        yield Case(
            id=name,
            url=true.get("url") or "",
            body=gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()),
            text=true.get("articleBody"),
            title=true.get("title"),
            day=published[:10] or None if "published" in true else None,
            authors=_names(true["authors"]) if "authors" in true else None,
        )


def gold_lines(lines: Path, pages: Path, host: str | None = None) -> Iterator[Case]:
    """Read gold lines (url, title, date_raw, sapo, body) and the saved pages they speak of, under `pages/<host>/`."""
    opener: Any = lzma.open if lines.suffix == ".xz" else open
    with opener(lines, "rt", encoding="utf-8") as file:
        for number, line in enumerate(file):
            gold = json.loads(line)
            if host and host not in gold["url"]:
                continue
            page = _saved(pages, gold["url"])
            if page is None:
                continue
            day, minute = _printed_date(gold["date_raw"])
            text = "\n".join(part for part in (gold.get("sapo"), gold["body"]) if part)
            yield Case(str(number), gold["url"], page.read_bytes(), text, gold["title"], day, minute)


def _names(value: Any) -> list[str]:
    if isinstance(value, str):
        return re.findall(r"""['"]([^'"]+)['"]""", value)
    return list(value or [])


def _saved(pages: Path, url: str) -> Path | None:
    parts = urlsplit(url)
    root, path = pages / (parts.hostname or ""), unquote(parts.path).strip("/")
    for base in (path, f"vi/{path}", path.removeprefix("vi/")):
        for suffix in ("", ".html", "/index.html"):
            if (root / (base + suffix)).is_file():
                return root / (base + suffix)
    return None


_HANOI = re.compile(r"(\d\d)/(\d\d)/(\d{4}) \| (\d+):(\d\d) ([AP]M)")
_DAK_NONG = re.compile(r"(\d\d) (\d\d) (\d{4}) (\d\d):(\d\d)")


def _printed_date(words: str) -> tuple[str | None, str | None]:
    """Read the two templates' dates by hand: 12:00 AM means that no time was set."""
    if found := _HANOI.search(words):
        day, month, year, hour, minute, half = found.groups()
        clock = int(hour) % 12 + 12 * (half == "PM")
        date = f"{year}-{month}-{day}"
        return date, None if (clock, minute) == (0, "00") else f"{date}T{clock:02}:{minute}"
    if found := _DAK_NONG.search(words):
        day, month, year, hour, minute = found.groups()
        return f"{year}-{month}-{day}", f"{year}-{month}-{day}T{hour}:{minute}"
    return None, None
