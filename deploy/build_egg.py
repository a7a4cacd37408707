"""Pack the application as one egg for Scrapyd: `python deploy/build_egg.py [FILE]`, then `scrapyd-deploy --egg FILE`.

Scrapyd imports eggs without unpacking them, but the application reads files that lie beside its modules (tables, SQL,
templates). So the egg's settings module unpacks the egg into a folder of its own, once a version, and goes on from it.
"""

import hashlib
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("items", "crawler", "spiders")
LEFT_OUT = {"__pycache__"}
PKG_INFO = "Metadata-Version: 2.1\nName: tin-so\nVersion: 0.1.0\n"
SETTINGS = '''"""Unpacks the egg it is in, once a version, and gives the settings of what it unpacked."""

import os
import sys
import tempfile
import zipfile
from pathlib import Path

MARK = "{mark}"
egg = Path(__file__).parent  # a module of an egg says FILE.egg/module.py
place = Path(tempfile.gettempdir()) / f"tin-so-{{MARK}}"


def is_ours():
    return (place / MARK).exists() and place.stat().st_uid == os.getuid()  # nobody else may lay code in our way


if not is_ours():
    fresh = Path(tempfile.mkdtemp(prefix="tin-so-"))
    with zipfile.ZipFile(egg) as packed:
        packed.extractall(fresh)
    (fresh / MARK).touch()
    try:
        fresh.rename(place)
    except OSError:  # another job was faster, or somebody else owns that name
        if not is_ours():
            place = fresh
sys.path.insert(0, str(place))

from crawler.settings import *  # noqa: E402, F403 - the settings of the application
'''


def members() -> list[Path]:
    """Return the files of the application, in order."""
    found = [path for room in ROOMS for path in (ROOT / room).rglob("*") if path.is_file()]
    return sorted(path for path in found if not LEFT_OUT & set(path.parts))


def build(target: Path) -> Path:
    """Write the egg and return its path."""
    files = members()
    mark = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as egg:
        for path in files:
            egg.write(path, path.relative_to(ROOT).as_posix())
        egg.writestr("tin_so_egg.py", SETTINGS.format(mark=mark))
        egg.writestr("EGG-INFO/PKG-INFO", PKG_INFO)
        egg.writestr("EGG-INFO/entry_points.txt", "[scrapy]\nsettings = tin_so_egg\n")
        egg.writestr("EGG-INFO/top_level.txt", "\n".join(("tin_so_egg", *ROOMS)) + "\n")
        egg.writestr("EGG-INFO/not-zip-safe", "\n")
    return target


if __name__ == "__main__":
    print(build(Path(sys.argv[1] if len(sys.argv) > 1 else "output/tin_so.egg")))
