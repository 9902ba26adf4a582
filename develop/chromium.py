"""Finding a Chromium for the browser journeys; on Debian, an administrator's test run may install it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from develop.machine import read, say, which

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
_CACHES = ("~/.cache/ms-playwright", "~/Library/Caches/ms-playwright", "~/AppData/Local/ms-playwright")
_IN_CACHE = (
    "chrome-linux*/chrome",
    "chrome-mac*/Chromium.app/Contents/MacOS/Chromium",
    "chrome-win*/chrome.exe",
)
HINT = (
    "There is no Chromium for the browser journeys: install it (Debian: apt install chromium fonts-noto-cjk), "
    "or name one with the variable CHROMIUM."
)


def find_or_install() -> str:
    """Return the path of a Chromium, or an empty string; the sentence to show then is ``HINT``."""
    found = find()
    if not found and _may_install():
        say("Installing Chromium and Chinese fonts (apt-get) ...")
        _install()
        found = find()
    return found


def find() -> str:
    """Return the Chromium named by CHROMIUM, on PATH, in the usual places, or in playwright's own cache."""
    named = os.environ.get("CHROMIUM", "").strip()
    if named:
        return named if Path(named).is_file() else which(named)
    for path in (*map(which, _NAMES), *_PLACES):
        if path and Path(path).is_file():
            return path
    return next((str(path) for cache in _CACHES for path in _in_cache(Path(cache).expanduser())), "")


def _in_cache(cache: Path) -> list[Path]:
    """Return playwright's browsers, the newest first."""
    folders = sorted(cache.glob("chromium-*"), key=lambda folder: folder.name, reverse=True)
    return [path for folder in folders for pattern in _IN_CACHE for path in folder.glob(pattern)]


def _may_install() -> bool:
    """Only an administrator's run that is meant to change the machine: CI, or with a person at the terminal."""
    administrator = hasattr(os, "geteuid") and os.geteuid() == 0
    meant = os.environ.get("CI") == "true" or sys.stdin.isatty()
    return administrator and meant and bool(which("apt-get"))


def _install() -> None:
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "install", "-y", "--no-install-recommends", "chromium", "fonts-noto-cjk"]
    if read(command, env=env)[0] != 0:
        read(["apt-get", "update"], env=env)
        read(command, env=env)
