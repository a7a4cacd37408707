"""One release: data, card, Croissant description, manifest. The folder appears whole or not at all."""

import hashlib
import json
import shutil
import sqlite3
import tempfile
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from crawler.duplicates.clusters import catch_up
from crawler.duplicates.sketch import VERSION as SKETCH
from crawler.exports.writers import Parquet
from crawler.releases.counts import counts
from crawler.releases.croissant import croissant
from crawler.releases.difference import INDEX, Difference, difference, write_index
from crawler.releases.rights import rights_evidence
from crawler.releases.shapes import SHAPES, Entry, Shape
from crawler.releases.splits import Splits, entries, split
from crawler.store.changes import snapshot
from crawler.store.selection import Selection
from crawler.store.store import Store
from crawler.store.verdict_rows import failing_since

if TYPE_CHECKING:
    import pyarrow as pa

SHARD_ROWS = 100_000
"""Articles of one Parquet file, at most: some 200 MB."""
_SIZES = [(10**3, "n<1K"), (10**4, "1K<n<10K"), (10**5, "10K<n<100K"), (10**6, "100K<n<1M"), (10**7, "1M<n<10M")]
Watch = Callable[[Iterable[Any], int], Iterable[Any]]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be released."""

    name: str
    selection: Selection = field(default_factory=Selection)
    shape: Shape = SHAPES["full"]
    folder: Path = Path("output/releases")
    """Where releases lie beside each other."""
    previous: str | None = None
    """Release to compare with; None: the latest beside it, if any."""
    failing: bool = False
    """Whether to release what failing portals gave since they fail."""

    @property
    def path(self) -> Path:
        """The folder of this release."""
        return self.folder / self.name


class BadPlan(ValueError):  # noqa: N818 - names what it is
    """A release that cannot be made: says why."""


def release(store: Store, plan: Plan, watch: Watch = lambda rows, _total: rows) -> dict[str, Any]:
    """Write a release and return its manifest.

    Copies are looked for first, in what is new since they were last looked for. The store is then seen as it is while
    a crawl goes on.

    Raises:
        BadPlan: the name is taken, the previous release is missing, or no article is chosen.
        OSError: the folder cannot be written.
        StoreError: the store cannot be written (for the copies) or read.
    """
    previous = check(plan)
    catch_up(store.connection, watch)
    plan.folder.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(dir=plan.folder, prefix=f".{plan.name}.", suffix=".part"))
    try:
        with snapshot(store.connection):
            manifest = _write(store.connection, plan, previous, part, watch)
        part.chmod(0o755)
        part.rename(plan.path)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return manifest


def check(plan: Plan) -> Path | None:
    """Return the release to compare with, if there is one.

    Raises:
        BadPlan: the name is taken or not one of a folder, or the previous release is missing.
    """
    if not plan.name.replace("-", "").replace("_", "").replace(".", "").isalnum() or plan.name.startswith("."):
        raise BadPlan(f"{plan.name!r}: a release is named with letters, digits, -, _ and .")
    if plan.path.exists():
        raise BadPlan(f"{plan.path} exists: releases do not change, give a new name")
    if plan.previous is not None:
        if not (plan.folder / plan.previous / INDEX).exists():
            raise BadPlan(f"there is no release {plan.previous} in {plan.folder}")
        return plan.folder / plan.previous
    made = [
        (json.loads(path.read_text("utf-8"))["made_at"], path.parent) for path in plan.folder.glob("*/manifest.json")
    ]
    return max(made)[1] if made else None


def _write(
    connection: sqlite3.Connection, plan: Plan, previous: Path | None, part: Path, watch: Watch
) -> dict[str, Any]:
    held = {} if plan.failing else failing_since(connection)
    splits = split(connection, plan.selection, held)
    if not splits.rows:
        raise BadPlan("no article is chosen")
    schema, made_at = plan.shape.schema(), datetime.now(UTC).isoformat(timespec="seconds")
    files = _shards(connection, plan.shape, splits, part, watch)
    write_index(connection, part / INDEX)
    differs = difference(connection, previous, part) if previous else None
    counted = counts(connection)
    manifest = {
        "name": plan.name,
        "made_at": made_at,
        "shape": plan.shape.name,
        "rows": counted["articles"],
        "query": plan.selection.describe(),
        "held_back": {portal: datetime.fromtimestamp(at, UTC).isoformat() for portal, at in held.items()},
        "splits": asdict(splits),
        "schema": {column.name: str(column.type) for column in schema},
        "files": files,
        "counts": counted,
        "difference": asdict(differs) if differs else None,
        "versions": _versions(),
    }
    description = f"News of Vietnamese government departments, {counted['articles']:,} articles without page furniture"
    _put(part / "croissant.json", _json(croissant(plan.name, description, made_at, files, schema)))
    _put(part / "README.md", _card(connection, plan, splits, differs, manifest))
    manifest["other_files"] = {path.name: _digest(path) for path in sorted(part.iterdir()) if path.is_file()}
    _put(part / "manifest.json", _json(manifest))
    return manifest


def _shards(
    connection: sqlite3.Connection, shape: Shape, splits: Splits, part: Path, watch: Watch
) -> list[dict[str, Any]]:
    (part / "data").mkdir()
    schema: pa.Schema = shape.schema()
    files = []
    for name, rows in splits.rows.items():
        number = -(-rows // SHARD_ROWS)
        articles: Iterator[Entry] = iter(watch(entries(connection, name), rows))
        for shard in range(number):
            path = part / "data" / f"{name}-{shard:05}-of-{number:05}.parquet"
            with path.open("wb") as file:
                written = Parquet(schema, shape.columns).write(islice(articles, SHARD_ROWS), file)
            files.append(
                {
                    "path": f"data/{path.name}",
                    "split": name,
                    "rows": written,
                    "bytes": path.stat().st_size,
                    "sha256": _digest(path),
                }
            )
    return files


def _card(
    connection: sqlite3.Connection,
    plan: Plan,
    splits: Splits,
    differs: Difference | None,
    manifest: dict[str, Any],
) -> str:
    environment = Environment(loader=PackageLoader("crawler.releases"), undefined=StrictUndefined, autoescape=False)  # noqa: S701 - Markdown
    environment.filters["cell"] = lambda value: " ".join(
        str(value or "–").replace("|", "\\|").replace("<", "&lt;").split()
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    return environment.get_template("card.md").render(
        name=plan.name,
        shape=plan.shape,
        filters=plan.selection.describe(),
        counts=manifest["counts"],
        splits=splits,
        rights=rights_evidence(connection),
        difference=differs,
        versions=manifest["versions"],
        day=manifest["made_at"][:10],
        size=next((size for limit, size in _SIZES if manifest["rows"] < limit), "n>10M"),
    )


def _versions() -> dict[str, str]:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    return {
        "tin-so": project["version"],
        "sketch": SKETCH,
        **{name: version(name) for name in ("pyarrow", "rensa", "lxml")},
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _put(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
