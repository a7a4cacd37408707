"""The fault drill: twelve demo portals break, each in another way; is each named rightly in the first run after?

    python -m benchmarks.fault_drill [--rounds 3] [--healthy 200]

Healthy rounds first, with news in each; then the break, then the repair. Two portals stay well as a check. The healthy
runs of varying volume are judged as the ledger would hold them (`benchmarks.made_runs`): a thousand crawls would only
measure the machine.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.made_runs import false_alarms
from crawler.demo.certificates import Authority
from crawler.demo.faults import Weather
from crawler.demo.records import portal, portals
from crawler.demo.server import serve

ROOT = Path(__file__).parent.parent
FAULTS = {
    "nukeviet": "template_changed", "joomla": "list_empty", "wordpress": "section_moved", "drupal": "blocked",
    "dotnetnuke": "certificate", "kentico": "host_gone", "vhv": "other_publisher", "liferay6": "dates_shifted",
    "nukeviet_egov": "bodies_cut", "vccorp": "too_slow", "onecms": "robots", "sharepoint_lacviet": "same_text",
}  # fmt: skip
"""Family -> what breaks, and how it must be named."""
FIRST, EACH, BROKEN = 22, 8, 12  # articles published before the first round, before each later one, before the break


@dataclass(frozen=True)
class Said:
    """What the verdict on a portal was."""

    word: str
    cause: str
    reason: str


def crawl(store: Path, proxy: str, pem: Path, *, gone: str = "") -> dict[str, Said]:
    """Crawl and judge all demo portals once; return the verdicts by family."""
    environment = {**os.environ, "http_proxy": proxy, "https_proxy": proxy, "no_proxy": gone, "SSL_CERT_FILE": str(pem)}
    secure = [family for family, fault in FAULTS.items() if fault == "certificate"]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.drill_round", str(store), *secure],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    assert len(lines) == len(portals()), done.stdout + done.stderr
    return {family: Said(*rest) for family, *rest in lines}


def drill(folder: Path, rounds: int = 3) -> list[dict[str, Said]]:
    """Run the drill; return the verdicts of each round: the healthy ones, the broken one, the repaired one."""
    weather = Weather(shown=FIRST)
    authority = Authority(folder)
    said = []
    with serve(weather=weather, authority=authority) as server:
        for number in range(rounds + 2):
            is_broken = number == rounds
            weather.faults = dict(FAULTS) if is_broken else {}
            host = next(portal(family).host for family, fault in FAULTS.items() if fault == "host_gone")
            gone = host if is_broken else ""
            said.append(crawl(folder / "articles.db", server.proxy, authority.pem, gone=gone))
            weather.shown = (weather.shown or 0) + (BROKEN if number == rounds - 1 else EACH)
    return said


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--healthy", type=int, default=200)
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        *healthy, broken, repaired = drill(Path(folder), options.rounds)
    alarms = [(family, said) for each in healthy for family, said in each.items() if said.word != "ok"]
    for family, said in broken.items():
        fault = FAULTS.get(family, "None")
        right = "named" if said.cause == fault else "WRONG"
        print(f"{right:6}{family:20}{fault:18}{said.word:5}{said.cause}: {said.reason}")
    for family, said in [*alarms, *((f, s) for f, s in repaired.items() if s.word != "ok")]:
        print(f"ALARM {family:20}{said.word:5}{said.reason}")
    named = sum(broken[family].cause == fault for family, fault in FAULTS.items())
    print(f"named rightly in the first run: {named} of {len(FAULTS)}")
    print(f"alarms in {len(healthy) * len(healthy[0])} healthy crawls: {len(alarms)}")
    print(f"recovery noticed: {sum(repaired[f].word == 'ok' for f in FAULTS)} of {len(FAULTS)}")
    print(f"alarms in {options.healthy} healthy runs of varying volume: {len(false_alarms(options.healthy))}")


if __name__ == "__main__":
    main()
