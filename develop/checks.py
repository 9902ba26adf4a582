"""`dev.py check`: what can be found wrong without running anything."""

from __future__ import annotations

from pathlib import Path

from develop.machine import BUILD, PYTHON, ROOT, program, read, say

_SHOWN = 40  # lines of a failing check


def checks() -> dict[str, list[str | Path]]:
    """Return name -> command of every check."""
    templates = sorted(ROOT.glob("guanjia/**/templates/**/*.html"))
    listed: dict[str, list[str | Path]] = {
        "ruff check": [program("ruff"), "check", "--quiet"],
        "ruff format": [program("ruff"), "format", "--check", "--quiet"],
        "mypy": [program("mypy"), "--no-error-summary"],
        "import contracts": [program("lint-imports"), "--no-cache"],
        "migrations": [PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run"],
        "translations": [PYTHON, "-m", "guanjia.cli", "messages", "--check"],
    }
    if templates:
        listed["djade"] = [program("djade"), "--target-version", "5.2", "--check", *templates]
    return listed


def _shortened(name: str, said: str) -> str:
    """Return the first lines; the whole of a long story goes to a file."""
    lines = said.strip().splitlines()
    if len(lines) <= _SHOWN:
        return "\n".join(lines)
    BUILD.mkdir(exist_ok=True)
    log = BUILD / f"check-{name.replace(' ', '-')}.log"
    log.write_text(said, encoding="utf-8")
    return "\n".join([*lines[:_SHOWN], f"... {len(lines) - _SHOWN} more lines in {log.relative_to(ROOT)}"])


def run_checks() -> tuple[int, int]:
    """Run every check, show what failing ones say, and return how many passed and failed."""
    passed = failed = 0
    for name, command in checks().items():
        code, out, err = read(command)
        if code == 0:
            passed += 1
            say(f"  ok   {name}")
        else:
            failed += 1
            say(f"  FAIL {name}\n{_shortened(name, out + err)}")
    return passed, failed
