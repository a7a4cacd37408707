"""The five documents the project began with, read exactly. They live beside the checkout; without them this is skipped."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from crawler.cleaning.clean import clean
from crawler.cleaning.dumps import read_dump

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
EXPECTED = SEEDS / "expected.json"


def expected() -> list[dict]:
    return json.loads(EXPECTED.read_text(encoding="utf-8")) if EXPECTED.is_file() else []


def folded(value):
    """White space folded, in strings wherever they stand."""
    if isinstance(value, str):
        return " ".join(value.split())
    return [folded(each) for each in value] if isinstance(value, list) else value


@pytest.mark.skipif(not EXPECTED.is_file(), reason="../shared/seeds is not here")
@pytest.mark.parametrize("document", expected(), ids=lambda document: document["file"][:3])
def test_every_field(document):
    article = asdict(clean(read_dump((SEEDS / document["file"]).read_text(encoding="utf-8"))))
    for name, value in document.items():
        if name == "file":
            continue
        got = article[name]
        if isinstance(value, dict) and got is not None:
            got = {key: got[key] for key in value}
        assert folded(got) == folded(value), name
