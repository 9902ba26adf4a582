"""Set-up: virtual environment, locked Python packages, front-end files, translations. Done once per lock file."""

from __future__ import annotations

import platform
import sys
from pathlib import Path

from develop import assets
from develop.machine import (
    PYTHON,
    ROOT,
    VENV,
    Trouble,
    digest,
    environment,
    fetch,
    program,
    read,
    run,
    say,
    stamp,
    stamped,
)

_REQUIREMENTS = ROOT / "requirements"


def set_up(*, dev: bool = False, texts: bool = True) -> None:
    """Bring the checkout to the state of its lock files.

    ``dev`` adds what checking and testing need; without ``texts`` the translations are left to the caller.
    """
    _virtual_environment()
    _python_packages(dev=dev)
    _project()
    assets.bring()
    if texts and run([PYTHON, "-m", "guanjia.cli", "messages", "--quiet"]) != 0:
        raise Trouble("The translations could not be compiled; the lines above name the file.")


def _virtual_environment() -> None:
    value = digest(_REQUIREMENTS / "bootstrap.txt", also=platform.python_version())
    if stamped("venv", value) and PYTHON.exists() and read([PYTHON, "-c", ""])[0] == 0:
        return
    say("Making the virtual environment (.venv) ...")
    code, out, err = read([sys.executable, "-m", "venv", "--clear", VENV])
    if code != 0:
        if "ensurepip" in out + err:
            raise Trouble("This Python has no venv module; on Debian and Ubuntu: apt install python3-venv.")
        raise Trouble(f"The virtual environment could not be made: {(err or out).strip().splitlines()[-1:]}")
    pip: list[str | Path] = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--retries",
        "2",
    ]
    fetch("The installer", [*pip, "--require-hashes", "-r", _REQUIREMENTS / "bootstrap.txt"])
    stamp("venv", value)


def _python_packages(*, dev: bool) -> None:
    runtime = digest(_REQUIREMENTS / "run.txt")
    everything = digest(_REQUIREMENTS / "run.txt", _REQUIREMENTS / "dev.txt")
    # The development set contains the runtime set, so a checkout that has been tested need not change to be run.
    if stamped("dev", everything) or (not dev and stamped("run", runtime)):
        return
    say("Installing the Python packages ...")
    name = "dev" if dev else "run"
    install("The Python packages", name)
    stamp(name, everything if dev else runtime)


def install(what: str, name: str) -> None:
    """Install ``requirements/<name>.txt``; every file is checked against its hash."""
    file = _REQUIREMENTS / f"{name}.txt"
    fetch(what, [program("uv"), "pip", "install", "--python", PYTHON, "--require-hashes", "-r", file],
          env=environment(UV_NO_PROGRESS="1"))  # fmt: skip


def _project() -> None:
    value = digest(ROOT / "pyproject.toml")
    if stamped("project", value) and program("guanjia").exists():
        return
    uv: list[str | Path] = [program("uv"), "pip", "install", "--quiet", "--python", PYTHON, "--offline"]
    fetch("The command line", [*uv, "--no-deps", "--no-build-isolation", "-e", ROOT])
    stamp("project", value)
