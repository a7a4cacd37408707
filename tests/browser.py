"""Debian's Chromium, driven: pages as people see them."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")

needs_chromium = pytest.mark.skipif(
    not (CHROMIUM and DRIVER) and os.environ.get("BROWSER_TESTS") != "required",
    reason="no chromium and chromedriver on this machine (apt-get install chromium-driver)",
)
"""Skips where there is no browser; with BROWSER_TESTS=required, as on CI, the test fails there instead."""


@contextmanager
def chromium(profile: Path) -> Iterator[Any]:
    """Open a browser with a profile of its own; it fetches nothing by itself."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM or ""
    quiet = ("background-networking", "component-update", "sync", "quic", "gpu", "default-apps", "extensions")
    for argument in ("headless", "no-sandbox", "no-first-run", *(f"disable-{name}" for name in quiet)):
        options.add_argument(f"--{argument}")
    options.add_argument(f"--user-data-dir={profile}")
    options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
    driver = webdriver.Chrome(options, Service(DRIVER))
    driver.implicitly_wait(10)
    try:
        yield driver
    finally:
        driver.quit()


def show(driver: Any, address: str, *, width: int = 1200, dark: bool = False) -> None:
    """Open an address in a window of that width."""
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600},
    )
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
    driver.get(address)


def other_hosts(driver: Any) -> set[str]:
    """Return the hosts asked so far, our own and none at all (files, data) left out."""
    messages = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
    asked = [each["params"]["request"]["url"] for each in messages if each["method"] == "Network.requestWillBeSent"]
    parts = [urlsplit(address) for address in asked]
    return {str(part.hostname) for part in parts if part.scheme in ("http", "https", "ws", "wss")} - {"127.0.0.1"}
