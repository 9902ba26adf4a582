"""The checkout and the machine: paths, starting programs, and trouble told in one sentence."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BUILD = ROOT / "build"
STAMPS = VENV / "stamps"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")

_OFFLINE = re.compile(
    r"dns error|failed to lookup|name or service not known|temporary failure in name|enotfound|eai_again|econnrefused|"
    r"econnreset|etimedout|network is unreachable|newconnectionerror|failed to fetch|error sending request|timed out|"
    r"tunnel connection failed|could not find a version|request to .* failed|connection refused|proxyerror",
    re.IGNORECASE,
)


class Trouble(Exception):
    """Something the person at the keyboard can mend; the text is one sentence saying how."""

    def __init__(self, sentence: str, code: int = 3) -> None:
        super().__init__(sentence)
        self.code = code


def say(line: str = "") -> None:
    """Print a line at once, also into a pipe."""
    print(line, flush=True)


def program(name: str) -> Path:
    """Return a program of the virtual environment."""
    return PYTHON.with_name(f"{name}.exe" if WINDOWS else name)


def environment(**more: str) -> dict[str, str]:
    """Return the environment for our own programs: UTF-8 everywhere, no byte left in a buffer."""
    mine = {"PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1", "DJANGO_SETTINGS_MODULE": "guanjia.config.settings"}
    clean = {
        key: value
        for key, value in os.environ.items()
        if key not in {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}
    }
    return {**clean, **mine, **more}


def run(command: Sequence[str | Path], *, env: Mapping[str, str] | None = None) -> int:
    """Run a program with its output on our terminal and return its exit code."""
    return subprocess.run(
        [str(word) for word in command], cwd=ROOT, env=env or environment(), check=False
    ).returncode


def read(command: Sequence[str | Path], *, env: Mapping[str, str] | None = None) -> tuple[int, str, str]:
    """Run a program and return exit code, standard output and standard error; 127 when there is no such program."""
    try:
        done = subprocess.run(
            [str(word) for word in command], cwd=ROOT, env=env or environment(), check=False, capture_output=True,
            text=True, encoding="utf-8", errors="replace",
        )  # fmt: skip
    except OSError as error:
        return 127, "", str(error)
    return done.returncode, done.stdout, done.stderr


def fetch(what: str, command: Sequence[str | Path], *, env: Mapping[str, str] | None = None) -> None:
    """Run a program that brings something over the network; failing is one sentence, the rest goes to a log."""
    code, out, err = read(command, env=env)
    if code == 0:
        return
    BUILD.mkdir(exist_ok=True)
    log = BUILD / "setup.log"
    log.write_text(out + "\n" + err, encoding="utf-8")
    shown = log.relative_to(ROOT)
    if _OFFLINE.search(out + err):
        raise Trouble(
            f"{what} could not be fetched: there is no network, or the registry did not answer ({shown})."
        )
    raise Trouble(f"{what} could not be installed; {shown} has the whole story.")


def digest(*files: Path, also: str = "") -> str:
    """Return the SHA-256 over the contents of ``files``, this checkout's place and ``also``."""
    total = hashlib.sha256(f"{ROOT}\n{also}\n".encode())
    for file in files:
        total.update(file.name.encode() + b"\0" + file.read_bytes().replace(b"\r\n", b"\n"))
    return total.hexdigest()


def stamped(name: str, value: str) -> bool:
    """Whether the step ``name`` was last finished with exactly ``value``."""
    stamp = STAMPS / name
    return stamp.is_file() and stamp.read_text(encoding="ascii").strip() == value


def stamp(name: str, value: str) -> None:
    """Note that the step ``name`` is finished."""
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / name).write_text(value + "\n", encoding="ascii")


def which(name: str) -> str:
    """Return the full path of a program on PATH, or an empty string."""
    return shutil.which(name) or ""


def cores() -> int:
    """Return how many cores we may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def describe() -> dict[str, str]:
    """Return processor, cores, memory, system and Python of this machine, for printing beside figures."""
    return {
        "processor": _processor(),
        "cores": str(cores()),
        "memory": _memory(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
    }


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _memory() -> str:
    if WINDOWS or not hasattr(os, "sysconf"):
        return "unknown"
    try:
        size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError):
        return "unknown"
    return f"{size / 2**30:.1f} GiB"
